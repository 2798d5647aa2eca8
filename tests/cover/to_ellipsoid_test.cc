// Coverages moved to another ellipsoid, against single points: a point's cell on
// one ellipsoid and its cell on the other.

#include "coincide/cover/to_ellipsoid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "coincide/healpix/disk.h"
#include "coincide/healpix/projection.h"

namespace coincide {
namespace {

// A disk of cells somewhere, with some left out; poles and the kinks included.
Coverage RandomCoverage(std::mt19937_64& rng, int order, const Ellipsoid& ellipsoid) {
  constexpr double kLats[] = {-90, 90, 41.9, -41.9, 0, 60, -75};
  const double lon = static_cast<double>(rng() % 360000) / 1000 - 180;
  const uint64_t leaf = Projection::Of(ellipsoid).LeafOf(lon, kLats[rng() % std::size(kLats)]);
  std::vector<uint64_t> words, kept;
  AppendDisk(Cell::FromNested(order, leaf >> (2 * (Cell::kMaxOrder - order))), 3 + rng() % 5,
             &words);
  for (const uint64_t word : words) {
    if (rng() % 4 != 0) kept.push_back(word);
  }
  return Coverage::FromCells(kept, order, ellipsoid).value();
}

TEST(ToEllipsoid, PointsKeepTheirSide) {
  std::mt19937_64 rng(9);
  const Ellipsoid flattest = *Ellipsoid::Create(6378137, 150);
  const Ellipsoid all[] = {Ellipsoid::Wgs84(), Ellipsoid::Sphere(), flattest};
  for (int round = 0; round < 30; ++round) {
    const Ellipsoid &from = all[rng() % 3], &to = all[rng() % 3];
    const int order = static_cast<int>(2 + rng() % 6);
    const Coverage coverage = RandomCoverage(rng, order, from);
    const int wanted = order + static_cast<int>(rng() % 3);
    const Coverage outer = ToEllipsoid(coverage, to, wanted).value();
    const Coverage inner = ToEllipsoid(coverage, to, wanted, CoverKind::kInner).value();
    ASSERT_EQ(outer.ellipsoid(), to);
    ASSERT_EQ(outer.order(), wanted);
    ASSERT_TRUE(inner <= outer);
    const Projection &a = Projection::Of(from), &b = Projection::Of(to);
    // Points all over, and points in cells round the border of either.
    const auto check = [&](double lon, double lat) {
      const bool inside = coverage.Contains(a.LeafOf(lon, lat));
      const uint64_t leaf = b.LeafOf(lon, lat);
      ASSERT_TRUE(!inside || outer.Contains(leaf)) << round << ": " << lon << " " << lat;
      ASSERT_TRUE(inside || !inner.Contains(leaf)) << round << ": " << lon << " " << lat;
    };
    for (int i = 0; i < 3000; ++i) {
      const double z = static_cast<double>(rng() % 2000001) / 1e6 - 1;
      check(static_cast<double>(rng() % 360000) / 1000, std::asin(z) * 57.29577951308232);
    }
    for (const LeafRange range : coverage.ranges()) {
      for (int i = 0; i < 60; ++i) {
        const uint64_t leaf = range.begin + rng() % range.size();
        const LonLat at = a.Centre(Cell::FromNested(29, leaf));
        check(at.lon, at.lat);
      }
    }
    for (const LeafRange range : outer.ranges()) {
      for (int i = 0; i < 30; ++i) {
        const LonLat at = b.Centre(Cell::FromNested(29, range.begin + rng() % range.size()));
        check(at.lon, at.lat);
      }
    }
    if (HasFatalFailure()) return;
  }
}

// No outer cell is farther than the promised part of a width: grown by that much, each
// holds a point of the coverage.
TEST(ToEllipsoid, OuterCellsAreNear) {
  std::mt19937_64 rng(4);
  for (int round = 0; round < 10; ++round) {
    const int order = 5;
    const Coverage coverage = RandomCoverage(rng, order, Ellipsoid::Wgs84());
    const Coverage outer = ToEllipsoid(coverage, Ellipsoid::Sphere(), order).value();
    const Projection &a = Projection::Of(Ellipsoid::Wgs84()),
                     &b = Projection::Of(outer.ellipsoid());
    const std::vector<Cell> cells = CellsAtOrder(outer, order).value();
    for (const Cell cell : cells) {
      std::vector<uint64_t> near;
      AppendDisk(cell, 1, &near);
      bool met = false;
      for (const uint64_t word : near) {
        const Cell c = *Cell::FromWord(word);
        for (int i = 0; i < 400 && !met; ++i) {
          const LonLat at =
              b.Centre(Cell::FromNested(29, c.leaves().begin + rng() % c.leaves().size()));
          met = coverage.Contains(a.LeafOf(at.lon, at.lat));
        }
      }
      ASSERT_TRUE(met) << "round " << round << " cell " << cell.nested();
    }
  }
}

TEST(ToEllipsoid, FullEmptyAndNearlyEqual) {
  EXPECT_TRUE(ToEllipsoid(Coverage::Full(3), Ellipsoid::Sphere(), 5)->is_full());
  EXPECT_TRUE(ToEllipsoid(Coverage::Full(3), Ellipsoid::Sphere(), 5, CoverKind::kInner)->is_full());
  EXPECT_TRUE(ToEllipsoid(Coverage::Empty(3), Ellipsoid::Sphere(), 5)->is_empty());
  std::mt19937_64 rng(2);
  const Coverage coverage = RandomCoverage(rng, 9, Ellipsoid::Wgs84());
  const Coverage moved = ToEllipsoid(coverage, Ellipsoid::Grs80(), 9).value();
  EXPECT_EQ(moved.ellipsoid(), Ellipsoid::Grs80());
  EXPECT_TRUE(std::equal(moved.ranges().begin(), moved.ranges().end(), coverage.ranges().begin(),
                         coverage.ranges().end()));
}

TEST(ToEllipsoid, BadInput) {
  EXPECT_THAT(
      std::string(ToEllipsoid(Coverage::Full(), Ellipsoid::Sphere(), 30).status().message()),
      ::testing::HasSubstr("order is 30"));
  std::mt19937_64 rng(2);
  const Coverage coverage = RandomCoverage(rng, 5, Ellipsoid::Wgs84());
  EXPECT_THAT(std::string(ToEllipsoid(coverage, Ellipsoid::Sphere(), 20, CoverKind::kOuter, 1000)
                              .status()
                              .message()),
              ::testing::HasSubstr("1000"));
}

}  // namespace
}  // namespace coincide
