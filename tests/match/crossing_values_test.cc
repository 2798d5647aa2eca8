#include "coincide/match/samples/crossing_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "coincide/geodesy/geodesic.h"
#include "tests/match/random_tracks.h"

namespace coincide {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Six samples 100 m apart, crossed 30 m after the third.
class CrossingValuesTest : public ::testing::Test {
 protected:
  CrossingValuesTest() {
    const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
    for (int i = 0; i < 6; ++i) a_.Add(wgs84.Direct({15, -70}, 40, 100.0 * i).point);
    a_.EndTrack();
    const GeodesicPosition x = wgs84.Direct({15, -70}, 40, 230);
    b_.Add(wgs84.Direct(x.point, 100, -50).point);
    b_.Add(wgs84.Direct(x.point, 100, 50).point);
    b_.EndTrack();
    CrossingOptions options;
    options.legs_a.max_gap_m = 250;
    rows_ = FindCrossings(a_.view(), b_.view(), options)->rows;
  }

  CrossingValues Values(std::vector<double> values, std::vector<double> sigma = {},
                        ValueMethod method = ValueMethod::kLinear) {
    auto result = ValuesAtCrossings(a_.view(), SideA(rows_), values, sigma, method);
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }

  testing::Tracks a_, b_;
  CrossingRows rows_;
};

TEST_F(CrossingValuesTest, LinearBetweenTheTwoSamples) {
  ASSERT_EQ(rows_.size(), 1u);
  ASSERT_NEAR(rows_.frac_a[0], 0.3, 1e-8);
  const CrossingValues v = Values({0, 0, 10, 20, 0, 0}, {9, 9, 1, 2, 9, 9});
  EXPECT_NEAR(v.value[0], 13, 1e-6);
  EXPECT_NEAR(v.sigma[0], std::hypot(0.7, 0.6), 1e-7);
  EXPECT_EQ(v.flags[0], 0);
}

TEST_F(CrossingValuesTest, MissingValuesExtendWithinTheGap) {
  // 130 m before, 70 m after.
  CrossingValues v = Values({0, 5, kNan, 20, 0, 0}, {9, 1, 9, 2, 9, 9});
  EXPECT_NEAR(v.value[0], 5 + 15 * 0.65, 1e-6);
  EXPECT_NEAR(v.sigma[0], std::hypot(0.35 * 1, 0.65 * 2), 1e-7);
  EXPECT_EQ(v.flags[0], kValueExtended);
  // 230 m before is within 250 m; 270 m after is not.
  EXPECT_EQ(Values({3, kNan, kNan, 20, 0, 0}).flags[0], kValueExtended);
  v = Values({0, 5, 5, kNan, kNan, 8});
  EXPECT_TRUE(std::isnan(v.value[0]));
  EXPECT_EQ(v.flags[0], kValueMissing);
  EXPECT_EQ(Values({1, 1, 1, kNan, kNan, kNan}).flags[0], kValueMissing);
}

TEST_F(CrossingValuesTest, Nearest) {
  const ValueMethod nearest = ValueMethod::kNearest;
  EXPECT_EQ(Values({0, 0, 10, 20, 0, 0}, {}, nearest).value[0], 10);
  EXPECT_EQ(Values({0, 0, kNan, 20, 0, 0}, {}, nearest).value[0], 20);
  EXPECT_EQ(Values({0, 4, kNan, kNan, 0, 0}, {}, nearest).value[0], 4);
  EXPECT_EQ(Values({0, 4, kNan, kNan, 0, 0}, {}, nearest).flags[0], kValueExtended);
}

TEST_F(CrossingValuesTest, ForeignRows) {
  rows_.seg_a[0] = 5;
  const std::vector<double> values(6);
  const auto result = ValuesAtCrossings(a_.view(), SideA(rows_), values, {}, ValueMethod::kLinear);
  EXPECT_EQ(result.status().message(), "crossing 0 is in segment 5: not one of these 6 samples");
  EXPECT_FALSE(ValuesAtCrossings(a_.view(), SideB(rows_), {}, {}, ValueMethod::kLinear).ok());
}

}  // namespace
}  // namespace coincide
