// Which side of a shape's rings a point lies on, by exact crossing parity.

#ifndef COINCIDE_TESTS_SUPPORT_SHAPE_PARITY_H_
#define COINCIDE_TESTS_SUPPORT_SHAPE_PARITY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "tests/support/cover_checker.h"
#include "tests/support/edge_curve.h"

namespace coincide::testing {

// A stretch of an edge with a great-circle arc that stays close to it.
struct Piece {
  uint32_t edge = 0;
  uint32_t part = 0;
  long double t0 = 0, t1 = 1;
  Vector3 a, b;
};

// The edges of a shape, and arcs within `stray` radians of them.
class ShapeEdges {
 public:
  ShapeEdges(const Shape& shape, double stray);

  std::span<const EdgeCurve> curves() const { return curves_; }
  std::span<const Piece> pieces() const { return pieces_; }

  // Whether the arc from p to q crosses the given pieces an odd number of
  // times.
  bool CrossesOddly(const Vector3& p, const Vector3& q, std::span<const uint32_t> pieces) const;

  // Whether a point is inside the shape; exact for the arcs, so right for every
  // point farther than `stray` from the edges. Nothing if a ring halves the
  // sphere so evenly that its smaller side is not clear. Lines hold no point.
  std::optional<bool> Contains(const Vector3& p) const;

 private:
  void AddEdge(uint32_t part, LonLat from, LonLat to, const EdgeModel& model, double stray);
  void AddPieces(uint32_t part, long double t0, long double t1, const Vector3& a, const Vector3& b,
                 double stray, int level);
  void Anchor(const Shape& shape, size_t part);

  // A point whose side of one ring is known.
  struct Known {
    Vector3 point;
    bool inside = false;
    bool decided = true;
  };

  std::vector<EdgeCurve> curves_;
  std::vector<Piece> pieces_;
  std::vector<uint32_t> part_begin_;  // Of pieces_, one more than parts.
  std::vector<Known> known_;
  bool CrossesPartOddly(const Vector3& p, const Vector3& q, size_t part) const;
};

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_SHAPE_PARITY_H_
