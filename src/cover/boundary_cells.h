// How many cells the boundary of a geometry may have.

#ifndef COINCIDE_COVER_BOUNDARY_CELLS_H_
#define COINCIDE_COVER_BOUNDARY_CELLS_H_

#include <algorithm>

#include "coincide/cover/budget.h"

namespace coincide::internal {

// A cover from which few cells are chosen has about so many on the boundary: a
// coarser one holds too much that is not in the geometry, where cells are fewest.
inline double BoundaryCellsFor(const CellBudget& budget) {
  return std::max(256.0, 8 * static_cast<double>(budget.max_cells));
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_BOUNDARY_CELLS_H_
