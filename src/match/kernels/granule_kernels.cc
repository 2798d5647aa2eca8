// Built once per instruction set by Highway's foreach_target. Bounds are rounded
// outward by more than any order of operations changes, so what the kernels let
// through may differ in the last bit, but never the pairs.

#include "src/match/kernels/granule_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/match/kernels/granule_kernels.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

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
  const auto radius = hn::Set(d, a.radius + reach), height = hn::Set(d, a.height + reach);
  size_t count = 0;
  uint32_t i = begin;
  const auto step = [&](auto load, auto keep) HWY_ATTR {
    const auto x = load(columns.x.data() + i), y = load(columns.y.data() + i),
               z = load(columns.z.data() + i), r = load(columns.radius.data() + i);
    const auto dx = hn::Sub(x, ax), dy = hn::Sub(y, ay), dz = hn::Sub(z, az);
    const auto both = hn::Add(r, radius);
    const auto distance2 = hn::Add(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), hn::Mul(dz, dz));
    const auto over_a = hn::Abs(hn::Add(hn::Add(hn::Mul(nx, x), hn::Mul(ny, y)), hn::Mul(nz, z)));
    auto mask = hn::And(hn::Le(distance2, hn::Mul(both, both)), hn::Le(over_a, hn::Add(height, r)));
    mask = keep(mask);
    if (hn::AllFalse(d, mask)) return;
    const auto bx = load(columns.nx.data() + i), by = load(columns.ny.data() + i),
               bz = load(columns.nz.data() + i), h = load(columns.height.data() + i);
    const auto over_b =
        hn::Abs(hn::Add(hn::Add(hn::Mul(bx, ax), hn::Mul(by, ay)), hn::Mul(bz, az)));
    mask = hn::And(mask, hn::Le(over_b, hn::Add(h, radius)));
    count += hn::CompressStore(hn::Iota(du, i), hn::RebindMask(du, mask), du, out + count);
  };
  for (; i + lanes <= end; i += static_cast<uint32_t>(lanes)) {
    step([&](const float* p) HWY_ATTR { return hn::LoadU(d, p); },
         [](auto mask) HWY_ATTR { return mask; });
  }
  if (i < end) {
    const auto first = hn::FirstN(d, end - i);
    step([&](const float* p) HWY_ATTR { return hn::MaskedLoad(first, d, p); },
         [&](auto mask) HWY_ATTR { return hn::And(mask, first); });
  }
  return count;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace coincide::internal {

HWY_EXPORT(ScanBounds);

size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out) {
  return HWY_DYNAMIC_DISPATCH(ScanBounds)(columns, begin, end, a, reach, out);
}

}  // namespace coincide::internal
#endif  // HWY_ONCE
