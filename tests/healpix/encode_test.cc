// The batch functions: threads, orders, the kernel in use.

#include "coincide/healpix/encode.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "coincide/cell/cell.h"

namespace coincide {
namespace {

struct Points {
  std::vector<double> lon, lat;
};

Points RandomPoints(uint64_t seed, size_t n) {
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> lon(-400, 400), lat(-90, 90);
  Points points;
  for (size_t i = 0; i < n; ++i) {
    points.lon.push_back(lon(rng));
    points.lat.push_back(lat(rng));
  }
  return points;
}

TEST(Encode, ThreadsGiveTheSameWords) {
  const Points points = RandomPoints(12, 300000);
  std::vector<uint64_t> one(points.lon.size()), four(points.lon.size());
  EncodePoints(points.lon, points.lat, Ellipsoid::Wgs84(), one, 1);
  EncodePoints(points.lon, points.lat, Ellipsoid::Wgs84(), four, 4);
  EXPECT_EQ(one, four);
  std::vector<double> lon_1(one.size()), lat_1(one.size()), lon_4(one.size()), lat_4(one.size());
  EXPECT_EQ(DecodeCentres(one, Ellipsoid::Wgs84(), lon_1, lat_1, 1), 0u);
  EXPECT_EQ(DecodeCentres(one, Ellipsoid::Wgs84(), lon_4, lat_4, 4), 0u);
  EXPECT_EQ(lon_1, lon_4);
  EXPECT_EQ(lat_1, lat_4);
}

TEST(Encode, CellsAreTheParentsOfPoints) {
  Points points = RandomPoints(13, 3000);
  points.lat[17] = -91;
  std::vector<uint64_t> fine(points.lon.size()), cells(points.lon.size());
  EncodePoints(points.lon, points.lat, Ellipsoid::Wgs84(), fine);
  for (int order = 0; order <= 29; ++order) {
    EXPECT_EQ(EncodeCells(points.lon, points.lat, order, Ellipsoid::Wgs84(), cells), 1u);
    for (size_t i = 0; i < fine.size(); ++i) {
      const uint64_t want =
          fine[i] == 0 ? 0 : Cell::FromWordUnchecked(fine[i]).Parent(order).word();
      ASSERT_EQ(cells[i], want) << "order " << order << " row " << i;
    }
  }
}

TEST(Encode, PortableIsAlwaysOffered) {
  EXPECT_EQ(KernelNames().back(), "portable");
  EXPECT_FALSE(KernelName().empty());
}

}  // namespace
}  // namespace coincide
