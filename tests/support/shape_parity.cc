#include "tests/support/shape_parity.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "coincide/geodesy/predicates.h"
#include "coincide/geodesy/ring_parity.h"

namespace coincide::testing {
namespace {

constexpr double kPi = std::numbers::pi;

// Two arcs, so that neither joins points that are nearly opposite.
Vector3 Between(const Vector3& p, const Vector3& q) {
  const Vector3 sum = p + q;
  if (Norm(sum) > 0.5) return Normalized(sum);
  const Vector3 axis = std::abs(p.x) < 0.5 ? Vector3{1, 0, 0} : Vector3{0, 1, 0};
  return Normalized(Cross(p, axis));
}

}  // namespace

ShapeEdges::ShapeEdges(const Shape& shape, double stray) {
  for (size_t part = 0; part < shape.parts(); ++part) {
    part_begin_.push_back(static_cast<uint32_t>(pieces_.size()));
    const auto begin = static_cast<size_t>(shape.offsets[part]);
    const auto end = static_cast<size_t>(shape.offsets[part + 1]);
    const auto vertex = [&](size_t i) { return LonLat{shape.lon[i], shape.lat[i]}; };
    for (size_t i = begin; i + 1 < end; ++i) {
      AddEdge(static_cast<uint32_t>(part), vertex(i), vertex(i + 1), shape.model, stray);
    }
    if (end > begin && (shape.closed || end == begin + 1)) {
      AddEdge(static_cast<uint32_t>(part), vertex(end - 1), vertex(begin), shape.model, stray);
    }
  }
  part_begin_.push_back(static_cast<uint32_t>(pieces_.size()));
  if (!shape.closed) return;
  for (size_t part = 0; part < shape.parts(); ++part) Anchor(shape, part);
}

void ShapeEdges::AddEdge(uint32_t part, LonLat from, LonLat to, const EdgeModel& model,
                         double stray) {
  curves_.emplace_back(from, to, model);
  const EdgeCurve& curve = curves_.back();
  AddPieces(part, 0, 1, VectorOf(curve.At(0)).Rounded(), VectorOf(curve.At(1)).Rounded(), stray, 0);
}

void ShapeEdges::AddPieces(uint32_t part, long double t0, long double t1, const Vector3& a,
                           const Vector3& b, double stray, int level) {
  const EdgeCurve& curve = curves_.back();
  const auto at = [&](long double t) { return VectorOf(curve.At(t)).Rounded(); };
  const Vector3 middle = at((t0 + t1) / 2);
  const double length = curve.speed() * static_cast<double>(t1 - t0);
  // A symmetric curve may meet its chord in the middle: look at the quarters.
  const double off =
      std::max({DistanceToArc(middle, a, b), DistanceToArc(at((3 * t0 + t1) / 4), a, b),
                DistanceToArc(at((t0 + 3 * t1) / 4), a, b)});
  if (level < 24 && (length > 0.5 || 2 * off > stray)) {
    AddPieces(part, t0, (t0 + t1) / 2, a, middle, stray, level + 1);
    AddPieces(part, (t0 + t1) / 2, t1, middle, b, stray, level + 1);
    return;
  }
  pieces_.push_back({static_cast<uint32_t>(curves_.size() - 1), part, t0, t1, a, b});
}

bool ShapeEdges::CrossesOddly(const Vector3& p, const Vector3& q,
                              std::span<const uint32_t> pieces) const {
  bool odd = false;
  for (const uint32_t i : pieces) odd ^= ArcOrVertexCrossing(p, q, pieces_[i].a, pieces_[i].b);
  return odd;
}

bool ShapeEdges::CrossesPartOddly(const Vector3& p, const Vector3& q, size_t part) const {
  if (p == q) return false;
  const Vector3 r = Between(p, q);
  bool odd = false;
  for (uint32_t i = part_begin_[part]; i < part_begin_[part + 1]; ++i) {
    odd ^= ArcOrVertexCrossing(p, r, pieces_[i].a, pieces_[i].b);
    odd ^= ArcOrVertexCrossing(r, q, pieces_[i].a, pieces_[i].b);
  }
  return odd;
}

void ShapeEdges::Anchor(const Shape& shape, size_t part) {
  const std::span<const Piece> ring(pieces_.data() + part_begin_[part],
                                    part_begin_[part + 1] - part_begin_[part]);
  Known known{{0, 0, 1}, false, true};
  if (ring.empty()) {
    known_.push_back(known);
    return;
  }
  if (shape.side == Side::kLeft) {
    // Just to the left of the middle of the piece that has most room there.
    double best = -1;
    for (const Piece& piece : ring) {
      const Vector3 middle = Normalized(piece.a + piece.b);
      const double length = Norm(piece.b - piece.a);
      double room = length / 2;
      if (room <= best) continue;
      for (const Piece& other : ring) {
        if (&other != &piece) room = std::min(room, DistanceToArc(middle, other.a, other.b));
      }
      if (room <= best) continue;
      best = room;
      const Vector3 left = Normalized(Cross(piece.a, piece.b - piece.a));
      known.point = Normalized(middle + (room / 4) * left);
    }
    known.inside = true;
    known.decided = best > 0;
    known_.push_back(known);
    return;
  }
  // A ring inside a cap of less than a hemisphere: opposite to the cap's centre
  // is outside.
  Vector3 sum;
  for (const Piece& piece : ring) sum = sum + (piece.a + piece.b);
  if (Norm(sum) > 1e-3 * static_cast<double>(ring.size())) {
    const Vector3 centre = Normalized(sum);
    double least = 1;
    for (const Piece& piece : ring) least = std::min(least, Dot(centre, piece.a));
    if (least > 0.05) {
      known.point = -centre;
      known_.push_back(known);
      return;
    }
  }
  // Else by the area on either side, from evenly spread points.
  const int n = 3000;
  int other = 0;
  for (int i = 0; i < n; ++i) {
    const double z = 1 - (2 * i + 1.0) / n, r = std::sqrt(1 - z * z);
    const double turn = i * kPi * (3 - std::sqrt(5.0));
    other += CrossesPartOddly(known.point, {r * std::cos(turn), r * std::sin(turn), z}, part);
  }
  known.inside = other > n / 2;
  known.decided = std::abs(other - n / 2) > n / 25;
  known_.push_back(known);
}

std::optional<bool> ShapeEdges::Contains(const Vector3& p) const {
  bool inside = false;
  for (size_t part = 0; part < known_.size(); ++part) {
    if (!known_[part].decided) return std::nullopt;
    inside ^= known_[part].inside ^ CrossesPartOddly(known_[part].point, p, part);
  }
  return inside;
}

}  // namespace coincide::testing
