// File: cell_distance.h
//
// Bounds of the distances from a cell to a point or to another cell, by geodesic on
// the ellipsoid, in closed form: to decide that something is near or far without
// computing it.
//
// Cells are closed and hold their inside; a point word is the order-29 cell around
// it.

#ifndef COINCIDE_HEALPIX_CELL_DISTANCE_H_
#define COINCIDE_HEALPIX_CELL_DISTANCE_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/cell.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection.h"

namespace coincide {

// lower_m <= every distance there is <= upper_m, between any point of the one and any
// point of the other.
struct DistanceBounds {
  double lower_m = 0;
  double upper_m = 0;
};

// REQUIRES: !cell.is_null(), IsValidLonLat(point.lon, point.lat); neither null.
// ENSURES: the bounds hold; proof in src/healpix/cell_sides.h. lower_m is 0 where the
// point lies in the cell, or one cell in the other.
// ACCURACY: each bound is off by at most 2 % of the width of a cell (4 % at orders 0
// and 1; both times 1.4 at 10,000 km, 2.6 at 15,000 km), by 0.1 micrometres, and by a
// share of the distance: 1e-5 at 100 km, 1e-3 at 1,000 km, 0.6 % up to 10,000 km, 1 %
// up to 15,000 km.
// Beyond, and where some place of the one may be opposite to some place of the other,
// upper_m is off by the size of the cells and by up to 2 % more:
// tests/healpix/cell_distance_test.cc.
// COST: 0.5 us to a point, 1.1 us to a cell (0.8 and 3.3 at order 3):
// bench/healpix/cell_geometry_bench.cc.
DistanceBounds DistanceTo(Cell cell, const LonLat& point, const Ellipsoid& ellipsoid);
DistanceBounds DistanceTo(Cell cell, Cell other, const Ellipsoid& ellipsoid);

// Many: the two sides have n entries, or one, which then meets all of the other side.
// NaN where a word is null or invalid, or a coordinate not finite or |lat| > 90.
// Returns the lowest such index, n if there is none. threads 0: COINCIDE_THREADS if
// set, else every core.
// REQUIRES: sizes as said, with n = lower_m.size() = upper_m.size(); equal sizes of
// lon and lat.
size_t DistancesTo(std::span<const uint64_t> words, std::span<const double> lon,
                   std::span<const double> lat, const Ellipsoid& ellipsoid,
                   std::span<double> lower_m, std::span<double> upper_m, int threads = 0);
size_t DistancesTo(std::span<const uint64_t> words, std::span<const uint64_t> others,
                   const Ellipsoid& ellipsoid, std::span<double> lower_m, std::span<double> upper_m,
                   int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_CELL_DISTANCE_H_
