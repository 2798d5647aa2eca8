// File: interleave.h
//
// Z-order (Morton) bits of a cell's place inside its base cell, in portable
// constexpr form. The NESTED index of a cell of order k is
// base * 4^k + Interleave(x, y), x toward the north-east, y toward the
// north-west, both 0 .. 2^k - 1 (Gorski et al. 2005, ApJ 622, 759, section 5.3).
// The batch loops have vector forms of their own: src/healpix/kernels.

#ifndef COINCIDE_CELL_INTERLEAVE_H_
#define COINCIDE_CELL_INTERLEAVE_H_

#include <cstdint>

namespace coincide {

// The even bits of a Z-order index: those of x. Masks of the odd bits are
// kEvenBits << 1: those of y.
inline constexpr uint64_t kEvenBits = 0x5555555555555555;

// Moves bit i of `v` to bit 2 i. Inverse of CompressBits.
constexpr uint64_t SpreadBits(uint32_t v) {
  uint64_t x = v;
  x = (x | (x << 16)) & 0x0000FFFF0000FFFF;
  x = (x | (x << 8)) & 0x00FF00FF00FF00FF;
  x = (x | (x << 4)) & 0x0F0F0F0F0F0F0F0F;
  x = (x | (x << 2)) & 0x3333333333333333;
  return (x | (x << 1)) & kEvenBits;
}

// Moves bit 2 i of `v` to bit i and drops the odd bits.
constexpr uint32_t CompressBits(uint64_t v) {
  v &= kEvenBits;
  v = (v | (v >> 1)) & 0x3333333333333333;
  v = (v | (v >> 2)) & 0x0F0F0F0F0F0F0F0F;
  v = (v | (v >> 4)) & 0x00FF00FF00FF00FF;
  v = (v | (v >> 8)) & 0x0000FFFF0000FFFF;
  return static_cast<uint32_t>(v | (v >> 16));
}

// Bit i of `x` at bit 2 i, bit i of `y` at bit 2 i + 1.
constexpr uint64_t Interleave(uint32_t x, uint32_t y) {
  return SpreadBits(x) | (SpreadBits(y) << 1);
}

}  // namespace coincide

#endif  // COINCIDE_CELL_INTERLEAVE_H_
