#include "coincide/geodesy/ecef_batch.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "coincide/healpix/projection.h"
#include "tests/support/each_target.h"

namespace coincide {
namespace {

// Hard values crossed with each other, then random ones.
std::vector<LonLat> Points() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const double lons[] = {0,    -0.0,   1e-300, 45,    -45, 89.99999999999999,
                         90,   180,    -180,   270,   360, -720.5,
                         1e9,  1.1e12, 1e15,   1e300, nan, inf,
                         -inf, 3e12,   135,    225};
  const double lats[] = {0,   -0.0, 1e-300, 45, -45, 89.99999999999999, 90, -90, 90.00000000000001,
                         nan, -inf, 1e-8};
  std::vector<LonLat> points;
  for (const double lat : lats) {
    for (const double lon : lons) points.push_back({lon, lat});
  }
  std::mt19937_64 rng(5);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (int i = 0; i < 20000; ++i) points.push_back({720 * uniform(rng), 90 * uniform(rng)});
  return points;
}

// Every instruction set against the scalar code, bit by bit.
TEST(EcefBatch, EveryTargetGivesTheBitsOfTheScalar) {
  const std::vector<LonLat> points = Points();
  const size_t n = points.size();
  std::vector<double> lon, lat, x(n), y(n), z(n);
  for (const LonLat& p : points) {
    lon.push_back(p.lon);
    lat.push_back(p.lat);
  }
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    testing::ForEachTarget([&] {
      size_t invalid = 0;
      const size_t got = EcefOf(lon, lat, ellipsoid, x, y, z);
      for (size_t i = 0; i < n; ++i) {
        if (!IsValidLonLat(lon[i], lat[i])) {
          ++invalid;
          EXPECT_TRUE(std::isnan(x[i]) && std::isnan(y[i]) && std::isnan(z[i])) << i;
          continue;
        }
        const Vector3 want = EcefOf(lon[i], lat[i], 0, ellipsoid);
        ASSERT_EQ(std::bit_cast<uint64_t>(x[i]), std::bit_cast<uint64_t>(want.x)) << lon[i];
        ASSERT_EQ(std::bit_cast<uint64_t>(y[i]), std::bit_cast<uint64_t>(want.y)) << lon[i];
        ASSERT_EQ(std::bit_cast<uint64_t>(z[i]), std::bit_cast<uint64_t>(want.z)) << lat[i];
      }
      EXPECT_EQ(got, invalid);
      // Every length around a vector's width, with a guard behind it.
      for (size_t length = 0; length <= 33; ++length) {
        std::vector<double> a(length + 1, 7), b(length + 1, 7), c(length + 1, 7);
        EcefOf(std::span(lon).first(length), std::span(lat).first(length), ellipsoid,
               std::span(a).first(length), std::span(b).first(length), std::span(c).first(length));
        for (size_t i = 0; i < length; ++i) {
          ASSERT_EQ(std::bit_cast<uint64_t>(a[i]), std::bit_cast<uint64_t>(x[i]));
        }
        ASSERT_EQ(a.back() + b.back() + c.back(), 21);
      }
    });
  }
}

}  // namespace
}  // namespace coincide
