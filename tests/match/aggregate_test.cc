#include "coincide/match/samples/aggregate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "coincide/match/samples/policies.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Each statistic from its definition, by sorting and sums in long double.
double Want(Statistic statistic, std::vector<std::pair<double, double>> values_and_distances) {
  std::vector<long double> v;
  long double weighted = 0, weights = 0, exact = 0;
  int exact_count = 0;
  for (const auto& [value, distance] : values_and_distances) {
    if (std::isnan(value)) continue;
    v.push_back(value);
    if (distance == 0) {
      exact += value;
      ++exact_count;
    } else {
      weighted += static_cast<long double>(value) / distance;
      weights += 1 / static_cast<long double>(distance);
    }
  }
  if (statistic == Statistic::kCount) return static_cast<double>(v.size());
  if (v.empty()) return kNan;
  const auto n = static_cast<long double>(v.size());
  const auto median = [](std::vector<long double> x) {
    std::sort(x.begin(), x.end());
    return (x[(x.size() - 1) / 2] + x[x.size() / 2]) / 2;
  };
  long double mean = 0, squares = 0;
  for (const long double x : v) mean += x / n;
  for (const long double x : v) squares += (x - mean) * (x - mean);
  std::vector<long double> off;
  for (const long double x : v) off.push_back(std::abs(x - median(v)));
  switch (statistic) {
    case Statistic::kCount:
      break;
    case Statistic::kMean:
      return static_cast<double>(mean);
    case Statistic::kMedian:
      return static_cast<double>(median(v));
    case Statistic::kStd:
      return v.size() < 2 ? kNan : static_cast<double>(std::sqrt(squares / (n - 1)));
    case Statistic::kMad:
      return static_cast<double>(median(off));
    case Statistic::kMin:
      return static_cast<double>(*std::min_element(v.begin(), v.end()));
    case Statistic::kMax:
      return static_cast<double>(*std::max_element(v.begin(), v.end()));
    case Statistic::kDistanceWeightedMean:
      return static_cast<double>(exact_count > 0 ? exact / exact_count : weighted / weights);
  }
  return kNan;
}

constexpr Statistic kAll[] = {
    Statistic::kCount, Statistic::kMean, Statistic::kMedian, Statistic::kStd,
    Statistic::kMad,   Statistic::kMin,  Statistic::kMax,    Statistic::kDistanceWeightedMean};

TEST(Aggregate, AgreesWithTheDefinitions) {
  const uint64_t seed = 21;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> values(50);
  for (double& v : values) v = uniform(rng) < 0.2 ? kNan : 1000 + uniform(rng);
  std::vector<int64_t> i, j;
  std::vector<double> distance_m;
  std::map<int64_t, std::vector<std::pair<double, double>>> groups;
  for (int64_t a = 0; a < 300; a += 1 + static_cast<int64_t>(rng() % 3)) {
    for (uint64_t left = rng() % 9; left > 0; --left) {
      i.push_back(a);
      j.push_back(static_cast<int64_t>(rng() % 50));
      distance_m.push_back(uniform(rng) < 0.1 ? 0 : 100 * uniform(rng));
      groups[a].emplace_back(values[static_cast<size_t>(j.back())], distance_m.back());
    }
  }
  const auto grouped = GroupPairs(i);
  ASSERT_THAT(grouped, IsOk());
  ASSERT_EQ(grouped->row.size(), groups.size());
  for (const Statistic statistic : kAll) {
    const auto got = Aggregate(*grouped, j, values, statistic, distance_m);
    ASSERT_THAT(got, IsOk());
    size_t g = 0;
    for (const auto& [row, group] : groups) {
      ASSERT_EQ(grouped->row[g], row);
      const double want = Want(statistic, group);
      if (std::isnan(want)) {
        EXPECT_TRUE(std::isnan((*got)[g])) << static_cast<int>(statistic);
      } else {
        // Nine numbers about 1000: a few units in the last place each.
        EXPECT_NEAR((*got)[g], want, 3e-12) << static_cast<int>(statistic);
      }
      ++g;
    }
  }
}

TEST(Aggregate, EmptyListsAndErrors) {
  const auto none = GroupPairs({});
  ASSERT_THAT(none, IsOk());
  const auto nothing = Aggregate(*none, {}, {}, Statistic::kMean);
  ASSERT_THAT(nothing, IsOk());
  EXPECT_TRUE(nothing->empty());
  const std::vector<int64_t> i{0, 0, 4}, bad{0, 4, 3}, j{0, 1, 2};
  EXPECT_THAT(GroupPairs(bad), HasError("i[2] is 3 after 4: ascending rows are wanted"));
  const auto groups = GroupPairs(i);
  ASSERT_THAT(groups, IsOk());
  const std::vector<double> values{1, 2}, negative{1, -1, 1};
  EXPECT_THAT(Aggregate(*groups, j, values, Statistic::kMean),
              HasError("j[2] is 2: a row of the 2 values is wanted"));
  EXPECT_THAT(Aggregate(*groups, i, values, Statistic::kMean), HasError("j[2] is 4"));
  EXPECT_THAT(Aggregate(*groups, std::span(j).first(2), values, Statistic::kMean),
              HasError("as many are wanted"));
  const std::vector<double> three{1, 2, 3};
  EXPECT_THAT(Aggregate(*groups, j, three, Statistic::kDistanceWeightedMean),
              HasError("as many are wanted"));
  EXPECT_THAT(Aggregate(*groups, j, three, Statistic::kDistanceWeightedMean, negative),
              HasError("distance_m[1] is -1: 0 or more is allowed"));
}

// Small lists by hand; policies are filters on ranks.
TEST(Policies, RanksOfAList) {
  const std::vector<int64_t> i{0, 0, 1, 1, 2}, j{0, 1, 0, 1, 1};
  const std::vector<uint64_t> key{5, 3, 5, 1, 1};
  const PairRanks ranks = RankPairs(i, j, key);
  EXPECT_EQ(ranks.a, (std::vector<int64_t>{2, 1, 2, 1, 1}));
  EXPECT_EQ(ranks.b, (std::vector<int64_t>{1, 3, 2, 1, 2}));
  EXPECT_EQ(KeepPairs(Keep::kNearestA, 1, i, j, key), (std::vector<size_t>{1, 3, 4}));
  EXPECT_EQ(KeepPairs(Keep::kNearestB, 2, i, j, key), (std::vector<size_t>{0, 2, 3, 4}));
  EXPECT_EQ(KeepPairs(Keep::kMutual, 1, i, j, key), (std::vector<size_t>{3}));
  EXPECT_EQ(KeepPairs(Keep::kUnique, 1, i, j, key), (std::vector<size_t>{0, 3}));
  EXPECT_EQ(KeepPairs(Keep::kAll, 1, i, j, key).size(), 5u);
  // Times a century apart that doubles do not tell apart.
  const int64_t late = int64_t{3} << 60;
  EXPECT_LT(TimeKey(0, late), TimeKey(0, late + 1));
  EXPECT_EQ(TimeKey(-late, late), uint64_t{6} << 60);
  EXPECT_EQ(TimeKey(5, kMissingTime), kMissingKey);
}

}  // namespace
}  // namespace coincide
