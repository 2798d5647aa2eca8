// File: projection_series.h
//
// The polynomials that carry the HEALPix projection of an ellipsoid. Sine,
// authalic latitude and the caps' square root are one polynomial each way, so
// WGS84 costs what a sphere costs.

#ifndef COINCIDE_HEALPIX_PROJECTION_SERIES_H_
#define COINCIDE_HEALPIX_PROJECTION_SERIES_H_

#include <array>

#include "coincide/healpix/double_double.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide::internal {

// Enough for a truncation error, in radians, below 4e-17 on WGS84, 2e-16 at
// Ellipsoid::kMinInverseFlattening: tests/oracle/series.py.
inline constexpr int kEncodeTerms = 9;
inline constexpr int kDecodeTerms = 17;
// The caps need fewer, which the kernels make use of.
inline constexpr int kCapDecodeTerms = 13;

// Odd polynomials sum_k c[k] arg^(2 k + 1), lowest power first, n = 2^29:
//
//   belt_encode  |latitude| in degrees -> n (3/4) sin(authalic)
//   cap_encode   colatitude in degrees -> n sigma / 90
//   belt_decode  sin(authalic), up to 2/3 -> latitude in degrees
//   cap_decode   sigma, up to 1 -> colatitude in degrees; 0 from kCapDecodeTerms on
//
// with sigma = sqrt(3 (1 - sin(authalic))), and latitudes geodetic.
struct ProjectionSeries {
  std::array<double, kEncodeTerms> belt_encode;
  std::array<double, kEncodeTerms> cap_encode;
  std::array<double, kDecodeTerms> belt_decode;
  std::array<double, kDecodeTerms> cap_decode;
  // The caps begin above this geodetic latitude, degrees: where sin(authalic)
  // is 2/3, less a hair, so that belt_encode never rounds above n / 2.
  double cap_lat;
  // n / 90, rounded down so that 45 times it is at most n / 2.
  double belt_scale;
};

// q(s) / q(1) for s = sin(geodetic latitude), to about 30 digits.
inline DoubleDouble AuthalicSineExact(DoubleDouble s, DoubleDouble e2) {
  // q / (1 - e^2) = s sum_k (2 k + 2) / (2 k + 1) (e s)^(2 k).
  const DoubleDouble t = e2 * s * s;
  DoubleDouble power = 1, power_1 = 1, sum = 2, sum_1 = 2;
  for (int k = 1; k <= 40 && power_1.hi > 1e-34; ++k) {
    const DoubleDouble c = DoubleDouble(2.0 * k + 2) / DoubleDouble(2.0 * k + 1);
    power = power * t;
    power_1 = power_1 * e2;
    sum = sum + c * power;
    sum_1 = sum_1 + c * power_1;
  }
  return s * sum / sum_1;
}

// The s with AuthalicSineExact(s) = z, by Newton's method: q' is close to
// constant, so each step gains four digits or more.
inline DoubleDouble InverseAuthalicSineExact(DoubleDouble z, DoubleDouble e2) {
  const DoubleDouble at_one = AuthalicSineExact(1, e2);
  DoubleDouble s = z;
  for (int i = 0; i < 10; ++i) {
    const DoubleDouble t = e2 * s * s;
    // d/ds [s / (1 - t) + atanh(e s) / e] = 2 / (1 - t)^2, over the same at
    // s = 1, which the sum form above has normalised to at_one = 1.
    DoubleDouble sum_1 = 2, power = 1;
    for (int k = 1; k <= 40 && power.hi > 1e-34; ++k) {
      power = power * e2;
      sum_1 = sum_1 + DoubleDouble(2.0 * k + 2) / DoubleDouble(2.0 * k + 1) * power;
    }
    const DoubleDouble one_t = DoubleDouble(1) - t;
    const DoubleDouble slope = DoubleDouble(2) / (one_t * one_t) / sum_1;
    s = s - (AuthalicSineExact(s, e2) - z * at_one) / slope;
  }
  return s;
}

// asin(s) for 0 <= s <= 0.9, by Newton's method on SinSmall.
inline DoubleDouble AsinExact(DoubleDouble s) {
  DoubleDouble x = std::asin(s.hi);
  for (int i = 0; i < 2; ++i) x = x - (SinSmall(x) - s) / CosSmall(x);
  return x;
}

// Coefficients of the polynomial in y, 0 <= y <= y_max, that agrees with
// f at the Chebyshev nodes; f takes and gives DoubleDouble.
template <int kTerms, typename F>
std::array<double, kTerms> FitPolynomial(double y_max, const F& f) {
  std::array<DoubleDouble, kTerms> node, value, monomial{};
  for (int i = 0; i < kTerms; ++i) {
    const DoubleDouble angle =
        kPi * DoubleDouble(2.0 * i + 1) / DoubleDouble(4.0 * kTerms);  // half the angle
    const DoubleDouble root = CosSmall(angle);
    node[i] = root * root * y_max;  // (1 + cos(2 angle)) / 2
    value[i] = f(node[i]);
  }
  for (int level = 1; level < kTerms; ++level) {  // Newton's divided differences
    for (int i = kTerms - 1; i >= level; --i) {
      value[i] = (value[i] - value[i - 1]) / (node[i] - node[i - level]);
    }
  }
  for (int i = kTerms - 1; i >= 0; --i) {  // monomial = monomial (y - node) + value
    for (int k = kTerms - 1; k > 0; --k) monomial[k] = monomial[k - 1] - monomial[k] * node[i];
    monomial[0] = value[i] - monomial[0] * node[i];
  }
  std::array<double, kTerms> result;
  for (int k = 0; k < kTerms; ++k) result[k] = monomial[k].hi;
  return result;
}

inline ProjectionSeries FitProjectionSeries(const Ellipsoid& ellipsoid) {
  constexpr double kSide = 536870912.0;  // 2^29
  const DoubleDouble degree = kPi / DoubleDouble(180);
  const DoubleDouble f = ellipsoid.inverse_flattening() == 0
                             ? DoubleDouble(0)
                             : DoubleDouble(1) / DoubleDouble(ellipsoid.inverse_flattening());
  const DoubleDouble e2 = f * (DoubleDouble(2) - f);

  const DoubleDouble split_sine = DoubleDouble(2) / DoubleDouble(3);
  const double split = (AsinExact(InverseAuthalicSineExact(split_sine, e2)) / degree).hi;

  ProjectionSeries series;
  series.cap_lat = split * (1 - 4e-16);
  series.belt_scale = kSide / 90.0;
  if (series.belt_scale * 45.0 > kSide / 2) series.belt_scale *= 1 - 1.2e-16;
  // A margin on each interval keeps both ends of the split inside.
  constexpr double kMargin = 1 + 1e-9;
  series.belt_encode = FitPolynomial<kEncodeTerms>(split * split * kMargin, [&](DoubleDouble y) {
    const DoubleDouble lat = Sqrt(y);
    const DoubleDouble z = AuthalicSineExact(SinSmall(lat * degree), e2);
    return z * (0.75 * kSide) / lat;
  });
  const double colat = 90 - split;
  series.cap_encode = FitPolynomial<kEncodeTerms>(colat * colat * kMargin, [&](DoubleDouble y) {
    const DoubleDouble c = Sqrt(y);
    const DoubleDouble z = AuthalicSineExact(CosSmall(c * degree), e2);
    return Sqrt(DoubleDouble(3) * (DoubleDouble(1) - z)) * kSide / DoubleDouble(90) / c;
  });
  series.belt_decode =
      FitPolynomial<kDecodeTerms>(split_sine.hi * split_sine.hi * kMargin, [&](DoubleDouble y) {
        const DoubleDouble z = Sqrt(y);
        return AsinExact(InverseAuthalicSineExact(z, e2)) / degree / z;
      });
  const auto cap_decode = FitPolynomial<kCapDecodeTerms>(kMargin, [&](DoubleDouble y) {
    const DoubleDouble z = DoubleDouble(1) - y / DoubleDouble(3);
    const DoubleDouble s = InverseAuthalicSineExact(z, e2);
    // 1 - s = 2 sin^2(colatitude / 2).
    const DoubleDouble half = AsinExact(Sqrt((DoubleDouble(1) - s) * 0.5));
    return half * 2.0 / degree / Sqrt(y);
  });
  series.cap_decode.fill(0);
  for (int k = 0; k < kCapDecodeTerms; ++k) series.cap_decode[k] = cap_decode[k];
  return series;
}

}  // namespace coincide::internal

#endif  // COINCIDE_HEALPIX_PROJECTION_SERIES_H_
