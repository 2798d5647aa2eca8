#include "coincide/cover/cover_polygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/contains.h"
#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/cover/fill.h"
#include "src/cover/planar_edges.h"
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
    const double turn = internal::NearLongitude(ring.lon[j]) - internal::NearLongitude(ring.lon[i]);
    const double d_lon = std::remainder(turn, 360.0) / 360;
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

// Whether the south pole is on the inner side of one ring's chain in `grid`, from the number of
// cells on either side; the boundary cells leave that open where the sides are
// almost equal or the cells large, and finer ones decide.
//
//   apart     how many cells of `grid` are clear of the ring, on the side without the pole
//   interior  the fraction of the surface that is the inner side; -1: the
//             smaller one
bool PoleIsInside(LineView ring, const Staircase& grid, std::span<const uint64_t> keys,
                  uint64_t apart, double interior, const Projection& projection,
                  const CoverOptions& options, const TraceOptions& trace) {
  constexpr double kSlack = 1e-9;  // Of FractionOnLeft, far above its rounding.
  const std::span<const uint64_t> grid_keys = keys;
  std::vector<uint64_t> finer_keys;
  for (int order = grid.order();; order = std::min(order + 3, Cell::kMaxOrder)) {
    const Staircase finer(order);
    const auto decided = [&](bool pole_inside) {
      return order == grid.order() ? pole_inside
                                   : PoleOfGrid(grid, grid_keys, finer, keys, pole_inside);
    };
    if (order != grid.order()) {
      EdgeTracer tracer(order, options.edges, projection, trace);
      tracer.AddRing(ring);
      tracer.keys().SortAndMerge();
      finer_keys = std::move(tracer.keys().keys());
      keys = finer_keys;
      apart = CountInterior(finer, keys, false);
    }
    const auto all = static_cast<double>(Cell::Count(order));
    const double boundary = static_cast<double>(keys.size()) / all;
    // The side without the pole: at least `least`, at most `most`.
    const double least = static_cast<double>(apart) / all;
    const double most = least + boundary;
    if (interior >= 0) {
      const bool outside_fits = interior >= least - kSlack && interior <= most + kSlack;
      const bool inside_fits = 1 - interior >= least - kSlack && 1 - interior <= most + kSlack;
      if (outside_fits != inside_fits) return decided(!outside_fits);
    } else {
      if (least >= 0.5) return decided(true);
      if (most <= 0.5) return decided(false);
    }
    // No cell is without a key: the answer does not matter.
    if (order == grid.order() && keys.size() == Cell::Count(order)) return false;
    // Halves that twelve orders more do not tell apart are equal: take either.
    if (order == Cell::kMaxOrder || order >= grid.order() + 12 || keys.size() > 10'000'000) {
      const double half = least + boundary / 2;
      return decided(interior >= 0 ? std::abs(half - interior) > std::abs(1 - half - interior)
                                   : half > 0.5);
    }
  }
}

OuterInner ToCoverages(FillResult fill, const Staircase& grid, const Ellipsoid& ellipsoid) {
  return {Coverage::FromCanonical(std::move(fill.outer), grid.order(), ellipsoid),
          Coverage::FromCanonical(std::move(fill.inner), grid.order(), ellipsoid)};
}

OuterInner FillRings(const Staircase& grid, std::span<const uint64_t> keys, bool pole_inside,
                     const Ellipsoid& ellipsoid) {
  return ToCoverages(Fill(grid, keys, pole_inside), grid, ellipsoid);
}

}  // namespace

OuterInner CoverRings(const RingsView& rings, int order, const CoverOptions& options,
                      const TraceOptions& trace) {
  const Projection& projection = Projection::Of(options.ellipsoid);
  const Staircase grid(order);
  EdgeTracer tracer(order, options.edges, projection, trace);
  // Winding is trusted for the shell, which comes first. A hole is its smaller side
  // whichever way it winds: in the usual forms it winds the other way.
  const auto pole_inside = [&](size_t r, std::span<const uint64_t> keys, uint64_t apart) {
    const LineView ring = rings.ring(r);
    const double interior = r == 0 && options.orientation == Orientation::kCounterClockwise
                                ? FractionOnLeft(ring, projection, options.edges)
                                : -1;
    return PoleIsInside(ring, grid, keys, apart, interior, projection, options, trace);
  };
  if (rings.size() == 1) {
    tracer.AddRing(rings.ring(0));
    tracer.keys().SortAndMerge();
    const std::span<const uint64_t> keys = tracer.keys().keys();
    FillResult fill = Fill(grid, keys, false);
    if (pole_inside(0, keys, fill.interior_cells)) SwapSides(order, &fill);
    return ToCoverages(std::move(fill), grid, options.ellipsoid);
  }
  // The keys of all rings together tell parity; each ring says by itself where
  // the pole is.
  KeyList all;
  bool inside = false;
  for (size_t r = 0; r < rings.size(); ++r) {
    tracer.keys().clear();
    tracer.AddRing(rings.ring(r));
    tracer.keys().SortAndMerge();
    const std::span<const uint64_t> keys = tracer.keys().keys();
    inside ^= pole_inside(r, keys, CountInterior(grid, keys, false));
    for (const uint64_t key : keys) all.Add(key >> 2, key & 3);
  }
  all.SortAndMerge();
  return FillRings(grid, all.keys(), inside, options.ellipsoid);
}

OuterInner CoverRingAround(LineView ring, LonLat inside, int order, const CoverOptions& options,
                           const TraceOptions& trace) {
  const Projection& projection = Projection::Of(options.ellipsoid);
  const auto keys_of = [&](int at_order) {
    EdgeTracer tracer(at_order, options.edges, projection, trace);
    tracer.AddRing(ring);
    tracer.keys().SortAndMerge();
    return std::move(tracer.keys().keys());
  };
  const std::vector<uint64_t> keys = keys_of(order);
  const Staircase grid(order);
  const uint64_t leaf = projection.LeafOf(inside.lon, inside.lat);
  // The point's own cell tells, once the cells are small enough for it to be
  // clear of the boundary. Where no cell is, there is no interior.
  std::vector<uint64_t> finer_keys;
  const double length = RoughLength(ring, true);
  for (int at = order; at <= std::min(order + 12, Cell::kMaxOrder); at += 3) {
    // A long ring of no width has no such cells: what is known then has to do.
    if (at != order && EdgeCells(length, at) > kMostEdgeCells / 4) break;
    if (at != order) finer_keys = keys_of(at);
    const std::vector<uint64_t>& here = at == order ? keys : finer_keys;
    const uint64_t cell = leaf >> (2 * (Cell::kMaxOrder - at));
    const auto found = std::lower_bound(here.begin(), here.end(), cell << 2);
    if (found != here.end() && *found >> 2 == cell) continue;
    const Staircase finer(at);
    bool pole_inside = !IsInterior(finer, here, false, leaf);
    if (at != order && keys.size() < Cell::Count(order)) {
      pole_inside = PoleOfGrid(grid, keys, finer, here, pole_inside);
    }
    return FillRings(grid, keys, pole_inside, options.ellipsoid);
  }
  return FillRings(grid, keys, CountInterior(grid, keys, false) * 2 > Cell::Count(order),
                   options.ellipsoid);
}

OuterInner CoverRingsWithPole(const RingsView& rings, bool pole_inside, int order,
                              const CoverOptions& options, const TraceOptions& trace) {
  const auto keys_of = [&](int at_order) {
    EdgeTracer tracer(at_order, options.edges, Projection::Of(options.ellipsoid), trace);
    for (size_t r = 0; r < rings.size(); ++r) tracer.AddRing(rings.ring(r));
    tracer.keys().SortAndMerge();
    return std::move(tracer.keys().keys());
  };
  const Staircase grid(order);
  const std::vector<uint64_t> keys = keys_of(order);
  // The chain is known to pass the pole as the edges do where no cell at it has a key.
  const auto is_clear_of_pole = [](const Staircase& at, std::span<const uint64_t> all) {
    for (uint64_t base = 8; base < 12; ++base) {
      const uint64_t cell = base << (2 * at.order());
      const auto found = std::lower_bound(all.begin(), all.end(), cell << 2);
      if (found != all.end() && *found >> 2 == cell) return false;
    }
    return true;
  };
  if (!is_clear_of_pole(grid, keys) && keys.size() < Cell::Count(order)) {
    for (int at = order + 3; at <= std::min(order + 12, Cell::kMaxOrder); at += 3) {
      if (keys.size() << (at - order) > 10'000'000) break;
      const std::vector<uint64_t> finer_keys = keys_of(at);
      const Staircase finer(at);
      if (!is_clear_of_pole(finer, finer_keys)) continue;
      pole_inside = PoleOfGrid(grid, keys, finer, finer_keys, pole_inside);
      break;
    }
  }
  return FillRings(grid, keys, pole_inside, options.ellipsoid);
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
  COINCIDE_RETURN_IF_ERROR(internal::CheckEdgeCells(order, [&](const auto& visit) {
    for (size_t r = 0; r < rings.size(); ++r) visit(rings.ring(r), true);
  }));
  if (options.edges == Edges::kPlanar) {
    const internal::ArcPlan plan(order, options);
    COINCIDE_ASSIGN_OR_RETURN(const internal::ArcRuns arcs,
                              internal::ArcsOf(rings, true, options, plan.stray, "ring"));
    return internal::CoverRings(arcs.view(), order, plan.options, plan.trace);
  }
  return internal::CoverRings(rings, order, options, {});
}

}  // namespace coincide
