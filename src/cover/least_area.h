// Of all supersets of a coverage with few cells, the smallest.

#ifndef COINCIDE_COVER_LEAST_AREA_H_
#define COINCIDE_COVER_LEAST_AREA_H_

#include <vector>

#include "coincide/cover/budget.h"
#include "src/cover/cover_tree.h"

namespace coincide::internal {

// Disjoint cells that hold all of `tree`, at most budget.max_cells of them between
// the two orders, whose area is the least that is possible; of several such choices
// always the same one, with the fewest cells. If no choice has so few cells, the
// fewest cells that there can be.
//
// COST: O(t m) for the t cells of the tree that are covered in part and m max_cells.
std::vector<CoveredCell> LeastArea(const CoverTree& tree, const CellBudget& budget);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_LEAST_AREA_H_
