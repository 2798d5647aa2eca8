// Columns put together from pieces that tasks made side by side.

#ifndef COINCIDE_COVERAGE_COLUMN_BUILDER_H_
#define COINCIDE_COVERAGE_COLUMN_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "coincide/coverage/coverage_column.h"
#include "coincide/coverage/range_buffer.h"
#include "src/internal/parallel.h"

namespace coincide::internal {

// Rows that one task makes. A multiple of 8: tasks share no byte of validity.
inline constexpr size_t kRowsOfATask = 256;

// Makes a column of `rows` rows. bound(row) is the most ranges that a row can
// have, write(row, out) writes them and returns their end, is_null(row) says that
// a row is null (write is not called).
template <typename Bound, typename Write, typename IsNull>
CoverageColumn BuildRows(size_t rows, int order, const Ellipsoid& ellipsoid, bool has_nulls,
                         int threads, const Bound& bound, const Write& write,
                         const IsNull& is_null) {
  std::vector<int64_t> offsets(rows + 1, 0);
  std::vector<uint8_t> validity(has_nulls ? (rows + 7) / 8 : 0);
  const size_t tasks = (rows + kRowsOfATask - 1) / kRowsOfATask;
  std::vector<RangeBuffer> made(tasks);
  ParallelFor(tasks, 1, threads, [&](size_t first, size_t last) {
    for (size_t task = first; task < last; ++task) {
      const size_t begin = task * kRowsOfATask, end = std::min(rows, begin + kRowsOfATask);
      RangeBuffer& ranges = made[task];
      for (size_t row = begin; row < end; ++row) {
        if (has_nulls && is_null(row)) continue;
        if (has_nulls)
          validity[row / 8] = static_cast<uint8_t>(validity[row / 8] | 1u << (row % 8));
        const size_t most = bound(row);
        const bool fits = ranges.capacity() - ranges.size() >= most;
        LeafRange* const out = ranges.Prepare(fits ? most : std::max(most, ranges.size() / 2));
        LeafRange* const end_of_row = write(row, out);
        offsets[row + 1] = 2 * (end_of_row - out);
        ranges.Commit(end_of_row);
      }
      ranges.ShrinkToFit();
    }
  });
  for (size_t row = 0; row < rows; ++row) offsets[row + 1] += offsets[row];
  std::vector<uint64_t> leaves(static_cast<size_t>(offsets[rows]));
  ParallelFor(tasks, 1, threads, [&](size_t first, size_t last) {
    for (size_t task = first; task < last; ++task) {
      if (made[task].empty()) continue;
      std::memcpy(leaves.data() + offsets[task * kRowsOfATask], made[task].data(),
                  made[task].size() * sizeof(LeafRange));
      made[task] = RangeBuffer();
    }
  });
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves),
                                              std::move(validity), order, ellipsoid);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_COLUMN_BUILDER_H_
