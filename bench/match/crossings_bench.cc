// Crossings of near-polar ground tracks over the south polar region.

#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/match/samples/crossings.h"

namespace coincide {
namespace {

struct Columns {
  std::vector<double> lon, lat;
  std::vector<int64_t> offsets = {0};
  TrackSamples view() const { return {lon, lat, offsets}; }
};

// Tracks of 40 degrees of a circular orbit round its southernmost point, with
// so many metres of noise on each sample.
Columns Orbits(uint64_t seed, int tracks, int samples, double inclination_deg, double noise_m) {
  constexpr double kDegree = std::numbers::pi / 180;
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  std::normal_distribution<double> normal(0, noise_m / 6371007);
  Columns columns;
  const double ci = std::cos(inclination_deg * kDegree), si = std::sin(inclination_deg * kDegree);
  for (int t = 0; t < tracks; ++t) {
    const double node = 360 * kDegree * unit(rng), start = (242 + 16 * unit(rng)) * kDegree;
    for (int i = 0; i < samples; ++i) {
      const double u = start + 40 * kDegree * i / (samples - 1);
      const double x = std::cos(u) * std::cos(node) - std::sin(u) * ci * std::sin(node);
      const double y = std::cos(u) * std::sin(node) + std::sin(u) * ci * std::cos(node);
      const double p = x + normal(rng), q = y + normal(rng), r = std::sin(u) * si + normal(rng);
      columns.lon.push_back(std::atan2(q, p) / kDegree);
      columns.lat.push_back(std::atan2(r, std::hypot(p, q)) / kDegree);
    }
    columns.offsets.push_back(static_cast<int64_t>(columns.lon.size()));
  }
  return columns;
}

// range(0): tracks a side, of 20,000 samples 222 m apart; range(1): noise in
// metres; range(2): threads.
void BM_Crossings(benchmark::State& state) {
  const auto tracks = static_cast<int>(state.range(0));
  const auto noise = static_cast<double>(state.range(1));
  const Columns a = Orbits(1, tracks, 20000, 92, noise), b = Orbits(2, tracks, 20000, 94, noise);
  CrossingOptions options;
  options.threads = static_cast<int>(state.range(2));
  size_t found = 0;
  for (auto _ : state) {
    const auto crossings = FindCrossings(a.view(), b.view(), options);
    found = crossings->rows.size();
    benchmark::DoNotOptimize(found);
  }
  state.counters["samples/s"] = benchmark::Counter(static_cast<double>(a.lon.size() + b.lon.size()),
                                                   benchmark::Counter::kIsIterationInvariantRate);
  state.counters["crossings"] = static_cast<double>(found);
}
BENCHMARK(BM_Crossings)
    ->ArgNames({"tracks", "noise", "threads"})
    ->Args({20, 0, 1})
    ->Args({200, 0, 1})
    ->Args({200, 30, 1})
    ->Args({200, 300, 1})
    ->Args({200, 0, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// One track with itself and its neighbours within metres: many small angles.
void BM_RepeatedTracks(benchmark::State& state) {
  const Columns a = Orbits(1, 1, 20000, 92, 3), b = Orbits(1, 1, 20000, 92, 3.5);
  size_t found = 0;
  for (auto _ : state) {
    const auto crossings = FindCrossings(a.view(), b.view(), {});
    found = crossings->rows.size();
    benchmark::DoNotOptimize(found);
  }
  state.counters["crossings"] = static_cast<double>(found);
}
BENCHMARK(BM_RepeatedTracks)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide
