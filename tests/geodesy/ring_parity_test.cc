#include "coincide/geodesy/ring_parity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic_segment.h"

namespace coincide {
namespace {

constexpr double kPi = std::numbers::pi;
const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Rings {
  std::vector<double> lon, lat;
  std::vector<int64_t> offsets = {0};
  void Add(LonLat p) {
    lon.push_back(p.lon);
    lat.push_back(p.lat);
  }
  void End() { offsets.push_back(static_cast<int64_t>(lon.size())); }
  VectorRings Vectors(double stray_m) const {
    return GeodesicRings(Wgs84(), lon, lat, offsets, stray_m);
  }
};

// How often the direction from a point to a walker round the ring turns, by
// azimuths of geodesics: no crossing, no predicate.
int WindingByAzimuths(const Rings& rings, size_t ring, LonLat point) {
  double sum = 0, last = 0;
  bool first = true;
  const auto begin = static_cast<size_t>(rings.offsets[ring]);
  const auto end = static_cast<size_t>(rings.offsets[ring + 1]);
  for (size_t i = begin; i <= end; ++i) {
    const size_t a = i == end ? begin : i, b = a + 1 == end ? begin : a + 1;
    const GeodesicLine line =
        Wgs84().Line({rings.lon[a], rings.lat[a]}, {rings.lon[b], rings.lat[b]});
    for (int k = 0; k < 60; ++k) {
      if (i == end && k > 0) break;
      const double azimuth = Wgs84().Inverse(point, line.Interpolate(k / 60.0)).start_azimuth;
      if (!first) sum += std::remainder(azimuth - last, 360.0);
      first = false;
      last = azimuth;
    }
  }
  return static_cast<int>(std::lround(sum / 360));
}

class RingParityLaws : public ::testing::TestWithParam<uint64_t> {};

TEST_P(RingParityLaws, AgreesWithWindingByGeodesicAzimuths) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  std::uniform_real_distribution<double> uniform;
  int inside_count = 0, checked = 0;
  for (int round = 0; round < 12; ++round) {
    const LonLat centre{360 * uniform(rng) - 180, round % 4 == 0
                                                      ? std::copysign(90, uniform(rng) - 0.5)
                                                      : 180 * uniform(rng) - 90};
    const double radius = std::exp(std::log(10) + uniform(rng) * std::log(5e5));
    Rings rings;
    const int n = 3 + static_cast<int>(rng() % 10);
    const bool tangled = rng() % 3 == 0;
    for (int i = 0; i < n; ++i) {
      const double azimuth = tangled ? 360 * uniform(rng) : 360.0 * i / n;
      rings.Add(Wgs84().Direct(centre, azimuth, radius * (0.3 + 0.7 * uniform(rng))).point);
    }
    rings.End();
    const auto parity = RingParity::SmallerSides(rings.Vectors(1e-3));
    ASSERT_TRUE(parity.has_value());
    for (int k = 0; k < 25; ++k) {
      const LonLat p =
          Wgs84().Direct(centre, 360 * uniform(rng), 1.2 * radius * uniform(rng)).point;
      const Vector3 v = UnitVectorOf(p.lon, p.lat);
      if (parity->DistanceToSides(v) < 0.02 * radius / 6.4e6) continue;
      const bool want = WindingByAzimuths(rings, 0, p) % 2 != 0;
      ASSERT_EQ(parity->Contains(v), want)
          << "round " << round << " point " << p.lon << " " << p.lat << " radius " << radius;
      ++checked;
      inside_count += want;
    }
  }
  EXPECT_GT(checked, 100);
  EXPECT_GT(inside_count, 30);
}

// Points a hair to either side of a geodesic side, laid there by geodesics.
TEST_P(RingParityLaws, DecidesPointsMicrometresFromAGeodesicSide) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  std::uniform_real_distribution<double> uniform;
  for (int round = 0; round < 20; ++round) {
    Rings rings;
    const LonLat centre{360 * uniform(rng) - 180, 160 * uniform(rng) - 80};
    const double radius = std::exp(std::log(100) + uniform(rng) * std::log(1e4));
    const int n = 3 + static_cast<int>(rng() % 6);
    for (int i = 0; i < n; ++i) {
      rings.Add(Wgs84().Direct(centre, -360.0 * i / n, radius).point);  // Turning left.
    }
    rings.End();
    const auto parity = RingParity::SmallerSides(rings.Vectors(1e-6));
    ASSERT_TRUE(parity.has_value());
    for (size_t i = 0; i < static_cast<size_t>(n); ++i) {
      const size_t j = (i + 1) % static_cast<size_t>(n);
      const GeodesicLine side =
          Wgs84().Line({rings.lon[i], rings.lat[i]}, {rings.lon[j], rings.lat[j]});
      const GeodesicPosition at = side.At((0.1 + 0.8 * uniform(rng)) * side.length_m());
      for (const double offset : {-5e-6, 5e-6}) {
        const LonLat p = Wgs84().Direct(at.point, at.azimuth + 90, offset).point;
        ASSERT_EQ(parity->Contains(UnitVectorOf(p.lon, p.lat)), offset < 0)
            << "round " << round << " side " << i << " offset " << offset;
      }
    }
  }
}

// Each point is in exactly one of the triangles round a vertex, whatever sides
// and vertices it lies on.
TEST_P(RingParityLaws, PartitionsHoldEveryPointOnce) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  std::uniform_real_distribution<double> uniform;
  const Vector3 north{0, 0, 1}, south{0, 0, -1};
  std::vector<RingParity> parts;
  std::vector<Vector3> equator;
  for (int i = 0; i < 5; ++i) equator.push_back(UnitVectorOf(72.0 * i, 0));
  for (size_t i = 0; i < 5; ++i) {
    for (const Vector3& pole : {north, south}) {
      parts.push_back(
          *RingParity::SmallerSides({{pole, equator[i], equator[(i + 1) % 5]}, {0, 3}}));
    }
  }
  for (int round = 0; round < 400; ++round) {
    Vector3 p = UnitVectorOf(360 * uniform(rng), 180 * uniform(rng) - 90);
    if (round % 4 == 0) p = UnitVectorOf(72.0 * static_cast<double>(rng() % 5), 90 * uniform(rng));
    if (round % 4 == 1) p = UnitVectorOf(360 * uniform(rng), 0);
    if (round % 40 == 2) p = equator[rng() % 5];
    if (round % 40 == 3) p = round % 80 == 3 ? north : south;
    int held = 0;
    for (const RingParity& part : parts) held += part.Contains(p);
    ASSERT_EQ(held, 1) << p.x << " " << p.y << " " << p.z;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RingParityLaws, ::testing::Range<uint64_t>(0, 3));

TEST(RingParity, HolesPartsAndLargeRings) {
  Rings rings;
  for (const LonLat p : {LonLat{-10, -10}, {10, -10}, {10, 10}, {-10, 10}}) rings.Add(p);
  rings.End();
  for (const LonLat p : {LonLat{-5, -5}, {5, -5}, {5, 5}, {-5, 5}, {-5, -5}}) rings.Add(p);
  rings.End();
  for (const LonLat p : {LonLat{170, 80}, {-170, 80}, {0, 85}}) rings.Add(p);
  rings.End();
  const auto parity = RingParity::SmallerSides(rings.Vectors(1));
  ASSERT_TRUE(parity.has_value());
  EXPECT_TRUE(parity->Contains(UnitVectorOf(7, 0)));
  EXPECT_FALSE(parity->Contains(UnitVectorOf(0, 0)));
  EXPECT_FALSE(parity->Contains(UnitVectorOf(20, 0)));
  EXPECT_TRUE(parity->Contains({0, 0, 1}));
  // A repeated vertex is dropped.
  EXPECT_EQ(GeodesicRings(Wgs84(), rings.lon, rings.lat, rings.offsets, 1e9).offsets[2], 8);

  // A ring that waves round the equator, mostly north of it.
  VectorRings wave;
  for (int i = 0; i < 12; ++i)
    wave.vertices.push_back(UnitVectorOf(30.0 * i, i % 2 == 0 ? -10 : 50));
  wave.offsets = {0, 12};
  const auto smaller = RingParity::SmallerSides(wave);
  ASSERT_TRUE(smaller.has_value());
  EXPECT_TRUE(smaller->Contains({0, 0, 1}));
  EXPECT_FALSE(smaller->Contains({0, 0, -1}));
  const auto larger = RingParity::FromKnown(wave, {{0, 0, 1}}, {false});
  EXPECT_FALSE(larger.Contains({0, 0, 1}));
  EXPECT_TRUE(larger.Contains({0, 0, -1}));
  // The equator itself halves the sphere.
  for (int i = 0; i < 12; ++i) wave.vertices[static_cast<size_t>(i)] = UnitVectorOf(30.0 * i, 0);
  EXPECT_FALSE(RingParity::SmallerSides(wave).has_value());
  EXPECT_FALSE(RingParity::SmallerSides({})->Contains({1, 0, 0}));
  EXPECT_EQ(RingParity::SmallerSides({})->DistanceToSides({1, 0, 0}), kPi);
}

TEST(GeodesicRings, FollowTheGeodesicAsCloselyAsAsked) {
  Rings rings;
  rings.Add({10, 50});
  rings.Add({60, 55});
  rings.Add({30, -70});
  rings.End();
  for (const double stray : {1000.0, 1.0, 1e-3}) {
    const VectorRings vectors = rings.Vectors(stray);
    double worst = 0;
    const GeodesicLine side = Wgs84().Line({10, 50}, {60, 55});
    for (int i = 1; i < 500; ++i) {
      const LonLat p = side.Interpolate(i / 500.0);
      double least = 10;
      for (size_t k = 0; k < vectors.vertices.size(); ++k) {
        least = std::min(least, DistanceToArc(UnitVectorOf(p.lon, p.lat), vectors.vertices[k],
                                              vectors.vertices[(k + 1) % vectors.vertices.size()]));
      }
      worst = std::max(worst, least * 6378137);
    }
    EXPECT_LT(worst, stray);
    EXPECT_GT(vectors.vertices.size(), 3u);
  }
}

TEST(DistanceToArc, KnownDistances) {
  const Vector3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  EXPECT_NEAR(DistanceToArc(z, x, y), kPi / 2, 1e-15);
  EXPECT_NEAR(DistanceToArc(Normalized(x + y), x, y), 0, 1e-15);
  EXPECT_NEAR(DistanceToArc(Normalized(x - y), x, y), kPi / 4, 1e-15);
  EXPECT_NEAR(DistanceToArc(Normalized({1, 1, 1e-12}), x, y), 1e-12 / std::sqrt(2.0), 1e-16);
  EXPECT_NEAR(DistanceToArc(y, x, x), kPi / 2, 1e-15);
}

}  // namespace
}  // namespace coincide
