// The fields of a word, read and written with tables of its suffix: what the
// batch loops use in place of Cell's accessors, without their branches.

#ifndef COINCIDE_INTERNAL_WORD_FIELDS_H_
#define COINCIDE_INTERNAL_WORD_FIELDS_H_

#include <array>
#include <cstdint>

#include "coincide/cell/cell.h"

namespace coincide::internal {

inline constexpr int kSuffixes = 64;

// Order of each suffix, and the last four bits of the first leaf: digits t28, t29.
inline constexpr auto kSuffixOrder = [] {
  std::array<uint8_t, kSuffixes> table{};
  for (uint64_t suffix = 0; suffix < kSuffixes; ++suffix) {
    table[suffix] =
        static_cast<uint8_t>(Cell::FromWordUnchecked(uint64_t{1} << 60 | suffix).order());
  }
  return table;
}();
inline constexpr auto kSuffixTail = [] {
  std::array<uint8_t, kSuffixes> table{};
  for (uint64_t suffix = 0; suffix < kSuffixes; ++suffix) {
    const Cell cell = Cell::FromWordUnchecked(uint64_t{1} << 60 | suffix);
    table[suffix] = static_cast<uint8_t>(cell.leaves().begin & 15);
  }
  return table;
}();

struct WordFields {
  bool valid;
  int order;
  int shift;       // 2 (29 - order)
  uint64_t first;  // first leaf

  uint64_t nested() const { return first >> shift; }
};

inline WordFields ReadWord(uint64_t word) {
  const uint64_t suffix = word & 63;
  const int order = kSuffixOrder[suffix];
  const int shift = 2 * (Cell::kMaxOrder - order);
  // Base cell + 1 becomes the base cell; a null or invalid front is 12 or more.
  const uint64_t path = (word - (uint64_t{1} << 60)) >> 6;
  const uint64_t first = path << 4 | kSuffixTail[suffix];
  const bool valid = path < uint64_t{12} << 54 && (first & ((uint64_t{1} << shift) - 1)) == 0;
  return {valid, order, shift, first};
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_WORD_FIELDS_H_
