// A curve or set of points on the ellipsoid as straight pieces in space, and the
// nearest of them to a place: what distances and buffers are made of.

#ifndef COINCIDE_COVER_PIECE_TREE_H_
#define COINCIDE_COVER_PIECE_TREE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "coincide/geodesy/vector3.h"

namespace coincide::internal {

// A chord between two places of a curve, or a point (a == b); metres.
struct CurvePiece {
  Vector3 a, b;

  Vector3 At(double t) const { return a + t * (b - a); }
  // Where on the chord `p` is nearest, 0 to 1.
  double NearestTo(const Vector3& p) const {
    const Vector3 d = b - a;
    const double length2 = Dot(d, d);
    return length2 > 0 ? std::clamp(Dot(p - a, d) / length2, 0.0, 1.0) : 0.0;
  }
};

// Bounds of a run of pieces, by axis.
struct PieceBox {
  Vector3 low, high;

  void Add(const Vector3& p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  // A box of nothing has low above high, and changes no other.
  void Add(const PieceBox& other) {
    low = {std::min(low.x, other.low.x), std::min(low.y, other.low.y),
           std::min(low.z, other.low.z)};
    high = {std::max(high.x, other.high.x), std::max(high.y, other.high.y),
            std::max(high.z, other.high.z)};
  }
  // Squared distance; 0 inside.
  double To(const Vector3& p) const {
    return Square(p.x, low.x, high.x) + Square(p.y, low.y, high.y) + Square(p.z, low.z, high.z);
  }
  double To(const PieceBox& other) const {
    return Gap(low.x, high.x, other.low.x, other.high.x) +
           Gap(low.y, high.y, other.low.y, other.high.y) +
           Gap(low.z, high.z, other.low.z, other.high.z);
  }

 private:
  static double Square(double v, double low, double high) {
    const double out = std::max({low - v, v - high, 0.0});
    return out * out;
  }
  static double Gap(double low_a, double high_a, double low_b, double high_b) {
    const double out = std::max({low_a - high_b, low_b - high_a, 0.0});
    return out * out;
  }
};

// An implicit binary tree of boxes over pieces in the order given, which should
// keep neighbours together (along a line, along the curve of cells).
class PieceTree {
 public:
  explicit PieceTree(std::vector<CurvePiece> pieces);

  std::span<const CurvePiece> pieces() const { return pieces_; }
  bool empty() const { return pieces_.empty(); }
  // Of all pieces. REQUIRES: !empty().
  const PieceBox& box() const { return boxes_[1]; }

  struct Hit {
    size_t piece;
    double t;       // On the piece.
    double chord2;  // Squared.
  };
  // The piece nearest to `p`, of those with a squared distance below `limit2`;
  // the lowest of equals.
  std::optional<Hit> Nearest(const Vector3& p,
                             double limit2 = std::numeric_limits<double>::infinity()) const;

  // Calls visit(piece, t, chord2) for every piece with a squared distance of at
  // most *limit2, in order; `visit` may lower the limit.
  template <typename Visitor>
  void Visit(const Vector3& p, const double* limit2, const Visitor& visit) const {
    if (!pieces_.empty()) VisitNode(1, p, limit2, visit);
  }

  // Calls visit(i, j) for pairs of pieces of two trees whose boxes are within a
  // squared distance of *limit2, which `visit` may lower; nearest boxes first.
  template <typename Visitor>
  static void VisitPairs(const PieceTree& a, const PieceTree& b, const double* limit2,
                         const Visitor& visit) {
    if (!a.empty() && !b.empty()) VisitPair(a, 1, b, 1, limit2, visit);
  }

 private:
  // Nodes as in a heap: 1 is the root, the leaves are leaf_count_ .. 2 leaf_count_
  // - 1, each of kLeaf pieces (none in the last ones).
  static constexpr size_t kLeaf = 4;

  template <typename Visitor>
  void VisitNode(size_t node, const Vector3& p, const double* limit2, const Visitor& visit) const {
    if (boxes_[node].To(p) > *limit2) return;
    if (node < leaf_count_) {
      VisitNode(2 * node, p, limit2, visit);
      VisitNode(2 * node + 1, p, limit2, visit);
      return;
    }
    for (size_t i = First(node); i < Last(node); ++i) {
      const double t = pieces_[i].NearestTo(p);
      const Vector3 r = p - pieces_[i].At(t);
      const double chord2 = Dot(r, r);
      if (chord2 <= *limit2) visit(i, t, chord2);
    }
  }

  template <typename Visitor>
  static void VisitPair(const PieceTree& a, size_t i, const PieceTree& b, size_t j,
                        const double* limit2, const Visitor& visit) {
    if (a.boxes_[i].To(b.boxes_[j]) > *limit2) return;
    const bool leaf_a = i >= a.leaf_count_, leaf_b = j >= b.leaf_count_;
    if (leaf_a && leaf_b) {
      for (size_t k = a.First(i); k < a.Last(i); ++k) {
        for (size_t l = b.First(j); l < b.Last(j); ++l) visit(k, l);
      }
      return;
    }
    // The larger box is split, by its place in the tree.
    const bool split_a = !leaf_a && (leaf_b || i <= j);
    const size_t ia = split_a ? 2 * i : i, jb = split_a ? j : 2 * j;
    const size_t ia2 = split_a ? ia + 1 : i, jb2 = split_a ? j : jb + 1;
    const double first = a.boxes_[ia].To(b.boxes_[jb]), second = a.boxes_[ia2].To(b.boxes_[jb2]);
    if (first <= second) {
      VisitPair(a, ia, b, jb, limit2, visit);
      VisitPair(a, ia2, b, jb2, limit2, visit);
    } else {
      VisitPair(a, ia2, b, jb2, limit2, visit);
      VisitPair(a, ia, b, jb, limit2, visit);
    }
  }

  void NearestIn(size_t node, const Vector3& p, Hit* best) const;
  size_t First(size_t node) const { return std::min((node - leaf_count_) * kLeaf, pieces_.size()); }
  size_t Last(size_t node) const {
    return std::min((node - leaf_count_ + 1) * kLeaf, pieces_.size());
  }

  std::vector<CurvePiece> pieces_;
  size_t leaf_count_ = 1;  // A power of two.
  std::vector<PieceBox> boxes_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_PIECE_TREE_H_
