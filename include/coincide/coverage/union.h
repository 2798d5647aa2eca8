// File: union.h
//
// The leaves of either of two lists of canonical ranges. Of many: union_of.h.

#ifndef COINCIDE_COVERAGE_UNION_H_
#define COINCIDE_COVERAGE_UNION_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/intersect_pairs.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// The most ranges that a union can have.
inline size_t UnionBound(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  return a.size() + b.size();
}

// Writes the leaves of `a` or `b` as canonical ranges to `out`, and returns the
// end of what it wrote. Requirements and cost are those of WriteIntersection,
// with UnionBound; runs of one list between two ranges of the other are copied.
inline LeafRange* WriteUnion(std::span<const LeafRange> a, std::span<const LeafRange> b,
                             LeafRange* out) {
  assert(IsCanonical(a) && IsCanonical(b));
  if (a.empty() || (!b.empty() && b.front().begin < a.front().begin)) std::swap(a, b);
  if (b.empty() || a.back().end < b.front().begin) {
    return std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), out));
  }
  // From here `a` begins first, and ends in or after the gap before `b`. The
  // gaps of the union are the common gaps: written from the second boundary of
  // `out` on, between the least begin and the greatest end.
  auto gaps_a = internal::Pairs::Gaps(a), gaps_b = internal::Pairs::Gaps(b);
  auto* const bytes = reinterpret_cast<std::byte*>(out);
  std::byte* end = bytes + 8;
  std::memcpy(bytes, &a.front().begin, 8);
  end = internal::IntersectWithOne(&gaps_a, {0, b.front().begin}, end);
  end = internal::IntersectPairs(&gaps_a, &gaps_b, end);
  end = gaps_a.size == 0 ? internal::IntersectWithOne(&gaps_b, {a.back().end, UINT64_MAX}, end)
                         : internal::IntersectWithOne(&gaps_a, {b.back().end, UINT64_MAX}, end);
  const uint64_t last = std::max(a.back().end, b.back().end);
  std::memcpy(end, &last, 8);
  return out + static_cast<size_t>(end + 8 - bytes) / sizeof(LeafRange);
}

// Appends the leaves of `a` or `b` to `*out`.
// REQUIRES: canonical ranges, neither part of `*out`.
inline void AppendUnion(std::span<const LeafRange> a, std::span<const LeafRange> b,
                        RangeBuffer* out) {
  out->Commit(WriteUnion(a, b, out->Prepare(UnionBound(a, b))));
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_UNION_H_
