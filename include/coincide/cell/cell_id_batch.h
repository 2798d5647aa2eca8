// File: cell_id_batch.h
//
// Arrays of words to and from the other numberings; their meaning is in
// cell_ids.h. In all functions here
//
//   words    [n]      cells; on the way in also points, each as its order-29 cell
//   orders   [n]      0 .. 29
//   threads           as many as the call may use; 0: COINCIDE_THREADS, else all
//   returns           the lowest index without an answer, n if all have one
//
// Where there is no answer (a null or invalid word; numbers that are no cell) the
// outputs hold 0 and the rest of the batch is done all the same. Negative int64
// numbers seen as uint64 are never a cell, so they need no check of their own.
//
// REQUIRES: all spans have equal size; outputs are an input's own storage,
// element on element, or do not overlap it. The answer does not depend on the
// number of threads.

#ifndef COINCIDE_CELL_CELL_ID_BATCH_H_
#define COINCIDE_CELL_CELL_ID_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/leaf_range.h"

namespace coincide {

//----------------------------- From words -----------------------------------

size_t NestedOf(std::span<const uint64_t> words, std::span<uint8_t> orders,
                std::span<uint64_t> nested, int threads = 0);
size_t RingOf(std::span<const uint64_t> words, std::span<uint8_t> orders, std::span<uint64_t> ring,
              int threads = 0);
size_t NuniqOf(std::span<const uint64_t> words, std::span<uint64_t> nuniq, int threads = 0);
size_t ZuniqOf(std::span<const uint64_t> words, std::span<uint64_t> zuniq, int threads = 0);
size_t XyOf(std::span<const uint64_t> words, std::span<uint8_t> orders,
            std::span<uint8_t> base_cells, std::span<uint32_t> x, std::span<uint32_t> y,
            int threads = 0);

//------------------------------ To words ------------------------------------

// One order a cell, or one order for all of them.
size_t CellsFromNested(std::span<const uint8_t> orders, std::span<const uint64_t> nested,
                       std::span<uint64_t> words, int threads = 0);
size_t CellsFromNested(int order, std::span<const uint64_t> nested, std::span<uint64_t> words,
                       int threads = 0);
size_t CellsFromRing(std::span<const uint8_t> orders, std::span<const uint64_t> ring,
                     std::span<uint64_t> words, int threads = 0);
size_t CellsFromRing(int order, std::span<const uint64_t> ring, std::span<uint64_t> words,
                     int threads = 0);

// Point words of leaves.
size_t PointsFromLeaves(std::span<const uint64_t> leaves, std::span<uint64_t> words,
                        int threads = 0);

size_t CellsFromNuniq(std::span<const uint64_t> nuniq, std::span<uint64_t> words, int threads = 0);
size_t CellsFromZuniq(std::span<const uint64_t> zuniq, std::span<uint64_t> words, int threads = 0);
size_t CellsFromLeaves(std::span<const LeafRange> leaves, std::span<uint64_t> words,
                       int threads = 0);
size_t CellsFromXy(std::span<const uint8_t> orders, std::span<const uint8_t> base_cells,
                   std::span<const uint32_t> x, std::span<const uint32_t> y,
                   std::span<uint64_t> words, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_CELL_CELL_ID_BATCH_H_
