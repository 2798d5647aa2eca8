// Built once per instruction set by Highway's foreach_target for rounding and
// comparisons in registers, and called through its dispatch.

#include "src/cover/kernels/chord_walk.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/cover/kernels/chord_walk.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {

constexpr int64_t kNone = INT64_MIN;

HWY_INLINE int64_t Floor(double v) {
#if HWY_TARGET == HWY_SSE2 || HWY_TARGET == HWY_SSSE3
  return FloorOf(v);  // std::floor is a call there.
#else
  return static_cast<int64_t>(std::floor(v));
#endif
}
HWY_INLINE double Lesser(double a, double b) { return a < b ? a : b; }
HWY_INLINE double Greater(double a, double b) { return a > b ? a : b; }

// Rows of cells of one base cell: a cell's neighbours are next to it in the
// interleaved bits.
class Rows {
 public:
  HWY_INLINE Rows(uint64_t corner, int64_t first_column, const Staircase& grid, KeyList* keys)
      : row_(corner), first_(first_column), even_(grid.EvenBits()), grid_(grid), keys_(keys) {}

  // Marks columns lo..hi; the chain goes between columns `from` and `to`, from <= to, and
  // crosses the bottom of column `bottom`.
  HWY_INLINE void Mark(int64_t lo, int64_t hi, int64_t from, int64_t to, int64_t bottom) {
    const uint64_t rest = row_ & ~even_;
    uint64_t x = lo == first_ ? row_ & even_ : grid_.Spread(lo);
    for (int64_t i = lo; i <= hi; ++i) {
      // A step to or from the cell on the left crosses the left side.
      const unsigned left = static_cast<unsigned>(i > from) & static_cast<unsigned>(i <= to);
      keys_->Add(rest | x, left * kLeft + static_cast<unsigned>(i == bottom) * kBottom);
      x = ((x | ~even_) + 1) & even_;
    }
  }
  HWY_INLINE void Up() {
    const uint64_t odd = even_ << 1;
    row_ = (row_ & ~odd) | (((row_ | ~odd) + 1) & odd);
  }
  HWY_INLINE void MarkFirst(unsigned bits) { keys_->Add(row_, bits); }

 private:
  uint64_t row_;
  int64_t first_;
  uint64_t even_;
  const Staircase& grid_;
  KeyList* keys_;
};

// The general case: more rows than one and more columns than one.
HWY_NOINLINE void WalkRows(const PlaneVertex& a, const PlaneVertex& b, double e, int64_t i_lo,
                           int64_t i_hi, int64_t j_lo, int64_t j_hi, Rows rows) {
  // Upwards: which sides the chain crosses does not depend on its direction.
  const PlaneVertex& p = a.j <= b.j ? a : b;
  const PlaneVertex& q = a.j <= b.j ? b : a;
  const double x_lo = Lesser(a.x, b.x), x_hi = Greater(a.x, b.x);
  const double dx = q.x - p.x, dy = q.y - p.y;
  // A level chord: the rows that it is within e of hold all of it. Errors of the slope stay
  // below 1e-7 of e: a height errs by much less than e.
  const bool level = std::abs(dy) < 1e-9;
  const double slope = level ? 0 : dx / dy, slack = std::abs(slope) * e;
  int64_t current = p.i, entered = kNone;
  double low_x = p.x + (static_cast<double>(j_lo) - p.y) * slope;
  for (int64_t j = j_lo; j <= j_hi; ++j) {
    const double high_x = p.x + (static_cast<double>(j + 1) - p.y) * slope;
    double left = x_lo, right = x_hi;
    if (!level) {
      left = Lesser(Greater(Lesser(low_x, high_x) - slack, x_lo), x_hi);
      right = Greater(Lesser(Greater(low_x, high_x) + slack, x_hi), x_lo);
    }
    const int64_t lo = Floor(left - e), hi = Floor(right + e);
    if (j < p.j || j > q.j) {
      rows.Mark(lo, hi, kNone, kNone, kNone);
    } else {
      int64_t leave = q.i;
      if (j != q.j) leave = level ? p.i : Floor(Lesser(Greater(high_x, x_lo), x_hi));
      leave = std::clamp(leave, i_lo, i_hi);
      const int64_t first = std::min(current, leave), last = std::max(current, leave);
      rows.Mark(std::min(lo, first), std::max(hi, last), first, last, entered);
      current = entered = leave;
    }
    low_x = high_x;
    rows.Up();
  }
}

HWY_INLINE bool Walk(const PlaneVertex& a, const PlaneVertex& b, double e, const Staircase& grid,
                     KeyList* keys) {
  const int64_t i_lo = std::min({Floor(Lesser(a.x, b.x) - e), a.i, b.i});
  const int64_t i_hi = std::max({Floor(Greater(a.x, b.x) + e), a.i, b.i});
  const int64_t j_lo = std::min({Floor(Lesser(a.y, b.y) - e), a.j, b.j});
  const int64_t j_hi = std::max({Floor(Greater(a.y, b.y) + e), a.j, b.j});
  if (((i_lo ^ i_hi) | (j_lo ^ j_hi)) >> grid.order() != 0) return false;
  const uint64_t corner = grid.Nested({i_lo, j_lo});
  if (corner == kNoCell) return false;
  Rows rows(corner, i_lo, grid, keys);
  if (j_lo == j_hi) {
    rows.Mark(i_lo, i_hi, std::min(a.i, b.i), std::max(a.i, b.i), kNone);
  } else if (i_lo == i_hi) {
    const int64_t from = std::min(a.j, b.j), to = std::max(a.j, b.j);
    for (int64_t j = j_lo; j <= j_hi; ++j) {
      rows.MarkFirst(j > from && j <= to ? kBottom : 0);
      rows.Up();
    }
  } else {
    WalkRows(a, b, e, i_lo, i_hi, j_lo, j_hi, rows);
  }
  return true;
}

HWY_ATTR bool WalkChord(const PlaneVertex& a, const PlaneVertex& b, double e, const Staircase& grid,
                        KeyList* keys) {
  return Walk(a, b, e, grid, keys);
}

HWY_ATTR void WalkMoved(const EdgeScale& scale, const Staircase& grid, EdgeBlock* block,
                        KeyList* keys) {
  size_t rest = 0;
  for (size_t m = 0; m < block->moved_size; ++m) {
    const uint32_t k = block->moved[m];
    const double stray = block->stray[k];
    if (stray <= scale.tolerance) {
      const auto chart = static_cast<int>(block->chart[k]);
      const PlaneVertex a = {block->x[k], block->y[k], block->i[k], block->j[k], chart};
      const PlaneVertex b = {block->x[k + 1], block->y[k + 1], block->i[k + 1], block->j[k + 1],
                             chart};
      if (Walk(a, b, stray + scale.rounding, grid, keys)) continue;
    }
    block->moved[rest++] = k;
  }
  block->moved_size = rest;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(WalkChord);
HWY_EXPORT(WalkMoved);

bool WalkChord(const PlaneVertex& a, const PlaneVertex& b, double e, const Staircase& grid,
               KeyList* keys) {
  return HWY_DYNAMIC_DISPATCH(WalkChord)(a, b, e, grid, keys);
}

void WalkMoved(const EdgeScale& scale, const Staircase& grid, EdgeBlock* block, KeyList* keys) {
  HWY_DYNAMIC_DISPATCH(WalkMoved)(scale, grid, block, keys);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
