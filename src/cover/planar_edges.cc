#include "src/cover/planar_edges.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "coincide/geodesy/vector3.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

// Radians: longer edges are halved; how far a measured curvature holds; half the
// length of the lines that measure it.
constexpr double kLongest = 0.01;
constexpr double kNearby = 0.003;
constexpr double kProbe = 0.001;
// Of the measured curvature, for what it misses; and at least this.
constexpr double kMargin = 2;
constexpr double kLeastBend = 0.05;
// Where nothing can be measured, next to where the projection ends.
constexpr double kUnknownBend = 30;
constexpr int kDeepest = 60;

struct PlanePoint {
  double x, y;
};

class ArcMaker {
 public:
  ArcMaker(const CoverOptions& options, double stray, ArcRuns* out)
      : projector_(options.projector),
        ellipsoid_(options.ellipsoid),
        stray_(std::max(stray, 2e-15)),
        out_(out) {}

  absl::Status Append(LineView run, bool closed, const std::string& what) {
    const size_t n = run.size();
    std::vector<double> x(n), y(n);
    projector_.forward(projector_.context, run.lon.data(), run.lat.data(), n, x.data(), y.data());
    for (size_t i = 0; i < n; ++i) {
      if (std::isfinite(x[i]) && std::isfinite(y[i])) continue;
      return InvalidArgument(what + ", vertex " + std::to_string(i) + ": (" +
                             NumberText(run.lon[i]) + ", " + NumberText(run.lat[i]) +
                             ") has no place in the plane of the edges");
    }
    Point previous{};
    for (size_t i = 0; i < n; ++i) {
      const Point next = {{x[i], y[i]}, {run.lon[i], run.lat[i]}, UnitOf({run.lon[i], run.lat[i]})};
      if (i > 0) COINCIDE_RETURN_IF_ERROR(Edge(previous, next, what, i - 1));
      Put(next.place);
      previous = next;
    }
    if (closed && n > 1) {
      const Point first = {
          {x[0], y[0]}, {run.lon[0], run.lat[0]}, UnitOf({run.lon[0], run.lat[0]})};
      COINCIDE_RETURN_IF_ERROR(Edge(previous, first, what, n - 1));
    }
    out_->offsets.push_back(static_cast<int64_t>(out_->lon.size()));
    return absl::OkStatus();
  }

 private:
  struct Point {
    PlanePoint plane;
    LonLat place;
    Vector3 unit;  // On the authalic sphere.
  };

  void Put(LonLat place) {
    out_->lon.push_back(place.lon);
    out_->lat.push_back(place.lat);
  }

  Vector3 UnitOf(LonLat place) const {
    const double z = AuthalicSine(std::sin(place.lat * kDegree), ellipsoid_);
    // 1 - |z| without cancellation, near the poles.
    const double half = std::sin((90 - std::abs(place.lat)) * (kDegree / 2));
    const double complement = AuthalicComplement(2 * half * half, ellipsoid_);
    const double r = std::sqrt(complement * (2 - complement));
    return {r * std::cos(place.lon * kDegree), r * std::sin(place.lon * kDegree), z};
  }

  std::optional<Point> PointAt(PlanePoint plane) const {
    LonLat place;
    projector_.inverse(projector_.context, &plane.x, &plane.y, 1, &place.lon, &place.lat);
    if (!IsValidLonLat(place.lon, place.lat)) return std::nullopt;
    return Point{plane, place, UnitOf(place)};
  }

  // Adds the points between the ends of edge `index`.
  absl::Status Edge(const Point& a, const Point& b, const std::string& what, size_t index) {
    if (a.place == b.place) return absl::OkStatus();
    if (Halve(a, b, 0)) return absl::OkStatus();
    return InvalidArgument(what + ", edge " + std::to_string(index) + ": from (" +
                           NumberText(a.place.lon) + ", " + NumberText(a.place.lat) + ") to (" +
                           NumberText(b.place.lon) + ", " + NumberText(b.place.lat) +
                           ") leaves the part of its plane that has a place on the Earth");
  }

  bool Halve(const Point& a, const Point& b, int depth) {
    const double length = Norm(a.unit - b.unit);
    // So short that no projection bends it enough.
    if (depth >= kDeepest || 1000 * length * length <= stray_) return true;
    if (length <= kLongest) {
      const double bend =
          BendAt(a, std::hypot(b.plane.x - a.plane.x, b.plane.y - a.plane.y) / length);
      if (bend * length * length <= 8 * stray_) return true;
    }
    const std::optional<Point> middle =
        PointAt({a.plane.x / 2 + b.plane.x / 2, a.plane.y / 2 + b.plane.y / 2});
    if (!middle || !Halve(a, *middle, depth + 1)) return false;
    Put(middle->place);
    return Halve(*middle, b, depth + 1);
  }

  // A bound on the curvature of lines near a point, one over radians; `scale`:
  // units of the plane a radian.
  double BendAt(const Point& p, double scale) {
    if (bend_ > 0 && Norm(p.unit - measured_at_) <= std::min(kNearby, 0.2 / bend_)) return bend_;
    double greatest = 0;
    bool known = false;
    for (int direction = 0; direction < 4; ++direction) {
      const double angle = direction * (std::numbers::pi / 4), h = kProbe * scale;
      const double dx = h * std::cos(angle), dy = h * std::sin(angle);
      const std::optional<Point> a = PointAt({p.plane.x - dx, p.plane.y - dy});
      const std::optional<Point> b = PointAt({p.plane.x + dx, p.plane.y + dy});
      if (!a || !b) continue;
      const Vector3 along = b->unit - a->unit, sum = a->unit + b->unit;
      const Vector3 from_arc = p.unit - (1 / Norm(sum)) * sum;
      const double length = Norm(along);
      // Across the line: the middle of the plane need not be that of the arc.
      const Vector3 normal = Cross(a->unit, b->unit);
      const double across = std::abs(Dot(from_arc, normal)) / Norm(normal);
      greatest = std::max(greatest, 8 * across / (length * length));
      known = true;
    }
    measured_at_ = p.unit;
    bend_ = known ? kMargin * greatest + kLeastBend : kUnknownBend;
    return bend_;
  }

  const EdgeProjector projector_;
  const Ellipsoid ellipsoid_;
  double stray_;
  ArcRuns* out_;
  Vector3 measured_at_{};
  double bend_ = 0;
};

absl::Status RequireProjector(const CoverOptions& options) {
  if (options.projector) return absl::OkStatus();
  return absl::InvalidArgumentError("edges are planar, but there is no projector");
}

}  // namespace

absl::StatusOr<ArcRuns> ArcsOf(const RingsView& runs, bool closed, const CoverOptions& options,
                               double stray, std::string_view what) {
  COINCIDE_RETURN_IF_ERROR(RequireProjector(options));
  ArcRuns arcs;
  ArcMaker maker(options, stray, &arcs);
  for (size_t r = 0; r < runs.size(); ++r) {
    COINCIDE_RETURN_IF_ERROR(
        maker.Append(runs.ring(r), closed, std::string(what) + " " + std::to_string(r)));
  }
  return arcs;
}

absl::StatusOr<Geometry> ArcsOf(const Geometry& geometry, const CoverOptions& options,
                                double stray) {
  COINCIDE_RETURN_IF_ERROR(RequireProjector(options));
  Geometry result;
  for (const Geometry::Part& part : geometry.parts()) {
    const bool rings = part.kind == PartKind::kPolygon;
    if (rings) result.BeginPolygon();
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      if (rings) {
        result.BeginRing();
      } else if (part.kind == PartKind::kLine) {
        result.BeginLine();
      } else {
        result.BeginPoints();
      }
      ArcRuns arcs;
      if (part.kind == PartKind::kPoints) {
        const LineView points = geometry.Run(run);
        arcs.lon.assign(points.lon.begin(), points.lon.end());
        arcs.lat.assign(points.lat.begin(), points.lat.end());
      } else {
        ArcMaker maker(options, stray, &arcs);
        COINCIDE_RETURN_IF_ERROR(maker.Append(geometry.Run(run), rings,
                                              (rings ? "ring " : "line ") + std::to_string(run)));
      }
      for (size_t i = 0; i < arcs.lon.size(); ++i) result.AddVertex(arcs.lon[i], arcs.lat[i]);
    }
  }
  return result;
}

ArcPlan::ArcPlan(int order, const CoverOptions& given, TraceOptions given_trace)
    : options(given), trace(given_trace) {
  options.edges = Edges::kGreatCircle;
  trace.stray = trace.tolerance / 8;
  trace.tolerance -= trace.stray;
  // Two points of the plane are at most 1.5 n cells a radian apart.
  stray = trace.stray / (1.5 * static_cast<double>(uint64_t{1} << order));
}

}  // namespace coincide::internal
