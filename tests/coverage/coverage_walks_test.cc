// Components, borders and growing of small shapes at deep orders, cell by cell:
// across the sides and corners of base cells, round the poles, in and beside cells
// of 8 x 8 and 64 x 64.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "coincide/coverage/coverage_shape.h"
#include "coincide/healpix/neighbors.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::IsOk;

using Cells = std::set<uint64_t>;  // NESTED indices of one order.

std::vector<uint64_t> NearTo(int order, uint64_t cell, Connectivity connectivity) {
  std::vector<uint64_t> near;
  const auto around = Neighbors(Cell::FromNested(order, cell));
  for (size_t d = 0; d < around.size(); d += connectivity == Connectivity::kCorners ? 1 : 2) {
    if (!around[d].is_null()) near.push_back(around[d].nested());
  }
  return near;
}

Coverage Of(int order, const Cells& cells) {
  std::vector<LeafRange> ranges;
  for (const uint64_t cell : cells) ranges.push_back(Cell::FromNested(order, cell).leaves());
  return *Coverage::FromRanges(ranges, order);
}

Cells Grown(int order, const Cells& cells, Connectivity connectivity) {
  Cells grown = cells;
  for (const uint64_t cell : cells) {
    for (const uint64_t other : NearTo(order, cell, connectivity)) grown.insert(other);
  }
  return grown;
}

std::vector<Coverage> Flooded(int order, Cells cells, Connectivity connectivity) {
  std::vector<Coverage> parts;
  while (!cells.empty()) {
    std::vector<uint64_t> stack = {*cells.begin()};
    cells.erase(cells.begin());
    Cells part;
    while (!stack.empty()) {
      const uint64_t cell = stack.back();
      stack.pop_back();
      part.insert(cell);
      for (const uint64_t other : NearTo(order, cell, connectivity)) {
        if (cells.erase(other) != 0) stack.push_back(other);
      }
    }
    parts.push_back(Of(order, part));
  }
  return parts;
}

// A cell at a corner or a side of a base cell, or anywhere.
uint64_t AnyCell(std::mt19937_64& rng, int order) {
  const uint64_t in_base = Cell::Count(order) / 12, last = in_base - 1, all_x = last / 3;
  const uint64_t base = (rng() % 12) * in_base, at = rng() % in_base;
  switch (rng() % 9) {
    case 0:
      return base;  // South corner.
    case 1:
      return base + last;  // North.
    case 2:
      return base + all_x;  // East.
    case 3:
      return base + 2 * all_x;  // West.
    case 4:
      return base + (at & all_x);  // South-east side.
    case 5:
      return base + (at & (2 * all_x));  // South-west.
    case 6:
      return base + (at | all_x);  // North-east.
    case 7:
      return base + (at | (2 * all_x));  // North-west.
    default:
      return base + at;
  }
}

// Walks from cell to cell, dense or scattered, with a disk, a block of 8 x 8, 64 x 64
// or 128 x 128 here and there.
Cells RandomCells(std::mt19937_64& rng, int order) {
  Cells cells;
  for (uint64_t walks = 1 + rng() % 3; walks > 0; --walks) {
    uint64_t cell = AnyCell(rng, order);
    const uint64_t keep = 1 + rng() % 3;
    for (uint64_t steps = rng() % 120; steps > 0; --steps) {
      if (rng() % keep == 0) cells.insert(cell);
      const auto near = NearTo(order, cell, Connectivity::kCorners);
      cell = near[rng() % near.size()];
    }
    if (rng() % 3 == 0) {
      Cells disk = {cell};
      for (uint64_t k = rng() % 9; k > 0; --k) {
        disk = Grown(order, disk, rng() % 2 == 0 ? Connectivity::kSides : Connectivity::kCorners);
      }
      cells.merge(disk);
    }
    if (rng() % 3 == 0) {
      const uint64_t large = order >= 7 && rng() % 3 == 0 ? 16384 : 4096;
      const uint64_t count = rng() % 4 == 0 ? large : 64;
      const uint64_t first = cell / count * count;
      for (uint64_t i = 0; i < count; ++i) cells.insert(first + i);
      for (uint64_t holes = rng() % 3; holes > 0; --holes) cells.erase(first + rng() % count);
    }
  }
  return cells;
}

class ShapeWalks : public ::testing::TestWithParam<int> {};

TEST_P(ShapeWalks, AgreeWithASearchFromCellToCell) {
  const int order = GetParam();
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ", order " << order);
    std::mt19937_64 rng(seed * 1000 + static_cast<uint64_t>(order));
    const Cells cells = RandomCells(rng, order);
    const Coverage coverage = Of(order, cells);
    for (const Connectivity c : {Connectivity::kSides, Connectivity::kCorners}) {
      SCOPED_TRACE(c == Connectivity::kSides ? "sides" : "corners");
      const Coverage grown = Of(order, Grown(order, cells, c));
      const auto expanded = Expand(coverage, 1, c), outer = Border(coverage, BorderSide::kOuter, c);
      ASSERT_THAT(expanded, IsOk());
      ASSERT_THAT(outer, IsOk());
      ASSERT_EQ(*expanded, grown);
      ASSERT_EQ(*outer, grown - coverage);

      Cells edge;
      for (const uint64_t cell : cells) {
        const auto near = NearTo(order, cell, c);
        if (std::any_of(near.begin(), near.end(), [&](uint64_t o) { return !cells.contains(o); })) {
          edge.insert(cell);
        }
      }
      const auto inner = Border(coverage, BorderSide::kInner, c), less = Expand(coverage, -1, c);
      ASSERT_THAT(inner, IsOk());
      ASSERT_THAT(less, IsOk());
      ASSERT_EQ(*inner, Of(order, edge));
      ASSERT_EQ(*less, coverage - Of(order, edge));

      ASSERT_EQ(Components(coverage, c), Flooded(order, cells, c));
      ASSERT_EQ(CountComponents(coverage, c), Components(coverage, c).size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, ShapeWalks, ::testing::Values(5, 6, 7, 8, 9, 12, 20, 29));

}  // namespace
}  // namespace coincide
