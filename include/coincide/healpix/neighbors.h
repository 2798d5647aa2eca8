// File: neighbors.h
//
// The cells of the same order that touch a cell.
//
//   for (const Cell near : Neighbors(cell)) {
//     if (!near.is_null()) ...
//   }
//
// Whole numbers only, so all ellipsoids have the same answers. Farther cells:
// disk.h.

#ifndef COINCIDE_HEALPIX_NEIGHBORS_H_
#define COINCIDE_HEALPIX_NEIGHBORS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/cell.h"

namespace coincide {

// Where a neighbour lies, and its place in all arrays of neighbours: healpy's
// order. In a base cell, NE is x + 1 and NW is y + 1.
enum class Direction { kSw, kW, kNw, kN, kNe, kE, kSe, kS };
inline constexpr int kDirections = 8;

// The cells that touch `cell`, of its order and kind (points have points).
//
// Three base cells meet where eight of the corners of base cells are, and there a
// cell has no neighbour in one direction, which is null: each of the 24 cells at
// these corners has 7; base cells have 6. No cell is listed twice.
//
// REQUIRES: !cell.is_null(). COST: as Neighbors of a batch, and copying 64 bytes.
std::array<Cell, kDirections> Neighbors(Cell cell);

// Neighbours of many.
//
//   words    [n] in    cells or points, in any mixture
//   out      [8 n] out  out[8 i + direction]; null where there is none
//   threads            0: COINCIDE_THREADS if set, else every core; small batches
//                      stay on the caller's thread
//   returns            the lowest index of a word that is null or invalid, which
//                      has 8 nulls; n if there is none
//
// REQUIRES: out.size() == 8 * words.size(), no overlap.
// COST: 6 ns a cell up to order 27, 12 ns above (one thread, 2.6 GHz Zen 4):
// bench/healpix/neighbors_bench.cc. Cells at a side of their base cell cost 70 ns,
// one in 2^(order - 2).
size_t Neighbors(std::span<const uint64_t> words, std::span<uint64_t> out, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_NEIGHBORS_H_
