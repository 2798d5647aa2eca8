#include "src/coverage/block_window.h"

#include <bit>

#include "coincide/cell/interleave.h"
#include "src/healpix/base_cell_sides.h"

namespace coincide::internal {
namespace {

// So many full blocks are cheaper to add all at once.
constexpr uint32_t kMany = 8;

// Where a block, a bit along the curve, stands in the axes of the tile across: the
// inverse of Turned.
constexpr uint64_t TurnedPlace(uint64_t bit, Turn turn) {
  const Turn back = turn == Turn::kOverX   ? Turn::kOverY
                    : turn == Turn::kOverY ? Turn::kOverX
                                           : turn;
  return ZFromRows(Turned(RowsFromZ(bit), back));
}

}  // namespace

TilesAround::TilesAround(uint64_t tile, const BlockGrid& grid) {
  const int tile_order = grid.tile_order();
  // The bits of x and of y, in their places along the curve; a sum carries over the
  // bits of the other if those are all set.
  const uint64_t in_base = (uint64_t{1} << (2 * tile_order)) - 1;
  const uint64_t x_bits = kEvenBits & in_base, y_bits = x_bits << 1;
  const uint64_t x = tile & x_bits, y = tile & y_bits;
  at_base_side = x == 0 || x == x_bits || y == 0 || y == y_bits;
  if (!at_base_side) {
    const uint64_t base = tile & ~in_base, here_x = base | x;
    const uint64_t x_up = base | (((x | ~x_bits) + 1) & x_bits), x_down = base | ((x - 1) & x_bits);
    const uint64_t y_up = ((y | ~y_bits) + 2) & y_bits, y_down = (y - 2) & y_bits;
    tiles = {x_down | y, x_down | y_up, here_x | y_up,   x_up | y_up,
             x_up | y,   x_up | y_down, here_x | y_down, x_down | y_down};
    for (size_t d = 0; d < tiles.size(); ++d) {
      entries[d] = static_cast<uint32_t>(grid.Find(tiles[d]));
    }
    return;
  }
  const int64_t n = int64_t{1} << tile_order;
  const internal::Place here = {static_cast<int>(tile >> (2 * tile_order)), CompressBits(x),
                                CompressBits(y >> 1)};
  for (size_t d = 0; d < tiles.size(); ++d) {
    internal::Place place = {here.base_cell, here.x + kStepX[d], here.y + kStepY[d]};
    const bool over_x = Beyond(place.x, n) != 1, over_y = Beyond(place.y, n) != 1;
    const bool folded = SideAt(place, n).crossing == Crossing::kFold;
    if (!EnterBaseCell(&place, n)) {
      tiles[d] = kNoTile;
      entries[d] = kNoEntry;
      continue;
    }
    if (folded) turns[d] = !over_y ? Turn::kOverX : !over_x ? Turn::kOverY : Turn::kOverPole;
    tiles[d] = (static_cast<uint64_t>(place.base_cell) << (2 * tile_order)) +
               Interleave(static_cast<uint32_t>(place.x), static_cast<uint32_t>(place.y));
    entries[d] = static_cast<uint32_t>(grid.Find(tiles[d]));
  }
}

Turn BlockWindow::TurnAt(size_t place) const {
  constexpr size_t kInside = kDirections;
  // By 3 (row) + (column), each 0 below, 1 inside, 2 above.
  constexpr std::array<size_t, 9> kDirectionAt = {7, 6, 5, 0, kInside, 4, 1, 2, 3};
  const auto beyond = [](size_t v) -> size_t { return v == 0 ? 0 : v == kStride - 1 ? 2 : 1; };
  const size_t d = kDirectionAt[3 * beyond(place / kStride) + beyond(place % kStride)];
  return d == kInside ? Turn::kNone : around_.turns[d];
}

uint64_t BlockWindow::reached() const {
  uint64_t rows = 0;
  for (size_t y = 0; y < 8; ++y) {
    rows |= static_cast<uint64_t>(reached_[y + 2] >> 2 & 0xFF) << (8 * y);
  }
  return ZFromRows(rows);
}

inline void BlockWindow::Put(size_t place, uint64_t mask, uint32_t id) {
  filled_[filled_count_++] = static_cast<uint8_t>(place);
  masks_[place] = mask;
  ids_[place] = id;
  const size_t row = place / kStride, column = place % kStride;
  const uint32_t left = (mask & block::kX0) != 0, right = (mask & block::kX7) != 0;
  const uint32_t wide = (2 | left | right << 2) << column;
  reached_[row + 1] |= wide;
  reached_[row] |= (mask & block::kY0) != 0 ? wide : 0;
  reached_[row + 2] |= (mask & block::kY7) != 0 ? wide : 0;
}

void BlockWindow::MoveTo(size_t i, const TilesAround& around) {
  around_ = around;
  AddBlocks(i);
}

void BlockWindow::MoveTo(size_t i, const std::array<uint32_t, kDirections>& entries) {
  around_.entries = entries;
  around_.turns = {};
  around_.at_base_side = false;
  AddBlocks(i);
}

void BlockWindow::AddBlocks(size_t i) {
  if (many_filled_) {
    masks_.fill(0);
  } else {
    for (size_t k = 0; k < filled_count_; ++k) masks_[filled_[k]] = 0;
  }
  filled_count_ = 0;
  many_filled_ = false;
  reached_ = {};
  blocks_ = full_ = 0;
  if (grid_.is_mixed(i)) {
    const BlockGrid::Tile& here = grid_.tile(i);
    blocks_ = here.blocks();
    full_ = here.full;
    if (!with_ids_ && CountBits(full_) > kMany) {
      AddFullBlocks(full_);
    } else {
      uint32_t id = static_cast<uint32_t>(grid_.masks().size()) + here.first_full;
      for (uint64_t left = full_; left != 0; left &= left - 1, ++id) {
        Put(Place(static_cast<uint64_t>(std::countr_zero(left))), kAllCells, id);
      }
    }
    uint32_t id = here.first;
    for (uint64_t left = here.mixed; left != 0; left &= left - 1, ++id) {
      Put(Place(static_cast<uint64_t>(std::countr_zero(left))), grid_.masks()[id], id);
    }
  }
  if (grid_.is_full(i)) {
    blocks_ = full_ = kAllCells;
    AddFullBlocks(full_);
  }
  for (size_t d = 0; d < kDirections; ++d) {
    const uint32_t entry = around_.entries[d];
    if (entry == TilesAround::kNoEntry) {
      const uint64_t corner = kBlocksAlong[(d + 4) % 8];
      const size_t place = Place(static_cast<uint64_t>(std::countr_zero(corner)));
      if (missing_ != 0) Put(place + static_cast<size_t>(8 * kSteps[d]), missing_, 0);
    } else if (!grid_.is_empty(entry)) {
      AddSide(d);
    }
  }
}

// Many full blocks at once, before all others: no branch for each.
void BlockWindow::AddFullBlocks(uint64_t full) {
  many_filled_ = true;
  const uint64_t rows = RowsFromZ(full);
  for (size_t y = 0; y < 8; ++y) {
    const uint64_t row = rows >> (8 * y) & 0xFF;
    uint64_t* const at = masks_.data() + kStride * (y + 1) + 1;
    for (size_t x = 0; x < 8; ++x) at[x] = uint64_t{0} - (row >> x & 1);
    const auto wide = static_cast<uint32_t>(row << 1 | row << 2 | row << 3);
    for (size_t k = 1; k <= 3; ++k) reached_[y + k] |= wide;
  }
}

// The blocks of the neighbour in direction d that lie along this tile.
void BlockWindow::AddSide(size_t d) {
  const size_t i = around_.entries[d];
  const Turn turn = around_.turns[d];
  if (grid_.is_full(i) || turn != Turn::kNone) return AddTurnedSide(d);
  const BlockGrid::Tile& other = grid_.tile(i);
  const uint64_t along = kBlocksAlong[(d + 4) % 8];
  const auto shift = static_cast<size_t>(8 * kSteps[d]);
  for (uint64_t left = other.mixed & along; left != 0; left &= left - 1) {
    const uint32_t id = BlockGrid::MaskIndex(other, left & (~left + 1));
    Put(Place(static_cast<uint64_t>(std::countr_zero(left))) + shift, grid_.masks()[id], id);
  }
  for (uint64_t left = other.full & along; left != 0; left &= left - 1) {
    Put(Place(static_cast<uint64_t>(std::countr_zero(left))) + shift, kAllCells,
        FullId(other, left & (~left + 1)));
  }
}

// The same where the neighbour is full, or has other axes.
void BlockWindow::AddTurnedSide(size_t d) {
  const size_t i = around_.entries[d];
  for (uint64_t left = kBlocksAlong[(d + 4) % 8]; left != 0; left &= left - 1) {
    const auto block = static_cast<uint64_t>(std::countr_zero(left));
    const size_t place = Place(block) + static_cast<size_t>(8 * kSteps[d]);
    if (grid_.is_full(i)) {
      Put(place, kAllCells, kInFullTile - static_cast<uint32_t>(d));
      continue;
    }
    const BlockGrid::Tile& other = grid_.tile(i);
    const uint64_t bit = TurnedPlace(uint64_t{1} << block, around_.turns[d]);
    if ((other.full & bit) != 0) {
      Put(place, kAllCells, FullId(other, bit));
    } else if ((other.mixed & bit) != 0) {
      const uint32_t id = BlockGrid::MaskIndex(other, bit);
      Put(place, Turned(grid_.masks()[id], around_.turns[d]), id);
    }
  }
}

}  // namespace coincide::internal
