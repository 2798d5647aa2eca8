// Every search of samples asks its caller whether to go on, and ends when told not to.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "absl/status/status.h"
#include "coincide/match/samples/crossing_values.h"
#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/in_polygons.h"
#include "coincide/match/samples/match_points.h"
#include "coincide/match/samples/near_line.h"
#include "coincide/match/samples/super_crossovers.h"

namespace coincide {
namespace {

// Samples anywhere in two degrees: as tracks, each step crosses a third of all others.
class KeepGoing : public ::testing::Test {
 protected:
  static constexpr size_t kSamples = 200'000;

  KeepGoing() {
    std::mt19937_64 rng(7);
    std::uniform_real_distribution<double> degrees(-1, 1);
    for (size_t i = 0; i < kSamples; ++i) {
      lon_.push_back(degrees(rng));
      lat_.push_back(degrees(rng));
    }
  }

  // Stops at the second time of asking: an answer of true is no end.
  std::function<bool()> Once() {
    return [this] { return ++asked_ < 2; };
  }
  // All the work is hours.
  void ExpectStopped(const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
    EXPECT_EQ(asked_, 2);
  }

  std::vector<double> lon_, lat_;
  int asked_ = 0;
};

TEST_F(KeepGoing, MatchPoints) {
  MatchPointsOptions options;
  options.keep = Keep::kNearestA;
  options.nearest = 2000;
  options.keep_going = Once();
  ExpectStopped(MatchPoints({lon_, lat_}, {lon_, lat_}, options).status());
}

TEST_F(KeepGoing, NearLine) {
  NearLineOptions options;
  options.within_m = 500e3;
  options.keep_going = Once();
  const std::vector<int64_t> offsets = {0, 20'000};
  const std::vector<double> line_lon(lon_.begin(), lon_.begin() + 20'000);
  const std::vector<double> line_lat(lat_.begin(), lat_.begin() + 20'000);
  ExpectStopped(NearLine(lon_, lat_, {line_lon, line_lat, offsets}, options).status());
}

TEST_F(KeepGoing, InPolygons) {
  // Stars, so many that their covers alone take minutes.
  std::vector<double> lon, lat;
  std::vector<int64_t> rings = {0}, polygons = {0};
  for (int64_t k = 1; k <= 20'000; ++k) {
    for (int i = 0; i < 100; ++i) {
      const double turn = i * 0.0628, r = i % 2 == 0 ? 0.9 : 0.1;
      lon.push_back(r * std::sin(turn));
      lat.push_back(r * std::cos(turn));
    }
    rings.push_back(static_cast<int64_t>(lon.size()));
    polygons.push_back(k);
  }
  InPolygonsOptions options;
  options.keep_going = Once();
  ExpectStopped(InPolygons(lon_, lat_, {{lon, lat, rings}, polygons}, options).status());
}

TEST_F(KeepGoing, Crossings) {
  const std::vector<int64_t> one = {0, static_cast<int64_t>(kSamples)};
  std::vector<int64_t> many;
  for (int64_t k = 0; k <= static_cast<int64_t>(kSamples); k += 100) many.push_back(k);
  for (const CrossingMode mode :
       {CrossingMode::kExternal, CrossingMode::kSelf, CrossingMode::kWithin}) {
    SCOPED_TRACE(static_cast<int>(mode));
    asked_ = 0;
    const TrackSamples tracks{
        .lon = lon_, .lat = lat_, .offsets = mode == CrossingMode::kSelf ? one : many};
    CrossingOptions options;
    options.mode = mode;
    options.legs_a.max_gap_m = options.legs_b.max_gap_m = 1e9;
    options.keep_going = Once();
    ExpectStopped(FindCrossings(tracks, tracks, options).status());
  }
}

TEST_F(KeepGoing, ValuesAtCrossings) {
  // Crossings in the middle of one track, each with the median of all its samples.
  constexpr size_t kRows = 100'000;
  const std::vector<double> place(kRows, 0.0), frac(kRows, 0.5), gap(kRows, 1e9);
  const std::vector<int64_t> seg(kRows, kSamples / 2), begin(kRows, 0), end(kRows, kSamples);
  const CrossingSide side{place, place, seg, frac, begin, end, gap};
  ValueRules rules;
  rules.method = ValueMethod::kMedian;
  rules.within_m = 1e7;
  const TrackSamples track{.lon = lon_, .lat = lat_, .offsets = {}};
  ExpectStopped(
      ValuesAtCrossings(track, side, {.values = lon_}, rules, Ellipsoid::Wgs84(), Once()).status());
}

TEST_F(KeepGoing, SuperCrossovers) {
  SuperCrossoverOptions options;
  options.radius_m = 1500;
  options.keep_going = Once();
  const std::vector<int64_t> track(kSamples, 0);
  ExpectStopped(FindSuperCrossovers({lon_, lat_, track, track}, options).status());
  options.keep_going = {};
  options.max_pairs = 1000;
  EXPECT_EQ(FindSuperCrossovers({lon_, lat_, track, track}, options).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace coincide
