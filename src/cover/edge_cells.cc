// The part of EdgeTracer that marks cells along chords, across seams and round places.

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "src/cover/edge_tracer.h"
#include "src/cover/kernels/chord_walk.h"

namespace coincide::internal {

uint64_t EdgeTracer::CellAt(GridCell cell, int chart) const {
  const uint64_t nested = grid_.Nested(cell);
  if (nested != kNoCell || chart == 0) return nested;
  return grid_.AcrossSeam(cell, (chart - 1) & 3, chart < 5);
}

void EdgeTracer::Walk(const Vertex& a, const Vertex& b, double deviation, double from, double to) {
  const double e = (options_.mutant == Mutant::kNoFattening ? 0 : deviation) + rounding_;
  if (visits_ != nullptr) {
    VisitChord(a, b, e, from, to);
    return;
  }
  if (WalkChord(a, b, e, grid_, &keys_)) return;
  const double x_lo = std::min(a.x, b.x), x_hi = std::max(a.x, b.x);
  const double y_lo = std::min(a.y, b.y), y_hi = std::max(a.y, b.y);
  const double dx = b.x - a.x, dy = b.y - a.y;
  const auto x_at = [&](double y) {
    return dy == 0 ? a.x : std::clamp(a.x + (y - a.y) / dy * dx, x_lo, x_hi);
  };
  const int64_t chain_lo = std::min(a.j, b.j), chain_hi = std::max(a.j, b.j);
  const int64_t row_lo = std::min(FloorOf(y_lo - e), chain_lo);
  const int64_t row_hi = std::max(FloorOf(y_hi + e), chain_hi);
  const bool up = b.j >= a.j;
  // In a cap the chain stays in its base cell, though a crossing may round out.
  int64_t column_lo = INT64_MIN, column_hi = INT64_MAX;
  if (a.chart != 0) {
    column_lo = a.i & ~(grid_.side() - 1);
    column_hi = column_lo + grid_.side() - 1;
  }

  constexpr int64_t kNone = INT64_MIN;
  int64_t current = a.i, entered = kNone;
  const int64_t rows = row_hi - row_lo + 1;
  for (int64_t step = 0; step < rows; ++step) {
    const int64_t j = up ? row_lo + step : row_hi - step;
    const double y0 = std::clamp(static_cast<double>(j) - e, y_lo, y_hi);
    const double y1 = std::clamp(static_cast<double>(j + 1) + e, y_lo, y_hi);
    double left = x_lo, right = x_hi;
    if (dy != 0) {
      const double at0 = x_at(y0), at1 = x_at(y1);
      left = std::min(at0, at1);
      right = std::max(at0, at1);
    }
    const int64_t lo = FloorOf(left - e), hi = FloorOf(right + e);
    if (j < chain_lo || j > chain_hi) {
      WalkRow(j, lo, hi, lo, lo, kNone, a.chart);
      continue;
    }
    int64_t leave = b.i;
    if (j != b.j) {
      leave = std::clamp(FloorOf(x_at(static_cast<double>(up ? j + 1 : j))), column_lo, column_hi);
    }
    // Stepping up crosses the bottom of the row entered, stepping down the
    // bottom of the row left.
    const int64_t bottom = up ? entered : (j != b.j ? leave : kNone);
    WalkRow(j, std::min({lo, current, leave}), std::max({hi, current, leave}), current, leave,
            bottom, a.chart);
    current = entered = leave;
  }
}

// Marks columns lo..hi of a row; the chain goes from column `from` to `to`, and
// crosses the bottom of column `bottom`.
void EdgeTracer::WalkRow(int64_t j, int64_t lo, int64_t hi, int64_t from, int64_t to,
                         int64_t bottom, int chart) {
  const int64_t first = std::min(from, to), last = std::max(from, to);
  // A step to or from the cell on the left crosses the left side.
  const auto bits = [&](int64_t i) {
    return (i > first && i <= last ? kLeft : 0) | (i == bottom ? kBottom : 0);
  };
  const bool back = to < from;
  const uint64_t origin = grid_.Nested({lo, j});
  if (origin != kNoCell && grid_.SameBase(lo, hi)) {
    const uint64_t row = origin & ~grid_.EvenBits();
    for (int64_t k = lo; k <= hi; ++k) {
      const int64_t i = back ? hi - (k - lo) : k;
      keys_.Add(row | grid_.Spread(i), bits(i));
    }
    return;
  }
  for (int64_t k = lo; k <= hi; ++k) {
    const int64_t i = back ? hi - (k - lo) : k;
    const uint64_t cell = CellAt({i, j}, chart);
    if (cell != kNoCell) keys_.Add(cell, bits(i));
  }
}

void EdgeTracer::MarkAround(const Vertex& v, double radius, double fraction) {
  const int64_t i_lo = std::min(FloorOf(v.x - radius), v.i),
                i_hi = std::max(FloorOf(v.x + radius), v.i);
  const int64_t j_lo = std::min(FloorOf(v.y - radius), v.j),
                j_hi = std::max(FloorOf(v.y + radius), v.j);
  for (int64_t j = j_lo; j <= j_hi; ++j) {
    for (int64_t i = i_lo; i <= i_hi; ++i) {
      const uint64_t cell = CellAt({i, j}, v.chart);
      if (cell == kNoCell) continue;
      keys_.Add(cell, 0);
      if (visits_ != nullptr) {
        const double at = start_m_ + fraction * (end_m_ - start_m_);
        AddVisit(cell, at, at);
      }
    }
  }
}

void EdgeTracer::AddVisit(uint64_t cell, double enter_m, double exit_m) {
  if (!visits_->empty()) {
    CellVisit& last = visits_->back();
    if (last.cell == cell && enter_m >= last.enter_m && enter_m <= last.exit_m + gap_m_) {
      last.exit_m = std::max(last.exit_m, exit_m);
      return;
    }
  }
  visits_->push_back({cell, enter_m, exit_m});
}

// Where a chord is inside the cells that it comes within `e` of: each widened by `e`, so that
// the parts of one stay joined.
void EdgeTracer::VisitChord(const Vertex& a, const Vertex& b, double e, double from, double to) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double per_dx = dx == 0 ? 0 : 1 / dx, per_dy = dy == 0 ? 0 : 1 / dy;
  const double length = end_m_ - start_m_;
  const double start = start_m_ + from * length, span = (to - from) * length;
  const int64_t row_lo = FloorOf(std::min(a.y, b.y) - e), row_hi = FloorOf(std::max(a.y, b.y) + e);
  const bool up = dy >= 0, right = dx >= 0;
  // The part of 0..1 where v + t d is within [low - e, low + 1 + e].
  const auto clip = [e](double v, double d, double per_d, int64_t low, double* t0, double* t1) {
    if (d == 0) return;  // The row and its columns are chosen to hold it.
    const double first = (static_cast<double>(low) - e - v) * per_d;
    const double second = (static_cast<double>(low + 1) + e - v) * per_d;
    *t0 = std::max(*t0, std::min(first, second));
    *t1 = std::min(*t1, std::max(first, second));
  };
  for (int64_t row = row_lo; row <= row_hi; ++row) {
    const int64_t j = up ? row : row_lo + row_hi - row;
    double row0 = 0, row1 = 1;
    clip(a.y, dy, per_dy, j, &row0, &row1);
    if (row0 > row1) row0 = row1 = std::clamp((row0 + row1) / 2, 0.0, 1.0);
    const double x0 = a.x + row0 * dx, x1 = a.x + row1 * dx;
    const int64_t lo = FloorOf(std::min(x0, x1) - e), hi = FloorOf(std::max(x0, x1) + e);
    for (int64_t column = lo; column <= hi; ++column) {
      const int64_t i = right ? column : lo + hi - column;
      const uint64_t cell = CellAt({i, j}, a.chart);
      if (cell == kNoCell) continue;
      double t0 = row0, t1 = row1;
      clip(a.x, dx, per_dx, i, &t0, &t1);
      if (t0 > t1) t0 = t1 = std::clamp((t0 + t1) / 2, 0.0, 1.0);  // Passed within rounding.
      AddVisit(cell, start + span * t0, start + span * t1);
    }
  }
}

// Two points so close that the edge between them is within the tolerance of
// both; they may be on different charts.
void EdgeTracer::Link(const CurvePoint& a, const CurvePoint& b, double reach) {
  if (options_.mutant != Mutant::kNoSeamMarks) {
    const double radius = reach + rounding_;
    MarkAround(a.v, radius, a.fraction);
    MarkAround(b.v, radius, b.fraction);
  }
  Chain(grid_.Nested({a.v.i, a.v.j}), grid_.Nested({b.v.i, b.v.j}));
}

// The shortest chain from cell to cell over sides and seams, by breadth first:
// the two are at most three steps apart.
void EdgeTracer::Chain(uint64_t from, uint64_t to) {
  keys_.Add(from, 0);
  if (from == to) return;
  struct Node {
    uint64_t cell;
    int parent;
    std::array<uint64_t, 2> crossed;  // Keys of the sides stepped over.
    int crossings;
  };
  constexpr int kMost = 512;
  std::array<Node, kMost> nodes;
  nodes[0] = {from, -1, {}, 0};
  int size = 1;
  for (int head = 0; head < size && size + 4 <= kMost; ++head) {
    const uint64_t cell = nodes[static_cast<size_t>(head)].cell;
    const GridCell place = grid_.Place(cell);
    const int base = static_cast<int>(cell >> (2 * grid_.order()));
    for (int direction = 0; direction < 4; ++direction) {
      const bool along_x = direction < 2, forward = direction % 2 == 0;
      const unsigned side = along_x ? kLeft : kBottom;
      const GridCell next = {place.i + (along_x ? (forward ? 1 : -1) : 0),
                             place.j + (along_x ? 0 : (forward ? 1 : -1))};
      Node node = {grid_.Nested(next), head, {}, 0};
      if (node.cell != kNoCell) {
        node.crossed[0] = (forward ? node.cell : cell) << 2 | side;
        node.crossings = 1;
      } else {
        node.cell = grid_.AcrossSeam(next, base & 3, base < 4);
        // A southern seam is the left side of one cell and the bottom of the
        // other; a northern one is neither.
        if (base >= 8) {
          node.crossed = {cell << 2 | side, node.cell << 2 | (along_x ? kBottom : kLeft)};
          node.crossings = 2;
        }
      }
      nodes[static_cast<size_t>(size)] = node;
      if (node.cell == to) {
        for (int at = size; at > 0; at = nodes[static_cast<size_t>(at)].parent) {
          const Node& step = nodes[static_cast<size_t>(at)];
          keys_.Add(step.cell, 0);
          for (int k = 0; k < step.crossings; ++k) {
            const uint64_t key = step.crossed[static_cast<size_t>(k)];
            keys_.Add(key >> 2, static_cast<unsigned>(key & 3));
          }
        }
        return;
      }
      ++size;
    }
  }
  assert(false && "two ends of a short edge lie in cells that are far apart");
}

}  // namespace coincide::internal
