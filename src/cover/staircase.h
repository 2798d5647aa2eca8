// The one grid on which all 12 base cells lie, as steps of a staircase, and
// what crossing from cell to cell on it does.
//
// A place (x, y) of base cell `base` is (a + x, b + y), with
//   north  base 0 + k:  (a, b) = (k + 1, -k - 1)
//   middle base 4 + k:  (k, -k - 1)
//   south  base 8 + k:  (k, -k - 2)
// and (a + 4, b - 4) is the same as (a, b). So 16 of the 24 sides of base cells
// are ordinary sides of cells on the grid; the other 8 are meridians of the
// polar caps where the grid has gaps on the far side: the seams.
// Gorski et al. 2005, figure 4, turned by 45 degrees.

#ifndef COINCIDE_COVER_STAIRCASE_H_
#define COINCIDE_COVER_STAIRCASE_H_

#include <cstdint>

#include "coincide/cell/interleave.h"

namespace coincide::internal {

// A cell of some order by its place on the grid, in cells.
struct GridCell {
  int64_t i = 0;
  int64_t j = 0;
  friend bool operator==(GridCell, GridCell) = default;
};

inline constexpr uint64_t kNoCell = ~uint64_t{0};

// A key is a cell's NESTED index with two bits below: whether a closed curve
// crosses the cell's left side (x = its lower bound) an odd number of times,
// and its bottom side (y = its lower bound).
inline constexpr unsigned kLeft = 1;
inline constexpr unsigned kBottom = 2;

class Staircase {
 public:
  explicit Staircase(int order) : order_(order), side_(int64_t{1} << order) {}

  int order() const { return order_; }
  // Cells along a base cell.
  int64_t side() const { return side_; }

  // NESTED index, or kNoCell in a gap.
  uint64_t Nested(GridCell cell) const {
    const int64_t a = cell.i >> order_, b = cell.j >> order_;
    const int64_t row = -(a + b);
    if (row < 0 || row > 2) return kNoCell;
    const int64_t column = (a - (row == 0 ? 1 : 0)) & 3;
    const auto mask = static_cast<uint64_t>(side_ - 1);
    const auto x = static_cast<uint32_t>(static_cast<uint64_t>(cell.i) & mask);
    const auto y = static_cast<uint32_t>(static_cast<uint64_t>(cell.j) & mask);
    return static_cast<uint64_t>(column + 4 * row) << (2 * order_) | Interleave(x, y);
  }

  // Whether two columns belong to one base cell; the x bits of a NESTED index at
  // this order, and those of a column.
  bool SameBase(int64_t i, int64_t k) const { return i >> order_ == k >> order_; }
  uint64_t EvenBits() const { return kEvenBits & ((uint64_t{1} << (2 * order_)) - 1); }
  uint64_t Spread(int64_t i) const {
    return SpreadBits(static_cast<uint32_t>(static_cast<uint64_t>(i & (side_ - 1))));
  }

  // The grid place of a cell, with a in 0..4.
  GridCell Place(uint64_t nested) const {
    const auto base = static_cast<int64_t>(nested >> (2 * order_));
    const uint64_t inside = nested & ((uint64_t{1} << (2 * order_)) - 1);
    const int64_t row = base >> 2, k = base & 3;
    const int64_t a = row == 0 ? k + 1 : k;
    const int64_t b = row == 2 ? -k - 2 : -k - 1;
    return {a * side_ + CompressBits(inside), b * side_ + CompressBits(inside >> 1)};
  }

  // Across the seam: the cell beside `cell` where `cell` is one step out of its
  // polar base cell, into a gap. North of base k: x = n leads to (k + 1; y, n - 1),
  // y = n to (k - 1; n - 1, x), both to (k + 2; n - 1, n - 1); south: x = -1 to
  // (k - 1; y, 0), y = -1 to (k + 1; 0, x), both to (k + 2; 0, 0).
  // `quadrant` is k; `north` says which row.
  uint64_t AcrossSeam(GridCell cell, int quadrant, bool north) const {
    const int64_t a = north ? quadrant + 1 : quadrant;
    const int64_t b = north ? -quadrant - 1 : -quadrant - 2;
    const int64_t x = cell.i - a * side_, y = cell.j - b * side_;
    if (north) {
      const bool x_out = x >= side_, y_out = y >= side_;
      if (x_out && y_out) return InBase((quadrant + 2) & 3, side_ - 1, side_ - 1);
      if (x_out) return InBase((quadrant + 1) & 3, y, side_ - 1);
      return InBase((quadrant + 3) & 3, side_ - 1, x);
    }
    const bool x_out = x < 0, y_out = y < 0;
    if (x_out && y_out) return InBase(8 + ((quadrant + 2) & 3), 0, 0);
    if (x_out) return InBase(8 + ((quadrant + 3) & 3), y, 0);
    return InBase(8 + ((quadrant + 1) & 3), 0, x);
  }

  uint64_t InBase(int base, int64_t x, int64_t y) const {
    return static_cast<uint64_t>(base) << (2 * order_) |
           Interleave(static_cast<uint32_t>(x), static_cast<uint32_t>(y));
  }

 private:
  int order_;
  int64_t side_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_STAIRCASE_H_
