#include "coincide/cover/budget.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "coincide/coverage/coverage_cells.h"

namespace coincide {
namespace {

Coverage RandomCoverage(std::mt19937_64* rng, int order, size_t runs) {
  std::vector<LeafRange> ranges;
  const int shift = 2 * (Cell::kMaxOrder - order);
  for (size_t i = 0; i < runs; ++i) {
    const uint64_t begin = (*rng)() % Cell::Count(order);
    const uint64_t end = std::min(Cell::Count(order), begin + 1 + (*rng)() % 50);
    ranges.push_back({begin << shift, end << shift});
  }
  return *Coverage::FromRanges(ranges, order);
}

TEST(Budget, OuterIsASupersetWithinTheBudgetAndTheOrders) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    const Coverage fine = RandomCoverage(&rng, static_cast<int>(2 + rng() % 9), 1 + rng() % 30);
    CellBudget budget;
    budget.max_cells = 12 + rng() % 200;
    budget.max_order = static_cast<int>(rng() % 12);
    const Coverage coarse = CoarsenOuter(fine, budget);
    ASSERT_TRUE(coarse.Contains(fine));
    ASSERT_LE(CountMaximalCells(coarse), budget.max_cells);
    ASSERT_LE(coarse.order(), budget.max_order);
    // A larger budget never makes it worse.
    budget.max_cells *= 2;
    ASSERT_LE(CoarsenOuter(fine, budget).leaf_count(), coarse.leaf_count());
    // With room for all cells nothing is added.
    budget.max_cells = 1 << 20;
    budget.max_order = 29;
    ASSERT_TRUE(CoarsenOuter(fine, budget).SamePlace(fine));
  }
}

TEST(Budget, InnerIsASubsetWithinTheBudget) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    const Coverage fine = RandomCoverage(&rng, static_cast<int>(2 + rng() % 9), 1 + rng() % 30);
    CellBudget budget;
    budget.max_cells = 1 + rng() % 60;
    budget.max_order = static_cast<int>(rng() % 12);
    const Coverage coarse = CoarsenInner(fine, budget);
    ASSERT_TRUE(fine.Contains(coarse));
    ASSERT_LE(CountMaximalCells(coarse), budget.max_cells);
    budget.max_cells = 1 << 20;
    budget.max_order = 29;
    ASSERT_TRUE(CoarsenInner(fine, budget).SamePlace(fine));
  }
}

TEST(Budget, SmallestOrderWinsOverTheNumberOfCells) {
  const Coverage all = Coverage::Full();
  CellBudget budget;
  budget.max_cells = 3;
  budget.min_order = 1;
  EXPECT_TRUE(CoarsenOuter(all, budget).is_full());
  EXPECT_EQ(CoarsenInner(all, budget).leaf_count(), 3 * (kLeafCount / 48));
}

}  // namespace
}  // namespace coincide
