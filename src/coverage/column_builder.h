// Columns put together from pieces that tasks made side by side.

#ifndef COINCIDE_COVERAGE_COLUMN_BUILDER_H_
#define COINCIDE_COVERAGE_COLUMN_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "coincide/coverage/coverage_column.h"
#include "coincide/coverage/range_buffer.h"
#include "src/internal/parallel.h"

namespace coincide::internal {

// Room for `n` more ranges that grows by half at least, so that many calls copy
// little. What is not written to takes no memory.
inline LeafRange* PrepareMore(size_t n, RangeBuffer* ranges) {
  const bool fits = ranges->capacity() - ranges->size() >= n;
  return ranges->Prepare(fits ? n : std::max(n, ranges->size() / 2));
}

// Makes a column of `rows` rows. bound(row) is the most ranges that a row can
// have, write(row, out) writes them and returns their end, is_null(row) says that
// a row is null (write is not called).
//
// MEMORY: the column, and what a few tasks make at a time, of 256 KB or so each: they
// are made in waves, each of which is moved to its place before the next.
template <typename Bound, typename Write, typename IsNull>
CoverageColumn BuildRows(size_t rows, int order, const Ellipsoid& ellipsoid, bool has_nulls,
                         int threads, const Bound& bound, const Write& write,
                         const IsNull& is_null) {
  constexpr size_t kTasksOfAThread = 4, kRangesOfATask = size_t{1} << 14;
  // Beyond this much (64 MB) the allocator moves pages, and copies nothing.
  constexpr size_t kMostReserved = size_t{1} << 22;
  std::vector<int64_t> offsets(rows + 1, 0);
  std::vector<uint8_t> validity(has_nulls ? (rows + 7) / 8 : 0);
  size_t most = 0;
  for (size_t row = 0; row < rows; ++row) most += std::min(bound(row), kMostReserved);
  // A multiple of 8: tasks share no byte of validity.
  const size_t rows_of_a_task =
      std::clamp<size_t>(kRangesOfATask / (most / std::max<size_t>(rows, 1) + 1), 8, 1024) / 8 * 8;
  const size_t tasks = (rows + rows_of_a_task - 1) / rows_of_a_task;
  const auto at_once = std::min(tasks, kTasksOfAThread * static_cast<size_t>(ThreadCount(threads)));
  std::vector<RangeBuffer> made(at_once);
  RangeBuffer all;
  all.Prepare(std::min(most, kMostReserved));
  for (size_t wave = 0; wave < tasks; wave += at_once) {
    const size_t count = std::min(at_once, tasks - wave);
    ParallelFor(count, 1, threads, [&](size_t first, size_t last) {
      for (size_t task = first; task < last; ++task) {
        const size_t begin = (wave + task) * rows_of_a_task;
        const size_t end = std::min(rows, begin + rows_of_a_task);
        RangeBuffer& ranges = made[task];
        ranges.clear();
        for (size_t row = begin; row < end; ++row) {
          if (has_nulls && is_null(row)) continue;
          if (has_nulls) {
            validity[row / 8] = static_cast<uint8_t>(validity[row / 8] | 1u << (row % 8));
          }
          LeafRange* const out = PrepareMore(bound(row), &ranges);
          LeafRange* const end_of_row = write(row, out);
          offsets[row + 1] = 2 * (end_of_row - out);
          ranges.Commit(end_of_row);
        }
      }
    });
    for (size_t task = 0; task < count; ++task) {
      PrepareMore(made[task].size(), &all);
      all.Append(made[task].span());
    }
  }
  all.ShrinkToFit();
  for (size_t row = 0; row < rows; ++row) offsets[row + 1] += offsets[row];
  return CoverageColumn::FromRangesUnchecked(std::move(offsets), std::move(all),
                                             std::move(validity), order, ellipsoid);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_COLUMN_BUILDER_H_
