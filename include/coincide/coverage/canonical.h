// File: canonical.h
//
// The one form in which sets of leaves are kept: canonical ranges, that is
// sorted, disjoint and not touching. Equal sets then have equal ranges, and
// every operation is one pass over its inputs.
//
// Nothing in the algebra except complement.h knows how many leaves there are:
// the same functions serve ranges of time, or of anything below 2^64 - 1.

#ifndef COINCIDE_COVERAGE_CANONICAL_H_
#define COINCIDE_COVERAGE_CANONICAL_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"

namespace coincide {

// Index of the first range that is empty, or that begins at or before the end
// of the one before it; `ranges.size()` if there is none.
inline size_t FirstNotCanonical(std::span<const LeafRange> ranges) {
  for (size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].empty() || (i > 0 && ranges[i].begin <= ranges[i - 1].end)) return i;
  }
  return ranges.size();
}

// Whether the ranges are not empty, sorted, disjoint and not touching.
inline bool IsCanonical(std::span<const LeafRange> ranges) {
  return FirstNotCanonical(ranges) == ranges.size();
}

// Merges ranges that overlap or touch, and drops empty ones, in place. Returns
// how many canonical ranges now stand at the front; the rest is left over.
//
// REQUIRES: sorted by begin.
// COST: one pass, without a branch on the data.
inline size_t MergeSorted(std::span<LeafRange> ranges) {
  assert(std::is_sorted(ranges.begin(), ranges.end(),
                        [](LeafRange a, LeafRange b) { return a.begin < b.begin; }));
  LeafRange* const data = ranges.data();
  const size_t n = ranges.size();
  size_t first = 0;
  while (first < n && data[first].empty()) ++first;
  if (first == n) return 0;
  LeafRange last = data[first];
  size_t size = 0;
  for (size_t i = first + 1; i < n; ++i) {
    const LeafRange next = data[i];
    const bool empty = next.empty();
    const bool apart = next.begin > last.end && !empty;
    const uint64_t end = empty ? last.end : next.end;
    data[size] = last;
    size += apart;
    last.begin = apart ? next.begin : last.begin;
    last.end = apart ? end : std::max(last.end, end);
  }
  data[size] = last;
  return size + 1;
}

// Sorts and merges any ranges in place; empty ones are dropped. Returns how
// many canonical ranges now stand at the front.
//
// COST: one pass if they are sorted by begin already, else O(n log n).
inline size_t Canonicalise(std::span<LeafRange> ranges) {
  const auto by_begin = [](const LeafRange& a, const LeafRange& b) { return a.begin < b.begin; };
  if (!std::is_sorted(ranges.begin(), ranges.end(), by_begin)) {
    std::sort(ranges.begin(), ranges.end(), by_begin);
  }
  return MergeSorted(ranges);
}

inline void Canonicalise(RangeBuffer* ranges) {
  ranges->Truncate(Canonicalise(std::span<LeafRange>(ranges->data(), ranges->size())));
}

// Appends the canonical form of any ranges to `*out`, whose own ranges stay as
// they are.
inline void AppendCanonical(std::span<const LeafRange> ranges, RangeBuffer* out) {
  const size_t before = out->size();
  out->Append(ranges);
  out->Truncate(before + Canonicalise({out->data() + before, ranges.size()}));
}

// How many leaves canonical ranges hold.
inline uint64_t LeavesIn(std::span<const LeafRange> ranges) {
  uint64_t sum = 0;
  for (const LeafRange range : ranges) sum += range.size();
  return sum;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_CANONICAL_H_
