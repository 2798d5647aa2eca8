#include "coincide/cover/cover_geometry.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cover/cover_points.h"
#include "coincide/cover/cover_polygon.h"
#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/cover/fit_budget.h"
#include "src/cover/planar_edges.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

absl::Status CheckGeometry(const Geometry& geometry, Edges edges) {
  for (const Geometry::Part& part : geometry.parts()) {
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      const LineView line = geometry.Run(run);
      const bool ring = part.kind == PartKind::kPolygon;
      if (part.kind == PartKind::kPoints) {
        for (size_t i = 0; i < line.size(); ++i) {
          COINCIDE_RETURN_IF_ERROR(internal::CheckPlace(line.lon[i], line.lat[i], "point", i));
        }
        continue;
      }
      const std::string what = (ring ? "ring " : "line ") + std::to_string(run);
      if (line.size() == 0 && ring) return internal::InvalidArgument(what + " has no vertices");
      COINCIDE_RETURN_IF_ERROR(internal::CheckLine(line, ring, edges, what));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<OuterInner> CoverChecked(const Geometry& geometry, int order,
                                        const CoverOptions& options,
                                        const internal::TraceOptions& trace = {}) {
  if (options.edges == Edges::kPlanar) {
    const internal::ArcPlan plan(order, options);
    COINCIDE_ASSIGN_OR_RETURN(const Geometry arcs, internal::ArcsOf(geometry, options, plan.stray));
    return CoverChecked(arcs, order, plan.options, plan.trace);
  }
  std::vector<Coverage> outer, inner;
  for (const Geometry::Part& part : geometry.parts()) {
    const RingsView runs = geometry.Rings(part);
    if (part.kind == PartKind::kPolygon) {
      if (runs.size() == 0) continue;
      OuterInner covers = internal::CoverRings(runs, order, options, trace);
      outer.push_back(std::move(covers.outer));
      inner.push_back(std::move(covers.inner));
    } else if (part.kind == PartKind::kLine) {
      outer.push_back(internal::CoverRuns(runs, order, options, trace));
    } else {
      const LineView points = runs.ring(0);
      COINCIDE_ASSIGN_OR_RETURN(Coverage cover,
                                CoverPoints(points.lon, points.lat, order, options.ellipsoid));
      outer.push_back(std::move(cover));
    }
  }
  const auto all = [&](const std::vector<Coverage>& covers) -> absl::StatusOr<Coverage> {
    if (covers.empty()) return Coverage::Empty(order, options.ellipsoid);
    if (covers.size() == 1) return covers[0];
    return UnionOf(covers);
  };
  OuterInner result;
  COINCIDE_ASSIGN_OR_RETURN(result.outer, all(outer));
  COINCIDE_ASSIGN_OR_RETURN(result.inner, all(inner));
  return result;
}

}  // namespace

absl::StatusOr<OuterInner> CoverGeometry(const Geometry& geometry, int order,
                                         const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(CheckGeometry(geometry, options.edges));
  COINCIDE_RETURN_IF_ERROR(internal::CheckEdgeCells(
      order, [&](const auto& visit) { internal::EachRun(geometry, visit); }));
  return CoverChecked(geometry, order, options);
}

absl::StatusOr<Coverage> CoverWithin(const Geometry& geometry, const CellBudget& budget,
                                     CoverKind kind, const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckBudget(budget));
  COINCIDE_RETURN_IF_ERROR(CheckGeometry(geometry, options.edges));
  const internal::Extent extent = internal::ExtentOf(geometry);
  const int order = std::min(internal::OrderForCells(extent, internal::BoundaryCellsFor(budget)),
                             budget.max_order);
  return internal::FitBudget(
      budget, kind, order, [&](int at) { return CoverChecked(geometry, at, options); },
      [&](int at) { return internal::EdgeCells(extent.length, at) <= internal::kMostEdgeCells; });
}

int OrderForTolerance(double tolerance_m, const Ellipsoid& ellipsoid) {
  // Side of a base cell as a square of its area.
  const double side = std::sqrt(ellipsoid.area_m2() / 12);
  for (int order = 0; order < Cell::kMaxOrder; ++order) {
    if (side / static_cast<double>(uint64_t{1} << order) <= tolerance_m) return order;
  }
  return Cell::kMaxOrder;
}

absl::StatusOr<CoverageColumn> CoverColumn(size_t rows, const GeometrySource& source,
                                           const ColumnOptions& options) {
  if (options.order) COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(*options.order));
  std::vector<std::optional<Coverage>> covers(rows);
  std::mutex mutex;
  size_t bad_row = rows;
  absl::Status error;
  internal::ParallelFor(rows, 16, options.threads, [&](size_t begin, size_t end) {
    Geometry geometry;
    for (size_t row = begin; row < end; ++row) {
      const absl::Status status = [&]() -> absl::Status {
        geometry.Clear();
        COINCIDE_ASSIGN_OR_RETURN(const bool present, source(row, &geometry));
        if (!present) return absl::OkStatus();
        if (!options.order) {
          COINCIDE_ASSIGN_OR_RETURN(
              covers[row], CoverWithin(geometry, options.budget, options.kind, options.cover));
          return absl::OkStatus();
        }
        COINCIDE_ASSIGN_OR_RETURN(OuterInner both,
                                  CoverGeometry(geometry, *options.order, options.cover));
        covers[row] = std::move(options.kind == CoverKind::kOuter ? both.outer : both.inner);
        return absl::OkStatus();
      }();
      if (status.ok()) continue;
      // The first bad row of a piece is enough; of all pieces the first counts.
      const std::lock_guard lock(mutex);
      if (row < bad_row) {
        bad_row = row;
        error = status;
      }
      return;
    }
  });
  if (bad_row < rows) {
    return internal::InvalidArgument("row " + std::to_string(bad_row) + ": " +
                                     std::string(internal::ToStd(error.message())));
  }
  int order = options.order.value_or(0);
  size_t count = 0, nulls = 0;
  for (const auto& cover : covers) {
    if (!cover) ++nulls;
    if (cover && !options.order) order = std::max(order, cover->order());
    if (cover) count += cover->ranges().size();
  }
  std::vector<int64_t> offsets = {0};
  offsets.reserve(rows + 1);
  std::vector<uint64_t> leaves;
  leaves.reserve(2 * count);
  std::vector<uint8_t> validity(nulls > 0 ? (rows + 7) / 8 : 0);
  for (size_t row = 0; row < rows; ++row) {
    if (covers[row]) {
      for (const LeafRange& range : covers[row]->ranges()) {
        leaves.push_back(range.begin);
        leaves.push_back(range.end);
      }
      if (nulls > 0) validity[row / 8] = static_cast<uint8_t>(validity[row / 8] | 1 << (row % 8));
      covers[row].reset();
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
  }
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves),
                                              std::move(validity), order, options.cover.ellipsoid);
}

}  // namespace coincide
