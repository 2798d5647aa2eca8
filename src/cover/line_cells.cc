#include "coincide/cover/line_cells.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "src/cover/check_shape.h"
#include "src/cover/edge_tracer.h"
#include "src/cover/planar_edges.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CellVisit;

// Distance of each vertex from the first.
std::vector<double> DistancesAlong(const LineView& line, const Ellipsoid& ellipsoid) {
  const size_t n = line.size();
  std::vector<double> along(n, 0);
  if (n < 2) return along;
  Geodesics::Of(ellipsoid).Distances(line.lon.first(n - 1), line.lat.first(n - 1),
                                     line.lon.subspan(1), line.lat.subspan(1),
                                     std::span(along).subspan(1), /*threads=*/1);
  for (size_t i = 1; i < n; ++i) along[i] += along[i - 1];
  return along;
}

// Joins the parts of one visit: of one cell, with no gap between them beyond
// rounding.
void JoinVisits(double tolerance_m, std::vector<CellVisit>* visits) {
  std::sort(visits->begin(), visits->end(), [](const CellVisit& a, const CellVisit& b) {
    return std::tie(a.cell, a.enter_m, a.exit_m) < std::tie(b.cell, b.enter_m, b.exit_m);
  });
  size_t size = 0;
  for (const CellVisit& visit : *visits) {
    if (size > 0) {
      CellVisit& last = (*visits)[size - 1];
      if (last.cell == visit.cell && visit.enter_m <= last.exit_m + tolerance_m) {
        last.exit_m = std::max(last.exit_m, visit.exit_m);
        continue;
      }
    }
    (*visits)[size++] = visit;
  }
  visits->resize(size);
  std::sort(visits->begin(), visits->end(), [](const CellVisit& a, const CellVisit& b) {
    return std::tie(a.enter_m, a.exit_m, a.cell) < std::tie(b.enter_m, b.exit_m, b.cell);
  });
}

// REQUIRES: a line of at least one vertex; edges are not kPlanar.
LineCells CellsAlongArcs(const LineView& line, int order, const CoverOptions& options,
                         const internal::TraceOptions& trace) {
  LineCells result;
  const std::vector<double> along = DistancesAlong(line, options.ellipsoid);
  internal::EdgeTracer tracer(order, options.edges, Projection::Of(options.ellipsoid), trace);
  std::vector<CellVisit> visits;
  tracer.AddVisits(line, along, &visits);
  const double cell_m = options.ellipsoid.authalic_radius() / static_cast<double>(1 << order);
  JoinVisits(1e-6 * cell_m, &visits);
  for (const CellVisit& visit : visits) {
    result.cells.push_back(Cell::FromNested(order, visit.cell));
    result.enter_m.push_back(visit.enter_m);
    result.exit_m.push_back(visit.exit_m);
  }
  return result;
}

}  // namespace

absl::StatusOr<LineCells> CellsAlong(const LineView& line, int order, const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(internal::CheckLine(line, false, options.edges, "line 0"));
  if (line.size() == 0) return LineCells();
  if (options.edges == Edges::kPlanar) {
    const internal::ArcPlan plan(order, options);
    const std::array<int64_t, 2> offsets = {0, static_cast<int64_t>(line.size())};
    COINCIDE_ASSIGN_OR_RETURN(
        const internal::ArcRuns arcs,
        internal::ArcsOf({line.lon, line.lat, offsets}, false, options, plan.stray, "line"));
    return CellsAlongArcs(arcs.view().ring(0), order, plan.options, plan.trace);
  }
  return CellsAlongArcs(line, order, options, {});
}

}  // namespace coincide
