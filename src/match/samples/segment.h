// One step of a track as a segment of a geodesic, and how two of them meet.
//
// What a segment is, exactly: a chain of great-circle arcs between normals of
// the ellipsoid, whose vertices lie on the geodesic at fractions k / 2^m, m the
// least for which no arc strays from the geodesic by more than 5e-8 m (m is 0
// up to 27 m). The chain does not depend on the direction of travel. Whether two
// chains cross is decided by exact predicates, so verdicts never contradict one
// another; the chains are looked at only where the arc between the ends cannot
// tell.

#ifndef COINCIDE_MATCH_SAMPLES_SEGMENT_H_
#define COINCIDE_MATCH_SAMPLES_SEGMENT_H_

#include <cmath>
#include <cstdint>

#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/projection.h"
#include "src/match/samples/track_chain.h"

namespace coincide::internal {

// As an angle, rather too large than too small.
inline constexpr double kTolerance = kTolerance_m / 6.3e6;

struct Segment {
  Vector3 p, q;      // Unit normals at the ends.
  Vector3 normal;    // Unit, on the left; zero for a segment of length 0.
  Vector3 along;     // Unit, of the chord.
  double chord = 0;  // |q - p|
  double stray = 0;  // From the great circle, and the tolerance.
  LonLat from, to;

  Segment() = default;
  Segment(const Vector3& start, const Vector3& end, LonLat start_point, LonLat end_point)
      : p(start), q(end), from(start_point), to(end_point) {
    const Vector3 d = q - p;
    chord = Norm(d);
    if (chord == 0) return;
    along = (1 / chord) * d;
    const Vector3 cross = Cross(p, d);
    normal = (1 / Norm(cross)) * cross;
    stray = StrayOf(chord) + kTolerance;
  }

  bool empty() const { return chord == 0; }
};

// What a look at the arcs between the ends says.
enum class Verdict {
  kApart,  // The segments come no nearer than the tolerance, or pass clearly.
  kCross,  // They cross, once, and no end is within the tolerance of the other.
  kClose,  // Look closer.
};

inline Verdict Look(const Segment& a, const Segment& b) {
  const double m = a.stray + b.stray;
  const Vector3 pp = a.p - b.p, qp = a.q - b.p;
  const double a0 = Dot(b.normal, pp), a1 = Dot(b.normal, qp);
  if ((a0 > m && a1 > m) || (a0 < -m && a1 < -m)) return Verdict::kApart;
  const double b0 = -Dot(a.normal, pp), b1 = Dot(a.normal, b.q - a.p);
  if ((b0 > m && b1 > m) || (b0 < -m && b1 < -m)) return Verdict::kApart;
  const double s0 = Dot(b.along, pp), s1 = Dot(b.along, qp);
  if ((s0 < -m && s1 < -m) || (s0 > b.chord + m && s1 > b.chord + m)) return Verdict::kApart;
  const double t0 = -Dot(a.along, pp), t1 = Dot(a.along, b.q - a.p);
  if ((t0 < -m && t1 < -m) || (t0 > a.chord + m && t1 > a.chord + m)) return Verdict::kApart;
  if (std::abs(a0) > b.stray && std::abs(a1) > b.stray && std::abs(b0) > a.stray &&
      std::abs(b1) > a.stray) {
    // Two planes are crossed here, or on the other side of the ellipsoid.
    const bool crosses = (a0 > 0) != (a1 > 0) && (b0 > 0) != (b1 > 0) && Dot(a.p, b.p) > 0;
    return crosses ? Verdict::kCross : Verdict::kApart;
  }
  return Verdict::kClose;
}

// Whether the two chains cross an odd number of times: one passes through the
// other. Shared vertices count as ArcOrVertexCrossing does, so that for two
// tracks the sum round a vertex is odd where one passes through the other.
// REQUIRES: neither segment is empty.
bool CrossesOddly(const Geodesics& geodesics, const Segment& a, const Segment& b);

// The distance in metres, to 1 %, from a point to a segment, and where its
// nearest point lies, as a fraction of the segment's length.
struct Foot {
  double distance_m = 0;
  double fraction = 0;
};
Foot FootOn(const Geodesics& geodesics, const Segment& segment, const Vector3& v, LonLat point);

// Where two segments that cross do so.
struct SegmentMeeting {
  LonLat point;
  double fraction_a = 0, fraction_b = 0;  // Of the geodesic's length, 0 to 1.
  double azimuth_a = 0, azimuth_b = 0;    // Degrees clockwise from north, -180 to 180.
};

// ERROR: position 1e-7 m at angles above 10 degrees, growing as 2e-8 m /
// sin(angle). The answer does not depend on which segment is called a.
// REQUIRES: neither is empty.
SegmentMeeting Meet(const Geodesics& geodesics, const Segment& a, const Segment& b);

// The azimuth of a segment at a fraction of its length, and its length in metres.
double AzimuthAt(const Geodesics& geodesics, const Segment& segment, double fraction);
double LengthOf(const Geodesics& geodesics, const Segment& segment);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_SEGMENT_H_
