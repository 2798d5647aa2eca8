// File: in_polygons.h
//
// Which samples lie in polygons.
//
//   PolygonsView polygons = {ring_lon, ring_lat, ring_offsets, polygon_offsets};
//   auto inside = InPolygons(lon, lat, polygons, {});
//   inside->row[0], inside->polygon[0]

#ifndef COINCIDE_MATCH_SAMPLES_IN_POLYGONS_H_
#define COINCIDE_MATCH_SAMPLES_IN_POLYGONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/shape.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/match_points.h"

namespace coincide {

// Many polygons, each of rings: polygon p has the rings polygon_offsets[p] ..
// polygon_offsets[p + 1] - 1 of `rings`.
//
// REQUIRES: offsets ascend, from 0 to rings.size() or within.
struct PolygonsView {
  RingsView rings;
  std::span<const int64_t> polygon_offsets;

  size_t size() const { return polygon_offsets.empty() ? 0 : polygon_offsets.size() - 1; }
  RingsView polygon(size_t p) const {
    const auto begin = static_cast<size_t>(polygon_offsets[p]);
    const auto count = static_cast<size_t>(polygon_offsets[p + 1]) - begin;
    return {rings.lon, rings.lat, rings.offsets.subspan(begin, count + 1)};
  }
};

struct InPolygonsOptions {
  Edges edges = Edges::kGeodesic;  // kLonLat and kPlanar are errors here.
  InvalidPosition invalid_position = InvalidPosition::kRaise;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  // Asked now and then, some 20 times a second, on the thread of the call; false
  // ends it with a Cancelled error. May be empty.
  std::function<bool()> keep_going = {};
  // At most this many; 0 means COINCIDE_THREADS, else all cores.
  int threads = 0;
};

// Samples in polygons, ascending by (row, polygon).
struct PolygonPoints {
  std::vector<int64_t> row;
  std::vector<int64_t> polygon;
  size_t invalid_positions = 0;  // Samples left out.
};

// The samples in each polygon. A sample is inside if it is inside an odd number
// of rings, each ring taken as its smaller side, or on the boundary: within 2e-8
// m of an edge. So holes, parts and self-crossing rings need no marking; the
// antimeridian and the poles need no preparation. A polygon without rings holds
// nothing.
//
// EXACT: by exact predicates on edges as arcs, and where an arc and the geodesic
// it stands for might differ, by the side of the geodesic (NearestOnSegment):
// tests/match/in_polygons_test.cc.
//
// ERRORS, InvalidArgument: lon and lat of unequal length; a position that is not
// valid, with its row; what CoverPolygon refuses, with the polygon; a ring whose
// smaller side is not clear (RingParity::SmallerSides); edges kLonLat. Cancelled: by
// keep_going, which is not asked within one polygon's cover.
//
// COST: about 10 ns a sample, 0.2 us a vertex, 0.4 us a sample in a cell at a
// boundary (cells are about as wide as edges are long).
absl::StatusOr<PolygonPoints> InPolygons(std::span<const double> lon, std::span<const double> lat,
                                         const PolygonsView& polygons,
                                         const InPolygonsOptions& options);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_IN_POLYGONS_H_
