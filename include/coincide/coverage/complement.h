// File: complement.h
//
// The leaves of a universe that are not in a list of canonical ranges.

#ifndef COINCIDE_COVERAGE_COMPLEMENT_H_
#define COINCIDE_COVERAGE_COMPLEMENT_H_

#include <cassert>
#include <cstddef>
#include <span>

#include "coincide/coverage/canonical.h"

namespace coincide {

// Appends the leaves of `universe` that are not in `a` to `*out`, as canonical
// ranges, at most |a| + 1 of them. The universe is the whole ellipsoid unless
// another is given (a range of time, say).
//
// REQUIRES: IsCanonical(a), all of `a` within a universe that is not empty, `a`
//           not part of `*out`.
inline void AppendComplement(std::span<const LeafRange> a, RangeBuffer* out,
                             LeafRange universe = {0, kLeafCount}) {
  assert(IsCanonical(a) && !universe.empty());
  if (a.empty()) {
    out->push_back(universe);
    return;
  }
  assert(universe.begin <= a.front().begin && a.back().end <= universe.end);
  LeafRange* end = out->Prepare(a.size() + 1);
  if (universe.begin < a.front().begin) *end++ = {universe.begin, a.front().begin};
  for (size_t i = 1; i < a.size(); ++i) *end++ = {a[i - 1].end, a[i].begin};
  if (a.back().end < universe.end) *end++ = {a.back().end, universe.end};
  out->Commit(end);
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COMPLEMENT_H_
