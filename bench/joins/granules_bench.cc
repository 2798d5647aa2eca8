// Stage one: the sets of design 16.1 and their growth; one thread, from tables to
// pairs.

#include <benchmark/benchmark.h>

#include "bench/joins/sensors.h"
#include "coincide/match/granules/match_granules.h"

namespace coincide::bench {
namespace {

void Run(benchmark::State& state, const GranuleTable& a, const GranuleTable& b,
         GranuleCriterion criterion = {}) {
  criterion.threads = 1;
  size_t pairs = 0;
  for (auto _ : state) {
    auto result = MatchGranules(a, b, criterion);
    if (!result.ok()) std::abort();
    pairs = result->size();
    benchmark::DoNotOptimize(result);
  }
  state.counters["pairs"] = static_cast<double>(pairs);
  state.counters["rows"] = static_cast<double>(a.size() + b.size());
}

void LongSwaths(benchmark::State& state) {
  const auto edges = static_cast<Edges>(state.range(0));
  Run(state, Swaths(2000, 40, edges, 10), Swaths(10'000, 40, edges, 11));
}
BENCHMARK(LongSwaths)->Arg(0)->Arg(1)->ArgName("edges")->Unit(benchmark::kMillisecond);

void ShortSwaths(benchmark::State& state) {
  const auto edges = static_cast<Edges>(state.range(0));
  Run(state, Swaths(20'000, 4, edges, 12), Swaths(100'000, 4, edges, 13));
}
BENCHMARK(ShortSwaths)->Arg(0)->Arg(1)->ArgName("edges")->Unit(benchmark::kMillisecond);

// Radar frames and altimeter granules.
void FramesAndRings(benchmark::State& state) {
  Run(state, SurveyFrames(1126, 1), AltimeterRings(4103, 1387, 2),
      {.time_window_ns = int64_t{120} * 86'400'000'000'000});
}
BENCHMARK(FramesAndRings)->Unit(benchmark::kMillisecond);

void MixedGrowth(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  Run(state, MixedSizes(n, 3), MixedSizes(n, 4), {.within_m = 100});
}
BENCHMARK(MixedGrowth)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide::bench
