// The encode loop for one instruction set; see vector.cc.

#if defined(COINCIDE_HEALPIX_KERNELS_ENCODE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef COINCIDE_HEALPIX_KERNELS_ENCODE_INL_H_
#undef COINCIDE_HEALPIX_KERNELS_ENCODE_INL_H_
#else
#define COINCIDE_HEALPIX_KERNELS_ENCODE_INL_H_
#endif

#include "hwy/highway.h"
#include "src/healpix/kernels/kernels.h"

#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_NEON

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Bit i of each 29-bit lane to bit 2 i, through a table of nibbles: `spread`
// maps a nibble to its byte.
template <class DU, class V, class Bytes>
HWY_INLINE V SpreadLanes(DU du, V v, Bytes duplicate, Bytes spread) {
  const hn::Repartition<uint8_t, DU> d8;
  // Byte k of the low half at bytes 2 k and 2 k + 1; the first then gives its
  // low nibble, the second its high one.
  const auto twice = hn::BitCast(du, hn::TableLookupBytes(hn::BitCast(d8, v), duplicate));
  const auto low = hn::And(twice, hn::Set(du, 0x000F000F000F000F));
  const auto nibbles = hn::OrAnd(low, hn::ShiftRight<4>(twice), hn::Set(du, 0x0F000F000F000F00));
  return hn::BitCast(du, hn::TableLookupBytes(spread, hn::BitCast(d8, nibbles)));
}

// Projection::DiagonalOf for vectors: `a` and `b` of the northern twin.
template <class D>
struct DiagonalLanes {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  V a, b;
  VU quadrant;  // Modulo 4; higher bits are noise.
  hn::Mask<D> cap;
};

// REQUIRES: IsUsual(lon, lat).
template <class D, class V>
HWY_INLINE DiagonalLanes<D> ProjectLanes(D d, V lon, V abs_lat, const ProjectionSeries& series) {
  const hn::RebindToUnsigned<D> du;
  const auto round_magic = hn::Set(d, kRoundMagic);
  const auto forty_five = hn::Set(d, 45.0);
  const auto ninety = hn::Set(d, 90.0);

  const auto rounded = hn::Add(hn::Mul(lon, hn::Set(d, 1.0 / 90.0)), round_magic);
  const auto r = hn::Sub(lon, hn::Mul(hn::Sub(rounded, round_magic), ninety));
  const auto west = hn::Lt(r, hn::Zero(d));
  const auto v = hn::Add(r, hn::IfThenElse(west, forty_five, hn::Set(d, -45.0)));
  // A mask is -1 where set.
  const auto quadrant =
      hn::Add(hn::BitCast(du, rounded), hn::BitCast(du, hn::VecFromMask(d, west)));

  const auto cap = hn::Gt(abs_lat, hn::Set(d, series.cap_lat));
  const auto arg = hn::IfThenElse(cap, hn::Sub(ninety, abs_lat), abs_lat);
  const auto w = hn::Mul(arg, arg);
  const auto coefficient = [&](size_t k) HWY_ATTR {
    return hn::IfThenElse(cap, hn::Set(d, series.cap_encode[k]), hn::Set(d, series.belt_encode[k]));
  };
  // EvaluateEncode.
  const auto w2 = hn::Mul(w, w), w4 = hn::Mul(w2, w2);
  const auto pair = [&](size_t k) HWY_ATTR {
    return hn::Add(coefficient(k), hn::Mul(coefficient(k + 1), w));
  };
  const auto low = hn::Add(pair(1), hn::Mul(pair(3), w2));
  const auto high = hn::Add(pair(5), hn::Mul(pair(7), w2));
  const auto q = hn::Add(low, hn::Mul(high, w4));
  const auto value = hn::Mul(arg, hn::Add(coefficient(0), hn::Mul(q, w)));

  const auto shift = hn::IfThenElseZero(cap, forty_five);
  const auto scale = hn::IfThenElse(cap, value, hn::Set(d, series.belt_scale));
  const auto offset = hn::IfThenElse(cap, hn::Set(d, kLeafSide), value);
  return {hn::Sub(hn::Mul(hn::Add(v, shift), scale), offset),
          hn::Add(hn::Mul(hn::Sub(v, shift), scale), offset), quadrant, cap};
}

// Whether the vector path can take a point: it is valid, and its longitude
// needs no fmod.
template <class D, class V>
HWY_INLINE hn::Mask<D> IsUsual(D d, V lon, V abs_lat) {
  return hn::And(hn::Le(abs_lat, hn::Set(d, 90.0)),
                 hn::Le(hn::Abs(lon), hn::Set(d, kFastLonLimit)));
}

HWY_ATTR size_t EncodePoints(const double* lon, const double* lat, size_t n,
                             const Projection& projection, uint64_t* words) {
  const hn::ScalableTag<double> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const hn::Repartition<uint8_t, decltype(d)> d8;
  const size_t lanes = hn::Lanes(d);
  const ProjectionSeries& series = projection.series();

  alignas(16) static constexpr uint8_t kDuplicate[16] = {0, 0, 1, 1, 2,  2,  3,  3,
                                                         8, 8, 9, 9, 10, 10, 11, 11};
  alignas(16) static constexpr uint8_t kSpreadX[16] = {0x00, 0x01, 0x04, 0x05, 0x10, 0x11,
                                                       0x14, 0x15, 0x40, 0x41, 0x44, 0x45,
                                                       0x50, 0x51, 0x54, 0x55};
  alignas(16) static constexpr uint8_t kSpreadY[16] = {0x00, 0x02, 0x08, 0x0A, 0x20, 0x22,
                                                       0x28, 0x2A, 0x80, 0x82, 0x88, 0x8A,
                                                       0xA0, 0xA2, 0xA8, 0xAA};
  const auto duplicate = hn::LoadDup128(d8, kDuplicate);
  const auto spread_x = hn::LoadDup128(d8, kSpreadX);
  const auto spread_y = hn::LoadDup128(d8, kSpreadY);
  const auto floor_magic = hn::Set(d, kFloorMagic);
  const auto last_leaf = hn::Set(d, kLastLeaf);

  // Two calls in a row share the constants and overlap.
  const auto encode = [&](auto lon_v, auto lat_v, auto abs_lat) HWY_ATTR {
    const auto place = ProjectLanes(d, lon_v, abs_lat, series);
    // q = -p, with p and m as Projection::DiagonalOf has them.
    const auto south = hn::Lt(lat_v, hn::Zero(d));
    const auto q_place = hn::Neg(hn::IfThenElse(south, place.b, place.a));
    const auto m_place = hn::IfThenElse(south, place.a, place.b);
    const auto q = hn::BitCast(du, hn::Add(hn::Min(q_place, last_leaf), floor_magic));
    const auto m = hn::BitCast(du, hn::Add(hn::Min(m_place, last_leaf), floor_magic));

    // Bit 51 is the sign. The exponent above it, 1053, makes the shifted words
    // 2106 or 2107: 2 or 3 modulo 4 in the column, which has no such bits in
    // m & ~q, and 4212 in the sum of two signs.
    const auto step = hn::ShiftRight<51>(hn::AndNot(q, m));
    const auto column = hn::And(hn::Add(place.quadrant, step), hn::Set(du, 3));
    const auto signs = hn::Add(hn::ShiftRight<51>(q), hn::ShiftRight<51>(m));
    // Base cell + 1 = column + 1 + 4 (2 - signs).
    const auto front = hn::Sub(hn::Add(column, hn::Set(du, 9 + 4 * 4212)), hn::ShiftLeft<2>(signs));

    const auto leaf_mask = hn::Set(du, kLeafMask);
    const auto x = hn::And(hn::ShiftRight<kFloorShift>(m), leaf_mask);
    const auto y = hn::And(hn::ShiftRight<kFloorShift>(q), leaf_mask);
    const auto path =
        hn::Or(SpreadLanes(du, x, duplicate, spread_x), SpreadLanes(du, y, duplicate, spread_y));
    // 54 path bits from bit 6, the last four as they are, suffix 48 + those.
    auto word = hn::Or(hn::ShiftLeft<60>(front), hn::Set(du, 48));
    word = hn::OrAnd(word, hn::ShiftLeft<2>(path), hn::Set(du, ~uint64_t{63}));
    return hn::OrAnd(word, path, hn::Set(du, 15));
  };

  size_t invalid = 0;
  size_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    const auto lon_0 = hn::LoadU(d, lon + i), lon_1 = hn::LoadU(d, lon + i + lanes);
    const auto lat_0 = hn::LoadU(d, lat + i), lat_1 = hn::LoadU(d, lat + i + lanes);
    const auto abs_0 = hn::Abs(lat_0), abs_1 = hn::Abs(lat_1);
    if (HWY_UNLIKELY(
            !hn::AllTrue(d, hn::And(IsUsual(d, lon_0, abs_0), IsUsual(d, lon_1, abs_1))))) {
      invalid += EncodePortable(lon + i, lat + i, 2 * lanes, projection, words + i);
      continue;
    }
    const auto word_0 = encode(lon_0, lat_0, abs_0);
    const auto word_1 = encode(lon_1, lat_1, abs_1);
    hn::StoreU(word_0, du, words + i);
    hn::StoreU(word_1, du, words + i + lanes);
  }
  return invalid + EncodePortable(lon + i, lat + i, n - i, projection, words + i);
}

HWY_ATTR void ToPlane(const double* lon, const double* lat, size_t n, const Projection& projection,
                      double scale, double* x, double* y, uint64_t* chart) {
  const hn::ScalableTag<double> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const size_t lanes = hn::Lanes(d);
  const ProjectionSeries& series = projection.series();
  const auto scale_v = hn::Set(d, scale);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto lon_v = hn::LoadU(d, lon + i), lat_v = hn::LoadU(d, lat + i);
    const auto abs_lat = hn::Abs(lat_v);
    if (HWY_UNLIKELY(!hn::AllTrue(d, IsUsual(d, lon_v, abs_lat)))) {
      ToPlanePortable(lon + i, lat + i, lanes, projection, scale, x + i, y + i, chart + i);
      continue;
    }
    const auto place = ProjectLanes(d, lon_v, abs_lat, series);
    const auto south = hn::Lt(lat_v, hn::Zero(d));
    const auto quadrant = hn::And(place.quadrant, hn::Set(du, 3));
    // quadrant + 1 as a double: a small integer over 2^52.
    const auto magic = hn::Set(d, 4503599627370496.0);
    const auto step = hn::Mul(
        hn::Sub(hn::BitCast(d, hn::Or(hn::Add(quadrant, hn::Set(du, 1)), hn::BitCast(du, magic))),
                magic),
        hn::Set(d, kLeafSide));
    const auto p = hn::IfThenElse(south, place.b, place.a);
    const auto m = hn::IfThenElse(south, place.a, place.b);
    hn::StoreU(hn::Mul(hn::Add(step, m), scale_v), d, x + i);
    hn::StoreU(hn::Mul(hn::Sub(hn::Neg(step), p), scale_v), d, y + i);
    const auto first = hn::IfThenElse(hn::RebindMask(du, south), hn::Set(du, 5), hn::Set(du, 1));
    hn::StoreU(hn::IfThenElseZero(hn::RebindMask(du, place.cap), hn::Add(quadrant, first)), du,
               chart + i);
  }
  ToPlanePortable(lon + i, lat + i, n - i, projection, scale, x + i, y + i, chart + i);
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET

#endif  // include guard
