#include "coincide/cover/budget.h"

#include <gtest/gtest.h>

#include <algorithm>
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

// Which cells of order 3 are in a coverage, and every way to hold them in cells, one
// by one: nothing of this is shared with the code under test.
class EveryChoice {
 public:
  EveryChoice(const Coverage& fine, const CellBudget& budget) : budget_(budget) {
    for (uint64_t i = 0; i < held_.size(); ++i) {
      held_[i] = fine.Contains(i << (2 * (Cell::kMaxOrder - 3)));
    }
  }

  // The least number of cells of order 3 in at most max_cells cells that hold all.
  uint64_t Least() const {
    std::vector<Choice> all = {{0, 0}};
    for (uint64_t base = 0; base < 12; ++base) all = Together(all, ChoicesOf(0, base));
    uint64_t least = held_.size() + 1, fewest = held_.size();
    for (const Choice& choice : all) fewest = std::min(fewest, choice.cells);
    const uint64_t allowed = std::max<uint64_t>(budget_.max_cells, fewest);
    for (const Choice& choice : all) {
      if (choice.cells <= allowed) least = std::min(least, choice.area);
    }
    return least;
  }

 private:
  struct Choice {
    uint64_t cells, area;
    auto operator<=>(const Choice&) const = default;
  };

  static std::vector<Choice> Together(const std::vector<Choice>& a, const std::vector<Choice>& b) {
    std::vector<Choice> both;
    for (const Choice& x : a) {
      for (const Choice& y : b) both.push_back({x.cells + y.cells, x.area + y.area});
    }
    std::sort(both.begin(), both.end());
    both.erase(std::unique(both.begin(), both.end()), both.end());
    return both;
  }

  std::vector<Choice> ChoicesOf(int order, uint64_t nested) const {
    const int shift = 2 * (3 - order);
    bool any = false;
    for (uint64_t i = nested << shift; i < (nested + 1) << shift; ++i) any = any || held_[i];
    if (!any) return {{0, 0}};
    std::vector<Choice> choices;
    if (order >= budget_.min_order) choices.push_back({1, uint64_t{1} << shift});
    if (order < std::min(budget_.max_order, 3)) {
      std::vector<Choice> split = {{0, 0}};
      for (uint64_t k = 0; k < 4; ++k)
        split = Together(split, ChoicesOf(order + 1, 4 * nested + k));
      choices.insert(choices.end(), split.begin(), split.end());
    }
    return choices;
  }

  const CellBudget budget_;
  std::vector<bool> held_ = std::vector<bool>(Cell::Count(3));
};

TEST(Budget, NoChoiceOfFewCellsIsSmaller) {
  for (uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    std::vector<LeafRange> ranges;
    const size_t runs = 1 + rng() % 6;
    for (size_t i = 0; i < runs; ++i) {
      const uint64_t begin = rng() % Cell::Count(3);
      const uint64_t end = std::min(Cell::Count(3), begin + 1 + rng() % (seed % 2 == 0 ? 3 : 60));
      ranges.push_back({begin << 52, end << 52});
    }
    const Coverage fine = *Coverage::FromRanges(ranges, 3);
    CellBudget budget;
    budget.max_cells = 1 + rng() % 20;
    budget.min_order = seed % 5 == 0 ? 1 : 0;
    budget.max_order = static_cast<int>(2 + rng() % 3);
    const Coverage coarse = CoarsenOuter(fine, budget);
    ASSERT_TRUE(coarse.Contains(fine));
    const Coverage largest = fine.AtOrder(budget.min_order);
    if (largest.order_cell_count() > std::max<uint64_t>(budget.max_cells, 12)) {
      ASSERT_EQ(coarse, largest);
      continue;
    }
    ASSERT_EQ(coarse.leaf_count() >> 52, EveryChoice(fine, budget).Least());
  }
}

TEST(Budget, BaseCellsAreTheFewest) {
  CellBudget budget;
  budget.max_cells = 1;
  EXPECT_EQ(CountMaximalCells(CoarsenOuter(Coverage::Full(), budget)), 12u);
  // One order-5 cell in each of three base cells: each alone, not three base cells.
  std::vector<LeafRange> ranges;
  for (const uint64_t base : {0, 4, 7}) ranges.push_back({base << 58, (base << 58) + (1u << 20)});
  const Coverage three = *Coverage::FromRanges(ranges, 19);
  EXPECT_TRUE(CoarsenOuter(three, budget).SamePlace(three));
}

TEST(Budget, ManyCellsOfTheSmallestOrderAreNotVisited) {
  CellBudget budget;
  budget.max_cells = 10;
  budget.min_order = 20;
  const Coverage coarse = CoarsenOuter(Coverage::Full(), budget);
  EXPECT_TRUE(coarse.is_full());
  EXPECT_EQ(coarse.order(), 20);
}

}  // namespace
}  // namespace coincide
