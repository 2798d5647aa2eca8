// Built once per instruction set by Highway's foreach_target, and called
// through its dispatch. Repeats ecef.h operation by operation: change both. Mul
// and Add only: MulAdd is fused on some targets and not on others, and every
// target must give the same bits.

#include "src/geodesy/kernels/ecef_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/geodesy/kernels/ecef_kernel.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "src/geodesy/kernels/sin_cos-inl.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

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
