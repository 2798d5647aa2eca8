// Built once per instruction set by Highway's foreach_target, and called
// through its dispatch. The answer may only differ between kernels in edges
// that are traced without need, so never in the cover.

#include "src/cover/kernels/moved_edges.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/cover/kernels/moved_edges.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One bit per lane: the edge stays inside the cell.
template <class D>
HWY_INLINE hn::Mask<D> Stays(D d, const double* x, const double* y, const uint64_t* chart, double n,
                             double rounding) {
  const hn::RebindToUnsigned<D> du;
  const auto x0 = hn::LoadU(d, x), x1 = hn::LoadU(d, x + 1);
  const auto y0 = hn::LoadU(d, y), y1 = hn::LoadU(d, y + 1);
  const auto c0 = hn::LoadU(du, chart), c1 = hn::LoadU(du, chart + 1);
  const auto one = hn::Set(d, 1.0), per_n = hn::Set(d, 1 / n);
  const auto dx = hn::Mul(hn::Sub(x1, x0), per_n), dy = hn::Mul(hn::Sub(y1, y0), per_n);
  const auto sum = hn::Add(dx, dy);
  const auto s0 = hn::Mul(hn::Abs(hn::Add(x0, y0)), per_n);
  const auto s1 = hn::Mul(hn::Abs(hn::Add(x1, y1)), per_n);
  const auto s = hn::Max(s0, s1);
  const auto sigma = hn::Sub(hn::Set(d, 2.0), s);

  // As EdgeTracer::FastChord.
  const auto d_lon = hn::Mul(hn::Sub(dx, dy), hn::Set(d, 0.78539816339744831));
  const auto sum2 = hn::Mul(sum, sum);
  const auto belt2 = hn::Add(hn::Mul(d_lon, d_lon), hn::Mul(hn::Set(d, 0.8), sum2));
  const auto cap2 = hn::Add(hn::Mul(hn::Set(d, 0.8), sum2),
                            hn::Mul(hn::Set(d, 1.645), hn::Max(hn::Mul(dx, dx), hn::Mul(dy, dy))));
  const auto belt = hn::RebindMask(d, hn::Eq(c0, hn::Zero(du)));
  const auto length2 = hn::IfThenElse(belt, belt2, cap2);
  const auto factor =
      hn::IfThenElse(belt, hn::Set(d, kBeltChord * n), hn::Div(hn::Set(d, kCapChord * n), sigma));
  const auto known = hn::IfThenElse(
      belt, hn::Sub(hn::Set(d, 1.0), hn::Add(s, hn::Mul(hn::Set(d, kBeltBulge), length2))),
      hn::Sub(hn::Mul(hn::Mul(sigma, sigma), hn::Set(d, 0.25)), length2));
  const auto e = hn::Add(hn::Mul(factor, length2), hn::Set(d, rounding));

  const auto i = hn::Floor(x0), j = hn::Floor(y0);
  const auto margin =
      hn::Min(hn::Min(hn::Sub(hn::Min(x0, x1), i), hn::Sub(hn::Add(i, one), hn::Max(x0, x1))),
              hn::Min(hn::Sub(hn::Min(y0, y1), j), hn::Sub(hn::Add(j, one), hn::Max(y0, y1))));
  return hn::And(hn::And(hn::RebindMask(d, hn::Eq(c0, c1)), hn::Ge(margin, e)),
                 hn::And(hn::Ge(known, hn::Zero(d)), hn::Le(length2, hn::Set(d, 0.1))));
}

HWY_ATTR size_t MovedEdges(const double* x, const double* y, const uint64_t* chart, size_t edges,
                           double n, double rounding, uint32_t* moved) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  const size_t lanes = hn::Lanes(d);
  size_t count = 0, i = 0;
  for (; i + lanes <= edges; i += lanes) {
    const auto stays = Stays(d, x + i, y + i, chart + i, n, rounding);
    if (hn::AllTrue(d, stays)) continue;
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, hn::Not(stays), bits);
    for (unsigned rest = bits[0]; rest != 0; rest &= rest - 1) {
      moved[count++] = static_cast<uint32_t>(i + static_cast<size_t>(__builtin_ctz(rest)));
    }
  }
  for (; i < edges; ++i) {
    if (!hn::AllTrue(d1, Stays(d1, x + i, y + i, chart + i, n, rounding))) {
      moved[count++] = static_cast<uint32_t>(i);
    }
  }
  return count;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(MovedEdges);

size_t MovedEdges(const double* x, const double* y, const uint64_t* chart, size_t edges, double n,
                  double rounding, uint32_t* moved) {
  return HWY_DYNAMIC_DISPATCH(MovedEdges)(x, y, chart, edges, n, rounding, moved);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
