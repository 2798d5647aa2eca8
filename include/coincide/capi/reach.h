/* File: reach.h
 *
 * Coverages of what lies within a distance: cones, ellipses, corridors, buffers.
 * Distances are geodesic, in metres. Outer and inner as in covers.h: no cell that
 * the shape meets is missing in `outer`, no place outside it is in `inner`. Either
 * may be null where it is not wanted.
 */

#ifndef COINCIDE_CAPI_REACH_H_
#define COINCIDE_CAPI_REACH_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Within radius_m, 0 or more, of a place. */
COINCIDE_API int32_t coincide_cover_cone(double lon, double lat, double radius_m, int32_t order,
                                         const coincide_ellipsoid* ellipsoid,
                                         coincide_handle* outer, coincide_handle* inner);
/* An ellipse on the ground: semi_a_m along the azimuth, in degrees clockwise from
 * north, and semi_b_m across it; each up to 19,900 km. */
COINCIDE_API int32_t coincide_cover_ellipse(double lon, double lat, double semi_a_m,
                                            double semi_b_m, double azimuth, int32_t order,
                                            const coincide_ellipsoid* ellipsoid,
                                            coincide_handle* outer, coincide_handle* inner);

/* What a corridor does at the ends of its line. */
#define COINCIDE_CAP_ROUND 0 /* goes on round the end vertices */
#define COINCIDE_CAP_FLAT 1  /* ends at right angles to the line */

/* A line with a width on each side of the direction of travel, 0 to 1,000 km; edges
 * as in covers.h. */
COINCIDE_API int32_t coincide_cover_corridor(const double* lon, const double* lat, size_t n,
                                             double left_m, double right_m, int32_t cap,
                                             int32_t order, int32_t edges,
                                             const coincide_ellipsoid* ellipsoid,
                                             coincide_handle* outer, coincide_handle* inner);
/* A geometry in well-known binary, grown by `metres`; less than 0: worn away. */
COINCIDE_API int32_t coincide_cover_wkb_buffered(const uint8_t* wkb, size_t length, double metres,
                                                 int32_t order, int32_t edges, int32_t orientation,
                                                 const coincide_ellipsoid* ellipsoid,
                                                 coincide_handle* outer, coincide_handle* inner);
/* A coverage grown or, below 0, worn away by `metres`, in cells of `order`; -1: of
 * its own. What is grown holds every cell that comes within the distance. */
COINCIDE_API int32_t coincide_coverage_buffer(coincide_handle coverage, double metres,
                                              int32_t order, coincide_handle* out);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_REACH_H_ */
