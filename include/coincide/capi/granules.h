/* File: granules.h
 *
 * Stage one of matching: which granules of two sensors meet. Sets of granules stand
 * behind handles of the kind COINCIDE_GRANULES; no sample is read.
 */

#ifndef COINCIDE_CAPI_GRANULES_H_
#define COINCIDE_CAPI_GRANULES_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is known of n granules beside their footprints. Each array has n entries, or is
 * null. */
typedef struct coincide_granule_facts {
  const double* half_width_m;      /* of a corridor round the footprint; null: 0 */
  const double* footprint_error_m; /* no sample lies farther from it; null: 0 */
  const int64_t* time_start_ns;    /* UTC since 1970, or COINCIDE_NO_TIME; null: not known */
  const int64_t* time_end_ns;      /* exclusive */
} coincide_granule_facts;

/* Granules whose footprints are geometries in well-known binary: that of granule i is
 * bytes offsets[i] .. offsets[i + 1] - 1. No bytes: a granule that meets nothing.
 *
 *   edges  of all: as in covers.h
 *   facts  may be null
 */
COINCIDE_API int32_t coincide_granules_from_wkb(const uint8_t* wkb, size_t length,
                                                const int64_t* offsets, size_t n, int32_t edges,
                                                const coincide_granule_facts* facts,
                                                const coincide_ellipsoid* ellipsoid,
                                                coincide_handle* out);
/* Granules of which only coverages are known: the rows of a column. */
COINCIDE_API int32_t coincide_granules_from_column(coincide_handle column,
                                                   const coincide_granule_facts* facts,
                                                   coincide_handle* out);
COINCIDE_API int32_t coincide_granules_size(coincide_handle granules, size_t* n);

/* Called now and then from one thread at a time, which may be any; 0 ends the match
 * with COINCIDE_CANCELLED. It must not throw, jump or unwind. */
typedef int32_t (*coincide_progress)(void* context, uint64_t rows_done, uint64_t rows,
                                     uint64_t pairs);

/* As coincide_match_options in match.h: filled by its init function. */
typedef struct coincide_granule_options {
  size_t size;                /* of this structure, set by init */
  double within_m;            /* samples this close are wanted, metres; 0 */
  int64_t time_window_ns;     /* at most this between two samples; -1: any */
  int32_t missing_time;       /* COINCIDE_RAISE */
  int32_t exact;              /* 0: keep what bounds cannot rule out; 1: decide each */
  int32_t self;               /* 1: both sides are one, each pair once with a < b; 0 */
  int32_t threads;            /* 0 */
  coincide_progress progress; /* may be null */
  void* context;              /* what progress is called with */
} coincide_granule_options;

COINCIDE_API int32_t coincide_granule_options_init(coincide_granule_options* options);

/* Every pair of granules that could hold a matching pair of samples: a table of
 * granule_a, granule_b (I64: rows), distance_lower_m, distance_upper_m (F64: bounds of
 * the distance between the footprints), lag_s (F64: seconds from a's end to b's begin,
 * 0 where they overlap, NaN where a time is missing), exact (U8), ordered by rows. */
COINCIDE_API int32_t coincide_match_granules(coincide_handle a, coincide_handle b,
                                             const coincide_granule_options* options,
                                             coincide_handle* table);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_GRANULES_H_ */
