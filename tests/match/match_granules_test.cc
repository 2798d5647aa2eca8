// MatchGranules against brute force on the ellipsoid.

#include "coincide/match/granules/match_granules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/match/granule_oracle.h"
#include "tests/match/random_granules.h"
#include "tests/support/status_matchers.h"
#include "tests/support/tsv.h"

namespace coincide {
namespace {

using ::coincide::testing::HasError;
using ::coincide::testing::IsOk;
using ::coincide::testing::OracleFootprint;
using ::coincide::testing::Place;
using ::coincide::testing::RandomGranules;
using ::coincide::testing::TableOf;
using ::coincide::testing::TestGranule;
using ::coincide::testing::Verdict;

using Pairs = std::set<std::pair<uint32_t, uint32_t>>;

Pairs PairsOf(const GranulePairs& pairs) {
  Pairs set;
  for (size_t i = 0; i < pairs.size(); ++i) set.emplace(pairs.a[i], pairs.b[i]);
  EXPECT_EQ(set.size(), pairs.size());
  return set;
}

// Compares with the oracle; what it is unsure of may be either way.
void ExpectTruth(const std::vector<TestGranule>& a, const std::vector<TestGranule>& b,
                 double within, const Pairs& got, const std::string& where) {
  std::vector<OracleFootprint> of_a(a.begin(), a.end()), of_b(b.begin(), b.end());
  size_t unsure = 0, meet = 0, wrong = 0;
  for (uint32_t i = 0; i < a.size(); ++i) {
    for (uint32_t j = 0; j < b.size(); ++j) {
      const GranuleFacts &fa = a[i].facts, &fb = b[j].facts;
      const bool degrees = fa.edges == Edges::kLonLat || fb.edges == Edges::kLonLat;
      const double reach =
          within + fa.half_width_m + fa.footprint_error_m + fb.half_width_m + fb.footprint_error_m;
      const Verdict verdict = MeetsWithin(of_a[i], of_b[j], reach, degrees ? 0.06 : 1e-3);
      meet += verdict == Verdict::kMeet;
      unsure += verdict == Verdict::kUnsure;
      const bool found = got.contains({i, j});
      if ((verdict == Verdict::kMeet && !found) || (verdict == Verdict::kApart && found)) {
        if (++wrong <= 5) {
          ADD_FAILURE() << where << ": " << i << " (" << a[i].kind << ", edges "
                        << static_cast<int>(fa.edges) << ") and " << j << " (" << b[j].kind
                        << ", edges " << static_cast<int>(fb.edges) << ") "
                        << (found ? "do not meet" : "meet") << " within " << reach;
        }
      }
    }
  }
  std::cout << where << ": " << meet << " meet, " << unsure << " unsure of " << a.size() * b.size()
            << "\n";
  EXPECT_EQ(wrong, 0) << where;
  EXPECT_GT(meet, 0) << where;
  EXPECT_LT(unsure, 1 + a.size() * b.size() / 50) << where;
}

class MatchGranulesTest : public ::testing::TestWithParam<Place> {};

TEST_P(MatchGranulesTest, EqualsBruteForce) {
  const char* text = std::getenv("COINCIDE_SEED");
  const uint64_t first = text != nullptr ? std::strtoull(text, nullptr, 10) : 1;
  const uint64_t rounds = testing::IsLongRun() ? 20 : 1;
  // Scattered over the globe few meet.
  const size_t n = GetParam() == Place::kGlobal ? 80 : testing::IsLongRun() ? 50 : 25;
  for (uint64_t seed = first; seed < first + rounds; ++seed) {
    std::mt19937_64 rng(seed);
    const auto a = RandomGranules(GetParam(), n, rng), b = RandomGranules(GetParam(), n, rng);
    const GranuleTable table_a = TableOf(a), table_b = TableOf(b);
    for (const double within : {0.0, 250.0, 40e3}) {
      const std::string where = std::string(testing::NameOf(GetParam())) + " seed " +
                                std::to_string(seed) + " within " + std::to_string(within);
      auto pairs = MatchGranules(table_a, table_b, {.within_m = within, .threads = 1});
      ASSERT_THAT(pairs, IsOk());
      const Pairs got = PairsOf(*pairs);
      ExpectTruth(a, b, within, got, where);
      // Mirrored, in parts, with two threads: the same pairs.
      auto mirrored = MatchGranules(table_b, table_a, {.within_m = within, .threads = 2});
      ASSERT_THAT(mirrored, IsOk());
      Pairs swapped;
      for (const auto& [j, i] : PairsOf(*mirrored)) swapped.emplace(i, j);
      EXPECT_EQ(swapped, got) << where;
      auto parts =
          MatchGranules(table_a, table_b, {.within_m = within, .threads = 2, .index_bytes = 9000});
      ASSERT_THAT(parts, IsOk());
      EXPECT_EQ(parts->a, pairs->a) << where;
      EXPECT_EQ(parts->b, pairs->b) << where;
      EXPECT_EQ(parts->exact, pairs->exact) << where;
      EXPECT_EQ(parts->distance_lower_m, pairs->distance_lower_m) << where;
      EXPECT_EQ(parts->distance_upper_m, pairs->distance_upper_m) << where;
      // Bounds alone lose nothing.
      auto loose = MatchGranules(table_a, table_b, {.within_m = within, .exact = false});
      ASSERT_THAT(loose, IsOk());
      const Pairs wide = PairsOf(*loose);
      for (const auto& pair : got) EXPECT_TRUE(wide.contains(pair)) << where;
    }
  }
}

TEST_P(MatchGranulesTest, BoundsHoldTheDistance) {
  std::mt19937_64 rng(11);
  const size_t n = GetParam() == Place::kGlobal ? 60 : 16;
  const auto a = RandomGranules(GetParam(), n, rng), b = RandomGranules(GetParam(), n, rng);
  auto pairs = MatchGranules(TableOf(a), TableOf(b), {.within_m = 40e3});
  ASSERT_THAT(pairs, IsOk());
  for (size_t i = 0; i < pairs->size(); ++i) {
    const TestGranule &of_a = a[pairs->a[i]], &of_b = b[pairs->b[i]];
    const double distance = DistanceBetween(OracleFootprint(of_a), OracleFootprint(of_b), 60e3);
    const bool degrees = of_a.facts.edges == Edges::kLonLat || of_b.facts.edges == Edges::kLonLat;
    const double noise = 3e-4 * distance + (degrees ? 0.03 : 0.012);
    EXPECT_LE(pairs->distance_lower_m[i], distance + noise) << of_a.kind << ", " << of_b.kind;
    EXPECT_GE(pairs->distance_upper_m[i], distance - noise) << of_a.kind << ", " << of_b.kind;
    // They say something: 0.3 % and what long edges stray.
    EXPECT_LE(pairs->distance_upper_m[i] - pairs->distance_lower_m[i], 0.003 * distance + 50);
  }
}

TEST_P(MatchGranulesTest, WithItself) {
  std::mt19937_64 rng(7);
  const auto granules = RandomGranules(GetParam(), 40, rng);
  const GranuleTable table = TableOf(granules);
  auto all = MatchGranules(table, table, {.within_m = 1000});
  auto self = MatchGranules(table, table, {.within_m = 1000, .self = true});
  ASSERT_THAT(all, IsOk());
  ASSERT_THAT(self, IsOk());
  Pairs want;
  for (const auto& [i, j] : PairsOf(*all)) {
    if (i < j) want.emplace(i, j);
  }
  EXPECT_EQ(PairsOf(*self), want);
}

constexpr int64_t kDay = 86'400'000'000'000;

Geometry PointAt(double lon, double lat) {
  Geometry g;
  g.BeginPoints();
  g.AddVertex(lon, lat);
  return g;
}

TEST(MatchGranulesTimesTest, EqualBruteForce) {
  std::mt19937_64 rng(3);
  std::vector<GranuleFacts> facts;
  for (int i = 0; i < 60; ++i) {
    GranuleFacts f;
    // Few different times, so that ends touch windows exactly; some spans empty.
    f.time_start = static_cast<int64_t>(rng() % 12) * 5;
    f.time_end = f.time_start + static_cast<int64_t>(rng() % 4) * 5;
    facts.push_back(f);
  }
  facts.push_back({.time_start = std::numeric_limits<int64_t>::min() + 1,
                   .time_end = std::numeric_limits<int64_t>::min() + 9});
  facts.push_back({.time_start = std::numeric_limits<int64_t>::max() - 9,
                   .time_end = std::numeric_limits<int64_t>::max()});
  GranuleTable table;
  for (const GranuleFacts& f : facts) ASSERT_THAT(table.Add(PointAt(0, 0), f), IsOk());
  for (const int64_t window : {int64_t{0}, int64_t{1}, int64_t{4}, int64_t{5}, int64_t{6}, kDay,
                               std::numeric_limits<int64_t>::max()}) {
    auto pairs = MatchGranules(table, table, {.time_window_ns = window});
    ASSERT_THAT(pairs, IsOk());
    const Pairs got = PairsOf(*pairs);
    for (uint32_t i = 0; i < facts.size(); ++i) {
      for (uint32_t j = 0; j < facts.size(); ++j) {
        EXPECT_EQ(got.contains({i, j}), testing::TimesAllow(facts[i], facts[j], window))
            << facts[i].time_start << " " << facts[j].time_start << " window " << window;
      }
    }
  }
  EXPECT_EQ(LagSeconds({.time_start = 0, .time_end = 10},
                       {.time_start = 2'000'000'009, .time_end = 2'000'000'010}),
            2);
  EXPECT_EQ(LagSeconds({.time_start = 5, .time_end = 10}, {.time_start = 9, .time_end = 10}), 0);
  EXPECT_TRUE(std::isnan(LagSeconds({}, {.time_start = 9, .time_end = 10})));
}

TEST(MatchGranulesTimesTest, MissingTimes) {
  GranuleTable table;
  ASSERT_THAT(table.Add(PointAt(0, 0), {.time_start = 0, .time_end = 1}), IsOk());
  ASSERT_THAT(table.Add(PointAt(0, 0), {.time_start = 0}), IsOk());
  ASSERT_THAT(table.Add(PointAt(0, 0), {}), IsOk());
  EXPECT_THAT(MatchGranules(table, table, {.time_window_ns = 0}),
              HasError("a, row 1: no time, but a time window is given"));
  EXPECT_EQ(MatchGranules(table, table, {})->size(), 9);
  GranuleCriterion criterion = {.time_window_ns = 0, .missing_time = MissingTime::kMatch};
  EXPECT_EQ(MatchGranules(table, table, criterion)->size(), 9);
  criterion.missing_time = MissingTime::kDrop;
  EXPECT_EQ(PairsOf(*MatchGranules(table, table, criterion)), (Pairs{{0, 0}}));
}

TEST(MatchGranulesBadInputTest, IsNamed) {
  GranuleTable table, sphere(Ellipsoid::Sphere());
  EXPECT_THAT(table.Add(PointAt(0, 91), {}), HasError("vertex 0 is (lon 0.000000, lat 91"));
  EXPECT_THAT(table.Add(PointAt(NAN, 0), {}), HasError("vertex 0"));
  EXPECT_THAT(table.Add(PointAt(0, 0), {.half_width_m = -1}), HasError("half_width_m is -1"));
  EXPECT_THAT(table.Add(PointAt(0, 0), {.footprint_error_m = INFINITY}),
              HasError("footprint_error_m is inf"));
  EXPECT_THAT(table.Add(PointAt(0, 0), {.time_start = 5, .time_end = 4}),
              HasError("time_end is 4 ns, before time_start 5"));
  Geometry line;
  line.BeginLine();
  line.AddVertex(10, 20);
  line.AddVertex(-170, -20);
  EXPECT_THAT(table.Add(line, {}), HasError("vertices 0 and 1 are opposite"));
  Geometry all_round;
  all_round.BeginPolygon();
  all_round.BeginRing();
  for (const auto& [lon, lat] : {std::pair(-180, 60), {180, 60}, {180, 90}, {-180, 90}}) {
    all_round.AddVertex(lon, lat);
  }
  for (const Edges edges : {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat}) {
    EXPECT_THAT(table.Add(all_round, {.edges = edges}),
                HasError("the ring from vertex 0 goes from lon -180 to 180, all the way round"));
  }
  EXPECT_EQ(table.size(), 0);
  EXPECT_THAT(MatchGranules(table, table, {.within_m = -1}), HasError("within is -1"));
  EXPECT_THAT(MatchGranules(table, table, {.time_window_ns = -1}), HasError("time_window is -1"));
  EXPECT_THAT(MatchGranules(table, sphere, {}), HasError("ellipsoid"));
  ASSERT_THAT(table.Add(PointAt(0, 0), {}), IsOk());
  EXPECT_THAT(MatchGranules(table, GranuleTable(), {.self = true}), HasError("1 and 0 rows"));
  Geometry half;
  half.BeginPolygon();
  half.BeginRing();
  for (int lon = 0; lon < 360; lon += 30) half.AddVertex(lon, 0);
  ASSERT_THAT(table.Add(half, {}), IsOk());
  EXPECT_THAT(MatchGranules(table, table, {}), HasError("b, row 1: a ring halves the Earth"));
}

TEST(MatchGranulesRowsTest, EmptyFootprintsMeetNothing) {
  GranuleTable table;
  ASSERT_THAT(table.Add(Geometry(), {}), IsOk());
  ASSERT_THAT(table.Add(PointAt(5, 5), {}), IsOk());
  Geometry empty_line;
  empty_line.BeginLine();
  ASSERT_THAT(table.Add(empty_line, {}), IsOk());
  EXPECT_EQ(PairsOf(*MatchGranules(table, table, {.within_m = 1e6})), (Pairs{{1, 1}}));
  EXPECT_EQ(MatchGranules(table, GranuleTable(), {})->size(), 0);
}

TEST(MatchGranulesRowsTest, CanBeCancelled) {
  GranuleTable table;
  for (int i = 0; i < 1000; ++i) ASSERT_THAT(table.Add(PointAt(i * 0.1, 5), {}), IsOk());
  size_t calls = 0, rows = 0;
  GranuleCriterion criterion = {.threads = 2};
  criterion.progress = [&](const GranuleProgress& progress) {
    rows = progress.rows_done;
    return ++calls < 3;
  };
  EXPECT_EQ(MatchGranules(table, table, criterion).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(calls, 3);
  criterion.progress = [&](const GranuleProgress& progress) {
    rows = progress.rows_done;
    return true;
  };
  ASSERT_THAT(MatchGranules(table, table, criterion), IsOk());
  EXPECT_EQ(rows, 1000);
}

INSTANTIATE_TEST_SUITE_P(Places, MatchGranulesTest, ::testing::ValuesIn(testing::kPlaces),
                         [](const auto& param) {
                           return "Place" + std::to_string(static_cast<int>(param.param));
                         });

}  // namespace
}  // namespace coincide
