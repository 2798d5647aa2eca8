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

// The parabola of an edge, read upwards: from p, the lower end, at t = 0 to q at t = 1.
class Arc {
 public:
  HWY_INLINE Arc(const PlaneVertex& p, const PlaneVertex& q, const EdgeBend& bend)
      : p_(p),
        rise_(q.y - p.y),
        vx_(q.x - p.x - bend.x / 2),
        vy_(rise_ - bend.y / 2),
        half_x_(bend.x / 2),
        half_y_(bend.y / 2) {}

  HWY_INLINE double X(double t) const { return p_.x + t * (vx_ + t * half_x_); }
  // Where it is at a height; an end where it does not come so far. REQUIRES: the slope of the
  // height over t is nowhere below half its mean, so the root loses no digits.
  HWY_INLINE double At(double y) const {
    const double s = y - p_.y;
    if (s <= 0) return 0;
    if (s >= rise_) return 1;
    return 2 * s / (vy_ + std::sqrt(vy_ * vy_ + 4 * half_y_ * s));
  }
  // Where x turns round; below 0 or NaN where it does not.
  HWY_INLINE double Turn() const { return -vx_ / (2 * half_x_); }

 private:
  const PlaneVertex& p_;
  double rise_, vx_, vy_, half_x_, half_y_;
};

// As WalkRows, with the columns of a row from where the parabola enters it to where it leaves it,
// each by e outside.
HWY_ATTR bool WalkParabola(const PlaneVertex& a, const PlaneVertex& b, const EdgeBend& bend,
                           double e, const Staircase& grid, KeyList* keys) {
  const bool up = a.y <= b.y;
  const PlaneVertex& p = up ? a : b;
  const PlaneVertex& q = up ? b : a;
  if (q.j < p.j || !(std::abs(bend.y) <= q.y - p.y)) return false;
  const Arc arc(p, q, bend);
  const double turn = arc.Turn();
  const bool turns = turn > 0 && turn < 1;
  const double turn_x = turns ? arc.X(turn) : p.x;
  const double x_lo = Lesser(Lesser(p.x, q.x), turn_x), x_hi = Greater(Greater(p.x, q.x), turn_x);
  const int64_t i_lo = std::min({Floor(x_lo - e), p.i, q.i});
  const int64_t i_hi = std::max({Floor(x_hi + e), p.i, q.i});
  const int64_t j_lo = std::min(Floor(p.y - e), p.j), j_hi = std::max(Floor(q.y + e), q.j);
  if (((i_lo ^ i_hi) | (j_lo ^ j_hi)) >> grid.order() != 0) return false;
  const uint64_t corner = grid.Nested({i_lo, j_lo});
  if (corner == kNoCell) return false;
  Rows rows(corner, i_lo, grid, keys);
  int64_t current = p.i, entered = kNone;
  double enter = 0;
  for (int64_t j = j_lo; j <= j_hi; ++j) {
    const auto top = static_cast<double>(j + 1);
    const double exit = j == j_hi ? 1 : arc.At(top + e), next = j == j_hi ? 1 : arc.At(top - e);
    const double x0 = arc.X(enter), x1 = arc.X(exit);
    double left = Lesser(x0, x1), right = Greater(x0, x1);
    if (turns && enter < turn && turn < exit) {
      left = Lesser(left, turn_x);
      right = Greater(right, turn_x);
    }
    const int64_t lo = Floor(left - e), hi = Floor(right + e);
    if (j < p.j || j > q.j) {
      rows.Mark(lo, hi, kNone, kNone, kNone);
    } else {
      const int64_t leave =
          j == q.j ? q.i : std::clamp(Floor(arc.X((next + exit) / 2)), i_lo, i_hi);
      const int64_t first = std::min(current, leave), last = std::max(current, leave);
      rows.Mark(std::min(lo, first), std::max(hi, last), first, last, entered);
      current = entered = leave;
    }
    enter = next;
    rows.Up();
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
HWY_EXPORT(WalkParabola);
HWY_EXPORT(WalkMoved);

bool WalkChord(const PlaneVertex& a, const PlaneVertex& b, double e, const Staircase& grid,
               KeyList* keys) {
  return HWY_DYNAMIC_DISPATCH(WalkChord)(a, b, e, grid, keys);
}

bool WalkParabola(const PlaneVertex& a, const PlaneVertex& b, const EdgeBend& bend, double e,
                  const Staircase& grid, KeyList* keys) {
  return HWY_DYNAMIC_DISPATCH(WalkParabola)(a, b, bend, e, grid, keys);
}

void WalkMoved(const EdgeScale& scale, const Staircase& grid, EdgeBlock* block, KeyList* keys) {
  HWY_DYNAMIC_DISPATCH(WalkMoved)(scale, grid, block, keys);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
