#include <math.h>

#include "tests/capi/check.h"

static coincide_handle coverage_of(const char* moc) {
  coincide_handle out = 0;
  OK(coincide_coverage_from_moc((const uint8_t*)moc, strlen(moc), 1, NULL, &out, NULL));
  return out;
}

/* Whether a buffer begins with these bytes. */
static int begins(coincide_handle buffer, const char* text) {
  size_t length = 0;
  const void* data = buffer_of(buffer, COINCIDE_U8, &length);
  return length >= strlen(text) && memcmp(data, text, strlen(text)) == 0;
}

static void forms(void) {
  /* Base cell 4 lies round (0, 0), with corners at lon and lat of 45 and 41.8 degrees. */
  const coincide_handle cell = coverage_of("0/4"), none = coverage_of("3/");
  coincide_handle wkb = 0, again = 0, out = 0;
  coincide_outline_options options;
  double bounds[4] = {0, 0, 0, 0};
  int32_t answer = 0;
  size_t length = 0;
  OK(coincide_coverage_outline(cell, COINCIDE_OUTLINE_WKT, NULL, &out));
  CHECK(begins(out, "MULTIPOLYGON (((") || begins(out, "MULTIPOLYGON((("));
  OK(coincide_release(out));
  OK(coincide_coverage_outline(cell, COINCIDE_OUTLINE_GEOJSON, NULL, &out));
  CHECK(begins(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[[[["));
  OK(coincide_release(out));
  OK(coincide_coverage_outline(none, COINCIDE_OUTLINE_GEOJSON, NULL, &out));
  CHECK(buffer_is(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[]}"));
  OK(coincide_release(out));
  /* A multipolygon that covers the cell again. */
  OK(coincide_outline_options_init(&options));
  options.points_per_side = 16;
  OK(coincide_coverage_outline(cell, COINCIDE_OUTLINE_WKB, &options, &wkb));
  const void* data = buffer_of(wkb, COINCIDE_U8, &length);
  OK(coincide_cover_wkb(data, length, 5, COINCIDE_LONLAT, COINCIDE_SMALLER, NULL, &again, &out));
  OK(coincide_coverage_contains(again, cell, &answer));
  CHECK(answer == 1);
  OK(coincide_coverage_contains(cell, out, &answer));
  CHECK(answer == 1);
  OK(coincide_release(wkb));
  OK(coincide_release(again));
  OK(coincide_release(out));

  OK(coincide_coverage_bounds(cell, bounds));
  CHECK(fabs(bounds[0] + 45) < 1e-9 && fabs(bounds[2] - 45) < 1e-9);
  CHECK(fabs(bounds[1] + bounds[3]) < 1e-9 && bounds[3] > 41.8 && bounds[3] < 42);
  FAILS(coincide_coverage_bounds(none, bounds), COINCIDE_INVALID_ARGUMENT, "empty");
  OK(coincide_release(cell));
  OK(coincide_release(none));
}

static void bad_input(void) {
  const coincide_handle cell = coverage_of("0/4");
  coincide_outline_options options;
  coincide_handle out = 1;
  OK(coincide_outline_options_init(&options));
  CHECK(options.size == sizeof options);
  FAILS(coincide_coverage_outline(cell, 3, NULL, &out), COINCIDE_INVALID_ARGUMENT, "form is 3");
  CHECK(out == 0);
  FAILS(coincide_coverage_outline(cell, -1, NULL, &out), COINCIDE_INVALID_ARGUMENT, "form is -1");
  FAILS(coincide_coverage_outline(cell, 0, NULL, NULL), COINCIDE_INVALID_ARGUMENT,
        "buffer is null");
  FAILS(coincide_coverage_outline(0, 0, NULL, &out), COINCIDE_BAD_HANDLE, "coverage");
  options.tolerance_m = -1;
  FAILS(coincide_coverage_outline(cell, 0, &options, &out), COINCIDE_INVALID_ARGUMENT, "tolerance");
  OK(coincide_outline_options_init(&options));
  options.points_per_side = -1;
  FAILS(coincide_coverage_outline(cell, 0, &options, &out), COINCIDE_INVALID_ARGUMENT,
        "points_per_side is -1");
  OK(coincide_outline_options_init(&options));
  options.max_vertices = 3;
  FAILS(coincide_coverage_outline(cell, 0, &options, &out), COINCIDE_INVALID_ARGUMENT,
        "max_vertices");
  options.size = sizeof options + 8;
  FAILS(coincide_coverage_outline(cell, 0, &options, &out), COINCIDE_INVALID_ARGUMENT,
        "options.size");
  FAILS(coincide_outline_options_init(NULL), COINCIDE_INVALID_ARGUMENT, "options is null");
  FAILS(coincide_coverage_bounds(cell, NULL), COINCIDE_INVALID_ARGUMENT, "bounds is null");
  OK(coincide_release(cell));
}

void test_outlines(void) {
  forms();
  bad_input();
}
