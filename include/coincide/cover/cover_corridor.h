// File: cover_corridor.h
//
// Coverages of corridors: a line with a width on each side, as the swath of a sensor
// or the two beams of a pair.

#ifndef COINCIDE_COVER_COVER_CORRIDOR_H_
#define COINCIDE_COVER_COVER_CORRIDOR_H_

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/line_cap.h"
#include "coincide/cover/shape.h"

namespace coincide {

// Half-widths in metres, each 0 to 1,000 km: left and right in the direction of travel.
struct CorridorWidths {
  double left_m = 0;
  double right_m = 0;
};

// The outer and inner coverage of a corridor. A place is in it if
//   - the foot of a perpendicular from it to some edge lies on that edge, and it is
//     no farther from it than the half-width of its side; or
//   - it is so near to a vertex between two edges, beyond the one and before the other
//     (outside the bend); or
//   - the cap is round and it is so near to an end of the line, beyond it.
// Where the line bends inward, or passes again, any edge that a place belongs to counts.
//
// ENSURES: `outer` holds every cell that meets the corridor, and none farther from it
// than 0.8 cell widths (1.5 at order 29) and 6e-17 of the cube of a width in metres. Every
// cell of `inner` lies in the corridor. `inner` may lack cells that lie in it: beside
// the line where one width is 0, near flat ends, and where the line turns by more
// than 170 degrees in all within about a width.
//
// A line whose vertices are one point has no sides: with round caps `outer` is the cone
// of the larger half-width and `inner` of the smaller, with flat ones the point.
//
// Errors (InvalidArgument): as CoverLine; a width that is negative, not finite or above
// 1,000 km; a boundary of more than 2^25 cells of order + 1.
// COST: 2 to 5 us a boundary cell, and what a wide corridor of a winding line adds.
absl::StatusOr<OuterInner> CoverCorridor(const LineView& line, const CorridorWidths& widths,
                                         int order, LineCap cap = LineCap::kRound,
                                         const CoverOptions& options = {});

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_CORRIDOR_H_
