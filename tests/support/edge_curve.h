// The curve between two vertices, for oracles: any point of it, on the authalic
// sphere, in long double where the edge model is a formula.

#ifndef COINCIDE_TESTS_SUPPORT_EDGE_CURVE_H_
#define COINCIDE_TESTS_SUPPORT_EDGE_CURVE_H_

#include <array>
#include <functional>
#include <optional>

#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"
#include "tests/support/healpix_chart.h"

namespace coincide::testing {

enum class EdgeKind {
  kGeodesic,     // PROJ's geodesic: good to about 15 nm.
  kGreatCircle,  // On the authalic sphere, the shorter way.
  kLonLat,       // Straight in degrees, the shorter way round.
  kPlanar,       // Straight in the plane of a PlanarMap.
};

// A projection and its inverse, e.g. polar stereographic.
struct PlanarMap {
  std::function<std::array<double, 2>(LonLat)> forward;
  std::function<LonLat(double x, double y)> inverse;
};

// How edges are to be understood.
struct EdgeModel {
  EdgeKind kind = EdgeKind::kGeodesic;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  PlanarMap planar;  // For kPlanar.

  // How far a computed point of an edge may be from the true one, in metres.
  double noise_m() const {
    return kind == EdgeKind::kGeodesic ? 2e-8 : kind == EdgeKind::kPlanar ? 1e-7 : 1e-10;
  }
};

// Copies are cheap; refers to nothing but the planar map, which must outlive it.
class EdgeCurve {
 public:
  // REQUIRES: not opposite to each other; for kLonLat, not 180 degrees of
  // longitude apart.
  EdgeCurve(LonLat from, LonLat to, const EdgeModel& model);

  // The point at 0 <= t <= 1; the vertices themselves at 0 and 1.
  SpherePoint At(long double t) const;

  // No piece of the curve of t-length d is longer than d * speed(), in radians
  // of the authalic sphere.
  double speed() const { return speed_; }

 private:
  SpherePoint Inside(long double t) const;

  EdgeKind kind_;
  AuthalicSphere sphere_;
  LonLat from_;
  SpherePoint start_, end_;
  double speed_ = 0;
  // kGreatCircle: start cos(t angle) + side sin(t angle).
  Vector3L origin_, side_;
  long double angle_ = 0;
  // kLonLat, kPlanar: what is linear in t.
  long double step_x_ = 0, step_y_ = 0;
  std::array<double, 2> plane_from_ = {};
  const PlanarMap* planar_ = nullptr;
  std::optional<GeodesicLine> line_;
};

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_EDGE_CURVE_H_
