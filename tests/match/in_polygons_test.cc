// Every sample by RingParity on edges followed to 1e-7 m; samples laid beside
// edges, and on them.

#include "coincide/match/samples/in_polygons.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/ring_parity.h"
#include "tests/match/sample_families.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;
using testing::Samples;
using testing::Uniform;

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

struct Polygons {
  Samples vertices;
  std::vector<int64_t> rings{0}, polygons{0};

  void EndRing() { rings.push_back(static_cast<int64_t>(vertices.size())); }
  void EndPolygon() { polygons.push_back(static_cast<int64_t>(rings.size()) - 1); }
  PolygonsView view() const { return {{vertices.lon, vertices.lat, rings}, polygons}; }
};

// A star-shaped ring round a place: radii vary by `roughness`.
void AddRing(std::mt19937_64& rng, size_t n, double lon, double lat, double radius_m,
             double roughness, Polygons* polygons) {
  for (size_t k = 0; k < n; ++k) {
    const double r = radius_m * (1 + roughness * Uniform(rng, -1, 1));
    const LonLat p =
        Wgs84()
            .Direct({lon, lat}, 360.0 * static_cast<double>(k) / static_cast<double>(n), r)
            .point;
    polygons->vertices.Add(p.lon, p.lat);
  }
  polygons->EndRing();
}

// Samples anywhere about, and a few on either side of random places of edges.
Samples SamplesFor(std::mt19937_64& rng, const Polygons& polygons, double lon, double lat,
                   double degrees) {
  Samples samples;
  testing::AddNear(rng, 400, lon, lat, degrees, &samples);
  const RingsView rings = polygons.view().rings;
  for (int k = 0; k < 300; ++k) {
    const auto r = static_cast<size_t>(rng() % rings.size());
    const LineView ring = rings.ring(r);
    const auto v = static_cast<size_t>(rng() % ring.size()), w = (v + 1) % ring.size();
    const GeodesicLine edge = Wgs84().Line({ring.lon[v], ring.lat[v]}, {ring.lon[w], ring.lat[w]});
    const GeodesicPosition at = edge.At(Uniform(rng, 0, 1) * edge.length_m());
    const double off = std::pow(10, Uniform(rng, -6, 2));
    const LonLat p = Wgs84().Direct(at.point, at.azimuth + (k % 2 == 0 ? 90 : -90), off).point;
    samples.Add(p.lon, p.lat);
  }
  return samples;
}

std::vector<std::pair<int64_t, int64_t>> Rows(const PolygonPoints& points) {
  std::vector<std::pair<int64_t, int64_t>> rows;
  for (size_t k = 0; k < points.row.size(); ++k) {
    rows.emplace_back(points.row[k], points.polygon[k]);
  }
  return rows;
}

// Compares with RingParity, sample by sample, where no edge is nearer than its
// rings stray.
void Check(const Samples& samples, const Polygons& polygons, double stray_m, size_t at_least) {
  std::vector<PolygonPoints> results;
  for (const int threads : {1, 2}) {
    InPolygonsOptions options;
    options.threads = threads;
    auto got = InPolygons(samples.lon, samples.lat, polygons.view(), options);
    ASSERT_THAT(got, IsOk());
    results.push_back(*std::move(got));
  }
  const auto rows = Rows(results[0]);
  ASSERT_EQ(rows, Rows(results[1]));
  ASSERT_TRUE(std::is_sorted(rows.begin(), rows.end()));
  size_t compared = 0, inside = 0;
  for (size_t p = 0; p < polygons.view().size(); ++p) {
    const RingsView rings = polygons.view().polygon(p);
    VectorRings vectors = GeodesicRings(Wgs84(), rings.lon, rings.lat, rings.offsets, stray_m);
    const auto parity = RingParity::SmallerSides(std::move(vectors));
    ASSERT_TRUE(parity.has_value());
    for (size_t k = 0; k < samples.size(); ++k) {
      const Vector3 place = UnitVectorOf(samples.lon[k], samples.lat[k]);
      if (parity->DistanceToSides(place) < (stray_m + 1e-7) / 6.3e6) continue;
      ++compared;
      const bool want = parity->Contains(place);
      inside += want;
      const bool got = std::binary_search(
          rows.begin(), rows.end(), std::pair(static_cast<int64_t>(k), static_cast<int64_t>(p)));
      ASSERT_EQ(got, want) << "sample " << k << " " << samples.lon[k] << " " << samples.lat[k]
                           << " polygon " << p << " distance "
                           << parity->DistanceToSides(place) * 6.37e6;
    }
  }
  EXPECT_GE(compared, at_least);
  EXPECT_GT(inside, compared / 20);
}

struct Place {
  const char* name;
  double lon, lat, radius_m;
  size_t vertices;
  double stray_m;
};

class InPolygonsPlaces : public ::testing::TestWithParam<Place> {};

// A polygon with a hole, one with two parts, and one that overlaps both.
TEST_P(InPolygonsPlaces, AgreeWithParity) {
  const Place c = GetParam();
  const uint64_t seed = 31;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  Polygons polygons;
  AddRing(rng, c.vertices, c.lon, c.lat, c.radius_m, 0.2, &polygons);
  AddRing(rng, c.vertices / 2, c.lon, c.lat, 0.4 * c.radius_m, 0.2, &polygons);
  polygons.EndPolygon();
  const LonLat east = Wgs84().Direct({c.lon, c.lat}, 60, 1.1 * c.radius_m).point;
  const LonLat west = Wgs84().Direct({c.lon, c.lat}, -100, 1.2 * c.radius_m).point;
  AddRing(rng, 7, east.lon, east.lat, 0.5 * c.radius_m, 0.1, &polygons);
  AddRing(rng, 5, west.lon, west.lat, 0.4 * c.radius_m, 0.1, &polygons);
  polygons.EndPolygon();
  polygons.EndPolygon();  // Without rings.
  AddRing(rng, 4, east.lon, east.lat, 0.8 * c.radius_m, 0.1, &polygons);
  polygons.EndPolygon();
  const Samples samples = SamplesFor(rng, polygons, c.lon, c.lat, 2 * c.radius_m / 111e3);
  Check(samples, polygons, c.stray_m, 1800);
}

INSTANTIATE_TEST_SUITE_P(Places, InPolygonsPlaces,
                         ::testing::Values(Place{"MidLatitude", -105, -75, 20e3, 60, 1e-6},
                                           Place{"NorthPole", 30, 89.95, 20e3, 60, 1e-6},
                                           Place{"Antimeridian", 179.95, 10, 30e3, 40, 1e-6},
                                           Place{"Equator", -0.01, 0.02, 30e3, 12, 1e-6},
                                           Place{"Metres", 45, 41.93, 20, 20, 1e-6},
                                           Place{"LongEdges", 100, -70, 600e3, 6, 1e-4},
                                           Place{"HugeEdges", -30, 30, 3000e3, 8, 1e-2}),
                         [](const auto& one) { return one.param.name; });

// Ten thousand samples in order along tracks and in no order.
TEST(InPolygons, TracksAndShuffledSamples) {
  std::mt19937_64 rng(12);
  Polygons polygons;
  AddRing(rng, 300, 10, 60, 15e3, 0.1, &polygons);
  polygons.EndPolygon();
  Samples samples;
  for (int track = 0; track < 10; ++track) {
    Samples start;
    testing::AddNear(rng, 1, 10, 60, 0.3, &start);
    testing::AddTrack(rng, 1000, start.lon[0], start.lat[0], Uniform(rng, -180, 180), 40, 0,
                      &samples);
  }
  Check(samples, polygons, 1e-5, 9000);
  std::vector<size_t> order(samples.size());
  for (size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::shuffle(order.begin(), order.end(), rng);
  Samples shuffled;
  for (const size_t k : order) shuffled.Add(samples.lon[k], samples.lat[k]);
  Check(shuffled, polygons, 1e-5, 9000);
}

TEST(InPolygons, TheBoundaryIsInside) {
  std::mt19937_64 rng(77);
  for (const double radius_m : {50.0, 20e3, 500e3}) {
    Polygons polygons;
    AddRing(rng, 9, -50, 70, radius_m, 0.3, &polygons);
    polygons.EndPolygon();
    Samples samples;
    const LineView ring = polygons.view().rings.ring(0);
    for (size_t v = 0; v < ring.size(); ++v) {
      const size_t w = (v + 1) % ring.size();
      samples.Add(ring.lon[v], ring.lat[v]);
      const GeodesicLine edge =
          Wgs84().Line({ring.lon[v], ring.lat[v]}, {ring.lon[w], ring.lat[w]});
      for (int k = 0; k < 20; ++k) {
        const LonLat p = edge.Interpolate(Uniform(rng, 0, 1));
        samples.Add(p.lon, p.lat);
      }
    }
    const auto got = InPolygons(samples.lon, samples.lat, polygons.view(), {});
    ASSERT_THAT(got, IsOk());
    EXPECT_EQ(got->row.size(), samples.size()) << radius_m;
  }
}

// What src/match/samples/polygon_edges.cc takes for granted: 6.6e-11 L^2 m, and
// the rounding of unit vectors.
TEST(InPolygons, ArcsStrayFromGeodesicsAsAssumed) {
  std::mt19937_64 rng(2);
  double worst = 0;
  for (int k = 0; k < 20000; ++k) {
    Samples from;
    testing::AddAnywhere(rng, 1, &from);
    const double lat =
        k % 5 == 0 ? std::copysign(90 - Uniform(rng, 0, 0.2), from.lat[0]) : from.lat[0];
    const LonLat a{from.lon[0], lat};
    const LonLat b = Wgs84().Direct(a, Uniform(rng, -180, 180), 10000).point;
    const GeodesicLine line = Wgs84().Line(a, b);
    const Vector3 u = UnitVectorOf(a.lon, a.lat), v = UnitVectorOf(b.lon, b.lat);
    for (const double along : {2500.0, 5000.0, 7500.0}) {
      const LonLat p = line.At(along).point;
      worst = std::max(worst, DistanceToArc(UnitVectorOf(p.lon, p.lat), u, v));
    }
  }
  EXPECT_LT(worst * 6.4e6, 6.8e-11 * 1e8 + 2e-8);
  EXPECT_GT(worst * 6.4e6, 5e-11 * 1e8);
}

// On a parallel the great circle of two vertices runs poleward; its sphere is
// the authalic one.
TEST(InPolygons, GreatCircleEdges) {
  Polygons polygons;
  for (const auto& [x, y] : {std::pair(0.0, 70.0), {10.0, 70.0}, {10.0, 60.0}, {0.0, 60.0}}) {
    polygons.vertices.Add(x, y);
  }
  polygons.EndRing();
  polygons.EndPolygon();
  InPolygonsOptions options;
  options.edges = Edges::kGreatCircle;
  const Ellipsoid wgs84;
  const double top = AuthalicLatitude(70, wgs84) * 3.14159265358979324 / 180;
  const double middle = std::atan(std::tan(top) / std::cos(5 * 3.14159265358979324 / 180));
  const double edge = GeodeticLatitude(middle * 180 / 3.14159265358979324, wgs84);
  const std::vector<double> lon{5, 5, 5}, lat{edge - 1e-9, edge + 1e-9, 65};
  const auto got = InPolygons(lon, lat, polygons.view(), options);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->row, (std::vector<int64_t>{0, 2}));
}

TEST(InPolygons, DegenerateRings) {
  Polygons polygons;
  polygons.vertices.Add(5, 5);
  polygons.EndRing();
  polygons.EndPolygon();
  polygons.vertices.Add(1, 1);
  polygons.vertices.Add(2, 1);
  polygons.EndRing();
  polygons.EndPolygon();
  const std::vector<double> lon{5, 1, 1.5, 5}, lat{5, 1, 0.9, 5.0001};
  const auto got = InPolygons(lon, lat, polygons.view(), {});
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(Rows(*got), (std::vector<std::pair<int64_t, int64_t>>{{0, 0}, {1, 1}}));
}

TEST(InPolygons, Errors) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Polygons polygons;
  for (const auto& [x, y] : {std::pair(0.0, 0.0), {1.0, 0.0}, {0.0, nan}}) {
    polygons.vertices.Add(x, y);
  }
  polygons.EndRing();
  polygons.EndPolygon();
  const std::vector<double> one{1}, two{1, 2}, bad{1, nan};
  EXPECT_THAT(InPolygons(two, two, polygons.view(), {}), HasError("polygon 0: "));
  polygons.vertices.lat[2] = 1;
  EXPECT_THAT(InPolygons(one, two, polygons.view(), {}), HasError("lon and lat differ in length"));
  EXPECT_THAT(InPolygons(two, bad, polygons.view(), {}), HasError("lat[1] is nan"));
  InPolygonsOptions options;
  options.invalid_position = InvalidPosition::kDrop;
  const auto got = InPolygons(two, bad, polygons.view(), options);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->invalid_positions, 1u);
  options.edges = Edges::kLonLat;
  EXPECT_THAT(InPolygons(two, two, polygons.view(), options), HasError("edges is 'lonlat'"));
}

}  // namespace
}  // namespace coincide
