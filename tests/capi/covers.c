#include <math.h>

#include "tests/capi/check.h"

/* Thwaites, roughly: a triangle and its bounds. */
static const double kLon[] = {-110, -100, -105, -110}, kLat[] = {-76, -76, -74, -76};
static const int64_t kRing[] = {0, 4};

static double area(coincide_handle coverage) {
  double out = 0;
  OK(coincide_coverage_area_m2(coverage, &out));
  return out;
}

/* The triangle as little-endian WKB. */
static size_t triangle_wkb(uint8_t* out) {
  const uint32_t front[] = {3, 1, 4};
  size_t at = 0;
  out[at++] = 1;
  memcpy(out + at, front, sizeof front);
  at += sizeof front;
  for (size_t i = 0; i < 4; ++i) {
    memcpy(out + at, &kLon[i], 8);
    memcpy(out + at + 8, &kLat[i], 8);
    at += 16;
  }
  return at;
}

static void polygons(void) {
  coincide_handle outer = 0, inner = 0, again = 0, box = 0, only = 0;
  int32_t answer = 0;
  uint8_t wkb[128];
  const size_t size = triangle_wkb(wkb);
  size_t n = 0;
  OK(coincide_cover_polygon(kLon, kLat, 4, kRing, 1, 9, COINCIDE_GEODESIC, COINCIDE_SMALLER, NULL,
                            &outer, &inner));
  OK(coincide_coverage_contains(outer, inner, &answer));
  CHECK(answer == 1 && area(inner) > 0.5 * area(outer));
  OK(coincide_cover_wkb(wkb, size, 9, COINCIDE_GEODESIC, COINCIDE_SMALLER, NULL, &again, NULL));
  OK(coincide_coverage_equal(outer, again, &answer));
  CHECK(answer == 1);
  OK(coincide_release(again));
  OK(coincide_cover_polygon(kLon, kLat, 4, kRing, 1, 9, COINCIDE_GEODESIC, COINCIDE_SMALLER, NULL,
                            NULL, &only));
  OK(coincide_coverage_equal(inner, only, &answer));
  CHECK(answer == 1);
  /* Geodesics between points of one southern parallel bulge to the south. */
  OK(coincide_cover_box(-110, -76.5, -100, -74, 9, NULL, &box, NULL));
  OK(coincide_coverage_contains(box, outer, &answer));
  CHECK(answer == 1);
  OK(coincide_release(only));
  OK(coincide_cover_wkb_within(wkb, size, 50, 0, 29, COINCIDE_OUTER, COINCIDE_GEODESIC,
                               COINCIDE_SMALLER, NULL, &only));
  OK(coincide_release(box));
  OK(coincide_coverage_cells(only, -1, 0, &box));
  buffer_of(box, COINCIDE_U64, &n);
  CHECK(n > 10 && n <= 50);
  FAILS(coincide_cover_wkb(wkb, size - 1, 9, 0, 0, NULL, &again, NULL), COINCIDE_INVALID_ARGUMENT,
        "byte");
  CHECK(again == 0);
  FAILS(coincide_cover_polygon(kLon, kLat, 4, kRing, 1, 9, 3, 0, NULL, &again, NULL),
        COINCIDE_INVALID_ARGUMENT, "edges is 3");
  FAILS(coincide_cover_box(0, 10, 1, -10, 9, NULL, &again, NULL), COINCIDE_INVALID_ARGUMENT,
        "south");
  OK(coincide_release(outer));
  OK(coincide_release(inner));
  OK(coincide_release(box));
  OK(coincide_release(only));
}

static void lines_and_points(void) {
  coincide_handle line = 0, points = 0, table = 0, out = 0;
  const uint64_t* cells = NULL;
  const double *enter = NULL, *leave = NULL;
  const void* data = NULL;
  const char* name = NULL;
  int32_t type = 0, answer = 0;
  size_t rows = 0, columns = 0;
  OK(coincide_cover_lines(kLon, kLat, 4, kRing, 1, 8, COINCIDE_GEODESIC, NULL, &line));
  OK(coincide_cover_points(kLon, kLat, 4, 8, NULL, &points));
  OK(coincide_coverage_contains(line, points, &answer));
  CHECK(answer == 1);
  OK(coincide_line_cells(kLon, kLat, 4, 8, COINCIDE_GEODESIC, NULL, &table));
  CHECK(coincide_kind(table) == COINCIDE_TABLE);
  OK(coincide_table_shape(table, &rows, &columns));
  CHECK(columns == 3);
  OK(coincide_table_name(table, 1, &name));
  CHECK(strcmp(name, "enter_m") == 0);
  OK(coincide_table_column(table, "cell", 4, &type, &data, &rows));
  CHECK(type == COINCIDE_U64);
  cells = data;
  OK(coincide_table_column(table, "enter_m", 7, &type, &data, &rows));
  CHECK(type == COINCIDE_F64);
  enter = data;
  OK(coincide_table_column(table, "exit_m", 6, &type, &data, &rows));
  leave = data;
  for (size_t i = 0; i < rows; ++i) CHECK(enter[i] <= leave[i]);
  CHECK(enter[0] == 0 && leave[rows - 1] > 3e5);
  OK(coincide_coverage_from_cells(cells, rows, -1, NULL, &out));
  OK(coincide_coverage_equal(line, out, &answer));
  CHECK(answer == 1);
  FAILS(coincide_table_column(table, "hight", 5, &type, &data, &rows), COINCIDE_NOT_FOUND,
        "the table has cell, enter_m, exit_m");
  FAILS(coincide_table_name(table, 3, &name), COINCIDE_INVALID_ARGUMENT, "column is 3");
  OK(coincide_release(line));
  OK(coincide_release(points));
  OK(coincide_release(table));
  OK(coincide_release(out));
}

static void streams(void) {
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  struct ArrowArray batch, end;
  coincide_handle table = 0;
  OK(coincide_line_cells(kLon, kLat, 4, 8, COINCIDE_GEODESIC, NULL, &table));
  OK(coincide_table_export(table, &stream));
  /* The stream outlives the handle. */
  OK(coincide_release(table));
  CHECK(stream.get_schema(&stream, &schema) == 0 && stream.get_next(&stream, &batch) == 0);
  CHECK(schema.n_children == 3 && strcmp(schema.children[0]->name, "cell") == 0);
  CHECK(batch.length > 0 && batch.children[2]->length == batch.length);
  CHECK(stream.get_next(&stream, &end) == 0 && end.release == NULL);
  batch.release(&batch);
  schema.release(&schema);
  stream.release(&stream);
}

void test_covers(void) {
  polygons();
  lines_and_points();
  streams();
}
