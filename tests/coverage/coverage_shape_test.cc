// Components, holes, borders and growing against a search through all cells of
// the sphere, one by one.

#include "coincide/coverage/coverage_shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include "coincide/healpix/neighbors.h"
#include "tests/support/each_target.h"
#include "tests/support/range_sets.h"
#include "tests/support/status_matchers.h"

namespace coincide {

void PrintTo(const Coverage& coverage, std::ostream* out) {
  PrintTo(RangeBuffer(coverage.ranges()), out);
  *out << "of order " << coverage.order();
}

namespace {

using testing::Bits;
using testing::ForEachTarget;
using testing::HasError;
using testing::IsOk;

// The graph of all cells of an order: neighbours of each, by direction. It is the
// neighbour table of the healpix layer, which has an oracle of its own.
class Grid {
 public:
  explicit Grid(int order) : order_(order), near_(Cell::Count(order)) {
    for (uint64_t i = 0; i < size(); ++i) {
      const auto near = Neighbors(Cell::FromNested(order, i));
      for (size_t d = 0; d < near.size(); ++d) {
        if (near[d].is_null()) continue;
        near_[i].push_back({near[d].nested(), d % 2 == 0});
      }
    }
  }
  int order() const { return order_; }
  uint64_t size() const { return near_.size(); }

  template <class Visit>
  void ForEachNeighbor(uint64_t i, Connectivity connectivity, Visit&& visit) const {
    for (const auto& [j, side] : near_[i]) {
      if (side || connectivity == Connectivity::kCorners) visit(j);
    }
  }

  Coverage Of(const Bits& bits) const {
    RangeBuffer ranges = testing::FromBits(bits);
    const int shift = 2 * (29 - order_);
    for (LeafRange& range : ranges) range = {range.begin << shift, range.end << shift};
    return Coverage::FromCanonical(std::move(ranges), order_);
  }
  Bits BitsOf(const Coverage& coverage) const {
    Bits bits(size());
    for (uint64_t i = 0; i < size(); ++i) bits[i] = coverage.Contains(Cell::FromNested(order_, i));
    return bits;
  }

  // Components by flood fill, numbered in the order of their first cells.
  struct Parts {
    std::vector<uint32_t> of_cell;  // kNone outside.
    std::vector<uint64_t> sizes;
  };
  static constexpr uint32_t kNone = UINT32_MAX;
  Parts Flood(const Bits& bits, Connectivity connectivity) const {
    Parts parts = {std::vector<uint32_t>(size(), kNone), {}};
    for (uint64_t i = 0; i < size(); ++i) {
      if (!bits[i] || parts.of_cell[i] != kNone) continue;
      const auto part = static_cast<uint32_t>(parts.sizes.size());
      parts.sizes.push_back(0);
      std::vector<uint64_t> stack = {i};
      parts.of_cell[i] = part;
      while (!stack.empty()) {
        const uint64_t cell = stack.back();
        stack.pop_back();
        ++parts.sizes[part];
        ForEachNeighbor(cell, connectivity, [&](uint64_t j) {
          if (!bits[j] || parts.of_cell[j] != kNone) return;
          parts.of_cell[j] = part;
          stack.push_back(j);
        });
      }
    }
    return parts;
  }

  // The cells whose bit is `bit` and that have a neighbour whose bit is not.
  Bits Edge(const Bits& bits, bool bit, Connectivity connectivity) const {
    Bits edge(size());
    for (uint64_t i = 0; i < size(); ++i) {
      if (bits[i] != bit) continue;
      ForEachNeighbor(i, connectivity, [&](uint64_t j) { edge[i] = edge[i] || bits[j] != bit; });
    }
    return edge;
  }

 private:
  struct Near {
    uint64_t cell;
    bool side;
  };
  int order_;
  std::vector<std::vector<Near>> near_;
};

Bits Or(Bits a, const Bits& b) {
  for (size_t i = 0; i < a.size(); ++i) a[i] = a[i] || b[i];
  return a;
}

// Scattered cells, whole cells of lower orders, disks around a cell (poles and
// the corners of three base cells among them), and complements of these.
Bits RandomShape(std::mt19937_64& rng, const Grid& grid) {
  Bits bits(grid.size());
  const auto random_cell = [&]() -> uint64_t {
    const uint64_t base = (rng() % 12) * (grid.size() / 12);
    const uint64_t last = grid.size() / 12 - 1;
    switch (rng() % 6) {
      case 0:
        return base;  // South corner.
      case 1:
        return base + last;  // North corner.
      case 2:
        return base + last / 3;  // East corner: all x, no y.
      case 3:
        return base + last / 3 * 2;  // West corner.
      default:
        return rng() % grid.size();
    }
  };
  for (uint64_t n = rng() % 5; n > 0; --n) {
    Bits disk(grid.size());
    disk[random_cell()] = true;
    for (uint64_t k = rng() % 4; k > 0; --k) {
      disk = Or(disk, grid.Edge(disk, false,
                                rng() % 2 == 0 ? Connectivity::kCorners : Connectivity::kSides));
    }
    bits = Or(bits, disk);
  }
  for (uint64_t n = rng() % 6; n > 0; --n) {
    const uint64_t count = uint64_t{1} << (2 * (rng() % static_cast<uint64_t>(grid.order() + 1)));
    const uint64_t first = random_cell() / count * count;
    for (uint64_t i = first; i < first + count; ++i) bits[i] = true;
  }
  if (rng() % 2 == 0) {
    for (uint64_t n = rng() % (1 + grid.size() / 3); n > 0; --n) bits[rng() % grid.size()] = true;
  }
  if (rng() % 3 == 0) bits.flip();
  return bits;
}

class ShapeLaws : public ::testing::TestWithParam<int> {
 protected:
  // Calls check(bits, coverage, connectivity, rng) for many random shapes.
  template <class Check>
  void ForShapes(Check check) {
    const Grid& grid = grid_;
    for (uint64_t seed = 0; seed < kRounds[GetParam()]; ++seed) {
      SCOPED_TRACE(::testing::Message() << "seed " << seed << ", order " << grid.order());
      std::mt19937_64 rng(seed);
      const Bits bits = RandomShape(rng, grid);
      for (const Connectivity c : {Connectivity::kSides, Connectivity::kCorners}) {
        SCOPED_TRACE(c == Connectivity::kSides ? "sides" : "corners");
        check(bits, grid.Of(bits), c, rng);
        if (HasFatalFailure()) return;
      }
    }
  }
  // Blocks of 64 cells inside a base cell, away from its sides, come with order 5.
  static constexpr uint64_t kRounds[] = {120, 120, 120, 40, 20, 12, 5};
  Grid grid_{GetParam()};
};

TEST_P(ShapeLaws, ComponentsAreThoseOfAFloodFill) {
  ForShapes([&](const Bits& bits, const Coverage& coverage, Connectivity c, auto&) {
    const Grid::Parts want = grid_.Flood(bits, c);
    const std::vector<Coverage> got = Components(coverage, c);
    ASSERT_EQ(got.size(), want.sizes.size());
    ASSERT_EQ(CountComponents(coverage, c), want.sizes.size());
    for (size_t i = 0; i < got.size(); ++i) {
      ASSERT_EQ(got[i].order_cell_count(), want.sizes[i]);
      ASSERT_EQ(got[i].order(), coverage.order());
      const std::vector<Cell> cells = *CellsAtOrder(got[i], grid_.order());
      for (const Cell cell : cells) ASSERT_EQ(want.of_cell[cell.nested()], i);
    }
  });
}

TEST_P(ShapeLaws, HolesUpToAnAreaAreFilled) {
  ForShapes([&](const Bits& bits, const Coverage& coverage, Connectivity c, auto& rng) {
    const uint64_t limit = rng() % 20;
    const double cell_m2 = Ellipsoid::Wgs84().area_m2() / static_cast<double>(grid_.size());
    Bits rest = bits, want = bits;
    rest.flip();
    const auto dual = c == Connectivity::kSides ? Connectivity::kCorners : Connectivity::kSides;
    const Grid::Parts parts = grid_.Flood(rest, dual);
    for (uint64_t i = 0; i < grid_.size(); ++i) {
      if (rest[i] && parts.sizes[parts.of_cell[i]] <= limit) want[i] = true;
    }
    ASSERT_EQ(FillHoles(coverage, (static_cast<double>(limit) + 0.5) * cell_m2, c), grid_.Of(want));
    ASSERT_TRUE(FillHoles(coverage, std::numeric_limits<double>::infinity(), c).is_full());
    ASSERT_EQ(FillHoles(coverage, 0, c), coverage);
  });
}

TEST_P(ShapeLaws, BordersAreTheCellsWithANeighborAcross) {
  ForShapes([&](const Bits& bits, const Coverage& coverage, Connectivity c, auto&) {
    const Coverage want_inner = grid_.Of(grid_.Edge(bits, true, c));
    const Coverage want_outer = grid_.Of(grid_.Edge(bits, false, c));
    ForEachTarget([&] {
      const auto inner = Border(coverage, BorderSide::kInner, c);
      const auto outer = Border(coverage, BorderSide::kOuter, c);
      ASSERT_THAT(inner, IsOk());
      ASSERT_THAT(outer, IsOk());
      ASSERT_EQ(*inner, want_inner);
      ASSERT_EQ(*outer, want_outer);
    });
  });
}

TEST_P(ShapeLaws, ExpandTakesTheCellsWithinSoManySteps) {
  ForShapes([&](const Bits& bits, const Coverage& coverage, Connectivity c, auto& rng) {
    const int steps = static_cast<int>(rng() % 5);
    Bits grown = bits, left = bits;
    for (int k = 0; k < steps; ++k) {
      grown = Or(grown, grid_.Edge(grown, false, c));
      const Bits edge = grid_.Edge(left, true, c);
      for (size_t i = 0; i < left.size(); ++i) left[i] = left[i] && !edge[i];
    }
    ForEachTarget([&] {
      const auto more = Expand(coverage, steps, c), less = Expand(coverage, -steps, c);
      ASSERT_THAT(more, IsOk());
      ASSERT_THAT(less, IsOk());
      ASSERT_EQ(*more, grid_.Of(grown));
      ASSERT_EQ(*less, grid_.Of(left));
    });
  });
}

INSTANTIATE_TEST_SUITE_P(Orders, ShapeLaws, ::testing::Range(0, 7));

TEST(Shape, DeepOrdersCostNoMoreThanTheirCells) {
  // One leaf: the complement's cells are large, its border is 8 leaves.
  const Coverage leaf = *Coverage::FromRanges(std::vector<LeafRange>{{12345, 12346}});
  EXPECT_EQ(Border(leaf, BorderSide::kOuter)->leaf_count(), 8u);
  EXPECT_EQ(*Border(~leaf, BorderSide::kInner), *Border(leaf, BorderSide::kOuter));
  EXPECT_EQ(Expand(leaf, 2)->leaf_count(), 25u);
  EXPECT_EQ(*Expand(~leaf, 1), Coverage::Full(29));
  EXPECT_EQ(Components(~leaf), std::vector<Coverage>{~leaf});
  EXPECT_EQ(FillHoles(~leaf, 1.0), Coverage::Full(29));
  // A north corner where three base cells meet.
  const uint64_t corner = Cell::FromNested(0, 4).leaves().end - 1;
  const Coverage at_corner = *Coverage::FromRanges(std::vector<LeafRange>{{corner, corner + 1}});
  EXPECT_EQ(Border(at_corner, BorderSide::kOuter)->leaf_count(), 7u);
}

TEST(Shape, BudgetsEndWhatWouldNotFit) {
  const Coverage half =
      *Coverage::FromRanges(std::vector<LeafRange>{Cell::FromNested(0, 0).leaves()});
  EXPECT_THAT(Border(half, BorderSide::kOuter), HasError("more than the budget of 134217728"));
  EXPECT_THAT(Expand(half.AtOrder(29), 1, Connectivity::kSides, 5), HasError("budget of 5"));
  EXPECT_THAT(Expand(half.AtOrder(29), -1), HasError("budget"));
  EXPECT_THAT(Expand(Coverage(), 1000000), IsOk());
  EXPECT_THAT(Expand(Coverage::Full(29), 1000000), IsOk());
}

TEST(Shape, ComponentsShareTheirRanges) {
  const Coverage two = *Coverage::FromRanges(std::vector<LeafRange>{{0, 1}, {9, 10}, {4096, 4097}});
  std::vector<Coverage> parts = Components(two);
  ASSERT_EQ(parts.size(), 3u);
  const Coverage last = parts[2];
  parts.clear();
  EXPECT_EQ(last.ranges()[0], (LeafRange{4096, 4097}));
}

}  // namespace
}  // namespace coincide
