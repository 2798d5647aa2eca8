// Built once per instruction set by Highway's foreach_target. Bounds are rounded
// outward by more than any order of operations changes, so what ScanBounds lets
// through may differ in the last bit, but never the pairs. The others repeat the scalar
// code operation by operation.

#include "src/match/kernels/granule_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/match/kernels/granule_kernels.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "src/geodesy/kernels/sin_cos-inl.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out) {
  const hn::ScalableTag<float> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const size_t lanes = hn::Lanes(d);
  const auto ax = hn::Set(d, a.centre[0]), ay = hn::Set(d, a.centre[1]),
             az = hn::Set(d, a.centre[2]);
  const auto nx = hn::Set(d, a.normal[0]), ny = hn::Set(d, a.normal[1]),
             nz = hn::Set(d, a.normal[2]);
  const auto dx_a = hn::Set(d, a.along[0]), dy_a = hn::Set(d, a.along[1]),
             dz_a = hn::Set(d, a.along[2]);
  const auto radius = hn::Set(d, a.radius + reach), height = hn::Set(d, a.height + reach);
  const auto radius_a = hn::Set(d, a.radius);
  const auto breadth = hn::Set(d, a.breadth + reach);
  const auto half = hn::Set(d, 0.5F), one = hn::Set(d, 1.0F), least = hn::Set(d, -1.0F);
  // Of a piece of this radius: its points are at least so far along its centre.
  const auto depth = [&](auto r) HWY_ATTR {
    return hn::Max(least, hn::Sub(one, hn::Mul(half, hn::Mul(r, r))));
  };
  const auto depth_a = depth(radius_a);
  const auto first = hn::Set(d, a.first), last = hn::Set(d, a.last);
  const auto dot = [&](auto x0, auto y0, auto z0, auto x1, auto y1, auto z1) HWY_ATTR {
    return hn::Abs(hn::Add(hn::Add(hn::Mul(x0, x1), hn::Mul(y0, y1)), hn::Mul(z0, z1)));
  };
  size_t count = 0;
  uint32_t i = begin;
  const auto step = [&](auto load, auto keep) HWY_ATTR {
    const auto x = load(columns.x.data() + i), y = load(columns.y.data() + i),
               z = load(columns.z.data() + i), r = load(columns.radius.data() + i);
    const auto dx = hn::Sub(x, ax), dy = hn::Sub(y, ay), dz = hn::Sub(z, az);
    const auto both = hn::Add(r, radius);
    const auto distance2 = hn::Add(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), hn::Mul(dz, dz));
    const auto over_a = dot(nx, ny, nz, x, y, z);
    auto mask = hn::And(hn::Le(distance2, hn::Mul(both, both)), hn::Le(over_a, hn::Add(height, r)));
    mask = keep(mask);
    if (hn::AllFalse(d, mask)) return;
    mask = hn::And(mask, hn::And(hn::Le(load(columns.first.data() + i), last),
                                 hn::Ge(load(columns.last.data() + i), first)));
    const auto bx = load(columns.nx.data() + i), by = load(columns.ny.data() + i),
               bz = load(columns.nz.data() + i), h = load(columns.height.data() + i);
    const auto ux = load(columns.ax.data() + i), uy = load(columns.ay.data() + i),
               uz = load(columns.az.data() + i), w = load(columns.breadth.data() + i);
    const auto room_a = hn::Add(hn::Add(height, w), hn::Mul(r, dot(nx, ny, nz, ux, uy, uz)));
    const auto room_b =
        hn::Add(hn::Add(h, breadth), hn::Mul(radius_a, dot(bx, by, bz, dx_a, dy_a, dz_a)));
    const auto over_b = dot(bx, by, bz, ax, ay, az);
    mask = hn::And(mask, hn::And(hn::Le(hn::Mul(over_a, depth(r)), room_a),
                                 hn::Le(hn::Mul(over_b, depth_a), room_b)));
    // Compression into memory is slow on some CPUs.
    const auto kept = hn::RebindMask(du, mask);
    hn::StoreU(hn::Compress(hn::Iota(du, i), kept), du, out + count);
    count += hn::CountTrue(du, kept);
  };
  for (; i + lanes <= end; i += static_cast<uint32_t>(lanes)) {
    step([&](const float* p) HWY_ATTR { return hn::LoadU(d, p); },
         [](auto mask) HWY_ATTR { return mask; });
  }
  if (i < end) {
    const auto rest = hn::FirstN(d, end - i);
    step([&](const float* p) HWY_ATTR { return hn::MaskedLoad(rest, d, p); },
         [&](auto mask) HWY_ATTR { return hn::And(mask, rest); });
  }
  return count;
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3

// One lane a corner, or the side that begins there: v0, v1, v2, v3, whose next are
// v1, v3, v0, v2.
using D4 = hn::FixedTag<double, 4>;
using V4 = hn::Vec<D4>;
struct Lanes4 {
  V4 x, y, z;
};

HWY_INLINE V4 DotLanes(const Lanes4& a, const Lanes4& b) {
  return hn::Add(hn::Add(hn::Mul(a.x, b.x), hn::Mul(a.y, b.y)), hn::Mul(a.z, b.z));
}

HWY_INLINE Lanes4 LoadQuad(D4 d, const Vector3* v) {
  Lanes4 quad;
  hn::LoadInterleaved3(d, &v[0].x, quad.x, quad.y, quad.z);
  return quad;
}

HWY_INLINE Lanes4 NormalsOf(D4 d, const Lanes4& q) {
  alignas(32) static constexpr int64_t kNext[4] = {1, 3, 0, 2};
  const auto next = hn::SetTableIndices(d, kNext);
  // From a difference, so that short sides lose no digits.
  const V4 dx = hn::Sub(hn::TableLookupLanes(q.x, next), q.x);
  const V4 dy = hn::Sub(hn::TableLookupLanes(q.y, next), q.y);
  const V4 dz = hn::Sub(hn::TableLookupLanes(q.z, next), q.z);
  return {hn::Sub(hn::Mul(q.y, dz), hn::Mul(q.z, dy)), hn::Sub(hn::Mul(q.z, dx), hn::Mul(q.x, dz)),
          hn::Sub(hn::Mul(q.x, dy), hn::Mul(q.y, dx))};
}

HWY_INLINE void MakeSides(const Vector3* v, QuadSides* out) {
  const D4 d;
  const Lanes4 q = LoadQuad(d, v), normal = NormalsOf(d, q);
  hn::StoreU(q.x, d, out->x.data());
  hn::StoreU(q.y, d, out->y.data());
  hn::StoreU(q.z, d, out->z.data());
  hn::StoreU(normal.x, d, out->nx.data());
  hn::StoreU(normal.y, d, out->ny.data());
  hn::StoreU(normal.z, d, out->nz.data());
  hn::StoreU(DotLanes(normal, normal), d, out->length2.data());
}

// CompareSides of shapes.cc.
HWY_INLINE QuadTest CompareLanes(D4 d, const Lanes4& normal, V4 length2, const double* x,
                                 const double* y, const double* z, V4 apart2, V4 inside2) {
  const V4 zero = hn::Zero(d);
  const auto height = [&](int c) HWY_ATTR {
    return hn::Neg(DotLanes(normal, {hn::Set(d, x[c]), hn::Set(d, y[c]), hn::Set(d, z[c])}));
  };
  const V4 least = hn::Min(hn::Min(height(0), height(1)), hn::Min(height(2), height(3)));
  const V4 square = hn::Mul(least, least);
  const auto side = hn::Ne(length2, zero);
  const auto beyond = hn::And(hn::Gt(least, zero), hn::Gt(square, hn::Mul(apart2, length2)));
  if (!hn::AllFalse(d, hn::And(side, beyond))) return QuadTest::kApart;
  const auto within = hn::And(hn::Lt(least, zero), hn::Gt(square, hn::Mul(inside2, length2)));
  return hn::AllTrue(d, hn::Or(within, hn::Not(side))) ? QuadTest::kOverlap : QuadTest::kOpen;
}

HWY_ATTR void SidesOf(const Vector3* v, QuadSides* out) { MakeSides(v, out); }

HWY_ATTR QuadTest CompareQuads(const QuadSides& a, const Vector3* b, double apart, double inside) {
  const D4 d;
  const V4 apart2 = hn::Set(d, apart * apart), inside2 = hn::Set(d, inside * inside);
  const Lanes4 q = LoadQuad(d, b);
  double x[4], y[4], z[4];
  hn::StoreU(q.x, d, x);
  hn::StoreU(q.y, d, y);
  hn::StoreU(q.z, d, z);
  const Lanes4 of_a = {hn::LoadU(d, a.nx.data()), hn::LoadU(d, a.ny.data()),
                       hn::LoadU(d, a.nz.data())};
  const QuadTest first =
      CompareLanes(d, of_a, hn::LoadU(d, a.length2.data()), x, y, z, apart2, inside2);
  if (first == QuadTest::kApart) return first;
  const Lanes4 of_b = NormalsOf(d, q);
  const QuadTest second = CompareLanes(d, of_b, DotLanes(of_b, of_b), a.x.data(), a.y.data(),
                                       a.z.data(), apart2, inside2);
  return second == QuadTest::kOverlap ? first : second;
}

HWY_ATTR void PlacesByQuad(const QuadSides& a, const Vector3* places, size_t n, double apart,
                           double inside, uint8_t* out) {
  const D4 d;
  const Lanes4 normal = {hn::LoadU(d, a.nx.data()), hn::LoadU(d, a.ny.data()),
                         hn::LoadU(d, a.nz.data())};
  const V4 zero = hn::Zero(d), length2 = hn::LoadU(d, a.length2.data());
  const V4 apart2 = hn::Mul(hn::Set(d, apart * apart), length2);
  const V4 inside2 = hn::Mul(hn::Set(d, inside * inside), length2);
  const auto side = hn::Ne(length2, zero);
  for (size_t i = 0; i < n; ++i) {
    const Lanes4 place = {hn::Set(d, places[i].x), hn::Set(d, places[i].y),
                          hn::Set(d, places[i].z)};
    const V4 height = hn::Neg(DotLanes(normal, place)), square = hn::Mul(height, height);
    const auto within = hn::And(hn::Lt(height, zero), hn::Gt(square, inside2));
    if (hn::AllTrue(d, hn::Or(within, hn::Not(side)))) {
      out[i] = kInsideAll;
      continue;
    }
    const auto beyond = hn::And(hn::And(hn::Gt(height, zero), hn::Gt(square, apart2)), side);
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, beyond, bits);
    out[i] = bits[0];
  }
}

#else  // Vectors of less than four doubles.

void PlacesByQuad(const QuadSides& a, const Vector3* places, size_t n, double apart, double inside,
                  uint8_t* out) {
  for (size_t i = 0; i < n; ++i) {
    unsigned beyond = 0;
    bool within = true;
    for (size_t s = 0; s < 4; ++s) {
      if (a.length2[s] == 0) continue;
      const Vector3& p = places[i];
      const double height = -(a.nx[s] * p.x + a.ny[s] * p.y + a.nz[s] * p.z);
      within &= height < 0 && height * height > inside * inside * a.length2[s];
      if (height > 0 && height * height > apart * apart * a.length2[s]) beyond |= 1U << s;
    }
    out[i] = within ? kInsideAll : static_cast<uint8_t>(beyond);
  }
}

void SidesOf(const Vector3* v, QuadSides* out) {
  constexpr size_t kNext[4] = {1, 3, 0, 2};
  for (size_t s = 0; s < 4; ++s) {
    const Vector3 normal = Cross(v[s], v[kNext[s]] - v[s]);
    out->x[s] = v[s].x, out->y[s] = v[s].y, out->z[s] = v[s].z;
    out->nx[s] = normal.x, out->ny[s] = normal.y, out->nz[s] = normal.z;
    out->length2[s] = Dot(normal, normal);
  }
}

HWY_INLINE QuadTest CompareSidesOf(const QuadSides& a, const QuadSides& b, double apart2,
                                   double inside2) {
  bool overlap = true;
  for (size_t s = 0; s < 4; ++s) {
    if (a.length2[s] == 0) continue;
    double least = 4;
    for (size_t c = 0; c < 4; ++c) {
      least = std::min(least, -(a.nx[s] * b.x[c] + a.ny[s] * b.y[c] + a.nz[s] * b.z[c]));
    }
    if (least > 0 && least * least > apart2 * a.length2[s]) return QuadTest::kApart;
    overlap &= least < 0 && least * least > inside2 * a.length2[s];
  }
  return overlap ? QuadTest::kOverlap : QuadTest::kOpen;
}

QuadTest CompareQuads(const QuadSides& a, const Vector3* b, double apart, double inside) {
  QuadSides of_b(b);
  const double apart2 = apart * apart, inside2 = inside * inside;
  const QuadTest first = CompareSidesOf(a, of_b, apart2, inside2);
  if (first == QuadTest::kApart) return first;
  const QuadTest second = CompareSidesOf(of_b, a, apart2, inside2);
  return second == QuadTest::kOverlap ? first : second;
}

#endif

void AuthalicOfMany(const AuthalicVectors& vectors, const double* lon, const double* lat, size_t n,
                    Vector3* out) {
  const hn::ScalableTag<double> d;
  using V = hn::Vec<decltype(d)>;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  while (i < n) {
    // The last block begins early rather than to be cut.
    if (i + lanes > n && n >= lanes) i = n - lanes;
    if (i + lanes > n) {
      for (; i < n; ++i) out[i] = vectors.Of(lon[i], lat[i]);
      break;
    }
    const V u = hn::LoadU(d, lon + i), v = hn::LoadU(d, lat + i);
    const auto usual = hn::And(hn::Le(hn::Abs(u), hn::Set(d, 1099511627776.0)),
                               hn::Le(hn::Abs(v), hn::Set(d, 90.0)));
    if (!hn::AllTrue(d, usual)) {
      for (size_t k = i; k < i + lanes; ++k) out[k] = vectors.Of(lon[k], lat[k]);
    } else {
      V sin_lon, cos_lon, sin_lat, cos_lat;
      SinCosLanes(d, u, &sin_lon, &cos_lon);
      SinCosLanes(d, v, &sin_lat, &cos_lat);
      const V y = hn::Mul(sin_lat, sin_lat);
      const auto sine = vectors.sine(), cosine2 = vectors.cosine2();
      V p = hn::Set(d, sine.back()), g = hn::Set(d, cosine2.back());
      for (size_t k = sine.size() - 1; k-- > 0;) {
        p = hn::Add(hn::Mul(p, y), hn::Set(d, sine[k]));
        g = hn::Add(hn::Mul(g, y), hn::Set(d, cosine2[k]));
      }
      const V from_axis = hn::Mul(cos_lat, hn::Sqrt(g));
      hn::StoreInterleaved3(hn::Mul(from_axis, cos_lon), hn::Mul(from_axis, sin_lon),
                            hn::Mul(sin_lat, p), d, &out[i].x);
    }
    i += lanes;
  }
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace coincide::internal {

HWY_EXPORT(ScanBounds);
HWY_EXPORT(SidesOf);
HWY_EXPORT(CompareQuads);
HWY_EXPORT(PlacesByQuad);
HWY_EXPORT(AuthalicOfMany);

size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out) {
  return HWY_DYNAMIC_DISPATCH(ScanBounds)(columns, begin, end, a, reach, out);
}

static_assert(sizeof(Vector3) == 3 * sizeof(double));

QuadSides::QuadSides(const Vector3* v) { HWY_DYNAMIC_DISPATCH(SidesOf)(v, this); }

QuadTest CompareQuads(const QuadSides& a, const Vector3* b, double apart, double inside) {
  return HWY_DYNAMIC_DISPATCH(CompareQuads)(a, b, apart, inside);
}

void PlacesByQuad(const QuadSides& a, const Vector3* places, size_t n, double apart, double inside,
                  uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(PlacesByQuad)(a, places, n, apart, inside, out);
}

void AuthalicOfMany(const AuthalicVectors& vectors, const double* lon, const double* lat, size_t n,
                    Vector3* out) {
  HWY_DYNAMIC_DISPATCH(AuthalicOfMany)(vectors, lon, lat, n, out);
}

}  // namespace coincide::internal
#endif  // HWY_ONCE
