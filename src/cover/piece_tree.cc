#include "src/cover/piece_tree.h"

#include <bit>
#include <utility>

namespace coincide::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr PieceBox kNothing = {{kInfinity, kInfinity, kInfinity},
                               {-kInfinity, -kInfinity, -kInfinity}};

}  // namespace

PieceTree::PieceTree(std::vector<CurvePiece> pieces) : pieces_(std::move(pieces)) {
  const size_t runs = (pieces_.size() + kLeaf - 1) / kLeaf;
  leaf_count_ = std::bit_ceil(std::max<size_t>(runs, 1));
  boxes_.assign(2 * leaf_count_, kNothing);
  for (size_t node = leaf_count_; node < 2 * leaf_count_; ++node) {
    for (size_t i = First(node); i < Last(node); ++i) {
      boxes_[node].Add(pieces_[i].a);
      boxes_[node].Add(pieces_[i].b);
    }
  }
  for (size_t node = leaf_count_ - 1; node > 0; --node) {
    boxes_[node] = boxes_[2 * node];
    boxes_[node].Add(boxes_[2 * node + 1]);
  }
}

void PieceTree::NearestIn(size_t node, const Vector3& p, Hit* best) const {
  if (node >= leaf_count_) {
    for (size_t i = First(node); i < Last(node); ++i) {
      const double t = pieces_[i].NearestTo(p);
      const Vector3 r = p - pieces_[i].At(t);
      const double chord2 = Dot(r, r);
      if (chord2 < best->chord2 || (chord2 == best->chord2 && i < best->piece)) {
        *best = {i, t, chord2};
      }
    }
    return;
  }
  size_t near = 2 * node, far = 2 * node + 1;
  double to_near = boxes_[near].To(p), to_far = boxes_[far].To(p);
  if (to_far < to_near) {
    std::swap(near, far);
    std::swap(to_near, to_far);
  }
  if (to_near <= best->chord2) NearestIn(near, p, best);
  if (to_far <= best->chord2) NearestIn(far, p, best);
}

std::optional<PieceTree::Hit> PieceTree::Nearest(const Vector3& p, double limit2) const {
  if (pieces_.empty()) return std::nullopt;
  Hit best{SIZE_MAX, 0, limit2};
  NearestIn(1, p, &best);
  if (best.piece == SIZE_MAX) return std::nullopt;
  return best;
}

}  // namespace coincide::internal
