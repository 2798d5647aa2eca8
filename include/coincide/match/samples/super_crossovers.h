// File: super_crossovers.h
//
// Places that both sides sampled several times: bounded clusters of crossings,
// or of matches, with at least so many passes of each side.
//
//   auto sites = FindSuperCrossovers({rows.lon, rows.lat, rows.track_a, rows.track_b,
//                                     rows.time_a, rows.time_b}, {});
//
// Clusters are bounded: no member is farther than the radius from its centre.
// (Single linkage chains: at 100 m 42 crossings of real tracks in one.)

#ifndef COINCIDE_MATCH_SAMPLES_SUPER_CROSSOVERS_H_
#define COINCIDE_MATCH_SAMPLES_SUPER_CROSSOVERS_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/missing_time.h"

namespace coincide {

// What is clustered: a crossing or a match a row.
//
//   lon, lat          [n]  degrees
//   track_a, track_b  [n]  any numbers: rows with the same are of one track
//   time_a, time_b    [n]  nanoseconds or kMissingTime; or empty
struct CrossingPoints {
  std::span<const double> lon, lat;
  std::span<const int64_t> track_a, track_b;
  std::span<const int64_t> time_a = {}, time_b = {};
};

struct SuperCrossoverOptions {
  double radius_m = 100;
  int64_t min_passes_a = 2, min_passes_b = 2;
  // Visits of one track closer in time than this to the one before are one pass.
  // A track without times is one pass.
  int64_t min_revisit_ns = int64_t{3600} * 1'000'000'000;
  // More pairs of rows within the radius than this are an error, not a full memory.
  int64_t max_pairs = int64_t{1} << 30;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  // Asked now and then, some 20 times a second, on the thread of the call; false
  // ends it with a Cancelled error. May be empty.
  std::function<bool()> keep_going = {};
  int threads = 0;
};

// One row a site, sorted by cell, then lat and lon; members in list layout.
struct SuperCrossovers {
  std::vector<double> lon, lat;  // The centre.
  std::vector<uint64_t> cell;    // Its order-29 point.
  std::vector<double> radius_m;  // From the centre to the farthest member.
  std::vector<int64_t> tracks_a, tracks_b, passes_a, passes_b;  // How many.
  std::vector<int64_t> time_first, time_last;  // Of both sides; kMissingTime if none has one.

  // Site s has the members offsets[s] .. offsets[s + 1] - 1, ascending by row.
  std::vector<int64_t> offsets;
  std::vector<int64_t> member;          // Row of the input.
  std::vector<int64_t> pass_a, pass_b;  // The pass of the site it belongs to, from 0.

  size_t size() const { return lon.size(); }
};

// The sites where a has at least min_passes_a passes, and b min_passes_b.
//
// A seed is a row; seeds are taken in the order of how many rows lie within the
// radius (most first), cell, lat, lon. A seed that is not yet a member claims
// those within the radius that are not. The centre is the mean of their unit
// normals; those farther from it than the radius are released. What has been
// released seeds again in the same order, until nothing is left.
//
// The sites do not depend on the order of rows.
//
// ERRORS: columns of unequal length; an invalid position; a radius that is not
// positive; min_passes_a or _b below 1; a negative min_revisit_ns. ResourceExhausted:
// more than max_pairs. Cancelled: by keep_going. COST: about 200 ns a
// row and 30 ns a pair of rows within the radius.
absl::StatusOr<SuperCrossovers> FindSuperCrossovers(const CrossingPoints& points,
                                                    const SuperCrossoverOptions& options);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_SUPER_CROSSOVERS_H_
