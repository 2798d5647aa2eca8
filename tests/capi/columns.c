#include <math.h>

#include "tests/capi/check.h"

static coincide_handle moc(const char* text) {
  coincide_handle coverage = 0;
  OK(coincide_coverage_from_moc((const uint8_t*)text, strlen(text), 0, NULL, &coverage, NULL));
  return coverage;
}

/* Rows 1/0-3, 1/2-5, empty. */
static coincide_handle three_rows(void) {
  const coincide_handle rows[3] = {moc("1/0-3"), moc("1/2-5"), moc("1/")};
  coincide_handle column = 0;
  OK(coincide_column_from_coverages(rows, 3, &column));
  for (size_t i = 0; i < 3; ++i) OK(coincide_release(rows[i]));
  return column;
}

static void operations(void) {
  const coincide_handle column = three_rows(), place = moc("1/5");
  coincide_handle out = 0, row = 0;
  int32_t null = 0, same = 0;
  size_t n = 0;
  OK(coincide_column_test(COINCIDE_INTERSECTS, column, place, 0, &out));
  {
    const uint8_t* meets = buffer_of(out, COINCIDE_U8, &n);
    CHECK(n == 3 && meets[0] == 0 && meets[1] == 1 && meets[2] == 0);
  }
  OK(coincide_release(out));
  OK(coincide_column_combine(COINCIDE_DIFFERENCE, column, place, 0, &out));
  OK(coincide_column_row(out, 1, &row, &null));
  OK(coincide_release(out));
  out = moc("1/2-4");
  OK(coincide_coverage_equal(out, row, &same));
  CHECK(same == 1 && null == 0);
  OK(coincide_release(out));
  OK(coincide_release(row));
  OK(coincide_column_measure(COINCIDE_JACCARD, column, place, 0, &out));
  CHECK(fabs(((const double*)buffer_of(out, COINCIDE_F64, &n))[1] - 0.25) < 1e-15);
  OK(coincide_release(out));
  OK(coincide_column_areas_m2(column, 0, &out));
  CHECK(((const double*)buffer_of(out, COINCIDE_F64, &n))[2] == 0);
  OK(coincide_release(out));
  OK(coincide_column_union(column, 0, &out));
  row = moc("1/0-5");
  OK(coincide_coverage_equal(out, row, &same));
  CHECK(same == 1);
  OK(coincide_release(out));
  OK(coincide_release(row));
  FAILS(coincide_column_test(COINCIDE_INTERSECTS, column, 77, 0, &out), COINCIDE_BAD_HANDLE,
        "b is");
  FAILS(coincide_column_slice(column, 2, 2, &out), COINCIDE_INVALID_ARGUMENT, "2");
  OK(coincide_column_slice(column, 1, 2, &out));
  OK(coincide_column_size(out, &n));
  CHECK(n == 2);
  OK(coincide_release(out));
  OK(coincide_release(column));
  OK(coincide_release(place));
}

static void arrow(void) {
  const coincide_handle column = three_rows();
  coincide_handle back = 0;
  struct ArrowArray array;
  struct ArrowSchema schema;
  int32_t order = 9;
  size_t n = 0;
  OK(coincide_column_export(column, &array, &schema));
  OK(coincide_release(column));
  CHECK(array.length == 3);
  OK(coincide_column_import(&array, &schema, &back));
  CHECK(array.release == NULL && schema.release == NULL);
  OK(coincide_column_size(back, &n));
  OK(coincide_column_order(back, &order));
  CHECK(n == 3 && order == 1);
  OK(coincide_release(back));
  FAILS(coincide_column_import(&array, &schema, &back), COINCIDE_INVALID_ARGUMENT, "released");
  CHECK(back == 0);
}

static void buffers(void) {
  const int64_t offsets[] = {0, 2, 2, 2}, fall[] = {0, 2, 0, 2};
  const uint64_t leaves[] = {0, (uint64_t)1 << 58};
  const uint8_t valid = 5;
  coincide_handle column = 0, row = 0;
  int32_t null = 0;
  OK(coincide_column_from_buffers(offsets, leaves, 2, &valid, 3, 0, NULL, &column));
  OK(coincide_column_row(column, 1, &row, &null));
  CHECK(null == 1);
  OK(coincide_release(row));
  OK(coincide_release(column));
  FAILS(coincide_column_from_buffers(fall, leaves, 2, NULL, 3, 0, NULL, &column),
        COINCIDE_INVALID_ARGUMENT, "offsets[2] is 0");
  FAILS(coincide_column_from_buffers(offsets, leaves, 1, NULL, 3, 0, NULL, &column),
        COINCIDE_INVALID_ARGUMENT, "offsets[1] is 2");
}

static void indexes(void) {
  const coincide_handle column = three_rows(), place = moc("1/5");
  const double lon[] = {45, 200}, lat[] = {45, 200};
  coincide_handle index = 0, more = 0, bytes = 0, out = 0, rows = 0;
  size_t n = 0;
  OK(coincide_index_build(column, 0, &index));
  OK(coincide_index_verify(index, 0));
  OK(coincide_index_query(index, place, &out));
  CHECK(((const uint32_t*)buffer_of(out, COINCIDE_U32, &n))[0] == 1 && n == 1);
  OK(coincide_release(out));
  OK(coincide_index_query_cell(index, coincide_cell_from_nested(1, 0), &out));
  CHECK(((const uint32_t*)buffer_of(out, COINCIDE_U32, &n))[0] == 0 && n == 1);
  OK(coincide_release(out));
  OK(coincide_index_query_points(index, lon, lat, 1, 0, &out, &rows));
  CHECK(((const int64_t*)buffer_of(out, COINCIDE_I64, &n))[1] >= 1 && n == 2);
  OK(coincide_release(out));
  OK(coincide_release(rows));
  FAILS(coincide_index_query_points(index, lon, lat, 2, 0, &out, &rows), COINCIDE_INVALID_ARGUMENT,
        "lat[1] = 200, 200");
  OK(coincide_index_join(index, index, 0, &out, &rows));
  buffer_of(out, COINCIDE_U32, &n);
  CHECK(n == 4); /* 0-0, 0-1, 1-0, 1-1 */
  OK(coincide_release(out));
  OK(coincide_release(rows));
  OK(coincide_index_append(index, column, 0, &more));
  OK(coincide_index_size(more, &n));
  CHECK(n == 6);
  OK(coincide_release(index));
  OK(coincide_index_compact(more, 0, &index));
  OK(coincide_index_query_column(index, column, 0, &out, &rows));
  buffer_of(out, COINCIDE_U32, &n);
  CHECK(n == 8);
  OK(coincide_release(out));
  OK(coincide_release(rows));
  OK(coincide_index_to_bytes(index, &bytes));
  {
    const uint8_t* data = buffer_of(bytes, COINCIDE_U8, &n);
    OK(coincide_index_from_bytes(data, n, &out));
    OK(coincide_release(out));
    FAILS(coincide_index_from_bytes(data, n / 2, &out), COINCIDE_BAD_DATA, "");
  }
  FAILS(coincide_index_open("/nowhere/at.all", 15, &out), COINCIDE_NOT_FOUND, "/nowhere/at.all");
  FAILS(coincide_index_save(index, "/nowhere/at.all", 15), COINCIDE_NOT_FOUND, "/nowhere/at.all");
  OK(coincide_release(bytes));
  OK(coincide_release(index));
  OK(coincide_release(more));
  OK(coincide_release(column));
  OK(coincide_release(place));
}

void test_columns(void) {
  operations();
  arrow();
  buffers();
  indexes();
}
