// File: cell_batch.h
//
// Cell's own operations over arrays of words. In all functions here
//
//   words    [n] in   cells or points, in any mixture
//   out      [n] out  one answer a word, unless the function says otherwise
//   threads           as many as the call may use; 0: COINCIDE_THREADS, else all
//   returns           the lowest index whose answer does not exist, n if all do
//
// A word that is null or invalid (Cell::IsValidWord) never has an answer; its
// place in `out` holds 0 and the rest of the batch is done all the same.
//
// REQUIRES: equal sizes as stated; `out` is the input's own storage, element on
// element, or does not overlap it. Does not allocate or lock below 64k words;
// the answer does not depend on the number of threads.

#ifndef COINCIDE_CELL_CELL_BATCH_H_
#define COINCIDE_CELL_CELL_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"

namespace coincide {

// 1 where the word is a cell or a point, else 0. Fails nowhere.
void AreValid(std::span<const uint64_t> words, std::span<uint8_t> out, int threads = 0);

// The lowest index of a word that is null or invalid, n if there is none.
size_t FirstInvalid(std::span<const uint64_t> words, int threads = 0);

// 0 .. 29; 29 for points.
size_t OrdersOf(std::span<const uint64_t> words, std::span<uint8_t> out, int threads = 0);

// 1 where the word is a point, 0 where it is an area cell.
size_t ArePoints(std::span<const uint64_t> words, std::span<uint8_t> out, int threads = 0);

// 0 .. 11.
size_t BaseCellsOf(std::span<const uint64_t> words, std::span<uint8_t> out, int threads = 0);

// Ranges {0, 0} where there is no answer.
size_t LeavesOf(std::span<const uint64_t> words, std::span<LeafRange> out, int threads = 0);

// The area cell of `order` around each. There is none where the word's own order
// is smaller, or where `order` is not 0 .. 29.
size_t ParentsOf(std::span<const uint64_t> words, int order, std::span<uint64_t> out,
                 int threads = 0);

// The 4^levels cells `levels` orders below each, in Z-order: out[4^levels i + j].
// There are none where the word's order + levels is above 29; levels = 0 gives
// the word itself, of a point the order-29 cell around it.
// REQUIRES: 0 <= levels <= 29, out.size() == words.size() << (2 * levels).
size_t ChildrenOf(std::span<const uint64_t> words, int levels, std::span<uint64_t> out,
                  int threads = 0);

// Whether word i of `a` contains (shares a leaf with) word i of `b`: 1 or 0.
// REQUIRES: a and b have out.size() words, or one, which then meets all of the
// other side.
size_t AreContained(std::span<const uint64_t> a, std::span<const uint64_t> b,
                    std::span<uint8_t> out, int threads = 0);
size_t AreIntersecting(std::span<const uint64_t> a, std::span<const uint64_t> b,
                       std::span<uint8_t> out, int threads = 0);

// The deepest cell that contains every word: null if there is none (they lie in
// several base cells) or n is 0; a word itself if all are equal.
size_t CommonAncestorOf(std::span<const uint64_t> words, Cell* ancestor);

// The next (previous) cell of the same order and kind on the Z-curve; null after
// the last (before the first), which is an answer.
size_t NextOf(std::span<const uint64_t> words, std::span<uint64_t> out, int threads = 0);
size_t PreviousOf(std::span<const uint64_t> words, std::span<uint64_t> out, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_CELL_CELL_BATCH_H_
