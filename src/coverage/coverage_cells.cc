#include "coincide/coverage/coverage_cells.h"

#include <string>

#include "src/internal/absl_text.h"

namespace coincide {

std::vector<Cell> MaximalCells(const Coverage& coverage) {
  std::vector<Cell> cells;
  cells.reserve(CountMaximalCells(coverage.ranges()));
  for (const LeafRange range : coverage.ranges()) {
    ForEachMaximalCell(range, [&](int order, LeafRange leaves) {
      cells.push_back(Cell::FromNested(order, leaves.begin >> (2 * (Cell::kMaxOrder - order))));
    });
  }
  return cells;
}

size_t CountMaximalCells(const Coverage& coverage) { return CountMaximalCells(coverage.ranges()); }

absl::StatusOr<std::vector<Cell>> CellsAtOrder(const Coverage& coverage, int order,
                                               uint64_t budget) {
  if (order < 0 || order > Cell::kMaxOrder) {
    return internal::InvalidArgument("order is " + std::to_string(order) + "; allowed are 0 to 29");
  }
  const int shift = 2 * (Cell::kMaxOrder - order);
  uint64_t boundaries = 0;
  for (const LeafRange range : coverage.ranges()) boundaries |= range.begin | range.end;
  if ((boundaries & ((uint64_t{1} << shift) - 1)) != 0) {
    return internal::InvalidArgument(
        "order " + std::to_string(order) + " is too coarse for the cells of a coverage of order " +
        std::to_string(coverage.order()) + ": take it at that order first, outer or inner");
  }
  const uint64_t count = coverage.leaf_count() >> shift;
  if (count > budget) {
    return internal::InvalidArgument("the coverage has " + std::to_string(count) +
                                     " cells of order " + std::to_string(order) +
                                     ", more than the budget of " + std::to_string(budget));
  }
  std::vector<Cell> cells;
  cells.reserve(count);
  for (const LeafRange range : coverage.ranges()) {
    for (uint64_t i = range.begin >> shift; i < range.end >> shift; ++i) {
      cells.push_back(Cell::FromNested(order, i));
    }
  }
  return cells;
}

}  // namespace coincide
