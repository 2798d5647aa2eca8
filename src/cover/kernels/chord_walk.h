// The cells along a chord that stays in one base cell, as nearly all chords do.

#ifndef COINCIDE_COVER_KERNELS_CHORD_WALK_H_
#define COINCIDE_COVER_KERNELS_CHORD_WALK_H_

#include "src/cover/kernels/edge_block.h"
#include "src/cover/key_list.h"
#include "src/cover/plane_vertex.h"
#include "src/cover/staircase.h"

namespace coincide::internal {

// Marks every cell that comes within `e` of the chord from a to b, and the sides that a chain of
// cells from a's to b's steps across, each cell beside the last and all of them marked.
// Returns false, and does nothing, unless all of it is in one base cell.
// REQUIRES: e is at least the rounding of places; a and b are on one chart.
bool WalkChord(const PlaneVertex& a, const PlaneVertex& b, double e, const Staircase& grid,
               KeyList* keys);

// Does so for the edges of block->moved that stray within the tolerance, and leaves in
// block->moved those that it did not walk.
void WalkMoved(const EdgeScale& scale, const Staircase& grid, EdgeBlock* block, KeyList* keys);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_KERNELS_CHORD_WALK_H_
