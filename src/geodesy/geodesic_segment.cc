#include "coincide/geodesy/geodesic_segment.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "coincide/geodesy/sin_cos.h"

namespace coincide {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
// Segments that miss each other by less still meet.
constexpr double kTouch_m = 1e-7;
// Karney's error: steps below it are noise.
constexpr double kNoise_m = 1.5e-8;

// Two moves, along a and along b, to where they meet on a sphere: one of the
// two opposite points, the other is half a turn along both.
struct Moves {
  double a = 0;  // radians
  double b = 0;
  double size() const { return std::abs(a) + std::abs(b); }
};

double Opposite(double move) {
  return move > 0 ? move - std::numbers::pi : move + std::numbers::pi;
}

// From points P and Q at distance z (radians) on a sphere, with paths that
// leave them at angles x and y (degrees), both measured clockwise from the
// direction of PQ. Nothing if the paths are one great circle. With P on the
// equator and Q to the east, the normals are (0, sin x, cos x) and
// (-sin y sin z, sin y cos z, cos y); their cross product is the meeting.
std::optional<Moves> SphereMoves(double z, double x, double y) {
  const SinCos sx = SinCosDegrees(x), sy = SinCosDegrees(y);
  const double sin_z = std::sin(z), cos_z = std::cos(z);
  const double along_a = -sy.sin * sin_z, toward_a = sx.sin * sy.cos - sx.cos * sy.sin * cos_z;
  const double along_b = -sx.sin * sin_z, toward_b = sx.sin * sy.cos * cos_z - sx.cos * sy.sin;
  if (std::hypot(along_a, toward_a) < 1e-14) return std::nullopt;
  const Moves first{std::atan2(along_a, toward_a), std::atan2(along_b, toward_b)};
  const Moves second{Opposite(first.a), Opposite(first.b)};
  return first.size() <= second.size() ? first : second;
}

double AcuteAngle(double azimuth_a, double azimuth_b) {
  const double angle = std::abs(std::remainder(azimuth_a - azimuth_b, 180.0));
  return angle;
}

class Crosser {
 public:
  Crosser(const Geodesics& geodesics, const GeodesicLine& a, const GeodesicLine& b)
      : geodesics_(geodesics), a_(a), b_(b), radius_(geodesics.ellipsoid().authalic_radius()) {}

  std::optional<Moves> Step(double along_a, double along_b) const {
    const GeodesicPosition p = a_.At(along_a), q = b_.At(along_b);
    const GeodesicPath path = geodesics_.Inverse(p.point, q.point);
    if (path.distance_m == 0) return Moves{};
    auto moves = SphereMoves(path.distance_m / radius_, p.azimuth - path.start_azimuth,
                             q.azimuth - path.end_azimuth);
    if (moves) *moves = {moves->a * radius_, moves->b * radius_};
    return moves;
  }

  // The meeting that the iteration from here reaches, if both segments hold it.
  std::optional<SegmentCrossing> Refine(double along_a, double along_b) const {
    double last = 0;
    bool converged = false;
    for (int i = 0; i < 20 && !converged; ++i) {
      const auto moves = Step(along_a, along_b);
      if (!moves) return std::nullopt;
      along_a += moves->a;
      along_b += moves->b;
      const double size = moves->size();
      // Each step gains digits until noise, which paths that meet at a small
      // angle amplify, is all that is left.
      converged = size < kNoise_m || (i > 2 && size < 1 && size >= 0.5 * last);
      last = size;
    }
    if (!converged) return std::nullopt;
    if (!(along_a >= -kTouch_m && along_a <= a_.length_m() + kTouch_m)) return std::nullopt;
    if (!(along_b >= -kTouch_m && along_b <= b_.length_m() + kTouch_m)) return std::nullopt;
    along_a = std::clamp(along_a, 0.0, a_.length_m());
    along_b = std::clamp(along_b, 0.0, b_.length_m());
    const GeodesicPosition at_a = a_.At(along_a), at_b = b_.At(along_b);
    return SegmentCrossing{at_a.point,   along_a,      along_b,
                           at_a.azimuth, at_b.azimuth, AcuteAngle(at_a.azimuth, at_b.azimuth)};
  }

 private:
  const Geodesics& geodesics_;
  const GeodesicLine& a_;
  const GeodesicLine& b_;
  double radius_;
};

}  // namespace

FootPoint NearestOnSegment(const Geodesics& geodesics, const GeodesicLine& segment, LonLat point) {
  const double length = segment.length_m(), radius = geodesics.ellipsoid().authalic_radius();
  FootPoint best;
  bool first = true;
  // Takes the foot at `along` if it is the nearest so far, or as near but for
  // noise, since the distance is flat round the foot and later places are
  // better ones. Returns how far along the path to go for the foot on a sphere:
  // with distance r and angle t from the path, tan(move) = tan(r) cos(t).
  const auto visit = [&](double along) {
    const GeodesicPosition at = segment.At(along);
    const GeodesicPath path = geodesics.Inverse(at.point, point);
    const SinCos turn = SinCosDegrees(path.start_azimuth - at.azimuth);
    const double r = path.distance_m / radius;
    const double move = std::atan2(std::sin(r) * turn.cos, std::cos(r)) * radius;
    if (first || path.distance_m < best.distance_m + kNoise_m) {
      first = false;
      best.point = at.point;
      best.along_m = along;
      best.distance_m = path.distance_m;
      best.offset_m = std::copysign(path.distance_m, turn.sin);
      best.beyond_end = path.distance_m > 0 &&
                        ((along == 0 && move < -kNoise_m) || (along == length && move > kNoise_m));
    }
    return move;
  };

  const double from_start = visit(0);
  if (!(length > 0)) {
    best.beyond_end = best.distance_m > 0;
    return best;
  }
  visit(length);
  // At most half the path's circle away in either direction.
  double along = from_start, move = 0;
  for (int i = 0; i < 30; ++i) {
    along = std::clamp(along, 0.0, length);
    const double last = std::abs(move);
    move = visit(along);
    if (std::abs(move) < kNoise_m) break;
    if (i > 3 && std::abs(move) < 1e-3 && std::abs(move) >= last) break;
    if ((along == 0 && move < 0) || (along == length && move > 0)) break;
    along += move;
  }
  return best;
}

std::optional<SegmentCrossing> CrossSegments(const Geodesics& geodesics, const GeodesicLine& a,
                                             const GeodesicLine& b) {
  if (!(a.length_m() > 0 && b.length_m() > 0)) return std::nullopt;
  const Crosser crosser(geodesics, a, b);
  const double half_a = a.length_m() / 2, half_b = b.length_m() / 2;
  const auto moves = crosser.Step(half_a, half_b);
  if (!moves) return std::nullopt;
  if (const auto crossing = crosser.Refine(half_a + moves->a, half_b + moves->b)) return crossing;
  // Two great circles meet twice, half a turn apart on both; the farther of the
  // two can lie on the segments only if they are long.
  constexpr double kQuarter_m = 1e7;
  if (half_a + half_b < kQuarter_m / 2) return std::nullopt;
  const double half_turn = std::numbers::pi * geodesics.ellipsoid().authalic_radius();
  const double other_a = moves->a > 0 ? -half_turn : half_turn;
  const double other_b = moves->b > 0 ? -half_turn : half_turn;
  return crosser.Refine(half_a + moves->a + other_a, half_b + moves->b + other_b);
}

}  // namespace coincide
