#include <math.h>

#include "tests/capi/check.h"

/* A little-endian WKB line of two vertices. */
static size_t line_wkb(double lon0, double lat0, double lon1, double lat1, uint8_t* out) {
  const uint32_t front[] = {2, 2};
  const double vertices[] = {lon0, lat0, lon1, lat1};
  out[0] = 1;
  memcpy(out + 1, front, sizeof front);
  memcpy(out + 9, vertices, sizeof vertices);
  return 41;
}

static int32_t stop(void* context, uint64_t rows_done, uint64_t rows, uint64_t pairs) {
  CHECK(rows_done <= rows);
  (void)pairs;
  ++*(int*)context;
  return 0;
}

void test_granules(void) {
  /* a[0] crosses b[0]; a[1] is 0.01 degrees of latitude, 1105.7 m, from b[1]. */
  uint8_t wkb_a[82], wkb_b[82];
  const int64_t offsets[] = {0, 41, 82};
  const int64_t start[] = {0, 0}, end[] = {10, 10};
  const double wide[] = {0, 600}, bad[] = {0, -1};
  coincide_granule_facts facts = {NULL, NULL, start, end};
  coincide_granule_options options;
  coincide_handle a = 0, b = 0, table = 0, column = 0, coverage = 0;
  const void* data = NULL;
  int32_t type = 0, calls = 0;
  size_t rows = 0;
  line_wkb(0, -1, 0, 1, wkb_a);
  line_wkb(20, 0, 21, 0, wkb_a + 41);
  line_wkb(-1, 0, 1, 0, wkb_b);
  line_wkb(20, 0.01, 21, 0.01, wkb_b + 41);
  OK(coincide_granules_from_wkb(wkb_a, 82, offsets, 2, 0, &facts, NULL, &a));
  OK(coincide_granules_from_wkb(wkb_b, 82, offsets, 2, 0, &facts, NULL, &b));
  OK(coincide_granules_size(a, &rows));
  CHECK(rows == 2 && coincide_kind(a) == COINCIDE_GRANULES);
  OK(coincide_granule_options_init(&options));
  OK(coincide_match_granules(a, b, &options, &table));
  OK(coincide_table_column(table, "granule_b", 9, &type, &data, &rows));
  CHECK(rows == 1 && ((const int64_t*)data)[0] == 0);
  OK(coincide_table_column(table, "lag_s", 5, &type, &data, &rows));
  CHECK(((const double*)data)[0] == 0);
  OK(coincide_release(table));
  options.within_m = 1200;
  OK(coincide_match_granules(a, b, &options, &table));
  OK(coincide_table_column(table, "distance_upper_m", 16, &type, &data, &rows));
  /* A bound of 1105.7 m, 0.5 % above it at most. */
  CHECK(rows == 2 && ((const double*)data)[1] >= 1105.7 && ((const double*)data)[1] < 1112);
  OK(coincide_release(table));
  OK(coincide_release(a));
  /* Corridors of 600 m reach it within 600 m more. */
  facts.half_width_m = wide;
  OK(coincide_granules_from_wkb(wkb_a, 82, offsets, 2, 0, &facts, NULL, &a));
  options.within_m = 600;
  OK(coincide_match_granules(a, b, &options, &table));
  OK(coincide_table_shape(table, &rows, &(size_t){0}));
  CHECK(rows == 2);
  OK(coincide_release(table));
  /* A callback that says stop. */
  options.progress = stop;
  options.context = &calls;
  if (coincide_match_granules(a, b, &options, &table) == COINCIDE_OK) {
    CHECK(calls == 0);
    OK(coincide_release(table));
  } else {
    CHECK(calls > 0 && table == 0);
  }
  options.progress = NULL;
  /* Coverages for footprints. */
  OK(coincide_cover_box(-2, -2, 2, 2, 6, NULL, &coverage, NULL));
  OK(coincide_column_from_coverages(&coverage, 1, &column));
  OK(coincide_release(b));
  OK(coincide_granules_from_column(column, NULL, &b));
  OK(coincide_match_granules(a, b, &options, &table));
  OK(coincide_table_column(table, "exact", 5, &type, &data, &rows));
  CHECK(rows == 1 && ((const uint8_t*)data)[0] == 0);
  OK(coincide_release(table));
  options.time_window_ns = 5;
  FAILS(coincide_match_granules(a, b, &options, &table), COINCIDE_INVALID_ARGUMENT, "time");
  OK(coincide_release(b));
  facts.half_width_m = bad;
  FAILS(coincide_granules_from_wkb(wkb_a, 82, offsets, 2, 0, &facts, NULL, &b),
        COINCIDE_INVALID_ARGUMENT, "row 1: ");
  FAILS(coincide_granules_from_wkb(wkb_a, 81, (const int64_t[]){0, 41, 81}, 2, 0, NULL, NULL, &b),
        COINCIDE_INVALID_ARGUMENT, "row 1: ");
  FAILS(coincide_match_granules(a, column, &options, &table), COINCIDE_BAD_HANDLE,
        "set of granules is wanted");
  OK(coincide_release(a));
  OK(coincide_release(column));
  OK(coincide_release(coverage));
}
