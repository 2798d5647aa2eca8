// File: contains.h
//
// Whether a list of canonical ranges holds a leaf, a range or another list.
// Many leaves at once: leaf_lookup.h.

#ifndef COINCIDE_COVERAGE_CONTAINS_H_
#define COINCIDE_COVERAGE_CONTAINS_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// Index of the first range that ends after `leaf`, `a.size()` if none does: the
// range that holds the leaf, or else the next one.
//
// REQUIRES: IsCanonical(a), which is not checked.
// COST: log2(n) steps without a branch on the data.
inline size_t FirstEndingAfter(std::span<const LeafRange> a, uint64_t leaf) {
  const LeafRange* first = a.data();
  size_t n = a.size();
  while (n > 1) {
    const size_t half = n / 2;
    first += first[half - 1].end <= leaf ? half : 0;
    n -= half;
  }
  return static_cast<size_t>(first - a.data()) + (n == 1 && first->end <= leaf ? 1 : 0);
}

// Whether `a` holds the leaf. REQUIRES: IsCanonical(a).
inline bool ContainsLeaf(std::span<const LeafRange> a, uint64_t leaf) {
  const size_t i = FirstEndingAfter(a, leaf);
  return i < a.size() && a[i].begin <= leaf;
}

// Whether `a` holds every leaf of `range`. REQUIRES: IsCanonical(a), `range`
// not empty.
inline bool ContainsRange(std::span<const LeafRange> a, LeafRange range) {
  assert(!range.empty());
  const size_t i = FirstEndingAfter(a, range.begin);
  return i < a.size() && a[i].Contains(range);
}

// Whether `a` holds every leaf of `b`; so of the empty list.
//
// REQUIRES: IsCanonical(a), IsCanonical(b).
// COST: at most O(n), O(k log(n/k)) where b has k ranges and a far more; ends at
//       the first range of `b` that is not held.
inline bool ContainsAll(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  assert(IsCanonical(a) && IsCanonical(b));
  auto rest = internal::Pairs::Ranges(a);
  for (const LeafRange range : b) {
    rest.Skip(internal::CountEndingBy(rest, range.begin));
    if (rest.size == 0 || !rest[0].Contains(range)) return false;
  }
  return true;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_CONTAINS_H_
