// File: leaf_range.h
//
// A half-open run of leaves, the unit of all set algebra in this library. A
// leaf is an order-29 NESTED index, 0 .. 12 * 4^29 - 1: a square of about
// 1.2 cm. Any cell is one LeafRange (Cell::leaves()), any coverage is a sorted
// list of them.

#ifndef COINCIDE_CELL_LEAF_RANGE_H_
#define COINCIDE_CELL_LEAF_RANGE_H_

#include <compare>
#include <cstdint>

namespace coincide {

// How many leaves the ellipsoid has. Fits in 62 bits.
inline constexpr uint64_t kLeafCount = uint64_t{12} << 58;

// The leaves begin, begin + 1, .., end - 1. Ordered by begin, then end.
//
// A range is valid if begin < end <= kLeafCount; functions that take ranges
// require valid ones unless they say otherwise.
struct LeafRange {
  uint64_t begin = 0;
  uint64_t end = 0;

  constexpr uint64_t size() const { return end - begin; }
  constexpr bool empty() const { return begin >= end; }
  constexpr bool valid() const { return begin < end && end <= kLeafCount; }

  constexpr bool Contains(uint64_t leaf) const { return begin <= leaf && leaf < end; }
  constexpr bool Contains(LeafRange other) const {
    return begin <= other.begin && other.end <= end;
  }
  constexpr bool Intersects(LeafRange other) const {
    return begin < other.end && other.begin < end;
  }

  friend constexpr auto operator<=>(const LeafRange&, const LeafRange&) = default;
};
static_assert(sizeof(LeafRange) == 16, "persisted as two uint64_t, begin then end");

}  // namespace coincide

#endif  // COINCIDE_CELL_LEAF_RANGE_H_
