// The coverage index: building, opening, queries against a linear scan, joins.
// With COINCIDE_LONG=1 also 500,000 footprints of about 100 ranges.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bench/coverage/footprints.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/coverage/intersects.h"

namespace coincide {
namespace {

const CoverageColumn& Column(size_t rows, int order) {
  static std::map<std::pair<size_t, int>, CoverageColumn> columns;
  auto [at, added] = columns.try_emplace({rows, order});
  if (added) at->second = bench::Footprints(rows, /*seed=*/rows, order);
  return at->second;
}

const CoverageIndex& Index(size_t rows, int order) {
  static std::map<std::pair<size_t, int>, CoverageIndex> indexes;
  auto [at, added] = indexes.try_emplace({rows, order});
  if (added) at->second = CoverageIndex::Build(Column(rows, order)).value();
  return at->second;
}

void CountSizes(benchmark::State& state, const CoverageIndex& index) {
  const auto ranges = static_cast<double>(index.range_count());
  state.counters["ranges/row"] = ranges / static_cast<double>(index.size());
  state.counters["bytes/range"] = static_cast<double>(index.byte_count()) / ranges;
}

void BM_IndexBuild(benchmark::State& state) {
  const CoverageColumn& column = Column(static_cast<size_t>(state.range(0)), 10);
  CoverageIndex index;
  for (auto _ : state) index = CoverageIndex::Build(column, 1).value();
  CountSizes(state, index);
  state.counters["ranges/s"] = benchmark::Counter(static_cast<double>(index.range_count()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

void BM_IndexOpen(benchmark::State& state) {
  const CoverageIndex& index = Index(static_cast<size_t>(state.range(0)), 10);
  const auto path = std::filesystem::temp_directory_path() /
                    ("coincide-bench-" + std::to_string(::getpid()) + ".coix");
  if (!index.Save(path).ok()) return state.SkipWithError("cannot save");
  for (auto _ : state) benchmark::DoNotOptimize(CoverageIndex::Open(path).value());
  std::filesystem::remove(path);
  state.counters["MB"] = static_cast<double>(index.byte_count()) / 1e6;
  CountSizes(state, index);
}

// One footprint against all: hits is the rows it meets, on average.
void BM_IndexQuery(benchmark::State& state) {
  const CoverageIndex& index = Index(static_cast<size_t>(state.range(0)), 10);
  const CoverageColumn queries = bench::Footprints(256, /*seed=*/7);
  size_t row = 0, hits = 0, asked = 0;
  for (auto _ : state) {
    hits += index.QueryRanges(queries.ranges(row)).value().size();
    row = (row + 1) % queries.size();
    ++asked;
  }
  state.counters["hits"] = static_cast<double>(hits) / static_cast<double>(asked);
}

// The same without an index: a test of every row.
void BM_LinearScan(benchmark::State& state) {
  const CoverageColumn& column = Column(static_cast<size_t>(state.range(0)), 10);
  const CoverageColumn queries = bench::Footprints(256, /*seed=*/7);
  size_t row = 0, hits = 0, asked = 0;
  for (auto _ : state) {
    for (size_t i = 0; i < column.size(); ++i) {
      hits += Intersects(column.ranges(i), queries.ranges(row)) ? 1 : 0;
    }
    row = (row + 1) % queries.size();
    ++asked;
  }
  state.counters["hits"] = static_cast<double>(hits) / static_cast<double>(asked);
}

void BM_IndexQueryLeaves(benchmark::State& state) {
  const CoverageIndex& index = Index(static_cast<size_t>(state.range(0)), 10);
  std::mt19937_64 rng(5);
  std::vector<uint64_t> leaves(static_cast<size_t>(state.range(1)));
  for (uint64_t& leaf : leaves) leaf = rng() % kLeafCount;
  size_t hits = 0;
  for (auto _ : state) hits = index.QueryLeaves(leaves, 1).value().rows.size();
  state.counters["hits"] = static_cast<double>(hits);
  state.counters["points/s"] = benchmark::Counter(static_cast<double>(leaves.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

// Rows `a` against rows `b`, both at `order`.
void BM_IndexJoin(benchmark::State& state) {
  const int order = static_cast<int>(state.range(2));
  const CoverageIndex& a = Index(static_cast<size_t>(state.range(0)), order);
  const CoverageIndex& b = Index(static_cast<size_t>(state.range(1)), order);
  size_t pairs = 0;
  for (auto _ : state) pairs = a.Join(b, 1).value().size();
  state.counters["pairs"] = static_cast<double>(pairs);
  state.counters["ranges a"] = static_cast<double>(a.range_count());
  state.counters["ranges b"] = static_cast<double>(b.range_count());
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->Unit(benchmark::kMillisecond)->ArgName("rows")->Arg(1000)->Arg(20000);
  if (std::getenv("COINCIDE_LONG") != nullptr) bench->Arg(500000);
}

BENCHMARK(BM_IndexBuild)->Apply(Sizes);
BENCHMARK(BM_IndexOpen)->Apply(Sizes);
BENCHMARK(BM_IndexQuery)->Apply(Sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_LinearScan)->Apply(Sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_IndexQueryLeaves)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"rows", "points"})
    ->Args({20000, 1000})
    ->Args({20000, 1000000});
BENCHMARK(BM_IndexJoin)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"a", "b", "order"})
    ->Args({1000, 20000, 10})
    ->Args({20000, 1000, 10})
    ->Args({20000, 100000, 8});

}  // namespace
}  // namespace coincide
