// Directions from one sample to another, many at once.

#ifndef COINCIDE_PIPELINE_AZIMUTHS_H_
#define COINCIDE_PIPELINE_AZIMUTHS_H_

#include <span>

#include "coincide/healpix/ellipsoid.h"

namespace coincide::internal {

// The azimuth at the first point of the geodesic from each point to another, degrees
// clockwise from north, -180 to 180.
//
// Up to 1 km it is that of the plane through the normal of the first point and the second
// point. The two differ by e'^2 s^2 sin(2 azimuth) cos^2(lat) / (12 N^2) at most: 1e-9
// degrees. Beyond, for equal points and within 1 km of a pole it is that of
// Geodesics::Inverse. As places have an error of 3e-9 m, so has the azimuth over a distance
// s one of 2e-7 / s degrees: tests/pipeline/azimuths_test.cc, against Inverse.
// COST: 60 ns, where Inverse takes 600.
// REQUIRES: spans of equal size; valid points; distance_m those of Geodesics::Distances.
void Azimuths(std::span<const double> lon_a, std::span<const double> lat_a,
              std::span<const double> lon_b, std::span<const double> lat_b,
              std::span<const double> distance_m, const Ellipsoid& ellipsoid,
              std::span<double> azimuth);

}  // namespace coincide::internal

#endif  // COINCIDE_PIPELINE_AZIMUTHS_H_
