// Decides whether coverages of {places where a field is at most r} are right, where
// the field is a distance: an oracle for buffers, cones and corridors that shares no
// code with them. It walks the cell tree with the field at the centres of cells and
// the caps round them.

#ifndef COINCIDE_TESTS_SUPPORT_REACH_CHECKER_H_
#define COINCIDE_TESTS_SUPPORT_REACH_CHECKER_H_

#include <functional>
#include <string>
#include <vector>

#include "coincide/coverage/coverage.h"
#include "coincide/healpix/projection.h"
#include "tests/support/cover_checker.h"

namespace coincide::testing {

// Metres; between two places it changes by no more than their geodesic distance.
using DistanceField = std::function<double(const LonLat&)>;

struct ReachOptions {
  // How far beyond r an outer cell may be, in cell widths.
  double far_widths = 1e-3;
  // The field and the rim are known to this, in metres.
  double noise_m = 1e-6;
  // An inner cell is missed if all of it is farther inside than this, in cell widths;
  // negative: not checked.
  double inner_slack_widths = -1;
  // A place that tells is sought down to this many orders below the coverage's.
  int depth = 7;
  size_t max_faults = 5;
};

// `inner` may be null. Returns what is wrong, one line each; nothing if all is right.
std::vector<std::string> CheckReach(const DistanceField& field, double reach_m,
                                    const Coverage& outer, const Coverage* inner,
                                    const ReachOptions& options = {});

// Distance to the edges of a shape by PROJ's geodesics; edges that are no geodesics
// are taken as 200 of them. Negative inside a shape that is closed.
DistanceField FieldOf(const Shape& shape);

// Distance to a coverage, from outside; minus the distance to its complement, from
// inside. By bounds of cells (cell_distance.h), refined to `tolerance_m`.
DistanceField FieldOf(const Coverage& coverage, double tolerance_m);

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_REACH_CHECKER_H_
