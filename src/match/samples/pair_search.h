// The search for pairs: samples of one side in blocks, as they come, against a
// PointTree of the other.
//
// What BlockDescent leaves for 16 samples are groups of eight places, tested by
// chords; the geodesic decides.

#ifndef COINCIDE_MATCH_SAMPLES_PAIR_SEARCH_H_
#define COINCIDE_MATCH_SAMPLES_PAIR_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/match/samples/match_points.h"
#include "src/internal/interrupt.h"
#include "src/match/kernels/point_kernels.h"
#include "src/match/samples/block_descent.h"
#include "src/match/samples/point_tree.h"
#include "src/match/samples/time_span.h"

namespace coincide::internal {

// One pair: `row` of the side that is streamed, `other` of the tree's.
struct Hit {
  uint32_t row;
  uint32_t other;
  double distance_m;

  uint64_t key() const { return uint64_t{row} << 32 | other; }
};

// What makes a pair, and which of a sample's pairs are wanted.
struct PairCriterion {
  double within_m;  // Infinity: any.
  bool timed = false;
  uint64_t window_ns = 0;
  size_t nearest = 0;  // The nearest so many of each sample; 0: all pairs.
  PairMetric metric = PairMetric::kDistance;
  bool tree_is_a = false;  // The tree's side is a: geodesics run from a to b.
};

// The longest chord of two places whose geodesic is at most `distance_m`: 2 r
// sin(distance / 2 r) with r = a^2 / b, the greatest radius of curvature. Proof:
// the ellipsoid lies in the ball of radius r that touches it at any of its points
// (Blaschke), so the chord c from one end of a geodesic has the other end at a
// height of at least c^2 / 2 r below its tangent plane; the geodesic bends towards
// that side by at least 1 / r, so (c^2)'' <= 2 - c^2 / r^2, and with equality c is
// that of the circle.
double LongestChord(double distance_m, const Ellipsoid& ellipsoid);

// No longer than the chord of any two places whose geodesic is longer than `distance_m`:
// 2 r sin(distance / 2 r) with r = b^2 / a, the least radius of curvature. A curve that
// bends by at most 1 / r has no shorter chord than the circle (Schur's theorem), up to
// half a turn of it.
double ShortestChord(double distance_m, const Ellipsoid& ellipsoid);

// How far boxes of places are grown, so that those of two places at most `distance_m` apart
// meet.
float BoxReach(double distance_m, const Ellipsoid& ellipsoid);

class PairSearch {
 public:
  // `a_order` gives the rows of `streamed` in the order to take them; empty: as
  // they are. All are borrowed. REQUIRES: valid positions in the tree's side.
  PairSearch(const SamplePoints& streamed, std::span<const uint64_t> order,
             const SamplePoints& indexed, const PointTree& tree, const Ellipsoid& ellipsoid,
             const PairCriterion& criterion, int threads);

  size_t blocks() const { return BlockDescent::CountOf(streamed_.lon.size()); }

  // The pairs of a block: by `other` within a sample, samples in order, and not
  // many more than `most`. False, and nothing of use, if a position of the block
  // is invalid. What it gives after `interrupt` stopped it is of no use either.
  bool FindBlock(size_t block, size_t most, Interrupt* interrupt, std::vector<Hit>* hits) const;

  // How many those are, not many more than `most`, without keeping them. Of all pairs
  // (not of the nearest) only those that their chords make sure of, which are nearly all.
  bool CountBlock(size_t block, size_t most, Interrupt* interrupt, size_t* count) const;

 private:
  struct Scratch;
  struct Candidate;

  bool Search(size_t block, Scratch* s) const;
  static Scratch* ScratchOfThread();
  void FindGroupTimes(int threads);
  void KeepInTime(size_t chunk, std::span<const BoxRef> groups, Scratch* s) const;
  void Leaf(size_t chunk, std::span<const BoxRef> groups, Scratch* s) const;
  static void Count(Scratch* s);
  void Decide(Scratch* s) const;
  void KeepNearest(std::vector<Hit>* hits, size_t begin) const;
  void NearestOfChunk(size_t chunk, Scratch* s) const;
  void NearestOf(size_t at, Scratch* s) const;
  void Begin(size_t at, Scratch* s) const;
  void SetBound(double bound_m, Scratch* s) const;
  static void Finish(Scratch* s);
  void Visit(size_t level, size_t group, Scratch* s) const;
  void Scan(size_t group, Scratch* s) const;

  bool TimesMeet(size_t row, size_t other) const;
  double Distance(size_t row, size_t other, const Vector3& p, const Vector3& q,
                  double chord2) const;
  uint64_t KeyOf(const Hit& hit) const;

  SamplePoints streamed_, indexed_;
  std::span<const uint64_t> order_;
  const PointTree& tree_;
  const Geodesics& geodesics_;
  Ellipsoid ellipsoid_;
  PairCriterion criterion_;
  const PointKernels& kernels_;
  double chord2_;                      // Squared chords above this are too far.
  double surely2_;                     // Below this they are near enough.
  float reach_;                        // How far boxes are grown.
  std::vector<TimeSpan> group_times_;  // Of the tree's groups, if timed.
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_PAIR_SEARCH_H_
