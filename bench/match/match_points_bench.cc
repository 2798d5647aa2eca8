// Pairs of samples: 110 m along tracks against 890 m along others, over the south
// polar region. range(0): samples of a, ten times those of b; range(1): the radius
// in metres. `pairs` is the size of the answer.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/match/samples/match_points.h"

namespace coincide {
namespace {

struct Columns {
  std::vector<double> lon, lat;
  SamplePoints points() const { return {lon, lat}; }
};

// Tracks of 4,000 km at most, moved sideways by up to 300 m a sample.
Columns Tracks(size_t n, double step_m, uint64_t seed) {
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform;
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  const size_t longest = static_cast<size_t>(4e6 / step_m);
  Columns columns;
  while (columns.lon.size() < n) {
    const LonLat middle{360 * uniform(rng), -90 + 15 * uniform(rng)};
    const double azimuth = 360 * uniform(rng);
    const LonLat start = geodesics.Direct(middle, azimuth, -2e6).point;
    const LonLat end = geodesics.Direct(middle, azimuth, 2e6).point;
    const GeodesicLine track = geodesics.Line(start, end);
    for (size_t k = 0; k < std::min(longest, n - columns.lon.size() + k); ++k) {
      const LonLat p = track.At(step_m * static_cast<double>(k)).point;
      columns.lon.push_back(p.lon + 3e-3 * uniform(rng));
      columns.lat.push_back(std::clamp(p.lat + 3e-3 * uniform(rng), -90.0, 90.0));
      if (columns.lon.size() == n) break;
    }
  }
  return columns;
}

void Run(benchmark::State& state, const Columns& a, const Columns& b,
         const MatchPointsOptions& options) {
  size_t pairs = 0;
  for (auto _ : state) {
    const auto found = MatchPoints(a.points(), b.points(), options);
    pairs = found->i.size();
    benchmark::DoNotOptimize(found->i.data());
  }
  state.counters["ns_per_sample"] = benchmark::Counter(
      static_cast<double>(a.lon.size()) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["pairs"] = static_cast<double>(pairs);
}

void BM_Within(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Columns a = Tracks(n, 110, 1), b = Tracks(n / 10, 890, 2);
  MatchPointsOptions options;
  options.within_m = static_cast<double>(state.range(1));
  options.threads = 1;
  Run(state, a, b, options);
}
BENCHMARK(BM_Within)
    ->ArgNames({"n", "within"})
    ->ArgsProduct({{10000, 100000, 1000000}, {100, 1000, 10000}})
    ->Unit(benchmark::kMillisecond);

void BM_Shuffled(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Columns a = Tracks(n, 110, 1), b = Tracks(n / 10, 890, 2);
  std::vector<size_t> order(n);
  for (size_t k = 0; k < n; ++k) order[k] = k;
  std::shuffle(order.begin(), order.end(), std::mt19937_64(3));
  Columns mixed;
  for (const size_t k : order) {
    mixed.lon.push_back(a.lon[k]);
    mixed.lat.push_back(a.lat[k]);
  }
  MatchPointsOptions options;
  options.within_m = static_cast<double>(state.range(1));
  options.threads = 1;
  Run(state, mixed, b, options);
}
BENCHMARK(BM_Shuffled)
    ->ArgNames({"n", "within"})
    ->Args({1000000, 1000})
    ->Unit(benchmark::kMillisecond);

// range(1): how many of the nearest, without a radius.
void BM_Nearest(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Columns a = Tracks(n, 110, 1), b = Tracks(n / 10, 890, 2);
  MatchPointsOptions options;
  options.keep = Keep::kNearestA;
  options.nearest = state.range(1);
  options.threads = 1;
  Run(state, a, b, options);
}
BENCHMARK(BM_Nearest)
    ->ArgNames({"n", "k"})
    ->ArgsProduct({{100000, 1000000}, {1, 8}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide
