// File: contains_cells.h
//
// Many cells against one list of ranges, with word of the first that is no cell:
//
//   size_t first_bad = 0;
//   const size_t held = ContainsCells(coverage.ranges(), words, inside, &first_bad);
//
// Coverage::ContainsCells is the same for callers that need not know.

#ifndef COINCIDE_COVERAGE_CONTAINS_CELLS_H_
#define COINCIDE_COVERAGE_CONTAINS_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/leaf_range.h"

namespace coincide {

// How many of the cells lie wholly in the ranges.
//
//   words       [n] in   in any order
//   inside      [n] out  1 where all of the cell lies in them, else 0; 0 too where a
//                        word is null or invalid
//   *first_bad  the lowest index of such a word, n if there is none
//
// REQUIRES: IsCanonical(ranges); inside.size() == n.
// COST: one look-up a word (leaf_lookup.h); no pass of its own for the check.
size_t ContainsCells(std::span<const LeafRange> ranges, std::span<const uint64_t> words,
                     std::span<uint8_t> inside, size_t* first_bad);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_CONTAINS_CELLS_H_
