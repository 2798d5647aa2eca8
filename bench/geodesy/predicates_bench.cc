// Exact predicates. range(0): how hard the points are: 0 random, 1 within a
// centimetre of one another, 2 on one great circle but for rounding, 3 exactly
// on one.

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "coincide/geodesy/predicates.h"

namespace coincide {
namespace {

constexpr size_t kPoints = 1024;

std::vector<Vector3> Points(int64_t kind) {
  std::mt19937_64 rng(2);
  std::normal_distribution<double> normal;
  const auto any = [&] { return Normalized({normal(rng), normal(rng), normal(rng)}); };
  const Vector3 a = any(), b = any();
  std::vector<Vector3> points;
  for (size_t i = 0; i < kPoints; ++i) {
    switch (kind) {
      case 0:
        points.push_back(any());
        break;
      case 1:
        points.push_back(Normalized(a + 1.6e-9 * any()));
        break;
      case 2:
        points.push_back(Normalized(normal(rng) * a + normal(rng) * b));
        break;
      default:
        points.push_back(Normalized({normal(rng), normal(rng), 0}));
    }
  }
  return points;
}

void BM_TurnSign(benchmark::State& state) {
  const std::vector<Vector3> points = Points(state.range(0));
  int64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (size_t i = 2; i < kPoints; ++i) sum += TurnSign(points[i - 2], points[i - 1], points[i]);
  }
  state.counters["ns_per_sign"] =
      benchmark::Counter((kPoints - 2) * 1e-9, benchmark::Counter::kIsIterationInvariantRate |
                                                   benchmark::Counter::kInvert);
  state.counters["sum"] = static_cast<double>(sum);
}
BENCHMARK(BM_TurnSign)->ArgName("kind")->DenseRange(0, 3);

void BM_ArcCrossing(benchmark::State& state) {
  const std::vector<Vector3> points = Points(state.range(0));
  int64_t crossings = 0;
  for (auto _ : state) {
    crossings = 0;
    for (size_t i = 3; i < kPoints; ++i) {
      crossings += ArcCrossing(points[i - 3], points[i - 2], points[i - 1], points[i]) > 0;
    }
  }
  state.counters["ns_per_pair"] =
      benchmark::Counter((kPoints - 3) * 1e-9, benchmark::Counter::kIsIterationInvariantRate |
                                                   benchmark::Counter::kInvert);
  state.counters["crossings"] = static_cast<double>(crossings);
}
BENCHMARK(BM_ArcCrossing)->ArgName("kind")->DenseRange(0, 3);

}  // namespace
}  // namespace coincide
