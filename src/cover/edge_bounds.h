// How far edges stray from chords and parabolas in the plane of HEALPix.

#ifndef COINCIDE_COVER_EDGE_BOUNDS_H_
#define COINCIDE_COVER_EDGE_BOUNDS_H_

namespace coincide::internal {

// Plane distance of two points, in sides of a base cell, at most this times their distance in
// radians.
inline constexpr double kStretch = 1.5;
// How far the image of an arc of L radians strays from a chord or from the
// parabola through its middle, in cells over n = 2^order: |F''| L^2 / 8 and,
// since the error of interpolation at 0, 1/2, 1 is at most sqrt(3) / 216 |F'''|
// L^3, 0.0081 |F'''| L^3. The largest |F''| and |F'''| of great circles over the
// belt and over the caps are in tests/oracle/edge_bounds.py; 3 % is added for
// geodesics, whose curvature differs from a great circle's by the flattening.
inline constexpr double kBeltChord = 0.163;
inline constexpr double kBeltParabola = 0.0235;
// Times 1 / sigma and 1 / sigma^2 of the end nearer the pole, for L <= sigma / 2.
inline constexpr double kCapChord = 0.316;
inline constexpr double kCapParabola = 0.05;
// An arc with both ends in the belt bulges out of it by less than this L^2.
inline constexpr double kBeltBulge = 0.19;
// How far it strays from the parabola through its ends whose second derivative is
// that of the great circle at the middle of the chord, times L^3 (L^3 / sigma^2 in a
// cap), for L up to kBeltBendReach (up to kCapBendReach sigma). Proof in edge_bend.h.
inline constexpr double kBeltBend = 0.08, kBeltBendReach = 0.05;
inline constexpr double kCapBend = 0.25, kCapBendReach = 1.0 / 16;
// L^2 of an arc is at most d_lon^2 + this dz^2 in the belt (1 - z^2 >= 5/9), and in a cap
// kCapAlong (dx + dy)^2 + kCapAcross max(dx^2, dy^2), in sides of a base cell.
inline constexpr double kBeltAlong = 1.8;
inline constexpr double kCapAlong = 0.8, kCapAcross = 1.645;

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_EDGE_BOUNDS_H_
