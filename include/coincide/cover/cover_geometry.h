// File: cover_geometry.h
//
// Coverages of geometries of any kind, at one order or within a number of cells.

#ifndef COINCIDE_COVER_COVER_GEOMETRY_H_
#define COINCIDE_COVER_COVER_GEOMETRY_H_

#include <cstddef>
#include <functional>
#include <optional>

#include "absl/status/statusor.h"
#include "coincide/cover/budget.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "coincide/coverage/coverage_column.h"

namespace coincide {

// The outer and inner coverage of a geometry: the unions over its parts. Points
// and lines have no interior. An empty geometry has two empty coverages.
//
// Errors: as CoverPolygon, CoverLine and CoverPoints; rings and lines are
// numbered through the geometry. An order at which the edges run through more than
// 2^26 cells is one, found from their length before any memory is used.
absl::StatusOr<OuterInner> CoverGeometry(const Geometry& geometry, int order,
                                         const CoverOptions& options = {});

// A coverage of at most budget.max_cells cells (see CoarsenOuter, CoarsenInner; cells
// of order 0 are never joined), made from a cover about eight times as fine.
//
// Errors: also max_cells above 2^24; an outer cover whose min_order, if above 0, alone
// takes more than max_cells cells.
absl::StatusOr<Coverage> CoverWithin(const Geometry& geometry, const CellBudget& budget,
                                     CoverKind kind = CoverKind::kOuter,
                                     const CoverOptions& options = {});

// The order from which on cells are no wider than `tolerance_m` across a side.
// REQUIRES: tolerance_m > 0.
int OrderForTolerance(double tolerance_m, const Ellipsoid& ellipsoid);

// What a column of covers is made with: one order for all rows, or a budget of
// cells for each.
struct ColumnOptions {
  std::optional<int> order;
  CellBudget budget;
  CoverKind kind = CoverKind::kOuter;
  CoverOptions cover;
  int threads = 0;
};

// Puts row `row` into a cleared geometry; false: the row is null. Called from
// several threads at once, for different rows.
using GeometrySource = std::function<absl::StatusOr<bool>(size_t row, Geometry* geometry)>;

// The coverages of `rows` geometries, in parallel; null rows stay null.
//
// Errors: of the first row at fault, with its number, whatever the threads.
// The result does not depend on the number of threads.
absl::StatusOr<CoverageColumn> CoverColumn(size_t rows, const GeometrySource& source,
                                           const ColumnOptions& options);

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_GEOMETRY_H_
