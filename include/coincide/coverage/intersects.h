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
// COST: at most O(k log(n/k)), k the ranges of the shorter list; ends at the
//       first common leaf.
inline bool Intersects(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  assert(IsCanonical(a) && IsCanonical(b));
  auto p = internal::Pairs::Ranges(a), q = internal::Pairs::Ranges(b);
  while (p.size > 0 && q.size > 0) {
    // Each list in turn skips what ends before the other begins.
    p.Skip(internal::CountEndingBy(p, q.begin(0)));
    if (p.size == 0) return false;
    if (p.begin(0) < q.end(0)) return true;
    q.Skip(internal::CountEndingBy(q, p.begin(0)));
    if (q.size == 0) return false;
    if (q.begin(0) < p.end(0)) return true;
  }
  return false;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_INTERSECTS_H_
