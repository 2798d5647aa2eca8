// A set of cells grown by one, and the cells just outside of it: 64 cells at a
// time, in the blocks of block_grid.h.

#ifndef COINCIDE_COVERAGE_GROWTH_H_
#define COINCIDE_COVERAGE_GROWTH_H_

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"

namespace coincide::internal {

// What to give: the cells inside or with a neighbour inside; those of them that are
// outside; or the cells inside with a neighbour outside.
enum class Growth { kAll, kOutside, kInside };

// The cells of `order` inside `ranges` or along their border, as canonical ranges;
// neighbours are those over sides alone or over corners too.
//
// REQUIRES: canonical ranges of cells of `order`.
// Errors (InvalidArgument): the border could have more than `budget` cells.
absl::StatusOr<RangeBuffer> Grow(std::span<const LeafRange> ranges, int order, bool corners,
                                 Growth growth, uint64_t budget);

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_GROWTH_H_
