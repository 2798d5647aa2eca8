// A track ready to be crossed: its legs, each with a tree of fat arcs.
//
// A fat arc is a great-circle arc and a width: every point of the legs' path
// between its ends is within the width of the arc. Leaves hold kLeafSteps
// steps; a node of level k holds 2^k leaves. Vectors are unit normals of the
// ellipsoid (UnitVectorOf); widths are chords between such vectors.

#ifndef COINCIDE_MATCH_SAMPLES_TRACK_CHAIN_H_
#define COINCIDE_MATCH_SAMPLES_TRACK_CHAIN_H_

#include <cstdint>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "coincide/match/samples/tracks.h"
#include "src/internal/interrupt.h"

namespace coincide::internal {

// What cannot be told apart: positions are good to this.
inline constexpr double kTolerance_m = 1e-7;

// How far, in radians, a geodesic strays from the great circle between the
// normals of its ends, for a chord of those: f L^2 / (8 R), L <= 1,000 km.
// 6.6e-11 L^2 metres (matching of edge models), as an angle. Above, anything.
inline constexpr double kStrayLimit = 0.157;  // 1,000 km
inline double StrayOf(double chord) { return chord <= kStrayLimit ? 4.25e-4 * chord * chord : 2.0; }

// What a float rounds off a unit vector's coordinates, dot products and radii of
// nodes: half of it is in the width and radius of each node.
inline constexpr float kFloatSlack = 2e-6f;

// One cache line, since a join waits for memory more than for arithmetic.
struct alignas(64) ArcNode {
  float middle[3];   // Of the chord.
  float half[3];     // From the middle to the second end.
  float normal[3];   // Unit; zero where the ends coincide.
  float width = 0;   // 2: anywhere.
  float radius = 0;  // Of the ball round the middle that holds all.
  float stray = 0;   // Of leaves: StrayOf their longest step, or more.
};

// The tree of one leg. Nodes of level 0 come first, then those of level 1...
struct LegTree {
  Leg leg;
  uint32_t first_node = 0;  // Into TrackChain::nodes.
  uint32_t first_mark = 0;  // Into TrackChain::marks_m.
  uint32_t leaves = 0;      // 0: one sample.
};

struct TrackChain {
  static constexpr int64_t kLeafSteps = 64;
  // Along-track distances are kept every so many steps.
  static constexpr int64_t kMarkSteps = 16;

  std::vector<LegTree> legs;
  std::vector<ArcNode> nodes;
  std::vector<double> marks_m;
  double max_gap_m = 0;
  int64_t invalid = 0;
  int64_t long_steps = 0;  // Within max_gap_m, and ended all the same: LegRules::kLongestStep_m.
};

// Buffers that tracks share.
struct ChainScratch {
  std::vector<double> x, y, z, step_m, between;
  std::vector<uint8_t> valid;
  std::vector<Vector3> ends;   // Of the leaves of the leg at hand.
  std::vector<double> widths;  // Of its nodes, so far.
};

// Cuts one track into legs, and builds their trees if asked.
// REQUIRES: CheckTracks is OK.
TrackChain BuildChain(const TrackSamples& samples, size_t track, const LegRules& rules,
                      const Ellipsoid& ellipsoid, bool with_trees, ChainScratch* scratch);

// The unit normal of the arc pq; zero where the arc has no plane.
Vector3 ArcNormal(const Vector3& p, const Vector3& q);

// At least the chord from each of n points to the nearest point of the arc pq,
// whose normal is given; 2 where that is too far to say.
double WidthOver(const double* x, const double* y, const double* z, size_t n, const Vector3& p,
                 const Vector3& q, const Vector3& normal);

// All tracks, in parallel; some are left empty if `interrupt`, which may be null, stops it.
std::vector<TrackChain> BuildChains(const TrackSamples& samples, const LegRules& rules,
                                    const Ellipsoid& ellipsoid, bool with_trees, int threads,
                                    Interrupt* interrupt = nullptr);

// Metres along the track at `row` of a leg: from the mark before it, step by step.
double AlongTrack(const TrackChain& chain, const LegTree& tree, const TrackSamples& samples,
                  const Ellipsoid& ellipsoid, int64_t row);
// The same with the vectors of the samples from the last mark to `row` at hand.
double AlongTrack(const TrackChain& chain, const LegTree& tree, const TrackSamples& samples,
                  const Ellipsoid& ellipsoid, int64_t row, const double* x, const double* y,
                  const double* z);

// The index of a node in its level, and what it spans.
struct NodeRef {
  uint32_t level = 0;
  uint32_t index = 0;
};

inline uint32_t LevelSize(const LegTree& tree, uint32_t level) {
  return (tree.leaves + (1u << level) - 1) >> level;
}
inline uint32_t TopLevel(const LegTree& tree) {
  uint32_t level = 0;
  while (LevelSize(tree, level) > 1) ++level;
  return level;
}

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_TRACK_CHAIN_H_
