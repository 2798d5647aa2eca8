#include "coincide/geodesy/predicates.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

#include "coincide/healpix/double_double.h"

namespace coincide {
namespace {

using internal::DoubleDouble;
using internal::TwoProduct;

bool IsFinite(const Vector3& v) {
  return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z);
}

// Exact sums of products of three doubles, as one number of fixed point wide
// enough for every finite double: limbs of 32 bits, each kept in 64 with its
// carry pending.
class ExactSum {
 public:
  void AddProduct(double a, double b, double c) {
    if (a == 0 || b == 0 || c == 0) return;
    int exponent = 0;
    const uint64_t m = Split(a, &exponent), n = Split(b, &exponent), p = Split(c, &exponent);
    const bool negative = std::signbit(a) ^ std::signbit(b) ^ std::signbit(c);
    std::array<uint32_t, 7> product = {static_cast<uint32_t>(m), static_cast<uint32_t>(m >> 32)};
    Multiply(n, &product);
    Multiply(p, &product);
    // value = product * 2^exponent: shift within a limb, then place.
    const int bit = exponent + kLowestBit;
    const int shift = bit % 32;
    size_t limb = static_cast<size_t>(bit / 32);
    uint64_t carry = 0;
    for (const uint32_t digit : product) {
      carry |= uint64_t{digit} << shift;
      const auto low = static_cast<int64_t>(carry & 0xFFFFFFFF);
      limbs_[limb++] += negative ? -low : low;
      carry >>= 32;
    }
    limbs_[limb] += negative ? -static_cast<int64_t>(carry) : static_cast<int64_t>(carry);
  }

  int Sign() const {
    int64_t carry = 0;
    bool zero = true;
    for (const int64_t limb : limbs_) {
      const int64_t sum = limb + carry;
      zero = zero && (sum & 0xFFFFFFFF) == 0;
      carry = sum >> 32;  // Toward minus infinity, so limbs are never negative.
    }
    if (carry != 0) return carry < 0 ? -1 : 1;
    return zero ? 0 : 1;
  }

 private:
  // Products go from 3 * -1126 to 3 * 971 + 159 bits.
  static constexpr int kLowestBit = 3 * 1126;
  static constexpr int kLimbs = (kLowestBit + 3 * 971) / 32 + 9;

  // |value| = result * 2^e, and adds e to `*exponent`.
  static uint64_t Split(double value, int* exponent) {
    int e = 0;
    const double fraction = std::frexp(std::abs(value), &e);
    *exponent += e - 53;
    return static_cast<uint64_t>(std::ldexp(fraction, 53));
  }

  static void Multiply(uint64_t factor, std::array<uint32_t, 7>* number) {
    const uint64_t low = factor & 0xFFFFFFFF, high = factor >> 32;
    std::array<uint32_t, 7> result = {};
    uint64_t carry = 0;
    for (size_t i = 0; i < number->size(); ++i) {
      // A digit times a digit, and two digits, are below 2^64.
      const uint64_t first = (*number)[i] * low + (carry & 0xFFFFFFFF);
      const uint64_t second = (i > 0 ? (*number)[i - 1] * high : 0) + (first & 0xFFFFFFFF);
      result[i] = static_cast<uint32_t>(second);
      carry = (carry >> 32) + (first >> 32) + (second >> 32);
    }
    *number = result;
  }

  std::array<int64_t, kLimbs> limbs_ = {};
};

int ExactDeterminantSign(const Vector3& a, const Vector3& b, const Vector3& c) {
  ExactSum sum;
  sum.AddProduct(a.x, b.y, c.z);
  sum.AddProduct(-a.x, b.z, c.y);
  sum.AddProduct(a.y, b.z, c.x);
  sum.AddProduct(-a.y, b.x, c.z);
  sum.AddProduct(a.z, b.x, c.y);
  sum.AddProduct(-a.z, b.y, c.x);
  return sum.Sign();
}

// The determinant of (a - c, b - c, c): the same number, but with terms as
// small as the triangle, and differences of neighbours have no error at all.
// 0 if undecided.
int DifferenceSign(const Vector3& a, const Vector3& b, const Vector3& c) {
  const Vector3 p = a - c, q = b - c;
  const double yz = p.y * q.z, zy = p.z * q.y, zx = p.z * q.x;
  const double xz = p.x * q.z, xy = p.x * q.y, yx = p.y * q.x;
  const double det = c.x * (yz - zy) + c.y * (zx - xz) + c.z * (xy - yx);
  const double size = std::abs(c.x) * (std::abs(yz) + std::abs(zy)) +
                      std::abs(c.y) * (std::abs(zx) + std::abs(xz)) +
                      std::abs(c.z) * (std::abs(xy) + std::abs(yx));
  // Five roundings as in TurnSign, and one of each difference.
  const double error = 8 * 0x1p-53 * size + 1e-300;
  return det > error ? 1 : det < -error ? -1 : 0;
}

// 0 if undecided.
int DoubleDoubleSign(const Vector3& a, const Vector3& b, const Vector3& c) {
  const DoubleDouble x = TwoProduct(b.y, c.z) - TwoProduct(b.z, c.y);
  const DoubleDouble y = TwoProduct(b.z, c.x) - TwoProduct(b.x, c.z);
  const DoubleDouble z = TwoProduct(b.x, c.y) - TwoProduct(b.y, c.x);
  const DoubleDouble det = DoubleDouble(a.x) * x + DoubleDouble(a.y) * y + DoubleDouble(a.z) * z;
  const double size = std::abs(a.x) * (std::abs(b.y * c.z) + std::abs(b.z * c.y)) +
                      std::abs(a.y) * (std::abs(b.z * c.x) + std::abs(b.x * c.z)) +
                      std::abs(a.z) * (std::abs(b.x * c.y) + std::abs(b.y * c.x));
  // An operation errs by less than 2^-102 of its result, and there are fewer
  // than 16; products below 1e-290 may have lost their low half.
  const double error = 0x1p-98 * size + 1e-290;
  return det.hi > error ? 1 : det.hi < -error ? -1 : 0;
}

Vector3 Axis(int i) { return {i == 0 ? 1.0 : 0.0, i == 1 ? 1.0 : 0.0, i == 2 ? 1.0 : 0.0}; }

// The sign of det(a + da, b + db, c + dc) for a < b < c with determinant 0 and
// infinitesimal shifts, each negligible against any product of those before it:
//
//   da.z >> da.y >> da.x >> db.z >> db.y >> db.x >> dc.z >> dc.y >> dc.x
//
// The determinant is linear in each row, so the coefficient of da.i db.j dc.k
// has the rows a, b, c replaced by axes i, j, k: the first that is not zero, in
// falling order of the products, decides. With all three replaced it is +-1.
int PerturbedSign(const Vector3& a, const Vector3& b, const Vector3& c) {
  constexpr int kNone = 3;
  constexpr std::array<int, 4> kFalling = {kNone, 2, 1, 0};
  for (const int k : kFalling) {
    for (const int j : kFalling) {
      for (const int i : kFalling) {
        const int sign = ExactDeterminantSign(i == kNone ? a : Axis(i), j == kNone ? b : Axis(j),
                                              k == kNone ? c : Axis(k));
        if (sign != 0) return sign;
      }
    }
  }
  assert(false);
  return 0;
}

// A direction at right angles to `o`, the same for the same `o`: where turning
// round a vertex begins. A cross product with a fixed vector that is never
// close to `o`; S2's fixed vector, so that shared vertices get S2's verdicts.
Vector3 ReferenceDirection(const Vector3& o) {
  const double x = std::abs(o.x), y = std::abs(o.y), z = std::abs(o.z);
  Vector3 fixed = {0.012, 0.0053, 0.00457};
  if (x > y && x > z) {
    fixed.z = 1;
  } else if (x <= y && y > z) {
    fixed.x = 1;
  } else {
    fixed.y = 1;
  }
  return Normalized(Cross(o, fixed));
}

}  // namespace

int internal::TurnSignFallback(const Vector3& a, const Vector3& b, const Vector3& c) {
  assert(IsFinite(a) && IsFinite(b) && IsFinite(c));
  if (a == b || b == c || c == a) return 0;
  // From the vertex opposite the longest side both differences are short.
  const double ab = Dot(a - b, a - b), bc = Dot(b - c, b - c), ca = Dot(c - a, c - a);
  const int near = ab >= bc && ab >= ca   ? DifferenceSign(a, b, c)
                   : bc >= ab && bc >= ca ? DifferenceSign(b, c, a)
                                          : DifferenceSign(c, a, b);
  if (near != 0) return near;
  if (const int sign = DoubleDoubleSign(a, b, c); sign != 0) return sign;
  if (const int sign = ExactDeterminantSign(a, b, c); sign != 0) return sign;

  // The rule sees sorted points; each exchange of two turns the sign.
  const Vector3 *p = &a, *q = &b, *r = &c;
  int sign = 1;
  const auto sort = [&sign](const Vector3*& first, const Vector3*& second) {
    if (*second < *first) {
      std::swap(first, second);
      sign = -sign;
    }
  };
  sort(p, q);
  sort(q, r);
  sort(p, q);
  return sign * PerturbedSign(*p, *q, *r);
}

bool OrderedCounterclockwise(const Vector3& a, const Vector3& b, const Vector3& c,
                             const Vector3& o) {
  // Of the three turns a to b, b to c, c to a, at most one is more than half.
  // Equal directions count as a left turn of 0 in the first two only.
  const int left = (TurnSign(b, o, a) >= 0) + (TurnSign(c, o, b) >= 0) + (TurnSign(a, o, c) > 0);
  return left >= 2;
}

int ArcCrossing(const Vector3& a, const Vector3& b, const Vector3& c, const Vector3& d) {
  if (a == c || a == d || b == c || b == d) return 0;
  if (a == b || c == d) return -1;
  // They cross if c and d lie on two sides of ab, a and b on two sides of cd,
  // and the arcs are not on opposite halves of the sphere.
  const int side = -TurnSign(a, b, c);
  if (TurnSign(a, b, d) != side) return -1;
  if (-TurnSign(c, d, b) != side) return -1;
  return TurnSign(c, d, a) == side ? 1 : -1;
}

bool VertexCrossing(const Vector3& a, const Vector3& b, const Vector3& c, const Vector3& d) {
  if (a == b || c == d) return false;
  // With shared vertex o, other ends p of ab and q of cd: a crossing if q comes
  // no later than p when turning left from the reference direction. Which arc
  // is asked about decides ties, and the arcs are equal only if both ends are.
  if (a == c) return b == d || OrderedCounterclockwise(ReferenceDirection(a), d, b, a);
  if (b == d) return OrderedCounterclockwise(ReferenceDirection(b), c, a, b);
  if (a == d) return b == c || OrderedCounterclockwise(ReferenceDirection(a), c, b, a);
  if (b == c) return OrderedCounterclockwise(ReferenceDirection(b), d, a, b);
  assert(false);
  return false;
}

}  // namespace coincide
