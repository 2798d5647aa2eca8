#include "coincide/pipeline/match_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/match/samples/policies.h"
#include "coincide/pipeline/run.h"

namespace coincide {
namespace {

// Granules of samples scattered near 75 S, some without a position.
class Scattered : public SampleSource {
 public:
  Scattered(std::mt19937* random, size_t granules) {
    std::uniform_real_distribution<double> lon(-100, -99), lat(-75.1, -75);
    for (size_t g = 0; g < granules; ++g) {
      Samples samples;
      const size_t n = (*random)() % 40;
      for (size_t k = 0; k < n; ++k) {
        samples.lon.push_back(lon(*random));
        samples.lat.push_back((*random)() % 20 == 0 ? std::nan("") : lat(*random));
        samples.time_ns.push_back(static_cast<int64_t>((*random)() % 100));
        samples.row.push_back(static_cast<int64_t>(2 * k + 1));
        samples.track.push_back(static_cast<int32_t>(k % 2));
      }
      samples.track_names = {"left" + std::to_string(g), "right"};
      samples.values = {samples.lat};
      granules_.push_back(samples);
    }
  }
  absl::StatusOr<Samples> Read(size_t granule, const Coverage*) override {
    return granules_[granule];
  }

  std::vector<Samples> granules_;
};

using Key = std::tuple<int64_t, int64_t, int64_t, int64_t>;  // granule, idx of a; of b.

struct Fixture {
  explicit Fixture(unsigned seed) : random(seed), a(&random, 7), b(&random, 9) {
    std::printf("seed %u\n", seed);
    for (size_t i = 0; i < 7; ++i) {
      for (size_t j = 0; j < 9; ++j) {
        if (random() % 3 == 0) continue;
        pair_a.push_back(i);
        pair_b.push_back(j);
      }
    }
  }

  // Every pair of samples within the criterion, by PROJ.
  std::map<Key, double> All(double within_m, int64_t window_ns) const {
    std::map<Key, double> all;
    const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
    for (size_t p = 0; p < pair_a.size(); ++p) {
      const Samples &sa = a.granules_[pair_a[p]], &sb = b.granules_[pair_b[p]];
      for (size_t i = 0; i < sa.size(); ++i) {
        for (size_t j = 0; j < sb.size(); ++j) {
          if (std::isnan(sa.lat[i]) || std::isnan(sb.lat[j])) continue;
          const double d = wgs84.Distance({sa.lon[i], sa.lat[i]}, {sb.lon[j], sb.lat[j]});
          if (d > within_m || std::abs(sb.time_ns[j] - sa.time_ns[i]) > window_ns) continue;
          all[{pair_a[p], sa.row[i], pair_b[p], sb.row[j]}] = d;
        }
      }
    }
    return all;
  }

  MatchRows Run(const MatchPointsOptions& options, size_t memory) {
    MatchCollector collector(options);
    MatchRows rows;
    RunOptions run;
    run.memory_bytes = memory;
    RunCallbacks callbacks;
    callbacks.pair = [&](const MatchTask& task, size_t i, const Samples& sa, const Samples& sb) {
      return collector.Add(task, i, sa, sb);
    };
    callbacks.task_done = [&](size_t, bool) {
      rows.Append(collector.TakeTask());
      return absl::OkStatus();
    };
    const auto result = RunTasks(MakePlan(pair_a, pair_b), a, b, run, callbacks);
    EXPECT_TRUE(result.ok()) << result.status();
    FinishMatches(options, &rows);
    return rows;
  }

  std::mt19937 random;
  Scattered a, b;
  std::vector<size_t> pair_a, pair_b;
};

std::set<Key> KeysOf(const MatchRows& rows) {
  std::set<Key> keys;
  for (size_t r = 0; r < rows.size(); ++r) {
    EXPECT_TRUE(
        keys.insert({rows.a.granule[r], rows.a.idx[r], rows.b.granule[r], rows.b.idx[r]}).second);
  }
  return keys;
}

// The nearest for each sample of a: by distance, then the lower (granule, row) of b.
std::set<Key> NearestA(const std::map<Key, double>& all) {
  std::map<std::pair<int64_t, int64_t>, std::pair<double, Key>> best;
  for (const auto& [key, d] : all) {
    const std::pair place{std::get<0>(key), std::get<1>(key)};
    const auto known = best.find(place);
    if (known == best.end() || std::pair(d, key) < known->second) best[place] = {d, key};
  }
  std::set<Key> keys;
  for (const auto& [place, found] : best) keys.insert(found.second);
  return keys;
}

std::set<Key> NearestB(const std::map<Key, double>& all) {
  std::map<std::pair<int64_t, int64_t>, std::pair<double, Key>> best;
  for (const auto& [key, d] : all) {
    const std::pair place{std::get<2>(key), std::get<3>(key)};
    const auto known = best.find(place);
    if (known == best.end() || std::pair(d, key) < known->second) best[place] = {d, key};
  }
  std::set<Key> keys;
  for (const auto& [place, found] : best) keys.insert(found.second);
  return keys;
}

TEST(MatchRun, EveryPolicyAgainstBruteForce) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    Fixture fixture(seed);
    MatchPointsOptions options;
    options.within_m = 3000;
    options.time_window_ns = 60;
    const std::map<Key, double> all = fixture.All(3000, 60);
    ASSERT_GT(all.size(), 100u);
    std::set<Key> every;
    for (const auto& [key, d] : all) every.insert(key);

    options.keep = Keep::kAll;
    const MatchRows rows = fixture.Run(options, size_t{1} << 30);
    EXPECT_EQ(KeysOf(rows), every);
    const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
    for (size_t r = 0; r < rows.size(); ++r) {
      EXPECT_NEAR(rows.distance_m[r],
                  all.at({rows.a.granule[r], rows.a.idx[r], rows.b.granule[r], rows.b.idx[r]}),
                  1e-7);
      EXPECT_EQ(rows.a.values[0][r], rows.a.lat[r]);
      EXPECT_EQ(rows.b.values[0][r], rows.b.lat[r]);
      const std::string want =
          rows.a.idx[r] / 2 % 2 == 1 ? "right" : "left" + std::to_string(rows.a.granule[r]);
      EXPECT_EQ(rows.track_names[static_cast<size_t>(rows.a.track[r])], want);
      const auto path =
          wgs84.Inverse({rows.a.lon[r], rows.a.lat[r]}, {rows.b.lon[r], rows.b.lat[r]});
      EXPECT_NEAR(rows.azimuth[r], path.start_azimuth, 1e-6);
      EXPECT_LE(rows.cell[r == 0 ? 0 : r - 1], rows.cell[r]);
    }
    const std::set<Key> nearest_a = NearestA(all), nearest_b = NearestB(all);
    for (size_t r = 0; r < rows.size(); ++r) {
      const Key key{rows.a.granule[r], rows.a.idx[r], rows.b.granule[r], rows.b.idx[r]};
      EXPECT_EQ(rows.rank_a[r] == 1, nearest_a.contains(key));
      EXPECT_EQ(rows.rank_b[r] == 1, nearest_b.contains(key));
    }

    options.keep = Keep::kNearestA;
    EXPECT_EQ(KeysOf(fixture.Run(options, 1)), nearest_a);
    options.keep = Keep::kNearestB;
    EXPECT_EQ(KeysOf(fixture.Run(options, 1)), nearest_b);
    options.keep = Keep::kMutual;
    std::set<Key> mutual;
    std::set_intersection(nearest_a.begin(), nearest_a.end(), nearest_b.begin(), nearest_b.end(),
                          std::inserter(mutual, mutual.end()));
    EXPECT_EQ(KeysOf(fixture.Run(options, 1)), mutual);

    // Greedy, nearest pair first.
    std::vector<std::pair<double, Key>> order;
    for (const auto& [key, d] : all) order.emplace_back(d, key);
    std::sort(order.begin(), order.end());
    std::set<std::pair<int64_t, int64_t>> used_a, used_b;
    std::set<Key> unique;
    for (const auto& [d, key] : order) {
      const auto& [ga, ia, gb, ib] = key;
      if (used_a.contains({ga, ia}) || used_b.contains({gb, ib})) continue;
      used_a.insert({ga, ia});
      used_b.insert({gb, ib});
      unique.insert(key);
    }
    options.keep = Keep::kUnique;
    EXPECT_EQ(KeysOf(fixture.Run(options, size_t{1} << 30)), unique);
  }
}

TEST(MatchRun, SameRowsWhateverTheMemory) {
  Fixture fixture(11);
  MatchPointsOptions options;
  options.within_m = 3000;
  options.missing_time = MissingTime::kDrop;
  const MatchRows want = fixture.Run(options, size_t{1} << 30);
  for (const size_t memory : {size_t{1}, size_t{5000}, size_t{20000}}) {
    const MatchRows got = fixture.Run(options, memory);
    EXPECT_EQ(got.a.idx, want.a.idx);
    EXPECT_EQ(got.b.granule, want.b.granule);
    EXPECT_EQ(got.distance_m, want.distance_m);
    EXPECT_EQ(got.rank_b, want.rank_b);
    EXPECT_EQ(got.a.track, want.a.track);
    EXPECT_EQ(got.track_names, want.track_names);
  }
}

TEST(MatchRun, ErrorsNameTheGranules) {
  Fixture fixture(3);
  fixture.b.granules_[2].time_ns.assign(fixture.b.granules_[2].size(), kMissingTime);
  MatchPointsOptions options;
  options.within_m = 10;
  options.time_window_ns = 5;
  MatchCollector collector(options);
  const MatchTask task{4, {2}, {0}};
  const absl::Status status =
      collector.Add(task, 0, fixture.a.granules_[4], fixture.b.granules_[2]);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("granules 4 of a and 2 of b"));
}

// Beams of a granule count their rows each from 0: samples of the same row on two of them
// are two samples.
TEST(MatchRun, RowsCountWithinTracks) {
  Samples a, b;
  for (const int32_t track : {0, 1, 2}) {
    for (int64_t row = 0; row < 4; ++row) {
      a.lon.push_back(0.1 * track);
      a.lat.push_back(-75 + 0.01 * static_cast<double>(row));
      a.row.push_back(row);
      a.track.push_back(track);
    }
  }
  // Met in another order than the alphabet's.
  a.track_names = {"gt2l", "gt1l", "gt3l"};
  b = a;
  for (double& lat : b.lat) lat += 1e-4;
  for (const Keep keep :
       {Keep::kAll, Keep::kNearestA, Keep::kNearestB, Keep::kMutual, Keep::kUnique}) {
    MatchPointsOptions options;
    options.within_m = 100;
    options.keep = keep;
    MatchCollector collector(options);
    ASSERT_TRUE(collector.Add({0, {0}, {0}}, 0, a, b).ok());
    MatchRows rows = collector.TakeTask();
    FinishMatches(options, &rows);
    ASSERT_EQ(rows.size(), 12u) << static_cast<int>(keep);
    EXPECT_EQ(rows.track_names, (std::vector<std::string>{"gt1l", "gt2l", "gt3l"}));
    for (size_t r = 0; r < rows.size(); ++r) {
      EXPECT_EQ(rows.a.track[r], rows.b.track[r]);
      EXPECT_EQ(rows.a.idx[r], rows.b.idx[r]);
      EXPECT_EQ(rows.rank_a[r], 1);
      EXPECT_EQ(rows.rank_b[r], 1);
      EXPECT_EQ(rows.a.lon[r], rows.a.track[r] == 1 ? 0 : rows.a.track[r] == 0 ? 0.1 : 0.2);
    }
  }
}

}  // namespace
}  // namespace coincide
