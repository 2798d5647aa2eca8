#include "coincide/healpix/cell_distance.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include "src/healpix/cell_sides.h"
#include "src/internal/first_bad.h"

namespace coincide {
namespace {

using internal::Cross;
using internal::Dot;
using internal::LeastGeodesic;
using internal::Length;
using internal::MostGeodesic;
using internal::Outline;
using internal::ToSpace;
using internal::Vector;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kGrain = 512;

double ToSegment(const Vector& p, const Vector& a, const Vector& b) {
  const Vector d = b - a, r = p - a;
  const double length2 = Dot(d, d);
  const double t = length2 > 0 ? std::clamp(Dot(r, d) / length2, 0.0, 1.0) : 0.0;
  return Length(r - t * d);
}

// A lower bound of the distance of two segments, which it is but for rounding: that of
// an end from the other segment, or that of the two lines.
double BetweenSegments(const Vector& a0, const Vector& a1, const Vector& b0, const Vector& b1) {
  const double ends = std::min(std::min(ToSegment(a0, b0, b1), ToSegment(a1, b0, b1)),
                               std::min(ToSegment(b0, a0, a1), ToSegment(b1, a0, a1)));
  const Vector u = a1 - a0, v = b1 - b0, r = a0 - b0;
  const double uu = Dot(u, u), vv = Dot(v, v), uv = Dot(u, v), ur = Dot(u, r), vr = Dot(v, r);
  const Vector n = Cross(u, v);
  const double nn = Dot(n, n);
  // Of lines within a microradian of parallel, the ends are as close as any two points
  // but for that angle times the shorter segment.
  if (nn <= 1e-12 * uu * vv) return ends - 1e-6 * std::sqrt(std::min(uu, vv));
  const double s = (uv * vr - vv * ur) / nn, t = (uu * vr - uv * ur) / nn;
  // The lines are nowhere farther apart than the segments, so it does no harm to take
  // them just beyond the ends.
  constexpr double kBeyond = 1e-3;
  if (s < -kBeyond || s > 1 + kBeyond || t < -kBeyond || t > 1 + kBeyond) return ends;
  return std::min(ends, (1 - 1e-9) * std::abs(Dot(n, r)) / std::sqrt(nn));
}

// A cell as the bounds need it.
struct Shape {
  Vector centre;
  Outline outline;
  double chord_radius;
  double radius;  // by geodesic

  Shape(Cell cell, const Projection& projection)
      : centre(ToSpace(projection.Centre(cell), projection.ellipsoid())),
        outline(cell, projection),
        chord_radius(internal::ChordRadius(centre, outline)),
        radius(MostGeodesic(chord_radius, projection.ellipsoid())) {}
};

DistanceBounds ToPoint(Cell cell, const Shape& shape, const LonLat& point,
                       const Projection& projection) {
  const Ellipsoid& ellipsoid = projection.ellipsoid();
  const Vector p = ToSpace(point, ellipsoid);
  const double from_centre = Length(p - shape.centre);
  // Through the centre, by the triangle inequality.
  DistanceBounds bounds = {
      LeastGeodesic(from_centre - internal::kRounding, ellipsoid) - shape.radius,
      MostGeodesic(from_centre + internal::kRounding, ellipsoid) + shape.radius};
  const Outline& outline = shape.outline;
  double nearest = std::numeric_limits<double>::infinity(), farthest = 0;
  for (int i = 0; i < outline.size; ++i) {
    nearest = std::min(nearest, ToSegment(p, outline.points[i], outline.next(i)));
    farthest = std::max(farthest, Length(p - outline.points[i]));
  }
  bounds.lower_m = std::max(bounds.lower_m, LeastGeodesic(nearest - outline.deviation, ellipsoid));
  if (from_centre + shape.chord_radius < internal::CriticalChord(ellipsoid)) {
    bounds.upper_m =
        std::min(bounds.upper_m, MostGeodesic(farthest + outline.deviation, ellipsoid));
  }
  // From outside, the nearest point is on a side; a point that is inside by rounding
  // only is within kRounding of one.
  const bool inside = cell.leaves().Contains(projection.LeafOf(point.lon, point.lat));
  if (inside || bounds.lower_m < 0) bounds.lower_m = 0;
  return bounds;
}

DistanceBounds ToCell(Cell a, const Shape& shape_a, Cell b, const Shape& shape_b,
                      const Ellipsoid& ellipsoid) {
  const double apart = Length(shape_a.centre - shape_b.centre);
  const double radii = shape_a.radius + shape_b.radius;
  DistanceBounds bounds = {LeastGeodesic(apart - internal::kRounding, ellipsoid) - radii,
                           MostGeodesic(apart + internal::kRounding, ellipsoid) + radii};
  const Outline &outline_a = shape_a.outline, &outline_b = shape_b.outline;
  const double deviation = outline_a.deviation + outline_b.deviation;
  double nearest = std::numeric_limits<double>::infinity(), farthest = 0;
  for (int i = 0; i < outline_a.size; ++i) {
    for (int j = 0; j < outline_b.size; ++j) {
      nearest = std::min(nearest, BetweenSegments(outline_a.points[i], outline_a.next(i),
                                                  outline_b.points[j], outline_b.next(j)));
      farthest = std::max(farthest, Length(outline_a.points[i] - outline_b.points[j]));
    }
  }
  bounds.lower_m = std::max(bounds.lower_m, LeastGeodesic(nearest - deviation, ellipsoid));
  const double reach = apart + shape_a.chord_radius + shape_b.chord_radius;
  if (reach < internal::CriticalChord(ellipsoid)) {
    bounds.upper_m = std::min(bounds.upper_m, MostGeodesic(farthest + deviation, ellipsoid));
  }
  if (a.Intersects(b) || bounds.lower_m < 0) bounds.lower_m = 0;
  return bounds;
}

// Calls one(i, lower, upper), which says whether entry i is good, and stores NaN
// where it is not.
template <typename One>
size_t ForEach(std::span<double> lower_m, std::span<double> upper_m, int threads, const One& one) {
  assert(lower_m.size() == upper_m.size());
  return internal::FirstBad(lower_m.size(), kGrain, threads, [&](size_t i) {
    const std::optional<DistanceBounds> bounds = one(i);
    lower_m[i] = bounds ? bounds->lower_m : kNan;
    upper_m[i] = bounds ? bounds->upper_m : kNan;
    return bounds.has_value();
  });
}

}  // namespace

DistanceBounds DistanceTo(Cell cell, const LonLat& point, const Ellipsoid& ellipsoid) {
  assert(!cell.is_null() && IsValidLonLat(point.lon, point.lat));
  const Projection& projection = Projection::Of(ellipsoid);
  return ToPoint(cell, Shape(cell, projection), point, projection);
}

DistanceBounds DistanceTo(Cell cell, Cell other, const Ellipsoid& ellipsoid) {
  assert(!cell.is_null() && !other.is_null());
  const Projection& projection = Projection::Of(ellipsoid);
  return ToCell(cell, Shape(cell, projection), other, Shape(other, projection), ellipsoid);
}

size_t DistancesTo(std::span<const uint64_t> words, std::span<const double> lon,
                   std::span<const double> lat, const Ellipsoid& ellipsoid,
                   std::span<double> lower_m, std::span<double> upper_m, int threads) {
  const size_t n = lower_m.size();
  assert(words.size() == n || words.size() == 1);
  assert((lon.size() == n || lon.size() == 1) && lat.size() == lon.size());
  const size_t step_word = words.size() == 1 ? 0 : 1, step_point = lon.size() == 1 ? 0 : 1;
  const Projection& projection = Projection::Of(ellipsoid);
  std::optional<Shape> same;  // one cell for all
  if (step_word == 0 && Cell::IsValidWord(words[0])) {
    same.emplace(Cell::FromWordUnchecked(words[0]), projection);
  }
  return ForEach(lower_m, upper_m, threads, [&](size_t i) -> std::optional<DistanceBounds> {
    const std::optional<Cell> cell = Cell::FromWord(words[i * step_word]);
    const LonLat point = {lon[i * step_point], lat[i * step_point]};
    if (!cell || !IsValidLonLat(point.lon, point.lat)) return std::nullopt;
    return same ? ToPoint(*cell, *same, point, projection)
                : ToPoint(*cell, Shape(*cell, projection), point, projection);
  });
}

size_t DistancesTo(std::span<const uint64_t> words, std::span<const uint64_t> others,
                   const Ellipsoid& ellipsoid, std::span<double> lower_m, std::span<double> upper_m,
                   int threads) {
  const size_t n = lower_m.size();
  assert(words.size() == n || words.size() == 1);
  assert(others.size() == n || others.size() == 1);
  const size_t step = words.size() == 1 ? 0 : 1, step_other = others.size() == 1 ? 0 : 1;
  return ForEach(lower_m, upper_m, threads, [&](size_t i) -> std::optional<DistanceBounds> {
    const std::optional<Cell> cell = Cell::FromWord(words[i * step]);
    const std::optional<Cell> other = Cell::FromWord(others[i * step_other]);
    if (!cell || !other) return std::nullopt;
    return DistanceTo(*cell, *other, ellipsoid);
  });
}

}  // namespace coincide
