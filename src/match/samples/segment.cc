#include "src/match/samples/segment.h"

#include <algorithm>
#include <numbers>
#include <optional>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/geodesy/predicates.h"

namespace coincide::internal {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;
// Up to 1 km a segment is its great circle and a parabola: see Bend.
constexpr double kLocalChord = 1.57e-4;

// By how much, to the left and as an angle, the geodesic between the ends lies
// beside the great circle of their normals, over f (1 - f).
//
// The great circle's geodesic curvature on the ellipsoid, times the metres a
// radian of it spans, is -e^2 / (1 - e^2) z n_z M (M c^2 + N s^2) / rho^2, with
// n the circle's normal, c and s cosine and sine of its azimuth, M and N the
// radii of curvature and rho^2 = M^2 c^2 + N^2 s^2; the geodesic bends away from
// it by half of that times the square of the length. With c^2 = 1 - n_z^2 / (1 -
// z^2) no term is singular at a pole. The next term is smaller by the length
// over the radius: 4e-8 m at 1 km.
double Bend(const Segment& s, const Ellipsoid& ellipsoid) {
  const double e2 = ellipsoid.e2(), z = 0.5 * (s.p.z + s.q.z), nz = s.normal.z;
  const double less = e2 * std::max(0.0, 1 - z * z - nz * nz) / (1 - e2 * z * z);
  return e2 / (1 - e2) * z * nz * (1 - less) * 0.5 * s.chord * s.chord;
}

Vector3 PlaceOf(const Vector3& v, const Ellipsoid& ellipsoid) {
  const double e2 = ellipsoid.e2(), normal_m = ellipsoid.a() / std::sqrt(1 - e2 * v.z * v.z);
  return {normal_m * v.x, normal_m * v.y, normal_m * (1 - e2) * v.z};
}

// The fraction of a segment's length at a place on it.
double FractionAt(const Segment& s, const Vector3& place, const Ellipsoid& ellipsoid) {
  const double before = GeodesicFromChord(PlaceOf(s.p, ellipsoid), place, ellipsoid);
  const double after = GeodesicFromChord(place, PlaceOf(s.q, ellipsoid), ellipsoid);
  return before / (before + after);
}

LonLat PointOf(const Vector3& v) {
  const double lon = std::atan2(v.y, v.x) * kDegrees;
  return {lon >= 180 ? -180 : lon, std::atan2(v.z, std::hypot(v.x, v.y)) * kDegrees};
}

// The azimuth of direction t at normal v: north and east are stretched by the
// radii of curvature, M / N = (1 - e^2) / (1 - e^2 z^2).
double AzimuthOf(const Vector3& v, const Vector3& t, const Ellipsoid& ellipsoid) {
  const double across = std::hypot(v.x, v.y);
  const double cos_lon = across > 0 ? v.x / across : 1, sin_lon = across > 0 ? v.y / across : 0;
  const double east = t.y * cos_lon - t.x * sin_lon;
  const double north = across * t.z - v.z * (t.x * cos_lon + t.y * sin_lon);
  const double e2 = ellipsoid.e2();
  return std::atan2(east, north * (1 - e2) / (1 - e2 * v.z * v.z)) * kDegrees;
}

// The fine chain of a segment.
class Chain {
 public:
  Chain(const Geodesics& geodesics, const Segment& segment)
      : geodesics_(geodesics), segment_(segment), reversed_(segment.q < segment.p) {
    // 4.25e-4 c^2 radians are 5e-8 m.
    for (double chord = segment.chord; chord > 4.3e-6; chord /= 2) ++levels_;
  }
  uint64_t arcs() const { return uint64_t{1} << levels_; }

  Vector3 VertexAt(uint64_t k) {
    if (k == 0) return segment_.p;
    if (k == arcs()) return segment_.q;
    if (!line_) {
      line_ = reversed_ ? geodesics_.Line(segment_.to, segment_.from)
                        : geodesics_.Line(segment_.from, segment_.to);
    }
    const uint64_t at = reversed_ ? arcs() - k : k;
    const LonLat point = line_->Interpolate(static_cast<double>(at) / static_cast<double>(arcs()));
    return UnitVectorOf(point.lon, point.lat);
  }

 private:
  const Geodesics& geodesics_;
  const Segment& segment_;
  bool reversed_;
  int levels_ = 0;
  std::optional<GeodesicLine> line_;
};

// Arcs [begin, end) of a chain, end - begin a power of two.
struct Piece {
  uint64_t begin, end;
  Vector3 p, q;
  bool single() const { return end - begin == 1; }
};

bool PiecesCrossOddly(Chain* a, const Piece& pa, Chain* b, const Piece& pb) {
  if (pa.p == pa.q || pb.p == pb.q) return false;
  if (pa.single() && pb.single()) return ArcOrVertexCrossing(pa.p, pa.q, pb.p, pb.q);
  Segment sa(pa.p, pa.q, {}, {}), sb(pb.p, pb.q, {}, {});
  switch (Look(sa, sb)) {
    case Verdict::kApart:
      return false;
    case Verdict::kCross:
      return true;
    case Verdict::kClose:
      break;
  }
  if (!pa.single() && (pb.single() || sa.chord >= sb.chord)) {
    const uint64_t mid = pa.begin + (pa.end - pa.begin) / 2;
    const Vector3 m = a->VertexAt(mid);
    return PiecesCrossOddly(a, {pa.begin, mid, pa.p, m}, b, pb) !=
           PiecesCrossOddly(a, {mid, pa.end, m, pa.q}, b, pb);
  }
  const uint64_t mid = pb.begin + (pb.end - pb.begin) / 2;
  const Vector3 m = b->VertexAt(mid);
  return PiecesCrossOddly(a, pa, b, {pb.begin, mid, pb.p, m}) !=
         PiecesCrossOddly(a, pa, b, {mid, pb.end, m, pb.q});
}

// Two short segments: great circles, moved by their bends. Newton's second step.
SegmentMeeting MeetLocally(const Ellipsoid& ellipsoid, const Segment& a, const Segment& b) {
  const double a0 = Dot(b.normal, a.p - b.p), a1 = Dot(b.normal, a.q - b.p);
  const double b0 = Dot(a.normal, b.p - a.p), b1 = Dot(a.normal, b.q - a.p);
  const double bend_a = Bend(a, ellipsoid), bend_b = Bend(b, ellipsoid);
  const double turn = Dot(a.normal, b.normal);
  const auto part = [](double from, double to, double shift) {
    const double t = (from + shift) / (from - to);
    return t > 0 ? std::min(t, 1.0) : 0.0;  // Also where the ends are level.
  };
  double fa = part(a0, a1, 0), fb = part(b0, b1, 0);
  double off_a = 0, off_b = 0;
  for (int i = 0; i < 2; ++i) {
    off_a = bend_a * fa * (1 - fa);
    off_b = bend_b * fb * (1 - fb);
    const double next = part(a0, a1, off_a * turn - off_b);
    fb = part(b0, b1, off_b * turn - off_a);
    fa = next;
  }
  const Vector3 x = Normalized(a.p + (fa * a.chord) * a.along + off_a * a.normal);
  SegmentMeeting meeting;
  meeting.point = PointOf(x);
  const Vector3 place = PlaceOf(x, ellipsoid);
  meeting.fraction_a = FractionAt(a, place, ellipsoid);
  meeting.fraction_b = FractionAt(b, place, ellipsoid);
  const auto azimuth = [&](const Segment& s, double f, double bend) {
    const Vector3 tangent = Cross(s.normal, x);
    return AzimuthOf(x, tangent + (bend / s.chord * (1 - 2 * f)) * s.normal, ellipsoid);
  };
  meeting.azimuth_a = azimuth(a, fa, bend_a);
  meeting.azimuth_b = azimuth(b, fb, bend_b);
  return meeting;
}

// The arcs of the chains that cross, for segments that Newton's steps cannot
// bring together: nearly parallel ones.
std::optional<SegmentMeeting> MeetOnChains(const Geodesics& geodesics, const Segment& a,
                                           const Segment& b) {
  Chain chain_a(geodesics, a), chain_b(geodesics, b);
  Piece pa{0, chain_a.arcs(), a.p, a.q}, pb{0, chain_b.arcs(), b.p, b.q};
  const auto halve = [](Chain* chain, Piece* piece, const auto& holds) {
    if (piece->single()) return;
    const uint64_t mid = piece->begin + (piece->end - piece->begin) / 2;
    const Vector3 m = chain->VertexAt(mid);
    const Piece left{piece->begin, mid, piece->p, m}, right{mid, piece->end, m, piece->q};
    *piece = holds(left) ? left : right;
  };
  if (!PiecesCrossOddly(&chain_a, pa, &chain_b, pb)) return std::nullopt;
  while (!pa.single() || !pb.single()) {
    halve(&chain_a, &pa,
          [&](const Piece& half) { return PiecesCrossOddly(&chain_a, half, &chain_b, pb); });
    halve(&chain_b, &pb,
          [&](const Piece& half) { return PiecesCrossOddly(&chain_a, pa, &chain_b, half); });
  }
  SegmentMeeting meeting =
      MeetLocally(geodesics.ellipsoid(), Segment(pa.p, pa.q, {}, {}), Segment(pb.p, pb.q, {}, {}));
  const auto whole = [](const Piece& piece, uint64_t arcs, double f) {
    return (static_cast<double>(piece.begin) + f) / static_cast<double>(arcs);
  };
  meeting.fraction_a = whole(pa, chain_a.arcs(), meeting.fraction_a);
  meeting.fraction_b = whole(pb, chain_b.arcs(), meeting.fraction_b);
  return meeting;
}

SegmentMeeting MeetInOrder(const Geodesics& geodesics, const Segment& a, const Segment& b) {
  if (a.chord > kLocalChord || b.chord > kLocalChord) {
    const GeodesicLine line_a = geodesics.Line(a.from, a.to), line_b = geodesics.Line(b.from, b.to);
    if (const auto crossing = CrossSegments(geodesics, line_a, line_b)) {
      return {crossing->point, crossing->along_a_m / line_a.length_m(),
              crossing->along_b_m / line_b.length_m(), crossing->azimuth_a, crossing->azimuth_b};
    }
    if (const auto meeting = MeetOnChains(geodesics, a, b)) return *meeting;
  }
  return MeetLocally(geodesics.ellipsoid(), a, b);
}

}  // namespace

bool CrossesOddly(const Geodesics& geodesics, const Segment& a, const Segment& b) {
  Chain chain_a(geodesics, a), chain_b(geodesics, b);
  return PiecesCrossOddly(&chain_a, {0, chain_a.arcs(), a.p, a.q}, &chain_b,
                          {0, chain_b.arcs(), b.p, b.q});
}

Foot FootOn(const Geodesics& geodesics, const Segment& segment, const Vector3& v, LonLat point) {
  constexpr double kRadius_m = 6.37e6;
  if (segment.chord > kLocalChord) {
    const GeodesicLine line = geodesics.Line(segment.from, segment.to);
    const FootPoint foot = NearestOnSegment(geodesics, line, point);
    return {foot.distance_m, line.length_m() > 0 ? foot.along_m / line.length_m() : 0};
  }
  const Vector3 d = v - segment.p;
  const double t = segment.empty() ? 0 : Dot(segment.along, d) / segment.chord;
  if (!(t > 0)) return {Chord(segment.p, v) * kRadius_m, 0};
  if (!(t < 1)) return {Chord(segment.q, v) * kRadius_m, 1};
  const Ellipsoid& ellipsoid = geodesics.ellipsoid();
  const double bend = Bend(segment, ellipsoid) * t * (1 - t);
  // Metres and angles differ along the segment: the fraction is of its length.
  const Vector3 foot =
      PlaceOf(Normalized(segment.p + (t * segment.chord) * segment.along), ellipsoid);
  return {std::abs(Dot(segment.normal, d) - bend) * kRadius_m,
          FractionAt(segment, foot, ellipsoid)};
}

SegmentMeeting Meet(const Geodesics& geodesics, const Segment& a, const Segment& b) {
  const auto less = [](const Segment& s, const Segment& t) {
    return s.p != t.p ? s.p < t.p : s.q < t.q;
  };
  if (!less(b, a)) return MeetInOrder(geodesics, a, b);
  SegmentMeeting meeting = MeetInOrder(geodesics, b, a);
  std::swap(meeting.fraction_a, meeting.fraction_b);
  std::swap(meeting.azimuth_a, meeting.azimuth_b);
  return meeting;
}

double AzimuthAt(const Geodesics& geodesics, const Segment& segment, double fraction) {
  if (segment.chord > kLocalChord) {
    const GeodesicLine line = geodesics.Line(segment.from, segment.to);
    return line.At(fraction * line.length_m()).azimuth;
  }
  const Vector3 x = Normalized(segment.p + (fraction * segment.chord) * segment.along);
  const double slope = Bend(segment, geodesics.ellipsoid()) / segment.chord * (1 - 2 * fraction);
  return AzimuthOf(x, Cross(segment.normal, x) + slope * segment.normal, geodesics.ellipsoid());
}

double LengthOf(const Geodesics& geodesics, const Segment& segment) {
  if (segment.chord > kLocalChord) return geodesics.Distance(segment.from, segment.to);
  const Ellipsoid& ellipsoid = geodesics.ellipsoid();
  return GeodesicFromChord(PlaceOf(segment.p, ellipsoid), PlaceOf(segment.q, ellipsoid), ellipsoid);
}

}  // namespace coincide::internal
