/* File: super_crossovers.h
 *
 * Places that both sides sampled several times: bounded clusters of crossings or of
 * matches. No member is farther from the centre of its site than the radius.
 */

#ifndef COINCIDE_CAPI_SUPER_CROSSOVERS_H_
#define COINCIDE_CAPI_SUPER_CROSSOVERS_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is clustered, n rows: a position, a number for the track of each side (rows
 * with the same are of one track) and, unless both are null, times in nanoseconds
 * since 1970 UTC or COINCIDE_NO_TIME (match.h). */
typedef struct coincide_crossing_points {
  const double* lon;
  const double* lat;
  const int64_t* track_a;
  const int64_t* track_b;
  const int64_t* time_a; /* may be null */
  const int64_t* time_b; /* may be null */
  size_t n;
} coincide_crossing_points;

/* Fill it with coincide_super_crossover_options_init, then change what is wanted. */
typedef struct coincide_super_crossover_options {
  size_t size;            /* of this structure, set by init */
  double radius_m;        /* above 0, up to 1,000 km; 100 */
  int64_t min_passes_a;   /* a site has so many passes of a; 2 */
  int64_t min_passes_b;   /* and of b; 2 */
  int64_t min_revisit_ns; /* visits of one track closer in time are one pass; 1 hour */
  coincide_ellipsoid ellipsoid;
  int32_t threads; /* 0 */
} coincide_super_crossover_options;

COINCIDE_API int32_t
coincide_super_crossover_options_init(coincide_super_crossover_options* options);

/* Two tables, of which `members` may be null; neither depends on the order of rows.
 *
 *   table    a row a site, ascending by cell: lon, lat, cell (U64), radius_m (to the
 *            farthest member), n_x, n_tracks_a, n_tracks_b, n_passes_a, n_passes_b
 *            (I64), time_first, time_last (TIME, if there are times)
 *   members  a row for each crossing of each site: site, row, pass_a, pass_b (I64)
 */
COINCIDE_API int32_t coincide_super_crossovers(const coincide_crossing_points* points,
                                               const coincide_super_crossover_options* options,
                                               coincide_handle* table, coincide_handle* members);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_SUPER_CROSSOVERS_H_ */
