// The loops of stage one, for the instruction set at hand.

#ifndef COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "coincide/geodesy/vector3.h"
#include "src/match/granules/authalic_vectors.h"
#include "src/match/granules/piece_grid.h"
#include "src/match/granules/strips.h"

namespace coincide::internal {

// ScanBounds may write this many indices beyond those it returns.
inline constexpr size_t kScanSlack = 64;

// Which of the columns [begin, end) can come within `reach` of a piece with bounds `a`: those whose
// balls do, and that no side of either's box parts from the other's. For a direction n of one, in
// which it reaches to e, and c, u, m, r, l, h the centre, along, normal, radius, length and height
// of the other: all of that is beyond if |n.c| (1 - r^2 / 2) > e + reach + l |n.u| + h |n.m|, since
// its points p have p.c >= 1 - r^2 / 2, |p.u| <= l and |p.m| <= h. Their times must meet those of
// `a`, which has the window added. Writes their indices, ascending, to `out` and returns how many
// they are.
// REQUIRES: room for end - begin + kScanSlack indices.
size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out);

// AuthalicVectors::Of for many places, to the bit.
void AuthalicOfMany(const AuthalicVectors& vectors, const double* lon, const double* lat, size_t n,
                    Vector3* out);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
