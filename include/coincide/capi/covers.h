/* File: covers.h
 *
 * Geometry to coverage, without omissions. An outer coverage holds every closed
 * cell that the geometry meets; every cell of an inner one lies wholly in it.
 * Outputs `outer` and `inner` may be null where they are not wanted.
 */

#ifndef COINCIDE_CAPI_COVERS_H_
#define COINCIDE_CAPI_COVERS_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What lies between two vertices. */
#define COINCIDE_GEODESIC 0     /* the shortest path on the ellipsoid */
#define COINCIDE_GREAT_CIRCLE 1 /* a great circle of the authalic sphere */
#define COINCIDE_LONLAT 2       /* straight in degrees: GeoJSON */

/* Which side of a ring is its interior. */
#define COINCIDE_SMALLER 0
#define COINCIDE_CCW 1 /* the left of each ring, of any size */

COINCIDE_API int32_t coincide_cover_points(const double* lon, const double* lat, size_t n,
                                           int32_t order, const coincide_ellipsoid* ellipsoid,
                                           coincide_handle* outer);
/* Line i has the vertices offsets[i] .. offsets[i + 1] - 1 of n; offsets[n_lines + 1]. */
COINCIDE_API int32_t coincide_cover_lines(const double* lon, const double* lat, size_t n,
                                          const int64_t* offsets, size_t n_lines, int32_t order,
                                          int32_t edges, const coincide_ellipsoid* ellipsoid,
                                          coincide_handle* outer);
/* Rings likewise: of one polygon with holes, or of several, in any order. */
COINCIDE_API int32_t coincide_cover_polygon(const double* lon, const double* lat, size_t n,
                                            const int64_t* offsets, size_t n_rings, int32_t order,
                                            int32_t edges, int32_t orientation,
                                            const coincide_ellipsoid* ellipsoid,
                                            coincide_handle* outer, coincide_handle* inner);
/* From the meridian `west` eastward to `east`, bounded by parallels. */
COINCIDE_API int32_t coincide_cover_box(double west, double south, double east, double north,
                                        int32_t order, const coincide_ellipsoid* ellipsoid,
                                        coincide_handle* outer, coincide_handle* inner);
/* A geometry of any kind in well-known binary (ISO or EWKB). */
COINCIDE_API int32_t coincide_cover_wkb(const uint8_t* wkb, size_t length, int32_t order,
                                        int32_t edges, int32_t orientation,
                                        const coincide_ellipsoid* ellipsoid, coincide_handle* outer,
                                        coincide_handle* inner);
/* The same in at most max_cells cells of min_order to max_order; kind is
 * COINCIDE_OUTER or COINCIDE_INNER. */
COINCIDE_API int32_t coincide_cover_wkb_within(const uint8_t* wkb, size_t length, size_t max_cells,
                                               int32_t min_order, int32_t max_order, int32_t kind,
                                               int32_t edges, int32_t orientation,
                                               const coincide_ellipsoid* ellipsoid,
                                               coincide_handle* out);
/* A column of covers of n_rows geometries: row i is bytes offsets[i] ..
 * offsets[i + 1] - 1 of wkb.
 *
 *   validity   null, or (n_rows + 7) / 8 bytes: bit i, low bit first, is 0 where
 *              row i is null
 *   order      of all rows; -1: at most max_cells cells a row, of any order
 */
COINCIDE_API int32_t coincide_cover_wkb_column(const uint8_t* wkb, size_t length,
                                               const int64_t* offsets, const uint8_t* validity,
                                               size_t n_rows, int32_t order, size_t max_cells,
                                               int32_t kind, int32_t edges, int32_t orientation,
                                               const coincide_ellipsoid* ellipsoid, int32_t threads,
                                               coincide_handle* column);
/* The cells of one line in the order of travel: a table of cell (U64), enter_m and
 * exit_m (F64), metres from its first vertex. */
COINCIDE_API int32_t coincide_line_cells(const double* lon, const double* lat, size_t n,
                                         int32_t order, int32_t edges,
                                         const coincide_ellipsoid* ellipsoid,
                                         coincide_handle* table);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_COVERS_H_ */
