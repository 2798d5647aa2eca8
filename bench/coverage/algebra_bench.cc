// Set operations on two lists of ranges, beside a copy of as many bytes.
//
// bytes_per_second counts the inputs and the answer; `ranges` is the size of the
// answer.

#include <benchmark/benchmark.h>

#include <cstring>
#include <vector>

#include "bench/coverage/sets.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/difference.h"
#include "coincide/coverage/intersection.h"
#include "coincide/coverage/intersects.h"
#include "coincide/coverage/overlap.h"
#include "coincide/coverage/symmetric_difference.h"
#include "coincide/coverage/union.h"
#include "coincide/coverage/union_of.h"
#include "src/internal/huge_pages.h"

namespace coincide {
namespace {

using Ranges = std::span<const LeafRange>;
using Operation = void (*)(Ranges, Ranges, RangeBuffer*);

void Report(benchmark::State& state, size_t in, size_t out) {
  state.counters["ranges"] = static_cast<double>(out);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>((in + out) * sizeof(LeafRange)));
}

// A copy in the pages that the results of Coverage's operators have.
RangeBuffer InLargePages(const RangeBuffer& ranges) {
  RangeBuffer copy;
  internal::AdviseHugePages(copy.Prepare(ranges.size()), ranges.span().size_bytes());
  copy.Append(ranges.span());
  return copy;
}

// range(0): ranges a side; range(1): one cell in so many is in a list; range(2):
// whether the output's memory is kept from one run to the next.
void BM_Pair(benchmark::State& state, Operation append) {
  const auto n = static_cast<size_t>(state.range(0));
  const auto one_in = static_cast<uint64_t>(state.range(1));
  const RangeBuffer a = InLargePages(bench::RandomCells(n, one_in, 6));
  const RangeBuffer b = InLargePages(bench::RandomCells(n, one_in, 7));
  RangeBuffer out;
  size_t answer = 0;
  for (auto _ : state) {
    if (state.range(2) == 0) out = RangeBuffer();
    out.clear();
    // As the operators of Coverage do.
    if (out.capacity() == 0) {
      internal::AdviseHugePages(out.Prepare(a.size() + b.size()),
                                (a.size() + b.size()) * sizeof(LeafRange));
    }
    append(a.span(), b.span(), &out);
    benchmark::DoNotOptimize(out.data());
    answer = out.size();
  }
  Report(state, a.size() + b.size(), answer);
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"n", "one_in", "reused"})
      ->Args({1000, 4, 1})
      ->Args({30000, 4, 1})
      ->Args({1 << 20, 4, 1})
      ->Args({1 << 20, 4, 0})
      ->Args({1 << 20, 64, 1})
      ->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(BM_Pair, union, AppendUnion)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Pair, intersection, AppendIntersection)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Pair, difference, AppendDifference)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Pair, symmetric_difference, AppendSymmetricDifference)->Apply(Sizes);

// range(0) ranges against 2^20.
void BM_Skewed(benchmark::State& state, Operation append) {
  const RangeBuffer a = bench::RandomCells(1 << 20, 4, 6);
  const RangeBuffer b = bench::SpreadOver(a, static_cast<size_t>(state.range(0)), 7);
  RangeBuffer out;
  for (auto _ : state) {
    out.clear();
    append(a.span(), b.span(), &out);
    benchmark::DoNotOptimize(out.data());
  }
  Report(state, a.size() + b.size(), out.size());
}
void Skews(benchmark::internal::Benchmark* bench) {
  bench->ArgName("m")->Arg(1000)->Arg(10000)->Arg(40000)->Arg(80000)->Arg(320000)->Unit(
      benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(BM_Skewed, intersection, AppendIntersection)->Apply(Skews);
BENCHMARK_CAPTURE(BM_Skewed, difference, AppendDifference)->Apply(Skews);
BENCHMARK_CAPTURE(BM_Skewed, union, AppendUnion)->Apply(Skews);

// range(0) lists with 2^20 ranges together, in one pass.
void BM_Many(benchmark::State& state, void (*append)(std::span<const Ranges>, RangeBuffer*)) {
  const auto k = static_cast<size_t>(state.range(0));
  std::vector<RangeBuffer> lists;
  std::vector<Ranges> spans;
  for (size_t i = 0; i < k; ++i) {
    lists.push_back(bench::RandomCells((1 << 20) / k, 4, i));
    spans.push_back(lists.back().span());
  }
  RangeBuffer out;
  for (auto _ : state) {
    out.clear();
    append(spans, &out);
    benchmark::DoNotOptimize(out.data());
  }
  Report(state, 1 << 20, out.size());
}
BENCHMARK_CAPTURE(BM_Many, union, AppendUnionOf)
    ->ArgName("lists")
    ->Arg(2)
    ->Arg(8)
    ->Arg(64)
    ->Arg(4096)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Many, intersection, AppendIntersectionOf)
    ->ArgName("lists")
    ->Arg(2)
    ->Arg(8)
    ->Arg(64)
    ->Unit(benchmark::kMicrosecond);

// Two coverages: with the checks, the orders and a fresh result.
void BM_CoverageUnion(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Coverage a = Coverage::FromCanonical(bench::RandomCells(n, 4, 6), 14);
  const Coverage b = Coverage::FromCanonical(bench::RandomCells(n, 4, 7), 14);
  size_t answer = 0;
  for (auto _ : state) answer = (a | b).ranges().size();
  Report(state, a.ranges().size() + b.ranges().size(), answer);
}
BENCHMARK(BM_CoverageUnion)->Arg(10)->Arg(1000)->Arg(1 << 20)->Unit(benchmark::kMicrosecond);

void BM_Overlap(benchmark::State& state) {
  const RangeBuffer a = bench::RandomCells(1 << 20, 4, 6), b = bench::RandomCells(1 << 20, 4, 7);
  for (auto _ : state) benchmark::DoNotOptimize(OverlapLeaves(a.span(), b.span()));
  Report(state, a.size() + b.size(), 0);
}
BENCHMARK(BM_Overlap)->Unit(benchmark::kMicrosecond);

// The slowest case: ranges that interleave and have no leaf in common.
void BM_IntersectsNot(benchmark::State& state) {
  const RangeBuffer a = bench::RandomCells(1 << 20, 4, 6), b = bench::RandomCells(1 << 20, 4, 7);
  RangeBuffer rest;
  AppendDifference(b.span(), a.span(), &rest);
  bool answer = true;
  for (auto _ : state) benchmark::DoNotOptimize(answer = Intersects(a.span(), rest.span()));
  state.counters["answer"] = answer ? 1 : 0;
  Report(state, a.size() + rest.size(), 0);
}
BENCHMARK(BM_IntersectsNot)->Unit(benchmark::kMicrosecond);

// A copy of as many ranges as both inputs of BM_Pair have: bytes read and written.
void BM_Copy(benchmark::State& state) {
  const RangeBuffer a = InLargePages(bench::RandomCells(2 << 20, 4, 6));
  RangeBuffer out;
  internal::AdviseHugePages(out.Prepare(a.size()), a.span().size_bytes());
  for (auto _ : state) {
    out.clear();
    std::memcpy(out.Prepare(a.size()), a.data(), a.span().size_bytes());
    benchmark::DoNotOptimize(out.data());
  }
  Report(state, a.size(), a.size());
}
BENCHMARK(BM_Copy)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace coincide
