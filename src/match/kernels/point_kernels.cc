// Built once per instruction set by Highway's foreach_target. Mul and Add only,
// so that squared chords have the same bits everywhere.

#include "src/match/kernels/point_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/match/kernels/point_kernels.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kGroup>;
using Doubles = hn::CappedTag<double, kGroup>;

template <class D, class M>
HWY_INLINE uint32_t Bits(D d, M mask) {
  uint8_t bits[8] = {};
  hn::StoreMaskBits(d, mask, bits);
  return bits[0];
}

// The least and greatest of kChunk values.
HWY_INLINE void Span(const double* values, double slack, float* lo, float* hi) {
  const Doubles d;
  auto least = hn::LoadU(d, values), most = least;
  for (size_t k = hn::Lanes(d); k < kChunk; k += hn::Lanes(d)) {
    const auto v = hn::LoadU(d, values + k);
    least = hn::Min(least, v);
    most = hn::Max(most, v);
  }
  *lo = static_cast<float>(hn::GetLane(hn::MinOfLanes(d, least)) - slack);
  *hi = static_cast<float>(hn::GetLane(hn::MaxOfLanes(d, most)) + slack);
}

void ChunkBoxes(const double* x, const double* y, const double* z, size_t chunks, double slack_m,
                BoxGroup* boxes) {
  for (size_t c = 0; c < chunks; ++c) {
    BoxGroup& group = boxes[c / kGroup];
    const size_t k = c % kGroup, at = c * kChunk;
    Span(x + at, slack_m, &group.lo[0][k], &group.hi[0][k]);
    Span(y + at, slack_m, &group.lo[1][k], &group.hi[1][k]);
    Span(z + at, slack_m, &group.lo[2][k], &group.hi[2][k]);
  }
}

uint32_t BoxesMeeting(const BoxGroup& group, const Box& box) {
  const Floats d;
  uint32_t bits = 0;
  for (size_t k = 0; k < kGroup; k += hn::Lanes(d)) {
    const auto axis = [&](size_t i) HWY_ATTR {
      return hn::And(hn::Le(hn::Load(d, group.lo[i] + k), hn::Set(d, box.hi[i])),
                     hn::Ge(hn::Load(d, group.hi[i] + k), hn::Set(d, box.lo[i])));
    };
    bits |= Bits(d, hn::And(hn::And(axis(0), axis(1)), axis(2))) << k;
  }
  return bits;
}

void BoxGaps2(const BoxGroup& group, const float* place, float* gaps2) {
  const Floats d;
  for (size_t k = 0; k < kGroup; k += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (size_t i = 0; i < 3; ++i) {
      const auto p = hn::Set(d, place[i]);
      const auto gap = hn::Max(hn::Max(hn::Sub(hn::Load(d, group.lo[i] + k), p),
                                       hn::Sub(p, hn::Load(d, group.hi[i] + k))),
                               hn::Zero(d));
      sum = hn::Add(sum, hn::Mul(gap, gap));
    }
    hn::StoreU(sum, d, gaps2 + k);
  }
}

uint32_t PointsInBox(const PointGroup& group, const Box& box) {
  const Doubles d;
  uint32_t bits = 0;
  for (size_t k = 0; k < kGroup; k += hn::Lanes(d)) {
    const auto axis = [&](const double* values, size_t i) HWY_ATTR {
      const auto v = hn::Load(d, values + k);
      return hn::And(hn::Le(v, hn::Set(d, static_cast<double>(box.hi[i]))),
                     hn::Ge(v, hn::Set(d, static_cast<double>(box.lo[i]))));
    };
    bits |= Bits(d, hn::And(hn::And(axis(group.x, 0), axis(group.y, 1)), axis(group.z, 2))) << k;
  }
  return bits;
}

template <class D>
HWY_INLINE hn::Vec<D> Chords2(D d, const double* x, const double* y, const double* z, double px,
                              double py, double pz) {
  const auto dx = hn::Sub(hn::LoadU(d, x), hn::Set(d, px));
  const auto dy = hn::Sub(hn::LoadU(d, y), hn::Set(d, py));
  const auto dz = hn::Sub(hn::LoadU(d, z), hn::Set(d, pz));
  return hn::Add(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), hn::Mul(dz, dz));
}

uint32_t ChunkWithin(const double* x, const double* y, const double* z, double px, double py,
                     double pz, double chord2) {
  const Doubles d;
  uint32_t bits = 0;
  for (size_t k = 0; k < kChunk; k += hn::Lanes(d)) {
    const auto c2 = Chords2(d, x + k, y + k, z + k, px, py, pz);
    bits |= Bits(d, hn::Le(c2, hn::Set(d, chord2))) << k;
  }
  return bits;
}

// Repeats GeodesicFromChord operation by operation: change both.
template <class D>
HWY_INLINE void GeodesicLanes(D d, const PairPlaces& places, size_t k, double qa_value,
                              double qb_value, double* distance_m) {
  const auto ax = hn::LoadU(d, places.ax + k), bx = hn::LoadU(d, places.bx + k);
  const auto ay = hn::LoadU(d, places.ay + k), by = hn::LoadU(d, places.by + k);
  const auto az = hn::LoadU(d, places.az + k), bz = hn::LoadU(d, places.bz + k);
  const auto qa = hn::Set(d, qa_value), qb = hn::Set(d, qb_value), half = hn::Set(d, 0.5);
  const auto dx = hn::Sub(bx, ax), dy = hn::Sub(by, ay), dz = hn::Sub(bz, az);
  const auto px = hn::Mul(half, hn::Add(ax, bx)), py = hn::Mul(half, hn::Add(ay, by));
  const auto pz = hn::Mul(half, hn::Add(az, bz));
  const auto d_axis2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), d_z2 = hn::Mul(dz, dz);
  const auto c2 = hn::Add(d_axis2, d_z2);
  const auto dqd = hn::Add(hn::Mul(qa, d_axis2), hn::Mul(qb, d_z2));
  const auto p_axis2 = hn::Add(hn::Mul(px, px), hn::Mul(py, py)), p_z2 = hn::Mul(pz, pz);
  const auto pqp = hn::Add(hn::Mul(qa, p_axis2), hn::Mul(qb, p_z2));
  const auto qp2 = hn::Add(hn::Mul(hn::Mul(qa, qa), p_axis2), hn::Mul(hn::Mul(qb, qb), p_z2));
  const auto ratio = hn::Div(dqd, c2);
  const auto t = hn::Mul(hn::Div(hn::Mul(hn::Mul(ratio, ratio), pqp), qp2), c2);
  const auto series =
      hn::Add(hn::Set(d, 1.0),
              hn::Mul(t, hn::Add(hn::Set(d, 1.0 / 24), hn::Mul(t, hn::Set(d, 3.0 / 640)))));
  const auto distance = hn::Mul(hn::Sqrt(c2), series);
  hn::StoreU(hn::IfThenZeroElse(hn::Eq(c2, hn::Zero(d)), distance), d, distance_m + k);
}

void PairGeodesics(const PairPlaces& places, size_t n, double qa, double qb, double* distance_m) {
  const hn::ScalableTag<double> d;
  const hn::CappedTag<double, 1> d1;
  size_t k = 0;
  for (; k + hn::Lanes(d) <= n; k += hn::Lanes(d)) {
    GeodesicLanes(d, places, k, qa, qb, distance_m);
  }
  for (; k < n; ++k) GeodesicLanes(d1, places, k, qa, qb, distance_m);
}

void GroupChords2(const PointGroup& group, double px, double py, double pz, double* chords2) {
  const Doubles d;
  for (size_t k = 0; k < kGroup; k += hn::Lanes(d)) {
    hn::StoreU(Chords2(d, group.x + k, group.y + k, group.z + k, px, py, pz), d, chords2 + k);
  }
}

const PointKernels* Table() {
  static constexpr PointKernels kTable = {ChunkBoxes,  BoxesMeeting,  BoxGaps2,    PointsInBox,
                                          ChunkWithin, PairGeodesics, GroupChords2};
  return &kTable;
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(Table);

const PointKernels& ActivePointKernels() { return *HWY_DYNAMIC_DISPATCH(Table)(); }

}  // namespace coincide::internal

#endif  // HWY_ONCE
