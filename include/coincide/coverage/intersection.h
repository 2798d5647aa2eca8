// File: intersection.h
//
// The leaves common to two or more lists of canonical ranges.

#ifndef COINCIDE_COVERAGE_INTERSECTION_H_
#define COINCIDE_COVERAGE_INTERSECTION_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/intersect_pairs.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide {

// The most ranges that an intersection can have.
inline size_t IntersectionBound(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  return a.empty() || b.empty() ? 0 : a.size() + b.size() - 1;
}

// Writes the leaves common to `a` and `b` as canonical ranges to `out`, and
// returns the end of what it wrote.
//
// REQUIRES: IsCanonical(a), IsCanonical(b); `out` has room for
//           IntersectionBound(a, b) ranges, all of which may be written to, and
//           overlaps neither input.
// COST:     O(n) without data-dependent branches where the sizes are alike,
//           O(k log(n/k)) where one list has k ranges and the other far more.
inline LeafRange* WriteIntersection(std::span<const LeafRange> a, std::span<const LeafRange> b,
                                    LeafRange* out) {
  assert(IsCanonical(a) && IsCanonical(b));
  if (a.empty() || b.empty()) return out;
  auto pairs_a = internal::Pairs::Ranges(a), pairs_b = internal::Pairs::Ranges(b);
  auto* const bytes = reinterpret_cast<std::byte*>(out);
  const std::byte* const end = internal::IntersectPairs(&pairs_a, &pairs_b, bytes);
  return out + static_cast<size_t>(end - bytes) / sizeof(LeafRange);
}

// Appends the leaves common to `a` and `b` to `*out`, as WriteIntersection.
// REQUIRES: neither is part of `*out`.
inline void AppendIntersection(std::span<const LeafRange> a, std::span<const LeafRange> b,
                               RangeBuffer* out) {
  out->Commit(WriteIntersection(a, b, out->Prepare(IntersectionBound(a, b))));
}

// Appends the leaves common to all of `lists` to `*out`, in one pass: each list
// in turn is galloped to the first leaf that those before it agree on.
//
// REQUIRES: at least one list, each canonical, none part of `*out`.
// COST: at most O(k s log(n/s)) for k lists, the longest with n ranges and the
//       shortest with s.
inline void AppendIntersectionOf(std::span<const std::span<const LeafRange>> lists,
                                 RangeBuffer* out) {
  assert(!lists.empty());
  std::vector<internal::Pairs> rest;
  rest.reserve(lists.size());
  for (const auto list : lists) {
    assert(IsCanonical(list));
    rest.push_back(internal::Pairs::Ranges(list));
  }
  // The shortest list first: it skips the most.
  std::sort(rest.begin(), rest.end(), [](const auto& a, const auto& b) { return a.size < b.size; });
  uint64_t leaf = 0;  // Everything before it is done.
  for (;;) {
    uint64_t end = UINT64_MAX;
    for (size_t agreed = 0, i = 0; agreed < rest.size(); i = i + 1 == rest.size() ? 0 : i + 1) {
      internal::Pairs& list = rest[i];
      list.Skip(internal::CountEndingBy(list, leaf));
      if (list.size == 0) return;
      if (list.begin(0) > leaf) {
        leaf = list.begin(0);
        agreed = 0;
        end = UINT64_MAX;
      }
      end = std::min(end, list.end(0));
      ++agreed;
    }
    out->push_back({leaf, end});
    leaf = end;
  }
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_INTERSECTION_H_
