// Where cells lie.

#include "coincide/healpix/cell_geometry.h"

#include <algorithm>
#include <string>

#include "coincide/capi/cells.h"
#include "coincide/cell/cell.h"
#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/interpolation.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// Points of each word, `times` of them.
template <typename Batch>
int32_t PointsOf(const uint64_t* words, size_t n, const coincide_ellipsoid* ellipsoid, double* lon,
                 double* lat, size_t times, size_t* first_bad, const Batch& batch) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto lons = args.Array(lon, n, "lon", times);
    const auto lats = args.Array(lat, n, "lat", times);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = batch(in, earth, lons, lats);
    return Answer(at, n, first_bad, [&](size_t i) { return BadWord(in, i); });
  });
}

// The number of entries of two sides, of which one may have one for all.
size_t Paired(size_t n_a, size_t n_b, Arguments* args) {
  const size_t n = n_a == 0 || n_b == 0 ? 0 : std::max(n_a, n_b);
  if ((n_a != n && n_a != 1) || (n_b != n && n_b != 1)) {
    args->Fault("the two sides have " + std::to_string(n_a) + " and " + std::to_string(n_b) +
                " entries: equal numbers, or one of them 1, are allowed");
  }
  return n;
}

}  // namespace

int32_t coincide_cells_vertices(const uint64_t* words, size_t n,
                                const coincide_ellipsoid* ellipsoid, int32_t threads, double* lon,
                                double* lat, size_t* first_bad) {
  return PointsOf(words, n, ellipsoid, lon, lat, 4, first_bad,
                  [&](auto in, const Ellipsoid& earth, auto lons, auto lats) {
                    return VerticesOf(in, earth, lons, lats, threads);
                  });
}

int32_t coincide_cells_boundaries(const uint64_t* words, size_t n, int32_t points_per_side,
                                  const coincide_ellipsoid* ellipsoid, int32_t threads, double* lon,
                                  double* lat, size_t* first_bad) {
  if (points_per_side < 1) {
    return Fail(internal::InvalidArgument("points_per_side is " + std::to_string(points_per_side) +
                                          ": 1 or more are allowed"));
  }
  return PointsOf(words, n, ellipsoid, lon, lat, 4 * static_cast<size_t>(points_per_side),
                  first_bad, [&](auto in, const Ellipsoid& earth, auto lons, auto lats) {
                    return BoundariesOf(in, points_per_side, earth, lons, lats, threads);
                  });
}

int32_t coincide_cells_caps(const uint64_t* words, size_t n, const coincide_ellipsoid* ellipsoid,
                            int32_t threads, double* lon, double* lat, double* radius_m,
                            size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const auto radii = args.Array(radius_m, n, "radius_m");
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = CapsOf(in, earth, lons, lats, radii, threads);
    return Answer(at, n, first_bad, [&](size_t i) { return BadWord(in, i); });
  });
}

int32_t coincide_cells_distance_to_points(const uint64_t* words, size_t n_words, const double* lon,
                                          const double* lat, size_t n_points,
                                          const coincide_ellipsoid* ellipsoid, int32_t threads,
                                          double* lower_m, double* upper_m, size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const size_t n = Paired(n_words, n_points, &args);
    const auto in = args.Array(words, n_words, "words");
    const auto lons = args.Array(lon, n_points, "lon");
    const auto lats = args.Array(lat, n_points, "lat");
    const auto lower = args.Array(lower_m, n, "lower_m");
    const auto upper = args.Array(upper_m, n, "upper_m");
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = n == 0 ? 0 : DistancesTo(in, lons, lats, earth, lower, upper, threads);
    return Answer(at, n, first_bad, [&](size_t i) {
      const size_t i_word = n_words == 1 ? 0 : i;
      return Cell::IsValidWord(in[i_word]) ? BadPosition(lons, lats, n_points == 1 ? 0 : i)
                                           : BadWord(in, i_word);
    });
  });
}

int32_t coincide_cells_distance_to_cells(const uint64_t* words, size_t n_words,
                                         const uint64_t* others, size_t n_others,
                                         const coincide_ellipsoid* ellipsoid, int32_t threads,
                                         double* lower_m, double* upper_m, size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const size_t n = Paired(n_words, n_others, &args);
    const auto in = args.Array(words, n_words, "words");
    const auto in_others = args.Array(others, n_others, "others");
    const auto lower = args.Array(lower_m, n, "lower_m");
    const auto upper = args.Array(upper_m, n, "upper_m");
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = n == 0 ? 0 : DistancesTo(in, in_others, earth, lower, upper, threads);
    return Answer(at, n, first_bad, [&](size_t i) {
      const size_t i_word = n_words == 1 ? 0 : i;
      return Cell::IsValidWord(in[i_word]) ? BadWord(in_others, n_others == 1 ? 0 : i, "others")
                                           : BadWord(in, i_word);
    });
  });
}

int32_t coincide_interpolation(const double* lon, const double* lat, size_t n, int32_t order,
                               const coincide_ellipsoid* ellipsoid, int32_t threads,
                               uint64_t* words, double* weights, size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const auto out = args.Array(words, n, "words", 4);
    const auto out_weights = args.Array(weights, n, "weights", 4);
    const int cell_order = args.Order(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = InterpolationsAt(lons, lats, cell_order, earth, out, out_weights, threads);
    return Answer(at, n, first_bad, [&](size_t i) { return BadPosition(lons, lats, i); });
  });
}
