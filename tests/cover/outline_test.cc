// Outlines against brute force: every cell, asked by a winding test in the plane
// of lon and lat that knows nothing of cells, and every pair of edges.

#include "coincide/cover/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>
#include <utility>

#include "coincide/cell/cell_ids.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/coverage/coverage_shape.h"
#include "coincide/healpix/cell_geometry.h"
#include "coincide/healpix/neighbors.h"
#include "tests/support/range_sets.h"

namespace coincide {
namespace {

using ::coincide::testing::Bits;
using ::coincide::testing::FromBits;
using ::coincide::testing::RandomBits;

struct Vertex {
  double x, y;
  friend auto operator<=>(const Vertex&, const Vertex&) = default;
};

std::vector<Vertex> RingOf(const Outline& outline, size_t r) {
  const LineView view = outline.ring(r);
  std::vector<Vertex> ring;
  for (size_t i = 0; i < view.size(); ++i) ring.push_back({view.lon[i], view.lat[i]});
  return ring;
}

long double Turn(const Vertex& a, const Vertex& b, const Vertex& c) {
  return (static_cast<long double>(b.x) - a.x) * (static_cast<long double>(c.y) - a.y) -
         (static_cast<long double>(c.x) - a.x) * (static_cast<long double>(b.y) - a.y);
}
int Sign(long double v) { return (v > 0) - (v < 0); }

bool IsInside(const std::vector<Vertex>& ring, double x, double y) {
  bool inside = false;
  for (size_t i = 0; i + 1 < ring.size(); ++i) {
    const Vertex &a = ring[i], &b = ring[i + 1];
    if ((a.y > y) == (b.y > y)) continue;
    if (x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

// Whether two edges have a point in common that is not an end of both.
bool Cross(const Vertex& a, const Vertex& b, const Vertex& c, const Vertex& d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
      std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) {
    return false;
  }
  const int abc = Sign(Turn(a, b, c)), abd = Sign(Turn(a, b, d));
  const int cda = Sign(Turn(c, d, a)), cdb = Sign(Turn(c, d, b));
  if (abc * abd < 0 && cda * cdb < 0) return true;
  const auto between = [](const Vertex& p, const Vertex& q, const Vertex& v) {
    return v != p && v != q && std::min(p.x, q.x) <= v.x && v.x <= std::max(p.x, q.x) &&
           std::min(p.y, q.y) <= v.y && v.y <= std::max(p.y, q.y);
  };
  if ((abc == 0 && between(a, b, c)) || (abd == 0 && between(a, b, d)) ||
      (cda == 0 && between(c, d, a)) || (cdb == 0 && between(c, d, b))) {
    return true;
  }
  return (a == c && b == d) || (a == d && b == c);
}

// What the header promises of any outline, edge against edge.
void CheckRings(const Outline& outline) {
  ASSERT_EQ(outline.ring_offsets.back(), static_cast<int64_t>(outline.lon.size()));
  ASSERT_EQ(outline.polygon_offsets.back(), static_cast<int64_t>(outline.ring_count()));
  std::vector<std::pair<Vertex, Vertex>> edges;
  for (size_t p = 0; p < outline.polygon_count(); ++p) {
    const auto first = static_cast<size_t>(outline.polygon_offsets[p]);
    const auto end = static_cast<size_t>(outline.polygon_offsets[p + 1]);
    ASSERT_LT(first, end);
    const std::vector<Vertex> shell = RingOf(outline, first);
    for (size_t r = first; r < end; ++r) {
      const std::vector<Vertex> ring = RingOf(outline, r);
      ASSERT_GE(ring.size(), 4u);
      ASSERT_EQ(ring.front(), ring.back());
      long double area = 0;
      for (size_t i = 0; i + 1 < ring.size(); ++i) {
        ASSERT_TRUE(std::abs(ring[i].x) <= 180 && std::abs(ring[i].y) <= 90);
        ASSERT_NE(ring[i], ring[i + 1]);
        area += Turn(ring[0], ring[i], ring[i + 1]);
        edges.push_back({ring[i], ring[i + 1]});
      }
      ASSERT_EQ(area > 0, r == first) << "ring " << r;
      std::set<Vertex> distinct(ring.begin(), ring.end());
      ASSERT_EQ(distinct.size() + 1, ring.size()) << "ring " << r << " meets itself";
      // A hole is inside its shell: some middle of its edges, as vertices may touch.
      if (r == first) continue;
      bool inside = false;
      for (size_t i = 0; i + 1 < ring.size(); ++i) {
        inside |= IsInside(shell, (ring[i].x + ring[i + 1].x) / 2, (ring[i].y + ring[i + 1].y) / 2);
      }
      ASSERT_TRUE(inside) << "hole " << r;
    }
  }
  std::sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) {
    return std::min(a.first.x, a.second.x) < std::min(b.first.x, b.second.x);
  });
  for (size_t i = 0; i < edges.size(); ++i) {
    const double right = std::max(edges[i].first.x, edges[i].second.x);
    for (size_t j = i + 1; j < edges.size(); ++j) {
      if (std::min(edges[j].first.x, edges[j].second.x) > right) break;
      ASSERT_FALSE(Cross(edges[i].first, edges[i].second, edges[j].first, edges[j].second))
          << "(" << edges[i].first.x << " " << edges[i].first.y << ") - (" << edges[i].second.x
          << " " << edges[i].second.y << ") and (" << edges[j].first.x << " " << edges[j].first.y
          << ") - (" << edges[j].second.x << " " << edges[j].second.y << ")";
    }
  }
}

// In how many polygons a place is: rings are even-odd within each.
int PolygonsAt(const std::vector<std::vector<Vertex>>& rings, const Outline& outline,
               const LonLat& at) {
  int count = 0;
  for (size_t p = 0; p < outline.polygon_count(); ++p) {
    bool inside = false;
    for (auto r = outline.polygon_offsets[p]; r < outline.polygon_offsets[p + 1]; ++r) {
      inside ^= IsInside(rings[static_cast<size_t>(r)], at.lon, at.lat);
    }
    count += inside;
  }
  return count;
}

// Places well inside every cell of `order` are in one polygon or in none.
void CheckCells(const Outline& outline, const Coverage& coverage, int order, double inset = 0.03) {
  std::vector<std::vector<Vertex>> rings;
  for (size_t r = 0; r < outline.ring_count(); ++r) rings.push_back(RingOf(outline, r));
  const Projection& projection = Projection::Of(coverage.ellipsoid());
  for (uint64_t i = 0; i < Cell::Count(order); ++i) {
    const Cell cell = Cell::FromNested(order, i);
    const CellXy place = PlaceOf(cell);
    const double n = static_cast<double>(1 << order);
    for (const double dx : {inset, 0.47, 1 - inset}) {
      for (const double dy : {inset, 0.51, 1 - inset}) {
        const LonLat at =
            projection.PointAt(place.base_cell, (place.x + dx) / n, (place.y + dy) / n);
        ASSERT_EQ(PolygonsAt(rings, outline, at), coverage.Contains(cell) ? 1 : 0)
            << "cell " << i << " of order " << order << " at " << at.lon << ", " << at.lat;
      }
    }
  }
}

Outline Of(const Coverage& coverage, const OutlineOptions& options = {}) {
  absl::StatusOr<Outline> outline = OutlineOf(coverage, options);
  EXPECT_TRUE(outline.ok()) << outline.status();
  return outline.ok() ? *std::move(outline) : Outline();
}

Coverage FromCells(const Bits& bits, int order) {
  RangeBuffer ranges = FromBits(bits);
  const int shift = 2 * (Cell::kMaxOrder - order);
  for (LeafRange& range : ranges) range = {range.begin << shift, range.end << shift};
  return Coverage::FromCanonical(std::move(ranges), order);
}

TEST(Outline, EmptyAndFull) {
  EXPECT_EQ(Of(Coverage::Empty(5)).polygon_count(), 0u);
  const Outline full = Of(Coverage::Full(7));
  ASSERT_EQ(full.ring_count(), 1u);
  const std::vector<Vertex> ring = RingOf(full, 0);
  const std::set<Vertex> corners(ring.begin(), ring.end());
  EXPECT_EQ(corners, (std::set<Vertex>{{-180, -90}, {-180, 90}, {180, -90}, {180, 90}}));
  EXPECT_EQ(ring.size(), 5u);
  CheckRings(full);
}

TEST(Outline, EveryCellOfTheFirstOrdersAlone) {
  for (int order = 0; order <= 2; ++order) {
    for (uint64_t i = 0; i < Cell::Count(order); ++i) {
      Bits bits(Cell::Count(order));
      bits[i] = true;
      const Coverage coverage = FromCells(bits, order);
      const Outline outline = Of(coverage);
      CheckRings(outline);
      CheckCells(outline, coverage, 2);
      // Only the antimeridian makes two of one cell.
      const CellXy place = PlaceOf(Cell::FromNested(order, i));
      EXPECT_EQ(outline.polygon_count(), place.base_cell == 6 && place.x == place.y ? 2u : 1u);
      // And everything else: one part, with one hole unless the cell is at the frame.
      const Coverage rest = ~coverage;
      const Outline around = Of(rest);
      CheckRings(around);
      CheckCells(around, rest, 2);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

class OutlineLaws : public ::testing::TestWithParam<uint64_t> {};

TEST_P(OutlineLaws, RandomSetsOfCells) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int round = 0; round < 12; ++round) {
    const int order = static_cast<int>(rng() % 4);
    // Noise has many corners that touch, runs have sides of all sizes.
    Bits bits = RandomBits(rng, Cell::Count(order), 1 + (rng() % 60), 1 + (rng() % 20));
    if (rng() % 3 == 0) {
      for (size_t i = 0; i < bits.size(); ++i) bits[i] = rng() % 100 < 50;
    }
    const Coverage coverage = FromCells(bits, order);
    OutlineOptions options;
    if (rng() % 3 == 0) options.points_per_side = static_cast<int>(1 + rng() % 5);
    if (rng() % 3 == 0) options.tolerance_m = 10.0 * std::pow(10, static_cast<double>(rng() % 7));
    const Outline outline = Of(coverage, options);
    CheckRings(outline);
    // Edges may be an eighth of a cell away where the tolerance is wide.
    CheckCells(outline, coverage, order, options.tolerance_m ? 0.15 : 0.03);
    EXPECT_EQ(outline.polygon_count() == 0, coverage.is_empty());
    // Parts are those of the coverage, but that the antimeridian may cut them.
    EXPECT_GE(outline.polygon_count(), CountComponents(coverage, Connectivity::kSides));
    if (HasFatalFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, OutlineLaws, ::testing::Range<uint64_t>(0, 10));

// Few small cells beside large ones, down to leaves: sides of large cells are
// bent by more than a small one is wide.
TEST(Outline, SmallCellsBesideLargeOnes) {
  std::mt19937_64 rng(11);
  for (int round = 0; round < 24; ++round) {
    const int order = round % 12 == 0 ? 29 : static_cast<int>(4 + rng() % 16);
    // A walk over neighbours from the corner of a large cell, taken from it or added.
    const int coarse = static_cast<int>(rng() % 3);
    const uint64_t large = rng() % Cell::Count(coarse);
    const Coverage whole =
        Coverage::FromCells(std::vector<uint64_t>{Cell::FromNested(coarse, large).word()}).value();
    const uint64_t per = uint64_t{1} << (2 * (order - coarse));
    const std::array<uint64_t, 5> starts = {0, per - 1, per / 3, per / 3 * 2, rng() % per};
    uint64_t cell = large * per + starts[rng() % 5];
    std::vector<uint64_t> words;
    for (int step = 0; step < 30; ++step) {
      const Cell here = Cell::FromNested(order, cell);
      words.push_back(here.word());
      const auto near = Neighbors(here);
      const Cell next = near[rng() % near.size()];
      if (!next.is_null()) cell = next.nested();
    }
    const Coverage walk = Coverage::FromCells(words).value();
    for (const Coverage& coverage : {walk, whole | walk, whole - walk, whole ^ walk, ~walk}) {
      const Outline outline = Of(coverage);
      CheckRings(outline);
      std::vector<std::vector<Vertex>> rings;
      for (size_t r = 0; r < outline.ring_count(); ++r) rings.push_back(RingOf(outline, r));
      for (const uint64_t word : words) {
        const Cell here = *Cell::FromWord(word);
        std::vector<Cell> asked = {here};
        for (const Cell near : Neighbors(here)) {
          if (!near.is_null()) asked.push_back(near);
        }
        for (const Cell c : asked) {
          const LonLat at = Projection::Of(coverage.ellipsoid()).Centre(c);
          ASSERT_EQ(PolygonsAt(rings, outline, at), coverage.Contains(c) ? 1 : 0)
              << "round " << round << " order " << order << " cell " << c.nested();
        }
      }
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Outline, DoesNotDependOnTheOrder) {
  const Coverage coarse =
      FromCells(RandomBits(*std::make_unique<std::mt19937_64>(3), 192, 9, 9), 2);
  const Outline a = Of(coarse), b = Of(coarse.AtOrder(20));
  EXPECT_EQ(a.lon, b.lon);
  EXPECT_EQ(a.lat, b.lat);
  EXPECT_EQ(a.ring_offsets, b.ring_offsets);
  EXPECT_EQ(a.polygon_offsets, b.polygon_offsets);
}

// Every edge against the sides themselves, by bisection along the side.
TEST(Outline, EdgesKeepTheTolerance) {
  const Coverage one = FromCells(Bits{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 0);
  size_t before = 0;
  for (const double tolerance : {100000.0, 10000.0, 1000.0, 100.0, 1.0}) {
    OutlineOptions options;
    options.tolerance_m = tolerance;
    const Outline outline = Of(one, options);
    EXPECT_GT(outline.lon.size(), before);
    before = outline.lon.size();
    // Many points of the true sides, each near the edge that spans its latitude.
    std::vector<LonLat> sides;
    AppendBoundary(Cell::FromNested(0, 10), 2000, {}, &sides);
    const std::vector<Vertex> ring = RingOf(outline, 0);
    for (const LonLat& at : sides) {
      if (std::abs(std::abs(at.lon) - 180) < 1e-9 || at.lat < -89.99999) continue;
      double nearest = 1e9;
      for (size_t i = 0; i + 1 < ring.size(); ++i) {
        const Vertex &a = ring[i], &b = ring[i + 1];
        if (a.y == b.y || (at.lat - a.y) * (at.lat - b.y) > 0) continue;
        const double lon = a.x + (at.lat - a.y) / (b.y - a.y) * (b.x - a.x);
        nearest = std::min(
            nearest, std::abs(lon - at.lon) * 111320 * std::cos(at.lat * 3.14159265358979 / 180));
      }
      ASSERT_LE(nearest, tolerance * 1.01 + 1e-6) << at.lon << ", " << at.lat;
    }
  }
}

TEST(Outline, PointsPerSide) {
  OutlineOptions options;
  options.points_per_side = 4;
  const Outline outline = Of(FromCells(Bits{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 0), options);
  EXPECT_GE(outline.lon.size(), 17u);
}

TEST(Outline, BadOptions) {
  OutlineOptions options;
  options.tolerance_m = -1;
  EXPECT_THAT(std::string(OutlineOf(Coverage::Full(), options).status().message()),
              ::testing::HasSubstr("tolerance_m is -1"));
  options = {};
  options.points_per_side = -2;
  EXPECT_THAT(std::string(OutlineOf(Coverage::Full(), options).status().message()),
              ::testing::HasSubstr("points_per_side is -2"));
  options = {};
  options.max_vertices = 4;
  EXPECT_THAT(std::string(OutlineOf(Coverage::Full(), options).status().message()),
              ::testing::HasSubstr("max_vertices"));
}

TEST(Bounds, AreTheSmallestBox) {
  EXPECT_FALSE(BoundsOf(Coverage::Empty()).has_value());
  const LonLatBox full = *BoundsOf(Coverage::Full(3));
  EXPECT_EQ(full.west, -180);
  EXPECT_EQ(full.east, 180);
  EXPECT_EQ(full.south, -90);
  EXPECT_EQ(full.north, 90);
  // Base cell 6 is on the antimeridian, 4 on longitude 0.
  const LonLatBox across = *BoundsOf(FromCells(Bits{0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, 0));
  EXPECT_EQ(across.west, 135);
  EXPECT_EQ(across.east, -135);
  const LonLatBox near = *BoundsOf(FromCells(Bits{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 0));
  EXPECT_EQ(near.west, -45);
  EXPECT_EQ(near.east, 45);
  EXPECT_NEAR(near.north, 41.9379, 1e-4);  // Geodetic, of sin 2/3 authalic.
  EXPECT_EQ(near.south, -near.north);
}

TEST(Bounds, HoldEveryCornerAndNoMore) {
  std::mt19937_64 rng(5);
  for (int round = 0; round < 200; ++round) {
    const int order = static_cast<int>(rng() % 12);
    std::vector<uint64_t> words;
    for (uint64_t i = 1 + rng() % 4; i > 0; --i) {
      words.push_back(Cell::FromNested(order, rng() % Cell::Count(order)).word());
    }
    const Coverage coverage = Coverage::FromCells(words).value();
    const LonLatBox box = *BoundsOf(coverage);
    const double width = box.east - box.west + (box.west > box.east ? 360 : 0);
    bool west = false, east = false, south = false, north = false;
    for (const uint64_t word : words) {
      for (const LonLat& at : Vertices(*Cell::FromWord(word), {})) {
        if (std::abs(at.lat) == 90) continue;
        const double step = std::remainder(at.lon - box.west, 360.0);
        const double from_west = step < -1e-9 ? step + 360 : step;
        ASSERT_LE(from_west, width + 1e-9);
        west |= std::abs(std::remainder(at.lon - box.west, 360.0)) < 1e-9;
        east |= std::abs(std::remainder(at.lon - box.east, 360.0)) < 1e-9;
        south |= std::abs(at.lat - box.south) < 1e-9;
        north |= std::abs(at.lat - box.north) < 1e-9;
        ASSERT_TRUE(at.lat >= box.south - 1e-9 && at.lat <= box.north + 1e-9)
            << at.lat << " " << box.south << " " << box.north;
      }
      const LonLat last = Vertices(*Cell::FromWord(word), {})[2];
      north |= last.lat == 90 && box.north == 90;
      south |= Vertices(*Cell::FromWord(word), {})[0].lat == -90 && box.south == -90;
    }
    EXPECT_TRUE(west && east && south && north) << "round " << round;
  }
}

}  // namespace
}  // namespace coincide
