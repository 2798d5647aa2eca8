// File: edge_projector.h
//
// A projected CRS as two functions, for edges that are straight in its plane.
// adapters/proj_crs.h makes one of any CRS that PROJ knows.

#ifndef COINCIDE_COVER_EDGE_PROJECTOR_H_
#define COINCIDE_COVER_EDGE_PROJECTOR_H_

#include <cstddef>

namespace coincide {

// Both functions take and give n numbers; a place that has no image gives
// numbers that are not finite. They are called from several threads at once.
//
//   lon, lat  degrees, on the ellipsoid of the cover
//   x, y      of the plane, in any unit
//
// REQUIRES: each is the other's inverse, continuous where it is defined, and
// straight lines of the plane have a curvature on the ground that changes little
// over 20 km, or over a tenth of their radius of curvature (all map projections
// in use, away from points that they tear open).
struct EdgeProjector {
  using Function = void (*)(const void* context, const double* first, const double* second,
                            size_t n, double* out_first, double* out_second);
  Function forward = nullptr;  // lon, lat to x, y
  Function inverse = nullptr;  // x, y to lon, lat
  const void* context = nullptr;

  explicit operator bool() const { return forward != nullptr && inverse != nullptr; }
};

}  // namespace coincide

#endif  // COINCIDE_COVER_EDGE_PROJECTOR_H_
