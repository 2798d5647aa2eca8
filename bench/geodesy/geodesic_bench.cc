// Distances, foot points and crossings, one row an iteration. range(0) is the
// length in metres of the path or segment; `sum` adds up the answers, so that a
// wrong one shows.

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/geodesic_segment.h"

namespace coincide {
namespace {

constexpr size_t kRows = 1024;
const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Pairs {
  std::vector<LonLat> a, b;
};

Pairs PairsAtLength(double metres) {
  std::mt19937_64 rng(1);
  std::uniform_real_distribution<double> uniform;
  Pairs pairs;
  for (size_t i = 0; i < kRows; ++i) {
    const LonLat a{360 * uniform(rng) - 180, 180 * uniform(rng) - 90};
    pairs.a.push_back(a);
    pairs.b.push_back(Wgs84().Direct(a, 360 * uniform(rng), metres).point);
  }
  return pairs;
}

void Report(benchmark::State& state, double sum) {
  state.counters["ns_per_row"] = benchmark::Counter(
      kRows * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["sum"] = sum;
}

void BM_Inverse(benchmark::State& state) {
  const Pairs pairs = PairsAtLength(static_cast<double>(state.range(0)));
  double sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (size_t i = 0; i < kRows; ++i) sum += Wgs84().Distance(pairs.a[i], pairs.b[i]);
  }
  Report(state, sum);
}
BENCHMARK(BM_Inverse)->Arg(100)->Arg(10000)->Arg(1000000);

void BM_Distances(benchmark::State& state) {
  const Pairs pairs = PairsAtLength(static_cast<double>(state.range(0)));
  std::vector<double> lon_a, lat_a, lon_b, lat_b, out(kRows);
  for (size_t i = 0; i < kRows; ++i) {
    lon_a.push_back(pairs.a[i].lon);
    lat_a.push_back(pairs.a[i].lat);
    lon_b.push_back(pairs.b[i].lon);
    lat_b.push_back(pairs.b[i].lat);
  }
  for (auto _ : state) Wgs84().Distances(lon_a, lat_a, lon_b, lat_b, out, 1);
  double sum = 0;
  for (const double d : out) sum += d;
  Report(state, sum);
}
BENCHMARK(BM_Distances)->Arg(100)->Arg(10000)->Arg(1000000);

void BM_EcefOf(benchmark::State& state) {
  const Pairs pairs = PairsAtLength(100);
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  double sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (const LonLat& p : pairs.a) sum += EcefOf(p.lon, p.lat, 0, wgs84).x;
  }
  Report(state, sum);
}
BENCHMARK(BM_EcefOf);

void BM_GeodesicFromChord(benchmark::State& state) {
  const Pairs pairs = PairsAtLength(100);
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  std::vector<Vector3> p, q;
  for (size_t i = 0; i < kRows; ++i) {
    p.push_back(EcefOf(pairs.a[i].lon, pairs.a[i].lat, 0, wgs84));
    q.push_back(EcefOf(pairs.b[i].lon, pairs.b[i].lat, 0, wgs84));
  }
  double sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (size_t i = 0; i < kRows; ++i) sum += GeodesicFromChord(p[i], q[i], wgs84);
  }
  Report(state, sum);
}
BENCHMARK(BM_GeodesicFromChord);

void BM_NearestOnSegment(benchmark::State& state) {
  const double length = static_cast<double>(state.range(0));
  const Pairs pairs = PairsAtLength(length);
  std::vector<GeodesicLine> lines;
  std::vector<LonLat> points;
  for (size_t i = 0; i < kRows; ++i) {
    lines.push_back(Wgs84().Line(pairs.a[i], pairs.b[i]));
    const GeodesicPosition at = lines.back().At(0.4 * length);
    points.push_back(Wgs84().Direct(at.point, at.azimuth + 90, 0.2 * length).point);
  }
  double sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (size_t i = 0; i < kRows; ++i) {
      sum += NearestOnSegment(Wgs84(), lines[i], points[i]).along_m;
    }
  }
  Report(state, sum);
}
BENCHMARK(BM_NearestOnSegment)->Arg(100)->Arg(1000000);

void BM_CrossSegments(benchmark::State& state) {
  const double length = static_cast<double>(state.range(0));
  const Pairs pairs = PairsAtLength(length);
  std::vector<GeodesicLine> first, second;
  for (size_t i = 0; i < kRows; ++i) {
    first.push_back(Wgs84().Line(pairs.a[i], pairs.b[i]));
    const GeodesicPosition at = first.back().At(0.4 * length);
    second.push_back(Wgs84().Line(Wgs84().Direct(at.point, at.azimuth + 60, -0.3 * length).point,
                                  Wgs84().Direct(at.point, at.azimuth + 60, 0.7 * length).point));
  }
  double sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (size_t i = 0; i < kRows; ++i) {
      const auto crossing = CrossSegments(Wgs84(), first[i], second[i]);
      if (crossing) sum += crossing->along_a_m;
    }
  }
  Report(state, sum);
}
BENCHMARK(BM_CrossSegments)->Arg(100)->Arg(1000000);

}  // namespace
}  // namespace coincide
