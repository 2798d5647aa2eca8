// File: coverage_cells.h
//
// The cells of a coverage: the largest that fit, or all of one order.

#ifndef COINCIDE_COVERAGE_COVERAGE_CELLS_H_
#define COINCIDE_COVERAGE_COVERAGE_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cell/cell.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/maximal_cells.h"

namespace coincide {

// How many cells a function may return unless the caller says otherwise: 1 GB.
inline constexpr uint64_t kDefaultCellBudget = uint64_t{1} << 27;

// The fewest cells that make up the coverage, along the curve, and how many
// they are. None is finer than coverage.order().
std::vector<Cell> MaximalCells(const Coverage& coverage);
size_t CountMaximalCells(const Coverage& coverage);

// The coverage as cells of one order, along the curve.
//
// Errors (InvalidArgument): order outside 0..29, or coarser than some cell of the
// coverage needs (see Coverage::AtOrder); more cells than `budget`, which is
// found out before any memory is used.
absl::StatusOr<std::vector<Cell>> CellsAtOrder(const Coverage& coverage, int order,
                                               uint64_t budget = kDefaultCellBudget);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COVERAGE_CELLS_H_
