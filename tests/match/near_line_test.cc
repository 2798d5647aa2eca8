// Every sample against every segment, by NearestOnSegment; and against places
// along the line by PROJ alone.

#include "coincide/match/samples/near_line.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "coincide/geodesy/geodesic_segment.h"
#include "tests/match/sample_families.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;
using testing::Samples;
using testing::Uniform;

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Lines {
  Samples vertices;
  std::vector<int64_t> offsets{0};

  void End() { offsets.push_back(static_cast<int64_t>(vertices.size())); }
  RingsView view() const { return {vertices.lon, vertices.lat, offsets}; }
};

struct Row {
  int64_t row, line;
  double distance_m, along_m;
};

// The first of the nearest feet on each line.
std::vector<Row> Brute(const Samples& samples, const Lines& lines, double within_m) {
  std::vector<Row> rows;
  for (size_t k = 0; k < samples.size(); ++k) {
    const LonLat point{samples.lon[k], samples.lat[k]};
    for (size_t l = 0; l + 1 < lines.offsets.size(); ++l) {
      const LineView line = lines.view().ring(l);
      Row best{static_cast<int64_t>(k), static_cast<int64_t>(l), 1e9, 0};
      double start_m = 0;
      for (size_t v = 0; v + 1 < line.size(); ++v) {
        const GeodesicLine segment =
            Wgs84().Line({line.lon[v], line.lat[v]}, {line.lon[v + 1], line.lat[v + 1]});
        const FootPoint foot = NearestOnSegment(Wgs84(), segment, point);
        if (foot.distance_m < best.distance_m - 2e-8) {
          best.distance_m = foot.distance_m;
          best.along_m = start_m + foot.along_m;
        }
        start_m += segment.length_m();
      }
      if (best.distance_m <= within_m) rows.push_back(best);
    }
  }
  return rows;
}

void AddLine(std::mt19937_64& rng, size_t n, double lon, double lat, double step_m,
             double wiggle_deg, Lines* lines) {
  double azimuth = Uniform(rng, -180, 180);
  LonLat p{lon, lat};
  for (size_t k = 0; k < n; ++k) {
    lines->vertices.Add(p.lon, p.lat);
    azimuth += Uniform(rng, -wiggle_deg, wiggle_deg);
    p = Wgs84().Direct(p, azimuth, step_m).point;
  }
  lines->End();
}

struct Case {
  const char* name;
  double lon, lat, spread_deg, step_m, wiggle_deg, within_m;
};

class NearLineCases : public ::testing::TestWithParam<Case> {};

TEST_P(NearLineCases, RowsAreThoseOfEverySegment) {
  const Case c = GetParam();
  const uint64_t seed = 9;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  Samples samples;
  testing::AddNear(rng, 600, c.lon, c.lat, c.spread_deg, &samples);
  Lines lines;
  for (int l = 0; l < 4; ++l) {
    Samples start;
    testing::AddNear(rng, 1, c.lon, c.lat, c.spread_deg, &start);
    AddLine(rng, 12, start.lon[0], start.lat[0], c.step_m, c.wiggle_deg, &lines);
  }
  const std::vector<Row> want = Brute(samples, lines, c.within_m);
  EXPECT_GT(want.size(), 20u);
  NearLineOptions options{.within_m = c.within_m};
  for (const int threads : {1, 2}) {
    options.threads = threads;
    const auto got = NearLine(samples.lon, samples.lat, lines.view(), options);
    ASSERT_THAT(got, IsOk());
    ASSERT_EQ(got->row.size(), want.size());
    for (size_t k = 0; k < want.size(); ++k) {
      ASSERT_EQ(got->row[k], want[k].row);
      ASSERT_EQ(got->line[k], want[k].line);
      // One of feet that are equally near, to twice the noise.
      ASSERT_NEAR(got->distance_m[k], want[k].distance_m, 4e-8);
      // The distance is flat round the foot: geodesic_segment.h.
      ASSERT_NEAR(got->along_m[k], want[k].along_m, 1e-3) << k;
      ASSERT_EQ(std::abs(got->offset_m[k]), got->distance_m[k]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, NearLineCases,
                         ::testing::Values(Case{"MidLatitude", -105, -75, 0.05, 500, 40, 300},
                                           Case{"Pole", 0, -90, 0.05, 800, 30, 500},
                                           Case{"Antimeridian", 180, 5, 0.05, 700, 30, 500},
                                           Case{"Metres", 12, 60, 5e-5, 1, 60, 2},
                                           Case{"LongSegments", 30, 40, 5, 120000, 20, 60000},
                                           Case{"HugeSegments", -60, 20, 40, 3000000, 20, 1500000}),
                         [](const auto& one) { return one.param.name; });

TEST(NearLine, DistancesAreTheLeastAlongTheLineByProj) {
  std::mt19937_64 rng(4);
  Samples samples;
  testing::AddNear(rng, 60, 50, -70, 0.02, &samples);
  Lines lines;
  AddLine(rng, 8, 50, -70, 400, 50, &lines);
  const auto got =
      NearLine(samples.lon, samples.lat, lines.view(), NearLineOptions{.within_m = 1e5});
  ASSERT_THAT(got, IsOk());
  ASSERT_EQ(got->row.size(), samples.size());
  const LineView line = lines.view().ring(0);
  constexpr double kStep = 0.5;
  for (size_t k = 0; k < samples.size(); ++k) {
    const LonLat point{samples.lon[k], samples.lat[k]};
    double least = 1e9;
    for (size_t v = 0; v + 1 < line.size(); ++v) {
      const GeodesicLine segment =
          Wgs84().Line({line.lon[v], line.lat[v]}, {line.lon[v + 1], line.lat[v + 1]});
      for (double s = 0; s < segment.length_m(); s += kStep) {
        least = std::min(least, Wgs84().Distance(point, segment.At(s).point));
      }
    }
    least = std::min(least, Wgs84().Distance(point, {line.lon[7], line.lat[7]}));
    EXPECT_LE(got->distance_m[k], least + 5e-8);
    // Half a step beside the foot the distance is at most this much longer.
    EXPECT_GE(got->distance_m[k],
              least - kStep / 2 * std::min(1.0, kStep / got->distance_m[k]) - 5e-8);
  }
}

// East along the equator; then a turn to the left (north).
TEST(NearLine, SidesCapsAndEnds) {
  Lines lines;
  for (const auto& [x, y] : {std::pair(0.0, 0.0), {0.01, 0.0}, {0.02, 0.0}, {0.02, 0.01}}) {
    lines.vertices.Add(x, y);
  }
  lines.End();
  Samples samples;
  samples.Add(0.005, 0.001);    // Left.
  samples.Add(0.015, -0.001);   // Right.
  samples.Add(-0.001, 0.0005);  // Before the start.
  samples.Add(0.021, -0.001);   // Outside of the turn: right.
  samples.Add(0.021, 0.005);    // Right of the last segment.
  samples.Add(0.02, 0.0105);    // Beyond the end.
  samples.Add(0.02, 0.01);      // On the end.
  NearLineOptions options{.within_m = 300};
  auto got = NearLine(samples.lon, samples.lat, lines.view(), options);
  ASSERT_THAT(got, IsOk());
  ASSERT_EQ(got->row, (std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6}));
  const double signs[] = {-1, 1, -1, 1, 1, 0, 0};
  for (size_t k = 0; k < 5; ++k) EXPECT_GT(got->offset_m[k] * signs[k], 0) << k;
  EXPECT_EQ(got->along_m[2], 0);
  EXPECT_NEAR(got->along_m[3], Wgs84().Distance({0, 0}, {0.02, 0}), 1e-7);
  EXPECT_NEAR(got->along_m[5], got->along_m[6], 1e-7);
  options.cap = LineCap::kFlat;
  got = NearLine(samples.lon, samples.lat, lines.view(), options);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->row, (std::vector<int64_t>{0, 1, 3, 4, 6}));
}

// A turn back by 170 degrees: all round the tip is the outer side.
TEST(NearLine, TheOuterSideOfASharpTurn) {
  const LonLat tip{20, 50};
  const LonLat from = Wgs84().Direct(tip, -90, 1000).point;
  const LonLat to = Wgs84().Direct(tip, 90 - 170, 1000).point;  // 170 degrees to the left.
  Lines lines;
  for (const LonLat p : {from, tip, to}) lines.vertices.Add(p.lon, p.lat);
  lines.End();
  Samples samples;
  for (const double azimuth : {170.0, 130.0, 90.0, 50.0, 20.0}) {
    const LonLat p = Wgs84().Direct(tip, azimuth, 10).point;
    samples.Add(p.lon, p.lat);
  }
  const auto got =
      NearLine(samples.lon, samples.lat, lines.view(), NearLineOptions{.within_m = 50});
  ASSERT_THAT(got, IsOk());
  ASSERT_EQ(got->row.size(), samples.size());
  for (size_t k = 0; k < samples.size(); ++k) EXPECT_NEAR(got->offset_m[k], 10, 1e-6) << k;
}

TEST(NearLine, ClosedLinesPointsAndRepeatedVertices) {
  Lines lines;
  for (const auto& [x, y] :
       {std::pair(0.0, 0.0), {0.0, 0.0}, {0.01, 0.0}, {0.01, 0.01}, {0.0, 0.0}}) {
    lines.vertices.Add(x, y);
  }
  lines.End();
  lines.vertices.Add(1, 1);
  lines.End();
  Samples samples;
  samples.Add(-0.001, -0.001);
  samples.Add(1, 1.001);
  NearLineOptions options{.within_m = 300, .cap = LineCap::kFlat};
  auto got = NearLine(samples.lon, samples.lat, lines.view(), options);
  ASSERT_THAT(got, IsOk());
  // The closed line has no end to cut; the point is nothing but ends.
  EXPECT_EQ(got->row, (std::vector<int64_t>{0}));
  EXPECT_EQ(got->along_m[0], 0);
  options.cap = LineCap::kRound;
  got = NearLine(samples.lon, samples.lat, lines.view(), options);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->row, (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(got->line, (std::vector<int64_t>{0, 1}));
}

TEST(NearLine, Errors) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> one{1}, two{1, 2}, bad{1, nan};
  const std::vector<int64_t> offsets{0, 2}, empty{0, 0};
  const NearLineOptions options{.within_m = 5};
  EXPECT_THAT(NearLine(one, two, {two, two, offsets}, options), HasError("lon and lat differ"));
  EXPECT_THAT(NearLine(bad, two, {two, two, offsets}, options), HasError("lon[1] is nan"));
  EXPECT_THAT(NearLine(two, two, {two, bad, offsets}, options), HasError("line_lat[1] is nan"));
  EXPECT_THAT(NearLine(two, two, {two, two, empty}, options), HasError("line 0 has no vertex"));
  EXPECT_THAT(NearLine(two, two, {two, two, offsets}, NearLineOptions{.within_m = -1}),
              HasError("within is -1"));
  const std::vector<double> far{0, 180}, equator{0, 0};
  EXPECT_THAT(NearLine(two, two, {far, equator, offsets}, options), HasError("m apart"));
  const NearLineOptions drop{.within_m = 1e6, .invalid_position = InvalidPosition::kDrop};
  const auto got = NearLine(bad, two, {two, two, offsets}, drop);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->row, (std::vector<int64_t>{0}));
  EXPECT_EQ(got->invalid_positions, 1u);
}

}  // namespace
}  // namespace coincide
