// Built once per instruction set by Highway's foreach_target, and called
// through its dispatch. All of them give the same bits.

#include "src/cover/kernels/edge_block.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/cover/kernels/edge_block.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr double kQuarterTurn = 1.5707963267948966;

template <class D>
HWY_INLINE void FindCells(D d, double n, EdgeBlock* block, size_t k) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const auto vn = hn::Set(d, n), per_n = hn::Set(d, 1 / n);
  const auto one = hn::Set(d, 1.0), zero = hn::Zero(d);
  auto i = hn::Floor(hn::LoadU(d, &block->x[k]));
  auto j = hn::Floor(hn::LoadU(d, &block->y[k]));
  const auto chart = hn::LoadU(du, &block->chart[k]);
  const auto belt = hn::RebindMask(d, hn::Eq(chart, hn::Zero(du)));
  // Rows 0, -1, -2 of base cells exist.
  const auto row = hn::Add(hn::Floor(hn::Mul(i, per_n)), hn::Floor(hn::Mul(j, per_n)));
  const auto above = hn::IfThenElseZero(hn::Gt(row, zero), one);
  const auto below = hn::IfThenElseZero(hn::Lt(row, hn::Set(d, -2.0)), one);
  const auto belt_j = hn::Add(hn::Sub(j, above), below);
  // In a cap those of the chart's own base cell.
  const auto north = hn::RebindMask(d, hn::Lt(hn::BitCast(di, chart), hn::Set(di, int64_t{5})));
  const auto quadrant = hn::ConvertTo(
      d,
      hn::BitCast(di, hn::And(hn::Sub(chart, hn::Set(du, uint64_t{1})), hn::Set(du, uint64_t{3}))));
  const auto a = hn::Mul(hn::Add(quadrant, hn::IfThenElseZero(north, one)), vn);
  const auto b =
      hn::Mul(hn::Sub(hn::IfThenElse(north, hn::Set(d, -1.0), hn::Set(d, -2.0)), quadrant), vn);
  const auto last = hn::Set(d, n - 1);
  const auto cap_i = hn::Min(hn::Max(i, a), hn::Add(a, last));
  const auto cap_j = hn::Min(hn::Max(j, b), hn::Add(b, last));
  i = hn::IfThenElse(belt, i, cap_i);
  j = hn::IfThenElse(belt, belt_j, cap_j);
  hn::StoreU(hn::ConvertTo(di, i), di, &block->i[k]);
  hn::StoreU(hn::ConvertTo(di, j), di, &block->j[k]);
}

// Second derivatives of the arc at the middle of its chord, the larger of the two: BendOf
// (edge_bend.h) has the formulas. Over n.
template <class D, class V>
HWY_INLINE V BeltBend(D d, V x, V y, V dx, V dy) {
  const auto d_lon = hn::Mul(hn::Sub(dx, dy), hn::Set(d, kQuarterTurn / 2));
  const auto dz = hn::Mul(hn::Add(dx, dy), hn::Set(d, 1 / 1.5));
  const auto z = hn::Mul(hn::Add(x, y), hn::Set(d, 1 / 1.5));
  const auto r2 = hn::Sub(hn::Set(d, 1.0), hn::Mul(z, z));
  const auto per_r2 = hn::Div(hn::Set(d, 1.0), r2);
  const auto lon2 =
      hn::Mul(hn::Mul(hn::Mul(z, dz), hn::Mul(d_lon, per_r2)), hn::Set(d, 2 / kQuarterTurn));
  const auto length2 =
      hn::Add(hn::Mul(hn::Mul(dz, dz), per_r2), hn::Mul(hn::Mul(d_lon, d_lon), r2));
  const auto z2 = hn::Mul(hn::Mul(z, length2), hn::Set(d, 0.75));
  return hn::Add(hn::Abs(z2), hn::Abs(lon2));  // |z2| + |lon2| = max |-z2 +- lon2|.
}

template <class D, class V, class M>
HWY_INLINE V CapBend(D d, V x, V y, V dx, V dy, M north, V quadrant) {
  const auto one = hn::Set(d, 1.0);
  const auto sum = hn::Add(dx, dy);
  const auto sigma = hn::Sub(hn::Set(d, 2.0), hn::Abs(hn::Add(x, y)));
  const auto per_sigma = hn::Div(one, sigma);
  const auto u = hn::Sub(hn::IfThenElse(north, hn::Neg(y), x), quadrant);
  const auto tp = hn::Mul(u, per_sigma);
  const auto du = hn::IfThenElse(north, hn::Neg(dy), dx);
  const auto d_sigma = hn::IfThenElse(north, hn::Neg(sum), sum);
  const auto z = hn::Sub(one, hn::Mul(hn::Mul(sigma, sigma), hn::Set(d, 1.0 / 3)));
  const auto g = hn::Add(one, z);
  const auto across = hn::Sub(du, hn::Mul(tp, d_sigma));
  const auto radial = hn::Div(hn::Mul(d_sigma, sigma), hn::Mul(g, hn::Set(d, 3.0)));
  const auto round = hn::Mul(hn::Mul(hn::Mul(across, across), hn::Mul(z, g)),
                             hn::Mul(per_sigma, hn::Set(d, kQuarterTurn * kQuarterTurn / 2)));
  const auto sigma2 = hn::Sub(round, hn::Mul(d_sigma, radial));
  const auto u2 = hn::Add(hn::Mul(hn::Mul(radial, across), hn::Set(d, 2.0)), hn::Mul(tp, sigma2));
  return hn::Max(hn::Abs(u2), hn::Abs(hn::Sub(sigma2, u2)));
}

// One bit per lane: the edge stays inside the cell.
template <class D>
HWY_INLINE hn::Mask<D> Stays(D d, const EdgeScale& scale, EdgeBlock* block, size_t k) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const double n = scale.n;
  const auto x0 = hn::LoadU(d, &block->x[k]), x1 = hn::LoadU(d, &block->x[k + 1]);
  const auto y0 = hn::LoadU(d, &block->y[k]), y1 = hn::LoadU(d, &block->y[k + 1]);
  const auto c0 = hn::LoadU(du, &block->chart[k]), c1 = hn::LoadU(du, &block->chart[k + 1]);
  const auto one = hn::Set(d, 1.0), per_n = hn::Set(d, 1 / n);
  const auto dx = hn::Mul(hn::Sub(x1, x0), per_n), dy = hn::Mul(hn::Sub(y1, y0), per_n);
  const auto sum = hn::Add(dx, dy);
  const auto s0 = hn::Mul(hn::Abs(hn::Add(x0, y0)), per_n);
  const auto s1 = hn::Mul(hn::Abs(hn::Add(x1, y1)), per_n);
  const auto s = hn::Max(s0, s1);
  const auto sigma = hn::Sub(hn::Set(d, 2.0), s);

  const auto d_lon = hn::Mul(hn::Sub(dx, dy), hn::Set(d, kQuarterTurn / 2));
  const auto sum2 = hn::Mul(sum, sum);
  const auto belt2 = hn::Add(hn::Mul(d_lon, d_lon), hn::Mul(hn::Set(d, kBeltAlong / 2.25), sum2));
  const auto cap2 =
      hn::Add(hn::Mul(hn::Set(d, kCapAlong), sum2),
              hn::Mul(hn::Set(d, kCapAcross), hn::Max(hn::Mul(dx, dx), hn::Mul(dy, dy))));
  const auto belt = hn::RebindMask(d, hn::Eq(c0, hn::Zero(du)));
  const auto length2 = hn::IfThenElse(belt, belt2, cap2);
  const auto factor =
      hn::IfThenElse(belt, hn::Set(d, kBeltChord * n), hn::Div(hn::Set(d, kCapChord * n), sigma));
  const auto known =
      hn::IfThenElse(belt, hn::Sub(one, hn::Add(s, hn::Mul(hn::Set(d, kBeltBulge), length2))),
                     hn::Sub(hn::Mul(hn::Mul(sigma, sigma), hn::Set(d, 0.25)), length2));
  const auto valid = hn::And(hn::RebindMask(d, hn::Eq(c0, c1)),
                             hn::And(hn::Ge(known, hn::Zero(d)), hn::Le(length2, hn::Set(d, 0.1))));
  auto chord = hn::IfThenElse(valid, hn::Mul(factor, length2), hn::Inf(d));

  const auto coarse = hn::Gt(chord, hn::Set(d, scale.tolerance));
  if (!hn::AllFalse(d, coarse)) {
    const auto half = hn::Set(d, 0.5 / n);
    const auto x = hn::Mul(hn::Add(x0, x1), half), y = hn::Mul(hn::Add(y0, y1), half);
    const auto north = hn::RebindMask(d, hn::Lt(hn::BitCast(di, c0), hn::Set(di, int64_t{5})));
    const auto quadrant = hn::ConvertTo(
        d,
        hn::BitCast(di, hn::And(hn::Sub(c0, hn::Set(du, uint64_t{1})), hn::Set(du, uint64_t{3}))));
    const auto bend =
        hn::IfThenElse(belt, BeltBend(d, x, y, dx, dy), CapBend(d, x, y, dx, dy, north, quadrant));
    const auto reach =
        hn::IfThenElse(belt, hn::Set(d, kBeltBendReach), hn::Mul(sigma, hn::Set(d, kCapBendReach)));
    const auto length3 = hn::Mul(length2, hn::Sqrt(length2));
    const auto rest = hn::IfThenElse(belt, hn::Set(d, kBeltBend * n),
                                     hn::Div(hn::Set(d, kCapBend * n), hn::Mul(sigma, sigma)));
    const auto close =
        hn::Add(hn::Mul(bend, hn::Set(d, n / 8)),
                hn::Add(hn::Mul(rest, length3), hn::Mul(hn::Set(d, scale.geodesic), length2)));
    const auto reached = hn::And(valid, hn::Le(length2, hn::Mul(reach, reach)));
    chord = hn::IfThenElse(hn::And(coarse, reached), hn::Min(chord, close), chord);
  }
  hn::StoreU(chord, d, &block->stray[k]);

  const auto e = hn::Add(chord, hn::Set(d, scale.rounding));
  const auto i = hn::Floor(x0), j = hn::Floor(y0);
  const auto margin =
      hn::Min(hn::Min(hn::Sub(hn::Min(x0, x1), i), hn::Sub(hn::Add(i, one), hn::Max(x0, x1))),
              hn::Min(hn::Sub(hn::Min(y0, y1), j), hn::Sub(hn::Add(j, one), hn::Max(y0, y1))));
  return hn::Ge(margin, e);
}

HWY_ATTR void LookAtEdges(size_t places, const EdgeScale& scale, EdgeBlock* block) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  const size_t lanes = hn::Lanes(d), edges = places - 1;
  size_t k = 0;
  for (; k + lanes <= places; k += lanes) FindCells(d, scale.n, block, k);
  for (; k < places; ++k) FindCells(d1, scale.n, block, k);
  size_t count = 0;
  for (k = 0; k + lanes <= edges; k += lanes) {
    const auto stays = Stays(d, scale, block, k);
    if (hn::AllTrue(d, stays)) continue;
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, hn::Not(stays), bits);
    for (unsigned rest = bits[0]; rest != 0; rest &= rest - 1) {
      block->moved[count++] = static_cast<uint32_t>(k + static_cast<size_t>(__builtin_ctz(rest)));
    }
  }
  for (; k < edges; ++k) {
    if (!hn::AllTrue(d1, Stays(d1, scale, block, k))) {
      block->moved[count++] = static_cast<uint32_t>(k);
    }
  }
  block->moved_size = count;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(LookAtEdges);

void LookAtEdges(size_t places, const EdgeScale& scale, EdgeBlock* block) {
  HWY_DYNAMIC_DISPATCH(LookAtEdges)(places, scale, block);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
