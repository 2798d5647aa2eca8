#include "coincide/geodesy/places_between.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "coincide/geodesy/geodesic.h"

namespace coincide {
namespace {

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Paths {
  std::vector<double> lon, lat;
  std::vector<int64_t> start, stop;
  std::vector<double> fraction;

  void Add(LonLat from, LonLat to, double at) {
    start.push_back(static_cast<int64_t>(lon.size()));
    stop.push_back(start.back() + 1);
    fraction.push_back(at);
    for (const LonLat vertex : {from, to}) {
      lon.push_back(vertex.lon);
      lat.push_back(vertex.lat);
    }
  }
  std::vector<LonLat> Places(int threads = 1) const {
    std::vector<double> x(start.size()), y(start.size());
    PlacesBetween(lon, lat, start, stop, fraction, Ellipsoid::Wgs84(), x, y, threads);
    std::vector<LonLat> places;
    for (size_t i = 0; i < x.size(); ++i) places.push_back({x[i], y[i]});
    return places;
  }
};

class PlacesBetweenLaws : public ::testing::TestWithParam<uint64_t> {};

// Of all latitudes and azimuths, poles and the antimeridian among them.
TEST_P(PlacesBetweenLaws, AreOnThePathOfProj) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(rng);
  };
  Paths paths;
  for (int round = 0; round < 4000; ++round) {
    const double near_pole = std::copysign(90 - std::exp(uniform(-18, 0)), uniform(-1, 1));
    const LonLat from{
        round % 3 == 0 ? std::copysign(180 - uniform(0, 1e-3), uniform(-1, 1)) : uniform(-180, 180),
        round % 4 == 0 ? near_pole : uniform(-89, 89)};
    const double length = std::exp(uniform(std::log(1e-3), std::log(round % 8 == 0 ? 1e7 : 1e3)));
    paths.Add(from, Wgs84().Direct(from, uniform(-180, 180), length).point, uniform(0, 1));
  }
  const std::vector<LonLat> places = paths.Places();
  for (size_t i = 0; i < places.size(); ++i) {
    const size_t k = 2 * i;
    const GeodesicLine path =
        Wgs84().Line({paths.lon[k], paths.lat[k]}, {paths.lon[k + 1], paths.lat[k + 1]});
    const double off = Wgs84().Distance(places[i], path.Interpolate(paths.fraction[i]));
    ASSERT_LT(off, path.length_m() < 999 ? 2e-8 : 3e-8)
        << "row " << i << ", " << path.length_m() << " m from " << paths.lon[k] << ' '
        << paths.lat[k];
    ASSERT_TRUE(places[i].lon >= -180 && places[i].lon < 180);
  }
  const std::vector<LonLat> two = paths.Places(2);
  for (size_t i = 0; i < places.size(); ++i) {
    ASSERT_EQ(places[i].lon, two[i].lon);
    ASSERT_EQ(places[i].lat, two[i].lat);
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, PlacesBetweenLaws, ::testing::Range<uint64_t>(0, 4));

TEST(PlacesBetween, EndsAreVerticesAndInvalidOnesAreNowhere) {
  Paths paths;
  paths.Add({190, 10}, {-170.001, 10}, 0);
  paths.Add({190, 10}, {180, 10.0001}, 1);
  paths.Add({0, 90}, {1, 90}, 0.5);
  paths.Add({0, 10}, {0, 91}, 0.5);
  paths.Add({NAN, 10}, {0, 10}, 0);
  paths.Add({5, 5}, {5, 5}, 0.5);
  const std::vector<LonLat> places = paths.Places();
  EXPECT_EQ(places[0].lon, -170);
  EXPECT_EQ(places[0].lat, 10);
  EXPECT_EQ(places[1].lon, -180);
  EXPECT_EQ(places[1].lat, 10.0001);
  EXPECT_NEAR(places[2].lat, 90, 1e-13);
  EXPECT_TRUE(std::isnan(places[3].lat));
  EXPECT_TRUE(std::isnan(places[4].lon));
  EXPECT_NEAR(places[5].lon, 5, 1e-14);
  EXPECT_NEAR(places[5].lat, 5, 1e-14);
}

// Of a line one looks at every edge for the last that begins at or before.
TEST(EdgesAt, AreThoseThatHoldTheDistance) {
  const uint64_t seed = ::testing::UnitTest::GetInstance()->random_seed() + 31;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<double> along, step;
  std::vector<int64_t> offsets = {0};
  std::vector<double> lengths;
  for (int k = 0; k < 200; ++k) {
    // Empty lines, single vertices, and vertices that repeat.
    const size_t size = rng() % 12;
    double at = 0;
    for (size_t i = 0; i < size; ++i) {
      along.push_back(at);
      step.push_back(i + 1 == size || rng() % 3 == 0 ? 0 : unit(rng));
      at += step.back();
    }
    lengths.push_back(at);
    offsets.push_back(static_cast<int64_t>(along.size()));
  }
  std::vector<int64_t> line;
  std::vector<double> at_m;
  for (int i = 0; i < 20000; ++i) {
    const size_t k = rng() % lengths.size();
    if (lengths[k] == 0) continue;
    const auto begin = static_cast<size_t>(offsets[k]), end = static_cast<size_t>(offsets[k + 1]);
    line.push_back(static_cast<int64_t>(k));
    at_m.push_back(i % 3 == 0 ? along[begin + rng() % (end - begin)]
                              : (1.2 * unit(rng) - 0.1) * lengths[k]);
  }
  std::vector<int64_t> edge(line.size());
  std::vector<double> fraction(line.size());
  for (int threads : {1, 2}) {
    EdgesAt(along, step, offsets, line, at_m, edge, fraction, threads);
    for (size_t i = 0; i < line.size(); ++i) {
      const auto k = static_cast<size_t>(line[i]);
      int64_t want = -1;
      for (int64_t v = offsets[k]; v < offsets[k + 1]; ++v) {
        const auto vertex = static_cast<size_t>(v);
        if (step[vertex] > 0 && (want < 0 || along[vertex] <= at_m[i])) want = v;
      }
      ASSERT_EQ(edge[i], want) << i;
      const auto of = static_cast<size_t>(want);
      ASSERT_EQ(fraction[i], std::clamp((at_m[i] - along[of]) / step[of], 0.0, 1.0)) << i;
    }
  }
}

TEST(DistancesAlong, AreSumsOfProjsDistancesLineByLine) {
  std::mt19937_64 rng(77);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<double> lon, lat;
  // Two vertices of no line before them, three behind.
  std::vector<int64_t> offsets = {2};
  for (int k = 0; k < 40; ++k) offsets.push_back(offsets.back() + static_cast<int64_t>(rng() % 7));
  for (int64_t i = 0; i < offsets.back() + 3; ++i) {
    lon.push_back(180 * unit(rng));
    lat.push_back(90 * unit(rng));
  }
  for (int threads : {1, 2}) {
    std::vector<double> along(lon.size(), -1), step(lon.size(), -1);
    DistancesAlong(lon, lat, offsets, Ellipsoid::Wgs84(), along, step, threads);
    std::vector<double> want_along(lon.size()), want_step(lon.size());
    for (size_t k = 0; k + 1 < offsets.size(); ++k) {
      for (int64_t v = offsets[k]; v + 1 < offsets[k + 1]; ++v) {
        const auto i = static_cast<size_t>(v);
        want_step[i] = Wgs84().Distance({lon[i], lat[i]}, {lon[i + 1], lat[i + 1]});
        want_along[i + 1] = want_along[i] + want_step[i];
      }
    }
    for (size_t i = 0; i < lon.size(); ++i) {
      ASSERT_NEAR(step[i], want_step[i], 1e-6) << i;
      ASSERT_NEAR(along[i], want_along[i], 1e-5) << i;
    }
  }
}

}  // namespace
}  // namespace coincide
