// The bounds that the match on the sphere rests on.

#include "src/match/granules/shapes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/ring_parity.h"
#include "src/match/granules/authalic_vectors.h"
#include "tests/support/healpix_chart.h"

namespace coincide::internal {
namespace {

using Rng = std::mt19937_64;

double Uniform(Rng& rng, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(rng);
}

// Anywhere, one in three close to a pole or the equator.
LonLat RandomPlace(Rng& rng) {
  const double lat = std::asin(Uniform(rng, -1, 1)) * 57.29577951308232;
  switch (rng() % 6) {
    case 0:
      return {Uniform(rng, -180, 180), std::copysign(90 - std::pow(10, Uniform(rng, -9, 0)), lat)};
    case 1:
      return {Uniform(rng, -180, 180), lat / 100};
    default:
      return {Uniform(rng, -400, 400), lat};
  }
}

TEST(AuthalicVectorsTest, AreThoseOfLongDouble) {
  const AuthalicVectors vectors(Ellipsoid::Wgs84());
  const testing::AuthalicSphere sphere(Ellipsoid::Wgs84());
  Rng rng(1);
  double worst = 0, back = 0;
  for (int i = 0; i < 100'000; ++i) {
    const LonLat p = RandomPlace(rng);
    const testing::Vector3L want = testing::VectorOf(sphere.At(p.lon, p.lat));
    const Vector3 got = vectors.Of(p.lon, p.lat);
    worst = std::max({worst, static_cast<double>(std::abs(got.x - want.x)),
                      static_cast<double>(std::abs(got.y - want.y)),
                      static_cast<double>(std::abs(got.z - want.z))});
    const LonLat q = vectors.PlaceOf(got);
    back = std::max(back, Chord(EcefOf(p.lon, p.lat, 0, Ellipsoid::Wgs84()),
                                EcefOf(q.lon, q.lat, 0, Ellipsoid::Wgs84())));
  }
  EXPECT_LT(worst, 4e-16);
  EXPECT_LT(back, 2e-8);  // Metres.
}

TEST(AuthalicVectorsTest, LengthsDifferByTheStretch) {
  const AuthalicVectors vectors(Ellipsoid::Wgs84());
  const Geodesics& earth = Geodesics::Of(Ellipsoid::Wgs84());
  Rng rng(2);
  double least = 1, most = 1;
  for (int i = 0; i < 100'000; ++i) {
    const LonLat p = RandomPlace(rng);
    const double metres = std::pow(10, Uniform(rng, 1, 7));
    const LonLat q = earth.Direct(p, Uniform(rng, -180, 180), metres).point;
    const double ratio = AngleBetween(vectors.Of(p.lon, p.lat), vectors.Of(q.lon, q.lat)) *
                         vectors.radius_m() / metres;
    least = std::min(least, ratio);
    most = std::max(most, ratio);
  }
  EXPECT_GT(least, 1 / (1 + kAuthalicStretch));
  EXPECT_LT(most, 1 + kAuthalicStretch);
  // The bound is not idle.
  EXPECT_GT(most - least, kAuthalicStretch);
}

TEST(GeodesicStrayTest, BoundsEveryLength) {
  const AuthalicVectors vectors(Ellipsoid::Wgs84());
  const Geodesics& earth = Geodesics::Of(Ellipsoid::Wgs84());
  Rng rng(3);
  double worst = 0;
  for (int i = 0; i < 20'000; ++i) {
    const LonLat p = RandomPlace(rng);
    const double metres = std::pow(10, Uniform(rng, 4, 5.6));
    const LonLat q = earth.Direct(p, Uniform(rng, -180, 180), metres).point;
    const Vector3 a = vectors.Of(p.lon, p.lat), b = vectors.Of(q.lon, q.lat);
    const double bound = GeodesicStray(AngleBetween(a, b)) + 1e-14;
    const GeodesicLine line = earth.Line(p, q);
    for (const double t : {0.2, 0.4, 0.5, 0.6, 0.8}) {
      const LonLat r = line.Interpolate(t);
      worst = std::max(worst, ArcDistance(vectors.Of(r.lon, r.lat), a, b) / bound);
    }
  }
  EXPECT_LT(worst, 1);
  EXPECT_GT(worst, 0.5);
}

// Shapes of 1, 2 and 4 corners near each other, on the sphere.
ConvexShape RandomShape(Rng& rng, const Vector3& at) {
  const auto near = [&](double size) {
    return Normalized(at + Vector3{Uniform(rng, -size, size), Uniform(rng, -size, size),
                                   Uniform(rng, -size, size)});
  };
  ConvexShape shape;
  shape.great_circle = true;
  const double size = std::pow(10, Uniform(rng, -6, -2));
  shape.corners = rng() % 3 == 0 ? 1 : rng() % 2 == 0 ? 2 : 4;
  for (Vector3& corner : shape.corner) corner = near(size);
  if (shape.corners == 4) {
    // A parallelogram, counterclockwise, or a triangle.
    auto& c = shape.corner;
    if (Dot(Cross(c[0], c[1] - c[0]), c[2] - c[0]) < 0) std::swap(c[1], c[2]);
    c[3] = rng() % 3 == 0 ? c[2] : Normalized(c[0] + c[2] - c[1]);
  }
  return shape;
}

// The least angle by walking both outlines; 0 only by chance.
double Sampled(const ConvexShape& a, const ConvexShape& b) {
  const auto points = [](const ConvexShape& s) {
    std::vector<Vector3> p;
    for (int i = 0; i < s.corners; ++i) {
      const Vector3 from = s.corner[static_cast<size_t>(i)];
      const Vector3 to = s.corner[static_cast<size_t>((i + 1) % s.corners)];
      for (int k = 0; k < 100; ++k) p.push_back(Normalized((1 - k * 0.01) * from + k * 0.01 * to));
    }
    return p;
  };
  double best = 4;
  const auto of_b = points(b);
  for (const Vector3& p : points(a)) {
    for (const Vector3& q : of_b) best = std::min(best, SquaredChord(p, q));
  }
  return 2 * std::asin(std::sqrt(best) / 2);
}

TEST(DecideTest, AgreesWithItselfAndWithSamples) {
  Rng rng(4);
  size_t meet = 0, far = 0, near = 0;
  for (int i = 0; i < 3000; ++i) {
    const LonLat p = RandomPlace(rng);
    const Vector3 at = UnitVectorOf(p.lon, p.lat);
    const ConvexShape a = RandomShape(rng, at), b = RandomShape(rng, at);
    const double distance = SphereDistance(a, b), sampled = Sampled(a, b);
    EXPECT_LE(distance, sampled * (1 + 1e-9) + 1e-15);
    EXPECT_EQ(SphereDistance(b, a), distance);
    for (const double reach_m : {0.0, 100.0, 2e4}) {
      const Reach reach = Reach::Of(reach_m, 6371007);
      const Meeting meeting = Decide(a, b, reach);
      EXPECT_EQ(Decide(b, a, reach), meeting);
      if (meeting == Meeting::kFar) {
        EXPECT_GE(distance, reach.high);
      }
      if (meeting == Meeting::kNear) {
        EXPECT_LE(distance, reach.low);
      }
      if (meeting == Meeting::kMeet) {
        EXPECT_EQ(distance, 0);
      }
      if (meeting == Meeting::kClose) {
        EXPECT_NEAR(distance, reach.high, reach.high * 3e-3 + 1e-13);
      }
      meet += meeting == Meeting::kMeet;
      far += meeting == Meeting::kFar;
      near += meeting == Meeting::kNear;
    }
  }
  EXPECT_GT(std::min({meet, far, near}), 300);
}

}  // namespace
}  // namespace coincide::internal
