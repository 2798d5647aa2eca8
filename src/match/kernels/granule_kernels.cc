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

struct Floats3 {
  hn::Vec<hn::ScalableTag<float>> x, y, z;
};

size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out) {
  const hn::ScalableTag<float> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const size_t lanes = hn::Lanes(d);
  const auto vector = [&](const float* v) HWY_ATTR {
    return Floats3{hn::Set(d, v[0]), hn::Set(d, v[1]), hn::Set(d, v[2])};
  };
  const Floats3 centre = vector(a.centre), along = vector(a.along), normal = vector(a.normal);
  const auto radius = hn::Set(d, a.radius + reach), length = hn::Set(d, a.length),
             height = hn::Set(d, a.height), far = hn::Set(d, reach);
  const auto half = hn::Set(d, 0.5F), one = hn::Set(d, 1.0F), least = hn::Set(d, -1.0F);
  // Of a piece of this radius: its points are at least so far along its centre.
  const auto depth = [&](auto r) HWY_ATTR {
    return hn::Max(least, hn::Sub(one, hn::Mul(half, hn::Mul(r, r))));
  };
  const auto depth_a = depth(hn::Set(d, a.radius));
  const auto first = hn::Set(d, a.first), last = hn::Set(d, a.last);
  const auto dot = [&](const Floats3& p, const Floats3& q) HWY_ATTR {
    return hn::Abs(hn::Add(hn::Add(hn::Mul(p.x, q.x), hn::Mul(p.y, q.y)), hn::Mul(p.z, q.z)));
  };
  size_t count = 0;
  uint32_t i = begin;
  const auto load = [&](const FloatColumn& column)
                        HWY_ATTR { return hn::LoadU(d, column.data() + i); };
  const auto step = [&](auto keep) HWY_ATTR {
    const auto vectors = [&](const FloatColumn& x, const FloatColumn& y, const FloatColumn& z)
                             HWY_ATTR {
                               return Floats3{load(x), load(y), load(z)};
                             };
    const Floats3 c = vectors(columns.x, columns.y, columns.z);
    const auto r = load(columns.radius);
    const auto dx = hn::Sub(c.x, centre.x), dy = hn::Sub(c.y, centre.y),
               dz = hn::Sub(c.z, centre.z);
    const auto both = hn::Add(r, radius);
    const auto distance2 = hn::Add(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), hn::Mul(dz, dz));
    const auto over = dot(normal, c), beside = dot(along, c);
    // Of all their points within the radius; the box says more below.
    const auto around = hn::Add(far, r);
    auto mask = hn::And(
        hn::Le(distance2, hn::Mul(both, both)),
        hn::And(hn::Le(over, hn::Add(height, around)), hn::Le(beside, hn::Add(length, around))));
    mask = keep(mask);
    if (hn::AllFalse(d, mask)) return;
    mask = hn::And(mask,
                   hn::And(hn::Le(load(columns.first), last), hn::Ge(load(columns.last), first)));
    const Floats3 u = vectors(columns.ax, columns.ay, columns.az),
                  m = vectors(columns.nx, columns.ny, columns.nz);
    const auto l = load(columns.length), h = load(columns.height);
    const auto along_u = dot(along, u), along_m = dot(along, m), normal_u = dot(normal, u),
               normal_m = dot(normal, m);
    const auto room = [&](auto e, auto l1, auto of_u, auto h1, auto of_m) HWY_ATTR {
      return hn::Add(hn::Add(e, far), hn::Add(hn::Mul(l1, of_u), hn::Mul(h1, of_m)));
    };
    const auto depth_b = depth(r);
    const auto of_a =
        hn::And(hn::Le(hn::Mul(over, depth_b), room(height, l, normal_u, h, normal_m)),
                hn::Le(hn::Mul(beside, depth_b), room(length, l, along_u, h, along_m)));
    const auto of_b = hn::And(
        hn::Le(hn::Mul(dot(m, centre), depth_a), room(h, length, along_m, height, normal_m)),
        hn::Le(hn::Mul(dot(u, centre), depth_a), room(l, length, along_u, height, normal_u)));
    mask = hn::And(mask, hn::And(of_a, of_b));
    // Compression into memory is slow on some CPUs.
    const auto kept = hn::RebindMask(du, mask);
    hn::StoreU(hn::Compress(hn::Iota(du, i), kept), du, out + count);
    count += hn::CountTrue(du, kept);
  };
  for (; i + lanes <= end; i += static_cast<uint32_t>(lanes)) {
    step([](auto mask) HWY_ATTR { return mask; });
  }
  // The last vector goes on into what follows, which does not count.
  if (i < end) {
    const auto rest = hn::FirstN(d, end - i);
    step([&](auto mask) HWY_ATTR { return hn::And(mask, rest); });
  }
  return count;
}

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
HWY_EXPORT(AuthalicOfMany);

size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out) {
  return HWY_DYNAMIC_DISPATCH(ScanBounds)(columns, begin, end, a, reach, out);
}

static_assert(sizeof(Vector3) == 3 * sizeof(double));

void AuthalicOfMany(const AuthalicVectors& vectors, const double* lon, const double* lat, size_t n,
                    Vector3* out) {
  HWY_DYNAMIC_DISPATCH(AuthalicOfMany)(vectors, lon, lat, n, out);
}

}  // namespace coincide::internal
#endif  // HWY_ONCE
