#include <math.h>

#include "tests/capi/check.h"

static const void* column(coincide_handle table, const char* name, int32_t type, size_t* rows) {
  int32_t got = 0;
  const void* data = NULL;
  OK(coincide_table_column(table, name, strlen(name), &got, &data, rows));
  CHECK(got == type);
  return data;
}

static void pairs(void) {
  /* A minute of latitude at the equator is 1842.9 m of WGS84, one of longitude
   * 1855.3 m: b[0] and b[2] are near a[0], b[1] is near nothing. */
  const double lon_a[] = {0, 40}, lat_a[] = {0, 40};
  const double lon_b[] = {0, 20, 1.0 / 60}, lat_b[] = {1.0 / 60, 20, 0};
  const int64_t time_a[] = {1000, 2000}, time_b[] = {1500, COINCIDE_NO_TIME, 4000};
  coincide_samples a = {lon_a, lat_a, NULL, 2}, b = {lon_b, lat_b, NULL, 3};
  coincide_match_options options;
  coincide_handle table = 0;
  size_t rows = 0;
  OK(coincide_match_options_init(&options));
  options.within_m = 2000;
  OK(coincide_match_points(&a, &b, &options, &table));
  {
    const int64_t* i = column(table, "i", COINCIDE_I64, &rows);
    const int64_t* j = column(table, "j", COINCIDE_I64, &rows);
    const double* distance = column(table, "distance_m", COINCIDE_F64, &rows);
    CHECK(rows == 2 && i[0] == 0 && j[0] == 0 && i[1] == 0 && j[1] == 2);
    CHECK(fabs(distance[0] - 1842.9) < 0.1 && fabs(distance[1] - 1855.3) < 0.1);
  }
  OK(coincide_release(table));
  options.keep = COINCIDE_KEEP_NEAREST_A;
  OK(coincide_match_points(&a, &b, &options, &table));
  column(table, "i", COINCIDE_I64, &rows);
  CHECK(rows == 1);
  OK(coincide_release(table));
  options.keep = COINCIDE_KEEP_ALL;
  a.time_ns = time_a;
  b.time_ns = time_b;
  options.time_window_ns = 600;
  FAILS(coincide_match_points(&a, &b, &options, &table), COINCIDE_INVALID_ARGUMENT, "time_b");
  options.missing_time = COINCIDE_DROP;
  OK(coincide_match_points(&a, &b, &options, &table));
  CHECK(((const int64_t*)column(table, "j", COINCIDE_I64, &rows))[0] == 0 && rows == 1);
  OK(coincide_release(table));
  options.within_m = -1;
  FAILS(coincide_match_points(&a, &b, &options, &table), COINCIDE_INVALID_ARGUMENT, "within");
  options.within_m = 10;
  options.keep = 9;
  FAILS(coincide_match_points(&a, &b, &options, &table), COINCIDE_INVALID_ARGUMENT, "keep is 9");
  options.keep = 0;
  options.size = 1000;
  FAILS(coincide_match_points(&a, &b, &options, &table), COINCIDE_INVALID_ARGUMENT,
        "options.size is 1000");
  FAILS(coincide_match_points(&a, NULL, &options, &table), COINCIDE_INVALID_ARGUMENT, "options");
  OK(coincide_match_options_init(&options));
  FAILS(coincide_match_points(&a, NULL, &options, &table), COINCIDE_INVALID_ARGUMENT, "b is null");
  FAILS(coincide_match_points(&a, &b, NULL, &table), COINCIDE_INVALID_ARGUMENT, "options is null");
  CHECK(table == 0);
}

static void crossings(void) {
  /* The equator and the meridian of 10 degrees: they cross at (10, 0). */
  const double lon_a[] = {9.95, 9.98, 10.01, 10.04}, lat_a[] = {0, 0, 0, 0};
  const double lon_b[] = {10, 10, 10}, lat_b[] = {-0.03, 0.01, 0.05};
  const int64_t time_a[] = {0, 3000, 6000, 9000}, offsets[] = {0, 4};
  coincide_tracks a = {lon_a, lat_a, time_a, 4, offsets, 1}, b = {lon_b, lat_b, NULL, 3, NULL, 0};
  coincide_crossing_options options;
  coincide_handle table = 0, overlaps = 0;
  size_t rows = 0;
  OK(coincide_crossing_options_init(&options));
  OK(coincide_crossings(&a, &b, &options, &table, &overlaps));
  CHECK(fabs(((const double*)column(table, "lon", COINCIDE_F64, &rows))[0] - 10) < 1e-11);
  CHECK(rows == 1 && fabs(((const double*)column(table, "lat", COINCIDE_F64, &rows))[0]) < 1e-11);
  CHECK(((const int64_t*)column(table, "seg_a", COINCIDE_I64, &rows))[0] == 1);
  CHECK(fabs(((const double*)column(table, "frac_a", COINCIDE_F64, &rows))[0] - 2.0 / 3) < 1e-9);
  CHECK(fabs(((const double*)column(table, "angle", COINCIDE_F64, &rows))[0] - 90) < 1e-6);
  column(overlaps, "length_m", COINCIDE_F64, &rows);
  CHECK(rows == 0);
  OK(coincide_release(table));
  OK(coincide_release(overlaps));
  /* A track along itself overlaps. */
  OK(coincide_crossings(&a, &a, &options, &table, &overlaps));
  column(overlaps, "length_m", COINCIDE_F64, &rows);
  CHECK(rows > 0);
  OK(coincide_release(table));
  OK(coincide_release(overlaps));
  options.mode = COINCIDE_SELF;
  OK(coincide_crossings(&a, NULL, &options, &table, NULL));
  OK(coincide_release(table));
  options.mode = COINCIDE_EXTERNAL;
  FAILS(coincide_crossings(&a, NULL, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT,
        "b is null");
  options.min_angle = 91;
  FAILS(coincide_crossings(&a, &b, &options, &table, NULL), COINCIDE_INVALID_ARGUMENT, "min_angle");
  CHECK(table == 0);
}

void test_match(void) {
  pairs();
  crossings();
}
