// File: difference.h
//
// The leaves of one list of canonical ranges that are not in another.

#ifndef COINCIDE_COVERAGE_DIFFERENCE_H_
#define COINCIDE_COVERAGE_DIFFERENCE_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/intersect_pairs.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// The most ranges that a difference can have.
inline size_t DifferenceBound(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  return a.empty() ? 0 : a.size() + b.size();
}

// Writes the leaves of `a` that are not in `b` as canonical ranges to `out`,
// and returns the end of what it wrote. Requirements and cost are those of
// WriteIntersection, with DifferenceBound; a run of `a` between two ranges of a
// short `b` is copied.
inline LeafRange* WriteDifference(std::span<const LeafRange> a, std::span<const LeafRange> b,
                                  LeafRange* out) {
  assert(IsCanonical(a) && IsCanonical(b));
  if (b.empty()) return std::copy(a.begin(), a.end(), out);
  if (a.empty()) return out;
  auto ranges = internal::Pairs::Ranges(a);
  auto gaps = internal::Pairs::Gaps(b);
  auto* const bytes = reinterpret_cast<std::byte*>(out);
  std::byte* end = internal::IntersectWithOne(&ranges, {0, b.front().begin}, bytes);
  end = internal::IntersectPairs(&ranges, &gaps, end);
  // If the gaps are used up there is the one after the last range of `b`.
  if (gaps.size == 0) end = internal::IntersectWithOne(&ranges, {b.back().end, UINT64_MAX}, end);
  return out + static_cast<size_t>(end - bytes) / sizeof(LeafRange);
}

// Appends the leaves of `a` that are not in `b` to `*out`.
// REQUIRES: canonical ranges, neither part of `*out`.
inline void AppendDifference(std::span<const LeafRange> a, std::span<const LeafRange> b,
                             RangeBuffer* out) {
  out->Commit(WriteDifference(a, b, out->Prepare(DifferenceBound(a, b))));
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_DIFFERENCE_H_
