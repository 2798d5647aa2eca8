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

bool Before(const CellVisit& a, const CellVisit& b) {
  return std::tie(a.enter_m, a.exit_m, a.cell) < std::tie(b.enter_m, b.exit_m, b.cell);
}

// Visits are found in almost this order.
void SortByEntry(std::vector<CellVisit>* visits) {
  size_t moves = 0;
  const size_t most = 16 * visits->size();
  for (size_t i = 1; i < visits->size(); ++i) {
    const CellVisit visit = (*visits)[i];
    size_t k = i;
    for (; k > 0 && Before(visit, (*visits)[k - 1]); --k) (*visits)[k] = (*visits)[k - 1];
    (*visits)[k] = visit;
    moves += i - k;
    if (moves > most) {
      std::sort(visits->begin(), visits->end(), Before);
      return;
    }
  }
}

// Joins the parts of one visit: of one cell, with no gap between them beyond
// rounding.
void JoinVisits(double tolerance_m, std::vector<CellVisit>* visits) {
  SortByEntry(visits);
  // Visits that a later one may still join, few at a time.
  std::vector<size_t> open;
  size_t size = 0;
  for (const CellVisit& visit : *visits) {
    size_t kept = 0;
    bool joined = false;
    for (const size_t k : open) {
      CellVisit& earlier = (*visits)[k];
      if (earlier.exit_m + tolerance_m < visit.enter_m) continue;
      if (earlier.cell == visit.cell) {
        earlier.exit_m = std::max(earlier.exit_m, visit.exit_m);
        joined = true;
      }
      open[kept++] = k;
    }
    open.resize(kept);
    if (joined) continue;
    open.push_back(size);
    (*visits)[size++] = visit;
  }
  visits->resize(size);
  SortByEntry(visits);  // Of equal entries by exit, which joining may have moved.
}

// REQUIRES: a line of at least one vertex; edges are not kPlanar.
LineCells CellsAlongArcs(const LineView& line, int order, const CoverOptions& options,
                         const internal::TraceOptions& trace) {
  LineCells result;
  std::vector<double> along(line.size());
  Geodesics::Of(options.ellipsoid).DistancesAlong(line.lon, line.lat, along);
  internal::EdgeTracer tracer(order, options.edges, Projection::Of(options.ellipsoid), trace);
  std::vector<CellVisit> visits;
  const double cell_m = options.ellipsoid.authalic_radius() / static_cast<double>(1 << order);
  const double gap_m = 1e-6 * cell_m;
  tracer.AddVisits(line, along, gap_m, &visits);
  JoinVisits(gap_m, &visits);
  result.cells.reserve(visits.size());
  result.enter_m.reserve(visits.size());
  result.exit_m.reserve(visits.size());
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
  COINCIDE_RETURN_IF_ERROR(
      internal::CheckEdgeCells(order, [&](const auto& visit) { visit(line, false); }));
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
