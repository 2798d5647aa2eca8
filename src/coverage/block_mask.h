// Sets of the 64 cells of a block of 8 x 8, as masks: bit i is the cell with
// Z-order index i in the block, x in bits 0, 2, 4 of i and y in bits 1, 3, 5.

#ifndef COINCIDE_COVERAGE_BLOCK_MASK_H_
#define COINCIDE_COVERAGE_BLOCK_MASK_H_

#include <array>
#include <cstdint>

#include "coincide/cell/interleave.h"
#include "coincide/healpix/neighbors.h"

namespace coincide::internal {

inline constexpr uint64_t kAllCells = UINT64_MAX;

namespace block {

// The cells whose x (y) is one of those set in the low 8 bits of `values`.
constexpr uint64_t WithX(unsigned values) {
  uint64_t mask = 0;
  for (uint32_t i = 0; i < 64; ++i) {
    if ((values >> CompressBits(i)) & 1) mask |= uint64_t{1} << i;
  }
  return mask;
}
constexpr uint64_t WithY(unsigned values) {
  uint64_t mask = 0;
  for (uint32_t i = 0; i < 64; ++i) {
    if ((values >> CompressBits(i >> 1)) & 1) mask |= uint64_t{1} << i;
  }
  return mask;
}

// One step in x adds to the index 1 where x is even, 3 where it is 1 or 5, 11
// where it is 3; from 7 to 0 of the next block it takes 21 off. In y twice that.
inline constexpr uint64_t kX0 = WithX(1), kX7 = WithX(128), kY0 = WithY(1), kY7 = WithY(128);
inline constexpr uint64_t kXEven = WithX(0b01010101), kX15 = WithX(0b00100010), kX3 = WithX(8);
inline constexpr uint64_t kYEven = WithY(0b01010101), kY15 = WithY(0b00100010), kY3 = WithY(8);

// Each cell's neighbour in x or y, up or down, where it is in the same block.
constexpr uint64_t UpX(uint64_t m) { return (m & kXEven) << 1 | (m & kX15) << 3 | (m & kX3) << 11; }
constexpr uint64_t DownX(uint64_t m) {
  return (m >> 1 & kXEven) | (m >> 3 & kX15) | (m >> 11 & kX3);
}
constexpr uint64_t UpY(uint64_t m) { return (m & kYEven) << 2 | (m & kY15) << 6 | (m & kY3) << 22; }
constexpr uint64_t DownY(uint64_t m) {
  return (m >> 2 & kYEven) | (m >> 6 & kY15) | (m >> 22 & kY3);
}

// Cells of a block and their neighbours in x, given the blocks below and above.
constexpr uint64_t SpreadX(uint64_t m, uint64_t below, uint64_t above) {
  return m | UpX(m) | DownX(m) | (below & kX7) >> 21 | (above & kX0) << 21;
}
constexpr uint64_t SpreadY(uint64_t m, uint64_t below, uint64_t above) {
  return m | UpY(m) | DownY(m) | (below & kY7) >> 42 | (above & kY0) << 42;
}

}  // namespace block

// Masks of the 8 blocks around one, by Direction.
using MasksAround = std::array<uint64_t, kDirections>;

constexpr uint64_t At(const MasksAround& around, Direction d) {
  return around[static_cast<size_t>(d)];
}

// The cells of a block that are in `mask` or have a neighbour in it, or in the
// blocks around.
constexpr uint64_t Dilate(uint64_t mask, const MasksAround& around, bool corners) {
  using block::SpreadX;
  using block::SpreadY;
  const uint64_t along_x = SpreadX(mask, At(around, Direction::kSw), At(around, Direction::kNe));
  const uint64_t south = At(around, Direction::kSe), north = At(around, Direction::kNw);
  if (!corners) return along_x | SpreadY(mask, south, north);
  return SpreadY(along_x, SpreadX(south, At(around, Direction::kS), At(around, Direction::kE)),
                 SpreadX(north, At(around, Direction::kW), At(around, Direction::kN)));
}

// The cells of the 8 blocks around that have a neighbour in `mask`.
constexpr MasksAround Spill(uint64_t mask, bool corners) {
  using namespace block;
  const uint64_t along_x = corners ? SpreadX(mask, 0, 0) : mask;
  const uint64_t along_y = corners ? SpreadY(mask, 0, 0) : mask;
  MasksAround out = {};
  const auto put = [&](Direction d, uint64_t m) { out[static_cast<size_t>(d)] = m; };
  put(Direction::kSw, (along_y & kX0) << 21);
  put(Direction::kNe, (along_y & kX7) >> 21);
  put(Direction::kSe, (along_x & kY0) << 42);
  put(Direction::kNw, (along_x & kY7) >> 42);
  if (corners) {
    put(Direction::kS, (mask & kX0 & kY0) << 63);
    put(Direction::kN, (mask & kX7 & kY7) >> 63);
    put(Direction::kE, (mask & kX7 & kY0) >> 21 << 42);
    put(Direction::kW, (mask & kX0 & kY7) << 21 >> 42);
  }
  return out;
}

// The cells along the side, or at the corner, of a block.
constexpr uint64_t EdgeMask(Direction d) {
  using namespace block;
  switch (d) {
    case Direction::kSw:
      return kX0;
    case Direction::kW:
      return kX0 & kY7;
    case Direction::kNw:
      return kY7;
    case Direction::kN:
      return kX7 & kY7;
    case Direction::kNe:
      return kX7;
    case Direction::kE:
      return kX7 & kY0;
    case Direction::kSe:
      return kY0;
    case Direction::kS:
      return kX0 & kY0;
  }
  return 0;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_BLOCK_MASK_H_
