#include "coincide/healpix/cell_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "coincide/healpix/cell_geometry.h"
#include "tests/healpix/cell_samples.h"

namespace coincide {
namespace {

using testing::GeodesicMetres;
using testing::GridOf;
using testing::HardCell;

// A point `metres` away from the cell's centre in a random direction, or hard: a
// pole, a corner of the cell, opposite to it.
LonLat PointNear(std::mt19937_64& rng, Cell cell, const Ellipsoid& ellipsoid) {
  const LonLat centre = Projection::Of(ellipsoid).Centre(cell);
  const double width = std::sqrt(CellArea(cell.order(), ellipsoid));
  const double unit = static_cast<double>(rng() >> 11) * 0x1p-53;
  double metres = width * 3 * unit;
  switch (rng() % 8) {
    case 0:
      return {centre.lon, rng() % 2 ? 90.0 : -90.0};
    case 1:
      return {std::remainder(centre.lon + 180, 360), -centre.lat};
    case 2:
      return Vertices(cell, ellipsoid)[rng() % 4];
    case 3:
      metres = 2e7 * unit;
      break;
    case 4:
      metres = width * 300 * unit;
      break;
    case 5:
      metres = std::min(2e7, 1e5 * unit);
      break;
    default:
      break;
  }
  geod_geodesic geodesic;
  geod_init(&geodesic, ellipsoid.a(), ellipsoid.flattening());
  LonLat point;
  double azimuth;
  geod_direct(&geodesic, centre.lat, centre.lon, static_cast<double>(rng() % 3600) / 10,
              std::min(metres, 1.99e7), &point.lat, &point.lon, &azimuth);
  return point;
}

struct Extremes {
  double least = 1e300, most = 0;
};

// Brute force on grids: never below (above) the true least (greatest) distance.
Extremes Sampled(const std::vector<LonLat>& a, const std::vector<LonLat>& b,
                 const Ellipsoid& ellipsoid) {
  Extremes extremes;
  for (const LonLat& p : a) {
    for (const LonLat& q : b) {
      const double metres = GeodesicMetres(p, q, ellipsoid);
      extremes.least = std::min(extremes.least, metres);
      extremes.most = std::max(extremes.most, metres);
    }
  }
  return extremes;
}

// What a bound may be off by, as the header says, beyond what the grid leaves open.
double Allowed(double metres, double width, bool coarse) {
  const double share =
      std::min(metres < 1e7 ? 0.006 : 0.01, 1.1e-5 * (metres / 1e5) * (metres / 1e5) + 1e-12);
  // A chord's error grows by this in the geodesic.
  const double growth = 1 / std::cos(std::min(metres, 1.6e7) / (2 * 6.37e6));
  return (coarse ? 0.04 : 0.02) * width * growth + 1.2e-7 + share * metres;
}

// Whether nothing of a cell of `width` is opposite to a place `metres` from its centre.
bool FarFromOpposite(double metres, double width) {
  constexpr double kRadius = 6.36e6;
  const double chord = 2 * kRadius * std::sin(std::min(M_PI / 2, metres / (2 * kRadius)));
  return chord + width < 2 * 6.35e6;  // caps are up to 0.9 widths across
}

TEST(DistanceToPoint, BoundsHoldAndAreTight) {
  const uint64_t seed = 81;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const int rounds = std::getenv("COINCIDE_LONG") != nullptr ? 600 : 40;
  for (const Ellipsoid& ellipsoid : {Ellipsoid::Wgs84(), Ellipsoid::Sphere()}) {
    for (int order = 0; order <= 29; ++order) {
      const double width = std::sqrt(CellArea(order, ellipsoid));
      for (int round = 0; round < rounds; ++round) {
        const Cell cell = HardCell(rng, order);
        const LonLat point = PointNear(rng, cell, ellipsoid);
        const DistanceBounds bounds = DistanceTo(cell, point, ellipsoid);
        constexpr int kGrid = 24;
        std::vector<LonLat> samples = GridOf(cell, kGrid, ellipsoid);
        Extremes sampled = Sampled(samples, {point}, ellipsoid);
        // PROJ's geodesic is good to 15 nm.
        ASSERT_LE(bounds.lower_m, sampled.least + 1.5e-8)
            << cell.word() << " " << point.lon << " " << point.lat;
        ASSERT_GE(bounds.upper_m, sampled.most - 1.5e-8)
            << cell.word() << " " << point.lon << " " << point.lat;
        if (cell.leaves().Contains(Projection::Of(ellipsoid).LeafOf(point.lon, point.lat))) {
          ASSERT_EQ(bounds.lower_m, 0);
        } else if (sampled.least < 1.5e7) {
          // The grid is coarser than the truth by its spacing at most.
          ASSERT_GE(bounds.lower_m,
                    sampled.least - Allowed(sampled.least, width, order < 2) - 1.2 * width / kGrid)
              << cell.word() << " " << point.lon << " " << point.lat;
        }
        const double apart =
            GeodesicMetres(Projection::Of(ellipsoid).Centre(cell), point, ellipsoid);
        if (sampled.most < 1.5e7 && FarFromOpposite(apart, width)) {
          ASSERT_LE(bounds.upper_m, sampled.most + Allowed(sampled.most, width, order < 2))
              << cell.word() << " " << point.lon << " " << point.lat;
        }
      }
    }
  }
}

TEST(DistanceToCell, BoundsHoldAndAreTight) {
  const uint64_t seed = 82;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const int rounds = std::getenv("COINCIDE_LONG") != nullptr ? 3000 : 500;
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  for (int round = 0; round < rounds; ++round) {
    const int order = static_cast<int>(rng() % 30);
    const Cell cell = HardCell(rng, order);
    const LonLat near = PointNear(rng, cell, wgs84);
    const int other_order = std::clamp(order - 3 + static_cast<int>(rng() % 7), 0, 29);
    const uint64_t leaf = Projection::Of(wgs84).LeafOf(near.lon, near.lat);
    const Cell other = Cell::FromNested(other_order, leaf >> (2 * (29 - other_order)));
    const DistanceBounds bounds = DistanceTo(cell, other, wgs84);
    const DistanceBounds swapped = DistanceTo(other, cell, wgs84);
    constexpr int kGrid = 8;
    const Extremes sampled =
        Sampled(GridOf(cell, kGrid, wgs84), GridOf(other, kGrid, wgs84), wgs84);
    ASSERT_LE(bounds.lower_m, sampled.least + 1.5e-8) << cell.word() << " " << other.word();
    ASSERT_GE(bounds.upper_m, sampled.most - 1.5e-8) << cell.word() << " " << other.word();
    ASSERT_NEAR(bounds.lower_m, swapped.lower_m, 1e-7 + 1e-9 * bounds.lower_m);
    ASSERT_NEAR(bounds.upper_m, swapped.upper_m, 1e-7 + 1e-9 * bounds.upper_m);
    const double width =
        std::sqrt(CellArea(order, wgs84)) + std::sqrt(CellArea(other_order, wgs84));
    const bool coarse = std::min(order, other_order) < 2;
    if (cell.Intersects(other)) {
      ASSERT_EQ(bounds.lower_m, 0);
    } else if (sampled.least < 1.5e7) {
      ASSERT_GE(bounds.lower_m,
                sampled.least - Allowed(sampled.least, width, coarse) - 1.2 * width / kGrid)
          << cell.word() << " " << other.word();
    }
    const Projection& projection = Projection::Of(wgs84);
    const double apart = GeodesicMetres(projection.Centre(cell), projection.Centre(other), wgs84);
    if (sampled.most < 1.5e7 && FarFromOpposite(apart, width)) {
      ASSERT_LE(bounds.upper_m, sampled.most + Allowed(sampled.most, width, coarse))
          << cell.word() << " " << other.word();
    }
  }
}

TEST(DistancesTo, EqualsOneByOneAndReportsWhatIsBad) {
  std::mt19937_64 rng(83);
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  const size_t n = 2000;
  std::vector<uint64_t> words(n), others(n);
  std::vector<double> lon(n), lat(n), lower(n), upper(n);
  for (size_t i = 0; i < n; ++i) {
    const Cell cell = HardCell(rng, static_cast<int>(rng() % 30));
    const LonLat point = PointNear(rng, cell, wgs84);
    words[i] = cell.word();
    others[i] = HardCell(rng, static_cast<int>(rng() % 30)).word();
    lon[i] = point.lon;
    lat[i] = point.lat;
  }
  lat[40] = 91;
  lon[41] = NAN;
  words[42] = 0;
  EXPECT_EQ(DistancesTo(words, lon, lat, wgs84, lower, upper, 3), 40u);
  for (size_t i = 0; i < n; ++i) {
    if (i >= 40 && i <= 42) {
      ASSERT_TRUE(std::isnan(lower[i]) && std::isnan(upper[i]));
      continue;
    }
    const auto want = DistanceTo(Cell::FromWordUnchecked(words[i]), {lon[i], lat[i]}, wgs84);
    ASSERT_EQ(lower[i], want.lower_m);
    ASSERT_EQ(upper[i], want.upper_m);
  }
  const std::span<const uint64_t> one = std::span(words).first(1);
  EXPECT_EQ(DistancesTo(one, lon, lat, wgs84, lower, upper), 40u);
  ASSERT_EQ(lower[7],
            DistanceTo(Cell::FromWordUnchecked(words[0]), {lon[7], lat[7]}, wgs84).lower_m);
  EXPECT_EQ(DistancesTo(words, others, wgs84, lower, upper, 2), 42u);
  EXPECT_EQ(lower[9],
            DistanceTo(Cell::FromWordUnchecked(words[9]), Cell::FromWordUnchecked(others[9]), wgs84)
                .lower_m);
  EXPECT_EQ(DistancesTo(one, others, wgs84, lower, upper), n);
  EXPECT_EQ(upper[9],
            DistanceTo(Cell::FromWordUnchecked(words[0]), Cell::FromWordUnchecked(others[9]), wgs84)
                .upper_m);
}

}  // namespace
}  // namespace coincide
