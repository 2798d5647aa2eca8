// Sets of the 64 cells of a block of 8 x 8, as masks in rows: bit 8 y + x is the
// cell at (x, y), so that a step is one shift. On the curve the cells of a block
// are a run of 64, in Z-order: x in bits 0, 2, 4 of the index, y in 1, 3, 5.

#ifndef COINCIDE_COVERAGE_BLOCK_MASK_H_
#define COINCIDE_COVERAGE_BLOCK_MASK_H_

#include <array>
#include <cstdint>

#include "coincide/healpix/neighbors.h"

namespace coincide::internal {

inline constexpr uint64_t kAllCells = UINT64_MAX;

// A step in each Direction.
inline constexpr std::array<int, kDirections> kStepX = {-1, -1, 0, 1, 1, 1, 0, -1};
inline constexpr std::array<int, kDirections> kStepY = {0, 1, 1, 1, 0, -1, -1, -1};

namespace block {

inline constexpr uint64_t kX0 = 0x0101010101010101, kX7 = kX0 << 7;
inline constexpr uint64_t kY0 = 0xFF, kY7 = kY0 << 56;

// The positions whose index has bit i set.
inline constexpr std::array<uint64_t, 6> kWithBit = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC,
                                                     0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00,
                                                     0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};

// Exchanges bits i < j of every index.
template <int i, int j>
constexpr uint64_t SwapIndexBits(uint64_t mask) {
  constexpr int kShift = (1 << j) - (1 << i);
  const uint64_t moved = (mask ^ (mask >> kShift)) & kWithBit[i] & ~kWithBit[j];
  return mask ^ moved ^ (moved << kShift);
}

// Inverts bit i of every index.
template <int i>
constexpr uint64_t FlipIndexBit(uint64_t mask) {
  return ((mask & kWithBit[i]) >> (1 << i)) | ((mask & ~kWithBit[i]) << (1 << i));
}
constexpr uint64_t MirrorX(uint64_t mask) {
  return FlipIndexBit<0>(FlipIndexBit<1>(FlipIndexBit<2>(mask)));
}
constexpr uint64_t MirrorY(uint64_t mask) {
  return FlipIndexBit<3>(FlipIndexBit<4>(FlipIndexBit<5>(mask)));
}
constexpr uint64_t ExchangeXY(uint64_t mask) {
  return SwapIndexBits<0, 3>(SwapIndexBits<1, 4>(SwapIndexBits<2, 5>(mask)));
}

// The cells of each row and those beside them.
constexpr uint64_t SpreadX(uint64_t mask) {
  return mask | ((mask & ~kX7) << 1) | ((mask & ~kX0) >> 1);
}

}  // namespace block

// std::popcount is a call where the instruction is not in the baseline.
constexpr uint32_t CountBits(uint64_t mask) {
  mask -= mask >> 1 & 0x5555555555555555;
  mask = (mask & 0x3333333333333333) + (mask >> 2 & 0x3333333333333333);
  mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return static_cast<uint32_t>(mask * block::kX0 >> 56);
}

// Between Z-order and rows.
constexpr uint64_t RowsFromZ(uint64_t mask) {
  using block::SwapIndexBits;
  return SwapIndexBits<3, 4>(SwapIndexBits<2, 4>(SwapIndexBits<1, 2>(mask)));
}
constexpr uint64_t ZFromRows(uint64_t mask) {
  using block::SwapIndexBits;
  return SwapIndexBits<1, 2>(SwapIndexBits<2, 4>(SwapIndexBits<3, 4>(mask)));
}

// The cells of a block, in rows, that lie along its side, or at its corner, in each
// direction; and the blocks of a tile, along the curve.
inline constexpr std::array<uint64_t, kDirections> kCellsAlong = [] {
  std::array<uint64_t, kDirections> along = {};
  for (size_t d = 0; d < along.size(); ++d) {
    along[d] = kAllCells;
    if (kStepX[d] != 0) along[d] &= kStepX[d] > 0 ? block::kX7 : block::kX0;
    if (kStepY[d] != 0) along[d] &= kStepY[d] > 0 ? block::kY7 : block::kY0;
  }
  return along;
}();
inline constexpr std::array<uint64_t, kDirections> kBlocksAlong = [] {
  std::array<uint64_t, kDirections> along = kCellsAlong;
  for (uint64_t& mask : along) mask = ZFromRows(mask);
  return along;
}();

// The blocks along all sides of a tile.
inline constexpr uint64_t kRim =
    kBlocksAlong[0] | kBlocksAlong[2] | kBlocksAlong[4] | kBlocksAlong[6];

// How the axes change from one base cell to the next, round a pole: not, over a
// side where x (y) leaves its range, or over the pole. See base_cell_sides.h.
enum class Turn : uint8_t { kNone, kOverX, kOverY, kOverPole };

// A mask as seen from across: cell (x, y) of the result is cell (y, 7 - x),
// (7 - y, x) or (7 - x, 7 - y) of `mask`.
constexpr uint64_t Turned(uint64_t mask, Turn turn) {
  switch (turn) {
    case Turn::kNone:
      break;
    case Turn::kOverX:
      return block::ExchangeXY(block::MirrorY(mask));
    case Turn::kOverY:
      return block::ExchangeXY(block::MirrorX(mask));
    case Turn::kOverPole:
      return block::MirrorX(block::MirrorY(mask));
  }
  return mask;
}

// The cells of a block that are in its mask or have a neighbour in it or in the
// blocks around. `place` points to the block's mask in rows of `stride` blocks.
// With `inverted`, all of these masks are taken as those of the cells they lack.
template <bool corners, int stride, bool inverted = false>
constexpr uint64_t Dilate(const uint64_t* place) {
  using block::kX0, block::kX7, block::kY0, block::SpreadX;
  struct Masks {
    const uint64_t* place;
    constexpr uint64_t operator[](int i) const { return inverted ? ~place[i] : place[i]; }
  };
  const Masks at = {place};
  const uint64_t wide = SpreadX(at[0]) | (at[-1] & kX7) >> 7 | (at[1] & kX0) << 7;
  uint64_t below = at[-stride] >> 56, above = at[stride] & kY0;
  if constexpr (!corners) return wide | at[0] << 8 | at[0] >> 8 | below | above << 56;
  below |= below << 1 | below >> 1 | at[-stride - 1] >> 63 | (at[-stride + 1] >> 56 & 1) << 7;
  above |= above << 1 | above >> 1 | (at[stride - 1] >> 7 & 1) | (at[stride + 1] & 1) << 7;
  return wide | wide << 8 | wide >> 8 | (below & kY0) | above << 56;
}

// The cells of the block in direction `d` that have a neighbour in `mask`.
template <bool corners>
constexpr uint64_t Reach(uint64_t mask, Direction d) {
  using block::kX0, block::kX7, block::kY0;
  const auto along_x = [](uint64_t row) {
    return corners ? (row | row << 1 | row >> 1) & kY0 : row;
  };
  const auto along_y = [](uint64_t column) {
    return corners ? column | column << 8 | column >> 8 : column;
  };
  switch (d) {
    case Direction::kSw:
      return along_y((mask & kX0) << 7);
    case Direction::kNe:
      return along_y((mask & kX7) >> 7);
    case Direction::kSe:
      return along_x(mask & kY0) << 56;
    case Direction::kNw:
      return along_x(mask >> 56);
    case Direction::kS:
      return corners ? (mask & 1) << 63 : 0;
    case Direction::kN:
      return corners ? mask >> 63 : 0;
    case Direction::kE:
      return corners ? (mask >> 7 & 1) << 56 : 0;
    case Direction::kW:
      return corners ? (mask >> 56 & 1) << 7 : 0;
  }
  return 0;
}

// The cells of `mask` that are connected, within it, to those of `seed`.
template <bool corners>
constexpr uint64_t Flood(uint64_t seed, uint64_t mask) {
  for (;;) {
    const uint64_t wide = block::SpreadX(seed), from = corners ? wide : seed;
    const uint64_t more = (wide | from << 8 | from >> 8) & mask;
    if (more == seed) return seed;
    seed = more;
  }
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_BLOCK_MASK_H_
