#include "coincide/cover/buffer.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cover/cover_cone.h"
#include "src/cover/check_shape.h"
#include "src/cover/curve_pieces.h"
#include "src/cover/fit_budget.h"
#include "src/cover/planar_edges.h"
#include "src/cover/reach.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

absl::Status CheckMetres(double metres) {
  if (std::isfinite(metres)) return absl::OkStatus();
  return internal::InvalidArgument("metres is " + internal::NumberText(metres) +
                                   ": a finite number is wanted");
}

// How far chords may be from the true curve: little beside a cell of `order`.
double DeviationAt(int order, const Ellipsoid& ellipsoid) {
  return std::max(1e-3 * internal::CellWidth(order, ellipsoid), 1e-6);
}

}  // namespace

absl::StatusOr<OuterInner> CoverBuffered(const Geometry& geometry, double metres, int order,
                                         const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(CheckMetres(metres));
  COINCIDE_ASSIGN_OR_RETURN(OuterInner covers, CoverGeometry(geometry, order, options));
  if (options.edges == Edges::kPlanar) {
    // Arcs as near as a cover of this order has them.
    const internal::ArcPlan plan(order, options);
    COINCIDE_ASSIGN_OR_RETURN(const Geometry arcs, internal::ArcsOf(geometry, options, plan.stray));
    return CoverBuffered(arcs, metres, order, plan.options);
  }
  if (metres == 0 || geometry.is_empty()) return covers;
  if (geometry.lon().size() == 1 && metres > 0) {
    return CoverCone({geometry.lon()[0], geometry.lat()[0]}, metres, order, options.ellipsoid);
  }
  // A cell on a ring may hold places inside that are farther than `metres` from it,
  // but only if it is large beside that: smaller cells tell.
  constexpr int kFiner = 2;
  const double width = internal::CellWidth(order, options.ellipsoid);
  if (metres < -0.5 * width && metres > -2.5 * width && order + kFiner <= Cell::kMaxOrder) {
    COINCIDE_ASSIGN_OR_RETURN(OuterInner finer,
                              CoverBuffered(geometry, metres, order + kFiner, options));
    return OuterInner{finer.outer.AtOrder(order, CoverKind::kOuter),
                      finer.inner.AtOrder(order, CoverKind::kInner)};
  }
  const double deviation_m = DeviationAt(order, options.ellipsoid);
  // The rest of the deviation is for the arcs of planar edges, which take 2.2 % of it.
  const internal::PieceTree tree(internal::PiecesOf(geometry, options, 0.97 * deviation_m));
  COINCIDE_ASSIGN_OR_RETURN(
      const OuterInner reach,
      internal::CoverWithinReach(tree, deviation_m, std::abs(metres), order, options.ellipsoid));
  if (metres > 0) return OuterInner{covers.outer | reach.outer, covers.inner | reach.inner};
  return OuterInner{covers.outer - reach.inner, covers.inner - reach.outer};
}

absl::StatusOr<Coverage> CoverBufferedWithin(const Geometry& geometry, double metres,
                                             const CellBudget& budget, CoverKind kind,
                                             const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(CheckMetres(metres));
  if (metres == 0 || geometry.is_empty()) return CoverWithin(geometry, budget, kind, options);
  COINCIDE_RETURN_IF_ERROR(internal::CheckBudget(budget));
  // A first order: that of disks of this radius round each point and line, all apart,
  // whose rims have 2 pi radius cells at most, and no finer than the bare geometry's.
  // Where they overlap the boundary has fewer cells, and FitBudget goes on from here.
  const double enough = internal::BoundaryCellsFor(budget);
  const double turn = std::min(std::abs(metres) / options.ellipsoid.authalic_radius(), 1.5);
  const internal::Extent extent = internal::ExtentOf(geometry);
  double disks = extent.points;
  internal::EachRun(geometry, [&](LineView, bool) { ++disks; });
  const int finest =
      std::min(budget.max_order, internal::OrderForCells({extent.length, 0}, enough));
  int order = 0;
  while (order < finest &&
         disks * 6.3 * std::sin(turn) * 2 * static_cast<double>(uint64_t{1} << order) <
             enough / 2) {
    ++order;
  }
  return internal::FitBudget(
      budget, kind, order, [&](int at) { return CoverBuffered(geometry, metres, at, options); },
      [&](int at) { return internal::EdgeCells(extent.length, at) <= internal::kMostEdgeCells; });
}

absl::StatusOr<Coverage> Buffer(const Coverage& coverage, double metres,
                                std::optional<int> order_or_own) {
  const int order = order_or_own.value_or(coverage.order());
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(CheckMetres(metres));
  const CoverKind kind = metres < 0 ? CoverKind::kInner : CoverKind::kOuter;
  const Coverage own = coverage.AtOrder(order, kind);
  if (metres == 0 || coverage.is_empty() || coverage.is_full()) return own;
  const Ellipsoid& ellipsoid = coverage.ellipsoid();
  const double deviation_m = DeviationAt(order, ellipsoid);
  const internal::PieceTree tree(
      internal::PiecesOf(internal::OutlineOf(coverage, deviation_m), Projection::Of(ellipsoid)));
  COINCIDE_ASSIGN_OR_RETURN(
      const OuterInner reach,
      internal::CoverWithinReach(tree, deviation_m, std::abs(metres), order, ellipsoid));
  return metres > 0 ? own | reach.outer : own - reach.outer;
}

}  // namespace coincide
