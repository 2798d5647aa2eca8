// The convex shapes that footprints are made of, and whether two of them come
// within a reach of each other: quickly on the authalic sphere, where only the
// close cases are left open, and those exactly on the ellipsoid.

#ifndef COINCIDE_MATCH_GRANULES_SHAPES_H_
#define COINCIDE_MATCH_GRANULES_SHAPES_H_

#include <array>
#include <cstdint>

#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"
#include "src/match/granules/authalic_vectors.h"

namespace coincide::internal {

// A point, a segment, or a convex quadrilateral with its inside on the left, whose
// neighbours may coincide (a triangle). Sides are shorter than kLongestSide.
struct ConvexShape {
  std::array<Vector3, 4> corner;
  int corners = 0;  // 1, 2 or 4.
  // Sides are great circles, or else geodesics.
  bool great_circle = false;
  // No side is farther than this from the great circle between its corners, rad.
  double stray = 0;
};

// What corners and heights may be off by from rounding, rad: about 1e-7 m.
inline constexpr double kShapeRounding = 2e-14;

// Radians; longer edges are cut. About 400 km.
inline constexpr double kLongestSide = 0.0628;

// How far a geodesic of `length` radians strays from the great circle between its
// ends: 6.6e-11 L^2 m were measured, L the length in metres, and half of that is
// added (tests/match/shapes_test.cc).
inline double GeodesicStray(double length) {
  constexpr double kRadiusM = 6371007.0;
  return 1e-10 * kRadiusM * length * length;
}

// A reach on the ellipsoid as angles on the sphere that bound it.
struct Reach {
  double metres = 0;
  double low = 0;   // Within this on the sphere: within `metres` for certain.
  double high = 0;  // Beyond this on the sphere: beyond `metres` for certain.

  static Reach Of(double metres, double radius_m) {
    return {metres, metres / radius_m / (1 + kAuthalicStretch),
            metres / radius_m * (1 + kAuthalicStretch)};
  }
};

// The great circles through the sides of a shape: normals that point inside, not of
// unit length. A segment has one, seen from both sides.
struct ShapeSides {
  explicit ShapeSides(const ConvexShape& shape);

  std::array<Vector3, 4> normal;
  std::array<double, 4> length2;
  int count = 0;
  bool two_sided = false;
};

enum class Meeting {
  kFar,    // Beyond the reach for certain.
  kMeet,   // They overlap for certain.
  kNear,   // Within the reach for certain.
  kClose,  // Undecided: ask WithinReach.
};

Meeting Decide(const ConvexShape& a, const ConvexShape& b, const Reach& reach);

// The least distance of two shapes on the sphere, radians; 0 if they overlap.
double SphereDistance(const ConvexShape& a, const ConvexShape& b);

// Whether two shapes come within `metres` and 1e-6 m on the ellipsoid. COST: 10 to
// 100 us with geodesic sides; for great circles up to milliseconds.
bool WithinReach(const ConvexShape& a, const ConvexShape& b, double metres,
                 const AuthalicVectors& vectors, const Geodesics& geodesics);

// The angle from a point to a great-circle arc, whose ends may coincide.
double ArcDistance(const Vector3& point, const Vector3& a, const Vector3& b);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_SHAPES_H_
