// Built once per instruction set by Highway's foreach_target. The vectors repeat the scalar code
// operation by operation.

#include "src/match/kernels/ladder_kernels.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/match/kernels/ladder_kernels.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {

// Bits 4 i + j: what the sides of one ladder say of pairs of shapes.
struct BySides {
  unsigned apart = 0;   // The other is beyond a side.
  unsigned inside = 0;  // The other reaches inside all sides.
};

// What is left of pairs of `all` after the sides of both.
HWY_INLINE LadderTest Judge(unsigned all, const BySides& first, const BySides& second) {
  const unsigned open = all & ~first.apart & ~second.apart;
  return {(open & first.inside & second.inside) != 0, static_cast<uint16_t>(open)};
}

// All pairs of a number of shapes of a and of b.
HWY_INLINE unsigned AllPairs(size_t shapes_a, size_t shapes_b) {
  const unsigned row = (1U << shapes_b) - 1;
  return (row * 0x1111U) & ((1U << (4 * shapes_a)) - 1);
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3

namespace hn = hwy::HWY_NAMESPACE;

// One lane a side, and the corner that it begins at: v0, v1, v2, v3, whose next are v1, v3, v0, v2.
// With eight lanes, those of two shapes.
using D4 = hn::FixedTag<double, 4>;

template <class D>
struct Lanes3 {
  hn::Vec<D> x, y, z;
};

template <class D>
HWY_INLINE hn::Vec<D> DotLanes(const Lanes3<D>& a, const Lanes3<D>& b) {
  return hn::Add(hn::Add(hn::Mul(a.x, b.x), hn::Mul(a.y, b.y)), hn::Mul(a.z, b.z));
}

HWY_INLINE Lanes3<D4> LoadCorners(D4 d, const Vector3* v, size_t /*second*/) {
  Lanes3<D4> q;
  hn::LoadInterleaved3(d, &v[0].x, q.x, q.y, q.z);
  return q;
}

HWY_INLINE hn::Vec<D4> Next(D4 d, hn::Vec<D4> v) {
  alignas(32) static constexpr int64_t kNext[4] = {1, 3, 0, 2};
  return hn::TableLookupLanes(v, hn::SetTableIndices(d, kNext));
}

HWY_INLINE unsigned BitsOf(D4 d, hn::Mask<D4> mask) {
  uint8_t bytes[8] = {};
  hn::StoreMaskBits(d, mask, bytes);
  return bytes[0];
}

#if HWY_TARGET == HWY_AVX3

using D8 = hn::FixedTag<double, 8>;

// The corners of the shape at v and of the one at v + second.
HWY_INLINE Lanes3<D8> LoadCorners(D8 d, const Vector3* v, size_t second) {
  const Lanes3<D4> low = LoadCorners(D4(), v, 0), high = LoadCorners(D4(), v + second, 0);
  return {hn::Combine(d, high.x, low.x), hn::Combine(d, high.y, low.y),
          hn::Combine(d, high.z, low.z)};
}

HWY_INLINE hn::Vec<D8> Next(D8 d, hn::Vec<D8> v) {
  alignas(64) static constexpr int64_t kNext[8] = {1, 3, 0, 2, 5, 7, 4, 6};
  return hn::TableLookupLanes(v, hn::SetTableIndices(d, kNext));
}

HWY_INLINE unsigned BitsOf(D8 d, hn::Mask<D8> mask) {
  uint8_t bytes[8] = {};
  hn::StoreMaskBits(d, mask, bytes);
  return bytes[0];
}

#endif

template <class D>
HWY_INLINE Lanes3<D> NormalsOf(D d, const Lanes3<D>& q) {
  // From a difference, so that short sides lose no digits.
  const auto dx = hn::Sub(Next(d, q.x), q.x), dy = hn::Sub(Next(d, q.y), q.y),
             dz = hn::Sub(Next(d, q.z), q.z);
  return {hn::Sub(hn::Mul(q.y, dz), hn::Mul(q.z, dy)), hn::Sub(hn::Mul(q.z, dx), hn::Mul(q.x, dz)),
          hn::Sub(hn::Mul(q.x, dy), hn::Mul(q.y, dx))};
}

// Calls visit(j, most) for each shape of the ladder at v with the greatest height of its corners
// above each side, inwards.
template <class D, class Visit>
HWY_INLINE void ForEachShape(D d, const Lanes3<D>& normal, const Vector3* v, size_t shapes,
                             const Visit& visit) {
  const auto height = [&](const Vector3& p) HWY_ATTR {
    return DotLanes<D>(normal, {hn::Set(d, p.x), hn::Set(d, p.y), hn::Set(d, p.z)});
  };
  auto rung = hn::Max(height(v[0]), height(v[1]));
  for (size_t j = 0; j < shapes; ++j) {
    const auto next = hn::Max(height(v[2 * j + 2]), height(v[2 * j + 3]));
    visit(j, hn::Max(rung, next));
    rung = next;
  }
}

template <class D>
HWY_INLINE LadderTest CompareWith(D d, const LadderSides& a, const Vector3* b, size_t shapes_b,
                                  double apart, double inside) {
  constexpr size_t kShapes = hn::MaxLanes(D()) / 4;
  const unsigned all = AllPairs(a.shapes, shapes_b);
  BySides of_a, of_b;
  for (size_t i = 0; i < a.shapes; i += kShapes) {
    const Lanes3<D> normal = {hn::Load(d, &a.nx[4 * i]), hn::Load(d, &a.ny[4 * i]),
                              hn::Load(d, &a.nz[4 * i])};
    ForEachShape(d, normal, b, shapes_b, [&](size_t j, auto most) HWY_ATTR {
      const unsigned beyond = BitsOf(d, hn::Lt(most, hn::Set(d, -apart)));
      const unsigned within = BitsOf(d, hn::Gt(most, hn::Set(d, inside)));
      for (size_t k = 0; k < kShapes; ++k) {
        const size_t bit = 4 * (i + k) + j;
        of_a.apart |= unsigned{((beyond >> (4 * k)) & 15) != 0} << bit;
        of_a.inside |= unsigned{((within >> (4 * k) | a.none[i + k]) & 15) == 15} << bit;
      }
    });
  }
  if ((all & ~of_a.apart) == 0) return {};
  const auto apart2 = hn::Set(d, apart * apart), inside2 = hn::Set(d, inside * inside),
             zero = hn::Zero(d);
  for (size_t j = 0; j < shapes_b; j += kShapes) {
    const bool two = j + 1 < shapes_b && kShapes == 2;
    const Lanes3<D> normal = NormalsOf(d, LoadCorners(d, b + 2 * j, two ? 2 : 0));
    const auto length2 = DotLanes<D>(normal, normal);
    const auto apart_length2 = hn::Mul(apart2, length2), inside_length2 = hn::Mul(inside2, length2);
    const unsigned none = BitsOf(d, hn::Eq(length2, zero));
    ForEachShape(d, normal, a.vertices, a.shapes, [&](size_t i, auto most) HWY_ATTR {
      const auto square = hn::Mul(most, most);
      const unsigned beyond = BitsOf(d, hn::And(hn::Lt(most, zero), hn::Gt(square, apart_length2)));
      const unsigned within =
          BitsOf(d, hn::And(hn::Gt(most, zero), hn::Gt(square, inside_length2)));
      for (size_t k = 0; k < kShapes; ++k) {
        const size_t bit = 4 * i + std::min(j + k, shapes_b - 1);
        of_b.apart |= unsigned{((beyond >> (4 * k)) & 15) != 0} << bit;
        of_b.inside |= unsigned{(((within | none) >> (4 * k)) & 15) == 15} << bit;
      }
    });
  }
  return Judge(all, of_a, of_b);
}

HWY_ATTR void SidesOf(LadderSides* out) {
  const D4 d;
  for (size_t i = 0; i < out->shapes; ++i) {
    const Lanes3<D4> normal = NormalsOf(d, LoadCorners(d, out->vertices + 2 * i, 0));
    const auto length2 = DotLanes<D4>(normal, normal);
    const auto none = hn::Eq(length2, hn::Zero(d));
    const auto length = hn::IfThenElse(none, hn::Set(d, 1.0), hn::Sqrt(length2));
    hn::Store(hn::Div(normal.x, length), d, &out->nx[4 * i]);
    hn::Store(hn::Div(normal.y, length), d, &out->ny[4 * i]);
    hn::Store(hn::Div(normal.z, length), d, &out->nz[4 * i]);
    out->none[i] = static_cast<uint8_t>(BitsOf(d, none));
  }
}

HWY_ATTR LadderTest CompareLadders(const LadderSides& a, const Vector3* b, size_t shapes_b,
                                   double apart, double inside) {
#if HWY_TARGET == HWY_AVX3
  if (a.shapes > 1 || shapes_b > 1) return CompareWith(D8(), a, b, shapes_b, apart, inside);
#endif
  return CompareWith(D4(), a, b, shapes_b, apart, inside);
}

HWY_ATTR void PlacesByShape(const LadderSides& a, size_t i, const Vector3* places, size_t n,
                            double apart, double inside, uint8_t* out) {
  const D4 d;
  const Lanes3<D4> normal = {hn::Load(d, &a.nx[4 * i]), hn::Load(d, &a.ny[4 * i]),
                             hn::Load(d, &a.nz[4 * i])};
  const auto beyond = hn::Set(d, -apart), within = hn::Set(d, inside);
  for (size_t k = 0; k < n; ++k) {
    const auto height = DotLanes<D4>(
        normal, {hn::Set(d, places[k].x), hn::Set(d, places[k].y), hn::Set(d, places[k].z)});
    const unsigned in = BitsOf(d, hn::Gt(height, within)) | a.none[i];
    out[k] = in == 15 ? kInsideAll : static_cast<uint8_t>(BitsOf(d, hn::Lt(height, beyond)));
  }
}

#else  // Vectors of less than four doubles.

HWY_INLINE double Height(double nx, double ny, double nz, const Vector3& p) {
  return nx * p.x + ny * p.y + nz * p.z;
}

void SidesOf(LadderSides* out) {
  constexpr size_t kNext[4] = {1, 3, 0, 2};
  for (size_t i = 0; i < out->shapes; ++i) {
    out->none[i] = 0;
    for (size_t s = 0; s < 4; ++s) {
      const Vector3* v = out->vertices + 2 * i;
      const Vector3 normal = Cross(v[s], v[kNext[s]] - v[s]);
      const double length2 = Dot(normal, normal);
      if (length2 == 0) out->none[i] |= static_cast<uint8_t>(1U << s);
      const double length = length2 == 0 ? 1 : std::sqrt(length2);
      out->nx[4 * i + s] = normal.x / length;
      out->ny[4 * i + s] = normal.y / length;
      out->nz[4 * i + s] = normal.z / length;
    }
  }
}

LadderTest CompareLadders(const LadderSides& a, const Vector3* b, size_t shapes_b, double apart,
                          double inside) {
  BySides of_a, of_b;
  for (size_t i = 0; i < a.shapes; ++i) {
    for (size_t j = 0; j < shapes_b; ++j) {
      const Vector3 *va = a.vertices + 2 * i, *vb = b + 2 * j;
      bool beyond = false, within = true;
      for (size_t s = 4 * i; s < 4 * i + 4; ++s) {
        double most = -4;
        for (size_t c = 0; c < 4; ++c) {
          most = std::max(most, Height(a.nx[s], a.ny[s], a.nz[s], vb[c]));
        }
        beyond |= most < -apart;
        within &= most > inside || ((a.none[i] >> (s - 4 * i)) & 1) != 0;
      }
      of_a.apart |= unsigned{beyond} << (4 * i + j);
      of_a.inside |= unsigned{within} << (4 * i + j);
      if (beyond) continue;
      constexpr size_t kNext[4] = {1, 3, 0, 2};
      within = true;
      for (size_t s = 0; s < 4; ++s) {
        const Vector3 normal = Cross(vb[s], vb[kNext[s]] - vb[s]);
        const double length2 = Dot(normal, normal);
        double most = -4;
        for (size_t c = 0; c < 4; ++c) {
          most = std::max(most, Height(normal.x, normal.y, normal.z, va[c]));
        }
        beyond |= most < 0 && most * most > apart * apart * length2;
        within &= (most > 0 && most * most > inside * inside * length2) || length2 == 0;
      }
      of_b.apart |= unsigned{beyond} << (4 * i + j);
      of_b.inside |= unsigned{within} << (4 * i + j);
    }
  }
  return Judge(AllPairs(a.shapes, shapes_b), of_a, of_b);
}

void PlacesByShape(const LadderSides& a, size_t i, const Vector3* places, size_t n, double apart,
                   double inside, uint8_t* out) {
  for (size_t k = 0; k < n; ++k) {
    unsigned beyond = 0;
    bool within = true;
    for (size_t s = 0; s < 4; ++s) {
      const size_t at = 4 * i + s;
      const double height = Height(a.nx[at], a.ny[at], a.nz[at], places[k]);
      within &= height > inside || ((a.none[i] >> s) & 1) != 0;
      if (height < -apart) beyond |= 1U << s;
    }
    out[k] = within ? kInsideAll : static_cast<uint8_t>(beyond);
  }
}

#endif

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace coincide::internal {

static_assert(sizeof(Vector3) == 3 * sizeof(double));

HWY_EXPORT(SidesOf);
HWY_EXPORT(CompareLadders);
HWY_EXPORT(PlacesByShape);

LadderSides::LadderSides(const Vector3* v, size_t shape_count) : vertices(v), shapes(shape_count) {
  // Kernels look at two shapes at a time.
  if (shapes % 2 != 0) {
    for (size_t s = 4 * shapes; s < 4 * shapes + 4; ++s) nx[s] = ny[s] = nz[s] = 0;
    none[shapes] = 0;
  }
  HWY_DYNAMIC_DISPATCH(SidesOf)(this);
}

LadderTest CompareLadders(const LadderSides& a, const Vector3* b, size_t shapes_b, double apart,
                          double inside) {
  return HWY_DYNAMIC_DISPATCH(CompareLadders)(a, b, shapes_b, apart, inside);
}

void PlacesByShape(const LadderSides& a, size_t i, const Vector3* places, size_t n, double apart,
                   double inside, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(PlacesByShape)(a, i, places, n, apart, inside, out);
}

}  // namespace coincide::internal
#endif  // HWY_ONCE
