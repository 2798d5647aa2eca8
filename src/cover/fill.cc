#include "src/cover/fill.h"

#include <array>
#include <cassert>
#include <utility>

#include "coincide/cell/cell.h"
#include "coincide/coverage/complement.h"

namespace coincide::internal {
namespace {

// Parities of crossings along the left and the bottom side of a node.
struct Sides {
  bool left = false;
  bool bottom = false;
};

// Appends a run of cells, joined to the last one if they touch.
void AppendRun(uint64_t begin, uint64_t end, int shift, RangeBuffer* ranges) {
  begin <<= shift;
  end <<= shift;
  if (!ranges->empty() && ranges->back().end == begin) {
    ranges->back().end = end;
  } else {
    ranges->push_back({begin, end});
  }
}

class RangeSink {
 public:
  RangeSink(int order, FillResult* result)
      : shift_(2 * (Cell::kMaxOrder - order)), result_(result) {}
  void Boundary(uint64_t cell) {
    ++result_->boundary_cells;
    AppendRun(cell, cell + 1, shift_, &result_->outer);
  }
  void Interior(uint64_t begin, uint64_t end) {
    result_->interior_cells += end - begin;
    AppendRun(begin, end, shift_, &result_->outer);
    AppendRun(begin, end, shift_, &result_->inner);
  }

 private:
  int shift_;
  FillResult* result_;
};

class CountSink {
 public:
  void Boundary(uint64_t) {}
  void Interior(uint64_t begin, uint64_t end) { count_ += end - begin; }
  uint64_t count() const { return count_; }

 private:
  uint64_t count_ = 0;
};

// Whether one cell is inside.
class CellSink {
 public:
  explicit CellSink(uint64_t cell) : cell_(cell) {}
  void Boundary(uint64_t) {}
  void Interior(uint64_t begin, uint64_t end) { found_ |= begin <= cell_ && cell_ < end; }
  bool found() const { return found_; }

 private:
  uint64_t cell_;
  bool found_ = false;
};

template <typename Sink>
class Filler {
 public:
  Filler(std::span<const uint64_t> keys, Sink* sink)
      : key_(keys.data()), end_(keys.data() + keys.size()), sink_(sink) {}

  // The node of cells first .. first + 4^level - 1, whose lower left corner is
  // inside if `inside`.
  Sides Visit(uint64_t first, int level, bool inside) {
    if (!HasKeyBelow(first + (uint64_t{1} << (2 * level)))) {
      if (inside) sink_->Interior(first, first + (uint64_t{1} << (2 * level)));
      return {};
    }
    if (level == 0) {
      const uint64_t key = *key_++;
      sink_->Boundary(first);
      return {(key & kLeft) != 0, (key & kBottom) != 0};
    }
    // Children S, E, W, N: each lower left corner follows from the last along
    // the bottom and the left sides.
    const uint64_t quarter = uint64_t{1} << (2 * level - 2);
    const Sides s = Visit(first, level - 1, inside);
    const Sides e = Visit(first + quarter, level - 1, inside ^ s.bottom);
    const Sides w = Visit(first + 2 * quarter, level - 1, inside ^ s.left);
    Visit(first + 3 * quarter, level - 1, inside ^ s.left ^ w.bottom);
    return {s.left != w.left, s.bottom != e.bottom};
  }

  bool done() const { return key_ == end_; }

 private:
  bool HasKeyBelow(uint64_t cell) const { return key_ != end_ && *key_ >> 2 < cell; }

  const uint64_t* key_;
  const uint64_t* end_;
  Sink* sink_;
};

template <typename Sink>
void Run(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside, Sink* sink) {
  const int order = grid.order();
  // Crossings along the whole left and bottom sides of each base cell.
  std::array<Sides, 12> base_sides;
  const uint64_t inside_base = (uint64_t{1} << (2 * order)) - 1;
  for (const uint64_t key : keys) {
    const uint64_t cell = key >> 2, place = cell & inside_base;
    const size_t base = cell >> (2 * order);
    if ((place & kEvenBits) == 0) base_sides[base].left ^= (key & kLeft) != 0;
    if ((place & ~kEvenBits) == 0) base_sides[base].bottom ^= (key & kBottom) != 0;
  }
  // Lower left corners: of the southern base cells the pole; up their left sides
  // those of the middle ones; along the bottom of these, those of the northern.
  std::array<bool, 12> corner;
  for (size_t k = 0; k < 4; ++k) {
    corner[8 + k] = pole_inside;
    corner[4 + k] = pole_inside ^ base_sides[8 + k].left;
    corner[k] = corner[4 + k] ^ base_sides[4 + k].bottom;
    // The left side of a southern base cell is the bottom of the one before it.
    assert(base_sides[8 + k].left == base_sides[8 + ((k + 3) & 3)].bottom);
  }
  Filler<Sink> filler(keys, sink);
  for (size_t base = 0; base < 12; ++base) {
    filler.Visit(static_cast<uint64_t>(base) << (2 * order), order, corner[base]);
  }
  assert(filler.done());
}

}  // namespace

FillResult Fill(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside) {
  FillResult result;
  RangeSink sink(grid.order(), &result);
  Run(grid, keys, pole_inside, &sink);
  return result;
}

void SwapSides(int order, FillResult* fill) {
  const uint64_t all = Cell::Count(order);
  fill->interior_cells = all - fill->boundary_cells - fill->interior_cells;
  RangeBuffer outer, inner;
  AppendComplement(fill->inner.span(), &outer);
  AppendComplement(fill->outer.span(), &inner);
  fill->outer = std::move(outer);
  fill->inner = std::move(inner);
}

bool IsInterior(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside,
                uint64_t leaf) {
  CellSink sink(leaf >> (2 * (Cell::kMaxOrder - grid.order())));
  Run(grid, keys, pole_inside, &sink);
  return sink.found();
}

bool PoleOfGrid(const Staircase& grid, std::span<const uint64_t> keys, const Staircase& finer,
                std::span<const uint64_t> finer_keys, bool finer_pole_inside) {
  uint64_t clear = 0;
  while (clear < keys.size() && keys[clear] >> 2 == clear) ++clear;
  assert(clear < Cell::Count(grid.order()) && finer.order() > grid.order());
  // Finer marks may reach a little into the cell, but not to its middle, where its last quarter
  // begins.
  const int shift = 2 * (Cell::kMaxOrder - grid.order());
  const uint64_t leaf = (clear << shift) + (uint64_t{3} << (shift - 2));
  return IsInterior(grid, keys, false, leaf) !=
         IsInterior(finer, finer_keys, finer_pole_inside, leaf);
}

uint64_t CountInterior(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside) {
  CountSink sink;
  Run(grid, keys, pole_inside, &sink);
  return sink.count();
}

}  // namespace coincide::internal
