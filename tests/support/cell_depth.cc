#include "tests/support/cell_depth.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace coincide::testing {
namespace {

constexpr int kMaxLevel = 120;

// The greatest depth along the straight line from a to b, and where.
struct ChordDepth {
  long double depth;
  long double s;
};

ChordDepth DeepestOnChord(const PlanePoint& a, const PlanePoint& b) {
  // The depth is the least of four functions linear in s: greatest at an end or
  // where two of them are equal.
  const std::array<long double, 4> at = {a.x, 1 - a.x, a.y, 1 - a.y};
  const std::array<long double, 4> to = {b.x, 1 - b.x, b.y, 1 - b.y};
  ChordDepth best{DepthOf(a), 0};
  const auto consider = [&](long double s) {
    if (!(s > 0 && s <= 1)) return;
    const long double depth = DepthOf({a.x + s * (b.x - a.x), a.y + s * (b.y - a.y)});
    if (depth > best.depth) best = {depth, s};
  };
  consider(1);
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = i + 1; j < 4; ++j) {
      const long double slope = (to[i] - at[i]) - (to[j] - at[j]);
      if (slope != 0) consider((at[j] - at[i]) / slope);
    }
  }
  return best;
}

// How far a place is from the straight line between a and b. How fast the curve
// runs along it does not matter.
long double DistanceToChord(const PlanePoint& p, const PlanePoint& a, const PlanePoint& b) {
  const long double x = b.x - a.x, y = b.y - a.y, xx = x * x + y * y;
  const long double px = p.x - a.x, py = p.y - a.y;
  const long double s = xx > 0 ? std::clamp((px * x + py * y) / xx, 0.0L, 1.0L) : 0;
  return std::hypot(px - s * x, py - s * y);
}

}  // namespace

long double DepthOf(const PlanePoint& place) {
  return std::min(std::min(place.x, 1 - place.x), std::min(place.y, 1 - place.y));
}

void DepthSearch::Add(const EdgeCurve& curve, long double t0, long double t1) {
  if (best_ > enough_) return;
  const Sample a = Take(curve, t0), b = Take(curve, t1);
  Search(curve, a, b, 0);
}

DepthSearch::Sample DepthSearch::Take(const EdgeCurve& curve, long double t) {
  Sample sample{t, curve.At(t), {}};
  sample.place = square_.PlaceOf(sample.point);
  const int row = square_.base_cell >> 2;
  // Far outside the base cell's belt or hemisphere its chart means nothing;
  // just outside, the depth is negative as it should be.
  const long double z = sample.point.z;
  const bool charted = row == 1 ? std::abs(z) < 0.75L : row == 0 ? z > -0.1L : z < 0.1L;
  const long double depth = DepthOf(sample.place);
  if (charted && depth > best_) {
    best_ = depth;
    best_t_ = t;
    curve_ = &curve;
  }
  return sample;
}

void DepthSearch::Split(const EdgeCurve& curve, const Sample& a, const Sample& b, int level) {
  const Sample middle = Take(curve, (a.t + b.t) / 2);
  Search(curve, a, middle, level + 1);
  Search(curve, middle, b, level + 1);
}

void DepthSearch::Search(const EdgeCurve& curve, const Sample& a, const Sample& b, int level) {
  if (best_ > enough_ || a.t == b.t) return;
  if (level > kMaxLevel) {
    gave_up_ = true;
    return;
  }
  const long double n = square_.n;
  const long double length = curve.speed() * (b.t - a.t);
  const int row = square_.base_cell >> 2;
  const auto goal = [&] {
    return std::max(best_ + std::max(resolution_, std::abs(best_) / 500), floor_);
  };

  // What lies in the base cell stays within its belt or hemisphere.
  constexpr long double kTwoThirds = 2.0L / 3;
  const long double z = a.point.z;
  if (row == 1 ? std::abs(z) > kTwoThirds + length : row == 0 ? z < -length : z > length) return;

  // sigma, the chart's distance from the pole, changes at most 1.23 times as
  // fast as the curve moves.
  const long double sigma = std::sqrt(3 * std::min(a.point.w, b.point.w));
  if (length < 0.05L) {
    // How fast places can change. A bound for paths round the pole: there the
    // chart is cut opposite to the base cell, and both sides of the cut are at
    // most 6.4 (r + s) from a point of the base cell, r and s from the pole,
    // while the true way is 0.8 max(r, s) or more.
    const long double lipschitz = row != 1 && sigma < 8 * length ? 16 : 3.3L;
    const long double reach = lipschitz * n * length / 2;
    if (std::max(DepthOf(a.place), DepthOf(b.place)) + reach < goal()) return;
  }
  if (length > 0.05L) return Split(curve, a, b, level);

  if (row != 1 && sigma < 4 * length) {
    // Round the pole, which is a corner of the base cell.
    if (n * 4 * (sigma + 2 * length) < resolution_) return;
    return Split(curve, a, b, level);
  }
  // The chart has a kink at |z| = 2/3; a bump between two kinks that no sample
  // sees is at most 0.004 length^2 high.
  if (row != 1 && std::abs(std::abs(z) - kTwoThirds) < length && n * length * length > 0.01L) {
    return Split(curve, a, b, level);
  }

  const Sample middle = Take(curve, (a.t + b.t) / 2);
  const Sample first = Take(curve, (a.t + middle.t) / 2);
  const Sample second = Take(curve, (middle.t + b.t) / 2);
  // A curve with one kink strays at most four times as far from its chord as it
  // does at one of the quarters; a smooth one 4/3 times.
  const long double deviation = 4.2L * std::max({DistanceToChord(first.place, a.place, b.place),
                                                 DistanceToChord(middle.place, a.place, b.place),
                                                 DistanceToChord(second.place, a.place, b.place)});
  const ChordDepth chord = DeepestOnChord(a.place, b.place);
  if (chord.depth + deviation <= goal()) return;
  if (chord.s > 0 && chord.s < 1) Take(curve, a.t + chord.s * (b.t - a.t));
  if (chord.depth + deviation <= goal()) return;
  Search(curve, a, middle, level + 1);
  Search(curve, middle, b, level + 1);
}

}  // namespace coincide::testing
