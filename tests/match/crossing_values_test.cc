#include "coincide/match/samples/crossing_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

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
                        ValueRules rules = {}, std::vector<double> slope = {}) {
    auto result = ValuesAtCrossings(a_.view(), SideA(rows_), {values, sigma, slope}, rules);
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
  const ValueRules nearest{.method = ValueMethod::kNearest};
  EXPECT_EQ(Values({0, 0, 10, 20, 0, 0}, {}, nearest).value[0], 10);
  EXPECT_EQ(Values({0, 0, kNan, 20, 0, 0}, {}, nearest).value[0], 20);
  EXPECT_EQ(Values({0, 4, kNan, kNan, 0, 0}, {}, nearest).value[0], 4);
  EXPECT_EQ(Values({0, 4, kNan, kNan, 0, 0}, {}, nearest).flags[0], kValueExtended);
}

// The natural spline by its definition: a cubic a segment that meets values, and
// first and second derivatives at the inner points, and has none of the second at
// the ends; all equations at once, by elimination.
double SlowSpline(const std::vector<double>& x, const std::vector<double>& y, double at) {
  const size_t pieces = x.size() - 1, n = 4 * pieces;
  std::vector<std::vector<double>> rows;
  const auto add = [&](size_t piece, std::vector<double> terms, double sign, double right,
                       bool fresh) {
    if (fresh) rows.emplace_back(n + 1, 0.0);
    for (size_t k = 0; k < 4; ++k) rows.back()[4 * piece + k] += sign * terms[k];
    rows.back()[n] += right;
  };
  const auto zeroth = [](double t) { return std::vector<double>{1, t, t * t, t * t * t}; };
  const auto first = [](double t) { return std::vector<double>{0, 1, 2 * t, 3 * t * t}; };
  const auto second = [](double t) { return std::vector<double>{0, 0, 2, 6 * t}; };
  for (size_t p = 0; p < pieces; ++p) {
    const double h = x[p + 1] - x[p];
    add(p, zeroth(0), 1, y[p], true);
    add(p, zeroth(h), 1, y[p + 1], true);
    if (p + 1 == pieces) {
      add(p, second(h), 1, 0, true);
      continue;
    }
    add(p, first(h), 1, 0, true);
    add(p + 1, first(0), -1, 0, false);
    add(p, second(h), 1, 0, true);
    add(p + 1, second(0), -1, 0, false);
  }
  add(0, second(0), 1, 0, true);
  for (size_t c = 0; c < n; ++c) {
    size_t pivot = c;
    for (size_t r = c; r < n; ++r) {
      if (std::abs(rows[r][c]) > std::abs(rows[pivot][c])) pivot = r;
    }
    std::swap(rows[c], rows[pivot]);
    for (size_t r = 0; r < n; ++r) {
      if (r == c) continue;
      const double factor = rows[r][c] / rows[c][c];
      for (size_t k = c; k <= n; ++k) rows[r][k] -= factor * rows[c][k];
    }
  }
  for (size_t p = 0; p < pieces; ++p) {
    if (at > x[p + 1]) continue;
    double value = 0;
    for (size_t k = 4; k-- > 0;) {
      value = value * (at - x[p]) + rows[4 * p + k][n] / rows[4 * p + k][4 * p + k];
    }
    return value;
  }
  return kNan;
}

TEST_F(CrossingValuesTest, CubicIsTheNaturalSpline) {
  const std::vector<double> x = {0, 100, 200, 300, 400, 500}, y = {3, -1, 4, 1, -5, 9};
  const ValueRules cubic{.method = ValueMethod::kCubic};
  CrossingValues v = Values(y, {}, cubic);
  EXPECT_NEAR(v.value[0], SlowSpline(x, y, 230), 1e-6);
  EXPECT_EQ(v.flags[0], 0);
  v = Values(y, {}, {.method = ValueMethod::kCubic, .points = 2});
  EXPECT_NEAR(v.value[0], SlowSpline({100, 200, 300, 400}, {-1, 4, 1, -5}, 230), 1e-6);
  // The error is that of values moved one by one.
  const std::vector<double> sigma = {1, 2, 3, 4, 5, 6};
  double squares = 0;
  for (size_t k = 0; k < 6; ++k) {
    std::vector<double> moved(6, 0.0);
    moved[k] = sigma[k];
    squares += std::pow(SlowSpline(x, moved, 230), 2);
  }
  EXPECT_NEAR(Values(y, sigma, cubic).sigma[0], std::sqrt(squares), 1e-6);
  // Over a missing sample, where there are still enough.
  v = Values({3, -1, 4, kNan, -5, 9}, {}, {.method = ValueMethod::kCubic, .points = 2});
  EXPECT_NEAR(v.value[0], SlowSpline({100, 200, 400, 500}, {-1, 4, -5, 9}, 230), 1e-6);
  EXPECT_EQ(v.flags[0], kValueExtended);
  v = Values({3, -1, 4, kNan, -5, 9}, {}, cubic);
  EXPECT_NEAR(v.value[0], 4 - 9 * 0.15, 1e-6);
  EXPECT_EQ(v.flags[0], kValueExtended | kSplineShort);
}

TEST_F(CrossingValuesTest, Akima) {
  const ValueRules akima{.method = ValueMethod::kAkima};
  // The two slopes before the third sample agree, and the two after the fourth: they
  // are the spline's slopes there.
  const CrossingValues v = Values({8, 6, 4, 5, 8, 11}, {1, 1, 1, 1, 1, 1}, akima);
  const double u = 0.3, t = -2, s = 3, m = 1;  // A step of 100 m.
  EXPECT_NEAR(v.value[0], 4 + t * u + (3 * m - 2 * t - s) * u * u + (t + s - 2 * m) * u * u * u,
              1e-6);
  EXPECT_NEAR(v.sigma[0], std::hypot(0.7, 0.3), 1e-7);
  // A parabola at even steps is itself.
  EXPECT_NEAR(Values({0, 1, 4, 9, 16, 25}, {}, akima).value[0], 2.3 * 2.3, 1e-6);
  EXPECT_EQ(Values({kNan, 1, 4, 9, 16, 25}, {}, akima).flags[0], kSplineShort);
}

TEST_F(CrossingValuesTest, SlopeMedianDirectionBits) {
  const std::vector<double> slope = {9, 9, 0.1, 0.2, 9, 9};
  const ValueRules sloped{.method = ValueMethod::kSlope};
  EXPECT_NEAR(Values({0, 0, 10, 20, 0, 0}, {1, 1, 5, 1, 1, 1}, sloped, slope).value[0], 13, 1e-6);
  EXPECT_EQ(Values({0, 0, 10, 20, 0, 0}, {1, 1, 5, 1, 1, 1}, sloped, slope).sigma[0], 5);
  CrossingValues v = Values({0, 0, kNan, 20, 0, 0}, {}, sloped, slope);
  EXPECT_NEAR(v.value[0], 20 - 70 * 0.2, 1e-6);
  EXPECT_EQ(v.flags[0], kValueExtended);

  const auto median = [](double within_m) {
    return ValueRules{.method = ValueMethod::kMedian, .within_m = within_m};
  };
  // 30 and 130 m before, 70 and 170 m after.
  EXPECT_EQ(Values({0, 1, 10, 20, 7, 0}, {}, median(75)).value[0], 15);
  v = Values({0, 1, 10, 20, 7, 0}, {9, 1, 2, 3, 9, 9}, median(140));
  EXPECT_EQ(v.value[0], 10);
  EXPECT_NEAR(v.sigma[0], std::sqrt(std::acos(-1.0) / 2 * 14) / 3, 1e-9);
  EXPECT_EQ(Values({0, 1, kNan, 20, 7, 0}, {}, median(75)).value[0], 20);
  EXPECT_EQ(Values({0, 1, kNan, 20, 7, 0}, {}, median(20)).flags[0], kValueMissing);

  const ValueRules direction{.method = ValueMethod::kDirection};
  EXPECT_NEAR(Values({0, 0, 350, 10, 0, 0}, {}, direction).value[0], 356, 1e-6);
  EXPECT_NEAR(Values({0, 0, 359, 9, 0, 0}, {}, direction).value[0], 2, 1e-6);
  EXPECT_NEAR(Values({0, 0, 170, -170, 0, 0}, {}, direction).value[0], 176, 1e-6);
  EXPECT_NEAR(Values({0, 0, 179, -171, 0, 0}, {}, direction).value[0], -178, 1e-6);

  const ValueRules bits{.method = ValueMethod::kBitOr};
  EXPECT_EQ(Values({0, 8, 5, 6, 16, 0}, {}, bits).value[0], 7);
  v = Values({0, 8, 5, kNan, 16, 0}, {}, bits);
  EXPECT_EQ(v.value[0], 21);
  EXPECT_EQ(v.flags[0], kValueExtended);
}

TEST_F(CrossingValuesTest, RulesThatCannotBe) {
  const auto message = [&](ValueRules rules, double value = 0) {
    const std::vector<double> values(6, value);
    return std::string(
        ValuesAtCrossings(a_.view(), SideA(rows_), {values}, rules).status().message());
  };
  EXPECT_EQ(message({.method = ValueMethod::kCubic, .points = 1}),
            "spline_points is 1: 2 to 32 samples a side are allowed");
  EXPECT_EQ(message({.method = ValueMethod::kMedian, .within_m = -1}),
            "median_within is -1: 0 m or more is allowed");
  EXPECT_EQ(message({.method = ValueMethod::kSlope}), "slope has 0 values: 6 are wanted");
  EXPECT_EQ(message({.method = ValueMethod::kBitOr}, -1),
            "values[0] is -1: integers from 0 to 2^53 are joined by bits");
}

TEST_F(CrossingValuesTest, ForeignRows) {
  rows_.seg_a[0] = 5;
  const std::vector<double> values(6);
  const auto result = ValuesAtCrossings(a_.view(), SideA(rows_), {values}, {});
  EXPECT_EQ(result.status().message(), "crossing 0 is in segment 5: not one of these 6 samples");
  EXPECT_FALSE(ValuesAtCrossings(a_.view(), SideB(rows_), {}, {}).ok());
}

}  // namespace
}  // namespace coincide
