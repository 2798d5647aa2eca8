#include "src/match/kernels/track_kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"

namespace coincide::internal {
namespace {

TEST(TrackKernels, UnitVectorsAreThoseOfOnePoint) {
  std::mt19937_64 rng(3);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<double> lon = {0, 90, 180, -180, 270, 540, 1e13, -1e300, 45, -0.0};
  std::vector<double> lat = {90, -90, 0, 45, 30, -45, 10, 20, 89.999999, -0.0};
  for (int i = 0; i < 500; ++i) {
    lon.push_back(400 * unit(rng));
    lat.push_back(90 * unit(rng));
  }
  // Every length: the tail is where lanes go wrong.
  for (size_t n = 0; n <= lon.size(); n = n < 40 ? n + 1 : n + 117) {
    std::vector<double> x(n + 1, 7), y(n + 1, 7), z(n + 1, 7);
    UnitVectors(lon.data(), lat.data(), n, x.data(), y.data(), z.data());
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ((Vector3{x[i], y[i], z[i]}), UnitVectorOf(lon[i], lat[i])) << i;
    }
    ASSERT_TRUE(x[n] == 7 && y[n] == 7 && z[n] == 7);
  }
}

TEST(TrackKernels, StepsAreGeodesicDistances) {
  std::mt19937_64 rng(4);
  std::uniform_real_distribution<double> unit(0, 1);
  const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
  double worst_short = 0, worst_long = 0;
  for (int i = 0; i < 20000; ++i) {
    const double lat = i % 5 == 0 ? 90 - 0.1 * unit(rng) : 180 * unit(rng) - 90;
    const LonLat p{360 * unit(rng), lat};
    const double length = (i % 2 == 1 ? 1000 : kStepLimit_m) * unit(rng);
    const LonLat q = wgs84.Direct(p, 360 * unit(rng), length).point;
    const double lon[] = {p.lon, q.lon}, lats[] = {p.lat, q.lat};
    double x[2], y[2], z[2], step;
    UnitVectors(lon, lats, 2, x, y, z);
    StepLengths(x, y, z, 1, wgs84.ellipsoid(), &step);
    double& worst = i % 2 == 1 ? worst_short : worst_long;
    worst = std::max(worst, std::abs(step - wgs84.Distance(p, q)));
  }
  EXPECT_LT(worst_short, 2.5e-8);
  EXPECT_LT(worst_long, 1e-7);
}

}  // namespace
}  // namespace coincide::internal
