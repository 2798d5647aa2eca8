// File: places_between.h
//
// Places part of the way along shortest paths and lines of them, many at once: what
// GeodesicLine::Interpolate of geodesic.h gives, for short paths at a tenth of
// its cost.

#ifndef COINCIDE_GEODESY_PLACES_BETWEEN_H_
#define COINCIDE_GEODESY_PLACES_BETWEEN_H_

#include <cstdint>
#include <span>

#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// Places on the shortest paths between pairs of many points.
//
//   lon, lat          [m] in   points, degrees
//   from, to          [n] in   rows of the points at the ends, 0 to m - 1
//   fraction          [n] in   of the path's length; 0 gives `from`, 1 gives `to`, to the
//                              bit but for the longitude's turn
//   out_lon, out_lat  [n] out  degrees, lon in [-180, 180); NaN if an end is invalid
//
// ERROR: up to 1 km of path 2e-8 m from the path of PROJ, above it that path, 15 nm:
// tests/geodesy/places_between_test.cc. COST: 0.1 us a place, on a longer path 1 us.
// The result does not depend on the number of threads.
// REQUIRES: sizes and rows as above; fractions from 0 to 1.
void PlacesBetween(std::span<const double> lon, std::span<const double> lat,
                   std::span<const int64_t> from, std::span<const int64_t> to,
                   std::span<const double> fraction, const Ellipsoid& ellipsoid,
                   std::span<double> out_lon, std::span<double> out_lat, int threads = 0);

// Distances along lines of geodesics.
//
//   lon, lat     [m] in   vertices, degrees
//   offsets      [k] in   line j has the vertices offsets[j] to offsets[j + 1] - 1
//   along, step  [m] out  metres of the vertices from the first of their line, and to the next, 0
//                         at the last; 0 for vertices of no line
//
// ERROR: a step's is that of Geodesics::Distances. COST: 20 ns a vertex where steps are short.
// The result does not depend on the number of threads. REQUIRES: offsets ascend from 0 to m.
void DistancesAlong(std::span<const double> lon, std::span<const double> lat,
                    std::span<const int64_t> offsets, const Ellipsoid& ellipsoid,
                    std::span<double> along, std::span<double> step, int threads = 0);

// Where distances along lines fall: on which edge, and at what fraction of it.
//
//   along, step     [m] in   metres of the vertices from the first of their line, and to the
//                            next, 0 at the last
//   offsets         [k] in   line j has the vertices offsets[j] to offsets[j + 1] - 1
//   line, at_m      [n] in   a line, and metres from its start
//   edge, fraction  [n] out  the first vertex of the edge, one that has a length, the last that
//                            begins at or before at_m; 0 to 1, 0 or 1 beyond the line's ends
//
// COST: 20 ns each. REQUIRES: offsets ascend; each line asked for has a length.
void EdgesAt(std::span<const double> along, std::span<const double> step,
             std::span<const int64_t> offsets, std::span<const int64_t> line,
             std::span<const double> at_m, std::span<int64_t> edge, std::span<double> fraction,
             int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_GEODESY_PLACES_BETWEEN_H_
