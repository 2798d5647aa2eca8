// Cells to test geometry on, and an independent geodesic (PROJ's, by Karney).

#ifndef COINCIDE_TESTS_HEALPIX_CELL_SAMPLES_H_
#define COINCIDE_TESTS_HEALPIX_CELL_SAMPLES_H_

#include <geodesic.h>

#include <random>
#include <vector>

#include "coincide/cell/cell_ids.h"
#include "coincide/healpix/projection.h"

namespace coincide::testing {

inline double GeodesicMetres(const LonLat& a, const LonLat& b, const Ellipsoid& ellipsoid) {
  geod_geodesic geodesic;
  geod_init(&geodesic, ellipsoid.a(), ellipsoid.flattening());
  double metres, azimuth_a, azimuth_b;
  geod_inverse(&geodesic, a.lat, a.lon, b.lat, b.lon, &metres, &azimuth_a, &azimuth_b);
  return metres;
}

// A random cell of `order`, half of the time at a pole, at |z| = 2/3 or at a corner
// or side of its base cell.
inline Cell HardCell(std::mt19937_64& rng, int order) {
  const uint64_t last = (uint64_t{1} << order) - 1;
  uint64_t x = rng() & last, y = rng() & last;
  switch (rng() % 8) {
    case 0:
      x = y = 0;
      break;  // the pole of the south row
    case 1:
      x = y = last;
      break;  // and of the north row
    case 2:
      y = last - x;
      break;  // |z| = 2/3 in the polar rows
    case 3:
      x = 0;
      break;
    case 4:
      x = last - std::min<uint64_t>(last, rng() % 4),
      y = last - std::min<uint64_t>(last, rng() % 4);
      break;
    default:
      break;
  }
  return *CellFromXy(order, static_cast<int64_t>(rng() % 12), x, y);
}

// (n + 1)^2 points of the closed cell, corners and sides included.
inline std::vector<LonLat> GridOf(Cell cell, int n, const Ellipsoid& ellipsoid) {
  const Projection& projection = Projection::Of(ellipsoid);
  const CellXy place = PlaceOf(cell);
  const double width = std::ldexp(1.0, -place.order);
  std::vector<LonLat> points;
  for (int i = 0; i <= n; ++i) {
    for (int j = 0; j <= n; ++j) {
      points.push_back(projection.PointAt(place.base_cell, (place.x + double(i) / n) * width,
                                          (place.y + double(j) / n) * width));
    }
  }
  return points;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_HEALPIX_CELL_SAMPLES_H_
