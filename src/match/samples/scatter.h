// Whether samples come in an order in which neighbours in memory are near one another.

#ifndef COINCIDE_MATCH_SAMPLES_SCATTER_H_
#define COINCIDE_MATCH_SAMPLES_SCATTER_H_

#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/match_points.h"
#include "src/match/samples/point_tree.h"

namespace coincide::internal {

// Whether samples that are matched with those of `tree` are so scattered in the order
// given that sorting them pays: 16 neighbours reach over several groups of the tree.
bool IsScattered(const SamplePoints& points, const PointTree& tree, const Ellipsoid& ellipsoid,
                 double within_m);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_SCATTER_H_
