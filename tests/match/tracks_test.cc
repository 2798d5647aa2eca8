#include "coincide/match/samples/tracks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tests/match/random_tracks.h"

namespace coincide {
namespace {

using testing::Tracks;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Points on a meridian, at these latitudes.
Tracks Meridian(const std::vector<double>& lat) {
  Tracks tracks;
  for (const double v : lat) tracks.Add({20, v});
  tracks.EndTrack();
  return tracks;
}

TrackLegs Cut(const Tracks& tracks, LegRules rules = {}) {
  auto legs = CutLegs(tracks.view(), rules);
  EXPECT_TRUE(legs.ok()) << legs.status();
  return *std::move(legs);
}

std::vector<std::pair<int64_t, int64_t>> Rows(const TrackLegs& legs) {
  std::vector<std::pair<int64_t, int64_t>> rows;
  for (const Leg& leg : legs.legs) rows.emplace_back(leg.begin, leg.end);
  return rows;
}

using Pairs = std::vector<std::pair<int64_t, int64_t>>;

TEST(Tracks, DefaultGapIsFiveMedians) {
  // Steps of 1, 1, 1, 6, 1 thousandths of a degree.
  const Tracks t = Meridian({0, 0.001, 0.002, 0.003, 0.009, 0.010});
  const TrackLegs legs = Cut(t);
  EXPECT_EQ(Rows(legs), (Pairs{{0, 4}, {4, 6}}));
  EXPECT_NEAR(legs.max_gap_m[0], 5 * 110.574, 0.01);
  EXPECT_NEAR(legs.legs[1].start_m, 9 * 110.574, 0.01);
  EXPECT_EQ(Rows(Cut(t, {.max_gap_m = 700})), (Pairs{{0, 6}}));
  EXPECT_EQ(Rows(Cut(t, {.max_gap_m = 100})).size(), 6u);
}

TEST(Tracks, TimeCuts) {
  Tracks t = Meridian({0, 0.001, 0.002, 0.003, 0.004, 0.005});
  t.time = {0, 10, 9, 20, 50, kMissingTime};
  EXPECT_EQ(Rows(Cut(t)), (Pairs{{0, 2}, {2, 6}}));
  EXPECT_EQ(Rows(Cut(t, {.max_gap_time = 29})), (Pairs{{0, 2}, {2, 4}, {4, 6}}));
  EXPECT_EQ(Rows(Cut(t, {.max_gap_time = 30})), (Pairs{{0, 2}, {2, 6}}));
  t.time = {
      std::numeric_limits<int64_t>::min() + 1, std::numeric_limits<int64_t>::max(), 0, 0, 0, 0};
  EXPECT_EQ(Rows(Cut(t, {.max_gap_time = 1})), (Pairs{{0, 1}, {1, 2}, {2, 6}}));
}

TEST(Tracks, InvalidSamplesCutAndAreCounted) {
  const TrackLegs legs = Cut(Meridian({kNan, 0, 0.001, 91, -91, 0.002, 0.003, kNan}));
  EXPECT_EQ(Rows(legs), (Pairs{{1, 3}, {5, 7}}));
  EXPECT_EQ(legs.invalid, 4);
  EXPECT_NEAR(legs.legs[1].start_m, 2 * 110.574, 0.01);
  EXPECT_EQ(Cut(Meridian({kNan, kNan})).legs.size(), 0u);
}

// Reported: by the fuzz target capi_match. It was taken for a leg, or read memory that was not its
// own.
TEST(Tracks, ALoneInvalidSampleIsNoLeg) {
  EXPECT_EQ(Cut(Meridian({kNan})).legs.size(), 0u);
  // The track before leaves its marks in the scratch memory.
  Tracks t = Meridian({0, 91, 0.001});
  t.Add({20, 91});
  t.EndTrack();
  const TrackLegs legs = Cut(t);
  EXPECT_EQ(Rows(legs), (Pairs{{0, 1}, {2, 3}}));
  EXPECT_EQ(legs.invalid, 2);
}

TEST(Tracks, LengthsAreGeodesicAndTheMedianIsExact) {
  std::mt19937_64 rng(5);
  const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
  for (const int steps : {1, 2, 7, 100, 9000}) {
    Tracks t;
    testing::AddWalk(rng, {50, -71}, 300, steps, 30, &t);
    std::vector<double> length;
    for (size_t i = 0; i + 1 < t.lon.size(); ++i) {
      length.push_back(wgs84.Distance({t.lon[i], t.lat[i]}, {t.lon[i + 1], t.lat[i + 1]}));
    }
    std::sort(length.begin(), length.end());
    const size_t n = length.size();
    const double median = 0.5 * (length[(n - 1) / 2] + length[n / 2]);
    EXPECT_NEAR(Cut(t).max_gap_m[0], 5 * median, 1e-7) << steps;
  }
}

TEST(Tracks, BadColumns) {
  const std::vector<double> three{1, 2, 3}, two{1, 2};
  const std::vector<int64_t> offsets{0, 2, 1, 3}, short_offsets{0, 2}, late{1, 3};
  const auto message = [](const TrackSamples& s, LegRules rules = {}) {
    return std::string(CutLegs(s, rules).status().message());
  };
  EXPECT_EQ(message({three, two}), "lon has 3 samples, lat has 2");
  EXPECT_EQ(message({three, three, offsets}),
            "offsets[2] is 1: offsets ascend from 0 to the number of samples, 3");
  EXPECT_EQ(message({three, three, short_offsets}),
            "offsets end at 2, not at the number of samples, 3");
  EXPECT_EQ(message({three, three, late}),
            "offsets[0] is 1: offsets ascend from 0 to the number of samples, 3");
  EXPECT_EQ(message({three, three, {}, late}), "lon has 3 samples, time has 2");
  EXPECT_EQ(message({three, three}, {.max_gap_m = -1}), "max_gap is -1: 0 m or more is allowed");
  EXPECT_EQ(message({three, three}, {.max_gap_m = kNan}).substr(0, 10), "max_gap is");
  EXPECT_EQ(message({three, three}, {.max_gap_time = -1}),
            "max_gap_time is -1 ns: 0 or more is allowed");
}

}  // namespace
}  // namespace coincide
