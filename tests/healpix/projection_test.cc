#include "coincide/healpix/projection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace coincide {
namespace {

TEST(Projection, CentreLiesInItsOwnCell) {
  const uint64_t seed = 5;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    const Projection& projection = Projection::Of(ellipsoid);
    for (int round = 0; round < 20000; ++round) {
      const int order = static_cast<int>(rng() % 30);
      const Cell cell = Cell::FromNested(order, rng() % Cell::Count(order));
      const LonLat centre = projection.Centre(cell);
      ASSERT_TRUE(cell.leaves().Contains(projection.LeafOf(centre.lon, centre.lat)))
          << cell.word() << " centre " << centre.lon << " " << centre.lat;
    }
  }
}

}  // namespace
}  // namespace coincide
