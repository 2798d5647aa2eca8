// The exact test: distances between sides by geodesics.

#include <algorithm>
#include <cmath>
#include <vector>

#include "coincide/geodesy/geodesic_segment.h"
#include "src/match/granules/shapes.h"

namespace coincide::internal {
namespace {

constexpr double kToleranceM = 1e-6;
// A great circle this long is a geodesic to 5e-7 m. Radians, 70 m.
constexpr double kAsGeodesic = 1.1e-5;

struct Side {
  Vector3 a, b;
  bool great_circle = false;
  double Length() const { return 2 * std::asin(std::min(1.0, Norm(b - a) / 2)); }
  double Stray() const { return great_circle ? 0 : GeodesicStray(Length()); }
};

std::vector<Side> SidesOf(const ConvexShape& shape) {
  std::vector<Side> sides;
  const auto& c = shape.corner;
  if (shape.corners == 1) return {{c[0], c[0], false}};
  if (shape.corners == 2) return {{c[0], c[1], shape.great_circle}};
  for (size_t i = 0; i < 4; ++i) {
    const Vector3& next = c[(i + 1) % 4];
    if (c[i] != next) sides.push_back({c[i], next, shape.great_circle});
  }
  return sides;
}

class Test {
 public:
  Test(double metres, const AuthalicVectors& vectors, const Geodesics& geodesics)
      : reach_m_(metres + kToleranceM),
        high_(metres / vectors.radius_m() * (1 + kAuthalicStretch) + 1e-12),
        vectors_(vectors),
        geodesics_(geodesics) {}

  bool SidesWithin(const Side& a, const Side& b) const {
    const ConvexShape x = ShapeOf(a), y = ShapeOf(b);
    if (SphereDistance(x, y) - a.Stray() - b.Stray() > high_) return false;
    const bool cut_a = a.great_circle && a.Length() > kAsGeodesic;
    const bool cut_b = b.great_circle && b.Length() > kAsGeodesic;
    if (!cut_a && !cut_b) return GeodesicsWithin(a, b);
    // The longer one in halves, until what is left is a geodesic.
    if (cut_a && (!cut_b || a.Length() >= b.Length())) {
      const Vector3 middle = Normalized(a.a + a.b);
      return SidesWithin({a.a, middle, true}, b) || SidesWithin({middle, a.b, true}, b);
    }
    const Vector3 middle = Normalized(b.a + b.b);
    return SidesWithin(a, {b.a, middle, true}) || SidesWithin(a, {middle, b.b, true});
  }

  // Whether a point that is beyond the reach of all sides lies inside them.
  bool Inside(const Vector3& point, const ConvexShape& shape) const {
    if (shape.corners != 4) return false;
    for (const Side& side : SidesOf(shape)) {
      const Vector3 normal = Cross(side.a, side.b - side.a);
      const double height = Dot(normal, point - side.a) / Norm(normal);
      if (std::abs(height) > side.Stray() + 1e-13) {
        if (height < 0) return false;
        continue;
      }
      const FootPoint foot = NearestOnSegment(geodesics_, LineOf(side), vectors_.PlaceOf(point));
      if (!side.great_circle && foot.offset_m > 0) return false;
    }
    return true;
  }

 private:
  static ConvexShape ShapeOf(const Side& side) {
    ConvexShape shape;
    shape.corner = {side.a, side.b};
    shape.corners = side.a == side.b ? 1 : 2;
    return shape;
  }

  GeodesicLine LineOf(const Side& side) const {
    return geodesics_.Line(vectors_.PlaceOf(side.a), vectors_.PlaceOf(side.b));
  }

  // Two geodesics are nearest where they cross, or at an end of one: on a surface
  // that curves outward they draw together away from where they run side by side.
  bool GeodesicsWithin(const Side& a, const Side& b) const {
    const GeodesicLine line_a = LineOf(a), line_b = LineOf(b);
    const auto near = [&](const GeodesicLine& line, LonLat point) {
      return NearestOnSegment(geodesics_, line, point).distance_m <= reach_m_;
    };
    if (near(line_a, line_b.from()) || near(line_a, line_b.to()) || near(line_b, line_a.from()) ||
        near(line_b, line_a.to())) {
      return true;
    }
    return CrossSegments(geodesics_, line_a, line_b).has_value();
  }

  double reach_m_;
  double high_;
  const AuthalicVectors& vectors_;
  const Geodesics& geodesics_;
};

}  // namespace

bool WithinReach(const ConvexShape& a, const ConvexShape& b, double metres,
                 const AuthalicVectors& vectors, const Geodesics& geodesics) {
  const Test test(metres, vectors, geodesics);
  const std::vector<Side> sides_a = SidesOf(a), sides_b = SidesOf(b);
  for (const Side& side_a : sides_a) {
    for (const Side& side_b : sides_b) {
      if (test.SidesWithin(side_a, side_b)) return true;
    }
  }
  return test.Inside(a.corner[0], b) || test.Inside(b.corner[0], a);
}

}  // namespace coincide::internal
