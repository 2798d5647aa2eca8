// The range lists of the coverage benchmarks, made from fixed seeds.

#ifndef COINCIDE_BENCH_COVERAGE_SETS_H_
#define COINCIDE_BENCH_COVERAGE_SETS_H_

#include <cstddef>
#include <cstdint>
#include <random>

#include "coincide/coverage/range_buffer.h"

namespace coincide::bench {

// Cells of order 14, each picked with probability 1 / one_in, until there are
// about `count` ranges: 4 gives lists whose ranges interleave densely, 64 sparse
// ones. As the sets "moc" of the comparison with peers, with another generator.
inline RangeBuffer RandomCells(size_t count, uint64_t one_in, uint64_t seed) {
  constexpr int kShift = 2 * (29 - 14);
  std::mt19937_64 rng(seed);
  RangeBuffer ranges;
  uint64_t cell = 8 << 28;
  while (ranges.size() < count) {
    ++cell;
    if (rng() % one_in != 0) continue;
    const uint64_t begin = cell << kShift, end = (cell + 1) << kShift;
    if (!ranges.empty() && ranges.back().end == begin) {
      ranges.back().end = end;
    } else {
      ranges.push_back({begin, end});
    }
  }
  return ranges;
}

// `count` ranges spread evenly over the stretch of `over`, a cell of order 14 each.
inline RangeBuffer SpreadOver(const RangeBuffer& over, size_t count, uint64_t seed) {
  constexpr int kShift = 2 * (29 - 14);
  std::mt19937_64 rng(seed);
  const uint64_t first = over[0].begin >> kShift;
  const uint64_t step = ((over.back().end >> kShift) - first) / count;
  RangeBuffer ranges;
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t cell = first + i * step + rng() % (step - 1);
    ranges.push_back({cell << kShift, (cell + 1) << kShift});
  }
  return ranges;
}

}  // namespace coincide::bench

#endif  // COINCIDE_BENCH_COVERAGE_SETS_H_
