// File: disk.h
//
// Cells within so many steps of a cell, a step going from a cell to one of its
// neighbours (neighbors.h).
//
//   std::vector<uint64_t> words;
//   AppendDisk(cell, 2, &words);   // 25, away from the corners of base cells
//
// Any number of steps: a disk may leave its base cell, go over a pole, meet itself
// on the other side, or be everything.

#ifndef COINCIDE_HEALPIX_DISK_H_
#define COINCIDE_HEALPIX_DISK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"

namespace coincide {

// The most cells that a disk of `steps` steps can have: (2 steps + 1)^2, or all of
// the order if that is fewer. REQUIRES: 0 <= order <= 29.
uint64_t DiskSizeLimit(int order, uint64_t steps);

// Appends the cells that `steps` steps or fewer reach: `cell` itself and, for each
// further step, the neighbours of what there is. Of the order and kind of `cell`
// (points have points), ascending by leaf, none twice.
//
// REQUIRES: !cell.is_null(); there is memory for DiskSizeLimit words.
// COST: 2 to 3 ns a cell of the answer (bench/healpix/neighbors_bench.cc), 1 us more where
// the disk leaves its base cell.
void AppendDisk(Cell cell, uint64_t steps, std::vector<uint64_t>* words);

// The cells that `steps` steps reach and no fewer do. steps = 0 is `cell` itself.
void AppendRing(Cell cell, uint64_t steps, std::vector<uint64_t>* words);

// Appends the cells of `order` that touch the closed `cell` and share no leaf with
// it, ascending. Of a finer order these are the border around it; of its own order
// its neighbours; of a coarser one, those that hold a neighbour of `cell` but not
// `cell`. Area cells, also of points.
// REQUIRES: !cell.is_null(), 0 <= order <= 29.
void AppendTouching(Cell cell, int order, std::vector<uint64_t>* words);

// Disks (rings) of many, each as above: that of word i is
// (*words)[(*offsets)[i] .. (*offsets)[i + 1]).
//
//   centers   [n] in   cells or points, in any mixture
//   offsets            becomes n + 1 numbers, the first of them 0
//   words              becomes all lists, one after the other
//   threads            0: COINCIDE_THREADS if set, else every core
//   returns            the lowest index of a center that is null or invalid, whose
//                      list is empty; n if there is none
//
// REQUIRES: there is memory for n times DiskSizeLimit words.
// The answer does not depend on the number of threads.
size_t Disks(std::span<const uint64_t> centers, uint64_t steps, std::vector<int64_t>* offsets,
             std::vector<uint64_t>* words, int threads = 0);
size_t Rings(std::span<const uint64_t> centers, uint64_t steps, std::vector<int64_t>* offsets,
             std::vector<uint64_t>* words, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_DISK_H_
