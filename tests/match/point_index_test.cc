#include "coincide/match/samples/point_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace coincide {
namespace {

using ::testing::ElementsAreArray;

struct Columns {
  std::vector<double> lon, lat;
  std::vector<int64_t> time_ns;
  SamplePoints points() const { return {lon, lat, time_ns}; }
};

// A track of n samples near 75 S, shuffled or with faults if asked.
Columns Track(std::mt19937* random, size_t n, bool shuffled, double faults) {
  std::uniform_real_distribution<double> some(-1, 1), part(0, 1);
  Columns c;
  const double lon = 180 + some(*random), lat = -75 + 0.1 * some(*random);
  const double east = 2e-3 * some(*random), north = 2e-4 * some(*random);
  for (size_t k = 0; k < n; ++k) {
    const double at = static_cast<double>(k) - static_cast<double>(n) / 2;
    c.lon.push_back(std::remainder(lon + at * east, 360));
    c.lat.push_back(lat + at * north);
    c.time_ns.push_back(static_cast<int64_t>((*random)() % 1000));
    if (part(*random) < faults) c.lat.back() = (*random)() % 2 == 0 ? std::nan("") : -91;
    if (part(*random) < faults) c.time_ns.back() = kMissingTime;
  }
  for (size_t k = n; shuffled && k > 1; --k) {
    const size_t other = (*random)() % k;
    std::swap(c.lon[k - 1], c.lon[other]);
    std::swap(c.lat[k - 1], c.lat[other]);
  }
  return c;
}

void ExpectSame(const absl::StatusOr<PointPairs>& got, const absl::StatusOr<PointPairs>& want) {
  ASSERT_EQ(got.status(), want.status());
  if (!want.ok()) return;
  EXPECT_THAT(got->i, ElementsAreArray(want->i));
  EXPECT_THAT(got->j, ElementsAreArray(want->j));
  EXPECT_THAT(got->distance_m, ElementsAreArray(want->distance_m));
  EXPECT_EQ(got->invalid_positions_a, want->invalid_positions_a);
  EXPECT_EQ(got->invalid_positions_b, want->invalid_positions_b);
  EXPECT_EQ(got->missing_times_a, want->missing_times_a);
  EXPECT_EQ(got->missing_times_b, want->missing_times_b);
}

// Every answer and error is that of MatchPoints, which tests of its own hold to PROJ.
TEST(PointIndexTest, IsMatchPoints) {
  const unsigned seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  size_t pairs = 0, errors = 0;
  for (int round = 0; round < 60; ++round) {
    const bool big = round % 20 == 0;
    const Columns a =
        Track(&random, big ? 9000 : random() % 400, round % 5 == 0, round % 4 == 0 ? 0.01 : 0);
    PointIndex index(a.points());
    for (int k = 0; k < 4; ++k) {
      const Columns b = Track(&random, big ? 20000 : random() % 400, random() % 5 == 0,
                              random() % 4 == 0 ? 0.01 : 0);
      MatchPointsOptions options;
      options.within_m = std::vector<double>{0, 30, 200, 5000}[random() % 4];
      if (big) options.within_m = 30;
      if (random() % 3 == 0) options.time_window_ns = static_cast<int64_t>(random() % 500);
      options.missing_time = static_cast<MissingTime>(random() % 3);
      options.invalid_position = static_cast<InvalidPosition>(random() % 2);
      if (random() % 4 == 0) options.keep = static_cast<Keep>(random() % 5);
      if (random() % 8 == 0) options.max_pairs = 5;
      if (random() % 8 == 0) options.ellipsoid = Ellipsoid::Sphere();
      options.threads = static_cast<int>(random() % 3);
      const auto want = MatchPoints(a.points(), b.points(), options);
      ExpectSame(index.Match(b.points(), options), want);
      const SampleBoxes boxes(b.points(), options.ellipsoid);
      ExpectSame(index.Match(b.points(), options, &boxes), want);
      want.ok() ? pairs += want->i.size() : ++errors;
    }
  }
  EXPECT_GT(pairs, 1000u);
  EXPECT_GT(errors, 5u);
}

// Long tracks that are near one another in places only, over the pole and the antimeridian.
TEST(PointIndexTest, BoxesPassOverNothing) {
  const unsigned seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> some(-1, 1);
  size_t pairs = 0, none = 0;
  for (int round = 0; round < 120; ++round) {
    // Winding, so that many stretches, or none, are near.
    const auto winding = [&](size_t n, double wide) {
      Columns c;
      const double lon = 360 * some(random), high = 80 + 8 * some(random);
      for (size_t k = 0; k < n; ++k) {
        const double at = static_cast<double>(k) / static_cast<double>(n);
        c.lon.push_back(std::remainder(lon + wide * std::sin(20 * at), 360));
        c.lat.push_back(std::min(90.0, high + 2 * std::sin(7 * at + lon)));
      }
      if (random() % 4 == 0) c.lat[random() % n] = std::nan("");
      return c;
    };
    const Columns a = winding(1500, 100 * some(random));
    const Columns b = winding(1 + random() % 9000, 200 * some(random));
    MatchPointsOptions options;
    options.within_m = std::vector<double>{0, 100, 2000, 2e4}[random() % 4];
    options.invalid_position = InvalidPosition::kDrop;
    if (random() % 4 == 0) options.ellipsoid = Ellipsoid::Sphere();
    const auto want = MatchPoints(a.points(), b.points(), options);
    const SampleBoxes boxes(b.points(), options.ellipsoid);
    PointIndex index(a.points());
    ExpectSame(index.Match(b.points(), options, &boxes), want);
    want->i.empty() ? ++none : pairs += want->i.size();
  }
  EXPECT_GT(pairs, 200u);
  EXPECT_GT(none, 3u);
}

TEST(PointIndexTest, WhatCannotBeIsTheErrorOfMatchPoints) {
  const std::vector<double> three = {1, 2, 3}, two = {1, 2};
  MatchPointsOptions ten, below;
  ten.within_m = 10;
  below.within_m = -1;
  PointIndex bad({three, two}), good({two, two});
  EXPECT_EQ(bad.Match({two, two}, ten).status(),
            MatchPoints({three, two}, {two, two}, ten).status());
  EXPECT_EQ(good.Match({three, two}, ten).status(),
            MatchPoints({two, two}, {three, two}, ten).status());
  EXPECT_EQ(good.Match({two, two}, below).status(),
            MatchPoints({two, two}, {two, two}, below).status());
  EXPECT_EQ(good.Match({two, two}, {}).status(), MatchPoints({two, two}, {two, two}, {}).status());
}

}  // namespace
}  // namespace coincide
