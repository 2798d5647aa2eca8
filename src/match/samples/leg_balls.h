// Balls round the legs of a set, in a binary tree: which legs may come near.

#ifndef COINCIDE_MATCH_SAMPLES_LEG_BALLS_H_
#define COINCIDE_MATCH_SAMPLES_LEG_BALLS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "src/match/samples/track_chain.h"

namespace coincide::internal {

// One leg: where it is, and the ball of its root.
struct LegBall {
  Vector3 centre;
  double radius = 0;
  uint32_t track = 0;
  uint32_t leg = 0;
};

class LegBalls {
 public:
  struct Node {
    Vector3 centre;
    double radius = 0;
    uint32_t begin = 0, end = 0;  // Of balls().
    uint32_t right = 0;           // The left child is the next node; 0: a leaf.
  };

  explicit LegBalls(std::vector<LegBall> balls) : balls_(std::move(balls)) {
    if (!balls_.empty()) Build(0, static_cast<uint32_t>(balls_.size()));
  }
  const std::vector<LegBall>& balls() const { return balls_; }
  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  void Build(uint32_t begin, uint32_t end) {
    const size_t at = nodes_.size();
    Vector3 low = balls_[begin].centre, high = low;
    for (uint32_t i = begin; i < end; ++i) {
      const Vector3 c = balls_[i].centre;
      low = {std::min(low.x, c.x), std::min(low.y, c.y), std::min(low.z, c.z)};
      high = {std::max(high.x, c.x), std::max(high.y, c.y), std::max(high.z, c.z)};
    }
    Node node;
    node.centre = 0.5 * (low + high);
    node.begin = begin;
    node.end = end;
    for (uint32_t i = begin; i < end; ++i) {
      node.radius = std::max(node.radius, Norm(balls_[i].centre - node.centre) + balls_[i].radius);
    }
    node.radius *= 1 + 1e-12;
    nodes_.push_back(node);
    constexpr uint32_t kLeaf = 4;
    if (end - begin <= kLeaf) return;
    const Vector3 size = high - low;
    const auto coordinate = [&](const LegBall& ball) {
      const Vector3& c = ball.centre;
      return size.x >= size.y && size.x >= size.z ? c.x : size.y >= size.z ? c.y : c.z;
    };
    const uint32_t mid = begin + (end - begin) / 2;
    std::nth_element(balls_.begin() + begin, balls_.begin() + mid, balls_.begin() + end,
                     [&](const LegBall& p, const LegBall& q) {
                       const double x = coordinate(p), y = coordinate(q);
                       if (x != y) return x < y;
                       return p.track != q.track ? p.track < q.track : p.leg < q.leg;
                     });
    Build(begin, mid);
    nodes_[at].right = static_cast<uint32_t>(nodes_.size());
    Build(mid, end);
  }

  std::vector<LegBall> balls_;
  std::vector<Node> nodes_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_LEG_BALLS_H_
