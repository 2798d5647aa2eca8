// File: cell_geometry.h
//
// Where a cell lies on the ellipsoid: corners, true sides, area, enclosing cap.
// Its centre is Projection::Centre, for many cells DecodeCentres (encode.h);
// distances are in cell_distance.h.
//
// A point is treated as the order-29 cell around it. Sides are not geodesics: of a
// large cell they leave the great circle between its corners by up to 8 % of their
// length.

#ifndef COINCIDE_HEALPIX_CELL_GEOMETRY_H_
#define COINCIDE_HEALPIX_CELL_GEOMETRY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection.h"

namespace coincide {

// The area of every cell of `order` in square metres: area_m2() / (12 * 4^order).
// REQUIRES: 0 <= order <= 29. Relative error below 1e-15.
double CellArea(int order, const Ellipsoid& ellipsoid);

// The corners, counterclockwise from the southern one: S, E, N, W. Exact but for the
// projection's 2e-15 rad. A corner at a pole has the longitude of the middle of the
// base cell.
// REQUIRES: !cell.is_null(), here and below.
std::array<LonLat, 4> Vertices(Cell cell, const Ellipsoid& ellipsoid);

// Appends 4 * points_per_side points of the boundary, in the order of Vertices: each
// corner, then points that divide the side to the next one equally in the base
// cell's coordinates. REQUIRES: points_per_side >= 1.
void AppendBoundary(Cell cell, int points_per_side, const Ellipsoid& ellipsoid,
                    std::vector<LonLat>* points);

// A disk on the ellipsoid: what is within radius_m of its centre by geodesic.
struct Cap {
  LonLat centre;
  double radius_m = 0;
};

// A cap round the cell's centre that holds the closed cell.
//
// ENSURES: no point of the cell is farther from the centre than radius_m; proof in
// src/healpix/cell_sides.h.
// ACCURACY: radius_m is at most 2.5 % more than it must be, plus 0.1 micrometres:
// tests/healpix/cell_geometry_test.cc.
// COST: 0.3 us: bench/healpix/cell_geometry_bench.cc.
Cap EnclosingCap(Cell cell, const Ellipsoid& ellipsoid);

//------------------------------ Many cells ----------------------------------
//
//   words     [n] in   cells or points, in any mixture
//   lon, lat  out      degrees, lon in [-180, 180); NaN where a word is null or
//                      invalid, radius_m too
//   threads            0: COINCIDE_THREADS if set, else every core
//   returns            the lowest index of a null or invalid word, n if there is none

// REQUIRES: lon.size() == lat.size() == 4 n.
size_t VerticesOf(std::span<const uint64_t> words, const Ellipsoid& ellipsoid,
                  std::span<double> lon, std::span<double> lat, int threads = 0);

// REQUIRES: points_per_side >= 1, lon.size() == lat.size() == 4 * points_per_side * n.
size_t BoundariesOf(std::span<const uint64_t> words, int points_per_side,
                    const Ellipsoid& ellipsoid, std::span<double> lon, std::span<double> lat,
                    int threads = 0);

// REQUIRES: lon, lat and radius_m have n numbers.
size_t CapsOf(std::span<const uint64_t> words, const Ellipsoid& ellipsoid, std::span<double> lon,
              std::span<double> lat, std::span<double> radius_m, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_CELL_GEOMETRY_H_
