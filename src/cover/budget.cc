#include "coincide/cover/budget.h"

#include <algorithm>
#include <cassert>
#include <queue>
#include <utility>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/coverage_cells.h"
#include "src/cover/cover_tree.h"
#include "src/cover/least_area.h"

namespace coincide {
namespace {

using internal::CoveredCell;
using internal::CoveredChildren;
using internal::CoverTree;

// So many cells are chosen by what is best of all choices; more would take long.
constexpr size_t kChosenAtOnce = 64;
// The choice is among the cells of a cover of so many times as many.
constexpr size_t kFiner = 16;
constexpr size_t kBaseCells = 12;

// What the split of a cell would do.
struct Split {
  CoveredCell cell;
  CoveredChildren children;
  double gain;  // Leaves that it may shed for each cell added.

  Split(const CoverTree& tree, const CoveredCell& split)
      : cell(split), children(tree.ChildrenOf(split)) {
    // What the cell holds too much, all of which its descendants may shed; what
    // its children shed at once would starve a cell that is touched all over.
    const auto waste = static_cast<double>(cell.size() - cell.covered);
    gain = children.count == 1 ? 1e300 : waste / static_cast<double>(children.count - 1);
  }

  // Larger gains first, then the place on the curve: a total order.
  bool operator<(const Split& other) const {
    if (gain != other.gain) return gain < other.gain;
    return cell.begin > other.cell.begin;
  }
};

// Splits the cells `from` best first for as long as they are at most max_cells.
//
// REQUIRES: none of `from` is larger than min_order or smaller than max_order.
std::vector<CoveredCell> SplitOn(const CoverTree& tree, const std::vector<CoveredCell>& from,
                                 const CellBudget& budget) {
  std::vector<CoveredCell> done;
  std::priority_queue<Split> open;
  const auto add = [&](const CoveredCell& cell) {
    if (cell.covered == cell.size() || cell.order >= budget.max_order) {
      done.push_back(cell);
    } else {
      open.emplace(tree, cell);
    }
  };
  for (const CoveredCell& cell : from) add(cell);
  size_t cells = from.size();
  // Splits that shed nothing go on: a later one inside may.
  while (!open.empty()) {
    const Split split = open.top();
    open.pop();
    const size_t after = cells + split.children.count - 1;
    if (after > budget.max_cells) {
      done.push_back(split.cell);
      continue;
    }
    cells = after;
    for (const CoveredCell& child : split.children) add(child);
  }
  return done;
}

// The cells of one order that hold anything.
std::vector<CoveredCell> CellsOf(const CoverTree& tree, int order) {
  std::vector<CoveredCell> cells = tree.Roots();
  for (int k = 0; k < order; ++k) {
    std::vector<CoveredCell> finer;
    for (const CoveredCell& cell : cells) {
      const CoveredChildren children = tree.ChildrenOf(cell);
      finer.insert(finer.end(), children.begin(), children.end());
    }
    cells = std::move(finer);
  }
  return cells;
}

Coverage FromCells(std::vector<CoveredCell>* cells, const Ellipsoid& ellipsoid) {
  std::sort(cells->begin(), cells->end(),
            [](const CoveredCell& a, const CoveredCell& b) { return a.begin < b.begin; });
  RangeBuffer ranges;
  int order = 0;
  for (const CoveredCell& cell : *cells) {
    order = std::max(order, cell.order);
    if (!ranges.empty() && ranges.back().end == cell.begin) {
      ranges.back().end += cell.size();
    } else {
      ranges.push_back({cell.begin, cell.begin + cell.size()});
    }
  }
  return Coverage::FromCanonical(std::move(ranges), order, ellipsoid);
}

}  // namespace

Coverage CoarsenOuter(const Coverage& fine, const CellBudget& budget) {
  assert(0 <= budget.min_order && budget.min_order <= budget.max_order &&
         budget.max_order <= Cell::kMaxOrder);
  // Where the cells of min_order are too many, they are the answer. Beyond this they
  // are few, however large the coverage is.
  Coverage largest = fine.AtOrder(budget.min_order, CoverKind::kOuter);
  if (largest.order_cell_count() > std::max(budget.max_cells, kBaseCells)) return largest;
  const CoverTree tree(fine.ranges());
  // A cover of some more cells, whose tree is small enough to look at every choice.
  CellBudget few = budget;
  few.max_cells = std::min(budget.max_cells, kChosenAtOnce);
  CellBudget more = few;
  more.max_cells = kFiner * std::max(few.max_cells, kBaseCells);
  std::vector<CoveredCell> cells = SplitOn(tree, CellsOf(tree, budget.min_order), more);
  const Coverage some = FromCells(&cells, fine.ellipsoid());
  cells = internal::LeastArea(CoverTree(some.ranges()), few);
  if (budget.max_cells > few.max_cells) {
    for (CoveredCell& cell : cells) cell = tree.At(cell.begin, cell.order);
    cells = SplitOn(tree, cells, budget);
  }
  return FromCells(&cells, fine.ellipsoid());
}

Coverage CoarsenInner(const Coverage& fine, const CellBudget& budget) {
  assert(0 <= budget.min_order && budget.min_order <= budget.max_order &&
         budget.max_order <= Cell::kMaxOrder);
  // Maximal cells by order, largest first, in curve order within one.
  std::vector<std::vector<uint64_t>> by_order(Cell::kMaxOrder + 1);
  const std::vector<uint64_t>& largest = by_order[static_cast<size_t>(budget.min_order)];
  for (const LeafRange& range : fine.ranges()) {
    uint64_t at = range.begin;
    // With as many of the largest as wanted, no other is.
    while (at < range.end && largest.size() < budget.max_cells) {
      int order = budget.max_order;
      bool any = false;
      for (int k = budget.min_order; k <= budget.max_order; ++k) {
        const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - k));
        if (at % size == 0 && at + size <= range.end) {
          order = k;
          any = true;
          break;
        }
      }
      const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - order));
      if (any) {
        by_order[static_cast<size_t>(order)].push_back(at);
        at += size;
      } else {
        at = (at / size + 1) * size;
      }
    }
  }
  std::vector<CoveredCell> cells;
  for (int order = 0; order <= Cell::kMaxOrder; ++order) {
    for (const uint64_t begin : by_order[static_cast<size_t>(order)]) {
      if (cells.size() >= budget.max_cells) break;
      cells.push_back({begin, order, 0});
    }
  }
  return FromCells(&cells, fine.ellipsoid());
}

}  // namespace coincide
