#include "src/match/samples/splines.h"

#include <array>
#include <cassert>
#include <cmath>

namespace coincide::internal {
namespace {

// Twice the largest ValueRules::points.
constexpr size_t kMostPoints = 64;

}  // namespace

void NaturalSplineWeights(std::span<const double> x, double at, std::span<double> weights) {
  const size_t n = x.size();
  assert(n >= 4 && n % 2 == 0 && n <= kMostPoints && weights.size() == n);
  const size_t l = n / 2 - 1, r = l + 1;
  std::array<double, kMostPoints> h;
  for (size_t i = 0; i + 1 < n; ++i) h[i] = x[i + 1] - x[i];
  // s(at) = a y_l + b y_r + c M_l + d M_r, M the second derivatives.
  const double a = (x[r] - at) / h[l], b = 1 - a;
  const double c = (a * a * a - a) * h[l] * h[l] / 6, d = (b * b * b - b) * h[l] * h[l] / 6;
  // T M = R y for the inner points; z = T^-1 (c e_l + d e_r), by elimination.
  std::array<double, kMostPoints> diagonal, z{};
  z[l] = c;
  z[r] = d;
  for (size_t i = 1; i + 1 < n; ++i) {
    diagonal[i] = 2 * (h[i - 1] + h[i]);
    if (i == 1) continue;
    const double factor = h[i - 1] / diagonal[i - 1];
    diagonal[i] -= factor * h[i - 1];
    z[i] -= factor * z[i - 1];
  }
  for (size_t i = n - 2; i >= 1; --i) {
    const double next = i + 2 < n ? h[i] * z[i + 1] : 0;
    z[i] = (z[i] - next) / diagonal[i];
  }
  for (size_t i = 0; i < n; ++i) weights[i] = 0;
  weights[l] = a;
  weights[r] = b;
  for (size_t i = 1; i + 1 < n; ++i) {
    const double before = 6 * z[i] / h[i - 1], after = 6 * z[i] / h[i];
    weights[i - 1] += before;
    weights[i] -= before + after;
    weights[i + 1] += after;
  }
}

double AkimaSpline(std::span<const double> x, std::span<const double> y, double at) {
  const size_t n = x.size();
  assert(n >= 4 && n % 2 == 0 && y.size() == n);
  const size_t l = n / 2 - 1;
  const auto slope = [&](size_t i) { return (y[i + 1] - y[i]) / (x[i + 1] - x[i]); };
  // Five slopes round the middle one, m[2].
  std::array<double, 5> m;
  for (size_t k = 1; k < 4; ++k) m[k] = slope(l + k - 2);
  m[0] = n >= 6 ? slope(l - 2) : 2 * m[1] - m[2];
  m[4] = n >= 6 ? slope(l + 2) : 2 * m[3] - m[2];
  const auto tangent = [&](size_t k) {
    const double before = std::abs(m[k + 1] - m[k]), after = std::abs(m[k + 3] - m[k + 2]);
    if (before + after == 0) return 0.5 * (m[k + 1] + m[k + 2]);
    return (after * m[k + 1] + before * m[k + 2]) / (before + after);
  };
  const double h = x[l + 1] - x[l], u = (at - x[l]) / h;
  const double first = tangent(0), second = tangent(1);
  const double c = 3 * m[2] - 2 * first - second, d = first + second - 2 * m[2];
  return y[l] + u * h * (first + u * (c + u * d));
}

}  // namespace coincide::internal
