#include <math.h>

#include "tests/capi/check.h"

static coincide_handle moc(const char* text) {
  coincide_handle coverage = 0;
  OK(coincide_coverage_from_moc((const uint8_t*)text, strlen(text), 0, NULL, &coverage, NULL));
  return coverage;
}

/* Whether the coverage is `text`, which ends it. */
static int is(coincide_handle coverage, const char* text) {
  coincide_handle out = 0;
  int same;
  OK(coincide_coverage_to_moc(coverage, COINCIDE_MOC_ASCII, &out));
  same = buffer_is(out, text);
  OK(coincide_release(out));
  OK(coincide_release(coverage));
  return same;
}

static void algebra(void) {
  const coincide_handle a = moc("1/0-3 3/0"), b = moc("1/2-5");
  const coincide_handle both[2] = {a, b};
  coincide_handle out = 0;
  int32_t answer = 9;
  double number = 0;
  OK(coincide_coverage_combine(COINCIDE_UNION, a, b, &out));
  CHECK(is(out, "0/0 1/4-5 3/"));
  OK(coincide_coverage_combine(COINCIDE_INTERSECTION, a, b, &out));
  CHECK(is(out, "1/2-3 3/"));
  OK(coincide_coverage_combine(COINCIDE_DIFFERENCE, a, b, &out));
  CHECK(is(out, "1/0-1 3/"));
  OK(coincide_coverage_combine(COINCIDE_SYMMETRIC_DIFFERENCE, a, b, &out));
  CHECK(is(out, "1/0-1 4-5 3/"));
  OK(coincide_coverage_combine_all(COINCIDE_UNION, both, 2, &out));
  CHECK(is(out, "0/0 1/4-5 3/"));
  OK(coincide_coverage_complement(a, &out));
  CHECK(is(out, "0/1-11 3/"));
  OK(coincide_coverage_at_order(b, 0, COINCIDE_OUTER, &out));
  CHECK(is(out, "0/0-1"));
  OK(coincide_coverage_at_order(b, 0, COINCIDE_INNER, &out));
  CHECK(is(out, "0/"));
  FAILS(coincide_coverage_combine_all(COINCIDE_INTERSECTION, both, 0, &out),
        COINCIDE_INVALID_ARGUMENT, "");
  FAILS(coincide_coverage_combine(4, a, b, &out), COINCIDE_INVALID_ARGUMENT, "operation is 4");

  OK(coincide_coverage_intersects(a, b, &answer));
  CHECK(answer == 1);
  OK(coincide_coverage_contains(a, b, &answer));
  CHECK(answer == 0);
  OK(coincide_coverage_compare(a, b, &answer));
  CHECK(answer == -1);
  OK(coincide_coverage_jaccard(a, b, &number));
  CHECK(fabs(number - 2.0 / 6) < 1e-15);
  OK(coincide_coverage_overlap_m2(a, b, &number));
  CHECK(fabs(number / coincide_cell_area(1, NULL) - 2) < 1e-12);
  OK(coincide_release(a));
  OK(coincide_release(b));
}

static void questions(void) {
  const coincide_handle c = moc("1/0-3 3/128");
  coincide_handle d = 0, bytes = 0;
  const coincide_range* ranges = NULL;
  const double lon[] = {45, 45, 0}, lat[] = {45, -45, 91};
  uint64_t leaves = 0, hash[2], words[2];
  uint8_t inside[3];
  size_t n = 0, count = 9;
  int32_t order = 9, same = 9;
  double area = 0, fraction = 0;
  coincide_ellipsoid earth;
  OK(coincide_coverage_order(c, &order));
  OK(coincide_coverage_ranges(c, &ranges, &n));
  CHECK(order == 3 && n == 2 && ranges[0].begin == 0 && ranges[0].end == (uint64_t)1 << 58);
  OK(coincide_coverage_leaf_count(c, &leaves));
  CHECK(leaves == ((uint64_t)1 << 58) + ((uint64_t)1 << 52));
  OK(coincide_coverage_area_m2(c, &area));
  OK(coincide_coverage_fraction(c, &fraction));
  CHECK(fabs(area / (65 * coincide_cell_area(3, NULL)) - 1) < 1e-14);
  CHECK(fabs(fraction * 768 - 65) < 1e-12);
  OK(coincide_coverage_ellipsoid(c, &earth));
  CHECK(earth.a == 6378137.0);
  OK(coincide_coverage_contains_points(c, lon, lat, 3, 0, inside, &count));
  CHECK(count == 1 && inside[0] == 1 && inside[1] == 0 && inside[2] == 0);
  words[0] = coincide_cell_from_nested(2, 5);
  words[1] = 0;
  OK(coincide_coverage_contains_cells(c, words, 2, inside, NULL));
  CHECK(inside[0] == 1 && inside[1] == 0);
  OK(coincide_coverage_contains_cell(c, words[0], &same));
  CHECK(same == 1);
  OK(coincide_coverage_contains_cell(c, words[1], &same));
  CHECK(same == 0);
  OK(coincide_coverage_contains_cell(c, coincide_cell_from_nested(0, 11), &same));
  CHECK(same == 0);
  FAILS(coincide_coverage_contains_cell(c, words[0], NULL), COINCIDE_INVALID_ARGUMENT, "inside");
  FAILS(coincide_coverage_contains_cell(words[0], words[0], &same), COINCIDE_BAD_HANDLE,
        "coverage");

  OK(coincide_coverage_to_bytes(c, &bytes));
  {
    const uint8_t* data = buffer_of(bytes, COINCIDE_U8, &n);
    OK(coincide_coverage_from_bytes(data, n, &d));
    OK(coincide_coverage_equal(c, d, &same));
    CHECK(same == 1);
    OK(coincide_coverage_hash(c, &hash[0]));
    OK(coincide_coverage_hash(d, &hash[1]));
    CHECK(hash[0] == hash[1]);
    OK(coincide_release(d));
    FAILS(coincide_coverage_from_bytes(data, n - 1, &d), COINCIDE_BAD_DATA, "");
    CHECK(d == 0);
  }
  OK(coincide_release(bytes));

  OK(coincide_coverage_cells(c, -1, 0, &bytes));
  {
    const uint64_t* cells = buffer_of(bytes, COINCIDE_U64, &n);
    CHECK(n == 2 && cells[0] == coincide_cell_from_nested(0, 0));
    OK(coincide_coverage_from_cells(cells, n, 3, NULL, &d));
    OK(coincide_coverage_equal(c, d, &same));
    CHECK(same == 1);
    OK(coincide_release(d));
  }
  OK(coincide_release(bytes));
  FAILS(coincide_coverage_cells(c, 20, 1000, &bytes), COINCIDE_INVALID_ARGUMENT, "1000");
  OK(coincide_coverage_from_ranges(ranges, 2, 3, NULL, &d));
  OK(coincide_coverage_same_place(c, d, &same));
  CHECK(same == 1);
  OK(coincide_release(c));
  OK(coincide_release(d));
}

static void shapes(void) {
  const coincide_handle c = moc("2/0 77");
  coincide_handle out = 0, row = 0;
  size_t n = 0;
  int32_t null = 9, inside = 0;
  OK(coincide_coverage_components(c, COINCIDE_CORNERS, &out));
  OK(coincide_column_size(out, &n));
  CHECK(n == 2);
  OK(coincide_column_row(out, 1, &row, &null));
  CHECK(null == 0 && is(row, "2/77"));
  FAILS(coincide_column_row(out, 2, &row, &null), COINCIDE_INVALID_ARGUMENT, "row is 2");
  OK(coincide_release(out));
  OK(coincide_coverage_expand(c, 1, COINCIDE_SIDES, 0, &out));
  OK(coincide_coverage_contains(out, c, &inside));
  CHECK(inside == 1);
  OK(coincide_coverage_border(out, COINCIDE_INNER, COINCIDE_SIDES, 0, &row));
  OK(coincide_release(row));
  OK(coincide_coverage_fill_holes(out, INFINITY, COINCIDE_SIDES, &row));
  CHECK(is(row, "0/0-11 2/"));
  FAILS(coincide_coverage_fill_holes(out, NAN, COINCIDE_SIDES, &row), COINCIDE_INVALID_ARGUMENT,
        "max_area_m2");
  OK(coincide_release(out));
  OK(coincide_release(c));
}

static void forms(void) {
  static const char quoted[] = "{\"3\":[6,1,4,5],\"5\":[7,]}";
  const coincide_handle c = moc("3/1 4-6 5/7 10/");
  coincide_handle out = 0, repairs = 0;
  const coincide_ellipsoid sphere = {6371000, 0};
  coincide_ellipsoid earth = {0, 0};
  int32_t same = 0;
  size_t n = 0;
  OK(coincide_coverage_to_moc(c, COINCIDE_MOC_JSON, &out));
  CHECK(buffer_is(out, "{\"3\":[1,4,5,6],\"5\":[7],\"10\":[]}"));
  OK(coincide_release(out));
  OK(coincide_coverage_to_moc(c, COINCIDE_MOC_FITS, &out));
  {
    const uint8_t* data = buffer_of(out, COINCIDE_U8, &n);
    coincide_handle back = 0;
    OK(coincide_coverage_from_moc(data, n, 1, &sphere, &back, &repairs));
    OK(coincide_coverage_equal(c, back, &same));
    CHECK(same == 1 && buffer_is(repairs, ""));
    OK(coincide_release(back));
    OK(coincide_release(repairs));
    FAILS(coincide_coverage_from_moc(data, n / 2, 0, NULL, &back, &repairs), COINCIDE_BAD_DATA,
          "MOC FITS");
    CHECK(back == 0 && repairs == 0);
  }
  OK(coincide_release(out));
  OK(coincide_coverage_from_moc((const uint8_t*)quoted, strlen(quoted), 0, &sphere, &out,
                                &repairs));
  OK(coincide_coverage_ellipsoid(out, &earth));
  buffer_of(repairs, COINCIDE_U8, &n);
  CHECK(earth.a == 6371000 && n > 0);
  FAILS(coincide_coverage_intersects(c, out, &same), COINCIDE_INVALID_ARGUMENT, "WGS84");
  OK(coincide_release(out));
  OK(coincide_release(repairs));
  FAILS(coincide_coverage_from_moc((const uint8_t*)quoted, strlen(quoted), 1, NULL, &out, NULL),
        COINCIDE_BAD_DATA, "MOC JSON");
  OK(coincide_coverage_sort_key(c, &out));
  OK(coincide_release(out));
  OK(coincide_release(c));
}

void test_coverage(void) {
  algebra();
  questions();
  shapes();
  forms();
}
