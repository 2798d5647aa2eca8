// File: intersects.h
//
// Whether two lists of canonical ranges have a leaf in common.

#ifndef COINCIDE_COVERAGE_INTERSECTS_H_
#define COINCIDE_COVERAGE_INTERSECTS_H_

#include <cassert>
#include <cstddef>
#include <span>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/internal/intersect_pairs.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// Whether `a` holds a leaf of `range`. REQUIRES: IsCanonical(a).
inline bool IntersectsRange(std::span<const LeafRange> a, LeafRange range) {
  if (range.empty()) return false;
  const size_t i = FirstEndingAfter(a, range.begin);
  return i < a.size() && a[i].begin < range.end;
}

// Whether `a` and `b` have a leaf in common.
//
// REQUIRES: IsCanonical(a), IsCanonical(b).
// COST: that of OverlapLeaves at most; ends at or soon after the first common
//       leaf.
inline bool Intersects(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  assert(IsCanonical(a) && IsCanonical(b));
  auto p = internal::Pairs::Ranges(a), q = internal::Pairs::Ranges(b);
  // Most lists that meet do so soon, and most others are apart: each in turn
  // skips what ends before the other begins.
  for (int turn = 0; turn < 64; ++turn) {
    if (p.size == 0 || q.size == 0) return false;
    p.Skip(internal::CountEndingBy(p, q.begin(0)));
    if (p.size == 0) return false;
    if (p.begin(0) < q.end(0)) return true;
    q.Skip(internal::CountEndingBy(q, p.begin(0)));
  }
  internal::CountCommon sink;
  const auto met = [](const internal::CountCommon& common) { return common.sum > 0; };
  internal::IntersectPairs(&p, &q, &sink, met);
  return met(sink);
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_INTERSECTS_H_
