#include "tests/support/healpix_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "coincide/healpix/projection.h"
#include "tests/support/edge_curve.h"

namespace coincide::testing {
namespace {

double Metres(const Vector3L& a, const Vector3L& b) {
  const long double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  return 6371007.2 * static_cast<double>(std::sqrt(x * x + y * y + z * z));
}

// The closed formulas against the library's series, which have oracles of
// their own: 20 nm apart at most.
TEST(HealpixChart, AgreesWithTheLibrary) {
  const uint64_t seed = 9;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform;
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    const Projection& projection = Projection::Of(ellipsoid);
    const AuthalicSphere sphere(ellipsoid);
    EXPECT_NEAR(sphere.radius_m(), ellipsoid.authalic_radius(), 1e-8);
    for (int round = 0; round < 20000; ++round) {
      const int base = static_cast<int>(rng() % 12);
      double x = uniform(rng), y = uniform(rng);
      if (round % 10 == 0) x = std::round(x);
      if (round % 15 == 0) y = std::round(y);
      const LonLat p = projection.PointAt(base, x, y);
      const SpherePoint want = PointInChart(base, {x, y});
      const SpherePoint got = sphere.At(p.lon, p.lat);
      ASSERT_LT(Metres(VectorOf(got), VectorOf(want)), 2e-8) << base << " " << x << " " << y;
      ASSERT_NEAR(static_cast<double>(got.z - want.z), 0, 3e-15);
      // And back, with all digits of long double.
      const PlanePoint back = ChartOf(base, want);
      ASSERT_NEAR(static_cast<double>(back.x - x), 0, 1e-17) << base << " " << x << " " << y;
      ASSERT_NEAR(static_cast<double>(back.y - y), 0, 1e-17) << base << " " << x << " " << y;
    }
  }
}

TEST(HealpixChart, SquareOfACellHoldsTheLibrarysPoints) {
  const uint64_t seed = 10;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform;
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  const AuthalicSphere sphere(Ellipsoid::Wgs84());
  for (int round = 0; round < 20000; ++round) {
    const double lon = 360 * uniform(rng) - 180;
    const double lat = std::asin(2 * uniform(rng) - 1) * 180 / std::acos(-1.0);
    const int order = static_cast<int>(rng() % 25);
    const uint64_t leaf = projection.LeafOf(lon, lat);
    const CellSquare square(Cell::FromNested(order, leaf >> (2 * (29 - order))));
    const PlanePoint place = square.PlaceOf(sphere.At(lon, lat));
    // 10 nm of a cell of order 24 are 3e-8 cells.
    ASSERT_TRUE(place.x > -1e-7L && place.x < 1 + 1e-7L && place.y > -1e-7L && place.y < 1 + 1e-7L)
        << lon << " " << lat << " order " << order;
  }
}

TEST(EdgeCurve, EndsAreTheVerticesAndTheMiddleIsBetween) {
  const LonLat a{170, 40}, b{-160, 55};
  PlanarMap map;
  map.forward = [](LonLat p) { return std::array{p.lon < 0 ? p.lon + 360 : p.lon, p.lat}; };
  map.inverse = [](double x, double y) { return LonLat{x, y}; };
  for (const EdgeKind kind :
       {EdgeKind::kGeodesic, EdgeKind::kGreatCircle, EdgeKind::kLonLat, EdgeKind::kPlanar}) {
    EdgeModel model;
    model.kind = kind;
    model.planar = map;
    const EdgeCurve curve(a, b, model);
    const AuthalicSphere sphere(model.ellipsoid);
    const Vector3L start = VectorOf(curve.At(0)), middle = VectorOf(curve.At(0.5L));
    EXPECT_LT(Metres(start, VectorOf(sphere.At(a.lon, a.lat))), 1e-9);
    EXPECT_LT(Metres(VectorOf(curve.At(1)), VectorOf(sphere.At(b.lon, b.lat))), 1e-9);
    // Close to the ends the curve is close to them.
    EXPECT_LT(Metres(VectorOf(curve.At(1e-15L)), start), 1e-7);
    if (kind == EdgeKind::kLonLat || kind == EdgeKind::kPlanar) {
      EXPECT_LT(Metres(middle, VectorOf(sphere.At(-175, 47.5))), 1e-7);
    } else {
      EXPECT_NEAR(Metres(start, middle), Metres(middle, VectorOf(curve.At(1))), 1e4);
    }
    for (int i = 0; i < 100; ++i) {
      const double step =
          Metres(VectorOf(curve.At(i / 100.0L)), VectorOf(curve.At((i + 1) / 100.0L)));
      EXPECT_LE(step, curve.speed() / 100 * 6371007.2);
    }
  }
  // The great circle differs from the geodesic by 6.6e-11 L^2 at most.
  EdgeModel geodesic, circle;
  circle.kind = EdgeKind::kGreatCircle;
  const LonLat c{10, 50}, d{11, 50.5};
  const double apart = Metres(VectorOf(EdgeCurve(c, d, geodesic).At(0.5L)),
                              VectorOf(EdgeCurve(c, d, circle).At(0.5L)));
  EXPECT_GT(apart, 1e-3);
  EXPECT_LT(apart, 6.6e-11 * 9.1e4 * 9.1e4 + 60);  // Along the edge they may drift apart.
}

}  // namespace
}  // namespace coincide::testing
