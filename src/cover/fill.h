// From the boundary cells of closed curves to the cells inside.

#ifndef COINCIDE_COVER_FILL_H_
#define COINCIDE_COVER_FILL_H_

#include <cstdint>
#include <span>

#include "coincide/coverage/range_buffer.h"
#include "src/cover/staircase.h"

namespace coincide::internal {

// Where a fill goes: cells in ascending order, boundary and interior apart.
struct FillResult {
  RangeBuffer outer;  // Boundary and interior, canonical.
  RangeBuffer inner;  // Interior only, canonical.
  uint64_t boundary_cells = 0;
  uint64_t interior_cells = 0;
};

// Classifies every cell of the sphere that has no key as inside or outside, by
// parity of crossings from the south pole, in one visit of the implicit quadtree
// over the keys.
//
//   keys        ascending, one a cell (KeyList::SortAndMerge), of closed rings
//   pole_inside whether the south pole is inside
//
// COST: O(keys * order).
FillResult Fill(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside);

// What Fill gives with the south pole on the other side.
// COST: O(ranges).
void SwapSides(int order, FillResult* fill);

// Only how many cells are inside.
uint64_t CountInterior(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_FILL_H_
