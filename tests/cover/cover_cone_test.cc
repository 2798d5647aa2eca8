#include "coincide/cover/cover_cone.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/cell_geometry.h"
#include "tests/support/reach_checker.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

uint64_t Rounds(uint64_t few, uint64_t many) {
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1" ? many : few;
}

std::string Text(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults) text += fault + "\n";
  return text;
}

// A place where grids break, one time in two.
LonLat RandomCentre(std::mt19937_64* rng) {
  std::uniform_real_distribution<double> unit(0, 1);
  LonLat centre = {-180 + 360 * unit(*rng), std::asin(2 * unit(*rng) - 1) * 180 / std::numbers::pi};
  switch ((*rng)() % 12) {
    case 0:
      centre.lat = 90;
      break;
    case 1:
      centre.lat = -90 + std::pow(10, -8 + 8 * unit(*rng));
      break;
    case 2:
      centre.lon = 180;
      break;
    case 3:
      centre.lat = 41.937853910160122;
      break;
    case 4:
      centre = {90.0 * static_cast<double>((*rng)() % 4), 41.937853910160122};
      break;
    case 5:
      centre.lon = 90.0 * static_cast<double>((*rng)() % 4);
      break;
    default:
      break;
  }
  return centre;
}

// Radii from a millimetre to almost all round, at orders that give up to a few
// hundred cells.
TEST(CoverCone, AsTightAsAPolygonAndNothingIsMissing) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  for (uint64_t seed = 0; seed < Rounds(150, 6000); ++seed) {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const LonLat centre = RandomCentre(&rng);
    const double radius =
        seed % 10 == 0 ? 1e7 * (1 + 1.0039 * unit(rng)) : std::pow(10, -3 + 10 * unit(rng));
    const double cells = std::pow(2, -3 + 7 * unit(rng));
    const int order = std::clamp(static_cast<int>(std::log2(cells * 6.4e6 / radius)), 0, 29);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " centre " << centre.lon << " "
                                      << centre.lat << " radius " << radius << " order " << order);
    const auto covers = CoverCone(centre, radius, order);
    ASSERT_THAT(covers, IsOk());
    const testing::DistanceField field = [&](const LonLat& p) {
      return geodesics.Distance(centre, p);
    };
    testing::ReachOptions options;
    options.noise_m = 2e-7;
    options.depth = 9;
    options.inner_slack_widths = 2e-3;
    if (radius > 19.9e6) {
      options.far_widths = 0.6;
      options.inner_slack_widths = -1;
    }
    const auto faults = CheckReach(field, radius, covers->outer, &covers->inner, options);
    EXPECT_TRUE(faults.empty()) << Text(faults);
  }
}

// Reach of an ellipse at an azimuth from its centre.
double ReachAt(const GroundEllipse& e, double azimuth) {
  const double turn = (azimuth - e.azimuth) * std::numbers::pi / 180;
  return e.semi_a_m * e.semi_b_m /
         std::hypot(e.semi_b_m * std::cos(turn), e.semi_a_m * std::sin(turn));
}

// Places on the rim are in the outer coverage and not in the inner one, places inside
// in the outer one, places of inner cells inside; every cell of the boundary has a
// place of the rim within its tolerance.
TEST(CoverEllipse, HoldsItsPlaces) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  for (uint64_t seed = 0; seed < Rounds(60, 3000); ++seed) {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    GroundEllipse ellipse;
    ellipse.centre = RandomCentre(&rng);
    ellipse.semi_a_m = std::pow(10, -2 + 8.5 * unit(rng));
    ellipse.semi_b_m = ellipse.semi_a_m * std::pow(10, -2 + 3 * unit(rng));
    ellipse.semi_b_m = std::min(ellipse.semi_b_m, 1e7);
    ellipse.azimuth = 720 * unit(rng) - 360;
    const double cells = std::pow(2, -2 + 6 * unit(rng));
    const int order =
        std::clamp(static_cast<int>(std::log2(cells * 6.4e6 / ellipse.semi_a_m)), 0, 29);
    SCOPED_TRACE(::testing::Message()
                 << "seed " << seed << " centre " << ellipse.centre.lon << " " << ellipse.centre.lat
                 << " axes " << ellipse.semi_a_m << " " << ellipse.semi_b_m << " azimuth "
                 << ellipse.azimuth << " order " << order);
    const auto covers = CoverEllipse(ellipse, order);
    ASSERT_THAT(covers, IsOk());
    ASSERT_TRUE(covers->outer.Contains(covers->inner));
    for (int k = 0; k < 2000; ++k) {
      const double azimuth = 360 * unit(rng), rim = ReachAt(ellipse, azimuth);
      const LonLat p = geodesics.Direct(ellipse.centre, azimuth, rim).point;
      const uint64_t leaf = projection.LeafOf(p.lon, p.lat);
      ASSERT_TRUE(covers->outer.Contains(leaf)) << "rim at azimuth " << azimuth;
      ASSERT_FALSE(covers->inner.Contains(leaf)) << "rim at azimuth " << azimuth;
      const LonLat q = geodesics.Direct(ellipse.centre, azimuth, rim * unit(rng)).point;
      ASSERT_TRUE(covers->outer.Contains(projection.LeafOf(q.lon, q.lat))) << azimuth;
      const LonLat r = geodesics.Direct(ellipse.centre, azimuth, rim * (1 + unit(rng))).point;
      if (rim < 5e6) {
        ASSERT_FALSE(covers->inner.Contains(projection.LeafOf(r.lon, r.lat))) << azimuth;
      }
    }
  }
}

// With equal axes an ellipse is a cone; with one of none it is a line.
TEST(CoverEllipse, DegenerateOnes) {
  const auto cone = CoverCone({20, -70}, 1e5, 9);
  const auto round = CoverEllipse({{20, -70}, 1e5, 1e5, 33}, 9);
  EXPECT_EQ(cone->outer, round->outer);
  const auto line = CoverEllipse({{20, -70}, 1e5, 0, 33}, 9);
  ASSERT_THAT(line, IsOk());
  EXPECT_TRUE(line->inner.is_empty());
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  for (const double at : {-1e5, -4e4, 0.0, 7e4, 1e5}) {
    const LonLat p = geodesics.Direct({20, -70}, 33, at).point;
    EXPECT_TRUE(line->outer.Contains(Projection::Of(Ellipsoid::Wgs84()).LeafOf(p.lon, p.lat)));
  }
}

TEST(CoverCone, PointsEverythingAndBadInput) {
  EXPECT_EQ(CoverCone({20, -70}, 0, 9)->outer.order_cell_count(), 1u);
  EXPECT_TRUE(CoverCone({20, -70}, 0, 9)->inner.is_empty());
  EXPECT_TRUE(CoverCone({20, -70}, 20.1e6, 9)->inner.is_full());
  EXPECT_TRUE(CoverCone({20, -70}, 20.003e6, 6)->outer.is_full());
  EXPECT_THAT(CoverCone({20, -70}, -1, 9), HasError("radius_m is -1"));
  EXPECT_THAT(CoverCone({20, -70}, std::numeric_limits<double>::infinity(), 9), HasError("inf"));
  EXPECT_THAT(CoverCone({20, -97}, 1, 9), HasError("lat is -97"));
  EXPECT_THAT(CoverCone({20, -70}, 1, 30), HasError("order is 30"));
  EXPECT_THAT(CoverCone({20, -70}, 1e6, 29), HasError("order is 29"));
  EXPECT_THAT(CoverEllipse({{20, -70}, 1, -1, 0}, 9), HasError("semi_b_m is -1"));
  EXPECT_THAT(CoverEllipse({{20, -70}, 2e7, 1, 0}, 9), HasError("at most 19900000"));
}

}  // namespace
}  // namespace coincide
