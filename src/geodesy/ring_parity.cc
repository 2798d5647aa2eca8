#include "coincide/geodesy/ring_parity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/predicates.h"

namespace coincide {
namespace {

constexpr double kPi = std::numbers::pi;

std::span<const Vector3> RingOf(const VectorRings& rings, size_t ring) {
  const auto begin = static_cast<size_t>(rings.offsets[ring]);
  const auto end = static_cast<size_t>(rings.offsets[ring + 1]);
  return std::span(rings.vertices).subspan(begin, end - begin);
}

size_t CountOf(const VectorRings& rings) {
  return rings.offsets.empty() ? 0 : rings.offsets.size() - 1;
}

// A point such that neither it and p nor it and q are nearly opposite.
Vector3 Between(const Vector3& p, const Vector3& q) {
  const Vector3 sum = p + q;
  if (Norm(sum) > 0.5) return Normalized(sum);
  return Normalized(Cross(p, std::abs(p.x) < 0.5 ? Vector3{1, 0, 0} : Vector3{0, 1, 0}));
}

// A point outside a ring that fits into a cap of less than a hemisphere:
// opposite to the cap's centre.
std::optional<Vector3> PointOutside(std::span<const Vector3> ring) {
  Vector3 sum;
  for (const Vector3& v : ring) sum = sum + v;
  if (Norm(sum) < 1e-3 * static_cast<double>(ring.size())) return std::nullopt;
  const Vector3 centre = Normalized(sum);
  const double limit = std::cos(87 * kPi / 180);
  for (const Vector3& v : ring) {
    if (Dot(centre, v) < limit) return std::nullopt;
  }
  return -centre;
}

void AddBetween(const Geodesics& geodesics, const GeodesicLine& line, double from_m, double to_m,
                const Vector3& from, const Vector3& to, double stray, int level,
                std::vector<Vector3>* out) {
  const auto at = [&](double along) {
    const LonLat p = line.At(along).point;
    return UnitVectorOf(p.lon, p.lat);
  };
  const double middle_m = (from_m + to_m) / 2;
  const Vector3 middle = at(middle_m);
  // A geodesic over the equator is symmetric and meets its chord in the middle.
  const double off = std::max({DistanceToArc(middle, from, to),
                               DistanceToArc(at((from_m + middle_m) / 2), from, to),
                               DistanceToArc(at((middle_m + to_m) / 2), from, to)});
  // A smooth curve strays at most 4/3 of that; pieces stay below 60 degrees.
  if (level < 40 && (1.5 * off > stray || AngleBetween(from, to) > 1)) {
    AddBetween(geodesics, line, from_m, middle_m, from, middle, stray, level + 1, out);
    out->push_back(middle);
    AddBetween(geodesics, line, middle_m, to_m, middle, to, stray, level + 1, out);
  }
}

}  // namespace

double DistanceToArc(const Vector3& point, const Vector3& a, const Vector3& b) {
  const auto angle = [](const Vector3& u, const Vector3& v) {
    return 2 * std::asin(std::min(1.0, Norm(u - v) / 2));
  };
  const double ends = std::min(angle(point, a), angle(point, b));
  const Vector3 normal = Cross(a, b - a);
  const double norm = Norm(normal);
  if (norm < 1e-30) return ends;
  // The foot is between the ends if the point is on the inner side of both.
  if (Dot(Cross(normal, a), point) < 0 || Dot(Cross(b, normal), point) < 0) return ends;
  const double sine = std::abs(Dot(normal, point - a)) / norm;
  return std::min(ends, std::asin(std::min(1.0, sine)));
}

std::optional<RingParity> RingParity::SmallerSides(VectorRings rings) {
  RingParity parity;
  parity.rings_ = std::move(rings);
  for (size_t r = 0; r < CountOf(parity.rings_); ++r) {
    const std::span<const Vector3> ring = RingOf(parity.rings_, r);
    const std::optional<Vector3> outside = ring.empty() ? Vector3{0, 0, 1} : PointOutside(ring);
    if (outside) {
      parity.known_.push_back(*outside);
      parity.known_inside_.push_back(false);
      continue;
    }
    // By area: how many evenly spread points are on the other side of the pole.
    const Vector3 pole{0.0123, 0.0321, 0.9994};
    constexpr int kPoints = 3000;
    int other = 0;
    for (int i = 0; i < kPoints; ++i) {
      const double z = 1 - (2 * i + 1.0) / kPoints, radius = std::sqrt(1 - z * z);
      const double turn = i * kPi * (3 - std::sqrt(5.0));
      other +=
          parity.CrossesRingOddly(r, pole, {radius * std::cos(turn), radius * std::sin(turn), z});
    }
    if (std::abs(other - kPoints / 2) < kPoints / 25) return std::nullopt;
    parity.known_.push_back(pole);
    parity.known_inside_.push_back(other > kPoints / 2);
  }
  return parity;
}

RingParity RingParity::FromKnown(VectorRings rings, std::vector<Vector3> points,
                                 std::vector<bool> inside) {
  assert(points.size() == CountOf(rings) && inside.size() == CountOf(rings));
  RingParity parity;
  parity.rings_ = std::move(rings);
  parity.known_ = std::move(points);
  parity.known_inside_ = std::move(inside);
  return parity;
}

bool RingParity::CrossesRingOddly(size_t ring, const Vector3& from, const Vector3& to) const {
  if (from == to) return false;
  const Vector3 via = Between(from, to);
  const std::span<const Vector3> vertices = RingOf(rings_, ring);
  bool odd = false;
  for (size_t i = 0; i < vertices.size(); ++i) {
    const Vector3& a = vertices[i];
    const Vector3& b = vertices[i + 1 == vertices.size() ? 0 : i + 1];
    odd ^= ArcOrVertexCrossing(from, via, a, b);
    odd ^= ArcOrVertexCrossing(via, to, a, b);
  }
  return odd;
}

bool RingParity::Contains(const Vector3& point) const {
  bool inside = false;
  for (size_t r = 0; r < known_.size(); ++r) {
    inside ^= known_inside_[r] ^ CrossesRingOddly(r, known_[r], point);
  }
  return inside;
}

double RingParity::DistanceToSides(const Vector3& point) const {
  double least = kPi;
  for (size_t r = 0; r < known_.size(); ++r) {
    const std::span<const Vector3> ring = RingOf(rings_, r);
    for (size_t i = 0; i < ring.size(); ++i) {
      least =
          std::min(least, DistanceToArc(point, ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]));
    }
  }
  return least;
}

VectorRings GeodesicRings(const Geodesics& geodesics, std::span<const double> lon,
                          std::span<const double> lat, std::span<const int64_t> offsets,
                          double stray_m) {
  assert(lon.size() == lat.size() && stray_m >= 1e-7);
  // A metre is at least this many radians of direction; so arcs are closer.
  const double stray = stray_m / (geodesics.ellipsoid().a() * 1.01);
  VectorRings rings;
  rings.offsets.push_back(0);
  for (size_t r = 0; r + 1 < offsets.size(); ++r) {
    const auto begin = static_cast<size_t>(offsets[r]);
    const auto end = static_cast<size_t>(offsets[r + 1]);
    const size_t first = rings.vertices.size();
    for (size_t i = begin; i < end; ++i) {
      const size_t j = i + 1 == end ? begin : i + 1;
      const Vector3 a = UnitVectorOf(lon[i], lat[i]), b = UnitVectorOf(lon[j], lat[j]);
      if (rings.vertices.size() == first || rings.vertices.back() != a) rings.vertices.push_back(a);
      if (a == b) continue;
      const GeodesicLine line = geodesics.Line({lon[i], lat[i]}, {lon[j], lat[j]});
      AddBetween(geodesics, line, 0, line.length_m(), a, b, stray, 0, &rings.vertices);
    }
    if (rings.vertices.size() > first + 1 && rings.vertices.back() == rings.vertices[first]) {
      rings.vertices.pop_back();
    }
    rings.offsets.push_back(static_cast<int64_t>(rings.vertices.size()));
  }
  return rings;
}

}  // namespace coincide
