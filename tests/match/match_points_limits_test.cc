// MatchPoints at its limits: of pairs, of time.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "coincide/match/samples/match_points.h"
#include "coincide/match/samples/policies.h"
#include "tests/match/sample_families.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;
using testing::Uniform;

// Samples of some blocks, in clumps: hundreds of thousands of pairs.
SamplePoints Clumps(size_t n, std::vector<double>* lon, std::vector<double>* lat) {
  std::mt19937_64 rng(91);
  for (size_t k = 0; k < n; ++k) {
    lon->push_back(static_cast<double>(k / 100) * 0.001 + Uniform(rng, 0, 1e-4));
    lat->push_back(Uniform(rng, -60, -59.9999));
  }
  return {*lon, *lat};
}

TEST(MatchPointsLimits, MaxPairsIsExact) {
  std::vector<double> lon_a, lat_a, lon_b, lat_b;
  const SamplePoints a = Clumps(90'000, &lon_a, &lat_a), b = Clumps(9'000, &lon_b, &lat_b);
  for (const Keep keep : {Keep::kAll, Keep::kNearestA}) {
    {
      MatchPointsOptions options;
      options.within_m = 15;
      options.keep = keep;
      options.nearest = 3;
      options.threads = 2;
      const auto all = MatchPoints(a, b, options);
      ASSERT_THAT(all, IsOk());
      const auto total = static_cast<int64_t>(all->i.size());
      ASSERT_GT(total, 20'000);
      // Counted first, as it is near the limit; then all the same.
      for (const int64_t limit : {total, 2 * total}) {
        options.max_pairs = limit;
        const auto again = MatchPoints(a, b, options);
        ASSERT_THAT(again, IsOk());
        EXPECT_EQ(again->i, all->i);
        EXPECT_EQ(again->j, all->j);
        EXPECT_EQ(again->distance_m, all->distance_m);
      }
      for (const int64_t limit : {total - 1, int64_t{1}}) {
        options.max_pairs = limit;
        EXPECT_THAT(MatchPoints(a, b, options), HasError("pairs (max_pairs)"));
      }
    }
  }
}

TEST(MatchPointsLimits, ManyPairsOfOneChunk) {
  // All samples of b near each of a: the pairs of one chunk fill several batches.
  std::vector<double> lon_a, lat_a, lon_b, lat_b;
  const SamplePoints a = Clumps(20, &lon_a, &lat_a), b = Clumps(70'000, &lon_b, &lat_b);
  MatchPointsOptions options;
  options.within_m = 1e6;
  const auto all = MatchPoints(a, b, options);
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->i.size(), size_t{20} * 70'000);
  for (size_t p = 0; p < all->i.size(); ++p) {
    ASSERT_EQ(all->i[p], static_cast<int64_t>(p / 70'000));
    ASSERT_EQ(all->j[p], static_cast<int64_t>(p % 70'000));
  }
  // The nearest in time of them, kept batch by batch, against a sort.
  std::vector<int64_t> time_a(20), time_b(70'000);
  std::mt19937_64 rng(92);
  for (auto* times : {&time_a, &time_b}) {
    for (int64_t& time : *times) time = static_cast<int64_t>(Uniform(rng, 0, 1e6));
  }
  options.keep = Keep::kNearestA;
  options.metric = PairMetric::kTime;
  options.nearest = 5;
  const auto nearest = MatchPoints({lon_a, lat_a, time_a}, {lon_b, lat_b, time_b}, options);
  ASSERT_THAT(nearest, IsOk());
  for (size_t i = 0; i < 20; ++i) {
    std::vector<std::pair<int64_t, int64_t>> order;
    for (size_t j = 0; j < time_b.size(); ++j) {
      order.emplace_back(std::abs(time_b[j] - time_a[i]), j);
    }
    std::partial_sort(order.begin(), order.begin() + 5, order.end());
    std::vector<int64_t> want, got;
    for (size_t k = 0; k < 5; ++k) want.push_back(order[k].second);
    for (size_t p = 5 * i; p < 5 * i + 5; ++p) got.push_back(nearest->j[p]);
    std::sort(want.begin(), want.end());
    ASSERT_EQ(got, want) << "i " << i;
  }
}

TEST(MatchPointsLimits, KeepGoingEndsASearch) {
  std::vector<double> lon_a, lat_a, lon_b, lat_b;
  const SamplePoints a = Clumps(400'000, &lon_a, &lat_a), b = Clumps(400'000, &lon_b, &lat_b);
  for (const int threads : {1, 2}) {
    MatchPointsOptions options;
    options.keep = Keep::kNearestA;
    options.nearest = 1000;  // Minutes of work.
    options.threads = threads;
    const std::thread::id caller = std::this_thread::get_id();
    int asked = 0;
    options.keep_going = [&] {
      EXPECT_EQ(std::this_thread::get_id(), caller);
      return ++asked < 3;
    };
    const auto result = MatchPoints(a, b, options);
    EXPECT_EQ(result.status().code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(asked, 3);
  }
}

// Repeats of the same places over years: with a narrow window the search goes slab by
// slab of time, and must find what a check of every near pair finds.
TEST(MatchPointsLimits, NarrowWindowsAreSearchedBySlabs) {
  std::mt19937_64 rng(93);
  constexpr int64_t kDay = 86'400'000'000'000;
  std::vector<double> lon[2], lat[2];
  std::vector<int64_t> time[2];
  const auto add_repeats = [&](size_t side, size_t repeats) {
    for (size_t repeat = 0; repeat < repeats; ++repeat) {
      const auto start = static_cast<int64_t>(Uniform(rng, -1e3, 1e3) * static_cast<double>(kDay));
      for (size_t k = 0; k < 250; ++k) {
        lon[side].push_back(-100 + 0.0005 * static_cast<double>(k) + Uniform(rng, 0, 1e-4));
        lat[side].push_back(-75 + Uniform(rng, 0, 1e-4));
        time[side].push_back(start + static_cast<int64_t>(k) * 3'000'000);
      }
    }
  };
  add_repeats(0, 270);
  add_repeats(1, 60);
  const SamplePoints a{lon[0], lat[0], time[0]}, b{lon[1], lat[1], time[1]};
  MatchPointsOptions options;
  options.within_m = 10;
  const auto near = MatchPoints(a, b, options);  // Whatever the time.
  ASSERT_THAT(near, IsOk());
  // Enough for slabs to be chosen.
  ASSERT_GT(near->i.size(), 20 * (a.lon.size() + b.lon.size()));
  for (const int64_t window : {int64_t{0}, 20 * kDay}) {
    options.time_window_ns = window;
    std::vector<std::tuple<int64_t, int64_t, double>> want, got;
    for (size_t p = 0; p < near->i.size(); ++p) {
      const int64_t dt =
          time[1][static_cast<size_t>(near->j[p])] - time[0][static_cast<size_t>(near->i[p])];
      if (std::abs(dt) <= window) want.emplace_back(near->i[p], near->j[p], near->distance_m[p]);
    }
    options.keep = Keep::kAll;
    options.max_pairs = std::max<int64_t>(1, static_cast<int64_t>(want.size()));
    const auto found = MatchPoints(a, b, options);
    ASSERT_THAT(found, IsOk());
    for (size_t p = 0; p < found->i.size(); ++p) {
      got.emplace_back(found->i[p], found->j[p], found->distance_m[p]);
    }
    ASSERT_EQ(got, want) << "window " << window;
    if (window == 0) continue;
    options.max_pairs = static_cast<int64_t>(want.size()) - 1;
    EXPECT_THAT(MatchPoints(a, b, options), HasError("pairs (max_pairs)"));
    options.max_pairs = int64_t{1} << 30;
    // The nearest of each side, from the pairs above.
    for (const Keep keep : {Keep::kNearestA, Keep::kNearestB, Keep::kMutual, Keep::kUnique}) {
      options.keep = keep;
      const auto chosen = MatchPoints(a, b, options);
      ASSERT_THAT(chosen, IsOk());
      const std::vector<uint64_t> keys = DistanceKeys(found->distance_m);
      const std::vector<size_t> kept = KeepPairs(keep, 1, found->i, found->j, keys);
      ASSERT_EQ(chosen->i.size(), kept.size()) << static_cast<int>(keep);
      for (size_t p = 0; p < kept.size(); ++p) {
        ASSERT_EQ(chosen->i[p], found->i[kept[p]]);
        ASSERT_EQ(chosen->j[p], found->j[kept[p]]);
      }
    }
  }
  // Errors name the caller's row.
  lat[0][67'000] = 91;
  options.keep = Keep::kAll;
  EXPECT_THAT(MatchPoints(a, b, options), HasError("lat_a[67000] is 91"));
}

}  // namespace
}  // namespace coincide
