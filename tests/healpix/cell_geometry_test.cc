#include "coincide/healpix/cell_geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "coincide/healpix/encode.h"
#include "coincide/healpix/neighbors.h"
#include "tests/healpix/cell_samples.h"

namespace coincide {
namespace {

using testing::GeodesicMetres;
using testing::GridOf;
using testing::HardCell;

TEST(CellArea, OfAllCellsIsTheEllipsoid) {
  // EPSG 7030's area by an independent closed form: 510065621724088.5 m^2.
  EXPECT_NEAR(12 * CellArea(0, Ellipsoid::Wgs84()), 510065621724088.5, 0.5);
  for (int order = 0; order < 29; ++order) {
    EXPECT_DOUBLE_EQ(CellArea(order, Ellipsoid::Wgs84()),
                     4 * CellArea(order + 1, Ellipsoid::Wgs84()));
  }
}

// The polygon of the sampled sides has the cell's area: so the boundary follows the
// true sides. PROJ's area of geodesic polygons is the oracle; with n points a side
// its polygon differs by a share of the order of n^-2.
TEST(Boundary, EnclosesTheCellsArea) {
  const uint64_t seed = 71;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    geod_geodesic geodesic;
    geod_init(&geodesic, ellipsoid.a(), ellipsoid.flattening());
    for (int round = 0; round < 60; ++round) {
      const int order = static_cast<int>(rng() % 15);
      const Cell cell = HardCell(rng, order);
      std::vector<LonLat> points;
      AppendBoundary(cell, 200, ellipsoid, &points);
      ASSERT_EQ(points.size(), 800u);
      geod_polygon polygon;
      geod_polygon_init(&polygon, 0);
      for (const LonLat& p : points) geod_polygon_addpoint(&geodesic, &polygon, p.lat, p.lon);
      double area, perimeter;
      geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, &perimeter);
      EXPECT_NEAR(area / CellArea(order, ellipsoid), 1, 2e-5)  // positive: counterclockwise
          << cell.word();
    }
  }
}

TEST(Vertices, AreSharedWithNeighboursAndNamedByDirection) {
  const uint64_t seed = 72;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  for (int round = 0; round < 2000; ++round) {
    const int order = static_cast<int>(rng() % 30);
    const Cell cell = HardCell(rng, order);
    const auto v = Vertices(cell, wgs84);
    ASSERT_LE(v[0].lat, std::min(v[1].lat, v[3].lat));
    ASSERT_GE(v[2].lat, std::max(v[1].lat, v[3].lat));
    const auto east = Neighbors(cell)[static_cast<size_t>(Direction::kSe)];
    ASSERT_FALSE(east.is_null());
    // Its NW (or, round the south pole, SW) side is our SE side: both our corners
    // are among its corners, to 4e-15 rad.
    const auto w = Vertices(east, wgs84);
    for (const size_t i : {size_t{0}, size_t{1}}) {
      const double nearest =
          std::min(std::min(GeodesicMetres(v[i], w[0], wgs84), GeodesicMetres(v[i], w[1], wgs84)),
                   std::min(GeodesicMetres(v[i], w[2], wgs84), GeodesicMetres(v[i], w[3], wgs84)));
      ASSERT_LT(nearest, 4e-8) << cell.word();
    }
  }
}

TEST(Boundary, StartsSidesAtTheVertices) {
  const uint64_t seed = 73;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int n : {1, 2, 3, 7}) {
    std::vector<uint64_t> words;
    for (int round = 0; round < 300; ++round) {
      words.push_back(HardCell(rng, static_cast<int>(rng() % 30)).word());
    }
    words[250] = 0;
    const size_t each = 4 * static_cast<size_t>(n);
    std::vector<double> lon(each * words.size()), lat(lon.size());
    std::vector<double> corner_lon(4 * words.size()), corner_lat(corner_lon.size());
    ASSERT_EQ(BoundariesOf(words, n, Ellipsoid::Wgs84(), lon, lat), 250u);
    ASSERT_EQ(VerticesOf(words, Ellipsoid::Wgs84(), corner_lon, corner_lat), 250u);
    for (size_t i = 0; i < words.size(); ++i) {
      if (i == 250) {
        ASSERT_TRUE(std::isnan(lon[i * each]) && std::isnan(corner_lat[4 * i + 3]));
        continue;
      }
      const Cell cell = Cell::FromWordUnchecked(words[i]);
      const auto v = Vertices(cell, Ellipsoid::Wgs84());
      std::vector<LonLat> points;
      AppendBoundary(cell, n, Ellipsoid::Wgs84(), &points);
      for (size_t j = 0; j < each; ++j) {
        ASSERT_EQ(points[j], (LonLat{lon[i * each + j], lat[i * each + j]}));
      }
      for (size_t side = 0; side < 4; ++side) {
        ASSERT_EQ(points[side * static_cast<size_t>(n)], v[side]);
        ASSERT_EQ(v[side], (LonLat{corner_lon[4 * i + side], corner_lat[4 * i + side]}));
      }
    }
  }
}

// No sample of the closed cell is outside of its cap, at any order; and the cap is
// not much too large.
TEST(EnclosingCap, HoldsTheCellAndIsTight) {
  const uint64_t seed = 74;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const int rounds = std::getenv("COINCIDE_LONG") != nullptr ? 400 : 24;
  double worst = 0;
  for (const Ellipsoid& ellipsoid :
       {Ellipsoid::Wgs84(), Ellipsoid::Sphere(), *Ellipsoid::Create(3396190, 80)}) {
    for (int order = 0; order <= 29; ++order) {
      for (int round = 0; round < rounds; ++round) {
        const Cell cell = HardCell(rng, order);
        const Cap cap = EnclosingCap(cell, ellipsoid);
        ASSERT_EQ(cap.centre, Projection::Of(ellipsoid).Centre(cell));
        double farthest = 0;
        for (const LonLat& p : GridOf(cell, 12, ellipsoid)) {
          farthest = std::max(farthest, GeodesicMetres(cap.centre, p, ellipsoid));
        }
        std::vector<LonLat> boundary;
        AppendBoundary(cell, 40, ellipsoid, &boundary);
        for (const LonLat& p : boundary) {
          farthest = std::max(farthest, GeodesicMetres(cap.centre, p, ellipsoid));
        }
        ASSERT_LE(farthest, cap.radius_m) << "order " << order << " word " << cell.word();
        worst = std::max(worst, (cap.radius_m - farthest - 1e-7) / farthest);
      }
    }
  }
  RecordProperty("worst_slack", std::to_string(worst));
  EXPECT_LT(worst, 0.025);
}

// Every cell of the coarse orders: the ones that no random choice may miss.
TEST(EnclosingCap, HoldsEveryCellOfCoarseOrders) {
  for (int order = 0; order <= 3; ++order) {
    for (uint64_t index = 0; index < Cell::Count(order); ++index) {
      const Cell cell = Cell::FromNested(order, index);
      const Cap cap = EnclosingCap(cell, Ellipsoid::Wgs84());
      std::vector<LonLat> boundary;
      AppendBoundary(cell, 16, Ellipsoid::Wgs84(), &boundary);
      for (const LonLat& p : boundary) {
        ASSERT_LE(GeodesicMetres(cap.centre, p, Ellipsoid::Wgs84()), cap.radius_m);
      }
    }
  }
}

TEST(CapsOf, EqualsOneByOne) {
  std::mt19937_64 rng(75);
  std::vector<uint64_t> words;
  for (int i = 0; i < 5000; ++i)
    words.push_back(HardCell(rng, static_cast<int>(rng() % 30)).word());
  words[77] = 64;
  std::vector<double> lon(5000), lat(5000), radius(5000);
  EXPECT_EQ(CapsOf(words, Ellipsoid::Wgs84(), lon, lat, radius, 3), 77u);
  for (size_t i = 0; i < words.size(); ++i) {
    if (i == 77) continue;
    const Cap cap = EnclosingCap(Cell::FromWordUnchecked(words[i]), Ellipsoid::Wgs84());
    ASSERT_EQ(cap.radius_m, radius[i]);
    ASSERT_EQ(cap.centre, (LonLat{lon[i], lat[i]}));
  }
  EXPECT_TRUE(std::isnan(radius[77]) && std::isnan(lon[77]) && std::isnan(lat[77]));
}

}  // namespace
}  // namespace coincide
