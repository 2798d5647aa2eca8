// File: ring_index.h
//
// NESTED and RING indices of cells of one order. RING counts cells along their
// parallels, from the north pole southward and within a parallel eastward from
// longitude 0.
//
// Source: Gorski et al. 2005, ApJ 622, 759, section 5.1 and 5.3; the formulas
// are derived below in this library's coordinates.

#ifndef COINCIDE_CELL_RING_INDEX_H_
#define COINCIDE_CELL_RING_INDEX_H_

#include <cassert>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "coincide/cell/cell.h"
#include "coincide/cell/interleave.h"

namespace coincide {

namespace internal {

// The ring r = 1, 2, .. that starts at or before `index` when ring r holds 4 r
// cells: the r with r (r - 1) <= index / 2 < r (r + 1).
constexpr uint64_t CapRing(uint64_t index) {
  const uint64_t half = index / 2;
  uint64_t r = 0;
  if (std::is_constant_evaluated()) {
    for (uint64_t bit = uint64_t{1} << 31; bit != 0; bit >>= 1) {
      if ((r + bit) * (r + bit - 1) <= half) r += bit;
    }
    return r;
  }
  // A square root is correctly rounded everywhere; the guess is off by one at most.
  // NOLINTNEXTLINE(bugprone-incorrect-roundings): corrected below.
  r = static_cast<uint64_t>(0.5 + std::sqrt(0.25 + static_cast<double>(half)));
  if (r * (r - 1) > half) --r;
  if (r * (r + 1) <= half) ++r;
  return r;
}

}  // namespace internal

// RING index of a NESTED one. REQUIRES: 0 <= order <= 29, nested < 12 * 4^order.
constexpr uint64_t RingFromNested(int order, uint64_t nested) {
  assert(order >= 0 && order <= Cell::kMaxOrder && nested < Cell::Count(order));
  const int64_t n = int64_t{1} << order;  // cells along a base cell
  const auto base = static_cast<int64_t>(nested >> (2 * order));
  const uint64_t place = nested & ((uint64_t{1} << (2 * order)) - 1);
  const int64_t x = CompressBits(place), y = CompressBits(place >> 1);
  const int64_t row = base >> 2, column = base & 3;
  // Ring 1 .. 4 n - 1 from the north, with 4 q cells in it.
  const int64_t ring = (2 + row) * n - (x + y) - 1;
  const int64_t q = ring < n ? ring : ring > 3 * n ? 4 * n - ring : n;
  // Cell j of a ring is centred on longitude (2 j + phase) 45 / q degrees. Rings
  // of the belt start on longitude 0 by turns.
  const int64_t phase = q == n ? (ring - n + 1) & 1 : 1;
  const int64_t middle = row == 1 ? 2 * column : 2 * column + 1;
  int64_t j = middle * q + (x - y) - phase;
  if (j < 0) j += 8 * q;  // base cell 4 begins west of longitude 0
  int64_t before = 0;     // cells in the rings to the north
  if (ring < n) {
    before = 2 * ring * (ring - 1);
  } else if (ring <= 3 * n) {
    before = 2 * n * (n - 1) + (ring - n) * 4 * n;
  } else {
    before = 12 * n * n - 2 * q * (q + 1);
  }
  return static_cast<uint64_t>(before + j / 2);
}

// NESTED index of a RING one. REQUIRES: 0 <= order <= 29, ring < 12 * 4^order.
constexpr uint64_t NestedFromRing(int order, uint64_t index) {
  assert(order >= 0 && order <= Cell::kMaxOrder && index < Cell::Count(order));
  const int64_t n = int64_t{1} << order;
  const uint64_t cap = 2 * static_cast<uint64_t>(n * (n - 1));
  const uint64_t count = Cell::Count(order);
  int64_t row = 0, column = 0, x = 0, y = 0;
  if (index >= cap && index < count - cap) {
    const auto at = static_cast<int64_t>(index - cap);
    const int64_t below = at / (4 * n);  // rings south of ring n
    const int64_t w = 2 * (at % (4 * n)) + ((below + 1) & 1);
    // Coordinates of the plane in which the belt's base cells are a staircase:
    // big_x = x + n (column, plus one in the north row), big_y = y - n (column,
    // plus one in the south row).
    const int64_t sum = 2 * n - 1 - below;
    const int64_t big_x = (sum + w) >> 1, big_y = (sum - w) >> 1;
    const int64_t right = big_x >> order, left = -(big_y >> order);
    row = 1 - (right - left);
    column = (right < left ? right : left) & 3;
    x = big_x & (n - 1);
    y = big_y & (n - 1);
  } else {
    const bool south = index >= cap;
    const auto q = static_cast<int64_t>(internal::CapRing(south ? count - 1 - index : index));
    const int64_t j = static_cast<int64_t>(south ? 2 * uint64_t(q) * uint64_t(q + 1) + index - count
                                                 : index - 2 * uint64_t(q) * uint64_t(q - 1));
    column = j / q;
    row = south ? 2 : 0;
    const int64_t sideways = 2 * (j % q) + 1 - q;       // x - y
    const int64_t sum = south ? q - 1 : 2 * n - 1 - q;  // x + y
    x = (sum + sideways) >> 1;
    y = (sum - sideways) >> 1;
  }
  return static_cast<uint64_t>(4 * row + column) << (2 * order) |
         Interleave(static_cast<uint32_t>(x), static_cast<uint32_t>(y));
}

}  // namespace coincide

#endif  // COINCIDE_CELL_RING_INDEX_H_
