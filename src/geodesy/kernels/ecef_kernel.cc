// Built once per instruction set by Highway's foreach_target, and called
// through its dispatch. Repeats sin_cos.h and ecef.h operation by operation:
// change both. Mul and Add only: MulAdd is fused on some targets and not on
// others, and every target must give the same bits.

#include "src/geodesy/kernels/ecef_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/geodesy/kernels/ecef_kernel.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D, class V>
HWY_INLINE V SinSeriesLanes(D d, V x) {
  const V y = hn::Mul(x, x);
  V sum = hn::Set(d, 1.0 / 355687428096000.0);
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 1307674368000.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 6227020800.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 39916800.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 362880.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 5040.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 120.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 6.0));
  return hn::Add(x, hn::Mul(x, hn::Mul(y, sum)));
}

template <class D, class V>
HWY_INLINE V CosSeriesLanes(D d, V x) {
  const V y = hn::Mul(x, x);
  V sum = hn::Set(d, -1.0 / 6402373705728000.0);
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 20922789888000.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 87178291200.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 479001600.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 3628800.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 40320.0));
  sum = hn::Sub(hn::Mul(sum, y), hn::Set(d, 1.0 / 720.0));
  sum = hn::Add(hn::Mul(sum, y), hn::Set(d, 1.0 / 24.0));
  const V half = hn::Mul(hn::Set(d, 0.5), y);
  return hn::Sub(hn::Set(d, 1.0), hn::Sub(half, hn::Mul(hn::Mul(y, y), sum)));
}

template <class D, class V>
HWY_INLINE void SinCosLanes(D d, V degrees, V* sin, V* cos) {
  const hn::RebindToUnsigned<D> du;
  const V magic = hn::Set(d, 6755399441055744.0);  // 1.5 * 2^52
  const V rounded = hn::Add(hn::Mul(degrees, hn::Set(d, 1.0 / 90.0)), magic);
  const V turns = hn::Mul(hn::Sub(rounded, magic), hn::Set(d, 90.0));
  const V r = hn::Mul(hn::Sub(degrees, turns), hn::Set(d, 3.141592653589793 / 180));
  const auto quadrant = hn::BitCast(du, rounded);
  const V s = SinSeriesLanes(d, r), c = CosSeriesLanes(d, r);
  const auto one = hn::Set(du, 1), two = hn::Set(du, 2);
  const auto swap = hn::RebindMask(d, hn::TestBit(quadrant, one));
  // Bit 1 of the quadrant to the sign.
  const auto sin_sign = hn::ShiftLeft<62>(hn::And(quadrant, two));
  const auto cos_sign = hn::ShiftLeft<62>(hn::And(hn::Add(quadrant, one), two));
  *sin = hn::Xor(hn::IfThenElse(swap, c, s), hn::BitCast(d, sin_sign));
  *cos = hn::Xor(hn::IfThenElse(swap, s, c), hn::BitCast(d, cos_sign));
}

size_t EcefOfMany(const double* lon, const double* lat, size_t n, double a, double e2,
                  EcefOfOne one, double* x, double* y, double* z) {
  const hn::ScalableTag<double> d;
  using V = hn::Vec<decltype(d)>;
  const size_t lanes = hn::Lanes(d);
  size_t invalid = 0, i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V u = hn::LoadU(d, lon + i), v = hn::LoadU(d, lat + i);
    const auto usual = hn::And(hn::Le(hn::Abs(u), hn::Set(d, 1099511627776.0)),
                               hn::Le(hn::Abs(v), hn::Set(d, 90.0)));
    if (!hn::AllTrue(d, usual)) {
      for (size_t k = i; k < i + lanes; ++k) {
        invalid += one(lon[k], lat[k], a, e2, x + k, y + k, z + k) ? 0 : 1;
      }
      continue;
    }
    V sin_lon, cos_lon, sin_lat, cos_lat;
    SinCosLanes(d, u, &sin_lon, &cos_lon);
    SinCosLanes(d, v, &sin_lat, &cos_lat);
    const V square = hn::Mul(hn::Mul(hn::Set(d, e2), sin_lat), sin_lat);
    const V normal = hn::Div(hn::Set(d, a), hn::Sqrt(hn::Sub(hn::Set(d, 1.0), square)));
    const V from_axis = hn::Mul(normal, cos_lat);
    hn::StoreU(hn::Mul(from_axis, cos_lon), d, x + i);
    hn::StoreU(hn::Mul(from_axis, sin_lon), d, y + i);
    hn::StoreU(hn::Mul(hn::Mul(normal, hn::Set(d, 1 - e2)), sin_lat), d, z + i);
  }
  for (; i < n; ++i) invalid += one(lon[i], lat[i], a, e2, x + i, y + i, z + i) ? 0 : 1;
  return invalid;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(EcefOfMany);

size_t EcefOfMany(const double* lon, const double* lat, size_t n, double a, double e2,
                  EcefOfOne one, double* x, double* y, double* z) {
  return HWY_DYNAMIC_DISPATCH(EcefOfMany)(lon, lat, n, a, e2, one, x, y, z);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
