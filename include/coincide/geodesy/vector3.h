// File: vector3.h
//
// A vector of three doubles: a direction on the unit sphere, or a place in the
// earth-centred frame in metres (x toward lon 0, y toward lon 90, z north).

#ifndef COINCIDE_GEODESY_VECTOR3_H_
#define COINCIDE_GEODESY_VECTOR3_H_

#include <cmath>
#include <compare>

namespace coincide {

// Ordered by x, then y, then z; predicates.h breaks ties by that order.
struct Vector3 {
  double x = 0;
  double y = 0;
  double z = 0;

  friend constexpr auto operator<=>(const Vector3&, const Vector3&) = default;

  friend constexpr Vector3 operator+(Vector3 a, Vector3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
  }
  friend constexpr Vector3 operator-(Vector3 a, Vector3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
  }
  friend constexpr Vector3 operator-(Vector3 a) { return {-a.x, -a.y, -a.z}; }
  friend constexpr Vector3 operator*(double factor, Vector3 a) {
    return {factor * a.x, factor * a.y, factor * a.z};
  }
};

constexpr double Dot(Vector3 a, Vector3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

constexpr Vector3 Cross(Vector3 a, Vector3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

inline double Norm(Vector3 a) { return std::sqrt(Dot(a, a)); }

// REQUIRES: a is not the zero vector.
inline Vector3 Normalized(Vector3 a) { return (1 / Norm(a)) * a; }

// The angle between two directions in radians, 0 to pi, accurate at both ends.
inline double AngleBetween(Vector3 a, Vector3 b) {
  return std::atan2(Norm(Cross(a, b)), Dot(a, b));
}

}  // namespace coincide

#endif  // COINCIDE_GEODESY_VECTOR3_H_
