// How a great circle bends in the plane of HEALPix, without a trigonometric function.
//
// Write ' for d / dt along the arc, t in 0..1, L its length in radians, n = 1.
//
// Belt: z = sin(latitude), X = 1/2 + (2 / pi) lon + 3/4 z, Y = -1/2 - (2 / pi) lon + 3/4 z, and
//   lon'' = 2 z z' lon' / (1 - z^2),  z'' = -z L^2,  L^2 = z'^2 / (1 - z^2) + (1 - z^2) lon'^2.
// Caps: sigma^2 = 3 (1 - z), u = tp sigma and w = (1 - tp) sigma with tp the fraction of the
// quadrant; X and Y are -+u and -+w and constants. With g = 1 + z, a = sigma', B = sigma tp':
//   sigma'' = -a^2 sigma / (3 g) + (pi^2 / 8) z g B^2 / sigma
//   u''     = 2 a B sigma / (3 g) + tp sigma''
// (Clairaut's lon' = c / (1 - z^2), and (sigma^2)'' = 3 z L^2.)
//
// Let A be these at the middle of the chord with the chord as velocity, and P the parabola
// through both ends with P'' = A. The arc F strays from P by at most max |F'' - A| / 8, and
//   |F''(t) - A| <= M |t - 1/2| + D,   M = max |F'''|,  D = |F''(1/2) - A|:
// the first term adds M / 48 to the stray and the second D / 8.
//   M <= 2.9 L^3 (belt), 6.2 L^3 / sigma^2 (caps): the constants of edge_bounds.h over 0.0081.
// D: F(1/2) is off the chord's middle by the chord's stray (0.163 L^2; 0.25 L^2 / sigma) and
// F'(1/2) off the chord's velocity by M / 24. With the partial derivatives of the right sides
// above over the whole chart (belt: |z' lon'| <= L^2 / 2, |z'| <= L, |lon'| <= 1.35 L; caps:
// |a| <= 1.23 L, |B| <= L, sigma <= 1, 2/3 <= z <= 1) that is
//   D <= 2.1 L^4 (belt), 9.1 L^4 / sigma^3 (caps),
// so the stray is below 0.0604 L^3 + 0.26 L^4 <= 0.08 L^3 for L <= 0.05 in the belt, and below
// 1.13 (0.13 + 1.14 L / sigma) L^3 / sigma^2 <= 0.25 L^3 / sigma^2 for L <= sigma / 16 in a cap,
// sigma that of the end nearer the pole, which the arc undercuts by at most 0.62 L.
// tests/oracle/edge_bounds.py measures how much of this is used.

#ifndef COINCIDE_COVER_EDGE_BEND_H_
#define COINCIDE_COVER_EDGE_BEND_H_

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "src/cover/edge_bounds.h"
#include "src/cover/plane_vertex.h"

namespace coincide::internal {

// The parabola of an arc through its ends: place(t) = a + t (b - a) - t (1 - t) / 2 (x, y), in
// cells, and how far the arc may stray from it.
struct EdgeBend {
  double x, y;
  double stray;
  double size() const { return std::max(std::abs(x), std::abs(y)); }
};

// Of the great circle from a to b; nothing where the arc is too long for a bound.
// REQUIRES: a and b are on one chart, b beside a.
inline std::optional<EdgeBend> BendOf(const PlaneVertex& a, const PlaneVertex& b, double n) {
  constexpr double kQuarterTurn = std::numbers::pi / 2;
  const double dx = (b.x - a.x) / n, dy = (b.y - a.y) / n;
  const double x = (a.x + b.x) / (2 * n), y = (a.y + b.y) / (2 * n);
  if (a.chart == 0) {
    const double d_lon = (dx - dy) / 2 * kQuarterTurn, dz = (dx + dy) / 1.5, z = (x + y) / 1.5;
    const double most = d_lon * d_lon + kBeltAlong * dz * dz;
    const double edge = std::max(std::abs(a.x + a.y), std::abs(b.x + b.y)) / n;
    if (most > kBeltBendReach * kBeltBendReach || edge + kBeltBulge * most > 1) return {};
    const double r2 = (1 - z) * (1 + z);
    const double lon2 = 2 * z * dz * d_lon / r2 / kQuarterTurn;
    const double z2 = -0.75 * z * (dz * dz / r2 + r2 * d_lon * d_lon);
    return EdgeBend{n * (z2 + lon2), n * (z2 - lon2), kBeltBend * n * most * std::sqrt(most)};
  }
  const double sum = dx + dy;
  const double most = kCapAlong * sum * sum + kCapAcross * std::max(dx * dx, dy * dy);
  const double nearest = std::min(SigmaOf(a, n), SigmaOf(b, n));
  if (most > kCapBendReach * kCapBendReach * nearest * nearest) return {};
  if (most == 0) return EdgeBend{0, 0, 0};
  const bool north = a.chart < 5;
  const double k = (a.chart - 1) & 3;
  const double sigma = 2 - std::abs(x + y);
  const double tp = (north ? -y - k : x - k) / sigma;
  const double du = north ? -dy : dx, d_sigma = north ? -sum : sum;
  const double z = 1 - sigma * sigma / 3, g = 1 + z;
  const double across = du - tp * d_sigma;
  const double sigma2 = -d_sigma * d_sigma * sigma / (3 * g) +
                        (kQuarterTurn * kQuarterTurn / 2) * z * g * across * across / sigma;
  const double u2 = 2 * d_sigma * across * sigma / (3 * g) + tp * sigma2, w2 = sigma2 - u2;
  const double stray = kCapBend * n * most * std::sqrt(most) / (nearest * nearest);
  if (north) return EdgeBend{-n * w2, -n * u2, stray};
  return EdgeBend{n * u2, n * w2, stray};
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_EDGE_BEND_H_
