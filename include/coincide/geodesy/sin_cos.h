// File: sin_cos.h
//
// Sine and cosine of an angle in degrees without libm: the same bits on every
// machine, exact at multiples of 90 degrees, and plain enough for a compiler
// to vectorise a loop over it.

#ifndef COINCIDE_GEODESY_SIN_COS_H_
#define COINCIDE_GEODESY_SIN_COS_H_

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace coincide {

struct SinCos {
  double sin = 0;
  double cos = 1;
};

// Sine and cosine of `degrees`, any finite value; NaN for others.
//
// ERROR: below 1.5e-16 absolute for every finite double (the angle is reduced
// exactly first), below 4e-16 relative for the sine of a small angle, against
// 40 digits: tests/oracle/ecef.py, tests/geodesy/ecef_test.cc.
inline SinCos SinCosDegrees(double degrees);

//----------------------- Implementation details follow -----------------------

namespace internal {

// Sums of Taylor's series for |x| <= pi / 4; what is left out is below 1e-18.
constexpr double SinSeries(double x) {
  const double y = x * x;
  double sum = 1.0 / 355687428096000.0;   // 1 / 17!
  sum = sum * y - 1.0 / 1307674368000.0;  // 15!
  sum = sum * y + 1.0 / 6227020800.0;     // 13!
  sum = sum * y - 1.0 / 39916800.0;       // 11!
  sum = sum * y + 1.0 / 362880.0;         // 9!
  sum = sum * y - 1.0 / 5040.0;           // 7!
  sum = sum * y + 1.0 / 120.0;            // 5!
  sum = sum * y - 1.0 / 6.0;              // 3!
  return x + x * (y * sum);
}

constexpr double CosSeries(double x) {
  const double y = x * x;
  double sum = -1.0 / 6402373705728000.0;  // 1 / 18!
  sum = sum * y + 1.0 / 20922789888000.0;  // 16!
  sum = sum * y - 1.0 / 87178291200.0;     // 14!
  sum = sum * y + 1.0 / 479001600.0;       // 12!
  sum = sum * y - 1.0 / 3628800.0;         // 10!
  sum = sum * y + 1.0 / 40320.0;           // 8!
  sum = sum * y - 1.0 / 720.0;             // 6!
  sum = sum * y + 1.0 / 24.0;              // 4!
  return 1 - (0.5 * y - y * y * sum);
}

}  // namespace internal

inline SinCos SinCosDegrees(double degrees) {
  // Adding this rounds |v| < 2^51 to an integer, in the low bits of the sum.
  constexpr double kRoundMagic = 6755399441055744.0;  // 1.5 * 2^52
  // Below 2^40 the nearest multiple of 90 is subtracted without error.
  if (!(std::abs(degrees) <= 1099511627776.0)) degrees = std::fmod(degrees, 360.0);
  const double rounded = degrees * (1.0 / 90.0) + kRoundMagic;
  const double r = (degrees - (rounded - kRoundMagic) * 90.0) * (std::numbers::pi / 180);
  const uint64_t quadrant = std::bit_cast<uint64_t>(rounded) & 3;
  const double s = internal::SinSeries(r), c = internal::CosSeries(r);
  const bool swap = (quadrant & 1) != 0;
  const double sin = swap ? c : s, cos = swap ? s : c;
  return {(quadrant & 2) != 0 ? -sin : sin, ((quadrant + 1) & 2) != 0 ? -cos : cos};
}

}  // namespace coincide

#endif  // COINCIDE_GEODESY_SIN_COS_H_
