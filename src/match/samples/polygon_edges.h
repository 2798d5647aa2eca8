// The edges of one polygon, and on which side of them a point lies: walked from
// a point whose side is known, by the parity of the edges crossed.

#ifndef COINCIDE_MATCH_SAMPLES_POLYGON_EDGES_H_
#define COINCIDE_MATCH_SAMPLES_POLYGON_EDGES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/shape.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"
#include "src/match/samples/box_tree.h"

namespace coincide::internal {

// Points are unit vectors: at geodetic latitude where edges are geodesics, which
// great-circle arcs through points of them every 10 km stand for; at authalic
// latitude where they are great circles.
class PolygonEdges {
 public:
  // REQUIRES: CoverPolygon took the rings; edges are kGeodesic or kGreatCircle.
  static absl::StatusOr<PolygonEdges> Of(const RingsView& rings, Edges edges,
                                         const Ellipsoid& ellipsoid);

  Vector3 PlaceOf(LonLat point) const;

  // A point and whether it is inside by the arcs.
  const Vector3& known() const { return known_; }
  bool known_inside() const { return known_inside_; }

  // Whether no edge is so near that a point's sides of arcs and edges may differ.
  bool IsClear(const Vector3& place) const;

  // Whether a path from one point to another changes sides, by the arcs.
  bool Crosses(const Vector3& from, const Vector3& to) const;

  // Whether a point is inside, boundary included, given which side of the arcs
  // it is on.
  bool Contains(LonLat point, const Vector3& place, bool inside_arcs) const;

 private:
  struct Edge {
    LonLat from, to;
  };
  struct Arc {
    Vector3 from, to;
    double begin_m, end_m;  // Along the edge.
    double reach;           // Nearer points, in radians, are told by the edge.
    uint32_t edge;
  };

  PolygonEdges(Edges edges, const Ellipsoid& ellipsoid);
  void AddEdge(LonLat from, LonLat to, Vector3 begin, const Vector3& end);

  Edges kind_;
  Ellipsoid ellipsoid_;
  const Geodesics& geodesics_;
  std::vector<Edge> edges_;
  std::vector<Arc> arcs_;
  std::optional<BoxTree> tree_;
  double reach_ = 0;  // The greatest of the arcs'.
  Vector3 known_;
  bool known_inside_ = false;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_POLYGON_EDGES_H_
