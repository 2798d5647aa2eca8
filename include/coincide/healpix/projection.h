// File: projection.h
//
// The HEALPix projection of an ellipsoid, one point at a time: (lon, lat) to a
// leaf, and a place inside a base cell to (lon, lat). This is the scalar twin
// of the batch kernels (encode.h): the same operations in the same order, so
// the same bits.
//
//   const Projection& wgs84 = Projection::Of(Ellipsoid::Wgs84());
//   const Cell cell = Cell::FromNested(29, wgs84.LeafOf(-105.27, 40.015));
//
// Source: Gorski et al. 2005, ApJ 622, 759, section 5; Calabretta and Roukema
// 2007, MNRAS 381, 865.

#ifndef COINCIDE_HEALPIX_PROJECTION_H_
#define COINCIDE_HEALPIX_PROJECTION_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>

#include "coincide/cell/cell.h"
#include "coincide/cell/interleave.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection_series.h"

namespace coincide {

// A position in degrees: lon in [-180, 180), lat geodetic in [-90, 90].
struct LonLat {
  double lon = 0;
  double lat = 0;
  friend constexpr bool operator==(const LonLat&, const LonLat&) = default;
};

// Longitudes beyond this are reduced by fmod first. Below it, subtracting the
// nearest multiple of 90 is exact.
inline constexpr double kFastLonLimit = 1099511627776.0;  // 2^40

namespace internal {

// Diagonal coordinates on the staircase of base cells, in leaves, both in
// [-2^29, 2^29]: m grows toward the north-east, p toward the south-east, from
// the middle of the step of `quadrant` (longitudes 90 quadrant to 90 more).
struct Diagonal {
  double p;
  double m;
  uint64_t quadrant;  // 0 to 3
  bool cap;           // Beyond the parallels where the caps begin.
};

}  // namespace internal

inline bool IsValidLonLat(double lon, double lat) {
  return std::isfinite(lon) && std::abs(lat) <= 90;
}

// The map between an ellipsoid and the 12 base squares.
//
// In a base cell, x grows toward the north-east and y toward the north-west,
// both 0 to 1 from its southern corner; base cells 0-3 touch the north pole
// with their corner (1, 1), 8-11 the south pole with (0, 0), and 4-7 are
// centred on the equator, 4 on longitude 0.
//
// ACCURACY: leaves are those of 60-digit arithmetic beyond 10 nm from a side
// (measured: beyond 2.4 nm, at 250,000 points each on WGS84 and on the sphere);
// centres are within 2e-15 rad (measured: 2.6e-16). tests/oracle/encode.py,
// centres.py; tests/healpix/encode_oracle_test.cc; `./dev test --long`.
class Projection {
 public:
  // Fits the series, about 1 ms. Of() keeps one for every ellipsoid asked for.
  explicit Projection(const Ellipsoid& ellipsoid)
      : ellipsoid_(ellipsoid), series_(internal::FitProjectionSeries(ellipsoid)) {}

  // The projection of an ellipsoid, made on first use and kept until the
  // process ends (1 KB each). Thread-safe.
  static const Projection& Of(const Ellipsoid& ellipsoid);

  const Ellipsoid& ellipsoid() const { return ellipsoid_; }
  const internal::ProjectionSeries& series() const { return series_; }

  // The leaf that holds a point. Leaves are half-open, [x, x + 1) by [y, y + 1)
  // of their base cell: a point on a side belongs to the leaf above it, and a
  // pole to the last or first leaf of the base cell east of its longitude.
  // REQUIRES: IsValidLonLat(lon, lat).
  uint64_t LeafOf(double lon, double lat) const;

  // The place of a point in its quadrant of longitude, before it is rounded to a
  // leaf: what the covers work on. REQUIRES: IsValidLonLat(lon, lat).
  internal::Diagonal DiagonalOf(double lon, double lat) const;

  // Where (x, y) of a base cell lies. REQUIRES: 0 <= x, y <= 1. At a pole the
  // longitude is that of the middle of the base cell.
  LonLat PointAt(int base_cell, double x, double y) const;

  // The centre of a cell; of a point, the centre of its leaf.
  // REQUIRES: !cell.is_null().
  LonLat Centre(Cell cell) const;

 private:
  Ellipsoid ellipsoid_;
  internal::ProjectionSeries series_;
};

//----------------------- Implementation details follow -----------------------

namespace internal {

// Everything below is arithmetic that the vector kernels repeat operation by
// operation (src/healpix/kernels/encode-inl.h, decode-inl.h): change both.

inline constexpr double kLeafSide = 536870912.0;  // Leaves along a base cell: 2^29.

// Adding this to v in [-2^29, 2^29) puts v into a binade whose last bit is worth
// 2^-22, so that bits 22.. of the sum's pattern are floor(v) + 3 * 2^29 there:
// a floor and a conversion in one addition, with 1.2e-7 leaf of rounding.
inline constexpr double kFloorMagic = 1610612736.0;  // 1.5 * 2^30
inline constexpr int kFloorShift = 22;
// The largest value that this does not round up to the next base cell.
inline constexpr double kLastLeaf = kLeafSide - 1.0 / 4194304.0;
inline constexpr uint64_t kLeafMask = (uint64_t{1} << 29) - 1;
// Adding this rounds |v| < 2^51 to an integer, in the low bits of the sum.
inline constexpr double kRoundMagic = 6755399441055744.0;  // 1.5 * 2^52

// floor(v) + 3 * 2^29, for v in [-2^29, kLastLeaf].
inline uint64_t FloorBits(double v) {
  return std::bit_cast<uint64_t>(v + kFloorMagic) >> kFloorShift;
}

// sum_k c[k] y^k as c[0] + y Q(y), Q by Estrin's scheme: short chains of
// operations, and the last addition alone rounds at full size.
inline double EvaluateEncode(const double* c, double y) {
  static_assert(kEncodeTerms == 9);
  const double y2 = y * y, y4 = y2 * y2;
  const double low = (c[1] + c[2] * y) + (c[3] + c[4] * y) * y2;
  const double high = (c[5] + c[6] * y) + (c[7] + c[8] * y) * y2;
  return c[0] + (low + high * y4) * y;
}

inline double EvaluateDecode(const double* c, double y) {
  static_assert(kDecodeTerms == 17);
  const double y2 = y * y, y4 = y2 * y2, y8 = y4 * y4;
  const double q0 = (c[1] + c[2] * y) + (c[3] + c[4] * y) * y2;
  const double q1 = (c[5] + c[6] * y) + (c[7] + c[8] * y) * y2;
  const double q2 = (c[9] + c[10] * y) + (c[11] + c[12] * y) * y2;
  const double q3 = (c[13] + c[14] * y) + (c[15] + c[16] * y) * y2;  // 0 in the caps
  return c[0] + ((q0 + q1 * y4) + (q2 + q3 * y4) * y8) * y;
}

}  // namespace internal

inline const Projection& Projection::Of(const Ellipsoid& ellipsoid) {
  static const Projection wgs84(Ellipsoid::Wgs84());
  if (ellipsoid == wgs84.ellipsoid_) return wgs84;
  // Nodes are never removed or moved, so a reader needs no lock.
  struct Node {
    Projection projection;
    Node* next;
  };
  static std::atomic<Node*> first = nullptr;
  Node* head = first.load(std::memory_order_acquire);
  for (const Node* node = head; node != nullptr; node = node->next) {
    if (node->projection.ellipsoid_ == ellipsoid) return node->projection;
  }
  // Two threads may both add one at the same time: equal, and both are kept.
  Node* node = new Node{Projection(ellipsoid), head};
  while (!first.compare_exchange_weak(node->next, node, std::memory_order_acq_rel)) {
  }
  return node->projection;
}

inline internal::Diagonal Projection::DiagonalOf(double lon, double lat) const {
  using internal::kLeafSide;
  if (!(std::abs(lon) <= kFastLonLimit)) lon = std::fmod(lon, 360.0);

  // lon = 90 k + r with r in [-45, 45], exactly; then the quadrant of
  // longitude is k or k - 1, and v in [-45, 45] is measured from its middle.
  const double rounded = lon * (1.0 / 90.0) + internal::kRoundMagic;
  uint64_t quadrant = std::bit_cast<uint64_t>(rounded);
  const double r = lon - (rounded - internal::kRoundMagic) * 90.0;
  const bool west = r < 0;
  const double v = r + (west ? 45.0 : -45.0);
  if (west) --quadrant;

  // Belt: value = 2^29 (3/4) sin(authalic latitude), of |lat|.
  // Cap:  value = 2^29 sqrt(3 (1 - sin)) / 90, of the colatitude.
  const double abs_lat = std::abs(lat);
  const bool cap = abs_lat > series_.cap_lat;
  const double arg = cap ? 90.0 - abs_lat : abs_lat;
  const double* c = cap ? series_.cap_encode.data() : series_.belt_encode.data();
  const double value = arg * internal::EvaluateEncode(c, arg * arg);

  // The northern twin of the point, `a` toward the south-east of the belt, `b`
  // toward the north-east. Belt: v/90 -+ 3/4 z. Cap: t sigma - 1 and
  // 1 - (1 - t) sigma, t = v/90 + 1/2, which meet the belt's at sigma = 1.
  const double shift = cap ? 45.0 : 0.0;
  const double scale = cap ? value : series_.belt_scale;
  const double offset = cap ? kLeafSide : value;
  const double a = (v + shift) * scale - offset;
  const double b = (v - shift) * scale + offset;
  // South of the equator the two change places.
  const bool south = lat < 0;
  return {south ? b : a, south ? a : b, quadrant & 3, cap};
}

inline uint64_t Projection::LeafOf(double lon, double lat) const {
  const internal::Diagonal place = DiagonalOf(lon, lat);
  const uint64_t q = internal::FloorBits(std::min(-place.p, internal::kLastLeaf));
  const uint64_t m = internal::FloorBits(std::min(place.m, internal::kLastLeaf));
  // Bit 29 is set where the coordinate is not negative. (q, m) signs: 1 1 north
  // row, 0 0 south row, else equator; 0 1 means the step is over: the next base
  // cell of the equator.
  const uint64_t q_sign = (q >> 29) & 1, m_sign = (m >> 29) & 1;
  const uint64_t column = (place.quadrant + (m_sign & ~q_sign)) & 3;
  const uint64_t base = column + 4 * (2 - q_sign - m_sign);
  const auto x = static_cast<uint32_t>(m & internal::kLeafMask);
  const auto y = static_cast<uint32_t>(q & internal::kLeafMask);
  return base << 58 | Interleave(x, y);
}

inline LonLat Projection::PointAt(int base_cell, double x, double y) const {
  // s: diagonal distance from the north pole, 0 to 4; 1 and 3 are the parallels
  // where the caps begin. Exact for the x, y of cells and their halves.
  const int row = base_cell >> 2;
  const double s = (2.0 + row) - (x + y);
  const double from_pole = s < 2 ? s : 4 - s;  // sigma in the caps
  const bool cap = from_pole < 1;
  // sin(authalic latitude) in the belt.
  const double z = (2 - from_pole) * (2.0 / 3.0);
  const double arg = cap ? from_pole : z;
  const double* c = cap ? series_.cap_decode.data() : series_.belt_decode.data();
  const double angle = arg * internal::EvaluateDecode(c, arg * arg);
  const double abs_lat = cap ? 90.0 - angle : angle;

  // Middle longitude of the base cell, in units of 45 degrees, -4 to 3.
  const int column = base_cell & 3;
  const int middle = row == 1 ? 2 * column : 2 * column + 1;
  const double sideways = x - y;
  // At the pole itself both are 0.
  const double t = cap ? (from_pole == 0 ? 0.0 : sideways / from_pole) : sideways / 1.0;
  double lon = (middle < 4 ? middle : middle - 8) * 45.0 + t * 45.0;
  if (lon >= 180) lon -= 360;
  if (lon < -180) lon += 360;
  return {lon, s <= 2 ? abs_lat : -abs_lat};
}

inline LonLat Projection::Centre(Cell cell) const {
  const int shift = 2 * (Cell::kMaxOrder - cell.order());
  // Twice the leaf coordinates, so that centres are whole numbers too.
  const uint64_t index = cell.nested();
  const uint64_t place = index & ((uint64_t{1} << (2 * cell.order())) - 1);
  const uint64_t side = uint64_t{1} << (shift / 2);
  const uint64_t x = (2 * (uint64_t{CompressBits(place)} * side)) + side;
  const uint64_t y = (2 * (uint64_t{CompressBits(place >> 1)} * side)) + side;
  constexpr double kHalfLeaf = 0.5 / internal::kLeafSide;
  return PointAt(cell.base_cell(), static_cast<double>(x) * kHalfLeaf,
                 static_cast<double>(y) * kHalfLeaf);
}

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_PROJECTION_H_
