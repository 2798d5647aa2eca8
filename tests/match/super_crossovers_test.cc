#include "coincide/match/samples/super_crossovers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/encode.h"

namespace coincide {
namespace {

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Rows {
  std::vector<double> lon, lat;
  std::vector<int64_t> track_a, track_b, time_a, time_b;
  CrossingPoints view() const { return {lon, lat, track_a, track_b, time_a, time_b}; }
  void Add(LonLat p, int64_t a, int64_t b, int64_t ta = 0, int64_t tb = 0) {
    lon.push_back(p.lon);
    lat.push_back(p.lat);
    track_a.push_back(a);
    track_b.push_back(b);
    time_a.push_back(ta);
    time_b.push_back(tb);
  }
};

constexpr int64_t kHour = int64_t{3600} * 1'000'000'000;

// Clumps of points, dense ones and strings of them.
Rows Clumps(std::mt19937_64& rng, LonLat near, int n) {
  std::uniform_real_distribution<double> unit(0, 1);
  Rows rows;
  std::vector<LonLat> middles;
  for (int i = 0; i < 12; ++i) {
    middles.push_back(Wgs84().Direct(near, 360 * unit(rng), 1500 * unit(rng)).point);
  }
  for (int i = 0; i < n; ++i) {
    const LonLat p = Wgs84().Direct(middles[rng() % 12], 360 * unit(rng), 250 * unit(rng)).point;
    rows.Add(p, static_cast<int64_t>(rng() % 5), static_cast<int64_t>(rng() % 5),
             static_cast<int64_t>(rng() % 6) * kHour / 2, static_cast<int64_t>(rng() % 6) * kHour);
    if (rng() % 10 == 0) rows.Add(p, 1, 2, 3 * kHour, kMissingTime);
  }
  return rows;
}

// The definition, word for word, by all pairs. Members of each cluster of any
// number of passes.
std::set<std::vector<int64_t>> SlowClusters(const Rows& rows, double radius_m) {
  const size_t n = rows.lon.size();
  const auto at = [&](size_t i) { return LonLat{rows.lon[i], rows.lat[i]}; };
  std::vector<std::vector<size_t>> near(n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      if (Wgs84().Distance(at(i), at(j)) <= radius_m) near[i].push_back(j);
    }
  }
  std::vector<uint64_t> cell(n);
  EncodePoints(rows.lon, rows.lat, Ellipsoid::Wgs84(), cell);
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t i, size_t j) {
    if (near[i].size() != near[j].size()) return near[i].size() > near[j].size();
    return cell[i] < cell[j];
  });
  std::vector<bool> free(n, true);
  std::set<std::vector<int64_t>> clusters;
  while (std::find(free.begin(), free.end(), true) != free.end()) {
    for (const size_t seed : order) {
      if (!free[seed]) continue;
      std::vector<size_t> claimed;
      Vector3 mean;
      for (const size_t i : near[seed]) {
        if (!free[i]) continue;
        claimed.push_back(i);
        mean = mean + UnitVectorOf(rows.lon[i], rows.lat[i]);
      }
      const double degree = std::acos(-1.0) / 180;
      const LonLat centre{std::atan2(mean.y, mean.x) / degree,
                          std::atan2(mean.z, std::hypot(mean.x, mean.y)) / degree};
      std::vector<int64_t> members;
      for (const size_t i : claimed) {
        if (Wgs84().Distance(centre, at(i)) > radius_m) continue;
        free[i] = false;
        members.push_back(static_cast<int64_t>(i));
      }
      clusters.insert(members);
    }
  }
  return clusters;
}

std::set<std::vector<int64_t>> ClustersOf(const SuperCrossovers& sites) {
  std::set<std::vector<int64_t>> clusters;
  for (size_t s = 0; s < sites.size(); ++s) {
    clusters.insert(
        {sites.member.begin() + sites.offsets[s], sites.member.begin() + sites.offsets[s + 1]});
  }
  return clusters;
}

class SuperCrossoverLaws : public ::testing::TestWithParam<uint64_t> {};

TEST_P(SuperCrossoverLaws, ClustersAreThoseOfTheDefinition) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (const LonLat near : {LonLat{-107, -76}, LonLat{180, 10}, LonLat{0, -90}}) {
    const Rows rows = Clumps(rng, near, 250);
    SuperCrossoverOptions options;
    options.min_passes_a = options.min_passes_b = 1;
    const auto sites = FindSuperCrossovers(rows.view(), options);
    ASSERT_TRUE(sites.ok()) << sites.status();
    EXPECT_EQ(ClustersOf(*sites), SlowClusters(rows, options.radius_m));
    EXPECT_EQ(sites->member.size(), rows.lon.size());
    for (size_t s = 0; s < sites->size(); ++s) EXPECT_LE(sites->radius_m[s], 100);
  }
}

TEST_P(SuperCrossoverLaws, TheOrderOfRowsDoesNotCount) {
  std::mt19937_64 rng(GetParam() + 50);
  const Rows rows = Clumps(rng, {20, 60}, 300);
  std::vector<int64_t> order(rows.lon.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::shuffle(order.begin(), order.end(), rng);
  Rows shuffled;
  for (const int64_t row : order) {
    const auto i = static_cast<size_t>(row);
    shuffled.Add({rows.lon[i], rows.lat[i]}, rows.track_a[i], rows.track_b[i], rows.time_a[i],
                 rows.time_b[i]);
  }
  const auto first = FindSuperCrossovers(rows.view(), {});
  const auto second = FindSuperCrossovers(shuffled.view(), {});
  EXPECT_GT(first->size(), 3u);
  EXPECT_EQ(first->lon, second->lon);
  EXPECT_EQ(first->lat, second->lat);
  EXPECT_EQ(first->radius_m, second->radius_m);
  EXPECT_EQ(first->passes_a, second->passes_a);
  EXPECT_EQ(first->passes_b, second->passes_b);
  EXPECT_EQ(first->time_last, second->time_last);
  std::set<std::vector<int64_t>> renamed;
  for (std::vector<int64_t> members : ClustersOf(*second)) {
    for (int64_t& row : members) row = order[static_cast<size_t>(row)];
    std::sort(members.begin(), members.end());
    renamed.insert(members);
  }
  EXPECT_EQ(ClustersOf(*first), renamed);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SuperCrossoverLaws, ::testing::Range<uint64_t>(0, 3));

TEST(SuperCrossovers, PassesAreVisitsOfATrack) {
  const LonLat p{10, 80};
  Rows rows;
  rows.Add(p, 1, 7, 0, 0);
  rows.Add(p, 1, 7, kHour / 2, 5 * kHour);  // The same pass of a.
  rows.Add(p, 1, 8, kHour, 5 * kHour);      // Still: half an hour after the last.
  rows.Add(p, 1, 8, 3 * kHour, kMissingTime);
  auto sites = FindSuperCrossovers(rows.view(), {});
  ASSERT_EQ(sites->size(), 1u);
  EXPECT_EQ(sites->tracks_a[0], 1);
  EXPECT_EQ(sites->passes_a[0], 2);
  EXPECT_EQ(sites->pass_a, (std::vector<int64_t>{0, 0, 0, 1}));
  EXPECT_EQ(sites->passes_b[0], 3);
  EXPECT_EQ(sites->pass_b, (std::vector<int64_t>{0, 1, 2, 2}));
  EXPECT_EQ(sites->time_first[0], 0);
  EXPECT_EQ(sites->time_last[0], 5 * kHour);
  SuperCrossoverOptions three;
  three.min_passes_a = three.min_passes_b = 3;
  EXPECT_EQ(FindSuperCrossovers(rows.view(), three)->size(), 0u);
  // Without times a track is one pass.
  const CrossingPoints untimed{rows.lon, rows.lat, rows.track_a, rows.track_b};
  EXPECT_EQ(FindSuperCrossovers(untimed, {})->size(), 0u);
  SuperCrossoverOptions one;
  one.min_passes_a = one.min_passes_b = 1;
  EXPECT_EQ(FindSuperCrossovers(untimed, one)->passes_b[0], 2);
}

TEST(SuperCrossovers, BadInput) {
  Rows rows;
  rows.Add({0, 91}, 1, 1);
  EXPECT_EQ(FindSuperCrossovers(rows.view(), {}).status().message(),
            "row 0 is at lon 0, lat 91: not a position");
  rows.lat[0] = 0;
  SuperCrossoverOptions options;
  options.radius_m = 0;
  EXPECT_FALSE(FindSuperCrossovers(rows.view(), options).ok());
  options.radius_m = 1;
  options.min_passes_a = options.min_passes_b = 0;
  EXPECT_FALSE(FindSuperCrossovers(rows.view(), options).ok());
  rows.time_b.clear();
  rows.track_b.push_back(3);
  EXPECT_EQ(FindSuperCrossovers(rows.view(), {}).status().message(),
            "lon has 1 rows, track_b has 2");
  EXPECT_EQ(FindSuperCrossovers({}, {})->size(), 0u);
}

}  // namespace
}  // namespace coincide
