// The cells of one tile that growth takes, or a border has, as ranges.

#ifndef COINCIDE_COVERAGE_KERNELS_GROWN_BLOCKS_H_
#define COINCIDE_COVERAGE_KERNELS_GROWN_BLOCKS_H_

#include <cstdint>

#include "src/coverage/block_window.h"
#include "src/coverage/growth.h"
#include "src/coverage/range_writer.h"

namespace coincide::internal {

// Adds the cells of `tile`, where the window is, to `out`. With `corners`, cells that
// touch at a corner are neighbours.
void WriteGrownBlocks(const BlockWindow& window, uint64_t tile, Growth growth, bool corners,
                      RangeWriter* out);

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_KERNELS_GROWN_BLOCKS_H_
