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

// Whether the cell that holds `leaf` has no key and is inside.
bool IsInterior(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside,
                uint64_t leaf);

// Crossings are those of a chain of cells, which may pass the pole on another side than the
// edges where these come as near to it as the marks are wide: then the pole that Fill counts
// from is on the other side of the chain. So what is known of one order's chain does not hold
// for another's. This gives `pole_inside` for the chain of `grid`, given that it is
// `finer_pole_inside` for that of a finer one of the same rings, by a cell that is clear of both.
// REQUIRES: `keys` has not every cell of the grid.
bool PoleOfGrid(const Staircase& grid, std::span<const uint64_t> keys, const Staircase& finer,
                std::span<const uint64_t> finer_keys, bool finer_pole_inside);

// Only how many cells are inside.
uint64_t CountInterior(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_FILL_H_
