#include "tests/support/edge_curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace coincide::testing {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

Vector3L CrossL(const Vector3L& a, const Vector3L& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
long double DotL(const Vector3L& a, const Vector3L& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

// An upper bound on what the authalic map stretches, and then some.
constexpr double kStretch = 1.01;

}  // namespace

EdgeCurve::EdgeCurve(LonLat from, LonLat to, const EdgeModel& model)
    : kind_(model.kind),
      sphere_(model.ellipsoid),
      from_(from),
      start_(sphere_.At(from.lon, from.lat)),
      end_(sphere_.At(to.lon, to.lat)) {
  switch (kind_) {
    case EdgeKind::kGreatCircle: {
      origin_ = VectorOf(start_);
      const Vector3L b = VectorOf(end_);
      // The cross product with the difference keeps its digits on short edges.
      const Vector3L difference{b.x - origin_.x, b.y - origin_.y, b.z - origin_.z};
      const Vector3L normal = CrossL(origin_, difference);
      const long double sine = std::sqrt(DotL(normal, normal));
      angle_ = std::atan2(sine, DotL(origin_, b));
      if (sine > 0) {
        side_ = CrossL(normal, origin_);
        const long double scale = 1 / std::sqrt(DotL(side_, side_));
        side_ = {side_.x * scale, side_.y * scale, side_.z * scale};
      }
      speed_ = static_cast<double>(angle_) * kStretch;
      break;
    }
    case EdgeKind::kGeodesic:
      line_ = Geodesics::Of(model.ellipsoid).Line(from, to);
      speed_ = line_->length_m() / sphere_.radius_m() * kStretch;
      break;
    case EdgeKind::kLonLat: {
      step_x_ = std::remainder(static_cast<long double>(to.lon) - from.lon, 360.0L);
      step_y_ = static_cast<long double>(to.lat) - from.lat;
      const bool crosses = (from.lat < 0) != (to.lat < 0);
      const double least = crosses ? 0 : std::min(std::abs(from.lat), std::abs(to.lat));
      speed_ = kStretch * kDegree *
               std::hypot(static_cast<double>(step_y_),
                          static_cast<double>(step_x_) * std::cos(least * kDegree));
      break;
    }
    case EdgeKind::kPlanar: {
      planar_ = &model.planar;
      plane_from_ = planar_->forward(from);
      const std::array<double, 2> plane_to = planar_->forward(to);
      step_x_ = static_cast<long double>(plane_to[0]) - plane_from_[0];
      step_y_ = static_cast<long double>(plane_to[1]) - plane_from_[1];
      // The scale of a map in use changes little over 1/32 of an edge.
      double longest = 0;
      for (int i = 0; i < 32; ++i) {
        const Vector3L a = VectorOf(At(i / 32.0L)), b = VectorOf(At((i + 1) / 32.0L));
        const Vector3L d{a.x - b.x, a.y - b.y, a.z - b.z};
        longest = std::max(longest, static_cast<double>(std::sqrt(DotL(d, d))));
      }
      speed_ = 2 * 32 * longest;
      break;
    }
  }
}

SpherePoint EdgeCurve::At(long double t) const {
  if (t <= 0) return start_;
  if (t >= 1) return end_;
  return Inside(t);
}

SpherePoint EdgeCurve::Inside(long double t) const {
  switch (kind_) {
    case EdgeKind::kGreatCircle: {
      const long double c = std::cos(t * angle_), s = std::sin(t * angle_);
      return PointOf(
          {c * origin_.x + s * side_.x, c * origin_.y + s * side_.y, c * origin_.z + s * side_.z});
    }
    case EdgeKind::kGeodesic: {
      const LonLat p = line_->At(static_cast<double>(t * line_->length_m())).point;
      return sphere_.At(p.lon, p.lat);
    }
    case EdgeKind::kLonLat:
      return sphere_.At(from_.lon + t * step_x_, from_.lat + t * step_y_);
    case EdgeKind::kPlanar: {
      const LonLat p = planar_->inverse(static_cast<double>(plane_from_[0] + t * step_x_),
                                        static_cast<double>(plane_from_[1] + t * step_y_));
      return sphere_.At(p.lon, p.lat);
    }
  }
  return start_;
}

}  // namespace coincide::testing
