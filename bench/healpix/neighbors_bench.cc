#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "coincide/healpix/disk.h"
#include "coincide/healpix/neighbors.h"

namespace coincide {
namespace {

// range(0): cells; range(1): their order, 30 for points.
void BM_Neighbors(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const int order = static_cast<int>(state.range(1));
  std::mt19937_64 rng(1);
  std::vector<uint64_t> words(n), out(8 * n);
  for (uint64_t& word : words) {
    word = order == 30 ? Cell::FromPoint(rng() % kLeafCount).word()
                       : Cell::FromNested(order, rng() % Cell::Count(order)).word();
  }
  for (auto _ : state) {
    Neighbors(words, out, 1);
    benchmark::DoNotOptimize(out.data());
  }
  uint64_t found = 0;
  for (const uint64_t word : out) found += word != 0;
  state.counters["ns/cell"] = benchmark::Counter(
      static_cast<double>(n) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK(BM_Neighbors)
    ->ArgNames({"n", "order"})
    ->ArgsProduct({{1 << 10, 1 << 20}, {4, 18, 29, 30}});

// 1 M cells of an order and the disk of range(1) steps round each.
void BM_Disks(benchmark::State& state) {
  const int order = static_cast<int>(state.range(0));
  const auto steps = static_cast<uint64_t>(state.range(1));
  std::mt19937_64 rng(1);
  std::vector<uint64_t> centers((size_t{1} << 20) / (steps * steps)), words;
  std::vector<int64_t> offsets;
  for (uint64_t& word : centers) {
    word = Cell::FromNested(order, rng() % Cell::Count(order)).word();
  }
  for (auto _ : state) {
    Disks(centers, steps, &offsets, &words, 1);
    benchmark::DoNotOptimize(words.data());
  }
  state.counters["ns/disk"] = benchmark::Counter(
      static_cast<double>(centers.size()) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["cells"] = static_cast<double>(words.size());
}
BENCHMARK(BM_Disks)
    ->ArgNames({"order", "steps"})
    ->Args({4, 2})
    ->Args({18, 1})
    ->Args({18, 2})
    ->Args({18, 16})
    ->Args({29, 2});

}  // namespace
}  // namespace coincide
