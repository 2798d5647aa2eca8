// File: tracks.h
//
// Samples in along-track order, and the legs a track is cut into where it has
// gaps. What crossings.h works on.
//
//   TrackSamples a{.lon = lon, .lat = lat, .offsets = offsets};
//   auto legs = CutLegs(a, LegRules{.max_gap_m = 250});

#ifndef COINCIDE_MATCH_SAMPLES_TRACKS_H_
#define COINCIDE_MATCH_SAMPLES_TRACKS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/missing_time.h"

namespace coincide {

// A view of the samples of a set of tracks, one after the other; the caller
// keeps the columns alive.
//
//   lon, lat  [n]           degrees; a sample is valid if lon is finite and
//                           |lat| <= 90
//   offsets   [tracks + 1]  the rows of track t are offsets[t] .. offsets[t + 1]
//                           - 1; empty: all rows are one track
//   time      [n]           nanoseconds since 1970-01-01 UTC, kMissingTime where
//                           missing; empty: no times
struct TrackSamples {
  std::span<const double> lon = {};
  std::span<const double> lat = {};
  std::span<const int64_t> offsets = {};
  std::span<const int64_t> time = {};

  size_t tracks() const { return offsets.empty() ? 1 : offsets.size() - 1; }
  int64_t first_row(size_t track) const { return offsets.empty() ? 0 : offsets[track]; }
  int64_t end_row(size_t track) const {
    return offsets.empty() ? static_cast<int64_t>(lon.size()) : offsets[track + 1];
  }
};

// A leg ends between two samples
//   - that are farther apart than max_gap_m on the ellipsoid;
//   - that are farther apart in time than max_gap_time;
//   - if time steps back;
//   - if either position is invalid.
// A missing time breaks nothing.
struct LegRules {
  // Nothing: 5 times the median distance of neighbours, for each track, repeats
  // of one position not counted. Steps above kLongestStep_m always end a leg.
  std::optional<double> max_gap_m = {};
  std::optional<int64_t> max_gap_time = {};

  // A quarter of the way round: beyond it the shortest path between two
  // samples says nothing about the track.
  static constexpr double kLongestStep_m = 1e7;
};

// A run of samples without a break: rows [begin, end), at least one.
struct Leg {
  int64_t track = 0;
  int64_t begin = 0;
  int64_t end = 0;
  double start_m = 0;  // Along the track, from its first valid sample, gaps included.

  friend bool operator==(const Leg&, const Leg&) = default;
};

struct TrackLegs {
  std::vector<Leg> legs;          // In row order; every valid sample is in one.
  std::vector<double> max_gap_m;  // [tracks] the value used; infinity if a track never moves.
  int64_t invalid = 0;            // Samples with an invalid position.
  int64_t long_steps = 0;         // Steps within max_gap_m that kLongestStep_m ended.
};

// InvalidArgument if columns differ in length, offsets do not ascend from 0 to
// n, or a rule is negative or NaN; the message names the argument.
absl::Status CheckTracks(const TrackSamples& samples, const LegRules& rules);

// Cuts every track into legs. The result does not depend on `threads`.
// ERRORS: those of CheckTracks. COST: about 8 ns a sample.
absl::StatusOr<TrackLegs> CutLegs(const TrackSamples& samples, const LegRules& rules,
                                  const Ellipsoid& ellipsoid = Ellipsoid::Wgs84(), int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_TRACKS_H_
