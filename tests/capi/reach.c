#include <math.h>

#include "tests/capi/check.h"

/* A degree of the equator is 111,319.49 m. */
static const double kDegree = 111319.490793;

static int32_t holds(coincide_handle coverage, double lon, double lat) {
  uint8_t inside = 2;
  OK(coincide_coverage_contains_points(coverage, &lon, &lat, 1, 0, &inside, NULL));
  return inside;
}

static void release_both(coincide_handle a, coincide_handle b) {
  OK(coincide_release(a));
  OK(coincide_release(b));
}

static void cones_and_ellipses(void) {
  coincide_handle outer = 0, inner = 0, round = 0;
  int32_t answer = 0;
  double area = 0;
  OK(coincide_cover_cone(180, 0, kDegree, 10, NULL, &outer, &inner));
  OK(coincide_coverage_contains(outer, inner, &answer));
  CHECK(answer == 1 && holds(inner, -179.1, 0) == 1 && holds(outer, -178.9, 0) == 0);
  /* Nearly a plane: pi r^2. A cell of order 10 is 6.4 km wide. */
  const double want = acos(-1.0) * kDegree * kDegree;
  OK(coincide_coverage_area_m2(inner, &area));
  CHECK(area < want && area > 0.85 * want);
  OK(coincide_coverage_area_m2(outer, &area));
  CHECK(area > want && area < 1.15 * want);
  /* Equal semi-axes, whatever the azimuth. */
  OK(coincide_cover_ellipse(180, 0, kDegree, kDegree, 30, 10, NULL, &round, NULL));
  OK(coincide_coverage_equal(outer, round, &answer));
  CHECK(answer == 1);
  OK(coincide_release(round));
  release_both(outer, inner);
  /* Twice as long to the east as to the north. */
  OK(coincide_cover_ellipse(10, 0, 2 * kDegree, kDegree, 90, 10, NULL, &outer, &inner));
  CHECK(holds(inner, 11.9, 0) == 1 && holds(outer, 12.1, 0) == 0);
  CHECK(holds(inner, 10, 0.9) == 1 && holds(outer, 10, 1.1) == 0);
  release_both(outer, inner);
  /* Only one of the two. */
  OK(coincide_cover_cone(0, 90, 1e5, 8, NULL, NULL, &inner));
  CHECK(holds(inner, 77, 89.9) == 1);
  OK(coincide_release(inner));
  OK(coincide_cover_cone(0, 90, 1e5, 8, NULL, NULL, NULL));
}

static void corridors(void) {
  const double lon[] = {0, 2}, lat[] = {0, 0};
  coincide_handle outer = 0, inner = 0;
  /* Eastward: left is north. */
  OK(coincide_cover_corridor(lon, lat, 2, 0.5 * kDegree, 0.2 * kDegree, COINCIDE_CAP_ROUND, 10,
                             COINCIDE_GEODESIC, NULL, &outer, &inner));
  CHECK(holds(inner, 1, 0.4) == 1 && holds(outer, 1, 0.6) == 0);
  CHECK(holds(inner, 1, -0.1) == 1 && holds(outer, 1, -0.3) == 0);
  CHECK(holds(outer, 2.2, 0.2) == 1);
  release_both(outer, inner);
  OK(coincide_cover_corridor(lon, lat, 2, 0.5 * kDegree, 0.2 * kDegree, COINCIDE_CAP_FLAT, 10,
                             COINCIDE_GEODESIC, NULL, &outer, NULL));
  CHECK(holds(outer, 1.99, 0.2) == 1 && holds(outer, 2.2, 0.2) == 0);
  OK(coincide_release(outer));
}

static void buffers(void) {
  /* A point in little-endian WKB: lon 0, lat 0. */
  uint8_t wkb[21] = {1, 1, 0, 0, 0};
  coincide_handle outer = 0, inner = 0, grown = 0, worn = 0;
  int32_t answer = 0, order = 0;
  OK(coincide_cover_wkb_buffered(wkb, sizeof wkb, kDegree, 10, COINCIDE_GEODESIC, COINCIDE_SMALLER,
                                 NULL, &outer, &inner));
  CHECK(holds(inner, 0.9, 0) == 1 && holds(outer, 1.1, 0) == 0);
  OK(coincide_coverage_buffer(inner, 0.5 * kDegree, -1, &grown));
  CHECK(holds(grown, 1.3, 0) == 1 && holds(grown, 1.6, 0) == 0);
  OK(coincide_coverage_order(grown, &order));
  CHECK(order == 10);
  OK(coincide_coverage_buffer(outer, -0.5 * kDegree, -1, &worn));
  CHECK(holds(worn, 0.4, 0) == 1 && holds(worn, 0.6, 0) == 0);
  OK(coincide_coverage_contains(outer, worn, &answer));
  CHECK(answer == 1);
  release_both(grown, worn);
  OK(coincide_coverage_buffer(outer, 0, 12, &grown));
  OK(coincide_coverage_same_place(outer, grown, &answer));
  CHECK(answer == 1);
  OK(coincide_release(grown));
  release_both(outer, inner);
}

static void bad_input(void) {
  const double lon[] = {0, NAN}, lat[] = {0, 0};
  const uint8_t wkb[] = {1, 1, 0, 0, 0, 7};
  coincide_handle outer = 1, inner = 1, full = 0;
  FAILS(coincide_cover_cone(0, 0, -1, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "radius");
  CHECK(outer == 0 && inner == 0);
  FAILS(coincide_cover_cone(0, 0, NAN, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "radius");
  FAILS(coincide_cover_cone(0, 91, 10, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT, "91");
  FAILS(coincide_cover_cone(INFINITY, 0, 10, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "inf");
  FAILS(coincide_cover_cone(0, 0, 10, 30, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "order is 30");
  FAILS(coincide_cover_cone(0, 0, 1e6, 29, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "order");
  FAILS(coincide_cover_ellipse(0, 0, -1, 1, 0, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "semi");
  FAILS(coincide_cover_ellipse(0, 0, 1, 1, NAN, 8, NULL, &outer, &inner), COINCIDE_INVALID_ARGUMENT,
        "azimuth");
  FAILS(coincide_cover_corridor(lon, lat, 2, 1, 1, 0, 8, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "1");
  FAILS(coincide_cover_corridor(lat, lat, 2, 1, 1, 2, 8, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "cap is 2");
  FAILS(coincide_cover_corridor(lat, lat, 2, 1, 1, 0, 8, 3, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "edges is 3");
  FAILS(coincide_cover_corridor(lat, lat, 2, 2e6, 1, 0, 8, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "left");
  FAILS(coincide_cover_corridor(NULL, lat, 2, 1, 1, 0, 8, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "lon is null");
  FAILS(coincide_cover_corridor(lat, lat, SIZE_MAX, 1, 1, 0, 8, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "lon would");
  FAILS(coincide_cover_wkb_buffered(wkb, sizeof wkb, 10, 8, 0, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "byte");
  FAILS(coincide_cover_wkb_buffered(NULL, 5, 10, 8, 0, 0, NULL, &outer, &inner),
        COINCIDE_INVALID_ARGUMENT, "wkb is null");
  OK(coincide_coverage_full(3, NULL, &full));
  FAILS(coincide_coverage_buffer(full, NAN, -1, &outer), COINCIDE_INVALID_ARGUMENT, "metres");
  FAILS(coincide_coverage_buffer(full, 1, 30, &outer), COINCIDE_INVALID_ARGUMENT, "order is 30");
  FAILS(coincide_coverage_buffer(full, 1, -1, NULL), COINCIDE_INVALID_ARGUMENT, "out is null");
  OK(coincide_release(full));
  FAILS(coincide_coverage_buffer(full, 1, -1, &outer), COINCIDE_BAD_HANDLE, "coverage");
}

void test_reach(void) {
  cones_and_ellipses();
  corridors();
  buffers();
  bad_input();
}
