// How the quadrilaterals of ladders lie to each other and to places, for the instruction set at
// hand. The same answers on every one.

#ifndef COINCIDE_MATCH_KERNELS_LADDER_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_LADDER_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "coincide/geodesy/vector3.h"
#include "src/match/granules/strips.h"

namespace coincide::internal {

// The sides of up to kMostLadderShapes shapes of a ladder: shape i has the vertices v[2 i] to
// v[2 i + 3], and v[2i], v[2i + 1], v[2i + 3], v[2i + 2] goes round it with the inside on the left.
struct LadderSides {
  // REQUIRES: v outlives this.
  LadderSides(const Vector3* v, size_t shape_count);

  static constexpr size_t kLanes = 4 * kMostLadderShapes;
  // Of side s of shape i, at 4 i + s: its great circle's unit normal, which points inside.
  alignas(64) std::array<double, kLanes> nx, ny, nz;
  const Vector3* vertices;
  size_t shapes;
  // Bit s: side s of shape i has no length, and 0 for a normal.
  std::array<uint8_t, kMostLadderShapes> none;
};

struct LadderTest {
  bool overlap = false;  // Two shapes reach inside all sides of each other by more than `inside`.
  // Bit 4 i + j: shape i of a and j of b, neither beyond a side of the other by more than `apart`.
  uint16_t open = 0;
};

// Compares each shape of `a` with each of the ladder at `b`. Both angles are small; `apart` > 0 and
// `inside` >= 0. REQUIRES: 1 <= shapes_b <= kMostLadderShapes.
LadderTest CompareLadders(const LadderSides& a, const Vector3* b, size_t shapes_b, double apart,
                          double inside);

// Of each of n places: a bit for each side of shape i that the place is beyond by more than
// `apart`; or all bits if it is inside all sides by more than `inside`.
inline constexpr uint8_t kInsideAll = 0xff;
void PlacesByShape(const LadderSides& a, size_t i, const Vector3* places, size_t n, double apart,
                   double inside, uint8_t* out);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_LADDER_KERNELS_H_
