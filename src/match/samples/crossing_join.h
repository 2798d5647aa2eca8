// Which segments of two sets of tracks cross or come within the tolerance.

#ifndef COINCIDE_MATCH_SAMPLES_CROSSING_JOIN_H_
#define COINCIDE_MATCH_SAMPLES_CROSSING_JOIN_H_

#include <array>
#include <cstdint>
#include <vector>

#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/tracks.h"
#include "src/match/samples/segment.h"
#include "src/match/samples/track_chain.h"

namespace coincide::internal {

// A set of tracks with its trees.
struct ChainSet {
  TrackSamples samples;
  std::vector<TrackChain> chains;

  Vector3 VectorAt(int64_t row) const;
  LonLat PointAt(int64_t row) const {
    return {samples.lon[static_cast<size_t>(row)], samples.lat[static_cast<size_t>(row)]};
  }
  // From `row` to the next.
  Segment SegmentAt(int64_t row) const;
  // Whether the step from `row` goes nowhere.
  bool IsStill(int64_t row) const { return VectorAt(row) == VectorAt(row + 1); }
  // The first row of the run of equal positions that `row` is in.
  int64_t RunBegin(const Leg& leg, int64_t row) const;
  // And its last.
  int64_t RunEnd(const Leg& leg, int64_t row) const;
};

// Legs of a and b, by track and place in TrackChain::legs.
struct LegPair {
  uint32_t track_a, leg_a, track_b, leg_b;
  friend auto operator<=>(const LegPair&, const LegPair&) = default;
};

// A crossing inside both segments, measured while their samples are at hand.
struct RawCrossing {
  LegPair legs;
  int64_t row_a, row_b;
  SegmentMeeting meeting;
  double gap_a, gap_b;      // Lengths of the segments in metres.
  double start_a, start_b;  // Metres along the track at their starts.

  friend bool operator<(const RawCrossing& p, const RawCrossing& q) {
    return p.row_a != q.row_a ? p.row_a < q.row_a : p.row_b < q.row_b;
  }
};

// Two segments of which one has an end within the tolerance of the other.
struct ClosePair {
  LegPair legs;
  int64_t row_a, row_b;
  bool odd = false;      // CrossesOddly.
  bool overlap = false;  // They run together for longer than kOverlap_m.
  // Ends of a (first, last) on b, ends of b on a: the fraction of the other
  // segment, or a negative number.
  std::array<double, 4> at = {-1, -1, -1, -1};

  friend bool operator<(const ClosePair& p, const ClosePair& q) {
    if (const auto order = p.legs <=> q.legs; order != 0) return order < 0;
    return p.row_a != q.row_a ? p.row_a < q.row_a : p.row_b < q.row_b;
  }
};

inline constexpr double kOverlap_m = 10 * kTolerance_m;

struct JoinResult {
  std::vector<RawCrossing> crossings;  // Sorted; so are the others.
  std::vector<ClosePair> close;
};

// With CrossingMode::kExternal every track of a against every one of b. Else
// `b` is `a`, and the pairs are of rows row_a < row_b: of different tracks
// (kWithin), or of one, neighbours excepted (kSelf). Stopped by `interrupt`, not all.
JoinResult JoinSegments(const ChainSet& a, const ChainSet& b, CrossingMode mode,
                        const Geodesics& geodesics, int threads, Interrupt* interrupt);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_CROSSING_JOIN_H_
