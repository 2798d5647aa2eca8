// File: overlap.h
//
// How many leaves two lists of canonical ranges have in common.

#ifndef COINCIDE_COVERAGE_OVERLAP_H_
#define COINCIDE_COVERAGE_OVERLAP_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/intersect_pairs.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// The number of leaves common to `a` and `b`: that of their intersection, which
// is not built.
//
// REQUIRES: IsCanonical(a), IsCanonical(b).
// COST: that of WriteIntersection, and no memory.
inline uint64_t OverlapLeaves(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  assert(IsCanonical(a) && IsCanonical(b));
  if (a.size() < b.size()) std::swap(a, b);
  auto longer = internal::Pairs::Ranges(a), shorter = internal::Pairs::Ranges(b);
  uint64_t sum = 0;
  if (longer.size / internal::kGallopRatio > shorter.size) {
    for (; shorter.size > 0 && longer.size > 0; shorter.Skip(1)) {
      const LeafRange range = shorter[0];
      longer.Skip(internal::CountEndingBy(longer, range.begin));
      for (; longer.size > 0 && longer.begin(0) < range.end; longer.Skip(1)) {
        sum += std::min(longer.end(0), range.end) - std::max(longer.begin(0), range.begin);
        if (longer.end(0) > range.end) break;
      }
    }
    return sum;
  }
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const uint64_t begin = std::max(a[i].begin, b[j].begin);
    const uint64_t end = std::min(a[i].end, b[j].end);
    sum += std::max(begin, end) - begin;
    const bool next_a = a[i].end <= b[j].end, next_b = b[j].end <= a[i].end;
    i += next_a;
    j += next_b;
  }
  return sum;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_OVERLAP_H_
