// File: match_points.h
//
// Which samples of two sides meet: all pairs within a geodesic distance and a
// time window, or the nearest of them.
//
//   MatchPointsOptions options;
//   options.within_m = 500;
//   auto pairs = MatchPoints({lon_a, lat_a}, {lon_b, lat_b}, options);
//   pairs->i[0], pairs->j[0], pairs->distance_m[0]

#ifndef COINCIDE_MATCH_SAMPLES_MATCH_POINTS_H_
#define COINCIDE_MATCH_SAMPLES_MATCH_POINTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/missing_time.h"
#include "coincide/match/samples/policies.h"

namespace coincide {

// Samples as columns: one position a row, and a time if there are any.
struct SamplePoints {
  std::span<const double> lon;            // Degrees, any finite value.
  std::span<const double> lat;            // Degrees, geodetic, -90 to 90.
  std::span<const int64_t> time_ns = {};  // Since 1970 UTC, or kMissingTime; may be empty.
};

enum class InvalidPosition {
  kRaise,
  kDrop,  // Its sample meets nothing; counted in PointPairs.
};

struct MatchPointsOptions {
  // Largest geodesic distance in metres, 0 or more, infinity included. Nothing:
  // no radius, for Keep::kNearestA, kNearestB and kMutual only.
  std::optional<double> within_m;
  // Largest |time_b - time_a| in nanoseconds, 0 or more. Nothing: any.
  std::optional<int64_t> time_window_ns;
  // What a missing time does where times are compared.
  MissingTime missing_time = MissingTime::kRaise;
  InvalidPosition invalid_position = InvalidPosition::kRaise;

  Keep keep = Keep::kAll;
  // With kNearestA and kNearestB: how many to keep, 1 or more.
  int64_t nearest = 1;
  PairMetric metric = PairMetric::kDistance;

  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  // More pairs than this (before the policies that need all of them) are an
  // error, not a full memory: a pair takes 40 bytes while it is found. Where a few
  // blocks of samples say that there may be so many, pairs are counted before any
  // more are stored.
  int64_t max_pairs = int64_t{1} << 30;
  // Asked now and then, some 20 times a second, on the thread of the call; false
  // ends it with a Cancelled error. May be empty.
  std::function<bool()> keep_going = {};
  // At most this many; 0 means COINCIDE_THREADS, else all cores.
  int threads = 0;
};

// Pairs of rows, ascending by (i, j), each once.
struct PointPairs {
  std::vector<int64_t> i;          // Row of a.
  std::vector<int64_t> j;          // Row of b.
  std::vector<double> distance_m;  // That of Geodesics::Distances.
  // Samples left out for a position that is invalid, and for a missing time.
  size_t invalid_positions_a = 0, invalid_positions_b = 0;
  size_t missing_times_a = 0, missing_times_b = 0;
};

// The pairs of samples that meet: distance_m <= within_m and |time_b - time_a|
// <= time_window_ns, both closed, of which `keep` says those returned.
//
// EXACT: a pair is in if and only if its distance, as Geodesics::Distances has
// it (error below 3e-8 m), is at most within_m: tests/match/match_points_test.cc
// has every pair by PROJ. The result is the same on every number of threads.
//
// ERRORS, InvalidArgument, naming the argument ("lon_a", "time_b", ...) and the
// first row at fault: columns of unequal length; a position that is not valid; a
// missing time; within_m or time_window_ns negative; a radius that is needed and
// not given; a window or metric of times without times. ResourceExhausted: more
// than max_pairs, or more than 2^32 - 2 rows. Cancelled: by keep_going.
//
// COST: about 60 ns a row of one side (the smaller where the policy allows) and
// 10 ns of the other, where that is in the order it was measured in; 40 ns more
// if it is shuffled; 15 ns a pair up to 50 km and 0.6 us beyond. Memory: 60
// bytes a row of the first, none of the second (16 if shuffled), 40 a pair.
absl::StatusOr<PointPairs> MatchPoints(const SamplePoints& a, const SamplePoints& b,
                                       const MatchPointsOptions& options);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_MATCH_POINTS_H_
