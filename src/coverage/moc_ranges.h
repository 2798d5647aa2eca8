// Ranges of either dimension of a MOC and the cells they are made of.

#ifndef COINCIDE_COVERAGE_MOC_RANGES_H_
#define COINCIDE_COVERAGE_MOC_RANGES_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/time_scale.h"

namespace coincide::internal {

// A dimension: cells of order k are runs of 2^leaf_bits(k) leaves (space) or
// microseconds (time); both are called leaves here.
struct MocAxis {
  const char* name;
  char letter;
  int max_order;
  int order_bits;  // bits that one order adds
  uint64_t base_cells;

  constexpr int leaf_bits(int order) const { return order_bits * (max_order - order); }
  constexpr uint64_t cells(int order) const { return base_cells << (order_bits * order); }
  constexpr uint64_t leaves() const { return cells(max_order); }
};

template <class Range>
inline constexpr MocAxis kAxis{};
template <>
inline constexpr MocAxis kAxis<LeafRange>{"space", 's', kMaxSpaceOrder, 2, 12};
template <>
inline constexpr MocAxis kAxis<TcbRange>{"time", 't', kMaxTimeOrder, 1, 2};

// The cells first .. last of one order, and where in the source they stand.
struct CellRun {
  int order;
  uint64_t first;
  uint64_t last;
  uint64_t where = 0;
};

// Sorts and merges in place; empty ranges are dropped.
template <class Range>
void MakeCanonical(std::vector<Range>* ranges) {
  std::erase_if(*ranges, [](const Range& range) { return range.empty(); });
  if (!std::is_sorted(ranges->begin(), ranges->end())) std::sort(ranges->begin(), ranges->end());
  size_t size = 0;
  for (const Range& range : *ranges) {
    if (size > 0 && range.begin <= (*ranges)[size - 1].end) {
      (*ranges)[size - 1].end = std::max((*ranges)[size - 1].end, range.end);
    } else {
      (*ranges)[size++] = range;
    }
  }
  ranges->resize(size);
}

// Index of the first range that is empty, beyond the last leaf, or does not
// begin after the end of the one before; `ranges.size()` if there is none.
template <class Range>
size_t FirstBadRange(std::span<const Range> ranges) {
  for (size_t i = 0; i < ranges.size(); ++i) {
    if (!ranges[i].valid() || (i > 0 && ranges[i].begin <= ranges[i - 1].end)) return i;
  }
  return ranges.size();
}

// The least order at which the ranges are made of whole cells.
template <class Range>
int LeastOrder(std::span<const Range> ranges) {
  constexpr MocAxis kOf = kAxis<Range>;
  uint64_t bits = 0;
  for (const Range& range : ranges) bits |= range.begin | range.end;
  const int zeros = bits == 0 ? kOf.leaf_bits(0) : std::countr_zero(bits);
  return std::max(0, kOf.max_order - zeros / kOf.order_bits);
}

template <class Range>
Range RangeOf(const CellRun& run) {
  const int bits = kAxis<Range>.leaf_bits(run.order);
  return {run.first << bits, (run.last + 1) << bits};
}

// The fewest cells that make up canonical ranges, as longest runs of one order,
// by order, then index: the well-formed list of the standard.
template <class Range>
std::vector<CellRun> WellFormedCells(std::span<const Range> ranges) {
  constexpr MocAxis kOf = kAxis<Range>;
  std::array<std::vector<CellRun>, kMaxTimeOrder + 1> by_order;
  for (Range range : ranges) {
    while (range.begin < range.end) {
      const int aligned = range.begin == 0 ? 63 : std::countr_zero(range.begin);
      const int fits = static_cast<int>(std::bit_width(range.end - range.begin)) - 1;
      const int steps = std::min({aligned, fits, kOf.leaf_bits(0)}) / kOf.order_bits;
      const int bits = steps * kOf.order_bits;
      const int order = kOf.max_order - steps;
      const uint64_t cell = range.begin >> bits;
      auto& runs = by_order[static_cast<size_t>(order)];
      if (!runs.empty() && runs.back().last + 1 == cell) {
        runs.back().last = cell;
      } else {
        runs.push_back({order, cell, cell});
      }
      range.begin += uint64_t{1} << bits;
    }
  }
  std::vector<CellRun> cells;
  for (const auto& runs : by_order) cells.insert(cells.end(), runs.begin(), runs.end());
  return cells;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_MOC_RANGES_H_
