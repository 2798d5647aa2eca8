#include "coincide/cover/cover_polygon.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/cover/cover_box.h"
#include "coincide/cover/cover_line.h"
#include "src/cover/cover_rings.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;

constexpr double kDegree = std::numbers::pi / 180;

struct Vec {
  double x, y, z;
};

// On the sphere, so geodetic and authalic latitude agree.
Vec ToVec(double lon, double lat) {
  return {std::cos(lat * kDegree) * std::cos(lon * kDegree),
          std::cos(lat * kDegree) * std::sin(lon * kDegree), std::sin(lat * kDegree)};
}

LonLat ToLonLat(Vec v) {
  return {std::atan2(v.y, v.x) / kDegree, std::atan2(v.z, std::hypot(v.x, v.y)) / kDegree};
}

struct Ring {
  std::vector<double> lon, lat;
  std::array<int64_t, 2> offsets{};
  RingsView view() {
    offsets = {0, static_cast<int64_t>(lon.size())};
    return {lon, lat, offsets};
  }
};

// A star-shaped ring round a centre: `radius` degrees, varied by `rough`.
Ring RandomRing(std::mt19937_64* rng, double lon0, double lat0, double radius, int n,
                double rough) {
  std::uniform_real_distribution<double> unit(0, 1);
  const Vec c = ToVec(lon0, lat0);
  const Vec east = {-std::sin(lon0 * kDegree), std::cos(lon0 * kDegree), 0};
  const Vec north = {c.y * east.z - c.z * east.y, c.z * east.x - c.x * east.z,
                     c.x * east.y - c.y * east.x};
  Ring ring;
  for (int i = 0; i < n; ++i) {
    const double a = 2 * std::numbers::pi * (i + 0.3 * unit(*rng)) / n;
    const double r = radius * kDegree * (1 - rough * unit(*rng));
    const double cr = std::cos(r), sr = std::sin(r), ca = std::cos(a), sa = std::sin(a);
    const LonLat p = ToLonLat({cr * c.x + sr * (ca * east.x + sa * north.x),
                               cr * c.y + sr * (ca * east.y + sa * north.y),
                               cr * c.z + sr * (ca * east.z + sa * north.z)});
    ring.lon.push_back(p.lon);
    ring.lat.push_back(p.lat);
  }
  return ring;
}

// Samples of the ring's great circles must lie in the outer coverage, and not in
// the inner one.
void ExpectEdgesCovered(const Ring& ring, const OuterInner& covers, const Projection& projection,
                        int samples) {
  const size_t n = ring.lon.size();
  for (size_t i = 0; i < n; ++i) {
    const size_t j = (i + 1) % n;
    const Vec a = ToVec(ring.lon[i], ring.lat[i]), b = ToVec(ring.lon[j], ring.lat[j]);
    for (int k = 0; k <= samples; ++k) {
      const double t = static_cast<double>(k) / samples;
      const LonLat p =
          ToLonLat({a.x * (1 - t) + b.x * t, a.y * (1 - t) + b.y * t, a.z * (1 - t) + b.z * t});
      const uint64_t leaf = projection.LeafOf(p.lon, p.lat);
      ASSERT_TRUE(covers.outer.Contains(leaf)) << "edge " << i << " at " << p.lon << " " << p.lat;
      ASSERT_FALSE(covers.inner.Contains(leaf)) << "edge " << i << " at " << p.lon << " " << p.lat;
    }
  }
}

TEST(CoverPolygon, RandomRingsLoseNothing) {
  const Projection& sphere = Projection::Of(Ellipsoid::Sphere());
  CoverOptions options;
  options.ellipsoid = Ellipsoid::Sphere();
  options.edges = Edges::kGreatCircle;
  std::mt19937_64 rng(1);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int round = 0; round < 4000; ++round) {
    SCOPED_TRACE(::testing::Message() << "seed 1, round " << round);
    const double radius = std::pow(10, -3 + 4.8 * unit(rng));
    double lon = -180 + 360 * unit(rng), lat = std::asin(2 * unit(rng) - 1) / kDegree;
    switch (rng() % 8) {
      case 0:
        lat = 90 - 0.5 * radius * unit(rng);
        break;
      case 1:
        lat = -90 + 0.5 * radius * unit(rng);
        break;
      case 2:
        lat = 41.8103148957786 * (unit(rng) < 0.5 ? 1 : -1);
        break;
      case 3:
        lon = 90 * static_cast<double>(rng() % 4);
        lat = 41.8103148957786 * (unit(rng) < 0.5 ? 1 : -1);
        break;
      case 4:
        lon = 180;
        break;
      case 5:
        lon = 90 * static_cast<double>(rng() % 4);
        break;
      default:
        break;
    }
    const int n = 3 + static_cast<int>(rng() % 30);
    Ring ring = RandomRing(&rng, lon, lat, std::min(radius, 70.0), n, unit(rng) * 0.8);
    const int finest = static_cast<int>(std::min(29.0, std::log2(60.0 / radius) + 7));
    const int order = static_cast<int>(rng() % static_cast<uint64_t>(finest + 1));
    auto covers = CoverPolygon(ring.view(), order, options);
    ASSERT_TRUE(covers.ok()) << covers.status();
    ExpectEdgesCovered(ring, *covers, sphere, 40);
    if (HasFatalFailure()) {
      std::printf("order %d radius %g centre %g %g n %d\n", order, radius, lon, lat, n);
      return;
    }
    // The centre is inside a star-shaped ring.
    ASSERT_TRUE(covers->outer.Contains(sphere.LeafOf(lon, lat))) << order << " " << radius;
    ASSERT_FALSE(covers->outer.Contains(sphere.LeafOf(lon + 180, -lat)) && order > 3) << order;
  }
}

// Boxes on round numbers, where seams and sides meet exactly: random points in the
// box are in the outer coverage, points outside it are not in the inner one, and
// the two bracket the area.
TEST(CoverBox, RoundNumbers) {
  const std::vector<double> lons = {-180, -135, -90, -45, 0, 30, 45, 61, 90, 135, 180, 270, 360};
  const std::vector<double> lats = {
      -90, -60, -41.937853910160122, -30, 0, 27, 30, 41.937853910160122, 45, 60, 90};
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  std::mt19937_64 rng(2);
  std::uniform_real_distribution<double> unit(0, 1);
  for (const double west : lons) {
    for (const double width : {0.3, 31.0, 90.0, 180.0, 270.0, 360.0}) {
      for (size_t s = 0; s < lats.size(); ++s) {
        for (size_t n = s + 1; n < lats.size(); ++n) {
          const LonLatBox box = {west, lats[s], west + width, lats[n]};
          const int order = static_cast<int>(rng() % 7);
          SCOPED_TRACE(::testing::Message() << "seed 2: " << west << " +" << width << ", "
                                            << lats[s] << " to " << lats[n] << " order " << order);
          const auto covers = CoverBox(box, order);
          ASSERT_TRUE(covers.ok()) << covers.status();
          ASSERT_TRUE(covers->outer.Contains(covers->inner));
          const double area = width / 360 *
                              (AuthalicSine(std::sin(lats[n] * kDegree), Ellipsoid::Wgs84()) -
                               AuthalicSine(std::sin(lats[s] * kDegree), Ellipsoid::Wgs84())) /
                              2;
          ASSERT_LE(area, covers->outer.fraction() + 1e-12);
          ASSERT_GE(area, covers->inner.fraction() - 1e-12);
          for (int k = 0; k < 20; ++k) {
            const double lon = west + width * unit(rng);
            const double lat = lats[s] + (lats[n] - lats[s]) * unit(rng);
            ASSERT_TRUE(covers->outer.Contains(projection.LeafOf(lon, lat))) << lon << " " << lat;
            if (width < 360) {
              const double beside = west + width + (360 - width) * unit(rng);
              ASSERT_FALSE(covers->inner.Contains(projection.LeafOf(beside, lat)))
                  << beside << " " << lat;
            }
          }
        }
      }
    }
  }
}

TEST(CoverPolygon, BadInput) {
  Ring ring;
  ring.lon = {0, 10, 5};
  ring.lat = {0, 0, 95};
  EXPECT_THAT(CoverPolygon(ring.view(), 5), HasError("ring 0, vertex 2: lat is 95"));
  ring.lat = {0, 0, 5};
  EXPECT_THAT(CoverPolygon(ring.view(), 30), HasError("order is 30"));
  ring.lon = {0, 180, 5};
  EXPECT_THAT(CoverPolygon(ring.view(), 5), HasError("opposite"));
  ring.lon = {-180, 180, 180, -180};
  ring.lat = {60, 60, 90, 90};
  EXPECT_THAT(CoverPolygon(ring.view(), 5), HasError("ring 0 goes from lon -180 to 180, all the"));
  ring.lat = {-90, -90, 90, 90};
  EXPECT_THAT(CoverPolygon(ring.view(), 5, {.edges = Edges::kLonLat}),
              HasError("ring 0 goes from lon -180 to 180, all the"));
}

TEST(CoverPolygon, RingsOfShortEdgesMayNameAMeridianTwice) {
  const Projection& wgs84 = Projection::Of(Ellipsoid::Wgs84());
  Ring ring;
  // Round the pole, and across the antimeridian.
  ring.lon = {-180, -90, 0, 90, 180};
  ring.lat = {80, 80, 80, 80, 80};
  EXPECT_TRUE(CoverPolygon(ring.view(), 5)->outer.Contains(wgs84.LeafOf(0, 90)));
  ring.lon = {179, 180, -180, -179, -179, -180, 180, 179};
  ring.lat = {0, 0, 0, 0, 1, 1, 1, 1};
  EXPECT_TRUE(CoverPolygon(ring.view(), 5)->outer.Contains(wgs84.LeafOf(180, 0.5)));
  // Antarctica as maps in degrees have it: down to the pole, and along it.
  ring.lon = {-180, -90, 0, 90, 180, 180, -180};
  ring.lat = {-80, -75, -70, -75, -80, -90, -90};
  const auto antarctica = CoverPolygon(ring.view(), 5, {.edges = Edges::kLonLat});
  ASSERT_TRUE(antarctica.ok()) << antarctica.status();
  for (const double lon : {-120.0, -90.0, 0.0, 90.0, 120.0}) {
    EXPECT_TRUE(antarctica->inner.Contains(wgs84.LeafOf(lon, -85))) << lon;
    EXPECT_FALSE(antarctica->outer.Contains(wgs84.LeafOf(lon, -65))) << lon;
  }
  EXPECT_TRUE(antarctica->outer.Contains(wgs84.LeafOf(0, -90)));
  EXPECT_TRUE(antarctica->outer.Contains(wgs84.LeafOf(180, -85)));
  // A needle.
  ring.lon = {180, -180, 180};
  ring.lat = {60, 61, 62};
  EXPECT_TRUE(CoverPolygon(ring.view(), 5)->outer.Contains(wgs84.LeafOf(180, 61.5)));
}

}  // namespace
}  // namespace coincide
