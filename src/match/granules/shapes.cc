#include "src/match/granules/shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace coincide::internal {
namespace {

// The sides of a shape: a segment has one, seen from both sides.
int Sides(const ConvexShape& shape) { return shape.corners == 4 ? 4 : shape.corners - 1; }

const Vector3& SideEnd(const ConvexShape& shape, int side) {
  return shape.corner[static_cast<size_t>(side + 1 == shape.corners ? 0 : side + 1)];
}

enum class Gap { kApart, kOverlap, kOpen };

// How `b` lies to the sides of a shape: apart if it is beyond one of them by more than
// `apart`, overlapping if it reaches inside all of them by more than `inside`. Both
// are small angles >= 0.
Gap CompareSides(const ShapeSides& sides, const ConvexShape& b, double apart, double inside) {
  bool overlap = true;
  const double apart2 = apart * apart, inside2 = inside * inside;
  const auto beyond = [](double height, double limit2, double length2) {
    return height > 0 && height * height > limit2 * length2;
  };
  for (size_t s = 0; s < static_cast<size_t>(sides.count); ++s) {
    const Vector3& normal = sides.normal[s];
    const double length2 = sides.length2[s];
    if (length2 == 0) continue;
    // Outward heights. The normal is right to its last digits, so these are to 1e-15
    // of its length.
    double least = -Dot(normal, b.corner[0]), most = least;
    for (size_t c = 1; c < static_cast<size_t>(b.corners); ++c) {
      const double height = -Dot(normal, b.corner[c]);
      least = std::min(least, height);
      most = std::max(most, height);
    }
    if (beyond(least, apart2, length2)) return Gap::kApart;
    overlap &= beyond(-least, inside2, length2);
    if (sides.two_sided) {
      if (beyond(-most, apart2, length2)) return Gap::kApart;
      overlap &= beyond(most, inside2, length2);
    }
  }
  return overlap ? Gap::kOverlap : Gap::kOpen;
}

double CornerDistance(const ConvexShape& a, const ConvexShape& b) {
  double best = std::numeric_limits<double>::infinity();
  for (int c = 0; c < b.corners; ++c) {
    const Vector3& p = b.corner[static_cast<size_t>(c)];
    if (a.corners == 1) best = std::min(best, ArcDistance(p, a.corner[0], a.corner[0]));
    for (int s = 0; s < Sides(a); ++s) {
      best = std::min(best, ArcDistance(p, a.corner[static_cast<size_t>(s)], SideEnd(a, s)));
    }
  }
  return best;
}

// Whether two shapes can overlap in more than a touch: their difference has area.
bool HasArea(const ConvexShape& a, const ConvexShape& b) {
  return a.corners == 4 || b.corners == 4 || a.corners + b.corners == 4;
}

}  // namespace

ShapeSides::ShapeSides(const ConvexShape& shape)
    : count(Sides(shape)), two_sided(shape.corners == 2) {
  for (int s = 0; s < count; ++s) {
    const auto i = static_cast<size_t>(s);
    // From a difference, so that short sides lose no digits.
    normal[i] = Cross(shape.corner[i], SideEnd(shape, s) - shape.corner[i]);
    length2[i] = Dot(normal[i], normal[i]);
  }
}

double ArcDistance(const Vector3& point, const Vector3& a, const Vector3& b) {
  const Vector3 normal = Cross(a, b - a);
  const double length2 = Dot(normal, normal);
  if (length2 > 0 && Dot(Cross(normal, a), point) > 0 && Dot(Cross(b, normal), point) > 0) {
    const double height = std::abs(Dot(normal, point - a)) / std::sqrt(length2);
    return std::asin(std::min(height, 1.0));
  }
  const double chord2 = std::min(Dot(point - a, point - a), Dot(point - b, point - b));
  return 2 * std::asin(std::min(1.0, std::sqrt(chord2) / 2));
}

double SphereDistance(const ConvexShape& a, const ConvexShape& b) {
  if (HasArea(a, b) && CompareSides(ShapeSides(a), b, 0, 0) == Gap::kOverlap &&
      CompareSides(ShapeSides(b), a, 0, 0) == Gap::kOverlap) {
    return 0;
  }
  return std::min(CornerDistance(a, b), CornerDistance(b, a));
}

Meeting Decide(const ConvexShape& a, const ConvexShape& b, const Reach& reach) {
  const double margin = a.stray + b.stray + kShapeRounding;
  // A sine is less than its angle; heights above a side's great circle are sines.
  const double apart = reach.high + margin;
  const Gap first = CompareSides(ShapeSides(a), b, apart, margin);
  if (first == Gap::kApart) return Meeting::kFar;
  const Gap second = CompareSides(ShapeSides(b), a, apart, margin);
  if (second == Gap::kApart) return Meeting::kFar;
  if (first == Gap::kOverlap && second == Gap::kOverlap && HasArea(a, b)) return Meeting::kMeet;
  const double distance = std::min(CornerDistance(a, b), CornerDistance(b, a));
  if (distance + margin < reach.low) return Meeting::kNear;
  return distance - margin > reach.high ? Meeting::kFar : Meeting::kClose;
}

}  // namespace coincide::internal
