// File: cover_points.h
//
// Coverages of points: the cells that hold them.

#ifndef COINCIDE_COVER_COVER_POINTS_H_
#define COINCIDE_COVER_COVER_POINTS_H_

#include <span>

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"

namespace coincide {

// The outer coverage of points: every cell, closed, that holds one, so a point
// on a side (within 1e-9 of a cell) gives both cells. Encode (healpix/encode.h)
// gives the one cell that owns a point, and Coverage.from_points of the Python package
// those cells.
//
//   lon, lat  [n]  degrees
//
// Errors (InvalidArgument): order outside 0..29; unequal lengths; the first
// point that is not finite or has |lat| > 90. COST: about 20 ns a point and a
// radix sort of the cells.
absl::StatusOr<Coverage> CoverPoints(std::span<const double> lon, std::span<const double> lat,
                                     int order, const Ellipsoid& ellipsoid = Ellipsoid::Wgs84());

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_POINTS_H_
