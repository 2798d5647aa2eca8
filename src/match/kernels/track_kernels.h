// The loops over every sample of a track: unit vectors, step lengths, and how
// far a run of samples strays from an arc. Built once per instruction set; all
// give the same bits.

#ifndef COINCIDE_MATCH_KERNELS_TRACK_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_TRACK_KERNELS_H_

#include <cstddef>

#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide::internal {

// UnitVectorOf (ecef.h) for n points, to the bit.
//
//   lon, lat  [n] in   degrees; not finite gives NaN
//   x, y, z   [n] out
//
// Returns whether every |lon| was below 2^40, the range of the fast path.
bool UnitVectors(const double* lon, const double* lat, size_t n, double* x, double* y, double* z);

// Above this StepLengths is no longer good to 1e-7 m.
inline constexpr double kStepLimit_m = 1500;

// Geodesic distances in metres between neighbours of n + 1 unit normals.
//
// The chord of two normals has, at their middle, the length of the path over
// the radii of curvature there: L^2 = N^2 (c^2 - dz^2 e^2 / W^2 (1 + M / N)),
// with W^2 = 1 - e^2 z^2, and an arc is c (1 + c^2 / 24) chords.
// ERROR: 2e-17 L^3 and the rounding of the two places, 5e-9 m:
// tests/match/track_kernels_test.cc.
//
// Returns the longest; not-a-number counts as 0.
double StepLengths(const double* x, const double* y, const double* z, size_t n,
                   const Ellipsoid& ellipsoid, double* step_m);

// Whether IsValidLonLat holds for all n points.
bool AllValid(const double* lon, const double* lat, size_t n);

// The largest of n numbers; 0 if none is positive.
double LargestOf(const double* values, size_t n);

// Copies the numbers in [low, high] to `kept`, in order; there must be room for
// n + 16. Counts those copied, those in (0, low), and all that are positive and
// finite.
struct Between {
  size_t kept = 0;
  size_t below = 0;
  size_t positive = 0;
};
Between CollectBetween(const double* values, size_t n, double low, double high, double* kept);

// Where n points lie against an arc.
struct Spread {
  double off = 0;        // Largest |normal . (x - from)|.
  double along_min = 0;  // Least and largest along . (x - from).
  double along_max = 0;
};
Spread SpreadOf(const double* x, const double* y, const double* z, size_t n, const Vector3& from,
                const Vector3& normal, const Vector3& along);

// normal . (x - from) for n points.
void Heights(const double* x, const double* y, const double* z, size_t n, const Vector3& from,
             const Vector3& normal, double* height);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_TRACK_KERNELS_H_
