#include "coincide/geodesy/places_between.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/ecef_batch.h"
#include "coincide/geodesy/geodesic.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

// Longer edges are left to PROJ: the error of Between grows as the third power.
constexpr double kShort_m = 1000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Longitude and latitude of a place within some metres of the surface (Bowring 1976,
// whose first step is exact there far below a nanometre).
LonLat LonLatOf(const Vector3& p, const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a(), b = ellipsoid.b();
  const double axis = std::sqrt(p.x * p.x + p.y * p.y);
  // Sine and cosine of the parametric latitude.
  const double up = a * p.z, out = b * axis, r = std::sqrt(up * up + out * out);
  const double sine = up / r, cosine = out / r;
  const double squared = a * a - b * b;  // e2 a^2
  const double lat = std::atan2(p.z + squared / b * (sine * sine * sine),
                                axis - squared / a * (cosine * cosine * cosine));
  constexpr double kDegrees = 180 / std::numbers::pi;
  return {std::atan2(p.y, p.x) * kDegrees, lat * kDegrees};
}

// The place at `fraction` of the arc over a short chord: on the chord where the middle
// of the arc's circle sees it, then down along the surface's normal.
Vector3 Between(const Vector3& p, const Vector3& q, double fraction, double radius_m) {
  const double angle2 = SquaredChord(p, q) / (radius_m * radius_m);
  const double g = fraction - 0.5;
  const double along = 0.5 + g * (1 + angle2 * (g * g / 3 - 1.0 / 12));
  return p + along * (q - p);
}

LonLat Wrapped(LonLat point) {
  if (point.lon >= -180 && point.lon < 180) return point;
  const double wrapped = std::remainder(point.lon, 360.0);
  return {wrapped == 180 ? -180 : wrapped, point.lat};
}

// Points at one end of some paths; places of invalid ones are NaN.
struct Ends {
  static constexpr size_t kSize = 256;
  std::array<double, kSize> lon, lat, x, y, z;

  void Load(std::span<const double> all_lon, std::span<const double> all_lat,
            std::span<const int64_t> rows, const Ellipsoid& ellipsoid) {
    const size_t n = rows.size();
    for (size_t k = 0; k < n; ++k) {
      lon[k] = all_lon[static_cast<size_t>(rows[k])];
      lat[k] = all_lat[static_cast<size_t>(rows[k])];
    }
    EcefOf(std::span(lon).first(n), std::span(lat).first(n), ellipsoid, std::span(x).first(n),
           std::span(y).first(n), std::span(z).first(n));
  }
  LonLat point(size_t k) const { return {lon[k], lat[k]}; }
  Vector3 place(size_t k) const { return {x[k], y[k], z[k]}; }
};

LonLat PlaceOn(const Ends& from, const Ends& to, size_t k, double fraction,
               const Geodesics& geodesics) {
  const Vector3 p = from.place(k), q = to.place(k);
  const double chord2 = SquaredChord(p, q);
  if (std::isnan(chord2)) return {kNan, kNan};
  if (fraction == 0) return Wrapped(from.point(k));
  if (fraction == 1) return Wrapped(to.point(k));
  if (chord2 > kShort_m * kShort_m) {
    return geodesics.Line(from.point(k), to.point(k)).Interpolate(fraction);
  }
  const Ellipsoid& ellipsoid = geodesics.ellipsoid();
  return Wrapped(LonLatOf(Between(p, q, fraction, ellipsoid.a()), ellipsoid));
}

}  // namespace

void PlacesBetween(std::span<const double> lon, std::span<const double> lat,
                   std::span<const int64_t> from, std::span<const int64_t> to,
                   std::span<const double> fraction, const Ellipsoid& ellipsoid,
                   std::span<double> out_lon, std::span<double> out_lat, int threads) {
  const size_t n = from.size();
  assert(lat.size() == lon.size() && to.size() == n && fraction.size() == n);
  assert(out_lon.size() == n && out_lat.size() == n);
  const Geodesics& geodesics = Geodesics::Of(ellipsoid);
  internal::ParallelFor(n, 1024, threads, [&](size_t begin, size_t end) {
    Ends starts, stops;
    for (size_t first = begin; first < end; first += Ends::kSize) {
      const size_t size = std::min(Ends::kSize, end - first);
      starts.Load(lon, lat, from.subspan(first, size), ellipsoid);
      stops.Load(lon, lat, to.subspan(first, size), ellipsoid);
      for (size_t k = 0; k < size; ++k) {
        const size_t i = first + k;
        const LonLat place = PlaceOn(starts, stops, k, fraction[i], geodesics);
        out_lon[i] = place.lon;
        out_lat[i] = place.lat;
      }
    }
  });
}

void DistancesAlong(std::span<const double> lon, std::span<const double> lat,
                    std::span<const int64_t> offsets, const Ellipsoid& ellipsoid,
                    std::span<double> along, std::span<double> step, int threads) {
  const size_t n = lon.size();
  assert(lat.size() == n && along.size() == n && step.size() == n);
  if (n > 1) {
    Geodesics::Of(ellipsoid).Distances(lon.first(n - 1), lat.first(n - 1), lon.subspan(1),
                                       lat.subspan(1), step.first(n - 1), threads);
  }
  const size_t lines = offsets.empty() ? 0 : offsets.size() - 1;
  const auto first = static_cast<ptrdiff_t>(lines == 0 ? 0 : offsets.front());
  const auto last = static_cast<ptrdiff_t>(lines == 0 ? 0 : offsets.back());
  for (const std::span<double> column : {along, step}) {
    std::fill(column.begin(), column.begin() + first, 0.0);
    std::fill(column.begin() + last, column.end(), 0.0);
  }
  internal::ParallelFor(lines, 8, threads, [&](size_t from, size_t to) {
    for (size_t k = from; k < to; ++k) {
      const auto begin = static_cast<size_t>(offsets[k]), end = static_cast<size_t>(offsets[k + 1]);
      if (begin == end) continue;
      step[end - 1] = 0;
      double sum = 0;
      for (size_t i = begin; i < end; ++i) {
        along[i] = sum;
        sum += step[i];
      }
    }
  });
}

void EdgesAt(std::span<const double> along, std::span<const double> step,
             std::span<const int64_t> offsets, std::span<const int64_t> line,
             std::span<const double> at_m, std::span<int64_t> edge, std::span<double> fraction,
             int threads) {
  const size_t n = line.size();
  assert(step.size() == along.size() && at_m.size() == n);
  assert(edge.size() == n && fraction.size() == n);
  internal::ParallelFor(n, 1024, threads, [&](size_t first, size_t last) {
    // Often ascending along a line: looked for from where the last one was, in growing steps.
    size_t at = 0;
    for (size_t i = first; i < last; ++i) {
      const auto k = static_cast<size_t>(line[i]);
      const auto begin = static_cast<size_t>(offsets[k]), end = static_cast<size_t>(offsets[k + 1]);
      if (i == first || line[i - 1] != line[i] || !(along[at] <= at_m[i])) at = begin;
      size_t stride = 1;
      for (; at + stride < end && along[at + stride] <= at_m[i]; stride *= 2) at += stride;
      const auto beyond = std::upper_bound(
          along.begin() + static_cast<ptrdiff_t>(at),
          along.begin() + static_cast<ptrdiff_t>(std::min(at + stride, end)), at_m[i]);
      const auto count = static_cast<size_t>(beyond - along.begin());
      at = count > begin ? count - 1 : begin;
      // Back from vertices that repeat the last one, or on from those that repeat the first.
      while (at > begin && !(step[at] > 0)) --at;
      while (at + 1 < end && !(step[at] > 0)) ++at;
      edge[i] = static_cast<int64_t>(at);
      fraction[i] = std::clamp((at_m[i] - along[at]) / step[at], 0.0, 1.0);
    }
  });
}

}  // namespace coincide
