#include "coincide/pipeline/crossing_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace coincide {
namespace {

// A line of n samples from one place to another, one second apart.
Samples Line(double lon_0, double lat_0, double lon_1, double lat_1, size_t n, int64_t start_s) {
  Samples samples;
  for (size_t k = 0; k < n; ++k) {
    const double f = static_cast<double>(k) / static_cast<double>(n - 1);
    samples.lon.push_back(lon_0 + f * (lon_1 - lon_0));
    samples.lat.push_back(lat_0 + f * (lat_1 - lat_0));
    samples.time_ns.push_back((start_s + static_cast<int64_t>(k)) * 1'000'000'000);
    samples.row.push_back(static_cast<int64_t>(k) + 100);
  }
  samples.values = {samples.lat};
  return samples;
}

const MatchTask kTask{3, {5}, {0}};

TEST(CrossingRun, RowsNameGranulesTracksAndTheirOwnRows) {
  // Two tracks whose samples take turns in the file: the crossing is on the second.
  const Samples first = Line(-100, -75, -100, -74.9, 50, 0);
  const Samples second = Line(-99, -75, -99, -74.9, 50, 0);
  Samples a;
  for (size_t k = 0; k < 50; ++k) {
    for (const Samples* line : {&first, &second}) {
      a.lon.push_back(line->lon[k]);
      a.lat.push_back(line->lat[k]);
      a.time_ns.push_back(line->time_ns[k]);
      a.row.push_back(line->row[k]);
      a.track.push_back(line == &second);
    }
  }
  a.track_names = {"gt1l", "gt3r"};
  a.values = {a.lat};
  const Samples b = Line(-99.1, -74.95, -98.9, -74.95, 21, 1000);
  CrossingRunOptions options;
  options.values_a = options.values_b = {{}};
  CrossingCollector collector(options);
  ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
  const CrossoverRows rows = collector.TakeTask();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.granule_a[0], 3);
  EXPECT_EQ(rows.granule_b[0], 5);
  EXPECT_EQ(rows.track_names[static_cast<size_t>(rows.name_a[0])], "gt3r");
  EXPECT_EQ(rows.name_b[0], -1);
  // Of 49 segments the middle one, of 20 the one before or after sample 10.
  EXPECT_EQ(rows.rows.seg_a[0], 124);
  EXPECT_THAT(rows.rows.seg_b[0], testing::AnyOf(109, 110));
  EXPECT_NEAR(rows.rows.lon[0], -99, 1e-9);
  EXPECT_NEAR(rows.values_a[0][0], rows.rows.lat[0], 1e-9);
  EXPECT_NEAR(static_cast<double>(rows.rows.dt[0]) * 1e-9, 1010 - 24.5, 0.1);
  EXPECT_EQ(collector.TakeTask().size(), 0u);
}

TEST(CrossingRun, AMissingRowIsAGap) {
  Samples a = Line(-100, -75, -100, -74.9, 50, 0);
  const Samples b = Line(-100.1, -74.95, -99.9, -74.95, 21, 0);
  CrossingCollector collector({});
  ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
  EXPECT_EQ(collector.TakeTask().size(), 1u);
  for (size_t k = 25; k < 50; ++k) a.row[k] += 1;
  ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
  EXPECT_EQ(collector.TakeTask().size(), 0u);
}

TEST(CrossingRun, WindowsAndMissingTimes) {
  Samples a = Line(-100, -75, -100, -74.9, 50, 0);
  const Samples b = Line(-100.1, -74.95, -99.9, -74.95, 21, 100);
  CrossingRunOptions options;
  const auto count = [&] {
    CrossingCollector collector(options);
    const absl::Status status = collector.Add(kTask, 0, a, b);
    return status.ok() ? static_cast<int>(collector.TakeTask().size()) : -1;
  };
  options.time_window_ns = 90'000'000'000;
  EXPECT_EQ(count(), 1);
  options.time_window_ns = 80'000'000'000;
  EXPECT_EQ(count(), 0);
  a.time_ns.clear();
  EXPECT_EQ(count(), -1);
  options.missing_time = MissingTime::kDrop;
  EXPECT_EQ(count(), 0);
  options.missing_time = MissingTime::kMatch;
  EXPECT_EQ(count(), 1);
  options.time_window_ns.reset();
  options.missing_time = MissingTime::kRaise;
  EXPECT_EQ(count(), 1);
}

TEST(CrossingRun, PairsAreThoseOfFindCrossings) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> lon(-101, -99), lat(-75.2, -74.8);
  size_t crossings = 0;
  CrossingCollector collector({});
  for (int trial = 0; trial < 50; ++trial) {
    const Samples a = Line(lon(random), lat(random), lon(random), lat(random), 40, 0);
    const Samples b = Line(lon(random), lat(random), lon(random), lat(random), 30, 0);
    ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
    const auto want =
        FindCrossings({a.lon, a.lat, {}, a.time_ns}, {b.lon, b.lat, {}, b.time_ns}, {});
    ASSERT_TRUE(want.ok());
    const CrossoverRows got = collector.TakeTask();
    ASSERT_EQ(got.size(), want->rows.size());
    for (size_t r = 0; r < got.size(); ++r) {
      EXPECT_EQ(got.rows.lon[r], want->rows.lon[r]);
      EXPECT_EQ(got.rows.seg_a[r], want->rows.seg_a[r] + 100);
      EXPECT_EQ(got.rows.frac_b[r], want->rows.frac_b[r]);
    }
    crossings += got.size();
  }
  EXPECT_GT(crossings, 5u);
}

TEST(CrossingRun, ValuesByTheirOwnRulesWithErrors) {
  Samples a = Line(-100, -75, -100, -74.9, 50, 0);
  const Samples b = Line(-100.1, -74.95, -99.9, -74.95, 21, 0);
  // Heights, their errors, flags; the crossing is between samples 24 and 25.
  std::vector<double> sigma(50, 3), bits(50, 0);
  bits[24] = 5, bits[25] = 6;
  a.values = {a.lat, sigma, bits};
  a.integer = {0, 0, 1};
  CrossingRunOptions options;
  options.values_a = {{.column = 0, .sigma = 1},
                      {.column = 2, .rules = {.method = ValueMethod::kBitOr}},
                      {.column = 2, .rules = {.method = ValueMethod::kCubic}}};
  CrossingCollector collector(options);
  ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
  const CrossoverRows rows = collector.TakeTask();
  ASSERT_EQ(rows.size(), 1u);
  const double f = rows.rows.frac_a[0];
  EXPECT_NEAR(rows.values_a[0][0], rows.rows.lat[0], 1e-9);
  EXPECT_NEAR(rows.sigmas_a[0][0], 3 * std::hypot(1 - f, f), 1e-12);
  EXPECT_EQ(rows.values_a[1][0], 7);
  EXPECT_TRUE(std::isnan(rows.sigmas_a[1][0]));
  // Integers are not interpolated.
  EXPECT_EQ(rows.values_a[2][0], f <= 0.5 ? 5 : 6);
}

TEST(CrossingRun, KindsOfValuesAreThoseOfAllGranules) {
  const auto side = [](double lat, bool integers) {
    Samples samples = Line(-100, lat, -99, lat + 0.1, 30, 0);
    samples.values = {std::vector<double>(30, 7.0), samples.lat};
    samples.integer = {static_cast<uint8_t>(integers), 0};
    return samples;
  };
  CrossingRunOptions options;
  options.values_a = options.values_b = {{.column = 0}, {.column = 1}};
  CrossingCollector collector(options);
  using testing::ElementsAre;
  constexpr auto kUnknown = ValueKind::kUnknown, kIntegers = ValueKind::kIntegers,
                 kNumbers = ValueKind::kNumbers;
  // Far apart: what they hold is known without a row.
  ASSERT_TRUE(collector.Add(kTask, 0, side(-75, true), side(-70, true)).ok());
  ASSERT_TRUE(collector.Add(kTask, 0, side(-75, true), side(-70, false)).ok());
  CrossoverRows rows = collector.TakeTask();
  EXPECT_EQ(rows.size(), 0u);
  EXPECT_THAT(rows.kinds_a, ElementsAre(kIntegers, kNumbers));
  EXPECT_THAT(rows.kinds_b, ElementsAre(kNumbers, kNumbers));
  rows = collector.TakeTask();
  EXPECT_THAT(rows.kinds_a, ElementsAre(kUnknown, kUnknown));
  EXPECT_THAT(rows.kinds_b, ElementsAre(kUnknown, kUnknown));
}

TEST(CrossingRun, OverlapsAreRows) {
  // Side b runs on the samples 20 .. 40 of the second track, a day later.
  const Samples first = Line(-100, -75, -100, -74.9, 50, 0);
  Samples a = Line(-99, -75, -99, -74.9, 50, 0), b;
  for (size_t k = 20; k <= 40; ++k) {
    b.lon.push_back(a.lon[k]);
    b.lat.push_back(a.lat[k]);
    b.time_ns.push_back(a.time_ns[k] + 86'400'000'000'000);
  }
  a.lon.insert(a.lon.begin(), first.lon.begin(), first.lon.end());
  a.lat.insert(a.lat.begin(), first.lat.begin(), first.lat.end());
  a.time_ns.insert(a.time_ns.begin(), first.time_ns.begin(), first.time_ns.end());
  a.row.insert(a.row.begin(), first.row.begin(), first.row.end());
  a.track.assign(100, 0);
  std::fill(a.track.begin() + 50, a.track.end(), 1);
  a.track_names = {"x", "y"};
  a.values.clear();
  for (const int64_t window_s : {86'400, 86'399}) {
    CrossingRunOptions options;
    options.time_window_ns = window_s * 1'000'000'000;
    CrossingCollector collector(options);
    ASSERT_TRUE(collector.Add(kTask, 0, a, b).ok());
    const CrossoverRows rows = collector.TakeTask();
    EXPECT_EQ(rows.size(), 0u);
    ASSERT_EQ(rows.overlaps.size(), window_s == 86'400 ? 1u : 0u);
    if (rows.overlaps.size() == 0) continue;
    EXPECT_EQ(rows.overlap_granule_a[0], 3);
    EXPECT_EQ(rows.overlap_granule_b[0], 5);
    EXPECT_EQ(rows.track_names[static_cast<size_t>(rows.overlap_name_a[0])], "y");
    EXPECT_EQ(rows.overlap_name_b[0], -1);
    EXPECT_EQ(rows.overlaps.seg_a[0], 120);
    EXPECT_EQ(rows.overlaps.seg_b[0], 0);
    EXPECT_EQ(rows.overlaps.time_a[0], 20'000'000'000);
    EXPECT_EQ(rows.overlaps.end_time_b[0], 86'440'000'000'000);
    EXPECT_NEAR(rows.overlaps.length_m[0], 20 * 111'600 * 0.1 / 49, 20);
  }
}

TEST(CrossingRun, EmptyGranules) {
  CrossingCollector collector({});
  EXPECT_TRUE(collector.Add(kTask, 0, Samples(), Samples()).ok());
  EXPECT_EQ(collector.TakeTask().size(), 0u);
}

}  // namespace
}  // namespace coincide
