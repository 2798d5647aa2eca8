// Built once per instruction set by Highway's foreach_target, and called
// through its dispatch. Only operations that IEEE 754 rounds correctly, and no
// fused ones, so every target gives the same bits.

#include "src/match/kernels/track_kernels.h"

#include <cmath>

#include "coincide/geodesy/ecef.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/match/kernels/track_kernels.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// x * y + z, rounded twice.
template <class V>
HWY_INLINE V MulThenAdd(V x, V y, V z) {
  return hn::Add(hn::Mul(x, y), z);
}

// SinCosDegrees of sin_cos.h for |degrees| <= 2^40.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void SinCos(D d, V degrees, V* sine, V* cosine) {
  const hn::RebindToUnsigned<D> du;
  const auto magic = hn::Set(d, 6755399441055744.0);
  const auto one = hn::Set(d, 1.0);
  const auto rounded = MulThenAdd(degrees, hn::Set(d, 1.0 / 90.0), magic);
  const auto turns = hn::Mul(hn::Sub(rounded, magic), hn::Set(d, 90.0));
  const auto r = hn::Mul(hn::Sub(degrees, turns), hn::Set(d, 3.14159265358979323846 / 180));
  const auto y = hn::Mul(r, r);
  auto s = hn::Set(d, 1.0 / 355687428096000.0);
  s = hn::Sub(hn::Mul(s, y), hn::Set(d, 1.0 / 1307674368000.0));
  s = MulThenAdd(s, y, hn::Set(d, 1.0 / 6227020800.0));
  s = hn::Sub(hn::Mul(s, y), hn::Set(d, 1.0 / 39916800.0));
  s = MulThenAdd(s, y, hn::Set(d, 1.0 / 362880.0));
  s = hn::Sub(hn::Mul(s, y), hn::Set(d, 1.0 / 5040.0));
  s = MulThenAdd(s, y, hn::Set(d, 1.0 / 120.0));
  s = hn::Sub(hn::Mul(s, y), hn::Set(d, 1.0 / 6.0));
  const auto sin_r = hn::Add(r, hn::Mul(r, hn::Mul(y, s)));
  auto c = hn::Set(d, -1.0 / 6402373705728000.0);
  c = MulThenAdd(c, y, hn::Set(d, 1.0 / 20922789888000.0));
  c = hn::Sub(hn::Mul(c, y), hn::Set(d, 1.0 / 87178291200.0));
  c = MulThenAdd(c, y, hn::Set(d, 1.0 / 479001600.0));
  c = hn::Sub(hn::Mul(c, y), hn::Set(d, 1.0 / 3628800.0));
  c = MulThenAdd(c, y, hn::Set(d, 1.0 / 40320.0));
  c = hn::Sub(hn::Mul(c, y), hn::Set(d, 1.0 / 720.0));
  c = MulThenAdd(c, y, hn::Set(d, 1.0 / 24.0));
  const auto cos_r = hn::Sub(one, hn::Sub(hn::Mul(hn::Set(d, 0.5), y), hn::Mul(hn::Mul(y, y), c)));
  const auto quadrant = hn::BitCast(du, rounded);
  const auto low = hn::Set(du, 1);
  const auto swap = hn::RebindMask(d, hn::Eq(hn::And(quadrant, low), low));
  // Bit 1 of the quadrant, and of the next one, to the sign.
  const auto sign_s = hn::BitCast(d, hn::ShiftLeft<63>(hn::ShiftRight<1>(quadrant)));
  const auto sign_c = hn::BitCast(d, hn::ShiftLeft<63>(hn::ShiftRight<1>(hn::Add(quadrant, low))));
  *sine = hn::Xor(hn::IfThenElse(swap, cos_r, sin_r), sign_s);
  *cosine = hn::Xor(hn::IfThenElse(swap, sin_r, cos_r), sign_c);
}

HWY_ATTR bool UnitVectors(const double* lon, const double* lat, size_t n, double* x, double* y,
                          double* z) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  auto largest = hn::Zero(d);
  double last = 0;
  const auto run = [&](auto tag, size_t i) HWY_ATTR {
    auto su = hn::Zero(tag), cu = hn::Zero(tag), sv = hn::Zero(tag), cv = hn::Zero(tag);
    SinCos(tag, hn::LoadU(tag, lon + i), &su, &cu);
    SinCos(tag, hn::LoadU(tag, lat + i), &sv, &cv);
    hn::StoreU(hn::Mul(cv, cu), tag, x + i);
    hn::StoreU(hn::Mul(cv, su), tag, y + i);
    hn::StoreU(sv, tag, z + i);
  };
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    run(d, i);
    largest = hn::Max(largest, hn::Abs(hn::LoadU(d, lon + i)));
  }
  for (; i < n; ++i) {
    run(d1, i);
    last = std::abs(lon[i]) > last ? std::abs(lon[i]) : last;
  }
  // Not a number gives a vector that is none in either path.
  return !(last > 1099511627776.0) && !(hn::GetLane(hn::MaxOfLanes(d, largest)) > 1099511627776.0);
}

HWY_ATTR double StepLengths(const double* x, const double* y, const double* z, size_t n, double a,
                            double e2, double* step_m) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  const auto run = [&](auto tag, size_t i) HWY_ATTR {
    const auto one = hn::Set(tag, 1.0), flat = hn::Set(tag, e2);
    const auto dx = hn::Sub(hn::LoadU(tag, x + i + 1), hn::LoadU(tag, x + i));
    const auto dy = hn::Sub(hn::LoadU(tag, y + i + 1), hn::LoadU(tag, y + i));
    const auto z0 = hn::LoadU(tag, z + i), z1 = hn::LoadU(tag, z + i + 1);
    const auto dz = hn::Sub(z1, z0);
    const auto dz2 = hn::Mul(dz, dz);
    const auto c2 = hn::Add(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), dz2);
    const auto mid = hn::Mul(hn::Set(tag, 0.5), hn::Add(z0, z1));
    const auto mid2 = hn::Mul(mid, mid);
    const auto per_w2 = hn::Div(one, hn::Sub(one, hn::Mul(flat, mid2)));
    // 1 + M / N, and M / N = 1 - e^2 (1 - z^2) / W^2.
    const auto both =
        hn::Sub(hn::Set(tag, 2.0), hn::Mul(hn::Mul(flat, hn::Sub(one, mid2)), per_w2));
    const auto less = hn::Mul(hn::Mul(dz2, hn::Mul(flat, per_w2)), both);
    const auto chord = hn::Mul(hn::Set(tag, a), hn::Sqrt(hn::Mul(hn::Sub(c2, less), per_w2)));
    const auto arc = hn::Add(one, hn::Mul(c2, hn::Set(tag, 1.0 / 24)));
    hn::StoreU(hn::Mul(chord, arc), tag, step_m + i);
  };
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  auto largest = hn::Zero(d);
  for (; i + lanes <= n; i += lanes) {
    run(d, i);
    const auto step = hn::LoadU(d, step_m + i);
    largest = hn::IfThenElse(hn::Gt(step, largest), step, largest);
  }
  double last = hn::GetLane(hn::MaxOfLanes(d, largest));
  for (; i < n; ++i) {
    run(d1, i);
    last = step_m[i] > last ? step_m[i] : last;
  }
  return last;
}

HWY_ATTR bool AllValid(const double* lon, const double* lat, size_t n) {
  const hn::ScalableTag<double> d;
  const size_t lanes = hn::Lanes(d);
  const auto ninety = hn::Set(d, 90.0), infinity = hn::Inf(d);
  auto good = hn::Eq(ninety, ninety);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    good = hn::And(good, hn::And(hn::Le(hn::Abs(hn::LoadU(d, lat + i)), ninety),
                                 hn::Lt(hn::Abs(hn::LoadU(d, lon + i)), infinity)));
  }
  bool all = hn::AllTrue(d, good);
  for (; i < n; ++i) all = all && std::abs(lat[i]) <= 90 && std::abs(lon[i]) < HUGE_VAL;
  return all;
}

HWY_ATTR double LargestOf(const double* values, size_t n) {
  const hn::ScalableTag<double> d;
  const size_t lanes = hn::Lanes(d);
  auto largest = hn::Zero(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto v = hn::LoadU(d, values + i);
    largest = hn::IfThenElse(hn::Gt(v, largest), v, largest);
  }
  double last = hn::GetLane(hn::MaxOfLanes(d, largest));
  for (; i < n; ++i) last = values[i] > last ? values[i] : last;
  return last;
}

HWY_ATTR void CollectBetween(const double* values, size_t n, double low, double high, double* kept,
                             size_t* counts) {
  const hn::ScalableTag<double> d;
  const size_t lanes = hn::Lanes(d);
  const auto from = hn::Set(d, low), to = hn::Set(d, high), zero = hn::Zero(d);
  const auto infinity = hn::Inf(d);
  size_t m = 0, b = 0, p = 0, i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto v = hn::LoadU(d, values + i);
    const auto positive = hn::Gt(v, zero);
    b += hn::CountTrue(d, hn::And(hn::Lt(v, from), positive));
    p += hn::CountTrue(d, hn::And(hn::Lt(v, infinity), positive));
    m += hn::CompressStore(v, hn::And(hn::Ge(v, from), hn::Le(v, to)), d, kept + m);
  }
  for (; i < n; ++i) {
    kept[m] = values[i];
    m += values[i] >= low && values[i] <= high;
    b += values[i] < low && values[i] > 0;
    p += values[i] < HUGE_VAL && values[i] > 0;
  }
  counts[0] = m;
  counts[1] = b;
  counts[2] = p;
}

template <class D, class V = hn::Vec<D>>
HWY_INLINE V DotFrom(D d, const double* x, const double* y, const double* z, size_t i, V fx, V fy,
                     V fz, const double* w) {
  const auto px = hn::Mul(hn::Sub(hn::LoadU(d, x + i), fx), hn::Set(d, w[0]));
  const auto py = hn::Mul(hn::Sub(hn::LoadU(d, y + i), fy), hn::Set(d, w[1]));
  const auto pz = hn::Mul(hn::Sub(hn::LoadU(d, z + i), fz), hn::Set(d, w[2]));
  return hn::Add(hn::Add(px, py), pz);
}

// out: off, along_min, along_max. Maxima do not depend on the order of lanes.
HWY_ATTR void SpreadOf(const double* x, const double* y, const double* z, size_t n,
                       const double* from, const double* normal, const double* along, double* out) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  const size_t lanes = hn::Lanes(d);
  auto off = hn::Zero(d), low = hn::Zero(d), high = hn::Zero(d);
  const auto fx = hn::Set(d, from[0]), fy = hn::Set(d, from[1]), fz = hn::Set(d, from[2]);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto t = DotFrom(d, x, y, z, i, fx, fy, fz, along);
    off = hn::Max(off, hn::Abs(DotFrom(d, x, y, z, i, fx, fy, fz, normal)));
    low = hn::Min(low, t);
    high = hn::Max(high, t);
  }
  double o = hn::GetLane(hn::MaxOfLanes(d, off));
  double l = hn::GetLane(hn::MinOfLanes(d, low));
  double h = hn::GetLane(hn::MaxOfLanes(d, high));
  const auto gx = hn::Set(d1, from[0]), gy = hn::Set(d1, from[1]), gz = hn::Set(d1, from[2]);
  for (; i < n; ++i) {
    const double t = hn::GetLane(DotFrom(d1, x, y, z, i, gx, gy, gz, along));
    const double u = hn::GetLane(hn::Abs(DotFrom(d1, x, y, z, i, gx, gy, gz, normal)));
    o = u > o ? u : o;
    l = t < l ? t : l;
    h = t > h ? t : h;
  }
  out[0] = o;
  out[1] = l;
  out[2] = h;
}

HWY_ATTR void Heights(const double* x, const double* y, const double* z, size_t n,
                      const double* from, const double* normal, double* height) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  const size_t lanes = hn::Lanes(d);
  const auto run = [&](auto tag, size_t i) HWY_ATTR {
    const auto fx = hn::Set(tag, from[0]), fy = hn::Set(tag, from[1]), fz = hn::Set(tag, from[2]);
    hn::StoreU(DotFrom(tag, x, y, z, i, fx, fy, fz, normal), tag, height + i);
  };
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) run(d, i);
  for (; i < n; ++i) run(d1, i);
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(UnitVectors);
HWY_EXPORT(StepLengths);
HWY_EXPORT(AllValid);
HWY_EXPORT(LargestOf);
HWY_EXPORT(CollectBetween);
HWY_EXPORT(SpreadOf);
HWY_EXPORT(Heights);

bool UnitVectors(const double* lon, const double* lat, size_t n, double* x, double* y, double* z) {
  if (HWY_DYNAMIC_DISPATCH(UnitVectors)(lon, lat, n, x, y, z)) return true;
  constexpr double kReducedFirst = 1099511627776.0;  // As in SinCosDegrees.
  for (size_t i = 0; i < n; ++i) {
    if (std::abs(lon[i]) <= kReducedFirst) continue;
    const Vector3 v = UnitVectorOf(lon[i], lat[i]);
    x[i] = v.x;
    y[i] = v.y;
    z[i] = v.z;
  }
  return false;
}

double StepLengths(const double* x, const double* y, const double* z, size_t n,
                   const Ellipsoid& ellipsoid, double* step_m) {
  return HWY_DYNAMIC_DISPATCH(StepLengths)(x, y, z, n, ellipsoid.a(), ellipsoid.e2(), step_m);
}

bool AllValid(const double* lon, const double* lat, size_t n) {
  return HWY_DYNAMIC_DISPATCH(AllValid)(lon, lat, n);
}

double LargestOf(const double* values, size_t n) {
  return HWY_DYNAMIC_DISPATCH(LargestOf)(values, n);
}

Between CollectBetween(const double* values, size_t n, double low, double high, double* kept) {
  size_t counts[3];
  HWY_DYNAMIC_DISPATCH(CollectBetween)(values, n, low, high, kept, counts);
  return {counts[0], counts[1], counts[2]};
}

Spread SpreadOf(const double* x, const double* y, const double* z, size_t n, const Vector3& from,
                const Vector3& normal, const Vector3& along) {
  const double f[] = {from.x, from.y, from.z}, w[] = {normal.x, normal.y, normal.z};
  const double u[] = {along.x, along.y, along.z};
  double out[3];
  HWY_DYNAMIC_DISPATCH(SpreadOf)(x, y, z, n, f, w, u, out);
  return {out[0], out[1], out[2]};
}

void Heights(const double* x, const double* y, const double* z, size_t n, const Vector3& from,
             const Vector3& normal, double* height) {
  const double f[] = {from.x, from.y, from.z}, w[] = {normal.x, normal.y, normal.z};
  HWY_DYNAMIC_DISPATCH(Heights)(x, y, z, n, f, w, height);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
