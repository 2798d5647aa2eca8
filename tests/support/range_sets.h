// Random canonical ranges on a small universe, and the same sets as bits: the
// oracle of set algebra.

#ifndef COINCIDE_TESTS_SUPPORT_RANGE_SETS_H_
#define COINCIDE_TESTS_SUPPORT_RANGE_SETS_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"

namespace coincide {

// For messages of GoogleTest.
inline void PrintTo(const LeafRange& range, std::ostream* out) {
  *out << '[' << range.begin << ", " << range.end << ')';
}
inline void PrintTo(const RangeBuffer& ranges, std::ostream* out) {
  *out << '{';
  for (const LeafRange range : ranges) {
    PrintTo(range, out);
    *out << ' ';
  }
  *out << '}';
}

namespace testing {

using Bits = std::vector<bool>;

// The ranges of set bits: canonical by construction, one bit at a time.
inline RangeBuffer FromBits(const Bits& bits) {
  RangeBuffer ranges;
  for (size_t i = 0; i < bits.size(); ++i) {
    if (!bits[i]) continue;
    if (i > 0 && bits[i - 1]) {
      ranges.back().end = i + 1;
    } else {
      ranges.push_back({i, i + 1});
    }
  }
  return ranges;
}

inline Bits ToBits(std::span<const LeafRange> ranges, uint64_t universe) {
  Bits bits(universe);
  for (const LeafRange range : ranges) {
    for (uint64_t leaf = range.begin; leaf < range.end; ++leaf) bits.at(leaf) = true;
  }
  return bits;
}

// Runs and gaps of random length, at most `run` and `gap`, from a random leaf;
// about one set in eight is empty, full, one leaf or all but one.
template <class Rng>
Bits RandomBits(Rng& rng, uint64_t universe, uint64_t run, uint64_t gap) {
  Bits bits(universe);
  switch (rng() % 32) {
    case 0:
      return bits;
    case 1:
      return Bits(universe, true);
    case 2:
      bits[rng() % universe] = true;
      return bits;
    case 3:
      bits.assign(universe, true);
      bits[rng() % universe] = false;
      return bits;
    default:
      break;
  }
  uint64_t leaf = rng() % 4 == 0 ? rng() % universe : rng() % (gap + 1);
  const uint64_t stop = rng() % 4 == 0 ? rng() % universe : universe;
  while (leaf < stop) {
    for (uint64_t n = 1 + rng() % run; n > 0 && leaf < universe; --n) bits[leaf++] = true;
    leaf += 1 + rng() % gap;
  }
  return bits;
}

}  // namespace testing
}  // namespace coincide

#endif  // COINCIDE_TESTS_SUPPORT_RANGE_SETS_H_
