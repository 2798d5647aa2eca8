// The decode loop for one instruction set; see vector.cc.

#if defined(COINCIDE_HEALPIX_KERNELS_DECODE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef COINCIDE_HEALPIX_KERNELS_DECODE_INL_H_
#undef COINCIDE_HEALPIX_KERNELS_DECODE_INL_H_
#else
#define COINCIDE_HEALPIX_KERNELS_DECODE_INL_H_
#endif

#include "hwy/highway.h"
#include "src/healpix/kernels/kernels.h"

#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_NEON

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Integers below 2^51 to doubles: exact, and available on every target.
template <class D, class V>
HWY_INLINE hn::Vec<D> SmallToDouble(D d, V v) {
  const hn::RebindToUnsigned<D> du;
  const auto magic = hn::Set(d, 4503599627370496.0);  // 2^52
  return hn::Sub(hn::BitCast(d, hn::Or(v, hn::BitCast(du, magic))), magic);
}

// What vectors of words are known to hold: points, points and area cells up to
// order 27, or valid words of any kind.
struct Points {
  static constexpr int kRank = 0;
};
struct Coarse {
  static constexpr int kRank = 1;
};
struct Any {
  static constexpr int kRank = 2;
};

HWY_ATTR size_t DecodeCentres(const uint64_t* words, size_t n, const Projection& projection,
                              double* lon, double* lat) {
  const hn::ScalableTag<double> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const hn::Repartition<uint8_t, decltype(d)> d8;
  const size_t lanes = hn::Lanes(d);
  const ProjectionSeries& series = projection.series();

  // Of a nibble y1 x1 y0 x0: x1 x0 in bits 0-1, y1 y0 in bits 4-5; and the same
  // two bits higher.
  alignas(16) static constexpr uint8_t kLow[16] = {0x00, 0x01, 0x10, 0x11, 0x02, 0x03, 0x12, 0x13,
                                                   0x20, 0x21, 0x30, 0x31, 0x22, 0x23, 0x32, 0x33};
  alignas(16) static constexpr uint8_t kHigh[16] = {0x00, 0x04, 0x40, 0x44, 0x08, 0x0C, 0x48, 0x4C,
                                                    0x80, 0x84, 0xC0, 0xC4, 0x88, 0x8C, 0xC8, 0xCC};
  // Bytes 0, 2, 4, 6 of each lane to its low half; 128 and above give zero.
  alignas(16) static constexpr uint8_t kEvenBytes[16] = {0, 2,  4,  6,  128, 128, 128, 128,
                                                         8, 10, 12, 14, 128, 128, 128, 128};
  const auto low_table = hn::LoadDup128(d8, kLow);
  const auto high_table = hn::LoadDup128(d8, kHigh);
  const auto even_bytes = hn::LoadDup128(d8, kEvenBytes);
  const auto nibble_mask = hn::Set(du, 0x0F0F0F0F0F0F0F0F);
  const auto one = hn::Set(du, 1);

  // One vector of words: all of them points, or valid ones of any order. Two calls in a row share
  // the constants and overlap.
  const auto decode = [&](auto kind, auto word, double* lon_out, double* lat_out) HWY_ATTR {
    const auto base = hn::Sub(hn::ShiftRight<60>(word), one);
    // The order-29 index of the first leaf, inside its base cell, and the side of
    // the cell in leaves.
    auto tail = hn::And(word, hn::Set(du, 15));
    auto side = one;
    if constexpr (kind.kRank > 0) {
      const auto suffix = hn::And(word, hn::Set(du, 63));
      const auto point = hn::Eq(hn::And(suffix, hn::Set(du, 48)), hn::Set(du, 48));
      tail = hn::IfThenElseZero(point, tail);
      const auto order = hn::Min(suffix, hn::Set(du, 29));
      side = hn::IfThenElse(point, one, one << hn::Sub(hn::Set(du, 29), order));
      if constexpr (kind.kRank > 1) {
        // Orders 28 and 29: suffix = 28 + 5 t28 + (0, or 1 + t29), and 13 / 64 is
        // close enough to 1 / 5 up to 19.
        const auto fine = hn::Sub(suffix, hn::Set(du, 28));
        const auto t28 = hn::ShiftRight<6>(
            hn::Add(hn::Add(hn::ShiftLeft<3>(fine), hn::ShiftLeft<2>(fine)), fine));
        const auto last = hn::Sub(fine, hn::Add(hn::ShiftLeft<2>(t28), t28));
        const auto order_28 = hn::Eq(last, hn::Zero(du));
        const auto t29 = hn::IfThenZeroElse(order_28, hn::Sub(last, one));
        const auto other = hn::Or(point, hn::Lt(suffix, hn::Set(du, 28)));
        tail = hn::IfThenElse(other, tail, hn::Or(hn::ShiftLeft<2>(t28), t29));
        side = hn::IfThenElse(other, side, hn::IfThenElse(order_28, hn::Set(du, 2), one));
      }
    }
    const auto path = hn::And(hn::ShiftRight<2>(word), hn::Set(du, ((uint64_t{1} << 54) - 1) << 4));
    const auto place = hn::Or(path, tail);
    const auto low = hn::BitCast(d8, hn::And(place, nibble_mask));
    const auto high = hn::BitCast(d8, hn::And(hn::ShiftRight<4>(place), nibble_mask));
    const auto both = hn::BitCast(
        du, hn::Or(hn::TableLookupBytes(low_table, low), hn::TableLookupBytes(high_table, high)));
    const auto pack = [&](hn::Vec<decltype(du)> nibbles) HWY_ATTR {
      const auto pairs = hn::Or(nibbles, hn::ShiftRight<4>(nibbles));
      return hn::BitCast(du, hn::TableLookupBytes(hn::BitCast(d8, pairs), even_bytes));
    };
    const auto x_leaf = pack(hn::And(both, nibble_mask));
    const auto y_leaf = pack(hn::And(hn::ShiftRight<4>(both), nibble_mask));

    const auto half_leaf = hn::Set(d, 0.5 / kLeafSide);
    const auto x = hn::Mul(SmallToDouble(d, hn::Add(hn::ShiftLeft<1>(x_leaf), side)), half_leaf);
    const auto y = hn::Mul(SmallToDouble(d, hn::Add(hn::ShiftLeft<1>(y_leaf), side)), half_leaf);

    // From here as Projection::PointAt.
    const auto row = hn::ShiftRight<2>(base);
    const auto s = hn::Sub(SmallToDouble(d, hn::Add(row, hn::Set(du, 2))), hn::Add(x, y));
    const auto two = hn::Set(d, 2.0);
    const auto from_pole = hn::IfThenElse(hn::Lt(s, two), s, hn::Sub(hn::Set(d, 4.0), s));
    const auto cap = hn::Lt(from_pole, hn::Set(d, 1.0));
    const auto z = hn::Mul(hn::Sub(two, from_pole), hn::Set(d, 2.0 / 3.0));
    const auto arg = hn::IfThenElse(cap, from_pole, z);
    const auto w = hn::Mul(arg, arg);
    const auto coefficient = [&](int k) HWY_ATTR {
      return hn::IfThenElse(cap, hn::Set(d, series.cap_decode[static_cast<size_t>(k)]),
                            hn::Set(d, series.belt_decode[static_cast<size_t>(k)]));
    };
    // EvaluateDecode.
    const auto w2 = hn::Mul(w, w), w4 = hn::Mul(w2, w2), w8 = hn::Mul(w4, w4);
    const auto pair = [&](int k) HWY_ATTR {
      return hn::Add(coefficient(k), hn::Mul(coefficient(k + 1), w));
    };
    const auto four = [&](int k) HWY_ATTR { return hn::Add(pair(k), hn::Mul(pair(k + 2), w2)); };
    const auto first = hn::Add(four(1), hn::Mul(four(5), w4));
    // The last four coefficients of the caps are zero.
    const auto belt = [&](size_t k) HWY_ATTR { return hn::Set(d, series.belt_decode[k]); };
    const auto last = hn::Add(hn::Add(belt(13), hn::Mul(belt(14), w)),
                              hn::Mul(hn::Add(belt(15), hn::Mul(belt(16), w)), w2));
    const auto rest = hn::Add(four(9), hn::Mul(hn::IfThenZeroElse(cap, last), w4));
    const auto q = hn::Add(first, hn::Mul(rest, w8));
    const auto sum = hn::Add(coefficient(0), hn::Mul(q, w));
    const auto angle = hn::Mul(arg, sum);
    const auto abs_lat = hn::IfThenElse(cap, hn::Sub(hn::Set(d, 90.0), angle), angle);
    hn::StoreU(hn::IfThenElse(hn::Le(s, two), abs_lat, hn::Neg(abs_lat)), d, lat_out);

    // 2 column + 1, less 1 in the middle row; then -4 to 3 instead of 0 to 7.
    const auto column = hn::ShiftLeft<1>(hn::And(base, hn::Set(du, 3)));
    const auto odd = hn::IfThenZeroElse(hn::Eq(row, one), one);
    const auto middle = SmallToDouble(d, hn::Or(column, odd));
    const auto signed_middle =
        hn::Sub(middle, hn::IfThenZeroElse(hn::Lt(middle, hn::Set(d, 4.0)), hn::Set(d, 8.0)));
    // No centre lies at a pole, so from_pole is not 0.
    const auto t = hn::Div(hn::Sub(x, y), hn::IfThenElse(cap, from_pole, hn::Set(d, 1.0)));
    const auto forty_five = hn::Set(d, 45.0);
    auto lon_v = hn::Add(hn::Mul(signed_middle, forty_five), hn::Mul(t, forty_five));
    const auto turn = hn::Set(d, 360.0);
    lon_v = hn::Sub(lon_v, hn::IfThenElseZero(hn::Ge(lon_v, hn::Set(d, 180.0)), turn));
    lon_v = hn::Add(lon_v, hn::IfThenElseZero(hn::Lt(lon_v, hn::Set(d, -180.0)), turn));
    hn::StoreU(lon_v, d, lon_out);
  };
  const auto usual = [&](auto word) HWY_ATTR {
    const auto base = hn::Sub(hn::ShiftRight<60>(word), one);
    const auto suffix = hn::And(word, hn::Set(du, 63));
    const auto point = hn::Eq(hn::And(suffix, hn::Set(du, 48)), hn::Set(du, 48));
    // Twice (27 - order) path bits below the order must be clear.
    const auto below_bits = hn::IfThenZeroElse(
        point, hn::Sub(hn::Set(du, 54), hn::ShiftLeft<1>(hn::Min(suffix, hn::Set(du, 27)))));
    const auto below = hn::ShiftLeft<6>(hn::Sub(one << below_bits, one));
    return hn::And(hn::Lt(base, hn::Set(du, 12)), hn::Eq(hn::And(word, below), hn::Zero(du)));
  };

  const auto is_point = [&](auto word) HWY_ATTR {
    const auto base = hn::Sub(hn::ShiftRight<60>(word), one);
    return hn::And(hn::Lt(base, hn::Set(du, 12)),
                   hn::Eq(hn::And(word, hn::Set(du, 48)), hn::Set(du, 48)));
  };

  const auto is_coarse = [&](auto word) HWY_ATTR {
    const auto suffix = hn::And(word, hn::Set(du, 63));
    return hn::Or(hn::Lt(suffix, hn::Set(du, 28)), hn::Gt(suffix, hn::Set(du, 47)));
  };

  size_t invalid = 0;
  size_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    const auto word_0 = hn::LoadU(du, words + i), word_1 = hn::LoadU(du, words + i + lanes);
    if (hn::AllTrue(du, hn::And(is_point(word_0), is_point(word_1)))) {
      decode(Points(), word_0, lon + i, lat + i);
      decode(Points(), word_1, lon + i + lanes, lat + i + lanes);
    } else if (HWY_LIKELY(hn::AllTrue(du, hn::And(usual(word_0), usual(word_1))))) {
      if (hn::AllTrue(du, hn::And(is_coarse(word_0), is_coarse(word_1)))) {
        decode(Coarse(), word_0, lon + i, lat + i);
        decode(Coarse(), word_1, lon + i + lanes, lat + i + lanes);
      } else {
        decode(Any(), word_0, lon + i, lat + i);
        decode(Any(), word_1, lon + i + lanes, lat + i + lanes);
      }
    } else {
      invalid += DecodePortable(words + i, 2 * lanes, projection, lon + i, lat + i);
    }
  }
  return invalid + DecodePortable(words + i, n - i, projection, lon + i, lat + i);
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET

#endif  // include guard
