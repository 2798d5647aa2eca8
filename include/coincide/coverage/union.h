// File: union.h
//
// The leaves of any of two or more lists of canonical ranges.

#ifndef COINCIDE_COVERAGE_UNION_H_
#define COINCIDE_COVERAGE_UNION_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

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

// Appends the leaves of any of `lists` to `*out`, in one pass over all of them.
//
// REQUIRES: each list canonical, none part of `*out`.
// COST: O(N log k) for k lists with N ranges together; a range that ends inside
//       what is already covered is skipped by galloping. Memory: 24 bytes a list.
void AppendUnionOf(std::span<const std::span<const LeafRange>> lists, RangeBuffer* out);

//----------------------- Implementation details follow -----------------------

inline void AppendUnionOf(std::span<const std::span<const LeafRange>> lists, RangeBuffer* out) {
  // A heap of what is left of each list, least begin first.
  std::vector<internal::Pairs> heap;
  heap.reserve(lists.size());
  size_t bound = 0;
  for (const auto list : lists) {
    assert(IsCanonical(list));
    bound += list.size();
    if (!list.empty()) heap.push_back(internal::Pairs::Ranges(list));
  }
  const auto later = [](const internal::Pairs& a, const internal::Pairs& b) {
    return a.begin(0) > b.begin(0);
  };
  std::make_heap(heap.begin(), heap.end(), later);
  // Replaces the top by what is left of it and lets it sink to its place.
  const auto advance_top = [&](uint64_t covered) {
    internal::Pairs top = heap.front();
    top.Skip(internal::CountEndingBy(top, covered));
    if (top.size == 0) {
      top = heap.back();
      heap.pop_back();
      if (heap.empty()) return;
    }
    size_t at = 0;
    while (2 * at + 1 < heap.size()) {
      size_t child = 2 * at + 1;
      child += child + 1 < heap.size() && later(heap[child], heap[child + 1]) ? 1 : 0;
      if (!later(top, heap[child])) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = top;
  };
  LeafRange* end = out->Prepare(bound);
  while (!heap.empty()) {
    LeafRange merged = heap.front()[0];
    advance_top(merged.end);
    while (!heap.empty() && heap.front().begin(0) <= merged.end) {
      merged.end = std::max(merged.end, heap.front().end(0));
      advance_top(merged.end);
    }
    *end++ = merged;
  }
  out->Commit(end);
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_UNION_H_
