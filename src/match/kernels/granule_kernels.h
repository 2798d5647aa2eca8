// The loop of stage one over bounds of pieces, for the instruction set at hand.

#ifndef COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "src/match/granules/piece_grid.h"
#include "src/match/granules/strips.h"

namespace coincide::internal {

// ScanBounds may write this many indices beyond those it returns.
inline constexpr size_t kScanSlack = 64;

// Which of the columns [begin, end) can come within `reach` of a piece with bounds `a`:
// those whose balls do, and that neither slab rules out. Writes their indices,
// ascending, to `out` and returns how many they are.
// REQUIRES: room for end - begin + kScanSlack indices.
size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
