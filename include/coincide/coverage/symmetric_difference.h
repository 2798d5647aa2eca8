// File: symmetric_difference.h
//
// The leaves that are in one of two lists of canonical ranges but not in both.

#ifndef COINCIDE_COVERAGE_SYMMETRIC_DIFFERENCE_H_
#define COINCIDE_COVERAGE_SYMMETRIC_DIFFERENCE_H_

#include <cassert>
#include <cstddef>
#include <span>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/merge_boundaries.h"

namespace coincide {

// The most ranges that a symmetric difference can have.
inline size_t SymmetricDifferenceBound(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  return a.size() + b.size();
}

// Writes the leaves in exactly one of `a` and `b` as canonical ranges to `out`,
// and returns the end of what it wrote. Requirements and cost are those of
// WriteIntersection, with SymmetricDifferenceBound.
inline LeafRange* WriteSymmetricDifference(std::span<const LeafRange> a,
                                           std::span<const LeafRange> b, LeafRange* out) {
  assert(IsCanonical(a) && IsCanonical(b));
  auto* const bytes = reinterpret_cast<std::byte*>(out);
  const std::byte* const end = internal::MergeWithoutCommon(
      {reinterpret_cast<const std::byte*>(a.data()), 2 * a.size()},
      {reinterpret_cast<const std::byte*>(b.data()), 2 * b.size()}, bytes);
  return out + static_cast<size_t>(end - bytes) / sizeof(LeafRange);
}

// Appends the leaves in exactly one of `a` and `b` to `*out`.
// REQUIRES: canonical ranges, neither part of `*out`.
inline void AppendSymmetricDifference(std::span<const LeafRange> a, std::span<const LeafRange> b,
                                      RangeBuffer* out) {
  out->Commit(WriteSymmetricDifference(a, b, out->Prepare(SymmetricDifferenceBound(a, b))));
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_SYMMETRIC_DIFFERENCE_H_
