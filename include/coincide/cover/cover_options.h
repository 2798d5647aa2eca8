// File: cover_options.h
//
// What the covers of lines and polygons have in common.

#ifndef COINCIDE_COVER_COVER_OPTIONS_H_
#define COINCIDE_COVER_COVER_OPTIONS_H_

#include "coincide/cover/edge_projector.h"
#include "coincide/cover/shape.h"
#include "coincide/coverage/coverage.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

struct CoverOptions {
  Edges edges = Edges::kGeodesic;
  EdgeProjector projector = {};  // For Edges::kPlanar.
  Orientation orientation = Orientation::kSmaller;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
};

// Two coverages of one geometry at one order.
//
// ENSURES: `outer` holds every cell, closed, that the geometry meets, and none
// farther from it than 1/1000 of a cell width and 10 nm. Every cell of `inner`
// lies wholly in the geometry. inner <= outer; outer - inner is the boundary.
struct OuterInner {
  Coverage outer;
  Coverage inner;
};

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_OPTIONS_H_
