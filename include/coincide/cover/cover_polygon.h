// File: cover_polygon.h
//
// Coverages of polygons, without omissions.
//
//   const RingsView rings = {lon, lat, offsets};
//   absl::StatusOr<OuterInner> covers = CoverPolygon(rings, 12);
//
// Method: edges are walked from cell to cell in the plane of HEALPix, each with
// a bound on how far it strays from its chords; parities of the sides crossed
// give the interior: src/cover/edge_tracer.h, src/cover/fill.h.

#ifndef COINCIDE_COVER_COVER_POLYGON_H_
#define COINCIDE_COVER_COVER_POLYGON_H_

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/shape.h"

namespace coincide {

// The outer and inner coverage of a polygon: rings with holes, or several
// polygons, in any order. A point is inside if it is inside an odd number of
// rings, each ring taken as its smaller side (the first, with kCounterClockwise, as its left), so
// holes, parts and self-crossing rings need no marking. The antimeridian and
// the poles need no preparation.
//
//   rings    degrees; a ring may repeat its first vertex at its end
//   order    0 to 29, of both coverages
//
// A ring whose vertices are one or two distinct points, or lie on one line, is
// covered as that point or line; it has no interior. No rings: two empty
// coverages.
//
// Errors (InvalidArgument): order outside 0..29; an empty ring, with its number;
// a vertex that is not finite or has |lat| > 90, with its ring, index and value;
// two neighbours on opposite sides of the Earth, which no one edge joins, unless
// edges are kLonLat; edges that run through more than 2^26 cells of the order.
//
// COST: about 30 ns a vertex and 50 ns a boundary cell; memory a word a boundary
// cell beside the result.
absl::StatusOr<OuterInner> CoverPolygon(const RingsView& rings, int order,
                                        const CoverOptions& options = {});

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_POLYGON_H_
