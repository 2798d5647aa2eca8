// File: ecef_batch.h
//
// Many points to the earth-centred frame at once: EcefOf of ecef.h for spans.

#ifndef COINCIDE_GEODESY_ECEF_BATCH_H_
#define COINCIDE_GEODESY_ECEF_BATCH_H_

#include <cstddef>
#include <span>

#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// The places of points on the surface, in metres: the bits of EcefOf(lon, lat,
// 0, ellipsoid) on every machine.
//
//   lon, lat  [n] in   degrees, any finite lon, |lat| <= 90
//   x, y, z   [n] out  metres; NaN where the point is invalid
//
// Returns how many points were invalid. Does not allocate, throw or lock.
// COST: 3 to 6 ns a point, on the caller's thread (bench/geodesy).
// REQUIRES: the five spans have equal size; outputs overlap nothing.
size_t EcefOf(std::span<const double> lon, std::span<const double> lat, const Ellipsoid& ellipsoid,
              std::span<double> x, std::span<double> y, std::span<double> z);

}  // namespace coincide

#endif  // COINCIDE_GEODESY_ECEF_BATCH_H_
