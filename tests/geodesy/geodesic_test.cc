#include "coincide/geodesy/geodesic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/tsv.h"

namespace coincide {
namespace {

using testing::DoubleOfBits;
using testing::ReadTsv;

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Geodesics, AgreeWithPyproj) {
  const auto rows = ReadTsv(COINCIDE_VECTORS "/geodesic.tsv");
  ASSERT_EQ(rows.size(), 200u);
  for (const auto& row : rows) {
    const LonLat a{DoubleOfBits(row[0]), DoubleOfBits(row[1])};
    const LonLat b{DoubleOfBits(row[2]), DoubleOfBits(row[3])};
    const double metres = std::stod(row[4]), start = std::stod(row[5]), end = std::stod(row[6]);
    SCOPED_TRACE(::testing::Message() << a.lon << " " << a.lat << " " << b.lon << " " << b.lat);
    const GeodesicPath path = Wgs84().Inverse(a, b);
    // Karney's 15 nm, twice; an azimuth is good to that over the distance.
    const double turn = 3e-8 / metres * 60 + 1e-11;
    EXPECT_NEAR(path.distance_m, metres, 3e-8);
    EXPECT_NEAR(std::remainder(path.start_azimuth - start, 360), 0, turn);
    EXPECT_NEAR(std::remainder(path.end_azimuth - end, 360), 0, turn);
    const GeodesicPosition there = Wgs84().Direct(a, start, metres);
    EXPECT_NEAR(Wgs84().Distance(there.point, b), 0, 5e-8);
    const GeodesicLine line = Wgs84().Line(a, b);
    EXPECT_NEAR(line.length_m(), path.distance_m, 1e-8);
    EXPECT_NEAR(line.start_azimuth(), path.start_azimuth, 1e-12);
    EXPECT_NEAR(Wgs84().Distance(line.At(line.length_m()).point, b), 0, 5e-8);
    EXPECT_EQ(line.Interpolate(0), a);
    EXPECT_EQ(line.Interpolate(1), b);
    const LonLat middle = line.Interpolate(0.5);
    EXPECT_NEAR(Wgs84().Distance(a, middle), metres / 2, 5e-8);
    EXPECT_NEAR(Wgs84().Distance(middle, b), metres / 2, 5e-8);
  }
}

TEST(Geodesics, LongitudesComeBackInRange) {
  const LonLat east = Wgs84().Direct({179, 0}, 90, 300000).point;
  EXPECT_LT(east.lon, -170);
  EXPECT_EQ(Wgs84().Line({540, 10}, {190, 10}).from().lon, -180);
  EXPECT_EQ(Wgs84().Line({540, 10}, {190, 10}).to().lon, -170);
  EXPECT_NEAR(Wgs84().Distance({540, 10}, {-180, 10}), 0, 1e-9);
}

TEST(Geodesics, InvalidPointsGiveNan) {
  for (const LonLat bad : {LonLat{0, 90.5}, LonLat{0, kNan}, LonLat{INFINITY, 0}}) {
    EXPECT_TRUE(std::isnan(Wgs84().Distance(bad, {0, 0})));
    EXPECT_TRUE(std::isnan(Wgs84().Inverse({0, 0}, bad).start_azimuth));
    EXPECT_TRUE(std::isnan(Wgs84().Direct(bad, 0, 1).point.lat));
    EXPECT_TRUE(std::isnan(Wgs84().Line(bad, {0, 0}).length_m()));
    EXPECT_TRUE(std::isnan(Wgs84().Line(bad, {0, 0}).At(5).point.lat));
    const double lon[] = {0, bad.lon, 1}, lat[] = {0, bad.lat, 1};
    EXPECT_TRUE(std::isnan(Wgs84().Polygon(lon, lat).area_m2));
  }
}

TEST(Geodesics, OfASphereAreGreatCircles) {
  const Ellipsoid sphere = Ellipsoid::Sphere();
  const Geodesics& geodesics = Geodesics::Of(sphere);
  EXPECT_EQ(&geodesics, &Geodesics::Of(sphere));
  EXPECT_NEAR(geodesics.Distance({0, 0}, {90, 0}), sphere.a() * std::acos(-1.0) / 2, 1e-7);
  const double lon[] = {0, 90, 0}, lat[] = {0, 0, 90};
  EXPECT_NEAR(geodesics.Polygon(lon, lat).area_m2, sphere.area_m2() / 8, 1);
}

TEST(Geodesics, AreaIsSignedAndTakesTheSmallerSide) {
  // A cap round the south pole, in both senses, closed and unclosed.
  std::vector<double> lon, lat;
  for (int i = 0; i < 36; ++i) {
    lon.push_back(10.0 * i);
    lat.push_back(-80);
  }
  const PolygonMeasure west_to_east = Wgs84().Polygon(lon, lat);
  // Seen from outside, going east round the south pole keeps it to the right.
  EXPECT_LT(west_to_east.area_m2, 0);
  std::vector<double> reversed(lon.rbegin(), lon.rend());
  const PolygonMeasure east_to_west = Wgs84().Polygon(reversed, lat);
  EXPECT_NEAR(east_to_west.area_m2, -west_to_east.area_m2, 1);
  EXPECT_NEAR(east_to_west.perimeter_m, west_to_east.perimeter_m, 1e-6);
  reversed.push_back(reversed.front());
  lat.push_back(-80);
  EXPECT_NEAR(Wgs84().Polygon(reversed, lat).area_m2, east_to_west.area_m2, 1e-3);
  EXPECT_EQ(Wgs84().Polygon({}, {}).area_m2, 0);
}

// A degree square against the exact area between parallels: geodesics between
// points of one parallel are split so fine that they follow it.
TEST(Geodesics, AreaOfAZoneIsTheEllipsoidsFormula) {
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  std::vector<double> lon, lat;
  const int steps = 20000;
  for (int i = 0; i <= steps; ++i) lon.push_back(90.0 * i / steps), lat.push_back(20);
  for (int i = steps; i >= 0; --i) lon.push_back(90.0 * i / steps), lat.push_back(50);
  const double degree = std::acos(-1.0) / 180;
  const double zone =
      AuthalicSine(std::sin(50 * degree), wgs84) - AuthalicSine(std::sin(20 * degree), wgs84);
  const double want = wgs84.area_m2() / 2 * zone / 4;
  EXPECT_NEAR(Wgs84().Polygon(lon, lat).area_m2 / want, 1, 2e-9);
}

TEST(Geodesics, DistancesAreTheSameOnEveryThreadCount) {
  const uint64_t seed = 3;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform;
  const size_t n = 20000;
  std::vector<double> lon_a(n), lat_a(n), lon_b(n), lat_b(n), one(n), many(n);
  for (size_t i = 0; i < n; ++i) {
    lon_a[i] = 720 * uniform(rng) - 360;
    lat_a[i] = 180 * uniform(rng) - 90;
    // From millimetres to the other side.
    const LonLat b =
        Wgs84()
            .Direct({lon_a[i], lat_a[i]}, 360 * uniform(rng), std::pow(10, -3 + 10 * uniform(rng)))
            .point;
    lon_b[i] = b.lon;
    lat_b[i] = b.lat;
  }
  lat_a[77] = 91;
  lon_b[19999] = kNan;
  EXPECT_EQ(Wgs84().Distances(lon_a, lat_a, lon_b, lat_b, one, 1), 2u);
  EXPECT_EQ(Wgs84().Distances(lon_a, lat_a, lon_b, lat_b, many, 4), 2u);
  for (size_t i = 0; i < n; ++i) {
    if (i == 77 || i == 19999) {
      EXPECT_TRUE(std::isnan(one[i]) && std::isnan(many[i]));
      continue;
    }
    ASSERT_EQ(one[i], many[i]) << i;
    ASSERT_NEAR(one[i], Wgs84().Distance({lon_a[i], lat_a[i]}, {lon_b[i], lat_b[i]}), 3e-8) << i;
  }
}

}  // namespace
}  // namespace coincide
