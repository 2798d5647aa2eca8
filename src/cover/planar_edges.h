// Edges that are straight in a projected plane, as chains of great-circle arcs.
//
// An edge is halved in the plane until its pieces are so short that they stay
// within a given distance of the great circles through their ends: a line of
// geodesic curvature k strays from the great circle over L radians of it by
// k L^2 / 8. The curvature is measured: at a place, as the sagitta of short lines
// in four directions; the greatest, doubled, holds for all edges within 20 km or a
// tenth of its radius, and everything longer than 64 km is halved whatever it is.
// That this is enough is measured too: tests/cover/planar_edges_test.cc.

#ifndef COINCIDE_COVER_PLANAR_EDGES_H_
#define COINCIDE_COVER_PLANAR_EDGES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "src/cover/edge_tracer.h"

namespace coincide::internal {

struct ArcRuns {
  std::vector<double> lon, lat;
  std::vector<int64_t> offsets = {0};
  RingsView view() const { return {lon, lat, offsets}; }
};

// The runs with vertices added, such that great circles between them are within
// `stray` radians of the edges; `what` names a run ("ring").
//
// Errors (InvalidArgument): there is no projector; the first vertex that has no
// image in the plane, and the first edge a point of which has none on the ground.
// REQUIRES: vertices are valid places.
absl::StatusOr<ArcRuns> ArcsOf(const RingsView& runs, bool closed, const CoverOptions& options,
                               double stray, std::string_view what);

// The same of all lines and rings of a geometry.
absl::StatusOr<Geometry> ArcsOf(const Geometry& geometry, const CoverOptions& options,
                                double stray);

// How a cover at an order is made of arcs: `stray` for the above; options with
// edges as great circles; an eighth of the tolerance given to the arcs.
struct ArcPlan {
  double stray;
  CoverOptions options;
  TraceOptions trace;
  ArcPlan(int order, const CoverOptions& given, TraceOptions given_trace = {});
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_PLANAR_EDGES_H_
