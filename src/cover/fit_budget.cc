#include "src/cover/fit_budget.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

absl::Status MinOrderTakesTooMany(const CellBudget& budget) {
  return InvalidArgument("min_order is " + std::to_string(budget.min_order) +
                         ": the geometry meets more cells of that order than max_cells, " +
                         std::to_string(budget.max_cells));
}

}  // namespace

absl::Status CheckBudget(const CellBudget& budget) {
  COINCIDE_RETURN_IF_ERROR(CheckOrder(budget.min_order));
  COINCIDE_RETURN_IF_ERROR(CheckOrder(budget.max_order));
  if (budget.min_order > budget.max_order) {
    return InvalidArgument("min_order is " + std::to_string(budget.min_order) +
                           ", above max_order, " + std::to_string(budget.max_order));
  }
  if (budget.max_cells < 1 || budget.max_cells > kMostCells) {
    return InvalidArgument("max_cells is " + std::to_string(budget.max_cells) + ", allowed 1 to " +
                           std::to_string(kMostCells));
  }
  return absl::OkStatus();
}

double BoundaryCellsFor(const CellBudget& budget) {
  return std::clamp(8 * static_cast<double>(budget.max_cells), 256.0, kMostEdgeCells);
}

Extent ExtentOf(const Geometry& geometry) {
  Extent extent;
  EachRun(geometry,
          [&](LineView line, bool closed) { extent.length += RoughLength(line, closed); });
  for (const Geometry::Part& part : geometry.parts()) {
    if (part.kind != PartKind::kPoints) continue;
    extent.points += static_cast<double>(geometry.Rings(part).ring(0).size());
  }
  return extent;
}

int OrderForCells(const Extent& extent, double cells) {
  for (int order = Cell::kMaxOrder; order > 0; --order) {
    if (extent.points + 4 + EdgeCells(extent.length, order) <= cells) return order;
  }
  return 0;
}

absl::StatusOr<Coverage> FitBudget(const CellBudget& budget, CoverKind kind, int order,
                                   const CoverAtOrder& cover, const OrderIsAllowed& allowed) {
  const bool outer = kind == CoverKind::kOuter;
  const double enough = BoundaryCellsFor(budget);
  absl::StatusOr<OuterInner> made = cover(order);
  bool finest = false;
  while (true) {
    COINCIDE_RETURN_IF_ERROR(made.status());
    const OuterInner& covers = *made;
    if (outer && order < budget.min_order) {
      // Each of these cells holds one of the next order; a few may be there for their
      // closure alone.
      if (covers.outer.order_cell_count() > 2 * budget.max_cells + 64) {
        return MinOrderTakesTooMany(budget);
      }
      made = cover(++order);
      continue;
    }
    const double boundary =
        static_cast<double>(covers.outer.order_cell_count() - covers.inner.order_cell_count());
    // A winding boundary has fewer cells than its length says: look again, finer.
    if (!finest && order < budget.max_order && boundary > 0 && boundary * 4 < enough) {
      const int finer = std::max(1, static_cast<int>(std::log2(enough / boundary)) / 2);
      const int next = std::min(order + finer, budget.max_order);
      // What cannot be made finer does as it is.
      finest = true;
      if (!allowed(next)) continue;
      absl::StatusOr<OuterInner> better = cover(next);
      if (!better.ok()) continue;
      finest = false;
      order = next;
      made = std::move(better);
      continue;
    }
    if (order > budget.min_order && boundary > 4 * enough) {
      made = cover(--order);
      continue;
    }
    if (!outer) return CoarsenInner(covers.inner, budget);
    if (budget.min_order > 0 &&
        covers.outer.AtOrder(budget.min_order).order_cell_count() > budget.max_cells) {
      return MinOrderTakesTooMany(budget);
    }
    return CoarsenOuter(covers.outer, budget);
  }
}

}  // namespace coincide::internal
