#include "src/match/samples/crossing_join.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "src/internal/parallel.h"
#include "src/match/kernels/track_kernels.h"
#include "src/match/samples/leg_balls.h"

namespace coincide::internal {

Vector3 ChainSet::VectorAt(int64_t row) const {
  const LonLat point = PointAt(row);
  return UnitVectorOf(point.lon, point.lat);
}

Segment ChainSet::SegmentAt(int64_t row) const {
  return Segment(VectorAt(row), VectorAt(row + 1), PointAt(row), PointAt(row + 1));
}

int64_t ChainSet::RunBegin(const Leg& leg, int64_t row) const {
  while (row > leg.begin && IsStill(row - 1)) --row;
  return row;
}

int64_t ChainSet::RunEnd(const Leg& leg, int64_t row) const {
  while (row + 1 < leg.end && IsStill(row)) ++row;
  return row;
}

namespace {

constexpr int kLeaf = TrackChain::kLeafSteps;

// A node of the tree of one leg, with what tests need at hand.
struct NodeView {
  const TrackChain* chain;
  const LegTree* tree;
  NodeRef ref;
  const ArcNode* level;  // The first node of its level.

  const ArcNode& node() const { return level[ref.index]; }
  bool leaf() const { return ref.level == 0; }
  int64_t first_row() const { return tree->leg.begin + int64_t{ref.index << ref.level} * kLeaf; }
  // The last row, which is the first of the next node.
  int64_t last_row() const {
    return std::min(tree->leg.begin + int64_t{(ref.index + 1) << ref.level} * kLeaf,
                    tree->leg.end - 1);
  }
  bool has_right() const { return 2 * ref.index + 1 < LevelSize(*tree, ref.level - 1); }
  NodeView Child(uint32_t which) const {
    return {chain,
            tree,
            {ref.level - 1, 2 * ref.index + which},
            level - LevelSize(*tree, ref.level - 1)};
  }
};

NodeView RootOf(const TrackChain& chain, const LegTree& tree, uint32_t level, uint32_t index) {
  const ArcNode* start = chain.nodes.data() + tree.first_node;
  for (uint32_t k = 0; k < level; ++k) start += LevelSize(tree, k);
  return {&chain, &tree, {level, index}, start};
}

float Dot3(const float* a, const float* b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// Whether y's arc lies on one side of x's plane, by `margin`. (The height over a
// plane is concave along an arc above it, so its ends are lowest.)
bool OneSided(const ArcNode& x, const ArcNode& y, float margin) {
  return std::abs(Dot3(x.normal, y.middle)) - std::abs(Dot3(x.normal, y.half)) > margin;
}

// Whether what two nodes hold comes nowhere within the tolerance, which their
// widths include, as they do the rounding of floats.
bool Apart(const ArcNode& x, const ArcNode& y) {
  const float apart[3] = {x.middle[0] - y.middle[0], x.middle[1] - y.middle[1],
                          x.middle[2] - y.middle[2]};
  const float reach = x.radius + y.radius, margin = x.width + y.width;
  if (Dot3(apart, apart) > reach * reach) return true;
  return OneSided(x, y, margin) || OneSided(y, x, margin);
}

Vector3 MiddleOf(const ArcNode& node) { return {node.middle[0], node.middle[1], node.middle[2]}; }

bool Apart(const NodeView& a, const LegBalls::Node& ball) {
  const ArcNode& x = a.node();
  const Vector3 apart = MiddleOf(x) - ball.centre;
  const double reach = x.radius + ball.radius;
  if (Dot(apart, apart) > reach * reach) return true;
  const Vector3 normal{x.normal[0], x.normal[1], x.normal[2]};
  return std::abs(Dot(normal, ball.centre)) > x.width + ball.radius;
}

// The samples of one leaf as vectors.
struct LeafPoints {
  const LegTree* tree = nullptr;
  int64_t first_row = -1;
  size_t n = 0;
  // The arc between the ends and its width, in doubles.
  Vector3 normal;
  double width = 0;
  double x[kLeaf + 1], y[kLeaf + 1], z[kLeaf + 1];

  void Load(const TrackSamples& samples, const NodeView& leaf) {
    if (tree == leaf.tree && first_row == leaf.first_row()) return;
    tree = leaf.tree;
    first_row = leaf.first_row();
    n = static_cast<size_t>(leaf.last_row() - first_row + 1);
    const size_t at = static_cast<size_t>(first_row);
    UnitVectors(samples.lon.data() + at, samples.lat.data() + at, n, x, y, z);
    const Vector3 p = At(0), q = At(n - 1);
    normal = ArcNormal(p, q);
    // As the leaf was made: the points' own width, and 2 stands for anywhere.
    width = leaf.node().width >= 2
                ? 2
                : 1.04 * WidthOver(x, y, z, n, p, q, normal) + leaf.node().stray + kTolerance;
  }
  Vector3 At(size_t i) const { return {x[i], y[i], z[i]}; }
};

class Joiner {
 public:
  Joiner(const ChainSet& a, const ChainSet& b, CrossingMode mode, const Geodesics& geodesics,
         Interrupt* interrupt)
      : a_(a), b_(b), mode_(mode), geodesics_(geodesics), interrupt_(*interrupt) {}

  void Descend(const NodeView& a, const LegPair& legs, const LegBalls& balls, size_t at) {
    const LegBalls::Node& ball = balls.nodes()[at];
    if (interrupt_.stopped() || Apart(a, ball)) return;
    if (ball.right != 0 && (a.leaf() || ball.radius >= a.node().radius)) {
      Descend(a, legs, balls, at + 1);
      Descend(a, legs, balls, ball.right);
    } else if (ball.right == 0) {
      for (uint32_t i = ball.begin; i < ball.end; ++i) Root(a, legs, balls.balls()[i]);
    } else {
      Descend(a.Child(0), legs, balls, at);
      if (a.has_right()) Descend(a.Child(1), legs, balls, at);
    }
  }

  JoinResult result;

 private:
  void Root(const NodeView& a, LegPair legs, const LegBall& ball) {
    legs.track_b = ball.track;
    legs.leg_b = ball.leg;
    if (mode_ == CrossingMode::kWithin && legs.track_b <= legs.track_a) return;
    if (mode_ == CrossingMode::kSelf && legs.leg_b < legs.leg_a) return;
    const TrackChain& chain = b_.chains[ball.track];
    const LegTree& tree = chain.legs[ball.leg];
    legs_ = legs;
    Pair(a, RootOf(chain, tree, TopLevel(tree), 0));
  }

  void Pair(const NodeView& a, const NodeView& b) {
    // Of one leg, only segments of b after those of a.
    if (a.tree == b.tree && b.last_row() <= a.first_row() + 1) return;
    if (interrupt_.stopped() || Apart(a.node(), b.node())) return;
    if (a.leaf() && b.leaf()) return Leaves(a, b);
    if (!a.leaf() && (b.leaf() || a.ref.level >= b.ref.level)) {
      Pair(a.Child(0), b);
      if (a.has_right()) Pair(a.Child(1), b);
    } else {
      Pair(a, b.Child(0));
      if (b.has_right()) Pair(a, b.Child(1));
    }
  }

  // The steps of `points` that come within `margin` of the plane of `over`.
  size_t Keep(const LeafPoints& points, const LeafPoints& over, double margin, uint8_t* kept) {
    const size_t steps = points.n - 1;
    size_t count = 0;
    if (over.width >= 2 || over.normal == Vector3{}) {
      for (; count < steps; ++count) kept[count] = static_cast<uint8_t>(count);
      return count;
    }
    double height[kLeaf + 1];
    Heights(points.x, points.y, points.z, points.n, over.At(0), over.normal, height);
    for (size_t i = 0; i < steps; ++i) {
      const bool above = height[i] > margin && height[i + 1] > margin;
      const bool below = height[i] < -margin && height[i + 1] < -margin;
      kept[count] = static_cast<uint8_t>(i);
      count += !(above || below);
    }
    return count;
  }

  void Load(const ChainSet& set, const LeafPoints& points, const uint8_t* kept, size_t count,
            Segment* segments) {
    for (size_t k = 0; k < count; ++k) {
      const int64_t row = points.first_row + kept[k];
      segments[k] = Segment(points.At(kept[k]), points.At(kept[k] + 1u), set.PointAt(row),
                            set.PointAt(row + 1));
    }
  }

  void Leaves(const NodeView& a, const NodeView& b) {
    // A microsecond each, or some milliseconds where all their segments cross.
    if (++leaves_ % 8 == 0 && !interrupt_.KeepGoing()) return;
    points_a_.Load(a_.samples, a);
    points_b_.Load(b_.samples, b);
    uint8_t kept_a[kLeaf], kept_b[kLeaf];
    const size_t n = Keep(points_a_, points_b_, points_b_.width + a.node().stray, kept_a);
    if (n == 0) return;
    const size_t m = Keep(points_b_, points_a_, points_a_.width + b.node().stray, kept_b);
    if (m == 0) return;
    Load(a_, points_a_, kept_a, n, segments_a_);
    Load(b_, points_b_, kept_b, m, segments_b_);
    for (size_t i = 0; i < n; ++i) {
      const Segment& s = segments_a_[i];
      if (s.empty()) continue;
      for (size_t j = 0; j < m; ++j) {
        const Verdict verdict = Look(s, segments_b_[j]);
        if (verdict == Verdict::kApart || segments_b_[j].empty()) continue;
        const int64_t row_a = points_a_.first_row + kept_a[i];
        const int64_t row_b = points_b_.first_row + kept_b[j];
        if (a.tree == b.tree && b_.RunBegin(b.tree->leg, row_b) <= row_a + 1) continue;
        if (verdict == Verdict::kCross || Close(s, segments_b_[j], row_a, row_b)) {
          result.crossings.push_back({legs_, row_a, row_b, Meet(geodesics_, s, segments_b_[j]),
                                      LengthOf(geodesics_, s), LengthOf(geodesics_, segments_b_[j]),
                                      Along(a_, points_a_, a, kept_a[i]),
                                      Along(b_, points_b_, b, kept_b[j])});
        }
      }
    }
  }

  // Metres along the track at the `at`-th sample of a leaf.
  double Along(const ChainSet& set, const LeafPoints& points, const NodeView& leaf,
               size_t at) const {
    const size_t mark = at - at % TrackChain::kMarkSteps;
    return AlongTrack(*leaf.chain, *leaf.tree, set.samples, geodesics_.ellipsoid(),
                      points.first_row + static_cast<int64_t>(at), points.x + mark, points.y + mark,
                      points.z + mark);
  }

  // Whether they cross away from their ends; if an end of one is near the other,
  // that is left to ResolveContacts.
  bool Close(const Segment& a, const Segment& b, int64_t row_a, int64_t row_b) {
    ClosePair pair;
    pair.legs = legs_;
    pair.row_a = row_a;
    pair.row_b = row_b;
    // Places on a of what is within the tolerance of both.
    double first = 2, last = -1;
    const auto touch = [&](size_t which, const Foot& foot, double on_a) {
      if (foot.distance_m > kTolerance_m) return;
      pair.at[which] = foot.fraction;
      first = std::min(first, on_a);
      last = std::max(last, on_a);
    };
    touch(0, FootOn(geodesics_, b, a.p, a.from), 0);
    touch(1, FootOn(geodesics_, b, a.q, a.to), 1);
    for (const size_t end : {0u, 1u}) {
      const Foot foot =
          end == 0 ? FootOn(geodesics_, a, b.p, b.from) : FootOn(geodesics_, a, b.q, b.to);
      touch(2 + end, foot, foot.fraction);
    }
    if (last < 0) {
      return CrossesOddly(geodesics_, a, b);
    }
    pair.overlap = (last - first) * a.chord * 6.37e6 > kOverlap_m;
    if (!pair.overlap) pair.odd = CrossesOddly(geodesics_, a, b);
    result.close.push_back(pair);
    return false;
  }

  const ChainSet& a_;
  const ChainSet& b_;
  const CrossingMode mode_;
  const Geodesics& geodesics_;
  Interrupt& interrupt_;
  uint32_t leaves_ = 0;
  LegPair legs_ = {};
  LeafPoints points_a_, points_b_;
  Segment segments_a_[kLeaf], segments_b_[kLeaf];
};

LegBalls BallsOf(const ChainSet& set, size_t first_track, size_t end_track) {
  std::vector<LegBall> balls;
  for (size_t t = first_track; t < end_track; ++t) {
    const TrackChain& chain = set.chains[t];
    for (size_t l = 0; l < chain.legs.size(); ++l) {
      const LegTree& tree = chain.legs[l];
      if (tree.leaves == 0) continue;
      const NodeView root = RootOf(chain, tree, TopLevel(tree), 0);
      balls.push_back({MiddleOf(root.node()), root.node().radius, static_cast<uint32_t>(t),
                       static_cast<uint32_t>(l)});
    }
  }
  return LegBalls(std::move(balls));
}

}  // namespace

JoinResult JoinSegments(const ChainSet& a, const ChainSet& b, CrossingMode mode,
                        const Geodesics& geodesics, int threads, Interrupt* interrupt) {
  // A task is a node of a with at most so many leaves: enough to share out, few
  // enough that the tops of trees are still pruned together.
  constexpr uint32_t kTaskLevel = 7;
  struct Task {
    LegPair legs;
    uint32_t level, index;
  };
  JoinResult all;
  std::mutex mutex;
  const auto run = [&](size_t first_track, size_t end_track, const LegBalls& balls) {
    std::vector<Task> tasks;
    for (size_t t = first_track; t < end_track; ++t) {
      const TrackChain& chain = a.chains[t];
      for (size_t l = 0; l < chain.legs.size(); ++l) {
        const LegTree& tree = chain.legs[l];
        if (tree.leaves == 0) continue;
        const uint32_t level = std::min(TopLevel(tree), kTaskLevel);
        for (uint32_t i = 0; i < LevelSize(tree, level); ++i) {
          tasks.push_back({{static_cast<uint32_t>(t), static_cast<uint32_t>(l), 0, 0}, level, i});
        }
      }
    }
    if (tasks.empty() || balls.nodes().empty()) return;
    ParallelFor(tasks.size(), 8, threads, [&](size_t begin, size_t end) {
      Joiner joiner(a, b, mode, geodesics, interrupt);
      for (size_t i = begin; i < end && interrupt->KeepGoing(); ++i) {
        const TrackChain& chain = a.chains[tasks[i].legs.track_a];
        const LegTree& tree = chain.legs[tasks[i].legs.leg_a];
        joiner.Descend(RootOf(chain, tree, tasks[i].level, tasks[i].index), tasks[i].legs, balls,
                       0);
      }
      const std::lock_guard lock(mutex);
      all.crossings.insert(all.crossings.end(), joiner.result.crossings.begin(),
                           joiner.result.crossings.end());
      all.close.insert(all.close.end(), joiner.result.close.begin(), joiner.result.close.end());
    });
  };
  if (mode == CrossingMode::kSelf) {
    for (size_t t = 0; t < a.chains.size() && interrupt->KeepGoing(); ++t)
      run(t, t + 1, BallsOf(a, t, t + 1));
  } else {
    run(0, a.chains.size(), BallsOf(b, 0, b.chains.size()));
  }
  // Tasks end in any order.
  std::sort(all.crossings.begin(), all.crossings.end());
  std::sort(all.close.begin(), all.close.end());
  return all;
}

}  // namespace coincide::internal
