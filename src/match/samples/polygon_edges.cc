#include "src/match/samples/polygon_edges.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/geodesy/predicates.h"
#include "coincide/geodesy/ring_parity.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {
namespace {

constexpr double kOnBoundary_m = 2e-8;  // The error of NearestOnSegment.
constexpr double kArc_m = 10000;

// The box of an arc on the unit sphere: a chord and the bulge over it, and what
// rounding to floats may cost.
Box BoxOf(const Vector3& a, const Vector3& b, double more) {
  const double chord2 = SquaredChord(a, b);
  // 1 - cos(angle / 2) <= chord^2 / 8 (1 + chord^2 / 8) up to half a circle.
  const auto by = chord2 / 8 * (1 + chord2 / 8) + more + 3e-7;
  const double p[3] = {a.x, a.y, a.z}, q[3] = {b.x, b.y, b.z};
  Box box;
  for (size_t i = 0; i < 3; ++i) {
    box.lo[i] = static_cast<float>(std::min(p[i], q[i]) - by);
    box.hi[i] = static_cast<float>(std::max(p[i], q[i]) + by);
  }
  return box;
}

}  // namespace

PolygonEdges::PolygonEdges(Edges edges, const Ellipsoid& ellipsoid)
    : kind_(edges), ellipsoid_(ellipsoid), geodesics_(Geodesics::Of(ellipsoid)) {}

Vector3 PolygonEdges::PlaceOf(LonLat point) const {
  return UnitVectorOf(
      point.lon, kind_ == Edges::kGeodesic ? point.lat : AuthalicLatitude(point.lat, ellipsoid_));
}

void PolygonEdges::AddEdge(LonLat from, LonLat to, Vector3 begin, const Vector3& end) {
  const auto edge = static_cast<uint32_t>(edges_.size());
  edges_.push_back({from, to});
  const double boundary = kOnBoundary_m / (0.99 * ellipsoid_.b());
  if (kind_ == Edges::kGreatCircle) {
    arcs_.push_back({begin, end, 0, 0, boundary, edge});
    return;
  }
  const Vector3 p = EcefOf(from.lon, from.lat, 0, ellipsoid_);
  const Vector3 q = EcefOf(to.lon, to.lat, 0, ellipsoid_);
  // Most edges are short: their path is needed only where a point is close.
  const bool is_short = SquaredChord(p, q) <= kChordSeriesLimit_m * kChordSeriesLimit_m;
  const double length_m =
      is_short ? GeodesicFromChord(p, q, ellipsoid_) : geodesics_.Distance(from, to);
  const auto count = static_cast<size_t>(std::max(1.0, std::ceil(length_m / kArc_m)));
  const double step = length_m / static_cast<double>(count);
  std::optional<GeodesicLine> line;
  if (count > 1) line = geodesics_.Line(from, to);
  // A geodesic strays from the great circle through its ends, at geodetic
  // latitudes, by 6.6e-11 L^2 metres (tests/match/in_polygons_test.cc measures
  // it); twice that, and rounding of the ends.
  const double reach = (1.4e-10 * step * step + 1e-7) / (0.99 * ellipsoid_.b());
  for (size_t k = 1; k <= count; ++k) {
    const Vector3 next = k == count ? end : PlaceOf(line->At(step * static_cast<double>(k)).point);
    arcs_.push_back({begin, next, step * static_cast<double>(k - 1), step * static_cast<double>(k),
                     reach, edge});
    begin = next;
  }
}

absl::StatusOr<PolygonEdges> PolygonEdges::Of(const RingsView& rings, Edges edges,
                                              const Ellipsoid& ellipsoid) {
  PolygonEdges polygon(edges, ellipsoid);
  VectorRings vectors;
  vectors.offsets.push_back(0);
  for (size_t r = 0; r < rings.size(); ++r) {
    const LineView ring = rings.ring(r);
    const size_t first_arc = polygon.arcs_.size();
    const LonLat first{ring.lon[0], ring.lat[0]};
    const Vector3 first_place = polygon.PlaceOf(first);
    LonLat from = first;
    Vector3 place = first_place;
    for (size_t k = 1; k <= ring.size(); ++k) {
      const bool closes = k == ring.size();
      const LonLat to = closes ? first : LonLat{ring.lon[k], ring.lat[k]};
      const Vector3 next = closes ? first_place : polygon.PlaceOf(to);
      if (place == next) continue;
      polygon.AddEdge(from, to, place, next);
      from = to;
      place = next;
    }
    // One point: an edge of no length, which nothing crosses.
    if (polygon.arcs_.size() == first_arc) {
      polygon.AddEdge(first, first, first_place, first_place);
    }
    for (size_t a = first_arc; a < polygon.arcs_.size(); ++a) {
      vectors.vertices.push_back(polygon.arcs_[a].from);
    }
    vectors.offsets.push_back(static_cast<int64_t>(vectors.vertices.size()));
  }
  if (polygon.arcs_.empty()) return polygon;
  std::vector<Box> boxes;
  for (const Arc& arc : polygon.arcs_) {
    boxes.push_back(BoxOf(arc.from, arc.to, 0));
    polygon.reach_ = std::max(polygon.reach_, arc.reach);
  }
  polygon.tree_ = BoxTree::Of(boxes);
  // Beside the first edge, so that paths from there are short.
  const Vector3 a = polygon.arcs_[0].from, d = polygon.arcs_[0].to - a;
  polygon.known_ = Normalized(a + 0.37 * d + 0.013 * Cross(a, d) + Vector3{1e-9, 2e-9, 3e-9});
  const std::optional<RingParity> parity = RingParity::SmallerSides(std::move(vectors));
  if (!parity) return InvalidArgument("which side of a ring is the smaller is not clear");
  polygon.known_inside_ = parity->Contains(polygon.known_);
  return polygon;
}

bool PolygonEdges::Crosses(const Vector3& from, const Vector3& to) const {
  if (!tree_ || from == to) return false;
  if (Dot(from, to) < 0) {
    // Far apart: over a point between them, so that no two are nearly opposite.
    const Vector3 sum = from + to;
    const Vector3 via =
        Norm(sum) > 0.5
            ? Normalized(sum)
            : Normalized(Cross(from, std::abs(from.x) < 0.5 ? Vector3{1, 0, 0} : Vector3{0, 1, 0}));
    return Crosses(from, via) != Crosses(via, to);
  }
  bool odd = false;
  tree_->ForEachMeeting(BoxOf(from, to, 0), [&](size_t k) {
    odd ^= ArcOrVertexCrossing(from, to, arcs_[k].from, arcs_[k].to);
  });
  return odd;
}

bool PolygonEdges::IsClear(const Vector3& place) const {
  bool clear = true;
  tree_->ForEachMeeting(BoxOf(place, place, reach_), [&](size_t) { clear = false; });
  return clear;
}

bool PolygonEdges::Contains(LonLat point, const Vector3& place, bool inside_arcs) const {
  bool inside = inside_arcs, on_boundary = false;
  tree_->ForEachMeeting(BoxOf(place, place, reach_), [&](size_t k) {
    const Arc& arc = arcs_[k];
    if (on_boundary || DistanceToArc(place, arc.from, arc.to) > arc.reach) return;
    if (kind_ == Edges::kGreatCircle) {
      on_boundary = true;
      return;
    }
    const Edge& edge = edges_[arc.edge];
    const FootPoint foot = NearestOnSegment(geodesics_, geodesics_.Line(edge.from, edge.to), point);
    if (foot.distance_m <= kOnBoundary_m) {
      on_boundary = true;
    } else if (foot.along_m > arc.begin_m && foot.along_m <= arc.end_m && !foot.beyond_end) {
      // Between the arc and the geodesic: on the right of one, on the left of the
      // other.
      inside ^= (foot.offset_m > 0) == (TurnSign(arc.from, arc.to, place) > 0);
    }
  });
  return inside || on_boundary;
}

}  // namespace coincide::internal
