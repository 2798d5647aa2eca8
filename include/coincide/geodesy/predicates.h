// File: predicates.h
//
// Which way three directions turn, and whether two great-circle arcs cross,
// decided exactly: no tolerance, no rounding, and no undecided case for
// distinct points. So answers never contradict one another, which is what
// counting crossings rests on.
//
//   TurnSign(a, b, c)         +1 if a, b, c turn left seen from outside
//   ArcCrossing(a, b, c, d)      +1 if arc ab crosses arc cd inside both
//   ArcOrVertexCrossing(...)     for parity: shared vertices count right too
//
// Points that lie on one great circle are told apart by symbolic perturbation,
// a rule that depends on the points alone: Edelsbrunner and Muecke 1990,
// "Simulation of Simplicity", ACM Trans. Graphics 9, 66. The rule is the one
// of S2 (s2predicates.h), so both libraries give the same verdicts:
// tests/geodesy/predicates_test.cc has S2's on 512 pairs of arcs.
//
// Any finite vectors will do; they need not be of unit length.

#ifndef COINCIDE_GEODESY_PREDICATES_H_
#define COINCIDE_GEODESY_PREDICATES_H_

#include <cmath>

#include "coincide/geodesy/vector3.h"

namespace coincide {

namespace internal {
// Orientation where doubles cannot tell: in double differences, in
// double-double, exactly, and then by perturbation.
int TurnSignFallback(const Vector3& a, const Vector3& b, const Vector3& c);
}  // namespace internal

// The sign of the determinant of (a, b, c): +1 if c lies to the left of the
// arc from a to b, -1 if to the right. 0 if and only if two of the three are
// equal.
//
// LAWS, for all finite a, b, c:
//   TurnSign(b, c, a) == TurnSign(a, b, c)
//   TurnSign(c, b, a) == -TurnSign(a, b, c)
// COST: about 4 ns for random points, 15 ns within a centimetre, 60 ns where
// only rounding tells, 0.6 us on exactly one great circle: bench/geodesy.
// REQUIRES: every coordinate is finite.
inline int TurnSign(const Vector3& a, const Vector3& b, const Vector3& c) {
  const double yz = b.y * c.z, zy = b.z * c.y, zx = b.z * c.x;
  const double xz = b.x * c.z, xy = b.x * c.y, yx = b.y * c.x;
  const double det = a.x * (yz - zy) + a.y * (zx - xz) + a.z * (xy - yx);
  // Each term of `det` has been rounded at most five times, hence 5 * 2^-53
  // times the sum of their sizes, and a hair for that sum's own rounding.
  const double size = std::abs(a.x) * (std::abs(yz) + std::abs(zy)) +
                      std::abs(a.y) * (std::abs(zx) + std::abs(xz)) +
                      std::abs(a.z) * (std::abs(xy) + std::abs(yx));
  // The constant covers products that underflow.
  const double error = 6 * 0x1p-53 * size + 1e-300;
  if (det > error) return 1;
  if (det < -error) return -1;
  return internal::TurnSignFallback(a, b, c);
}

// Whether directions a, b, c lie counterclockwise round o in this order, seen
// from outside: the wedge from a to c, left turning, holds b. If a == b the
// answer is true, if b == c true, if a == c and both differ from b false.
// REQUIRES: o differs from a, b and c.
bool OrderedCounterclockwise(const Vector3& a, const Vector3& b, const Vector3& c,
                             const Vector3& o);

// How the shorter great-circle arcs ab and cd meet.
//
//   +1  they cross at a point inside both
//    0  a vertex of one equals a vertex of the other
//   -1  they do not cross; so too if a == b or c == d
//
// LAWS: unchanged by swapping a with b, c with d, and the two arcs.
// REQUIRES: every coordinate is finite; a != -b, c != -d.
int ArcCrossing(const Vector3& a, const Vector3& b, const Vector3& c, const Vector3& d);

// For two arcs that share a vertex (ArcCrossing gave 0): whether the meeting
// counts as a crossing, by a rule such that the number of crossings of an arc
// with a closed chain says whether its ends lie on the same side.
//
//   false if a == b or c == d
//   true  if the arcs are equal or each the other's reverse
//
// LAWS: unchanged by swapping a with b, and c with d. If exactly one vertex is
// shared, exactly one of VertexCrossing(a, b, c, d) and (c, d, a, b) holds.
// REQUIRES: as ArcCrossing, which gave 0.
bool VertexCrossing(const Vector3& a, const Vector3& b, const Vector3& c, const Vector3& d);

// ArcCrossing with its 0 settled by VertexCrossing: what parity counts.
inline bool ArcOrVertexCrossing(const Vector3& a, const Vector3& b, const Vector3& c,
                                const Vector3& d) {
  const int crossing = ArcCrossing(a, b, c, d);
  return crossing > 0 || (crossing == 0 && VertexCrossing(a, b, c, d));
}

}  // namespace coincide

#endif  // COINCIDE_GEODESY_PREDICATES_H_
