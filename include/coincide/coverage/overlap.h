// File: overlap.h
//
// How many leaves two lists of canonical ranges have in common.

#ifndef COINCIDE_COVERAGE_OVERLAP_H_
#define COINCIDE_COVERAGE_OVERLAP_H_

#include <cassert>
#include <cstdint>
#include <span>

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
  auto pairs_a = internal::Pairs::Ranges(a), pairs_b = internal::Pairs::Ranges(b);
  internal::CountCommon sink;
  internal::IntersectPairs(&pairs_a, &pairs_b, &sink,
                           [](const internal::CountCommon&) { return false; });
  return sink.sum;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_OVERLAP_H_
