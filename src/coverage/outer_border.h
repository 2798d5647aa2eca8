// The cells just outside a set of cells, 64 cells at a time.
//
// Blocks of 8 x 8 cells are runs of 64 on the Z-curve, so a block's cells are a
// 64-bit mask in Z-order, and its neighbourhood a few shifts. Blocks that are
// full or empty come in long runs and are looked at only as the largest cells
// that make these up. See block_mask.h for the shifts.

#ifndef COINCIDE_COVERAGE_OUTER_BORDER_H_
#define COINCIDE_COVERAGE_OUTER_BORDER_H_

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"

namespace coincide::internal {

// The cells of `order` outside `ranges` with a neighbour inside, over sides alone
// or over corners too, as canonical ranges.
//
// REQUIRES: canonical ranges of cells of `order`.
// Errors (InvalidArgument): it could have more than `budget` cells.
absl::StatusOr<RangeBuffer> OuterBorder(std::span<const LeafRange> ranges, int order, bool corners,
                                        uint64_t budget);

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_OUTER_BORDER_H_
