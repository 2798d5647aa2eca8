#include "coincide/healpix/interpolation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "coincide/cell/ring_index.h"
#include "coincide/healpix/projection.h"
#include "src/internal/first_bad.h"

namespace coincide {
namespace {

constexpr size_t kGrain = 2048;
constexpr double kPi = std::numbers::pi;

// The place of a point between the parallels of an order with n cells along a base
// cell.
struct Height {
  double colatitude;  // authalic, radians from the north pole
  int64_t above;      // number of the parallel to the north; 0: the pole is nearer
};

Height HeightOf(double lat, int64_t n, const Ellipsoid& ellipsoid) {
  constexpr double kDegree = kPi / 180;
  // In the caps by the complement of the sine, which keeps its digits to the pole.
  const double half = std::sin((90 - std::abs(lat)) * (kDegree / 2));
  const double complement = AuthalicComplement(2 * half * half, ellipsoid);
  if (complement < 1.0 / 3) {
    const double from_pole = 2 * std::asin(std::sqrt(complement / 2));
    const auto ring = static_cast<int64_t>(static_cast<double>(n) * std::sqrt(3 * complement));
    return lat > 0 ? Height{from_pole, ring} : Height{kPi - from_pole, 4 * n - 1 - ring};
  }
  const double z = AuthalicSine(std::sin(lat * kDegree), ellipsoid);
  const auto ring = static_cast<int64_t>(static_cast<double>(n) * (2 - 1.5 * z));
  return {kPi / 2 - std::asin(z), ring};
}

// Parallel 1 .. 4 n - 1 from the north: cell j is centred on longitude
// (j + phase) 360 / cells.
struct Parallel {
  int64_t cells;
  uint64_t first;  // RING index
  double phase;
  double colatitude;
};

Parallel ParallelAt(int64_t ring, int64_t n) {
  const int64_t from_pole = std::min(ring, 4 * n - ring);
  if (from_pole < n) {
    const double theta =
        2 * std::asin(static_cast<double>(from_pole) / (static_cast<double>(n) * std::sqrt(6.0)));
    const auto q = static_cast<uint64_t>(from_pole);
    if (ring < n) return {4 * from_pole, 2 * q * (q - 1), 0.5, theta};
    return {4 * from_pole, 12 * static_cast<uint64_t>(n * n) - 2 * q * (q + 1), 0.5, kPi - theta};
  }
  const double z = static_cast<double>(2 * n - ring) / static_cast<double>(n) * (2.0 / 3);
  return {4 * n, static_cast<uint64_t>(2 * n * (n - 1) + (ring - n) * 4 * n),
          (ring - n) % 2 == 0 ? 0.5 : 0.0, kPi / 2 - std::asin(z)};
}

// Stores the two cells of a parallel next to a longitude, and weights of sum 1.
void Along(const Parallel& parallel, double turn, uint64_t* ring, double* weights) {
  const double place = turn * static_cast<double>(parallel.cells) - parallel.phase;
  const double floor = std::floor(place);
  const double east = place - floor;
  auto j = static_cast<int64_t>(floor);
  const int64_t west_cell = ((j % parallel.cells) + parallel.cells) % parallel.cells;
  ring[0] = parallel.first + static_cast<uint64_t>(west_cell);
  ring[1] = parallel.first + static_cast<uint64_t>((west_cell + 1) % parallel.cells);
  weights[0] = 1 - east;
  weights[1] = east;
}

}  // namespace

Interpolation InterpolationAt(double lon, double lat, int order, const Ellipsoid& ellipsoid) {
  assert(IsValidLonLat(lon, lat) && order >= 0 && order <= Cell::kMaxOrder);
  const int64_t n = int64_t{1} << order;
  const double turn = std::fmod(lon, 360.0) / 360;  // -1 to 1
  const Height height = HeightOf(lat, n, ellipsoid);
  uint64_t ring[4];
  Interpolation result;
  double* weights = result.weights.data();
  const bool has_north = height.above >= 1, has_south = height.above + 1 <= 4 * n - 1;
  double north_at = 0, south_at = kPi;  // of the poles, unless there are parallels
  if (has_north) {
    const Parallel north = ParallelAt(height.above, n);
    north_at = north.colatitude;
    Along(north, turn, ring, weights);
  }
  if (has_south) {
    const Parallel south = ParallelAt(height.above + 1, n);
    south_at = south.colatitude;
    Along(south, turn, ring + 2, weights + 2);
  }
  const double down = std::clamp((height.colatitude - north_at) / (south_at - north_at), 0.0, 1.0);
  if (has_north && has_south) {
    weights[0] *= 1 - down;
    weights[1] *= 1 - down;
    weights[2] *= down;
    weights[3] *= down;
  } else {
    // The two cells found, west and east, are neighbours among the four round the
    // pole; the others are opposite to them. Each has a quarter of the pole's share.
    const int found = has_north ? 0 : 2, others = 2 - found;
    const double at_pole = has_north ? down : 1 - down;
    const uint64_t first = has_north ? Cell::Count(order) - 4 : 0;
    for (int i = 0; i < 2; ++i) {
      weights[found + i] = weights[found + i] * (1 - at_pole) + at_pole / 4;
      weights[others + i] = at_pole / 4;
      ring[others + i] = first + ((ring[found + i] - first + 2) & 3);
    }
  }
  for (size_t i = 0; i < 4; ++i) {
    result.cells[i] = Cell::FromNested(order, NestedFromRing(order, ring[i]));
  }
  return result;
}

size_t InterpolationsAt(std::span<const double> lon, std::span<const double> lat, int order,
                        const Ellipsoid& ellipsoid, std::span<uint64_t> words,
                        std::span<double> weights, int threads) {
  const size_t n = lon.size();
  assert(lat.size() == n && words.size() == 4 * n && weights.size() == 4 * n);
  return internal::FirstBad(n, kGrain, threads, [&](size_t i) {
    const bool good = IsValidLonLat(lon[i], lat[i]);
    const Interpolation at =
        good ? InterpolationAt(lon[i], lat[i], order, ellipsoid) : Interpolation{};
    for (size_t j = 0; j < 4; ++j) {
      words[4 * i + j] = at.cells[j].word();
      weights[4 * i + j] = good ? at.weights[j] : std::numeric_limits<double>::quiet_NaN();
    }
    return good;
  });
}

}  // namespace coincide
