#include "coincide/cover/cover_polygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/cover/fill.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace internal {
namespace {

// Area on the left of a ring over that of the sphere, 0 to 1, from its edges as
// straight lines of longitude and sine of latitude: enough to tell two sides
// apart that differ by more than the cells of the boundary.
double FractionOnLeft(LineView ring, const Projection& projection, Edges edges) {
  const auto z_of = [&](size_t i) {
    return AuthalicSine(std::sin(ring.lat[i] * (std::numbers::pi / 180)), projection.ellipsoid());
  };
  double sum = 0, turns = 0, compensation = 0;
  double z = z_of(0);
  for (size_t i = 0; i < ring.size(); ++i) {
    const size_t j = i + 1 < ring.size() ? i + 1 : 0;
    const double next = j == 0 ? z_of(0) : z_of(j);
    const double d_lon = std::remainder(ring.lon[j] - ring.lon[i], 360.0) / 360;
    double mean = (z + next) / 2;
    if (edges != Edges::kLonLat) {
      // Lune of the great circle: tan(E / 2) = tan(d / 2) (t1 + t2) / (1 + t1 t2),
      // t the tangent of half the latitude.
      const double b1 = std::asin(std::clamp(z, -1.0, 1.0)) / 2;
      const double b2 = std::asin(std::clamp(next, -1.0, 1.0)) / 2;
      const double t1 = std::tan(b1), t2 = std::tan(b2);
      const double half = d_lon * std::numbers::pi;
      const double excess =
          2 * std::atan2(std::sin(half) * (t1 + t2), std::cos(half) * (1 + t1 * t2));
      mean = d_lon == 0 ? 0 : excess / (d_lon * 2 * std::numbers::pi);
    }
    // Below the edge, toward the south pole: (1 + z) / 2 of its lune.
    const double term = d_lon * (1 + mean) / 2;
    const double corrected = term - compensation;
    const double total = sum + corrected;
    compensation = (total - sum) - corrected;
    sum = total;
    turns += d_lon;
    z = next;
  }
  // Travelling east keeps the south on the right: the left holds the rest.
  double left = -sum;
  left -= std::floor(left);
  return left;
}

// Whether the south pole is on the inner side of one ring, from the number of
// cells on either side; the boundary cells leave that open where the sides are
// almost equal or the cells large, and finer ones decide.
bool PoleIsInside(LineView ring, const Staircase& grid, std::span<const uint64_t> keys,
                  const Projection& projection, const CoverOptions& options,
                  const TraceOptions& trace) {
  std::vector<uint64_t> finer_keys;
  const double left = options.orientation == Orientation::kCounterClockwise
                          ? FractionOnLeft(ring, projection, options.edges)
                          : -1;
  for (int order = grid.order();; order = std::min(order + 3, Cell::kMaxOrder)) {
    const Staircase finer(order);
    if (order != grid.order()) {
      EdgeTracer tracer(order, options.edges, projection, trace);
      tracer.AddRing(ring);
      tracer.keys().SortAndMerge();
      finer_keys = std::move(tracer.keys().keys());
      keys = finer_keys;
    }
    const auto all = static_cast<double>(Cell::Count(order));
    const double boundary = static_cast<double>(keys.size()) / all;
    // Interior if the pole is outside: at least `least`, at most `most`.
    const double least = static_cast<double>(CountInterior(finer, keys, false)) / all;
    const double most = least + boundary;
    if (left >= 0) {
      // The ring's left is the interior: with the pole outside, or inside.
      const bool outside_fits = left >= least - 1e-9 && left <= most + 1e-9;
      const bool inside_fits = 1 - left >= least - 1e-9 && 1 - left <= most + 1e-9;
      if (outside_fits != inside_fits || order == Cell::kMaxOrder) return !outside_fits;
    } else {
      if (least >= 0.5) return true;
      if (most <= 0.5 || order == Cell::kMaxOrder) return false;
    }
    // Cells without a key: none, and the answer does not matter.
    if (order == grid.order() && keys.size() == Cell::Count(order)) return false;
    // Finer cells cost more; two halves that a thousand million cells cannot
    // tell apart are equal.
    if (keys.size() > 50'000'000 || order >= grid.order() + 12) return least + boundary / 2 > 0.5;
  }
}

}  // namespace

OuterInner CoverRings(const RingsView& rings, int order, const CoverOptions& options,
                      const TraceOptions& trace) {
  const Projection& projection = Projection::Of(options.ellipsoid);
  const Staircase grid(order);
  EdgeTracer tracer(order, options.edges, projection, trace);
  KeyList all;
  bool pole_inside = false;
  std::span<const uint64_t> keys;
  if (rings.size() == 1) {
    tracer.AddRing(rings.ring(0));
    tracer.keys().SortAndMerge();
    keys = tracer.keys().keys();
    pole_inside = PoleIsInside(rings.ring(0), grid, keys, projection, options, trace);
  } else {
    for (size_t r = 0; r < rings.size(); ++r) {
      tracer.keys().clear();
      tracer.AddRing(rings.ring(r));
      tracer.keys().SortAndMerge();
      pole_inside ^=
          PoleIsInside(rings.ring(r), grid, tracer.keys().keys(), projection, options, trace);
      for (const uint64_t key : tracer.keys().keys()) all.Add(key >> 2, key & 3);
    }
    all.SortAndMerge();
    keys = all.keys();
  }
  FillResult fill = Fill(grid, keys, pole_inside);
  return {Coverage::FromCanonical(std::move(fill.outer), order, options.ellipsoid),
          Coverage::FromCanonical(std::move(fill.inner), order, options.ellipsoid)};
}

}  // namespace internal

absl::StatusOr<OuterInner> CoverPolygon(const RingsView& rings, int order,
                                        const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  for (size_t r = 0; r < rings.size(); ++r) {
    const std::string what = "ring " + std::to_string(r);
    if (rings.ring(r).size() == 0) return absl::InvalidArgumentError(what + " has no vertices");
    COINCIDE_RETURN_IF_ERROR(internal::CheckLine(rings.ring(r), true, options.edges, what));
  }
  return internal::CoverRings(rings, order, options, {});
}

}  // namespace coincide
