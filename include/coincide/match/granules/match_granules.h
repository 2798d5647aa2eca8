// File: match_granules.h
//
// Stage one: which granules of two sensors meet, in space and time. It reads
// footprints only, no sample.
//
//   absl::StatusOr<GranulePairs> pairs = MatchGranules(a, b, {.within_m = 500});

#ifndef COINCIDE_MATCH_GRANULES_MATCH_GRANULES_H_
#define COINCIDE_MATCH_GRANULES_MATCH_GRANULES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/missing_time.h"

namespace coincide {

struct GranuleProgress {
  size_t rows_done = 0;  // of table a
  size_t rows = 0;
  size_t pairs = 0;
};

struct GranuleCriterion {
  // Samples this close are wanted, metres; 0: footprints that touch or overlap.
  double within_m = 0;
  // At most this between two samples, ns, closed; nothing: times do not matter.
  std::optional<int64_t> time_window_ns = std::nullopt;
  MissingTime missing_time = MissingTime::kRaise;
  // Keep the pairs that bounds of footprints cannot rule out, or decide each.
  bool exact = true;
  // Both tables are one: each unordered pair once, with a < b.
  bool self = false;
  // At most this many; 0 means COINCIDE_THREADS, else every core.
  int threads = 0;
  // Memory for the index of b; b is taken in parts where it would need more.
  size_t index_bytes = size_t{2} << 30;
  // Called now and then, from one thread at a time; false ends the match.
  std::function<bool(const GranuleProgress&)> progress = nullptr;
};

// Columns of equal length, ordered by (a, b).
struct GranulePairs {
  std::vector<uint32_t> a;
  std::vector<uint32_t> b;
  // Bounds of the distance between the footprints in metres, 0 where they overlap;
  // widths and errors are not in it.
  std::vector<double> distance_lower_m;
  std::vector<double> distance_upper_m;
  // 1 where the footprints were tested as geometry, 0 where a bound or a coverage
  // had to do.
  std::vector<uint8_t> exact;

  size_t size() const { return a.size(); }
};

// Every pair of granules that could hold a matching pair of samples.
//
// With R = within_m and both granules' half_width_m and footprint_error_m added, a
// pair is in the result if its footprints come within R of each other on the
// ellipsoid and their times within the window. Decided to 1e-6 m (footprints with
// kLonLat edges: 0.02 m, with more pairs in doubt), in favour of the pair; a shape
// inside another is at distance 0. Without `exact`, and for rows that have a
// coverage only, pairs farther apart may be in it too.
//
// ENSURES: no pair of samples that meets the criterion lies outside the pairs, given
// that samples lie where the tables say. The result does not depend on the number
// of threads and memory, and is mirrored where a and b are swapped.
//
// Errors (InvalidArgument): within_m or time_window_ns negative or not finite;
// tables on two ellipsoids; `self` with tables of different size; a time that is
// missing (kRaise), naming the side and row; a ring that halves the Earth, with its
// row. Cancelled if `progress` said so.
//
// COST: near-linear in granules and pairs; bench/match. Memory: b's vertices as 24
// bytes each and 40 bytes a piece of footprint, within index_bytes; a's a few rows
// at a time.
absl::StatusOr<GranulePairs> MatchGranules(const GranuleTable& a, const GranuleTable& b,
                                           const GranuleCriterion& criterion = {});

// The seconds between two granules: 0 if their times overlap, positive if b begins
// after a ends, negative if it ends before a begins; NaN where a time is missing.
double LagSeconds(const GranuleFacts& a, const GranuleFacts& b);

}  // namespace coincide

#endif  // COINCIDE_MATCH_GRANULES_MATCH_GRANULES_H_
