// File: distance.h
//
// Distances in metres on the ellipsoid: from coverage to coverage, and from points to
// a coverage. Bounds for single cells are in healpix/cell_distance.h.

#ifndef COINCIDE_COVER_DISTANCE_H_
#define COINCIDE_COVER_DISTANCE_H_

#include <cstddef>
#include <memory>
#include <span>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/projection.h"

namespace coincide {

// Bounds of the geodesic distance between the nearest places of two coverages, as
// closed sets: 0 where they share a cell, a side or a corner.
//
// lower_m is proven; upper_m is the distance of two places, one of each, and what to
// take as the distance.
// ACCURACY: upper_m - lower_m is at most 2e-7 m up to 10 km, 5e-17 of the cube of the
// distance up to 200 km (0.05 m at 100 km), and the share of cell_distance.h beyond;
// upper_m itself is within 1e-6 m of the distance up to 100 km, and 1e-3 m of it
// beyond, where no two places are nearly opposite: tests/cover/distance_test.cc, by
// search with PROJ.
//
// Errors (InvalidArgument): an empty coverage; different ellipsoids.
// COST: that of the outlines (OutlineOf: a microsecond a largest cell that fits and
// side) and of one search.
absl::StatusOr<DistanceBounds> DistanceBetween(const Coverage& a, const Coverage& b);

// The distances of many points from one coverage: 0 inside and on its rim.
//
//   CoverageDistance to(coverage);
//   to.From({lon, lat}).upper_m;
class CoverageDistance {
 public:
  // REQUIRES: a coverage that is not empty. COST: that of its outline.
  explicit CoverageDistance(const Coverage& coverage);
  CoverageDistance(CoverageDistance&&) noexcept;
  CoverageDistance& operator=(CoverageDistance&&) noexcept;
  ~CoverageDistance();

  // As DistanceBetween. REQUIRES: IsValidLonLat(point.lon, point.lat).
  // COST: about 5 us, 20 us beyond 200 km.
  DistanceBounds From(const LonLat& point) const;

  // upper_m of each point; NaN where one is invalid, of which the lowest index is
  // returned, n if there is none. threads 0: COINCIDE_THREADS if set, else every core.
  // REQUIRES: three equal sizes.
  size_t From(std::span<const double> lon, std::span<const double> lat,
              std::span<double> distance_m, int threads = 0) const;

 private:
  class State;
  std::unique_ptr<const State> state_;
};

}  // namespace coincide

#endif  // COINCIDE_COVER_DISTANCE_H_
