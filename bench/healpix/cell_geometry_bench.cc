#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/cell_geometry.h"

namespace coincide {
namespace {

constexpr size_t kCells = 10000;

// Random cells of range(0).
std::vector<uint64_t> Cells(const benchmark::State& state, uint64_t seed) {
  const int order = static_cast<int>(state.range(0));
  std::mt19937_64 rng(seed);
  std::vector<uint64_t> words(kCells);
  for (uint64_t& word : words) {
    word = Cell::FromNested(order, rng() % Cell::Count(order)).word();
  }
  return words;
}

void CountEach(benchmark::State& state) {
  state.counters["ns/cell"] = benchmark::Counter(
      kCells * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void BM_Vertices(benchmark::State& state) {
  const auto words = Cells(state, 1);
  std::vector<double> lon(4 * kCells), lat(4 * kCells);
  for (auto _ : state) {
    VerticesOf(words, Ellipsoid::Wgs84(), lon, lat, 1);
    benchmark::DoNotOptimize(lon.data());
  }
  CountEach(state);
}
BENCHMARK(BM_Vertices)->ArgName("order")->Arg(3)->Arg(12)->Arg(29);

void BM_Caps(benchmark::State& state) {
  const auto words = Cells(state, 1);
  std::vector<double> lon(kCells), lat(kCells), radius(kCells);
  for (auto _ : state) {
    CapsOf(words, Ellipsoid::Wgs84(), lon, lat, radius, 1);
    benchmark::DoNotOptimize(radius.data());
  }
  CountEach(state);
}
BENCHMARK(BM_Caps)->ArgName("order")->Arg(3)->Arg(12)->Arg(29);

void BM_DistanceToPoint(benchmark::State& state) {
  const auto words = Cells(state, 1);
  std::vector<double> lon(kCells), lat(kCells), lower(kCells), upper(kCells);
  std::mt19937_64 rng(2);
  std::uniform_real_distribution<double> any_lon(-180, 180), any_lat(-90, 90);
  for (size_t i = 0; i < kCells; ++i) lon[i] = any_lon(rng), lat[i] = any_lat(rng);
  for (auto _ : state) {
    DistancesTo(words, lon, lat, Ellipsoid::Wgs84(), lower, upper, 1);
    benchmark::DoNotOptimize(lower.data());
  }
  CountEach(state);
}
BENCHMARK(BM_DistanceToPoint)->ArgName("order")->Arg(3)->Arg(12)->Arg(29);

void BM_DistanceToCell(benchmark::State& state) {
  const auto words = Cells(state, 1), others = Cells(state, 2);
  std::vector<double> lower(kCells), upper(kCells);
  for (auto _ : state) {
    DistancesTo(words, others, Ellipsoid::Wgs84(), lower, upper, 1);
    benchmark::DoNotOptimize(lower.data());
  }
  CountEach(state);
}
BENCHMARK(BM_DistanceToCell)->ArgName("order")->Arg(3)->Arg(12)->Arg(29);

}  // namespace
}  // namespace coincide
