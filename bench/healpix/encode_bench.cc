#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/healpix/encode.h"
#include "src/healpix/kernels/kernels.h"

namespace coincide {
namespace {

struct Points {
  std::vector<double> lon, lat;
};

// Uniform on the sphere, in random order, `south` below 60 S only.
Points MakePoints(size_t n, bool south) {
  std::mt19937_64 rng(1);
  std::uniform_real_distribution<double> lon(-180, 180), z(-1, south ? -0.8660254 : 1);
  Points points;
  for (size_t i = 0; i < n; ++i) {
    points.lon.push_back(lon(rng));
    points.lat.push_back(std::asin(z(rng)) * 180 / std::numbers::pi);
  }
  return points;
}

void BM_Encode(benchmark::State& state, const internal::Kernels& kernels, bool south) {
  const auto n = static_cast<size_t>(state.range(0));
  const Points points = MakePoints(n, south);
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  std::vector<uint64_t> words(n);
  size_t invalid = 0;
  for (auto _ : state) {
    invalid = kernels.encode(points.lon.data(), points.lat.data(), n, projection, words.data());
    benchmark::DoNotOptimize(words.data());
  }
  state.counters["ns/point"] = benchmark::Counter(
      static_cast<double>(n) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["encoded"] = static_cast<double>(n - invalid);
}

void BM_Decode(benchmark::State& state, const internal::Kernels& kernels, int order) {
  const auto n = static_cast<size_t>(state.range(0));
  std::mt19937_64 rng(2);
  std::vector<uint64_t> words;
  for (size_t i = 0; i < n; ++i) {
    words.push_back(order > 29 ? Cell::FromPoint(rng() % kLeafCount).word()
                               : Cell::FromNested(order, rng() % Cell::Count(order)).word());
  }
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  std::vector<double> lon(n), lat(n);
  size_t invalid = 0;
  for (auto _ : state) {
    invalid = kernels.decode(words.data(), n, projection, lon.data(), lat.data());
    benchmark::DoNotOptimize(lon.data());
    benchmark::DoNotOptimize(lat.data());
  }
  state.counters["ns/cell"] = benchmark::Counter(
      static_cast<double>(n) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["decoded"] = static_cast<double>(n - invalid);
}

// Copying three columns: what encoding cannot be faster than.
void BM_CopyOfTheSameBytes(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Points points = MakePoints(n, false);
  std::vector<double> sum(n);
  for (auto _ : state) {
    for (size_t i = 0; i < n; ++i) sum[i] = points.lon[i] + points.lat[i];
    benchmark::DoNotOptimize(sum.data());
  }
  state.counters["ns/point"] = benchmark::Counter(
      static_cast<double>(n) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(BM_CopyOfTheSameBytes)->ArgName("n")->Arg(1 << 12)->Arg(10'000'000);

const int kRegistered = [] {
  for (const internal::Kernels& kernels : internal::SupportedKernels()) {
    const std::string name = kernels.name;
    for (const bool south : {false, true}) {
      benchmark::RegisterBenchmark(("BM_Encode/" + name + (south ? "/south" : "/uniform")).c_str(),
                                   BM_Encode, kernels, south)
          ->ArgName("n")
          ->Arg(1 << 12)
          ->Arg(10'000'000);
    }
    for (const int order : {12, 29, 30}) {
      benchmark::RegisterBenchmark(
          ("BM_Decode/" + name +
           (order > 29 ? std::string("/points") : "/order" + std::to_string(order)))
              .c_str(),
          BM_Decode, kernels, order)
          ->ArgName("n")
          ->Arg(1 << 12)
          ->Arg(10'000'000);
    }
  }
  return 0;
}();

}  // namespace
}  // namespace coincide
