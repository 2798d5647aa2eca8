// Many leaves against one list of ranges, in random order. `inside` is the part
// of them that is held.

#include <benchmark/benchmark.h>

#include <vector>

#include "bench/coverage/sets.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/leaf_lookup.h"

namespace coincide {
namespace {

// Leaves of the whole surface (0), or of the stretch of the ranges (1).
std::vector<uint64_t> RandomLeaves(const RangeBuffer& ranges, size_t n, bool near) {
  std::mt19937_64 rng(11);
  std::vector<uint64_t> leaves(n);
  const uint64_t first = near ? ranges[0].begin : 0;
  const uint64_t count = near ? ranges.back().end - first : kLeafCount;
  for (uint64_t& leaf : leaves) leaf = first + rng() % count;
  return leaves;
}

void Report(benchmark::State& state, size_t leaves, size_t inside) {
  state.counters["ns_per_leaf"] = benchmark::Counter(
      static_cast<double>(leaves) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["inside"] = static_cast<double>(inside) / static_cast<double>(leaves);
}

void BM_Lookup(benchmark::State& state) {
  const RangeBuffer ranges = bench::RandomCells(static_cast<size_t>(state.range(0)), 4, 6);
  const auto leaves =
      RandomLeaves(ranges, static_cast<size_t>(state.range(1)), state.range(2) == 1);
  std::vector<uint8_t> inside(leaves.size());
  size_t held = 0;
  for (auto _ : state) held = LeafLookup(ranges.span()).Contains(leaves, inside);
  Report(state, leaves.size(), held);
}
BENCHMARK(BM_Lookup)
    ->ArgNames({"ranges", "leaves", "near"})
    ->Args({164000, 10000000, 0})
    ->Args({164000, 10000000, 1})
    ->Args({1000000, 10000000, 1})
    ->Args({1000, 1000000, 1})
    ->Args({164000, 1000, 1})
    ->Unit(benchmark::kMillisecond);

void BM_BinarySearch(benchmark::State& state) {
  const RangeBuffer ranges = bench::RandomCells(static_cast<size_t>(state.range(0)), 4, 6);
  const auto leaves = RandomLeaves(ranges, static_cast<size_t>(state.range(1)), true);
  size_t held = 0;
  for (auto _ : state) {
    held = 0;
    for (const uint64_t leaf : leaves) held += ContainsLeaf(ranges.span(), leaf) ? 1 : 0;
  }
  Report(state, leaves.size(), held);
}
BENCHMARK(BM_BinarySearch)
    ->ArgNames({"ranges", "leaves"})
    ->Args({164000, 1000000})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide
