// File: crossings.h
//
// Where tracks cross: every point at which a segment of one track passes
// through a segment of another, on the ellipsoid, each once.
//
//   TrackSamples a{.lon = lon_a, .lat = lat_a, .offsets = offsets_a, .time = time_a}, b = ...;
//   auto found = FindCrossings(a, b, {});
//   found->rows.lon[k], found->rows.seg_a[k], found->rows.frac_a[k] ...
//
// A segment is the geodesic between two samples that follow one another in a
// leg (tracks.h). A crossing through a shared sample, or through one that lies
// on the other track, is one crossing. Positions cannot be told apart below
// 1e-7 m, so contacts are decided with that tolerance:
//
//   crossing  one track passes from one side of the other to its other side
//   touch     they come within 1e-7 m at a sample, and neither passes through;
//             so too where a leg ends there
//   overlap   they run within 1e-7 m for more than 1e-6 m, from one sample to
//             another: a row of `overlaps`, whether they pass through or not
//
// Away from contacts verdicts are exact: neither rounding nor the order of the
// two sides, of tracks or of ends can change them (src/match/samples/segment.h).

#ifndef COINCIDE_MATCH_SAMPLES_CROSSINGS_H_
#define COINCIDE_MATCH_SAMPLES_CROSSINGS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/tracks.h"

namespace coincide {

enum class CrossingMode {
  kExternal,  // Tracks of a with tracks of b.
  kSelf,      // Each track of a with itself; b is not looked at.
  kWithin,    // Different tracks of a with one another; b is not looked at.
};

struct CrossingOptions {
  CrossingMode mode = CrossingMode::kExternal;
  LegRules legs_a;
  LegRules legs_b;
  // Rows whose angle is smaller are left out, degrees. Nothing: none are.
  std::optional<double> min_angle;
  bool touches = false;  // Rows for touches too.
  // For kSelf: rows whose s_a and s_b differ by less are left out.
  double min_separation_m = 0;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  // Asked now and then, some 20 times a second, on the thread of the call; false
  // ends it with a Cancelled error. May be empty.
  std::function<bool()> keep_going = {};
  int threads = 0;  // 0: COINCIDE_THREADS, else all cores.
};

// Bits of CrossingRows::flags.
inline constexpr int64_t kParallel = 1;        // The angle is below 1 degree.
inline constexpr int64_t kTouch = 2;           // No crossing: a touch.
inline constexpr int64_t kSelfCrossing = 4;    // Of a track with itself.
inline constexpr int64_t kNearGapLimit = 8;    // gap_a or gap_b above half of max_gap_a or _b.
inline constexpr int64_t kValueExtended = 16;  // A value from farther samples: crossing_values.h.
inline constexpr int64_t kValueMissing = 32;   // A value is NaN for want of valid samples.
inline constexpr int64_t kSplineShort = 64;    // A value is linear, for want of them.

// One row a crossing, sorted by seg_a, frac_a, seg_b, frac_b. Rows of samples
// count in the whole of lon and lat. With kSelf and kWithin, seg_a < seg_b.
struct CrossingRows {
  std::vector<double> lon, lat;           // Degrees, lon in [-180, 180).
  std::vector<int64_t> track_a, track_b;  // Places in offsets.
  std::vector<int64_t> seg_a, seg_b;      // Row of the sample before the crossing.
  std::vector<double> frac_a, frac_b;  // Of the segment's length; in [0, 1), or 1 at a leg's end.
  std::vector<double> s_a, s_b;        // Metres along the track, gaps included.
  std::vector<double> gap_a, gap_b;    // Length of the segment in metres.
  std::vector<double> near_a, near_b;  // Metres to the nearer end of the segment.
  std::vector<double> azimuth_a,
      azimuth_b;              // Of travel, degrees clockwise from north, [-180, 180].
  std::vector<double> angle;  // Between the two, 0 to 90 degrees.
  std::vector<double> max_gap_a, max_gap_b;  // The value in force for the track, metres.
  std::vector<int64_t> time_a, time_b;  // Nanoseconds, linear in frac, to the nearest; or empty.
  std::vector<int64_t> dt;              // time_b - time_a; kMissingTime if either is. Or empty.
  std::vector<int64_t> flags;
  std::vector<uint64_t> cell;  // Word of the order-29 point.
  std::vector<int64_t> leg_begin_a, leg_end_a, leg_begin_b, leg_end_b;  // Rows of the legs.

  size_t size() const { return lon.size(); }
};

// One row an overlap, sorted by seg_a, frac_a, seg_b, frac_b of its start, which
// is its first place along a.
struct OverlapRows {
  std::vector<int64_t> track_a, track_b;
  std::vector<int64_t> seg_a, seg_b, end_seg_a, end_seg_b;
  std::vector<double> frac_a, frac_b, end_frac_a, end_frac_b;
  std::vector<double> lon, lat, end_lon, end_lat;
  std::vector<double> length_m;  // Along a.
  // At the start and the end, as in CrossingRows; empty where a side has no times.
  std::vector<int64_t> time_a, time_b, end_time_a, end_time_b;

  size_t size() const { return lon.size(); }
};

struct Crossings {
  CrossingRows rows;
  OverlapRows overlaps;
  int64_t invalid_a = 0, invalid_b = 0;  // Samples whose position is invalid.
  // Steps not taken for segments although max_gap allows them: above
  // LegRules::kLongestStep_m.
  int64_t long_steps_a = 0, long_steps_b = 0;
};

// All crossings. Exchanging a and b gives the same rows with the sides
// exchanged. The result does not depend on `threads`.
//
// ERRORS: those of CheckTracks; min_angle outside 0..90; a negative separation.
// Cancelled: by keep_going.
// ACCURACY: positions 1e-7 m at angles above 10 degrees, growing as 2e-8 m /
// sin(angle); s_* 1e-8 m a sample: tests/match/crossings_test.cc.
// COST: about 15 ns a sample and 1 us a crossing: docs/performance.md.
// Segments longer than 1 km cost 4 us a crossing, those that touch more.
absl::StatusOr<Crossings> FindCrossings(const TrackSamples& a, const TrackSamples& b,
                                        const CrossingOptions& options);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_CROSSINGS_H_
