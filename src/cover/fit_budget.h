// Covers of few cells from covers of one order.

#ifndef COINCIDE_COVER_FIT_BUDGET_H_
#define COINCIDE_COVER_FIT_BUDGET_H_

#include <functional>

#include "absl/status/statusor.h"
#include "coincide/cover/budget.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"

namespace coincide::internal {

// More than any answer can be chosen from.
inline constexpr size_t kMostCells = size_t{1} << 24;

// Errors: an order outside 0..29, min_order above max_order, max_cells outside
// 1..kMostCells.
absl::Status CheckBudget(const CellBudget& budget);

// A cover from which cells are chosen has about so many on the boundary: a coarser
// one holds too much that is not in the geometry, where cells are fewest.
double BoundaryCellsFor(const CellBudget& budget);

// Calls visit(line, closed) on every line and ring.
template <typename Visit>
void EachRun(const Geometry& geometry, const Visit& visit) {
  for (const Geometry::Part& part : geometry.parts()) {
    if (part.kind == PartKind::kPoints) continue;
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      visit(geometry.Run(run), part.kind == PartKind::kPolygon);
    }
  }
}

// Rough length of all lines and rings in radians, and the number of points.
struct Extent {
  double length = 0;
  double points = 0;
};
Extent ExtentOf(const Geometry& geometry);

// The finest order at which the boundary has at most about `cells` cells.
int OrderForCells(const Extent& extent, double cells);

// The geometry at one order, as CoverGeometry.
using CoverAtOrder = std::function<absl::StatusOr<OuterInner>(int order)>;
// Whether its cover of that order is small enough to be made.
using OrderIsAllowed = std::function<bool(int order)>;

// The coverage within the budget (CoarsenOuter, CoarsenInner) of a cover that is fine
// enough, which is sought from `order` on.
//
// Errors: those of `cover`; an outer cover whose min_order alone takes more than
// max_cells cells, found before a cover of that order is made where it is large.
// REQUIRES: a budget that CheckBudget takes; `order` is not above max_order.
absl::StatusOr<Coverage> FitBudget(const CellBudget& budget, CoverKind kind, int order,
                                   const CoverAtOrder& cover, const OrderIsAllowed& allowed);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_FIT_BUDGET_H_
