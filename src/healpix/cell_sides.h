// The outline of a cell as chords in space, with how far the true sides are from
// them; and geodesic distance from chords. What cell_geometry and cell_distance
// prove their bounds with.
//
// 1. Sides. Let P(t) be a side as a curve in space, t the base cell's coordinate (0
//    to 1) that varies along it. Between two samples of P that are w apart in t, P
//    is within w^2 / 8 max|P''| of the chord between them (the error of linear
//    interpolation). On the unit sphere, with z = sin(authalic latitude):
//
//    - belt: z and the longitude are linear in t, so |P''| follows from z alone; it is
//      largest at |z| = 2/3;
//    - cap: with sigma = X + Y the distance from the pole, X varying and Y fixed, the
//      longitude is (Y - X) / sigma 45 degrees, so r = sigma (2/3 - sigma^2/9)^(1/2)
//      turns by -(pi/2) Y / sigma^2 a unit of X. Of the radius sigma alone, the
//      tangential part of P'' vanishes and the radial one is
//      (pi^2/4) Y^2 / sigma^3; the curvature of the sphere adds a constant.
//
//    kBelt and kCap* below bound |P''| in units of the semi-major axis for every
//    accepted ellipsoid: tests/oracle/test_cell_sides.py finds them 10 % and 8 % above the
//    largest values in 40 digits, for the sphere, WGS84 and 1/f = 80. Every side lies
//    wholly in the belt or in a cap, since |z| = 2/3 passes through corners only.
//
// 2. The chord from a point p of the ellipsoid to a point q of a closed cell is
//    greatest on the cell's sides, or at a q inside where it is stationary, so that p
//    lies on the normal of the surface at q. Normals pass the centre at a - b at most
//    (the evolute of an ellipse), so p is then at least 2 (b^2 - (a - b)^2)^(1/2)
//    away: CriticalChord. Along a chord between two samples of a side the distance
//    from p is convex, so below that the farthest sample plus the deviation of 1 bounds
//    the distance to the whole cell.
//
// 3. Chord c and geodesic s, on an ellipsoid with semi-axes a >= b. Stretching the
//    unit sphere at the same reduced latitude by a across and b along the axis changes
//    every length by a factor from b to a, chords as well as paths. So with theta the
//    arc on the unit sphere, c / (2 a) <= sin(theta / 2) <= c / (2 b) and b theta <= s
//    <= a theta:
//        2 b asin(c / 2a) <= s <= 2 a asin(c / 2b),
//    and c <= s. A geodesic's curvature in space is the surface's normal curvature, at
//    most 1 / r with r = b^2 / a; so, if s <= pi r, its chord is not shorter than that
//    of a circle of radius r with the same length (Schur's theorem): s <= 2 r
//    asin(c / 2r). The first bound tells that s <= pi r.
//
// 4. Rounding: a sample is within 20 nm of its true place (2e-15 rad of the projection
//    and the conversion to space), which kRounding covers for a pair of them.

#ifndef COINCIDE_HEALPIX_CELL_SIDES_H_
#define COINCIDE_HEALPIX_CELL_SIDES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "coincide/cell/cell_ids.h"
#include "coincide/healpix/projection.h"

namespace coincide::internal {

struct Vector {
  double x, y, z;

  friend Vector operator-(const Vector& a, const Vector& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
  }
  friend Vector operator+(const Vector& a, const Vector& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
  }
  friend Vector operator*(double s, const Vector& a) { return {s * a.x, s * a.y, s * a.z}; }
};
inline double Dot(const Vector& a, const Vector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline double Length(const Vector& a) { return std::sqrt(Dot(a, a)); }
inline Vector Cross(const Vector& a, const Vector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

// Earth-centred coordinates in metres.
inline Vector ToSpace(const LonLat& at, const Ellipsoid& ellipsoid) {
  constexpr double kDegree = std::numbers::pi / 180;
  const double lat = at.lat * kDegree, lon = at.lon * kDegree;
  const double s = std::sin(lat), c = std::cos(lat);
  const double normal = ellipsoid.a() / std::sqrt(1 - ellipsoid.e2() * s * s);
  return {normal * c * std::cos(lon), normal * c * std::sin(lon),
          normal * (1 - ellipsoid.e2()) * s};
}

inline constexpr double kRounding = 5e-8;  // metres

// Bounds of |P''| over the semi-major axis: 1 above.
inline constexpr double kBelt = 2.0;
inline constexpr double kCapTurn = 2.2, kCapRest = 1.5;

// The place of a cell in its base cell, 0 to 1, exact.
struct UnitSquare {
  int base_cell;
  double x, y, width;

  UnitSquare(int base, double at_x, double at_y, double side)
      : base_cell(base), x(at_x), y(at_y), width(side) {}
  explicit UnitSquare(Cell cell) {
    const CellXy place = PlaceOf(cell);
    base_cell = place.base_cell;
    width = 1.0 / static_cast<double>(uint64_t{1} << place.order);
    x = place.x * width;
    y = place.y * width;
  }
  // How far (x, y) is from the pole nearer to it, 0 to 2; below 1 in the caps.
  double FromPole(double at_x, double at_y) const {
    const double s = 2.0 + (base_cell >> 2) - (at_x + at_y);
    return s < 2 ? s : 4 - s;
  }
};

// Corner i, counterclockwise from the south.
inline constexpr double kCornerX[4] = {0, 1, 1, 0};
inline constexpr double kCornerY[4] = {0, 0, 1, 1};

// A bound of |P''| over the semi-major axis along a side, or a part of one, from (x0,
// y0) to (x1, y1).
inline double SideBend(const UnitSquare& square, double x0, double y0, double x1, double y1) {
  const double sigma = std::min(square.FromPole(x0, y0), square.FromPole(x1, y1));
  if (sigma >= 1) return kBelt;
  // The coordinate that stays, measured from the pole.
  const double fixed = x0 == x1 ? x0 : y0;
  const double from_pole = square.base_cell < 4 ? 1 - fixed : fixed;
  if (from_pole == 0) return kCapRest;  // a meridian
  return kCapTurn * from_pole * from_pole / (sigma * sigma * sigma) + kCapRest;
}

// The samples of a cell's outline in space, counterclockwise from the south.
struct Outline {
  static constexpr int kMaxPerSide = 8;

  int size = 0;
  double deviation = 0;  // of the sides from the chords, in metres; with rounding
  Vector points[4 * kMaxPerSide];

  Outline(Cell cell, const Projection& projection) {
    const UnitSquare square(cell);
    const double a = projection.ellipsoid().a();
    for (int i = 0; i < 4; ++i) {
      const double x0 = square.x + kCornerX[i] * square.width;
      const double y0 = square.y + kCornerY[i] * square.width;
      const double x1 = square.x + kCornerX[(i + 1) % 4] * square.width;
      const double y1 = square.y + kCornerY[(i + 1) % 4] * square.width;
      const double bend = SideBend(square, x0, y0, x1, y1);
      // Pieces of which the deviation is 2 % of the width, or as many as there may be.
      int pieces = 1;
      while (pieces < kMaxPerSide && bend * square.width > 0.16 * pieces * pieces) pieces *= 2;
      const double step = square.width / pieces;
      deviation = std::max(deviation, a * bend * step * step / 8);
      for (int k = 0; k < pieces; ++k) {
        const double t = static_cast<double>(k) / pieces;
        points[size++] =
            ToSpace(projection.PointAt(square.base_cell, x0 + t * (x1 - x0), y0 + t * (y1 - y0)),
                    projection.ellipsoid());
      }
    }
    deviation += kRounding;
  }

  const Vector& next(int i) const { return points[i + 1 == size ? 0 : i + 1]; }
};

// Lower and upper bound of the geodesic between two points that are a chord apart.
inline double LeastGeodesic(double chord, const Ellipsoid& ellipsoid) {
  constexpr double kDown = 1 - 1e-14;
  if (chord <= 0) return 0;
  const double a = ellipsoid.a(), b = ellipsoid.b();
  return kDown * std::max(chord, 2 * b * std::asin(std::min(1.0, chord / (2 * a))));
}
inline double MostGeodesic(double chord, const Ellipsoid& ellipsoid) {
  constexpr double kUp = 1 + 1e-14;
  const double a = ellipsoid.a(), b = ellipsoid.b(), r = b * b / a;
  const double stretched = 2 * a * std::asin(std::min(1.0, chord / (2 * b)));
  if (stretched > std::numbers::pi * r || chord >= 2 * r) return kUp * stretched;
  return kUp * std::min(stretched, 2 * r * std::asin(chord / (2 * r)));
}

// 2 above.
inline double CriticalChord(const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a(), b = ellipsoid.b();
  return 2 * std::sqrt(b * b - (a - b) * (a - b));
}

// The longest chord from the centre of a cell. No cell is so large that 2 would not
// hold: those of order 0 reach 0.9 a.
inline double ChordRadius(const Vector& centre, const Outline& outline) {
  double farthest = 0;
  for (int i = 0; i < outline.size; ++i) {
    farthest = std::max(farthest, Length(outline.points[i] - centre));
  }
  return farthest + outline.deviation;
}

}  // namespace coincide::internal

#endif  // COINCIDE_HEALPIX_CELL_SIDES_H_
