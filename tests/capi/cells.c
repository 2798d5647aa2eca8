#include <math.h>

#include "tests/capi/check.h"

/* Functions of one cell give what those of many give, to the bit. */
static void one_as_many(uint64_t cell) {
  const coincide_ellipsoid sphere = {6371000, 0};
  uint64_t near[8], nears[8];
  double lon = 0, lat = 0, lons = 0, lats = 0;
  OK(coincide_cell_neighbors(cell, near));
  OK(coincide_cells_neighbors(&cell, 1, 1, nears, NULL));
  CHECK(memcmp(near, nears, sizeof near) == 0);
  OK(coincide_cell_centre(cell, NULL, &lon, &lat));
  OK(coincide_decode(&cell, 1, NULL, 1, &lons, &lats, NULL));
  CHECK(lon == lons && lat == lats);
  OK(coincide_cell_centre(cell, &sphere, &lon, &lat));
  OK(coincide_decode(&cell, 1, &sphere, 1, &lons, &lats, NULL));
  CHECK(lon == lons && lat == lats);
}

static void one_cell(void) {
  /* The example of docs/specification.md: order 6, NESTED 19456. */
  const uint64_t cell = coincide_cell_from_nested(6, 19456);
  coincide_range leaves;
  uint64_t near[8];
  int32_t base = 0;
  uint32_t x = 0, y = 0;
  CHECK(coincide_cell_is_valid(cell) && !coincide_cell_is_point(cell));
  CHECK(coincide_cell_order(cell) == 6 && coincide_cell_base(cell) == 4);
  CHECK(coincide_cell_nested(cell) == 19456);
  CHECK(coincide_cell_nuniq(cell) == 4 * 4096 + 19456);
  CHECK(coincide_cell_from_nuniq(4 * 4096 + 19456) == cell);
  CHECK(coincide_cell_from_ring(6, coincide_cell_ring(cell)) == cell);
  CHECK(coincide_cell_from_zuniq(coincide_cell_zuniq(cell)) == cell);
  leaves = coincide_cell_leaves(cell);
  CHECK(leaves.end - leaves.begin == (uint64_t)1 << 46);
  CHECK(coincide_cell_from_leaves(leaves) == cell);
  OK(coincide_cell_xy(cell, &base, &x, &y));
  CHECK(coincide_cell_from_xy(6, base, x, y) == cell);
  CHECK(coincide_cell_contains(coincide_cell_parent(cell, 3), cell));
  CHECK(!coincide_cell_contains(cell, coincide_cell_parent(cell, 3)));
  CHECK(coincide_cell_intersects(cell, coincide_cell_child(cell, 3)));
  CHECK(coincide_cell_parent(coincide_cell_child(cell, 2), 6) == cell);
  CHECK(coincide_cell_previous(coincide_cell_next(cell)) == cell);
  CHECK(coincide_cell_common_ancestor(cell, coincide_cell_next(cell)) ==
        coincide_cell_parent(cell, 5));
  OK(coincide_cell_neighbors(cell, near));
  CHECK(coincide_cell_order(near[0]) == 6);
  one_as_many(cell);
  one_as_many(coincide_cell_from_nested(0, 11));
  one_as_many(coincide_cell_from_ring(9, 0));
  one_as_many(coincide_cell_at(179.5, -89.9, 29, NULL));
  one_as_many(coincide_cell_at(-120.25, 41.5, -1, NULL));
  /* From the equator at longitude 0: cells there are half-open, so 19456. */
  CHECK(coincide_cell_at(0, 0, 6, NULL) == cell);
  CHECK(coincide_cell_parent(coincide_cell_at(0, 0, -1, NULL), 6) == cell);
  CHECK(coincide_cell_is_point(coincide_point_from_leaf(leaves.begin)));
  CHECK(fabs(coincide_cell_area(0, NULL) * 12 / 510065621724089.0 - 1) < 1e-12);
}

static void no_answer(void) {
  const uint64_t bad[] = {0, 63, UINT64_MAX, (uint64_t)13 << 60, ((uint64_t)1 << 60) + 64};
  for (size_t i = 0; i < COUNT(bad); ++i) {
    uint64_t near[8];
    double lon, lat;
    CHECK(!coincide_cell_is_valid(bad[i]) && !coincide_cell_is_point(bad[i]));
    CHECK(coincide_cell_order(bad[i]) == -1 && coincide_cell_base(bad[i]) == -1);
    CHECK(coincide_cell_nested(bad[i]) == UINT64_MAX && coincide_cell_ring(bad[i]) == UINT64_MAX);
    CHECK(coincide_cell_parent(bad[i], 0) == 0 && coincide_cell_child(bad[i], 0) == 0);
    CHECK(coincide_cell_next(bad[i]) == 0 && coincide_cell_leaves(bad[i]).end == 0);
    FAILS(coincide_cell_neighbors(bad[i], near), COINCIDE_INVALID_ARGUMENT, "words[0]");
    FAILS(coincide_cell_centre(bad[i], NULL, &lon, &lat), COINCIDE_INVALID_ARGUMENT, "words[0]");
  }
  CHECK(coincide_cell_from_nested(30, 0) == 0 && coincide_cell_from_nested(-1, 0) == 0);
  CHECK(coincide_cell_from_nested(1, 48) == 0);
  CHECK(coincide_cell_at(0, 90.5, 6, NULL) == 0 && coincide_cell_at(NAN, 0, 6, NULL) == 0);
  CHECK(coincide_cell_at(0, 0, 30, NULL) == 0 && coincide_cell_at(0, 0, -2, NULL) == 0);
  CHECK(coincide_cell_parent(coincide_cell_from_nested(3, 0), 4) == 0);
  CHECK(coincide_cell_child(coincide_cell_from_nested(29, 0), 0) == 0);
  CHECK(coincide_cell_child(coincide_cell_from_nested(3, 0), 4) == 0);
  CHECK(coincide_point_from_leaf((uint64_t)12 << 58) == 0);
  CHECK(isnan(coincide_cell_area(30, NULL)));
}

static void texts(void) {
  const uint64_t cell = coincide_cell_from_nested(6, 19456);
  char text[COINCIDE_CELL_TEXT_SIZE];
  uint64_t words[2] = {0, 0}, back[2];
  size_t length = 0, bad = 9;
  coincide_handle offsets = 0, chars = 0;
  const int64_t* ends;
  OK(coincide_cell_to_text(cell, COINCIDE_TEXT, text, &length));
  CHECK(length == 7 && strcmp(text, "5411111") == 0);
  OK(coincide_cell_from_text("5411111", 7, COINCIDE_TEXT, &back[0]));
  CHECK(back[0] == cell);
  OK(coincide_cell_to_text(coincide_cell_from_nested(1, 27), COINCIDE_OGC, text, NULL));
  CHECK(strcmp(text, "B4-1") == 0);
  FAILS(coincide_cell_to_text(coincide_cell_from_nested(26, 0), COINCIDE_OGC, text, NULL),
        COINCIDE_INVALID_ARGUMENT, "26");
  FAILS(coincide_cell_from_text("54x", 3, COINCIDE_TEXT, &back[0]), COINCIDE_INVALID_ARGUMENT,
        "byte 2");
  words[0] = cell;
  OK(coincide_cells_to_text(words, 2, COINCIDE_TEXT, &offsets, &chars, NULL));
  CHECK(buffer_is(chars, "5411111"));
  ends = buffer_of(offsets, COINCIDE_I64, &length);
  CHECK(length == 3 && ends[1] == 7 && ends[2] == 7);
  OK(coincide_cells_from_text(ends, 2, "5411111", 7, COINCIDE_TEXT, back, &bad));
  CHECK(bad == 2 && back[0] == cell && back[1] == 0);
  OK(coincide_release(offsets));
  OK(coincide_release(chars));
}

static void arrays(void) {
  const double lon[] = {0, 166.67, -68.05}, lat[] = {0, -77.85, -67.56};
  double lons[12], lats[12], radius[3], weights[12];
  uint64_t words[3], out[12], ring[3];
  uint8_t orders[3], flags[3], order6 = 6;
  size_t invalid = 9, length = 0;
  coincide_handle offsets = 0, disk = 0;
  coincide_range leaves[3];
  OK(coincide_encode(lon, lat, 3, 6, NULL, 0, words, NULL));
  for (size_t i = 0; i < 3; ++i) CHECK(words[i] == coincide_cell_at(lon[i], lat[i], 6, NULL));
  OK(coincide_decode(words, 3, NULL, 1, lons, lats, NULL));
  OK(coincide_encode(lons, lats, 3, 6, NULL, 1, out, &invalid));
  CHECK(invalid == 0 && memcmp(out, words, sizeof words) == 0);
  OK(coincide_cells_to_ring(words, 3, 0, orders, ring, NULL));
  CHECK(orders[1] == 6);
  OK(coincide_cells_from_ring(&order6, 1, ring, 3, 0, out, NULL));
  CHECK(memcmp(out, words, sizeof words) == 0);
  OK(coincide_cells_from_ring(orders, 3, ring, 3, 0, out, NULL));
  CHECK(memcmp(out, words, sizeof words) == 0);
  OK(coincide_cells_parents(words, 3, 3, 0, out, NULL));
  OK(coincide_cells_contain(out, 3, words, 3, 0, flags, NULL));
  CHECK(flags[0] && flags[1] && flags[2]);
  OK(coincide_cells_contain(out, 3, words, 1, 0, flags, NULL));
  CHECK(flags[0] && !flags[1]);
  OK(coincide_cells_leaves(words, 3, 0, leaves, NULL));
  CHECK(leaves[2].begin == coincide_cell_leaves(words[2]).begin);
  OK(coincide_cells_children(words, 3, 1, 0, out, NULL));
  CHECK(out[5] == coincide_cell_child(words[1], 1));
  OK(coincide_cells_common_ancestor(out, 4, &ring[0]));
  CHECK(ring[0] == words[0]);
  OK(coincide_cells_vertices(words, 3, NULL, 0, lons, lats, NULL));
  CHECK(lats[8] < lats[10]);
  OK(coincide_cells_caps(words, 3, NULL, 0, lons, lats, radius, NULL));
  CHECK(radius[0] > 1e3 && radius[0] < 1e5);
  OK(coincide_cells_distance_to_points(words, 3, lons, lats, 1, NULL, 0, lons + 3, lats + 3, NULL));
  CHECK(lons[3] == 0 && lons[4] > 0 && lats[4] >= lons[4]);
  OK(coincide_interpolation(lon, lat, 3, 6, NULL, 0, out, weights, NULL));
  CHECK(fabs(weights[4] + weights[5] + weights[6] + weights[7] - 1) < 1e-12);
  OK(coincide_cells_disk(words, 3, 2, 0, 0, &offsets, &disk));
  CHECK(((const int64_t*)buffer_of(offsets, COINCIDE_I64, &length))[3] <= 75 && length == 4);
  OK(coincide_release(offsets));
  OK(coincide_release(disk));
  FAILS(coincide_cells_disk(words, 3, 1000000, 1000, 0, &offsets, &disk), COINCIDE_OUT_OF_MEMORY,
        "budget is 1000");
  CHECK(offsets == 0 && disk == 0);
}

/* What has no answer: an error that names it, or 0 in its place and its index. */
static void bad_entries(void) {
  const double lon[] = {0, 10, 20}, lat[] = {0, 95, NAN};
  uint64_t words[3], out[3], nested[] = {0, 48, 5};
  uint8_t orders[] = {1, 1, 31}, flags[3];
  size_t bad = 9;
  FAILS(coincide_encode(lon, lat, 3, -1, NULL, 0, words, NULL), COINCIDE_INVALID_ARGUMENT,
        "lon[1], lat[1] = 10, 95");
  CHECK(strstr(coincide_last_error(), "did you pass lat, lon?") != NULL);
  OK(coincide_encode(lon, lat, 3, -1, NULL, 0, words, &bad));
  CHECK(bad == 2 && words[0] != 0 && words[1] == 0 && words[2] == 0);
  FAILS(coincide_cells_orders(words, 3, 0, flags, NULL), COINCIDE_INVALID_ARGUMENT,
        "words[1] = 0x0: null");
  OK(coincide_cells_orders(words, 3, 0, flags, &bad));
  CHECK(bad == 1 && flags[0] == 29 && flags[1] == 0);
  FAILS(coincide_cells_from_nested(orders, 3, nested, 3, 0, out, NULL), COINCIDE_INVALID_ARGUMENT,
        "nested[1] is 48: there is no such cell of order 1");
  OK(coincide_cells_from_nested(orders, 3, nested, 3, 0, out, &bad));
  CHECK(bad == 1 && out[0] != 0 && out[1] == 0 && out[2] == 0);
  words[1] = coincide_cell_from_nested(2, 0);
  FAILS(coincide_cells_parents(words, 2, 5, 0, out, NULL), COINCIDE_INVALID_ARGUMENT,
        "has no ancestor of order 5");
  FAILS(coincide_cells_children(words, 2, 30, 0, out, NULL), COINCIDE_INVALID_ARGUMENT,
        "levels is 30");
  FAILS(coincide_cells_contain(words, 2, words, 3, 0, flags, NULL), COINCIDE_INVALID_ARGUMENT,
        "a has 2 words and b 3");
  /* Nothing at all is fine, with any pointers. */
  OK(coincide_encode(NULL, NULL, 0, 5, NULL, 0, NULL, NULL));
  OK(coincide_cells_neighbors(NULL, 0, 0, NULL, &bad));
  CHECK(bad == 0);
}

void test_cells(void) {
  one_cell();
  no_answer();
  texts();
  arrays();
  bad_entries();
}
