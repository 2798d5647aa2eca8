#include "src/pipeline/azimuths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "coincide/geodesy/geodesic.h"

namespace coincide {
namespace {

// Degrees between two azimuths.
double Turn(double a, double b) { return std::abs(std::remainder(a - b, 360)); }

TEST(AzimuthsTest, AreThoseOfGeodesics) {
  const unsigned seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> turn(-180, 180), part(0, 1);
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    const Geodesics& geodesics = Geodesics::Of(ellipsoid);
    std::vector<double> lon_a, lat_a, lon_b, lat_b, distance, want, got(20000);
    for (size_t k = 0; k < got.size(); ++k) {
      // From 1 mm to 1,000 km, some of them beside a pole, the equator or equal.
      const double far = std::pow(10, -3 + 9 * part(random));
      double lat = std::asin(2 * part(random) - 1) * 57.29577951308232;
      if (k % 5 == 0) lat = std::copysign(90 - std::pow(10, -6 * part(random)), turn(random));
      if (k % 97 == 0) lat = k % 2 == 0 ? 90 : 0;
      const LonLat from{turn(random), lat};
      const LonLat to = k % 101 == 0 ? from : geodesics.Direct(from, turn(random), far).point;
      lon_a.push_back(from.lon), lat_a.push_back(from.lat);
      lon_b.push_back(to.lon), lat_b.push_back(to.lat);
    }
    distance.resize(got.size());
    geodesics.Distances(lon_a, lat_a, lon_b, lat_b, distance);
    internal::Azimuths(lon_a, lat_a, lon_b, lat_b, distance, ellipsoid, got);
    for (size_t k = 0; k < got.size(); ++k) {
      const double karney =
          geodesics.Inverse({lon_a[k], lat_a[k]}, {lon_b[k], lat_b[k]}).start_azimuth;
      // The rounding of the places of either side, and of Karney's 15 nm.
      const double allowed = 1e-9 + 2e-6 / std::max(distance[k], 1e-9);
      EXPECT_LE(Turn(got[k], karney), allowed)
          << "from " << lon_a[k] << " " << lat_a[k] << " over " << distance[k];
      EXPECT_LE(std::abs(got[k]), 180);
    }
  }
}

}  // namespace
}  // namespace coincide
