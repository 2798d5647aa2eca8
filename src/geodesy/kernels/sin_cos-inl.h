// Sines and cosines of degrees for one instruction set: sin_cos.h operation by
// operation, so that every target gives its bits. Change both.

#if defined(COINCIDE_GEODESY_KERNELS_SIN_COS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef COINCIDE_GEODESY_KERNELS_SIN_COS_INL_H_
#undef COINCIDE_GEODESY_KERNELS_SIN_COS_INL_H_
#else
#define COINCIDE_GEODESY_KERNELS_SIN_COS_INL_H_
#endif

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

// REQUIRES: |degrees| <= 2^40.
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

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // COINCIDE_GEODESY_KERNELS_SIN_COS_INL_H_
