#include "coincide/geodesy/geodesic_segment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace coincide {
namespace {

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

class SegmentLaws : public ::testing::TestWithParam<uint64_t> {
 protected:
  double Uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(rng_);
  }
  LonLat AnyPoint() {
    const double lat = std::asin(Uniform(-1, 1)) * 180 / std::acos(-1.0);
    return {Uniform(-180, 180), rng_() % 8 == 0 ? std::copysign(90 - Uniform(0, 0.5), lat) : lat};
  }
  double AnyLength(double low, double high) {
    return std::exp(Uniform(std::log(low), std::log(high)));
  }
  std::mt19937_64 rng_{GetParam()};
};

// The least distance to 400 places of the segment, refined by golden section:
// slow, and knows nothing of azimuths.
double DistanceBySearch(const GeodesicLine& segment, LonLat point) {
  const auto at = [&](double along) { return Wgs84().Distance(segment.At(along).point, point); };
  const int n = 400;
  int best = 0;
  for (int i = 1; i <= n; ++i) {
    if (at(segment.length_m() * i / n) < at(segment.length_m() * best / n)) best = i;
  }
  double low = segment.length_m() * std::max(best - 1, 0) / n;
  double high = segment.length_m() * std::min(best + 1, n) / n;
  const double golden = (std::sqrt(5.0) - 1) / 2;
  for (int i = 0; i < 60; ++i) {
    const double left = high - golden * (high - low), right = low + golden * (high - low);
    (at(left) < at(right) ? high : low) = at(left) < at(right) ? right : left;
  }
  return std::min({at((low + high) / 2), at(0), at(segment.length_m())});
}

TEST_P(SegmentLaws, FootIsNoFartherThanASearchFinds) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  int inside = 0;
  for (int round = 0; round < 60; ++round) {
    const LonLat start = AnyPoint();
    const double length = AnyLength(1, 1.8e7);
    const GeodesicLine segment =
        Wgs84().Line(start, Wgs84().Direct(start, Uniform(-180, 180), length).point);
    const LonLat near = segment.At(Uniform(-0.2, 1.2) * segment.length_m()).point;
    const LonLat point = Wgs84().Direct(near, Uniform(-180, 180), AnyLength(1, 1.5e7)).point;
    const FootPoint foot = NearestOnSegment(Wgs84(), segment, point);
    SCOPED_TRACE(::testing::Message()
                 << "round " << round << " length " << segment.length_m() << " start " << start.lon
                 << " " << start.lat << " point " << point.lon << " " << point.lat);
    const double searched = DistanceBySearch(segment, point);
    if (searched > 1.9e7) continue;
    EXPECT_LE(foot.distance_m, searched + 4e-8);
    EXPECT_GE(foot.distance_m, searched - 4e-8);
    EXPECT_NEAR(Wgs84().Distance(foot.point, point), foot.distance_m, 1e-9);
    EXPECT_NEAR(Wgs84().Distance(segment.At(foot.along_m).point, foot.point), 0, 1e-9);
    EXPECT_EQ(std::abs(foot.offset_m), foot.distance_m);
    EXPECT_TRUE(foot.along_m >= 0 && foot.along_m <= segment.length_m());
    if (foot.along_m > 0 && foot.along_m < segment.length_m()) {
      ++inside;
      // Inside, the shortest path to the point leaves at a right angle; moving
      // by 1e-7 m turns that angle by 1e-7 m over the reach of the path.
      const GeodesicPath path = Wgs84().Inverse(foot.point, point);
      const double turn = path.start_azimuth - segment.At(foot.along_m).azimuth;
      const double reach = 6.4e6 * std::abs(std::sin(foot.distance_m / 6.4e6));
      EXPECT_NEAR(std::cos(turn * std::acos(-1.0) / 180) * reach, 0,
                  foot.distance_m < 1e6 ? 1e-7 : 1e-4);
      // Right of the path is clockwise of it.
      EXPECT_EQ(foot.offset_m > 0, std::remainder(turn, 360.0) > 0);
      EXPECT_FALSE(foot.beyond_end);
    }
  }
  EXPECT_GT(inside, 15);
}

TEST_P(SegmentLaws, FootOfAPointBesideThePathIsWhereItWasLaid) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  for (int round = 0; round < 200; ++round) {
    const LonLat start = AnyPoint();
    const GeodesicLine segment =
        Wgs84().Line(start, Wgs84().Direct(start, Uniform(-180, 180), AnyLength(10, 1e7)).point);
    const double along = Uniform(0.01, 0.99) * segment.length_m();
    const GeodesicPosition at = segment.At(along);
    const double offset = AnyLength(1e-3, 1e6) * (rng_() % 2 == 0 ? 1 : -1);
    const LonLat point = Wgs84().Direct(at.point, at.azimuth + 90, offset).point;
    const FootPoint foot = NearestOnSegment(Wgs84(), segment, point);
    ASSERT_NEAR(foot.along_m, along, 1e-7) << round;
    ASSERT_NEAR(foot.offset_m, offset, 4e-8) << round;
    ASSERT_FALSE(foot.beyond_end) << round;
  }
}

TEST(NearestOnSegment, EndsAndPointsOnThePath) {
  const GeodesicLine segment = Wgs84().Line({0, 0}, {1, 0});
  const FootPoint before = NearestOnSegment(Wgs84(), segment, {-1, 0.5});
  EXPECT_EQ(before.along_m, 0);
  EXPECT_TRUE(before.beyond_end);
  EXPECT_LT(before.offset_m, 0);  // North of a path to the east is its left.
  const FootPoint after = NearestOnSegment(Wgs84(), segment, {2, -0.5});
  EXPECT_EQ(after.along_m, segment.length_m());
  EXPECT_TRUE(after.beyond_end);
  EXPECT_GT(after.offset_m, 0);
  const FootPoint on = NearestOnSegment(Wgs84(), segment, {0.25, 0});
  EXPECT_NEAR(on.distance_m, 0, 1e-8);
  EXPECT_NEAR(on.along_m, segment.length_m() / 4, 1e-7);
  EXPECT_FALSE(on.beyond_end);
  const FootPoint at_end = NearestOnSegment(Wgs84(), segment, {1, 0});
  EXPECT_NEAR(at_end.distance_m, 0, 2e-8);
  const GeodesicLine dot = Wgs84().Line({5, 5}, {5, 5});
  EXPECT_TRUE(NearestOnSegment(Wgs84(), dot, {5, 6}).beyond_end);
  EXPECT_NEAR(NearestOnSegment(Wgs84(), dot, {5, 6}).distance_m, Wgs84().Distance({5, 5}, {5, 6}),
              1e-8);
  EXPECT_FALSE(NearestOnSegment(Wgs84(), dot, {5, 5}).beyond_end);
}

TEST_P(SegmentLaws, CrossingIsWhereThePathsWereLaid) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  for (int round = 0; round < 300; ++round) {
    const LonLat x = AnyPoint();
    const double azimuth = Uniform(-180, 180);
    const double angle = round % 4 == 0 ? Uniform(0.5, 10) : Uniform(10, 170);
    // Any size, 20 m segments among them; in a few, past a quarter turn.
    const double scale = round % 10 == 0 ? 1.9e7 : AnyLength(1, 1e6);
    const double fa = Uniform(0.02, 0.98), fb = Uniform(0.02, 0.98);
    const double la = scale * Uniform(0.3, 1), lb = scale * Uniform(0.3, 1);
    const GeodesicLine a = Wgs84().Line(Wgs84().Direct(x, azimuth, -fa * la).point,
                                        Wgs84().Direct(x, azimuth, (1 - fa) * la).point);
    const GeodesicLine b = Wgs84().Line(Wgs84().Direct(x, azimuth + angle, -fb * lb).point,
                                        Wgs84().Direct(x, azimuth + angle, (1 - fb) * lb).point);
    SCOPED_TRACE(::testing::Message() << "round " << round << " lengths " << la << " " << lb
                                      << " angle " << angle << " at " << x.lon << " " << x.lat);
    // A path that long may no longer be the shortest.
    if (std::abs(a.length_m() - la) > 1e-3 || std::abs(b.length_m() - lb) > 1e-3) continue;
    const auto crossing = CrossSegments(Wgs84(), a, b);
    ASSERT_TRUE(crossing.has_value());
    const double sine = std::sin(angle * std::acos(-1.0) / 180);
    // Over thousands of kilometres the ends' 15 nm are carried along.
    const double error = (scale > 1e6 ? 3e-7 : 1e-7) * std::max(1.0, 0.17 / sine);
    if (la + lb > 1.9e7) {
      // They may meet twice: then only check that this is a meeting.
      EXPECT_NEAR(
          Wgs84().Distance(a.At(crossing->along_a_m).point, b.At(crossing->along_b_m).point), 0,
          error);
      continue;
    }
    EXPECT_NEAR(Wgs84().Distance(crossing->point, x), 0, error);
    EXPECT_NEAR(crossing->along_a_m, fa * la, error);
    EXPECT_NEAR(crossing->along_b_m, fb * lb, error);
    EXPECT_NEAR(crossing->angle, std::min(angle, 180 - angle), 1e-6);
    const auto swapped = CrossSegments(Wgs84(), b, a);
    ASSERT_TRUE(swapped.has_value());
    EXPECT_NEAR(swapped->along_a_m, crossing->along_b_m, error);
  }
}

TEST_P(SegmentLaws, SegmentsThatStopShortDoNotCross) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  for (int round = 0; round < 200; ++round) {
    const LonLat x = AnyPoint();
    const double azimuth = Uniform(-180, 180), angle = Uniform(20, 160);
    const double length = AnyLength(10, 8e6);
    const double gap = length * Uniform(1e-3, 0.3);
    const GeodesicLine a = Wgs84().Line(Wgs84().Direct(x, azimuth, gap).point,
                                        Wgs84().Direct(x, azimuth, gap + length).point);
    const GeodesicLine b = Wgs84().Line(Wgs84().Direct(x, azimuth + angle, -length / 2).point,
                                        Wgs84().Direct(x, azimuth + angle, length / 2).point);
    ASSERT_FALSE(CrossSegments(Wgs84(), a, b).has_value()) << round;
    ASSERT_FALSE(CrossSegments(Wgs84(), b, a).has_value()) << round;
  }
}

TEST(CrossSegments, TouchesOverlapsAndDots) {
  const GeodesicLine equator = Wgs84().Line({0, 0}, {10, 0});
  const auto touch = CrossSegments(Wgs84(), equator, Wgs84().Line({5, 0}, {5, 7}));
  ASSERT_TRUE(touch.has_value());
  EXPECT_NEAR(touch->along_a_m, equator.length_m() / 2, 1e-7);
  EXPECT_EQ(touch->along_b_m, 0);
  EXPECT_NEAR(touch->angle, 90, 1e-9);
  EXPECT_NEAR(touch->azimuth_a, 90, 1e-9);
  const auto corner = CrossSegments(Wgs84(), equator, Wgs84().Line({10, 0}, {20, 30}));
  ASSERT_TRUE(corner.has_value());
  EXPECT_NEAR(corner->along_a_m, equator.length_m(), 1e-7);
  EXPECT_FALSE(CrossSegments(Wgs84(), equator, Wgs84().Line({5, 0}, {15, 0})).has_value());
  EXPECT_FALSE(CrossSegments(Wgs84(), equator, Wgs84().Line({5, 0}, {5, 0})).has_value());
  EXPECT_FALSE(CrossSegments(Wgs84(), equator, Wgs84().Line({185, -3}, {185, 3})).has_value());
  // Over the pole.
  const auto pole =
      CrossSegments(Wgs84(), Wgs84().Line({0, 80}, {180, 80}), Wgs84().Line({90, 80}, {-90, 80}));
  ASSERT_TRUE(pole.has_value());
  EXPECT_NEAR(pole->point.lat, 90, 1e-11);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SegmentLaws, ::testing::Range<uint64_t>(0, 3));

}  // namespace
}  // namespace coincide
