/* File: outlines.h
 *
 * The outline of a coverage: its cells dissolved into one multipolygon of lon, lat,
 * straight in degrees between vertices, cut along the antimeridian and closed at the
 * poles; valid as OGC 06-103r4 has it, shells counterclockwise.
 */

#ifndef COINCIDE_CAPI_OUTLINES_H_
#define COINCIDE_CAPI_OUTLINES_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define COINCIDE_OUTLINE_WKB 0 /* ISO, little-endian */
#define COINCIDE_OUTLINE_WKT 1
#define COINCIDE_OUTLINE_GEOJSON 2

/* Fill it with coincide_outline_options_init, then change what is wanted. */
typedef struct coincide_outline_options {
  size_t size;             /* of this structure, set by init */
  double tolerance_m;      /* of edges from the true sides; NaN: 1 % of the smallest cell */
  int32_t points_per_side; /* above 0: so many edges a side of a cell; 0 */
  uint64_t max_vertices;   /* more are COINCIDE_INVALID_ARGUMENT; 2^26 */
} coincide_outline_options;

COINCIDE_API int32_t coincide_outline_options_init(coincide_outline_options* options);

/* The outline in one of the forms above, as a buffer U8. Null options are those of
 * init. */
COINCIDE_API int32_t coincide_coverage_outline(coincide_handle coverage, int32_t form,
                                               const coincide_outline_options* options,
                                               coincide_handle* buffer);
/* The smallest box round a coverage: west, south, east, north to bounds[4]; west >
 * east where it crosses the antimeridian. An empty coverage has none, an error. */
COINCIDE_API int32_t coincide_coverage_bounds(coincide_handle coverage, double* bounds);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_OUTLINES_H_ */
