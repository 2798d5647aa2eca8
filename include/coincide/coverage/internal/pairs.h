// Lists of ranges seen as lists of pairs, so that one loop serves four
// operations.
//
// Canonical ranges are one strictly increasing sequence of boundaries: begin,
// end, begin, end, ... Read from its first boundary in steps of two it is the
// list of ranges. Read from its second it is the list of the gaps between
// them, also sorted, disjoint and not touching. So with one function for
// intersection,
//
//   a & b            is the intersection of ranges with ranges,
//   a - b            of the ranges of a with the gaps of b,
//   the gaps of a|b  are that of gaps with gaps,
//
// and nothing but the ends (the gaps before the first and after the last range)
// needs care.

#ifndef COINCIDE_COVERAGE_INTERNAL_PAIRS_H_
#define COINCIDE_COVERAGE_INTERNAL_PAIRS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "coincide/cell/leaf_range.h"

namespace coincide::internal {

// The pairs [data, data + 16 size) as 16-byte LeafRanges at any multiple of 8
// bytes. Copied, never dereferenced: a gap is no LeafRange object.
struct Pairs {
  const std::byte* data;
  size_t size;

  static Pairs Ranges(std::span<const LeafRange> ranges) {
    return {reinterpret_cast<const std::byte*>(ranges.data()), ranges.size()};
  }
  // REQUIRES: not empty.
  static Pairs Gaps(std::span<const LeafRange> ranges) {
    return {reinterpret_cast<const std::byte*>(ranges.data()) + 8, ranges.size() - 1};
  }

  LeafRange operator[](size_t i) const {
    LeafRange pair;
    std::memcpy(&pair, data + 16 * i, sizeof pair);
    return pair;
  }
  uint64_t begin(size_t i) const { return Load(data + 16 * i); }
  uint64_t end(size_t i) const { return Load(data + 16 * i + 8); }

  void Skip(size_t n) {
    data += 16 * n;
    size -= n;
  }

  static uint64_t Load(const std::byte* p) {
    uint64_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
  }
};

inline std::byte* PutPair(std::byte* out, LeafRange pair) {
  std::memcpy(out, &pair, sizeof pair);
  return out + sizeof pair;
}

// How many of the first pairs end at or before `leaf`. Looks near the front
// first: O(log of the answer).
inline size_t CountEndingBy(const Pairs& pairs, uint64_t leaf) {
  // Doubling steps until pairs[high] ends after `leaf`; pairs[low - 1] does not.
  size_t low = 0, high = 0;
  for (size_t step = 1; high < pairs.size && pairs.end(high) <= leaf; step *= 2) {
    low = high + 1;
    high = low + step;
  }
  if (high > pairs.size) high = pairs.size;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (pairs.end(middle) <= leaf) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// How many of the first pairs begin before `leaf`, as above.
inline size_t CountBeginningBefore(const Pairs& pairs, uint64_t leaf) {
  size_t low = 0, high = 0;
  for (size_t step = 1; high < pairs.size && pairs.begin(high) < leaf; step *= 2) {
    low = high + 1;
    high = low + step;
  }
  if (high > pairs.size) high = pairs.size;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (pairs.begin(middle) < leaf) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Writes the parts of `pairs` inside `window`, and skips the pairs that end in
// or before it; one that ends after it stays. Returns the end of the output.
inline std::byte* IntersectWithOne(Pairs* pairs, LeafRange window, std::byte* out) {
  pairs->Skip(CountEndingBy(*pairs, window.begin));
  const size_t n = CountBeginningBefore(*pairs, window.end);
  if (n == 0) return out;
  // All but the first and the last lie wholly inside.
  std::memcpy(out, pairs->data, 16 * n);
  const LeafRange first = (*pairs)[0];
  if (first.begin < window.begin) std::memcpy(out, &window.begin, 8);
  const uint64_t last_end = pairs->end(n - 1);
  const bool stays = last_end > window.end;
  out += 16 * n;
  if (stays) std::memcpy(out - 8, &window.end, 8);
  pairs->Skip(stays ? n - 1 : n);
  return out;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_PAIRS_H_
