#include "coincide/cover/cover_line.h"

#include <array>
#include <string>
#include <utility>

#include "coincide/cover/cover_points.h"
#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/cover/edge_tracer.h"
#include "src/cover/planar_edges.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

Coverage FromKeys(std::span<const uint64_t> keys, int order, const Ellipsoid& ellipsoid) {
  const int shift = 2 * (Cell::kMaxOrder - order);
  RangeBuffer ranges;
  for (const uint64_t key : keys) {
    const uint64_t begin = (key >> 2) << shift, end = ((key >> 2) + 1) << shift;
    if (!ranges.empty() && ranges.back().end == begin) {
      ranges.back().end = end;
    } else {
      ranges.push_back({begin, end});
    }
  }
  return Coverage::FromCanonical(std::move(ranges), order, ellipsoid);
}

}  // namespace

absl::StatusOr<Coverage> CoverPoints(std::span<const double> lon, std::span<const double> lat,
                                     int order, const Ellipsoid& ellipsoid) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  if (lon.size() != lat.size()) {
    return absl::InvalidArgumentError("points: " + std::to_string(lon.size()) + " longitudes but " +
                                      std::to_string(lat.size()) + " latitudes");
  }
  for (size_t i = 0; i < lon.size(); ++i) {
    COINCIDE_RETURN_IF_ERROR(internal::CheckPlace(lon[i], lat[i], "point", i));
  }
  internal::EdgeTracer tracer(order, Edges::kLonLat, Projection::Of(ellipsoid));
  tracer.AddPoints({lon, lat});
  tracer.keys().SortAndMerge();
  return FromKeys(tracer.keys().keys(), order, ellipsoid);
}

absl::StatusOr<Coverage> CoverLine(const LineView& line, int order, const CoverOptions& options) {
  const std::array<int64_t, 2> offsets = {0, static_cast<int64_t>(line.size())};
  return CoverLines({line.lon, line.lat, offsets}, order, options);
}

namespace internal {

Coverage CoverRuns(const RingsView& lines, int order, const CoverOptions& options,
                   const TraceOptions& trace) {
  EdgeTracer tracer(order, options.edges, Projection::Of(options.ellipsoid), trace);
  for (size_t r = 0; r < lines.size(); ++r) tracer.AddLine(lines.ring(r));
  tracer.keys().SortAndMerge();
  return FromKeys(tracer.keys().keys(), order, options.ellipsoid);
}

}  // namespace internal

absl::StatusOr<Coverage> CoverLines(const RingsView& lines, int order,
                                    const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  for (size_t r = 0; r < lines.size(); ++r) {
    COINCIDE_RETURN_IF_ERROR(
        internal::CheckLine(lines.ring(r), false, options.edges, "line " + std::to_string(r)));
  }
  COINCIDE_RETURN_IF_ERROR(internal::CheckEdgeCells(order, [&](const auto& visit) {
    for (size_t r = 0; r < lines.size(); ++r) visit(lines.ring(r), false);
  }));
  if (options.edges == Edges::kPlanar) {
    const internal::ArcPlan plan(order, options);
    COINCIDE_ASSIGN_OR_RETURN(const internal::ArcRuns arcs,
                              internal::ArcsOf(lines, false, options, plan.stray, "line"));
    return internal::CoverRuns(arcs.view(), order, plan.options, plan.trace);
  }
  return internal::CoverRuns(lines, order, options, {});
}

}  // namespace coincide
