// File: ecef.h
//
// Points in the earth-centred, earth-fixed frame, the chord between two of
// them, and the geodesic distance from the chord. The chord is never longer
// than the geodesic, so it may discard pairs; a short geodesic costs a few
// nanoseconds instead of the half microsecond of geodesic.h.
//
//   const Vector3 p = EcefOf(lon_a, lat_a, 0, wgs84), q = EcefOf(lon_b, lat_b, 0, wgs84);
//   if (SquaredChord(p, q) <= r * r) distance_m = GeodesicFromChord(p, q, wgs84);

#ifndef COINCIDE_GEODESY_ECEF_H_
#define COINCIDE_GEODESY_ECEF_H_

#include <cmath>

#include "coincide/geodesy/sin_cos.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// The unit vector at (lon, lat) of a sphere: with a geodetic latitude, the
// ellipsoid's outward normal. Exact at the poles and on the four meridians
// lon = 0, 90, 180, 270. REQUIRES: lon finite, |lat| <= 90.
inline Vector3 UnitVectorOf(double lon, double lat) {
  const SinCos u = SinCosDegrees(lon), v = SinCosDegrees(lat);
  return {v.cos * u.cos, v.cos * u.sin, v.sin};
}

// The place of (lon, lat) in degrees and `height_m` above the ellipsoid, in
// metres. Error below 3e-9 m at the surface of WGS84, against 40 digits:
// tests/oracle/ecef.py. REQUIRES: lon finite, |lat| <= 90.
inline Vector3 EcefOf(double lon, double lat, double height_m, const Ellipsoid& ellipsoid) {
  const SinCos u = SinCosDegrees(lon), v = SinCosDegrees(lat);
  const double e2 = ellipsoid.e2();
  const double normal_m = ellipsoid.a() / std::sqrt(1 - e2 * v.sin * v.sin);
  const double from_axis_m = (normal_m + height_m) * v.cos;
  return {from_axis_m * u.cos, from_axis_m * u.sin, (normal_m * (1 - e2) + height_m) * v.sin};
}

// Length of the straight line between two places, squared: what a search in a
// radius compares, since it needs no square root.
constexpr double SquaredChord(Vector3 a, Vector3 b) { return Dot(b - a, b - a); }

inline double Chord(Vector3 a, Vector3 b) { return std::sqrt(SquaredChord(a, b)); }

// Above this chord GeodesicFromChord errs by more than 1e-7 m.
inline constexpr double kChordSeriesLimit_m = 50000;

// The geodesic distance in metres between two places on the surface.
//
//   a, b  places from EcefOf with height 0; equal places give 0
//
// With c the chord, d its vector, p its middle and Q = diag(1/a^2, 1/a^2,
// 1/b^2), the section through both and the surface's normal has the curvature
// k, k^2 = (d'Qd / d'd)^2 (p'Qp) / |Qp|^2, and the geodesic is
// c (1 + k^2 c^2 / 24 + 3 k^4 c^4 / 640): the arc of a circle, to the term
// that the sixth power of c brings.
//
// ERROR, on WGS84, all latitudes and azimuths: the rounding of the two places
// up to 10 km, 1e-8 m at 50 km, 3e-7 m at 100 km, 8e-6 m at 200 km, against
// PROJ: tests/geodesy/ecef_test.cc. For longer distances use geodesic.h.
inline double GeodesicFromChord(Vector3 a, Vector3 b, const Ellipsoid& ellipsoid) {
  const double qa = 1 / (ellipsoid.a() * ellipsoid.a());
  const double qb = 1 / (ellipsoid.b() * ellipsoid.b());
  const Vector3 d = b - a, p = 0.5 * (a + b);
  const double c2 = Dot(d, d);
  if (c2 == 0) return 0;
  const double dqd = qa * (d.x * d.x + d.y * d.y) + qb * (d.z * d.z);
  const double p_axis2 = p.x * p.x + p.y * p.y, p_z2 = p.z * p.z;
  const double pqp = qa * p_axis2 + qb * p_z2;
  const double qp2 = qa * qa * p_axis2 + qb * qb * p_z2;
  const double k = dqd / c2;
  const double t = k * k * pqp / qp2 * c2;
  return std::sqrt(c2) * (1 + t * (1.0 / 24 + t * (3.0 / 640)));
}

}  // namespace coincide

#endif  // COINCIDE_GEODESY_ECEF_H_
