// Crossings at samples, touches, overlaps and other degenerate cases, each with
// its answer by hand.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "coincide/match/samples/crossings.h"
#include "tests/match/random_tracks.h"

namespace coincide {
namespace {

using testing::OneTrack;
using testing::Tracks;

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

Crossings Find(const Tracks& a, const Tracks& b, CrossingOptions options = {}) {
  auto found = FindCrossings(a.view(), b.view(), options);
  EXPECT_TRUE(found.ok()) << found.status();
  return *std::move(found);
}

// How many crossings, touches and overlaps; the same with the sides exchanged.
void Expect(const Tracks& a, const Tracks& b, size_t crossings, size_t touches, size_t overlaps) {
  CrossingOptions with;
  with.touches = true;
  for (const bool swap : {false, true}) {
    SCOPED_TRACE(swap ? "exchanged" : "as given");
    const Crossings found = swap ? Find(b, a) : Find(a, b);
    EXPECT_EQ(found.rows.size(), crossings);
    const Crossings all = swap ? Find(b, a, with) : Find(a, b, with);
    size_t flagged = 0;
    for (const int64_t flags : all.rows.flags) flagged += (flags & kTouch) != 0;
    EXPECT_EQ(flagged, touches);
    EXPECT_EQ(all.rows.size(), crossings + touches);
    EXPECT_EQ(found.overlaps.size(), overlaps);
  }
}

// A point so many metres east and north of one at 76 S.
LonLat At(double east, double north) {
  const LonLat origin{-107, -76};
  const LonLat up = Wgs84().Direct(origin, 0, north).point;
  return Wgs84().Direct(up, 90, east).point;
}

TEST(CrossingContacts, PlainCross) {
  Expect(OneTrack({At(-10, 0), At(10, 0)}), OneTrack({At(1, -10), At(1, 10)}), 1, 0, 0);
}

TEST(CrossingContacts, SharedSampleIsOneCrossing) {
  const LonLat x = At(0, 0);
  const Tracks a = OneTrack({At(-10, 0), x, At(10, 1)}), b = OneTrack({At(3, -10), x, At(2, 10)});
  Expect(a, b, 1, 0, 0);
  const Crossings found = Find(a, b);
  EXPECT_EQ(found.rows.seg_a[0], 1);
  EXPECT_EQ(found.rows.frac_a[0], 0);
  EXPECT_EQ(found.rows.seg_b[0], 1);
  EXPECT_EQ(found.rows.frac_b[0], 0);
  EXPECT_EQ(found.rows.lon[0], x.lon);
  EXPECT_EQ(found.rows.lat[0], x.lat);
}

TEST(CrossingContacts, SampleOnTheOtherTrackIsOneCrossing) {
  const GeodesicLine line = Wgs84().Line(At(-100, 7), At(120, -30));
  const Tracks a = OneTrack({line.from(), line.to()});
  for (const double f : {0.1, 0.35, 0.5, 0.77}) {
    const Tracks b = OneTrack({At(0, -50), line.Interpolate(f), At(10, 60)});
    Expect(a, b, 1, 0, 0);
    EXPECT_NEAR(Find(a, b).rows.frac_a[0], f, 1e-9);
  }
}

TEST(CrossingContacts, TouchingIsNoCrossing) {
  const LonLat x = At(0, 0);
  // Both turn back at one sample.
  Expect(OneTrack({At(-10, 10), x, At(10, 10)}), OneTrack({At(-10, -10), x, At(10, -10)}), 0, 1, 0);
  // A sample of b on a step of a, b on one side.
  const GeodesicLine line = Wgs84().Line(At(-100, 7), At(120, -30));
  const Tracks a = OneTrack({line.from(), line.to()});
  Expect(a, OneTrack({At(0, 50), line.Interpolate(0.4), At(10, 60)}), 0, 1, 0);
}

TEST(CrossingContacts, EndOfALegOnTheOtherTrackIsATouch) {
  const GeodesicLine line = Wgs84().Line(At(-100, 7), At(120, -30));
  const Tracks a = OneTrack({line.from(), line.to()});
  const Tracks b = OneTrack({At(0, 50), line.Interpolate(0.4)});
  Expect(a, b, 0, 1, 0);
  CrossingOptions with;
  with.touches = true;
  EXPECT_EQ(Find(a, b, with).rows.frac_b[0], 1);
  EXPECT_EQ(Find(a, b, with).rows.seg_b[0], 0);
  // Two tracks that begin at one place.
  Expect(OneTrack({At(0, 0), At(10, 0)}), OneTrack({At(0, 0), At(0, 10)}), 0, 1, 0);
}

TEST(CrossingContacts, IdenticalTracksAreOneOverlap) {
  std::mt19937_64 rng(1);
  Tracks a;
  testing::AddWalk(rng, {30, 70}, 50, 300, 5, &a);
  Expect(a, a, 0, 0, 1);
  const Crossings found = Find(a, a);
  EXPECT_EQ(found.overlaps.seg_a[0], 0);
  EXPECT_EQ(found.overlaps.frac_a[0], 0);
  EXPECT_EQ(found.overlaps.end_seg_a[0], 299);
  EXPECT_EQ(found.overlaps.end_frac_a[0], 1);
  Tracks back = a;
  std::reverse(back.lon.begin(), back.lon.end());
  std::reverse(back.lat.begin(), back.lat.end());
  Expect(a, back, 0, 0, 1);
  EXPECT_EQ(Find(a, back).overlaps.seg_b[0], 299);
  EXPECT_EQ(Find(a, back).overlaps.frac_b[0], 1);
}

// The same line sampled at other places: collinear to rounding only.
TEST(CrossingContacts, CollinearRepeatsAreOneOverlap) {
  for (const double length : {50.0, 5000.0, 80000.0}) {
    for (const double azimuth : {0.0, 33.0, 90.0, 151.0}) {
      for (const LonLat from : {LonLat{-107, -76}, LonLat{12, 0}, LonLat{179.9, 89.5}}) {
        SCOPED_TRACE(::testing::Message() << length << " " << azimuth << " at " << from.lat);
        const GeodesicLine line = Wgs84().Line(from, Wgs84().Direct(from, azimuth, length).point);
        Tracks a, b;
        for (int i = 0; i <= 10; ++i) a.Add(line.Interpolate(i / 10.0));
        for (int i = 0; i <= 7; ++i) b.Add(line.Interpolate(0.13 + 0.1 * i));
        a.EndTrack();
        b.EndTrack();
        Expect(a, b, 0, 0, 1);
        EXPECT_NEAR(Find(a, b).overlaps.length_m[0], 0.7 * length, 1e-6);
      }
    }
  }
}

TEST(CrossingContacts, OverlapInTheMiddleIsNoCrossing) {
  const LonLat p = At(-5, 0), q = At(5, 0);
  Expect(OneTrack({At(-20, -9), p, q, At(20, 9)}), OneTrack({At(-20, 9), p, q, At(20, -9)}), 0, 0,
         1);
}

TEST(CrossingContacts, RepeatedPositionsChangeNothing) {
  const LonLat x = At(0, 0), y = At(2, -3);
  const Tracks a = OneTrack({At(-10, 0), x, x, x, At(10, 1), At(10, 1)});
  Expect(a, OneTrack({At(3, -10), x, x, At(2, 10)}), 1, 0, 0);
  Expect(a, OneTrack({y, y, At(3, 10)}), 1, 0, 0);
  Expect(a, OneTrack({At(-3, 10), x, x, At(3, 10)}), 0, 1, 0);
  EXPECT_EQ(Find(a, OneTrack({At(3, -10), x, x, At(2, 10)})).rows.seg_a[0], 3);
}

TEST(CrossingContacts, NothingToCross) {
  Expect(OneTrack({}), OneTrack({At(0, 0), At(1, 1)}), 0, 0, 0);
  Expect(OneTrack({At(0, 0)}), OneTrack({At(-1, 0), At(1, 0)}), 0, 0, 0);
  Expect(OneTrack({At(0, 0), At(0, 0)}), OneTrack({At(-1, 0), At(1, 0)}), 0, 0, 0);
  Tracks empty;
  Expect(empty, OneTrack({At(0, 0), At(1, 1)}), 0, 0, 0);
}

TEST(CrossingContacts, PoleEquatorAndAntimeridian) {
  Expect(OneTrack({{0, 89}, {180, 89}}), OneTrack({{90, 89}, {-90, 89}}), 1, 0, 0);
  Expect(OneTrack({{0, 89}, {0, 90}, {180, 89}}), OneTrack({{90, 89}, {45, 90}, {-90, 89}}), 1, 0,
         0);
  Expect(OneTrack({{-1, 0}, {0, 0}, {1, 0}}), OneTrack({{0, -1}, {0, 0}, {0, 1}}), 1, 0, 0);
  Expect(OneTrack({{-1, 0}, {1, 0}}), OneTrack({{0, 0}, {0.5, 0}, {2, 0}}), 0, 0, 1);
  Expect(OneTrack({{179.9, 10}, {-179.9, 10.1}}), OneTrack({{180, 9}, {-180, 11}}), 1, 0, 0);
  Expect(OneTrack({{539.9, 10}, {540.1, 10.1}}), OneTrack({{180, 9}, {-180, 11}}), 1, 0, 0);
  // On the other side of the ellipsoid.
  Expect(OneTrack({{-1, 0}, {1, 0}}), OneTrack({{180, -1}, {180, 1}}), 0, 0, 0);
}

TEST(CrossingContacts, TimesAreInterpolatedToTheNanosecond) {
  Tracks a = OneTrack({At(-10, 0), At(10, 0)}), b = OneTrack({At(0, -10), At(0, 10)});
  a.time = {1600000000000000000, 1600000000000000003};
  b.time = {kMissingTime, 5};
  Crossings found = Find(a, b);
  ASSERT_EQ(found.rows.size(), 1u);
  // Half of 3 is rounded to even.
  EXPECT_EQ(found.rows.time_a[0] - 1600000000000000000,
            static_cast<int64_t>(std::nearbyint(3 * found.rows.frac_a[0])));
  EXPECT_EQ(found.rows.time_b[0], kMissingTime);
  EXPECT_EQ(found.rows.dt[0], kMissingTime);
  b.time = {0, 10};
  found = Find(a, b);
  EXPECT_EQ(found.rows.time_b[0], 5);
  EXPECT_EQ(found.rows.dt[0], found.rows.time_b[0] - found.rows.time_a[0]);
}

TEST(CrossingContacts, AnglesAndFlags) {
  CrossingOptions options;
  const Tracks a = OneTrack({At(-10, 0), At(10, 0)}), b = OneTrack({At(-10, -0.1), At(10, 0.1)});
  EXPECT_EQ(Find(a, b).rows.flags[0] & kParallel, kParallel);
  EXPECT_NEAR(Find(a, b).rows.angle[0], std::atan(0.01) * 180 / std::acos(-1.0), 1e-3);
  options.min_angle = 1;
  EXPECT_EQ(Find(a, b, options).rows.size(), 0u);
  options.min_angle = 91;
  EXPECT_FALSE(FindCrossings(a.view(), b.view(), options).ok());
}

}  // namespace
}  // namespace coincide
