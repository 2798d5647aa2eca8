// The first look at every edge of a long line: most stay inside one cell.

#ifndef COINCIDE_COVER_KERNELS_MOVED_EDGES_H_
#define COINCIDE_COVER_KERNELS_MOVED_EDGES_H_

#include <cstddef>
#include <cstdint>

namespace coincide::internal {

// How far the image of an arc of L radians strays from a chord or from the
// parabola through its middle, in cells over n = 2^order: |F''| L^2 / 8 and,
// since the error of interpolation at 0, 1/2, 1 is at most sqrt(3) / 216 |F'''|
// L^3, 0.0081 |F'''| L^3. The largest |F''| and |F'''| of great circles over the
// belt and over the caps are in tests/oracle/edge_bounds.py; 3 % is added for
// geodesics, whose curvature differs from a great circle's by the flattening.
inline constexpr double kBeltChord = 0.163;
inline constexpr double kBeltParabola = 0.0235;
// Times 1 / sigma and 1 / sigma^2 of the end nearer the pole, for L <= sigma / 2.
inline constexpr double kCapChord = 0.316;
inline constexpr double kCapParabola = 0.05;
// An arc with both ends in the belt bulges out of it by less than this L^2.
inline constexpr double kBeltBulge = 0.19;

// The edges i, from place i to i + 1, that may leave the cell of their ends:
// writes their indices, ascending, to `moved` and returns how many.
//
//   x, y, chart  [edges + 1]  places as Kernels::to_plane gives them, in cells
//   n            2^order
//   rounding     of places, in cells
//   moved        [edges]
size_t MovedEdges(const double* x, const double* y, const uint64_t* chart, size_t edges, double n,
                  double rounding, uint32_t* moved);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_KERNELS_MOVED_EDGES_H_
