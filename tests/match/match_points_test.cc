// All pairs by brute force. The distance of every pair is that of
// Geodesics::Distances, which is held to PROJ here; what is in a result, and the
// bits of its distances, must then be equal.

#include "coincide/match/samples/match_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "tests/match/sample_families.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::AllDistances;
using testing::Families;
using testing::Family;
using testing::HasError;
using testing::IsOk;
using testing::Samples;
using testing::Sides;
using testing::Uniform;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
using Pair = std::tuple<int64_t, int64_t, double>;

std::vector<Pair> Rows(const PointPairs& pairs) {
  std::vector<Pair> rows;
  for (size_t p = 0; p < pairs.i.size(); ++p) {
    rows.emplace_back(pairs.i[p], pairs.j[p], pairs.distance_m[p]);
  }
  return rows;
}

bool Meets(const Sides& sides, size_t i, size_t j, const MatchPointsOptions& options) {
  if (!options.time_window_ns) return true;
  const int64_t s = sides.a.time_ns[i], t = sides.b.time_ns[j];
  if (s == kMissingTime || t == kMissingTime) return options.missing_time == MissingTime::kMatch;
  // Times of the tests are small enough for this.
  return std::abs(t - s) <= *options.time_window_ns;
}

// Every pair within the radius and the window.
std::vector<Pair> AllPairs(const Sides& sides, const std::vector<double>& distances,
                           const MatchPointsOptions& options) {
  std::vector<Pair> pairs;
  const double within = options.within_m.value_or(kInfinity);
  for (size_t i = 0; i < sides.a.size(); ++i) {
    for (size_t j = 0; j < sides.b.size(); ++j) {
      const double d = distances[i * sides.b.size() + j];
      if (d <= within && Meets(sides, i, j, options)) {
        pairs.emplace_back(static_cast<int64_t>(i), static_cast<int64_t>(j), d);
      }
    }
  }
  return pairs;
}

// Policies straight from their definitions, pair by pair.
std::vector<Pair> Chosen(const std::vector<Pair>& all, Keep keep, size_t nearest,
                         const std::function<double(const Pair&)>& metric) {
  const auto better = [&](const Pair& x, const Pair& y) {
    return std::tuple(metric(x), std::get<0>(x), std::get<1>(x)) <
           std::tuple(metric(y), std::get<0>(y), std::get<1>(y));
  };
  std::map<int64_t, std::vector<Pair>> of_a, of_b;
  for (const Pair& x : all) {
    of_a[std::get<0>(x)].push_back(x);
    of_b[std::get<1>(x)].push_back(x);
  }
  const auto rank = [&](const Pair& x, bool a) {
    const std::vector<Pair>& group = a ? of_a[std::get<0>(x)] : of_b[std::get<1>(x)];
    return 1 + static_cast<size_t>(std::count_if(group.begin(), group.end(),
                                                 [&](const Pair& y) { return better(y, x); }));
  };
  std::vector<Pair> kept;
  if (keep == Keep::kUnique) {
    std::vector<Pair> order = all;
    std::sort(order.begin(), order.end(), better);
    for (const Pair& x : order) {
      const bool taken = std::any_of(kept.begin(), kept.end(), [&](const Pair& y) {
        return std::get<0>(x) == std::get<0>(y) || std::get<1>(x) == std::get<1>(y);
      });
      if (!taken) kept.push_back(x);
    }
    std::sort(kept.begin(), kept.end());
    return kept;
  }
  for (const Pair& x : all) {
    const bool wanted = keep == Keep::kAll ||
                        (keep == Keep::kNearestA && rank(x, true) <= nearest) ||
                        (keep == Keep::kNearestB && rank(x, false) <= nearest) ||
                        (keep == Keep::kMutual && rank(x, true) == 1 && rank(x, false) == 1);
    if (wanted) kept.push_back(x);
  }
  return kept;
}

class FamilyTest : public ::testing::TestWithParam<Family> {
 protected:
  static constexpr uint64_t kSeed = 71;

  void SetUp() override {
    std::mt19937_64 rng(kSeed);
    sides_ = GetParam().make(rng);
    distances_ = AllDistances(sides_);
    // Half of the times lie within a day of each other; some are missing.
    for (Samples* samples : {&sides_.a, &sides_.b}) {
      for (size_t k = 0; k < samples->size(); ++k) {
        samples->time_ns.push_back(static_cast<int64_t>(Uniform(rng, 0, 2.4e14)));
      }
    }
  }

  std::vector<Pair> Match(const MatchPointsOptions& options) {
    const auto pairs = MatchPoints(sides_.a.points(), sides_.b.points(), options);
    EXPECT_THAT(pairs, IsOk());
    return pairs.ok() ? Rows(*pairs) : std::vector<Pair>{};
  }

  Sides sides_;
  std::vector<double> distances_;
};

TEST_P(FamilyTest, DistancesAreThoseOfProj) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  for (size_t i = 0; i < sides_.a.size(); ++i) {
    for (size_t j = 0; j < sides_.b.size(); ++j) {
      const double want = geodesics.Distance({sides_.a.lon[i], sides_.a.lat[i]},
                                             {sides_.b.lon[j], sides_.b.lat[j]});
      // The bound of Distances, geodesic.h.
      ASSERT_NEAR(distances_[i * sides_.b.size() + j], want, 3e-8) << i << " " << j;
    }
  }
}

TEST_P(FamilyTest, AllPairsWithinEveryRadius) {
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  for (const double within : {0.0, 1e-3, 0.1, 1.0, 30.0, 100.0, 1e3, 1e4, 4.9e4, 6e4, 5e5, 3e6,
                              1.5e7, 1.99e7, kInfinity}) {
    SCOPED_TRACE(::testing::Message() << "within " << within);
    MatchPointsOptions options;
    options.within_m = within;
    ASSERT_EQ(Match(options), AllPairs(sides_, distances_, options));
  }
}

TEST_P(FamilyTest, TimeWindowsAndMissingTimes) {
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  for (size_t k = 0; k < sides_.a.size(); k += 5) sides_.a.time_ns[k] = kMissingTime;
  for (size_t k = 3; k < sides_.b.size(); k += 7) sides_.b.time_ns[k] = kMissingTime;
  if (!sides_.a.time_ns.empty() && !sides_.b.time_ns.empty() && sides_.a.size() > 1) {
    sides_.a.time_ns[1] = sides_.b.time_ns[0] + 3600'000'000'000;  // At the window's end.
  }
  for (const double within : {1.0, 200.0, 5e4, kInfinity}) {
    for (const int64_t window : {int64_t{0}, int64_t{3600'000'000'000}, int64_t{1} << 60}) {
      for (const MissingTime missing : {MissingTime::kDrop, MissingTime::kMatch}) {
        MatchPointsOptions options;
        options.within_m = within;
        options.time_window_ns = window;
        options.missing_time = missing;
        ASSERT_EQ(Match(options), AllPairs(sides_, distances_, options)) << within << " " << window;
      }
    }
  }
}

TEST_P(FamilyTest, PoliciesWithARadius) {
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  for (const double within : {3.0, 700.0, 2e6}) {
    MatchPointsOptions options;
    options.within_m = within;
    const std::vector<Pair> all = AllPairs(sides_, distances_, options);
    for (const Keep keep : {Keep::kNearestA, Keep::kNearestB, Keep::kMutual, Keep::kUnique}) {
      for (const size_t nearest : {size_t{1}, size_t{3}, size_t{1000}}) {
        options.keep = keep;
        options.nearest = static_cast<int64_t>(nearest);
        ASSERT_EQ(Match(options),
                  Chosen(all, keep, nearest, [](const Pair& x) { return std::get<2>(x); }))
            << static_cast<int>(keep) << " " << nearest << " " << within;
        if (keep != Keep::kNearestA && keep != Keep::kNearestB) break;
      }
    }
  }
}

TEST_P(FamilyTest, PoliciesByTimeAndByBoth) {
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  MatchPointsOptions options;
  options.within_m = 700;
  options.time_window_ns = 86400'000'000'000;
  const std::vector<Pair> all = AllPairs(sides_, distances_, options);
  const auto dt = [&](const Pair& x) {
    return static_cast<double>(std::abs(sides_.b.time_ns[static_cast<size_t>(std::get<1>(x))] -
                                        sides_.a.time_ns[static_cast<size_t>(std::get<0>(x))]));
  };
  for (const Keep keep : {Keep::kNearestA, Keep::kNearestB, Keep::kMutual, Keep::kUnique}) {
    options.keep = keep;
    options.metric = PairMetric::kTime;
    ASSERT_EQ(Match(options), Chosen(all, keep, 1, dt)) << static_cast<int>(keep);
    options.metric = PairMetric::kBoth;
    ASSERT_EQ(Match(options), Chosen(all, keep, 1,
                                     [&](const Pair& x) {
                                       const double u = std::get<2>(x) / 700, v = dt(x) / 86400e9;
                                       return std::sqrt(u * u + v * v);
                                     }))
        << static_cast<int>(keep);
  }
}

TEST_P(FamilyTest, NearestWithoutARadius) {
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  for (const bool timed : {false, true}) {
    MatchPointsOptions options;
    if (timed) options.time_window_ns = 20'000'000'000'000;
    std::vector<Pair> all = AllPairs(sides_, distances_, options);
    for (const Keep keep : {Keep::kNearestA, Keep::kNearestB, Keep::kMutual}) {
      for (const size_t nearest : {size_t{1}, size_t{4}, size_t{200}}) {
        if (nearest == 200 && timed) continue;
        options.keep = keep;
        options.nearest = static_cast<int64_t>(nearest);
        // Only the ranks within one row count, so the reference may be cut into rows.
        std::vector<Pair> want;
        if (keep == Keep::kMutual) {
          if (nearest > 1) break;
          std::vector<Pair> of_a, of_b;
          for (size_t i = 0; i < sides_.a.size(); ++i) {
            std::vector<Pair> row;
            std::copy_if(all.begin(), all.end(), std::back_inserter(row),
                         [&](const Pair& x) { return std::get<0>(x) == static_cast<int64_t>(i); });
            for (const Pair& x :
                 Chosen(row, Keep::kNearestA, 1, [](const Pair& p) { return std::get<2>(p); })) {
              bool best = true;
              for (const Pair& y : all) {
                best &= std::get<1>(y) != std::get<1>(x) ||
                        std::tuple(std::get<2>(y), std::get<0>(y)) >=
                            std::tuple(std::get<2>(x), std::get<0>(x));
              }
              if (best) want.push_back(x);
            }
          }
        } else {
          const bool of_a = keep == Keep::kNearestA;
          const size_t rows = of_a ? sides_.a.size() : sides_.b.size();
          for (size_t r = 0; r < rows; ++r) {
            std::vector<Pair> row;
            std::copy_if(all.begin(), all.end(), std::back_inserter(row), [&](const Pair& x) {
              return (of_a ? std::get<0>(x) : std::get<1>(x)) == static_cast<int64_t>(r);
            });
            std::sort(row.begin(), row.end(), [](const Pair& x, const Pair& y) {
              return std::tuple(std::get<2>(x), std::get<0>(x), std::get<1>(x)) <
                     std::tuple(std::get<2>(y), std::get<0>(y), std::get<1>(y));
            });
            row.resize(std::min(row.size(), nearest));
            want.insert(want.end(), row.begin(), row.end());
          }
          std::sort(want.begin(), want.end());
        }
        ASSERT_EQ(Match(options), want) << static_cast<int>(keep) << " " << nearest;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Families, FamilyTest, ::testing::ValuesIn(Families()),
                         [](const auto& family) { return family.param.name; });

// Enough samples for several blocks and levels, against a plain loop that
// discards by coordinates alone and decides by PROJ.
TEST(MatchPoints, ManySamplesInOrderAndShuffledOnAnyNumberOfThreads) {
  const uint64_t seed = 5;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  Sides sides;
  for (int track = 0; track < 10; ++track) {
    testing::AddTrack(rng, 2000, Uniform(rng, -180, 180), -80 + Uniform(rng, -1, 1),
                      Uniform(rng, -180, 180), 150, 20, &sides.a);
    testing::AddTrack(rng, 600, Uniform(rng, -180, 180), -80 + Uniform(rng, -1, 1),
                      Uniform(rng, -180, 180), 500, 20, &sides.b);
  }
  for (size_t k = 0; k < sides.b.size(); k += 10) {
    sides.b.lon[k] = sides.a.lon[3 * k] + 0.001;
    sides.b.lat[k] = sides.a.lat[3 * k];
  }
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  constexpr double kWithin = 400;
  const auto brute = [&] {
    std::vector<Pair> want;
    for (size_t i = 0; i < sides.a.size(); ++i) {
      for (size_t j = 0; j < sides.b.size(); ++j) {
        // A degree of latitude is over 110 km.
        if (std::abs(sides.a.lat[i] - sides.b.lat[j]) > kWithin / 110e3) continue;
        const double d =
            geodesics.Distance({sides.a.lon[i], sides.a.lat[i]}, {sides.b.lon[j], sides.b.lat[j]});
        ASSERT_GT(std::abs(d - kWithin), 1e-7);
        if (d <= kWithin) want.emplace_back(i, j, d);
      }
    }
    MatchPointsOptions options;
    options.within_m = kWithin;
    std::vector<Pair> first;
    for (const int threads : {1, 2, 3}) {
      options.threads = threads;
      const auto got = MatchPoints(sides.a.points(), sides.b.points(), options);
      ASSERT_THAT(got, IsOk());
      const std::vector<Pair> rows = Rows(*got);
      ASSERT_EQ(rows.size(), want.size());
      for (size_t p = 0; p < rows.size(); ++p) {
        ASSERT_EQ(std::get<0>(rows[p]), std::get<0>(want[p]));
        ASSERT_EQ(std::get<1>(rows[p]), std::get<1>(want[p]));
        ASSERT_NEAR(std::get<2>(rows[p]), std::get<2>(want[p]), 3e-8);
      }
      if (threads == 1) first = rows;
      ASSERT_EQ(rows, first);
    }
    // The side that is indexed is the smaller: swapped, the same pairs.
    const auto turned = MatchPoints(sides.b.points(), sides.a.points(), options);
    ASSERT_THAT(turned, IsOk());
    std::vector<Pair> back;
    for (const Pair& x : Rows(*turned)) {
      back.emplace_back(std::get<1>(x), std::get<0>(x), std::get<2>(x));
    }
    std::sort(back.begin(), back.end());
    ASSERT_EQ(back, first);
    EXPECT_GT(first.size(), 500u);
  };
  brute();
  std::vector<size_t> order(sides.a.size());
  for (size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::shuffle(order.begin(), order.end(), rng);
  Samples shuffled;
  for (const size_t k : order) shuffled.Add(sides.a.lon[k], sides.a.lat[k]);
  sides.a = shuffled;
  brute();
}

// Two instances of a set of which one is dense somewhere: the nearest that are
// found through many groups are those found through few.
TEST(MatchPoints, NearestWithAWideRadiusAreThoseWithNone) {
  std::mt19937_64 rng(8);
  Sides sides;
  testing::AddNear(rng, 3000, 10, 80, 0.5, &sides.a);
  testing::AddNear(rng, 9000, 10, 80, 0.5, &sides.b);
  MatchPointsOptions options;
  options.keep = Keep::kNearestA;
  options.nearest = 3;
  const auto want = MatchPoints(sides.a.points(), sides.b.points(), options);
  ASSERT_THAT(want, IsOk());
  for (const double within : {2e4, 3e5, 1e7, kInfinity}) {
    options.within_m = within;
    const auto got = MatchPoints(sides.a.points(), sides.b.points(), options);
    ASSERT_THAT(got, IsOk());
    ASSERT_EQ(Rows(*got), Rows(*want)) << within;
  }
}

TEST(MatchPoints, InvalidPositionsAreNamedOrDroppedAndCounted) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::mt19937_64 rng(3);
  for (const size_t n : {size_t{20}, size_t{9000}}) {
    Sides sides;
    testing::AddNear(rng, n, 40, -40, 0.001, &sides.a);
    testing::AddNear(rng, 50, 40, -40, 0.001, &sides.b);
    MatchPointsOptions options;
    options.within_m = 10;
    const auto clean = MatchPoints(sides.a.points(), sides.b.points(), options);
    ASSERT_THAT(clean, IsOk());
    Sides bad = sides;
    bad.a.lon[n - 3] = nan;
    bad.a.lat[n - 1] = -90.5;
    bad.b.lat[7] = nan;
    const std::string row = std::to_string(n - 3);
    EXPECT_THAT(MatchPoints(bad.a.points(), bad.b.points(), options),
                HasError("lon_a[" + row + "] is nan: longitudes are finite degrees"));
    EXPECT_THAT(MatchPoints(sides.a.points(), bad.b.points(), options),
                HasError("lat_b[7] is nan: latitudes are -90 to 90 degrees"));
    EXPECT_THAT(MatchPoints({}, bad.b.points(), options), HasError("lat_b[7] is nan"));
    options.invalid_position = InvalidPosition::kDrop;
    const auto dropped = MatchPoints(bad.a.points(), bad.b.points(), options);
    ASSERT_THAT(dropped, IsOk());
    EXPECT_EQ(dropped->invalid_positions_a, 2u);
    EXPECT_EQ(dropped->invalid_positions_b, 1u);
    std::vector<Pair> want;
    for (const Pair& x : Rows(*clean)) {
      const auto i = static_cast<size_t>(std::get<0>(x));
      if (i != n - 3 && i != n - 1 && std::get<1>(x) != 7) want.push_back(x);
    }
    EXPECT_EQ(Rows(*dropped), want);
  }
}

TEST(MatchPoints, OtherErrorsNameTheirArgument) {
  const std::vector<double> two{1, 2}, three{1, 2, 3};
  const std::vector<int64_t> times{5, kMissingTime}, times3{1, 2, 3};
  MatchPointsOptions options;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("within is not given"));
  options.within_m = -5;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options),
              HasError("within is -5: 0 or more metres is allowed"));
  options.within_m = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("within is nan"));
  options.within_m = 10;
  EXPECT_THAT(MatchPoints({two, three}, {two, two}, options),
              HasError("lon_a and lat_a differ in length: 2 and 3"));
  EXPECT_THAT(MatchPoints({two, two}, {three, three, times}, options),
              HasError("lon_b and time_b differ in length: 3 and 2"));
  options.time_window_ns = -1;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("time_window is -1 ns"));
  options.time_window_ns = 1;
  EXPECT_THAT(MatchPoints({two, two, times}, {two, two}, options),
              HasError("time_a[1] is missing (NaT)"));
  EXPECT_THAT(MatchPoints({three, three, times3}, {two, two}, options),
              HasError("time_b is not given"));
  options.time_window_ns.reset();
  options.metric = PairMetric::kBoth;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("metric 'both' needs"));
  options.metric = PairMetric::kDistance;
  options.nearest = 0;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("keep is 0"));
  options.nearest = 1;
  options.within_m = 1e6;
  options.max_pairs = 3;
  EXPECT_THAT(MatchPoints({two, two}, {two, two}, options), HasError("more than 3 pairs"));
}

}  // namespace
}  // namespace coincide
