// File: union_of.h
//
// The leaves of any of many lists of canonical ranges.

#ifndef COINCIDE_COVERAGE_UNION_OF_H_
#define COINCIDE_COVERAGE_UNION_OF_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/internal/pairs.h"
#include "coincide/coverage/union.h"

namespace coincide {

// Appends the leaves of any of `lists` to `*out`, in one pass along the curve.
//
// REQUIRES: each list canonical, none part of `*out`.
// COST: O(N log k) for k lists with N ranges together, by unions of two; less
//       where they overlap much. Memory beside `*out`, which grows by at most N
//       ranges: N / 16 ranges, and 24 bytes a list.
void AppendUnionOf(std::span<const std::span<const LeafRange>> lists, RangeBuffer* out);

//----------------------- Implementation details follow -----------------------

namespace internal {

// Windows have about this many ranges, or more so that there are no more than so
// many windows: what a window needs stays in the cache, or is a small part of all.
inline constexpr size_t kWindowRanges = size_t{1} << 15;
inline constexpr size_t kMostWindows = 32;

// Leaves that cut the begins of all ranges into about equal parts, ascending; at
// most `most` parts, each of about `least` ranges or more.
inline std::vector<uint64_t> WindowCuts(std::span<const std::span<const LeafRange>> lists,
                                        size_t total, size_t most = kMostWindows,
                                        size_t least = kWindowRanges) {
  const size_t windows = std::clamp<size_t>(total / least, 1, most);
  if (windows == 1) return {};
  const size_t step = total / (32 * windows);
  std::vector<uint64_t> samples;
  size_t next = step / 2;  // Counted through all lists one after the other.
  for (const auto list : lists) {
    for (; next < list.size(); next += step) samples.push_back(list[next].begin);
    next -= list.size();
  }
  std::sort(samples.begin(), samples.end());
  std::vector<uint64_t> cuts;
  for (size_t w = 1; w < windows; ++w) cuts.push_back(samples[w * samples.size() / windows]);
  return cuts;
}

// The union of the lists, by unions of neighbours in the list of lists. The result
// lies in one of the buffers or is the one list there was.
inline std::span<const LeafRange> UnionByPairs(std::vector<std::span<const LeafRange>>* lists,
                                               RangeBuffer* from, RangeBuffer* to) {
  while (lists->size() > 1) {
    size_t total = 0;
    for (const auto list : *lists) total += list.size();
    to->clear();
    to->Prepare(total);  // So that the spans below stay where they are.
    size_t kept = 0;
    for (size_t i = 0; i < lists->size(); i += 2) {
      const size_t before = to->size();
      const bool last = i + 1 == lists->size();
      AppendUnion((*lists)[i], last ? std::span<const LeafRange>() : (*lists)[i + 1], to);
      (*lists)[kept++] = to->span().subspan(before);
    }
    lists->resize(kept);
    std::swap(from, to);
  }
  return lists->empty() ? std::span<const LeafRange>() : lists->front();
}

// Appends the union of what begins in a window. The last range of the windows
// before, which begin at out[first], may reach into it.
inline void AppendWindow(std::span<const LeafRange> window, size_t first, RangeBuffer* out) {
  while (out->size() > first && !window.empty() && window.front().begin <= out->back().end) {
    out->back().end = std::max(out->back().end, window.front().end);
    window = window.subspan(1);
  }
  out->Append(window);
}

}  // namespace internal

inline void AppendUnionOf(std::span<const std::span<const LeafRange>> lists, RangeBuffer* out) {
  std::vector<internal::Pairs> rest;
  rest.reserve(lists.size());
  size_t total = 0;
  for (const auto list : lists) {
    assert(IsCanonical(list));
    total += list.size();
    if (!list.empty()) rest.push_back(internal::Pairs::Ranges(list));
  }
  std::vector<uint64_t> cuts = internal::WindowCuts(lists, total);
  cuts.push_back(UINT64_MAX);
  const size_t first = out->size();
  out->Prepare(total);
  RangeBuffer one, other;
  std::vector<std::span<const LeafRange>> parts;
  for (const uint64_t cut : cuts) {
    // What begins in this window of each list.
    parts.clear();
    for (internal::Pairs& list : rest) {
      const size_t n = internal::CountBeginningBefore(list, cut);
      if (n == 0) continue;
      parts.push_back({reinterpret_cast<const LeafRange*>(list.data), n});
      list.Skip(n);
    }
    internal::AppendWindow(internal::UnionByPairs(&parts, &one, &other), first, out);
  }
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_UNION_OF_H_
