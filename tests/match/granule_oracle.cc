#include "tests/match/granule_oracle.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace coincide::testing {
namespace {

const Geodesics& Earth() { return Geodesics::Of(Ellipsoid::Wgs84()); }

LonLat PlaceOf(const SpherePoint& point) {
  const Vector3L v = VectorOf(point);
  const auto authalic = std::atan2(v.z, std::hypot(v.x, v.y)) * 180 / 3.14159265358979323846L;
  return {static_cast<double>(std::remainder(point.lon, 360.0L)),
          GeodeticLatitude(static_cast<double>(authalic), Ellipsoid::Wgs84())};
}

EdgeKind KindOf(Edges edges) {
  switch (edges) {
    case Edges::kGeodesic:
      return EdgeKind::kGeodesic;
    case Edges::kGreatCircle:
      return EdgeKind::kGreatCircle;
    case Edges::kLonLat:
      return EdgeKind::kLonLat;
    case Edges::kPlanar:
      break;  // Not of granules.
  }
  return EdgeKind::kGeodesic;
}

}  // namespace

OracleFootprint::OracleFootprint(const TestGranule& granule) {
  EdgeModel model;
  model.kind = KindOf(granule.facts.edges);
  const Geometry& g = granule.geometry;
  length_m_ = 0;
  const auto add = [&](LonLat from, LonLat to) {
    const EdgeCurve curve(from, to, model);
    // Radians of the authalic sphere, of which a metre is at most 1.0012.
    edges_.push_back({curve, from, to, curve.speed() * 6371008 * 1.0012 + 1e-6});
    length_m_ += edges_.back().length_m;
  };
  for (const Geometry::Part& part : g.parts()) {
    Shape shape;
    shape.family = granule.kind;
    shape.model = model;
    shape.offsets = {0};
    for (size_t r = part.first_run; r < part.end_run; ++r) {
      const LineView run = g.Run(r);
      const auto at = [&](size_t i) { return LonLat{run.lon[i], run.lat[i]}; };
      size_t n = run.size();
      if (n == 0) continue;
      if (part.kind == PartKind::kPoints) {
        for (size_t i = 0; i < n; ++i) {
          add(at(i), at(i));
          starts_.push_back(at(i));
        }
        continue;
      }
      starts_.push_back(at(0));
      const bool closed = part.kind == PartKind::kPolygon;
      if (n == 1) add(at(0), at(0));
      for (size_t i = 0; i + 1 < n; ++i) add(at(i), at(i + 1));
      if (!closed) continue;
      if (run.lon[0] == run.lon[n - 1] && run.lat[0] == run.lat[n - 1] && n > 1) {
        --n;
      } else {
        add(at(n - 1), at(0));
      }
      shape.lon.insert(shape.lon.end(), run.lon.begin(), run.lon.begin() + static_cast<long>(n));
      shape.lat.insert(shape.lat.end(), run.lat.begin(), run.lat.begin() + static_cast<long>(n));
      shape.offsets.push_back(static_cast<int64_t>(shape.lon.size()));
    }
    if (!shape.lon.empty()) {
      // Within 0.1 mm of the true edges.
      polygons_.push_back({std::make_unique<ShapeEdges>(shape, 1e-4 / 6371007)});
    }
  }
}

double OracleFootprint::Least(const Edge& a, const Edge& b, double enough_m, double beyond_m,
                              double precision) {
  struct Node {
    double low;
    double a0, a1, b0, b1;
    bool operator<(const Node& other) const { return low > other.low; }
  };
  const auto point = [](const Edge& e, double t) {
    return e.length_m < 1e-5 ? e.from : PlaceOf(e.curve.At(t));
  };
  double best = Earth().Distance(a.from, b.from);
  std::priority_queue<Node> queue;
  const auto push = [&](double a0, double a1, double b0, double b1) {
    const double middle = Earth().Distance(point(a, (a0 + a1) / 2), point(b, (b0 + b1) / 2));
    best = std::min(best, middle);
    const double slack = ((a1 - a0) * a.length_m + (b1 - b0) * b.length_m) / 2;
    if (middle - slack <= beyond_m && middle - slack < best) {
      queue.push({middle - slack, a0, a1, b0, b1});
    }
  };
  push(0, 1, 0, 1);
  while (!queue.empty() && best > enough_m) {
    const Node node = queue.top();
    queue.pop();
    if (node.low >= best - (precision > 0 ? precision * best + 0.01 : 0)) break;
    const double la = (node.a1 - node.a0) * a.length_m, lb = (node.b1 - node.b0) * b.length_m;
    if (la + lb < 2e-4) continue;
    if (la >= lb) {
      const double middle = (node.a0 + node.a1) / 2;
      push(node.a0, middle, node.b0, node.b1);
      push(middle, node.a1, node.b0, node.b1);
    } else {
      const double middle = (node.b0 + node.b1) / 2;
      push(node.a0, node.a1, node.b0, middle);
      push(node.a0, node.a1, middle, node.b1);
    }
  }
  return best;
}

std::optional<bool> OracleFootprint::Holds(LonLat point) const {
  const AuthalicSphere sphere(Ellipsoid::Wgs84());
  const Vector3 v = VectorOf(sphere.At(point.lon, point.lat)).Rounded();
  for (const Polygon& polygon : polygons_) {
    const std::optional<bool> inside = polygon.edges->Contains(v);
    if (!inside.has_value() || *inside) return inside;
  }
  return false;
}

Verdict MeetsWithin(const OracleFootprint& a, const OracleFootprint& b, double metres,
                    double tolerance_m) {
  // Every vertex, edge and inside of a granule is within its length of each start.
  double nearest = 1e9;
  for (const LonLat p : a.starts_) {
    for (const LonLat q : b.starts_) nearest = std::min(nearest, Earth().Distance(p, q));
  }
  if (nearest > a.length_m_ + b.length_m_ + metres + 1) return Verdict::kApart;
  double least = 1e9;
  for (const auto& x : a.edges_) {
    for (const auto& y : b.edges_) {
      // What is nearer than this is a meeting, whatever the rest.
      const double enough = std::max(metres, tolerance_m / 2);
      least = std::min(least, OracleFootprint::Least(x, y, enough, metres + 2 * tolerance_m));
      if (least <= enough) {
        return metres == 0 || least <= metres ? Verdict::kMeet : Verdict::kUnsure;
      }
    }
  }
  for (const auto& [holder, held] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    for (const LonLat start : held->starts_) {
      const std::optional<bool> inside = holder->Holds(start);
      if (!inside.has_value()) return Verdict::kUnsure;
      if (*inside) return Verdict::kMeet;
    }
  }
  return least <= metres + tolerance_m ? Verdict::kUnsure : Verdict::kApart;
}

double DistanceBetween(const OracleFootprint& a, const OracleFootprint& b, double beyond_m) {
  for (const auto& [holder, held] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    for (const LonLat start : held->starts_) {
      if (holder->Holds(start).value_or(false)) return 0;
    }
  }
  double least = 1e9;
  for (const auto& x : a.edges_) {
    for (const auto& y : b.edges_) {
      least = std::min(least, OracleFootprint::Least(x, y, 1e-3, std::min(beyond_m, least), 3e-4));
    }
  }
  return least;
}

bool TimesAllow(const GranuleFacts& a, const GranuleFacts& b, int64_t window) {
  const __int128 first_a = a.time_start, first_b = b.time_start;
  const __int128 last_a = std::max(a.time_start, a.time_end - 1);
  const __int128 last_b = std::max(b.time_start, b.time_end - 1);
  // The nearest two times of closed spans.
  const __int128 gap = std::max<__int128>({first_b - last_a, first_a - last_b, 0});
  return gap <= window;
}

}  // namespace coincide::testing
