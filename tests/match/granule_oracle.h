// Brute force for stage one: whether two footprints come within a distance, by
// branch and bound on points of the true curves and PROJ's distances alone. It
// shares no code with the match: no sphere, no planes, no crossings.

#ifndef COINCIDE_TESTS_MATCH_GRANULE_ORACLE_H_
#define COINCIDE_TESTS_MATCH_GRANULE_ORACLE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "coincide/cover/geometry.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/match/granules/granule_table.h"
#include "tests/support/edge_curve.h"
#include "tests/support/shape_parity.h"

namespace coincide::testing {

// A granule as a test makes it.
struct TestGranule {
  Geometry geometry;
  GranuleFacts facts;
  std::string kind;
};

enum class Verdict { kMeet, kApart, kUnsure };

// A granule with its edges as curves, for many questions.
class OracleFootprint {
 public:
  explicit OracleFootprint(const TestGranule& granule);

  // Whether the geometries come within `metres`; unsure if the distance is within
  // `tolerance_m` above that.
  friend Verdict MeetsWithin(const OracleFootprint& a, const OracleFootprint& b, double metres,
                             double tolerance_m);
  friend double DistanceBetween(const OracleFootprint& a, const OracleFootprint& b,
                                double beyond_m);

 private:
  struct Edge {
    EdgeCurve curve;
    LonLat from, to;
    double length_m;  // At least.
  };
  struct Polygon {
    std::unique_ptr<ShapeEdges> edges;
  };
  std::vector<Edge> edges_;
  std::vector<Polygon> polygons_;
  double length_m_ = 0;         // Of all edges, at least.
  std::vector<LonLat> starts_;  // A vertex of each run or point.

  static double Least(const Edge& a, const Edge& b, double enough_m, double beyond_m,
                      double precision = 0);
  std::optional<bool> Holds(LonLat point) const;
};

Verdict MeetsWithin(const OracleFootprint& a, const OracleFootprint& b, double metres,
                    double tolerance_m = 1e-3);

// The distance, if it is at most `beyond_m`, to 0.03 % and 1 cm; 0 where one holds the
// other.
double DistanceBetween(const OracleFootprint& a, const OracleFootprint& b, double beyond_m);

// Whether times allow a pair, sample by sample at the ends.
bool TimesAllow(const GranuleFacts& a, const GranuleFacts& b, int64_t window);

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_MATCH_GRANULE_ORACLE_H_
