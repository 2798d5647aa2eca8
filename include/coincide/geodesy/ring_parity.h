// File: ring_parity.h
//
// Whether a point of the sphere is inside rings of great-circle arcs, decided
// by exact predicates: no tolerance, and right for points as close to a side as
// doubles go. Slow (every side is looked at), and meant as a reference: the
// answer that faster code is held to, and the last word on close cases.
//
//   RingParity polygon = RingParity::SmallerSides(vertices, offsets);
//   polygon.Contains(UnitVectorOf(lon, lat));
//
// For geodesic sides on an ellipsoid GeodesicRings gives vertices that follow
// them as closely as asked.

#ifndef COINCIDE_GEODESY_RING_PARITY_H_
#define COINCIDE_GEODESY_RING_PARITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"

namespace coincide {

// Rings of unit vectors in list layout: ring r has the vertices offsets[r] ..
// offsets[r + 1] - 1, and its last is joined to its first.
struct VectorRings {
  std::vector<Vector3> vertices;
  std::vector<int64_t> offsets;
};

// Even-odd membership: a point is inside if it is inside an odd number of rings.
class RingParity {
 public:
  // Of each ring the smaller part is its inside. Nothing if that is not clear:
  // a ring that does not fit in a cap of 87 degrees, whose sides enclose
  // between 46 % and 54 % of the sphere by a count of 3,000 points.
  // REQUIRES: no two neighbours are opposite; offsets ascend from 0 to the
  // number of vertices.
  static std::optional<RingParity> SmallerSides(VectorRings rings);

  // Which points are inside is given by one point of each ring whose side is
  // known; it must not lie on the ring. REQUIRES: as SmallerSides, and one
  // point and one flag a ring.
  static RingParity FromKnown(VectorRings rings, std::vector<Vector3> points,
                              std::vector<bool> inside);

  // Whether a point is inside. A point on a side is inside or not by the rule
  // of predicates.h, such that of two rings that share a side exactly one
  // holds it. COST: about 20 ns a vertex.
  bool Contains(const Vector3& point) const;

  // The angle in radians to the nearest side; pi if there are no vertices.
  double DistanceToSides(const Vector3& point) const;

  const VectorRings& rings() const { return rings_; }

 private:
  RingParity() = default;
  bool CrossesRingOddly(size_t ring, const Vector3& from, const Vector3& to) const;

  VectorRings rings_;
  std::vector<Vector3> known_;
  std::vector<bool> known_inside_;
};

// The angle in radians from a point to the shorter great-circle arc between a
// and b. Relative error about 1e-15, or 1e-16 radians. REQUIRES: a != -b.
double DistanceToArc(const Vector3& point, const Vector3& a, const Vector3& b);

// Rings of geodesics as rings of unit vectors at geodetic latitude, with
// vertices added so that no arc is farther than `stray_m` from its geodesic. So
// RingParity answers for the ellipsoid, for points farther than that from the
// sides (test with UnitVectorOf(lon, lat)). A vertex that repeats its
// predecessor is dropped.
//
// REQUIRES: valid coordinates; offsets ascend from 0 to lon.size(); stray_m >=
// 1e-7.
VectorRings GeodesicRings(const Geodesics& geodesics, std::span<const double> lon,
                          std::span<const double> lat, std::span<const int64_t> offsets,
                          double stray_m);

}  // namespace coincide

#endif  // COINCIDE_GEODESY_RING_PARITY_H_
