/* What callers do wrong: an error each time, never a crash. */

#include "tests/capi/check.h"

static void handles(void) {
  coincide_handle a = 0, b = 0, out = 0;
  size_t n = 0;
  int32_t order = 0;
  OK(coincide_coverage_full(3, NULL, &a));
  CHECK(coincide_kind(a) == COINCIDE_COVERAGE && coincide_live_handles() == 1);
  /* Another kind. */
  FAILS(coincide_column_size(a, &n), COINCIDE_BAD_HANDLE, "coverage: a live column is wanted");
  OK(coincide_release(a));
  /* Released, twice. */
  FAILS(coincide_release(a), COINCIDE_BAD_HANDLE, "not live");
  FAILS(coincide_coverage_order(a, &order), COINCIDE_BAD_HANDLE, "a live coverage is wanted");
  CHECK(coincide_kind(a) == 0 && coincide_live_handles() == 0);
  /* A new thing in the same place has another id. */
  OK(coincide_coverage_full(3, NULL, &b));
  CHECK(a != b);
  FAILS(coincide_coverage_order(a, &order), COINCIDE_BAD_HANDLE, "a live coverage is wanted");
  FAILS(coincide_coverage_combine(COINCIDE_UNION, b, a, &out), COINCIDE_BAD_HANDLE, "b is");
  /* Made up: null, each bit of a good one flipped, all bits. */
  FAILS(coincide_release(0), COINCIDE_BAD_HANDLE, "not live");
  FAILS(coincide_release(UINT64_MAX), COINCIDE_BAD_HANDLE, "not live");
  for (int bit = 0; bit < 64; ++bit) {
    FAILS(coincide_release(b ^ (uint64_t)1 << bit), COINCIDE_BAD_HANDLE, "not live");
    FAILS(coincide_coverage_order(b ^ (uint64_t)1 << bit, &order), COINCIDE_BAD_HANDLE, "wanted");
  }
  OK(coincide_release(b));
}

static void many_handles(void) {
  enum { kMany = 5000 };
  static coincide_handle ids[kMany];
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kMany; ++i) OK(coincide_coverage_empty(i % 30, NULL, &ids[i]));
    CHECK(coincide_live_handles() == kMany);
    for (int i = 0; i < kMany; ++i) {
      int32_t order = -1;
      OK(coincide_coverage_order(ids[i], &order));
      CHECK(order == i % 30);
    }
    for (int i = 0; i < kMany; ++i) OK(coincide_release(ids[i]));
  }
}

static void pointers(void) {
  const double place[2] = {0, 0};
  uint64_t words[4] = {0, 0, 0, 0};
  int32_t type = 0;
  size_t n = 0;
  const void* data = NULL;
  coincide_handle out = 1;
  FAILS(coincide_encode(NULL, place, 1, 6, NULL, 0, words, NULL), COINCIDE_INVALID_ARGUMENT,
        "lon is null");
  FAILS(coincide_encode(place, place, 1, 6, NULL, 0, NULL, NULL), COINCIDE_INVALID_ARGUMENT,
        "words is null");
  FAILS(coincide_coverage_full(6, NULL, NULL), COINCIDE_INVALID_ARGUMENT, "out is null");
  FAILS(coincide_coverage_from_cells(NULL, 3, -1, NULL, &out), COINCIDE_INVALID_ARGUMENT,
        "words is null");
  CHECK(out == 0);
  FAILS(coincide_coverage_from_moc(NULL, 3, 0, NULL, &out, NULL), COINCIDE_INVALID_ARGUMENT,
        "bytes is null");
  FAILS(coincide_cell_from_text(NULL, 3, 0, words), COINCIDE_INVALID_ARGUMENT, "text is null");
  FAILS(coincide_cell_from_text("1", 1, 0, NULL), COINCIDE_INVALID_ARGUMENT, "word is null");
  FAILS(coincide_cell_to_text(words[0], 0, NULL, NULL), COINCIDE_INVALID_ARGUMENT, "text is null");
  FAILS(coincide_column_import(NULL, NULL, &out), COINCIDE_INVALID_ARGUMENT, "array is null");
  FAILS(coincide_buffer_view(1, NULL, &data, &n), COINCIDE_INVALID_ARGUMENT, "type is null");
  FAILS(coincide_buffer_view(1, &type, &data, &n), COINCIDE_BAD_HANDLE, "buffer");
  /* Not aligned: no dereference happens. */
  FAILS(coincide_cells_orders((const uint64_t*)(uintptr_t)12345, 1, 0, (uint8_t*)words, NULL),
        COINCIDE_INVALID_ARGUMENT, "words is not aligned to 8 bytes");
}

/* Lengths that no memory has: refused before any of it is touched. */
static void lengths(void) {
  const size_t huge[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 8, SIZE_MAX / 16};
  uint64_t words[2] = {0, 0};
  double place[2] = {0, 0};
  int64_t offsets[2] = {0, 2};
  coincide_handle out = 0, out2 = 0;
  for (size_t i = 0; i < COUNT(huge); ++i) {
    FAILS(coincide_encode(place, place, huge[i], 6, NULL, 0, words, NULL),
          COINCIDE_INVALID_ARGUMENT, "lon would");
    FAILS(coincide_coverage_from_ranges((const coincide_range*)(const void*)words, huge[i], 6, NULL,
                                        &out),
          COINCIDE_INVALID_ARGUMENT, "ranges would");
    FAILS(coincide_cells_disk(words, huge[i], 1, 0, 0, &out, &out2), COINCIDE_INVALID_ARGUMENT,
          "words would");
    FAILS(coincide_cover_polygon(place, place, 2, offsets, huge[i], 6, 0, 0, NULL, &out, NULL),
          COINCIDE_INVALID_ARGUMENT, "offsets would");
    FAILS(coincide_coverage_combine_all(COINCIDE_UNION, words, huge[i], &out),
          COINCIDE_INVALID_ARGUMENT, "coverages would");
  }
  FAILS(coincide_cells_neighbors(words, (size_t)1 << 51, 0, words, NULL), COINCIDE_INVALID_ARGUMENT,
        "out would");
  FAILS(coincide_cells_children(words, 64, 29, 0, words, NULL), COINCIDE_INVALID_ARGUMENT,
        "out would");
  FAILS(coincide_cells_boundaries(words, 1 << 30, INT32_MAX, NULL, 0, place, place, NULL),
        COINCIDE_INVALID_ARGUMENT, "lon would");
  offsets[1] = INT64_MAX;
  FAILS(coincide_cover_lines(place, place, 2, offsets, 1, 6, 0, NULL, &out),
        COINCIDE_INVALID_ARGUMENT, "offsets[1]");
  offsets[0] = -1;
  FAILS(coincide_cover_lines(place, place, 2, offsets, 1, 6, 0, NULL, &out),
        COINCIDE_INVALID_ARGUMENT, "offsets[0] is -1");
}

static void texts(void) {
  /* Cut short, a surrogate, longer than need be, beyond the last code point. */
  static const char* const bad[] = {"WGS\xC3",          "\xED\xA0\x80", "\xC0\x80",
                                    "\xF4\x90\x80\x80", "\xFF",         "A\x80"};
  coincide_ellipsoid earth;
  coincide_handle out = 0;
  uint64_t word = 0;
  for (size_t i = 0; i < COUNT(bad); ++i) {
    FAILS(coincide_ellipsoid_from_name(bad[i], strlen(bad[i]), &earth), COINCIDE_INVALID_ARGUMENT,
          "name is not UTF-8");
    FAILS(coincide_cell_from_text(bad[i], strlen(bad[i]), 0, &word), COINCIDE_INVALID_ARGUMENT,
          "text is not UTF-8");
    FAILS(coincide_index_open(bad[i], strlen(bad[i]), &out), COINCIDE_INVALID_ARGUMENT,
          "path is not UTF-8");
    /* A MOC is bytes; what it holds must not spoil the message. */
    CHECK(coincide_coverage_from_moc((const uint8_t*)bad[i], strlen(bad[i]), 0, NULL, &out, NULL) ==
          COINCIDE_BAD_DATA);
    for (const char* c = coincide_last_error(); *c != 0; ++c) CHECK((unsigned char)*c < 0x80);
  }
  FAILS(coincide_index_open("a\0b", 3, &out), COINCIDE_INVALID_ARGUMENT, "zero at byte 1");
  FAILS(coincide_index_open("", 0, &out), COINCIDE_INVALID_ARGUMENT, "path is empty");
  OK(coincide_ellipsoid_from_name("grs80", 5, &earth));
  CHECK(earth.inverse_flattening == 298.257222101);
  FAILS(coincide_ellipsoid_from_name("Bessel", 6, &earth), COINCIDE_INVALID_ARGUMENT, "GRS80");
}

static void values(void) {
  const coincide_ellipsoid flat = {6378137, 2}, none = {0, 0};
  coincide_handle out = 0;
  FAILS(coincide_coverage_full(30, NULL, &out), COINCIDE_INVALID_ARGUMENT, "order is 30");
  FAILS(coincide_coverage_full(-1, NULL, &out), COINCIDE_INVALID_ARGUMENT, "order is -1");
  FAILS(coincide_coverage_full(3, &flat, &out), COINCIDE_INVALID_ARGUMENT, "ellipsoid");
  FAILS(coincide_coverage_full(3, &none, &out), COINCIDE_INVALID_ARGUMENT, "ellipsoid");
  CHECK(coincide_cell_at(0, 0, 3, &flat) == 0);
}

void test_faults(void) {
  CHECK(coincide_abi_version() == COINCIDE_ABI_VERSION);
  CHECK(strchr(coincide_version(), '.') != NULL);
  CHECK(strcmp(coincide_last_error(), "") == 0);
  handles();
  many_handles();
  pointers();
  lengths();
  texts();
  values();
}
