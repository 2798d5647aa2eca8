// MatchPoints at its limits: of pairs, of time.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "coincide/match/samples/match_points.h"
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

}  // namespace
}  // namespace coincide
