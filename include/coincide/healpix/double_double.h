// File: double_double.h
//
// Arithmetic with about 31 digits, as unevaluated sums of two doubles: enough
// to fit the series of projection.h to the last bit of a double. Uses only +,
// -, *, / and sqrt in double, so it gives the same bits on every machine
// compiled without contraction and with round-to-nearest.
//
// Source: Dekker 1971, Numer. Math. 18, 224; Hida, Li, Bailey 2001, "Library
// for double-double and quad-double arithmetic".

#ifndef COINCIDE_HEALPIX_DOUBLE_DOUBLE_H_
#define COINCIDE_HEALPIX_DOUBLE_DOUBLE_H_

#include <cmath>

namespace coincide::internal {

struct DoubleDouble {
  double hi = 0;
  double lo = 0;

  constexpr DoubleDouble() = default;
  constexpr DoubleDouble(double value) : hi(value) {}  // NOLINT: as a number
  constexpr DoubleDouble(double h, double l) : hi(h), lo(l) {}
};

// a + b exactly, for |a| >= |b| or a == 0.
constexpr DoubleDouble QuickTwoSum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

// a + b exactly.
constexpr DoubleDouble TwoSum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a * b exactly, if nothing overflows: both are split into 26-bit halves.
constexpr DoubleDouble TwoProduct(double a, double b) {
  constexpr double kSplitter = 134217729.0;  // 2^27 + 1
  const double a_big = kSplitter * a, b_big = kSplitter * b;
  const double a_hi = a_big - (a_big - a), b_hi = b_big - (b_big - b);
  const double a_lo = a - a_hi, b_lo = b - b_hi;
  const double product = a * b;
  return {product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo};
}

constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = TwoSum(a.hi, b.hi), low = TwoSum(a.lo, b.lo);
  const DoubleDouble first = QuickTwoSum(high.hi, high.lo + low.hi);
  return QuickTwoSum(first.hi, first.lo + low.lo);
}

constexpr DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble p = TwoProduct(a.hi, b.hi);
  return QuickTwoSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double q1 = a.hi / b.hi;
  const DoubleDouble r1 = a - b * q1;
  const double q2 = r1.hi / b.hi;
  const DoubleDouble r2 = r1 - b * q2;
  return QuickTwoSum(q1, q2) + r2.hi / b.hi;
}

inline DoubleDouble Sqrt(DoubleDouble a) {
  if (a.hi <= 0) return 0;
  const DoubleDouble root = std::sqrt(a.hi);
  return (root + a / root) * 0.5;  // One Newton step doubles the digits.
}

inline constexpr DoubleDouble kPi{3.141592653589793116, 1.224646799147353207e-16};

// Sine and cosine by Taylor's series, for |x| <= 2; error below 1e-30.
constexpr DoubleDouble SinSmall(DoubleDouble x) {
  const DoubleDouble minus_square = -(x * x);
  DoubleDouble term = x, sum = x;
  for (int k = 2; k <= 34; k += 2) {
    term = term * minus_square / DoubleDouble(static_cast<double>(k * (k + 1)));
    sum = sum + term;
  }
  return sum;
}
constexpr DoubleDouble CosSmall(DoubleDouble x) {
  const DoubleDouble minus_square = -(x * x);
  DoubleDouble term = 1, sum = 1;
  for (int k = 1; k <= 35; k += 2) {
    term = term * minus_square / DoubleDouble(static_cast<double>(k * (k + 1)));
    sum = sum + term;
  }
  return sum;
}

}  // namespace coincide::internal

#endif  // COINCIDE_HEALPIX_DOUBLE_DOUBLE_H_
