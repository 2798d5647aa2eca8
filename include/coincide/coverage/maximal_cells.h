// File: maximal_cells.h
//
// The fewest cells that make up a range: each the largest that fits.

#ifndef COINCIDE_COVERAGE_MAXIMAL_CELLS_H_
#define COINCIDE_COVERAGE_MAXIMAL_CELLS_H_

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"

namespace coincide {

// The order of the largest cell that begins at range.begin and ends at or
// before range.end. REQUIRES: range.valid().
constexpr int OrderOfFirstCell(LeafRange range) {
  assert(range.valid());
  const int aligned = range.begin == 0 ? 58 : std::countr_zero(range.begin);
  const int fits = static_cast<int>(std::bit_width(range.size())) - 1;
  const int bits = aligned < fits ? aligned : fits;
  return Cell::kMaxOrder - (bits < 58 ? bits : 58) / 2;
}

// Calls visit(order, leaves) for each of the cells, along the curve; `leaves`
// is the cell's range. At most 6 (order + 1) cells for a range of cells of
// `order`, 11 more if it spans base cells. REQUIRES: range.valid().
template <class Visit>
constexpr void ForEachMaximalCell(LeafRange range, Visit&& visit) {
  while (range.begin < range.end) {
    const int order = OrderOfFirstCell(range);
    const uint64_t end = range.begin + (uint64_t{1} << (2 * (Cell::kMaxOrder - order)));
    visit(order, LeafRange{range.begin, end});
    range.begin = end;
  }
}

// How many cells that makes for all of `ranges`.
constexpr size_t CountMaximalCells(std::span<const LeafRange> ranges) {
  size_t count = 0;
  for (const LeafRange range : ranges) {
    ForEachMaximalCell(range, [&](int, LeafRange) { ++count; });
  }
  return count;
}

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MAXIMAL_CELLS_H_
