/* File: match.h
 *
 * Matching on arrays: pairs of samples that meet, and crossings of tracks.
 * Answers are tables (tables.h).
 */

#ifndef COINCIDE_CAPI_MATCH_H_
#define COINCIDE_CAPI_MATCH_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In place of a time that is not known. */
#define COINCIDE_NO_TIME INT64_MIN

/*----------------------------- Pairs of samples -----------------------------*/

/* The samples of one side: n positions, and a time of each in nanoseconds since
 * 1970 UTC unless that is null. */
typedef struct coincide_samples {
  const double* lon;
  const double* lat;
  const int64_t* time_ns;
  size_t n;
} coincide_samples;

/* Which of all pairs to keep. */
#define COINCIDE_KEEP_ALL 0
#define COINCIDE_KEEP_NEAREST_A 1 /* for each sample of a the nearest of b */
#define COINCIDE_KEEP_NEAREST_B 2
#define COINCIDE_KEEP_MUTUAL 3 /* each is the other's nearest */
#define COINCIDE_KEEP_UNIQUE 4 /* one to one, nearest pair first */
/* What "nearest" compares. */
#define COINCIDE_BY_DISTANCE 0
#define COINCIDE_BY_TIME 1
#define COINCIDE_BY_BOTH 2 /* sqrt((distance / within)^2 + (dt / window)^2) */
/* What a missing time, or an invalid position, does. */
#define COINCIDE_RAISE 0
#define COINCIDE_DROP 1
#define COINCIDE_MATCH 2 /* meets every time; of times alone */

/* Fill it with coincide_match_options_init, then change what is wanted: so a
 * program compiled with this header runs with later libraries, which have more. */
typedef struct coincide_match_options {
  size_t size;              /* of this structure, set by init */
  double within_m;          /* largest distance in metres; NaN: none, with nearest alone */
  int64_t time_window_ns;   /* largest |time_b - time_a|; -1: any */
  int32_t missing_time;     /* COINCIDE_RAISE */
  int32_t invalid_position; /* COINCIDE_RAISE */
  int32_t keep;             /* COINCIDE_KEEP_ALL */
  int32_t metric;           /* COINCIDE_BY_DISTANCE */
  int64_t nearest;          /* how many nearest to keep, 1 */
  int64_t max_pairs;        /* more are COINCIDE_OUT_OF_MEMORY; 2^30 */
  coincide_ellipsoid ellipsoid;
  int32_t threads; /* 0 */
} coincide_match_options;

COINCIDE_API int32_t coincide_match_options_init(coincide_match_options* options);

/* All pairs within a geodesic distance and a time window, or the nearest: a table of
 * i, j (I64: rows of a and of b) and distance_m (F64), ascending by (i, j). */
COINCIDE_API int32_t coincide_match_points(const coincide_samples* a, const coincide_samples* b,
                                           const coincide_match_options* options,
                                           coincide_handle* table);

/*-------------------------------- Crossings ---------------------------------*/

/* Tracks one after the other: rows offsets[t] .. offsets[t + 1] - 1 are track t.
 * offsets[n_tracks + 1], or null: all rows are one track. */
typedef struct coincide_tracks {
  const double* lon;
  const double* lat;
  const int64_t* time_ns; /* may be null */
  size_t n;
  const int64_t* offsets; /* may be null */
  size_t n_tracks;
} coincide_tracks;

#define COINCIDE_EXTERNAL 0 /* tracks of a with tracks of b */
#define COINCIDE_SELF 1     /* each track of a with itself; b may be null */
#define COINCIDE_AMONG 2    /* different tracks of a; b may be null */

/* Bits of the column flags. */
#define COINCIDE_FLAG_PARALLEL 1 /* the angle is below 1 degree */
#define COINCIDE_FLAG_TOUCH 2    /* no crossing: a touch */
#define COINCIDE_FLAG_SELF 4     /* of a track with itself */
#define COINCIDE_FLAG_NEAR_GAP 8 /* a gap above half of the largest */

typedef struct coincide_crossing_options {
  size_t size;          /* of this structure, set by init */
  int32_t mode;         /* COINCIDE_EXTERNAL */
  int32_t touches;      /* 1: rows for touches too; 0 */
  double max_gap_m_a;   /* a longer step ends a leg; NaN: 5 x the median of each track */
  double max_gap_m_b;   /* likewise */
  int64_t max_gap_ns_a; /* -1: any */
  int64_t max_gap_ns_b;
  double min_angle;        /* degrees; rows below are left out; NaN: none are */
  double min_separation_m; /* of a track with itself; 0 */
  coincide_ellipsoid ellipsoid;
  int32_t threads; /* 0 */
} coincide_crossing_options;

COINCIDE_API int32_t coincide_crossing_options_init(coincide_crossing_options* options);

/* Every crossing, each once. Two tables, of which `overlaps` may be null:
 *
 *   table     lon, lat, track_a, track_b, seg_a, seg_b, frac_a, frac_b, s_a, s_b,
 *             gap_a, gap_b, near_a, near_b, azimuth_a, azimuth_b, angle,
 *             max_gap_a, max_gap_b, time_a, time_b (TIME, if both sides have
 *             times), flags, cell
 *   overlaps  where tracks run along each other: track_a, track_b, seg_a, seg_b,
 *             frac_a, frac_b, end_seg_a, end_seg_b, end_frac_a, end_frac_b, lon,
 *             lat, end_lon, end_lat, length_m
 */
COINCIDE_API int32_t coincide_crossings(const coincide_tracks* a, const coincide_tracks* b,
                                        const coincide_crossing_options* options,
                                        coincide_handle* table, coincide_handle* overlaps);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_MATCH_H_ */
