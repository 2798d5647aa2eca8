// Crossings against all pairs of segments by Karney's geodesics.

#include "coincide/match/samples/crossings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "tests/match/random_tracks.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::AddWalk;
using testing::SlowCrossing;
using testing::SlowCrossings;
using testing::Tracks;

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Family {
  const char* name;
  LonLat near;
  double step_m;
  int steps;
  double turn_deg;
};

std::vector<Family> Families() {
  return {
      {"mid latitude", {33, 47}, 25, 150, 20},
      {"over the pole", {0, 90}, 300, 100, 10},
      {"south pole, long steps", {77, -90}, 20000, 40, 30},
      {"88 S", {-120, -88}, 250, 120, 5},
      {"antimeridian", {180, 12}, 100, 120, 15},
      {"equator", {10, 0}, 1500, 100, 30},
      {"tiny steps", {-70, -75}, 0.05, 120, 60},
      {"straight", {5, 60}, 222, 200, 0.01},
      {"very long steps", {40, -20}, 400000, 20, 40},
      {"knots", {140, -40}, 30, 150, 170},
  };
}

class CrossingLaws : public ::testing::TestWithParam<uint64_t> {};

void ExpectSameAsSlow(const Tracks& a, const Tracks& b, const CrossingRows& rows,
                      const std::vector<SlowCrossing>& slow) {
  std::map<std::pair<int64_t, int64_t>, size_t> fast;
  for (size_t i = 0; i < rows.size(); ++i) fast[{rows.seg_a[i], rows.seg_b[i]}] = i;
  ASSERT_EQ(fast.size(), rows.size());
  std::set<std::pair<int64_t, int64_t>> unclear;
  for (const SlowCrossing& s : slow) {
    const auto found = fast.find({s.seg_a, s.seg_b});
    if (!s.clear) {
      unclear.insert({s.seg_a, s.seg_b});
      continue;
    }
    ASSERT_NE(found, fast.end()) << "lost " << s.seg_a << " x " << s.seg_b << " angle " << s.angle
                                 << " along " << s.along_a << " " << s.along_b;
    const size_t i = found->second;
    const double sine = std::sin(s.angle * std::acos(-1.0) / 180);
    const double error = 1.5e-7 * std::max(1.0, 0.17 / sine);
    EXPECT_NEAR(Wgs84().Distance({rows.lon[i], rows.lat[i]}, s.point), 0, error);
    EXPECT_NEAR(rows.frac_a[i] * rows.gap_a[i], s.along_a, error);
    EXPECT_NEAR(rows.frac_b[i] * rows.gap_b[i], s.along_b, error);
    EXPECT_NEAR(rows.angle[i], s.angle, 1e-5);
    unclear.insert({s.seg_a, s.seg_b});
  }
  for (const auto& [segments, i] : fast) {
    EXPECT_TRUE(unclear.contains(segments))
        << "too much: " << segments.first << " x " << segments.second << " angle " << rows.angle[i]
        << " frac " << rows.frac_a[i] << " " << rows.frac_b[i];
  }
  (void)a;
  (void)b;
}

TEST_P(CrossingLaws, SameAsAllPairs) {
  for (const Family& family : Families()) {
    SCOPED_TRACE(::testing::Message() << "seed " << GetParam() << " " << family.name);
    std::mt19937_64 rng(GetParam());
    Tracks a, b;
    for (int t = 0; t < 3; ++t) {
      AddWalk(rng, family.near, family.step_m, family.steps, family.turn_deg, &a);
      AddWalk(rng, family.near, family.step_m * 1.3, family.steps, family.turn_deg, &b);
    }
    const auto found = FindCrossings(a.view(), b.view(), {});
    ASSERT_TRUE(found.ok()) << found.status();
    const auto slow = SlowCrossings(a.view(), b.view(), 1e7);
    ExpectSameAsSlow(a, b, found->rows, slow);
    EXPECT_GT(found->rows.size(), 2u);
  }
}

TEST_P(CrossingLaws, ExchangedSidesAndThreadsGiveTheSame) {
  for (const Family& family : Families()) {
    SCOPED_TRACE(::testing::Message() << "seed " << GetParam() << " " << family.name);
    std::mt19937_64 rng(GetParam() + 100);
    Tracks a, b;
    for (int t = 0; t < 12; ++t) {
      AddWalk(rng, family.near, family.step_m, family.steps, family.turn_deg, t % 2 ? &a : &b);
    }
    CrossingOptions one, two;
    one.threads = 1;
    two.threads = 2;
    const auto ab = FindCrossings(a.view(), b.view(), one);
    const auto ab2 = FindCrossings(a.view(), b.view(), two);
    const auto ba = FindCrossings(b.view(), a.view(), one);
    ASSERT_TRUE(ab.ok() && ab2.ok() && ba.ok());
    EXPECT_EQ(ab->rows.lon, ab2->rows.lon);
    EXPECT_EQ(ab->rows.s_b, ab2->rows.s_b);
    EXPECT_EQ(ab->rows.cell, ab2->rows.cell);
    const auto keys = [](const CrossingRows& r, bool swap) {
      std::vector<std::tuple<int64_t, int64_t, double, double, double, double>> out;
      for (size_t i = 0; i < r.size(); ++i) {
        if (swap) {
          out.emplace_back(r.seg_b[i], r.seg_a[i], r.frac_b[i], r.frac_a[i], r.lon[i], r.lat[i]);
        } else {
          out.emplace_back(r.seg_a[i], r.seg_b[i], r.frac_a[i], r.frac_b[i], r.lon[i], r.lat[i]);
        }
      }
      std::sort(out.begin(), out.end());
      return out;
    };
    EXPECT_EQ(keys(ab->rows, false), keys(ba->rows, true));
  }
}

TEST_P(CrossingLaws, SelfAndWithinAreTheirPairsOfTracks) {
  std::mt19937_64 rng(GetParam() + 200);
  Tracks all;
  for (int t = 0; t < 5; ++t) AddWalk(rng, {20, 50}, 30, 150, 60, &all);
  CrossingOptions within, self;
  within.mode = CrossingMode::kWithin;
  self.mode = CrossingMode::kSelf;
  const auto w = FindCrossings(all.view(), {}, within), s = FindCrossings(all.view(), {}, self);
  ASSERT_TRUE(w.ok() && s.ok());
  std::set<std::pair<int64_t, int64_t>> expect_within, expect_self, got_within, got_self;
  for (const SlowCrossing& c : SlowCrossings(all.view(), all.view(), 1e7)) {
    if (!c.clear || c.seg_a >= c.seg_b) continue;
    const auto track = [&](int64_t row) {
      return std::upper_bound(all.offsets.begin(), all.offsets.end(), row) - all.offsets.begin();
    };
    (track(c.seg_a) == track(c.seg_b) ? expect_self : expect_within).insert({c.seg_a, c.seg_b});
  }
  for (size_t i = 0; i < w->rows.size(); ++i) {
    got_within.insert({w->rows.seg_a[i], w->rows.seg_b[i]});
  }
  for (size_t i = 0; i < s->rows.size(); ++i) got_self.insert({s->rows.seg_a[i], s->rows.seg_b[i]});
  EXPECT_EQ(got_within, expect_within);
  EXPECT_EQ(got_self, expect_self);
  EXPECT_GT(got_self.size(), 5u);
}

// Two tracks that follow the same line within metres, and one that only bends
// towards the other: many small angles.
TEST_P(CrossingLaws, RepeatsAndTangents) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam() + 300);
  std::normal_distribution<double> normal;
  Tracks a, b, tangent;
  for (int i = 0; i < 400; ++i) {
    const GeodesicPosition at = Wgs84().Direct({-110, -76}, 30, 60.0 * i);
    a.Add(Wgs84().Direct(at.point, at.azimuth + 90, 3 * normal(rng)).point);
    b.Add(Wgs84().Direct(at.point, at.azimuth + 90, 3 * normal(rng)).point);
    const double bow = 1e-7 * std::pow(60.0 * (i - 200), 2) - 1;
    tangent.Add(Wgs84().Direct(at.point, at.azimuth + 90, bow).point);
  }
  a.EndTrack();
  b.EndTrack();
  tangent.EndTrack();
  for (const Tracks* other : {&b, &tangent}) {
    const auto found = FindCrossings(a.view(), other->view(), {});
    ASSERT_TRUE(found.ok());
    const auto slow = SlowCrossings(a.view(), other->view(), 1e7);
    ExpectSameAsSlow(a, *other, found->rows, slow);
    EXPECT_GT(found->rows.size(), 20u);
  }
}

TEST_P(CrossingLaws, DistancesAlongTheTrack) {
  std::mt19937_64 rng(GetParam() + 400);
  Tracks a, b;
  AddWalk(rng, {0, -80}, 800, 300, 20, &a);
  AddWalk(rng, {0, -80}, 1000, 300, 20, &b);
  a.lat[70] = 91;  // Not valid: two legs.
  const auto found = FindCrossings(a.view(), b.view(), {});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->invalid_a, 1);
  const CrossingRows& rows = found->rows;
  ASSERT_GT(rows.size(), 0u);
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_TRUE(rows.seg_a[i] != 69 && rows.seg_a[i] != 70);
    double s = 0;
    LonLat last{a.lon[0], a.lat[0]};
    for (size_t k = 1; k <= static_cast<size_t>(rows.seg_a[i]); ++k) {
      if (k == 70) continue;
      const LonLat next{a.lon[k], a.lat[k]};
      s += Wgs84().Distance(last, next);
      last = next;
    }
    s += Wgs84().Distance(last, {rows.lon[i], rows.lat[i]});
    EXPECT_NEAR(rows.s_a[i], s, 1e-8 * 300 + 2e-7);
    EXPECT_EQ(rows.leg_begin_a[i], rows.seg_a[i] < 70 ? 0 : 71);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CrossingLaws, ::testing::Range<uint64_t>(0, 3));

}  // namespace
}  // namespace coincide
