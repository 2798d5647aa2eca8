#include "coincide/healpix/interpolation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "coincide/healpix/projection.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

TEST(Interpolation, EqualsTheVectors) {
  double worst = 0;
  for (const testing::VectorRow& row : testing::ReadVectors("interpolation.json")) {
    const int order = row.Int("order");
    const Interpolation got =
        InterpolationAt(row.Double("lon"), row.Double("lat"), order, Ellipsoid::Sphere());
    std::map<uint64_t, double> weight;
    for (const char* j : {"0", "1", "2", "3"}) {
      weight[row.Unsigned((std::string("cell") + j).c_str())] +=
          row.Double((std::string("weight") + j).c_str());
    }
    for (size_t j = 0; j < 4; ++j) weight[got.cells[j].nested()] -= got.weights[j];
    for (const auto& [cell, difference] : weight) {
      // Angles of 1e-16 over the spacing of parallels, which is 0.8 / 2^order; healpy
      // rounds cosines besides, worth 1e-16 / colatitude of the angle.
      const double colatitude = (90 - std::abs(row.Double("lat"))) * M_PI / 180;
      const double allowed =
          4e-15 * std::ldexp(1.0, order) + 1e-15 / colatitude * std::ldexp(1.0, order);
      ASSERT_NEAR(difference, 0, allowed) << "order " << order << " cell " << cell;
      worst = std::max(worst, std::abs(difference) / std::ldexp(1.0, order));
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e15) + "e-15 * 2^order");
}

TEST(Interpolation, WeightsOfDifferentCellsSumToOne) {
  const uint64_t seed = 91;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> any_lon(-1000, 1000), any_lat(-90, 90);
  for (int round = 0; round < 20000; ++round) {
    const int order = static_cast<int>(rng() % 30);
    double lon = any_lon(rng), lat = any_lat(rng);
    switch (rng() % 6) {
      case 0:
        lat = rng() % 2 ? 90 : -90;
        break;
      case 1:
        lat = std::copysign(90 - std::ldexp(any_lat(rng) + 90, -static_cast<int>(rng() % 40)), lat);
        break;
      case 2:
        lon = 45.0 * static_cast<double>(rng() % 17) - 360;
        break;
      default:
        break;
    }
    lat = std::clamp(lat, -90.0, 90.0);
    const Interpolation at = InterpolationAt(lon, lat, order, Ellipsoid::Wgs84());
    double sum = 0;
    for (size_t j = 0; j < 4; ++j) {
      ASSERT_GE(at.weights[j], 0);
      ASSERT_LE(at.weights[j], 1);
      ASSERT_EQ(at.cells[j].order(), order);
      sum += at.weights[j];
    }
    ASSERT_NEAR(sum, 1, 3e-16);
    ASSERT_EQ(std::set<Cell>(at.cells.begin(), at.cells.end()).size(), 4u)
        << lon << " " << lat << " order " << order;
  }
}

// At a centre that cell has all the weight; so the parallels are the true ones of
// the ellipsoid.
TEST(Interpolation, CentresHaveTheirOwnCell) {
  const uint64_t seed = 92;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    for (int round = 0; round < 5000; ++round) {
      const int order = static_cast<int>(rng() % 30);
      const Cell cell = Cell::FromNested(order, rng() % Cell::Count(order));
      const LonLat centre = Projection::Of(ellipsoid).Centre(cell);
      const Interpolation at = InterpolationAt(centre.lon, centre.lat, order, ellipsoid);
      double own = 0;
      for (size_t j = 0; j < 4; ++j) {
        if (at.cells[j] == cell) own += at.weights[j];
      }
      // Both are good to 2e-15 rad; parallels are 0.8 / 2^order apart.
      ASSERT_NEAR(own, 1, 2e-14 * std::ldexp(1.0, order)) << cell.word();
    }
  }
}

TEST(Interpolation, TakesTheAuthalicLatitude) {
  std::mt19937_64 rng(93);
  std::uniform_real_distribution<double> any_lon(-180, 180), any_lat(-89, 89);
  for (int round = 0; round < 2000; ++round) {
    const double lon = any_lon(rng), lat = any_lat(rng);
    const int order = static_cast<int>(rng() % 10);
    const Interpolation a = InterpolationAt(lon, lat, order, Ellipsoid::Wgs84());
    const Interpolation b =
        InterpolationAt(lon, AuthalicLatitude(lat, Ellipsoid::Wgs84()), order, Ellipsoid::Sphere());
    for (size_t j = 0; j < 4; ++j) {
      ASSERT_EQ(a.cells[j], b.cells[j]);
      ASSERT_NEAR(a.weights[j], b.weights[j], 1e-14 * std::ldexp(1.0, order));
    }
  }
}

TEST(Interpolation, BatchEqualsOneByOneAndReportsWhatIsBad) {
  std::mt19937_64 rng(94);
  std::uniform_real_distribution<double> any_lon(-180, 180), any_lat(-90, 90);
  const size_t n = 5000;
  std::vector<double> lon(n), lat(n), weights(4 * n);
  std::vector<uint64_t> words(4 * n);
  for (size_t i = 0; i < n; ++i) lon[i] = any_lon(rng), lat[i] = any_lat(rng);
  lat[3000] = 90.5;
  lon[4000] = INFINITY;
  EXPECT_EQ(InterpolationsAt(lon, lat, 12, Ellipsoid::Wgs84(), words, weights, 3), 3000u);
  for (size_t i = 0; i < n; ++i) {
    if (i == 3000 || i == 4000) {
      ASSERT_TRUE(words[4 * i] == 0 && std::isnan(weights[4 * i + 3]));
      continue;
    }
    const Interpolation at = InterpolationAt(lon[i], lat[i], 12, Ellipsoid::Wgs84());
    for (size_t j = 0; j < 4; ++j) {
      ASSERT_EQ(words[4 * i + j], at.cells[j].word());
      ASSERT_EQ(weights[4 * i + j], at.weights[j]);
    }
  }
}

}  // namespace
}  // namespace coincide
