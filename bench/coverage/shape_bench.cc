// Neighbourhoods of coverages: components, borders, holes, growing.
//
// `cells` is how many of the largest cells that fit the coverage has.

#include <benchmark/benchmark.h>

#include <vector>

#include "bench/coverage/sets.h"
#include "coincide/coverage/canonical.h"
#include "coincide/coverage/coverage_shape.h"

namespace coincide {
namespace {

// About 71,000 cells of orders up to 12: disks of 8 cells around random cells of
// a sixth of the surface, some of which meet.
const Coverage& Patches() {
  static const Coverage patches = [] {
    std::mt19937_64 rng(9);
    RangeBuffer seeds;
    for (int i = 0; i < 1300; ++i) {
      const uint64_t cell = (8 << 24) + rng() % (2 << 24);
      seeds.push_back({cell << 34, (cell + 1) << 34});
    }
    Canonicalise(&seeds);
    return *Expand(Coverage::FromCanonical(std::move(seeds), 12), 8);
  }();
  return patches;
}

void Report(benchmark::State& state, size_t answer) {
  state.counters["cells"] = static_cast<double>(CountMaximalCells(Patches()));
  state.counters["answer"] = static_cast<double>(answer);
}

void BM_Components(benchmark::State& state) {
  size_t parts = 0;
  for (auto _ : state) {
    parts = Components(Patches(), static_cast<Connectivity>(state.range(0))).size();
  }
  Report(state, parts);
}
BENCHMARK(BM_Components)->ArgName("corners")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BM_Border(benchmark::State& state) {
  size_t ranges = 0;
  for (auto _ : state) {
    ranges = Border(Patches(), static_cast<BorderSide>(state.range(0)))->ranges().size();
  }
  Report(state, ranges);
}
BENCHMARK(BM_Border)->ArgName("outer")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BM_Expand(benchmark::State& state) {
  size_t ranges = 0;
  for (auto _ : state) ranges = Expand(Patches(), state.range(0))->ranges().size();
  Report(state, ranges);
}
BENCHMARK(BM_Expand)->ArgName("steps")->Arg(1)->Arg(5)->Arg(-1)->Unit(benchmark::kMillisecond);

void BM_FillHoles(benchmark::State& state) {
  size_t ranges = 0;
  for (auto _ : state) ranges = FillHoles(Patches(), 1e9).ranges().size();
  Report(state, ranges);
}
BENCHMARK(BM_FillHoles)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide
