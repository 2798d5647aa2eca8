// The cells along a chord or a parabola that stays in one base cell, as nearly all do.

#ifndef COINCIDE_COVER_KERNELS_CHORD_WALK_H_
#define COINCIDE_COVER_KERNELS_CHORD_WALK_H_

#include "src/cover/edge_bend.h"
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

// The same along the parabola of an edge_bend.h. Returns false too where its height over t is not
// well known from a height: where that turns, or nearly. REQUIRES: e is at least twice the
// rounding of places.
bool WalkParabola(const PlaneVertex& a, const PlaneVertex& b, const EdgeBend& bend, double e,
                  const Staircase& grid, KeyList* keys);

// As WalkChord does for the edges of block->moved that stray within the tolerance, and leaves in
// block->moved those that it did not walk.
void WalkMoved(const EdgeScale& scale, const Staircase& grid, EdgeBlock* block, KeyList* keys);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_KERNELS_CHORD_WALK_H_
