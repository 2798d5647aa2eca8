// File: budget.h
//
// Coverages of few cells: a fine cover made coarser until it fits.

#ifndef COINCIDE_COVER_BUDGET_H_
#define COINCIDE_COVER_BUDGET_H_

#include <cstddef>

#include "coincide/cell/cell.h"
#include "coincide/coverage/coverage.h"

namespace coincide {

// The cells an answer may have.
struct CellBudget {
  size_t max_cells = 1000;
  int min_order = 0;                // No larger cell.
  int max_order = Cell::kMaxOrder;  // No smaller cell.
};

// A superset of `fine` of at most max_cells cells (as coverage_cells.h counts
// them: the largest cells that fit), between the two orders.
//
// Of all such choices of up to 64 cells the one of least area, among the cells of a
// cover of `fine` of 16 times as many and at least 192, where it has more. From there
// on best first: of all cells that could be split, always the one with most area
// outside `fine` for each cell that its split adds. So a larger budget never gives a
// larger answer. The result has the order of its smallest cell.
//
// Cells of order 0 are never joined: no answer has fewer cells than `fine` meets base
// cells (12 for the sphere), and max_cells below that gives so many. If `fine`
// meets more cells of min_order than max_cells and than 12, they are the answer.
//
// REQUIRES: 0 <= min_order <= max_order <= 29.
// COST: O(k log n) for k result cells of n ranges, beside a sum over the ranges.
Coverage CoarsenOuter(const Coverage& fine, const CellBudget& budget);

// A subset of `fine` likewise: its largest cells, those first on the curve where
// sizes are equal, none smaller than max_order; cells larger than min_order are
// counted as the cells of min_order that they hold.
Coverage CoarsenInner(const Coverage& fine, const CellBudget& budget);

}  // namespace coincide

#endif  // COINCIDE_COVER_BUDGET_H_
