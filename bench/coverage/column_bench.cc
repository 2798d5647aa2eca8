// Operations on columns of footprints: row by row, one coverage against all, and
// the union of all rows. `ranges` is the size of the answer.

#include <benchmark/benchmark.h>

#include <map>

#include "bench/coverage/footprints.h"
#include "coincide/coverage/column_operations.h"

namespace coincide {
namespace {

constexpr size_t kRows = 20000;

const CoverageColumn& Column(uint64_t seed) {
  static std::map<uint64_t, CoverageColumn> columns;
  auto [at, added] = columns.try_emplace(seed);
  if (added) at->second = bench::Footprints(kRows, seed);
  return at->second;
}

void Report(benchmark::State& state, const CoverageColumn& in, size_t ranges) {
  state.counters["ranges"] = static_cast<double>(ranges);
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(in.size()),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

// Two columns, row by row.
void BM_CombineRows(benchmark::State& state, RowOperation operation) {
  const CoverageColumn &a = Column(1), &b = Column(2);
  size_t ranges = 0;
  for (auto _ : state) ranges = CombineRows(operation, a, b, 1)->range_count();
  Report(state, a, ranges);
}
BENCHMARK_CAPTURE(BM_CombineRows, union, RowOperation::kUnion)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_CombineRows, intersection, RowOperation::kIntersection)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_CombineRows, difference, RowOperation::kDifference)
    ->Unit(benchmark::kMillisecond);

// A column and the union of 100 of its rows.
void BM_CombineWithOne(benchmark::State& state) {
  const CoverageColumn& a = Column(1);
  const Coverage one = UnionOfRows(a.Slice(0, 100), 1);
  size_t ranges = 0;
  for (auto _ : state) ranges = CombineRows(RowOperation::kIntersection, a, one, 1)->range_count();
  Report(state, a, ranges);
}
BENCHMARK(BM_CombineWithOne)->Unit(benchmark::kMillisecond);

void BM_EvaluateRows(benchmark::State& state) {
  const CoverageColumn& a = Column(1);
  const Coverage one = UnionOfRows(a.Slice(0, 100), 1);
  size_t hits = 0;
  for (auto _ : state) {
    hits = 0;
    const auto met = EvaluateRows(RowPredicate::kIntersects, a, one, 1);
    for (const uint8_t row : *met) hits += row;
  }
  Report(state, a, 0);
  state.counters["hits"] = static_cast<double>(hits);
}
BENCHMARK(BM_EvaluateRows)->Unit(benchmark::kMillisecond);

void BM_UnionOfRows(benchmark::State& state) {
  const CoverageColumn all = Column(1).Slice(0, static_cast<size_t>(state.range(0)));
  size_t ranges = 0;
  for (auto _ : state) ranges = UnionOfRows(all, 1).ranges().size();
  Report(state, all, ranges);
  state.counters["ranges in"] = static_cast<double>(all.range_count());
}
BENCHMARK(BM_UnionOfRows)->ArgName("rows")->Arg(1000)->Arg(20000)->Unit(benchmark::kMillisecond);

void BM_RowAreas(benchmark::State& state) {
  const CoverageColumn& a = Column(1);
  for (auto _ : state) benchmark::DoNotOptimize(RowAreasM2(a, 1).data());
  Report(state, a, a.range_count());
}
BENCHMARK(BM_RowAreas)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace coincide
