#include <math.h>

#include "tests/capi/check.h"

/* Two tracks of each side cross near (10, 70), in a square of 22 m; one pair far away. */
static const double kLon[] = {10, 10, 10.0005, 10.0005, 20};
static const double kLat[] = {70, 70.0002, 70, 70.0002, 70};
static const int64_t kTrackA[] = {1, 2, 1, 2, 1}, kTrackB[] = {5, 5, 6, 6, 5};
static const int64_t kDay = (int64_t)86400 * 1000000000;

static const void* column(coincide_handle table, const char* name, int32_t type, size_t rows) {
  const void* data = NULL;
  int32_t got = 0;
  size_t n = 0;
  OK(coincide_table_column(table, name, strlen(name), &got, &data, &n));
  CHECK(got == type && n == rows);
  return data;
}

static int64_t whole(coincide_handle table, const char* name, int32_t type, size_t rows) {
  return ((const int64_t*)column(table, name, type, rows))[0];
}

static void one_site(void) {
  const int64_t time_a[] = {0, kDay, 0, kDay, 0}, time_b[] = {9, 9, kDay + 9, kDay + 9, 9};
  coincide_crossing_points points = {kLon, kLat, kTrackA, kTrackB, time_a, time_b, 5};
  coincide_super_crossover_options options;
  coincide_handle table = 0, members = 0;
  OK(coincide_super_crossover_options_init(&options));
  CHECK(options.size == sizeof options && options.radius_m == 100);
  OK(coincide_super_crossovers(&points, &options, &table, &members));
  CHECK(whole(table, "n_x", COINCIDE_I64, 1) == 4);
  CHECK(whole(table, "n_passes_a", COINCIDE_I64, 1) == 2);
  CHECK(whole(table, "n_tracks_b", COINCIDE_I64, 1) == 2);
  CHECK(whole(table, "time_first", COINCIDE_TIME, 1) == 0);
  CHECK(whole(table, "time_last", COINCIDE_TIME, 1) == kDay + 9);
  CHECK(fabs(((const double*)column(table, "lon", COINCIDE_F64, 1))[0] - 10.00025) < 1e-6);
  CHECK(fabs(((const double*)column(table, "lat", COINCIDE_F64, 1))[0] - 70.0001) < 1e-6);
  /* Half the diagonal of 22.3 m by 19.1 m. */
  CHECK(fabs(((const double*)column(table, "radius_m", COINCIDE_F64, 1))[0] - 14.7) < 0.1);
  const int64_t* row = column(members, "row", COINCIDE_I64, 4);
  const int64_t* pass = column(members, "pass_a", COINCIDE_I64, 4);
  for (int64_t i = 0; i < 4; ++i) CHECK(row[i] == i && pass[i] == i % 2);
  OK(coincide_release(table));
  OK(coincide_release(members));
  /* Without times each track is a pass; the members are not asked for. */
  points.time_a = points.time_b = NULL;
  options.min_passes_a = 3;
  OK(coincide_super_crossovers(&points, &options, &table, NULL));
  column(table, "n_x", COINCIDE_I64, 0);
  OK(coincide_release(table));
  /* Nothing at all. */
  points.n = 0;
  points.lon = NULL;
  OK(coincide_super_crossovers(&points, &options, &table, &members));
  column(table, "n_x", COINCIDE_I64, 0);
  column(members, "site", COINCIDE_I64, 0);
  OK(coincide_release(table));
  OK(coincide_release(members));
}

static void bad_input(void) {
  const double bad[] = {70, 95, 70, 70, 70};
  coincide_crossing_points points = {kLon, kLat, kTrackA, kTrackB, NULL, NULL, 5};
  coincide_super_crossover_options options;
  coincide_handle table = 1, members = 1;
  OK(coincide_super_crossover_options_init(&options));
  FAILS(coincide_super_crossover_options_init(NULL), COINCIDE_INVALID_ARGUMENT, "options is null");
  FAILS(coincide_super_crossovers(NULL, &options, &table, &members), COINCIDE_INVALID_ARGUMENT,
        "points is null");
  CHECK(table == 0 && members == 0);
  FAILS(coincide_super_crossovers(&points, NULL, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "options is null");
  FAILS(coincide_super_crossovers(&points, &options, NULL, NULL), COINCIDE_INVALID_ARGUMENT,
        "table is null");
  points.lat = bad;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "row 1");
  points.lat = kLat;
  points.track_b = NULL;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "track_b is null");
  points.track_b = kTrackB;
  points.time_a = kTrackA;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "time_b is null");
  points.time_a = NULL;
  points.n = SIZE_MAX / 4;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "lon would");
  points.n = 5;
  options.radius_m = NAN;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "radius");
  options.radius_m = 100;
  options.min_passes_b = 0;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "min_passes is 0");
  options.min_passes_b = 1;
  options.min_revisit_ns = -1;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "min_revisit is -1");
  options.size = 4;
  FAILS(coincide_super_crossovers(&points, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "options.size");
}

void test_super_crossovers(void) {
  one_site();
  bad_input();
}
