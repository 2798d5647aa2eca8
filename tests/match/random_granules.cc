#include "tests/match/random_granules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/status_matchers.h"

namespace coincide::testing {
namespace {

using Rng = std::mt19937_64;

double Uniform(Rng& rng, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(rng);
}

const Geodesics& Earth() { return Geodesics::Of(Ellipsoid::Wgs84()); }

LonLat Away(LonLat from, double azimuth, double metres) {
  return Earth().Direct(from, azimuth, metres).point;
}

LonLat PlaceIn(Place place, Rng& rng) {
  switch (place) {
    case Place::kOverPole:
      return Away({0, -90}, Uniform(rng, -180, 180), Uniform(rng, 0, 3e5));
    case Place::kTurn88:
      return {Uniform(rng, -180, 180), -88 + Uniform(rng, -0.05, 0.05)};
    case Place::kAntimeridian:
      return {180 + Uniform(rng, -3, 3), Uniform(rng, 55, 58)};
    case Place::kMidLatitude:
      return {Uniform(rng, -40, -34), Uniform(rng, -43, -40)};
    case Place::kEquator:
      return {Uniform(rng, 10, 14), Uniform(rng, -2, 2)};
    case Place::kGlobal:
      return {Uniform(rng, -180, 180), std::asin(Uniform(rng, -1, 1)) * 57.29577951308232};
  }
  return {};
}

void Ring(Geometry* g, LonLat centre, double radius_m, int n, double rough, Rng& rng) {
  g->BeginRing();
  const double start = Uniform(rng, -180, 180);
  for (int i = 0; i < n; ++i) {
    const LonLat p =
        Away(centre, start - 360.0 * i / n, radius_m * (1 + rough * Uniform(rng, -1, 1)));
    g->AddVertex(p.lon, p.lat);
  }
}

// A band along a geodesic, as catalogs give the swath of a sensor.
void Swath(Geometry* g, LonLat from, double azimuth, double length_m, double half_m, int stations) {
  std::vector<LonLat> left, right;
  for (int i = 0; i < stations; ++i) {
    const GeodesicPosition p = Earth().Direct(from, azimuth, length_m * i / (stations - 1));
    left.push_back(Away(p.point, p.azimuth - 90, half_m));
    right.push_back(Away(p.point, p.azimuth + 90, half_m));
  }
  g->BeginPolygon();
  g->BeginRing();
  for (const LonLat p : left) g->AddVertex(p.lon, p.lat);
  for (size_t i = right.size(); i-- > 0;) g->AddVertex(right[i].lon, right[i].lat);
  g->AddVertex(left[0].lon, left[0].lat);
}

// A band whose sides have each its own number of vertices and waver, begun at any of them: as
// buffers of lines and simplified footprints are.
void Band(Geometry* g, LonLat from, double azimuth, double length_m, double half_m, Rng& rng) {
  std::vector<LonLat> ring;
  for (const double turn : {-90.0, 90.0}) {
    const int n = 2 + static_cast<int>(rng() % 9);
    std::vector<LonLat> side;
    for (int i = 0; i < n; ++i) {
      const double shift = i == 0 || i == n - 1 ? 0 : Uniform(rng, -0.3, 0.3);
      const GeodesicPosition p = Earth().Direct(from, azimuth, length_m * (i + shift) / (n - 1));
      side.push_back(Away(p.point, p.azimuth + turn, half_m * Uniform(rng, 0.6, 1)));
    }
    if (turn > 0) std::reverse(side.begin(), side.end());
    ring.insert(ring.end(), side.begin(), side.end());
  }
  const size_t start = rng() % ring.size();
  g->BeginPolygon();
  g->BeginRing();
  for (size_t i = 0; i <= ring.size(); ++i) {
    const LonLat p = ring[(start + i) % ring.size()];
    g->AddVertex(p.lon, p.lat);
  }
}

TestGranule Make(Place place, Rng& rng) {
  TestGranule granule;
  Geometry& g = granule.geometry;
  const LonLat at = PlaceIn(place, rng);
  const double size =
      std::pow(10, place == Place::kGlobal ? Uniform(rng, 3, 6.6) : Uniform(rng, 1, 5.7));
  const double azimuth = Uniform(rng, -180, 180);
  switch (rng() % 10) {
    case 0: {
      granule.kind = "point";
      g.BeginPoints();
      g.AddVertex(at.lon, at.lat);
      break;
    }
    case 1: {
      granule.kind = "points";
      g.BeginPoints();
      for (int i = 0; i < 5; ++i) {
        const LonLat p = Away(at, Uniform(rng, -180, 180), Uniform(rng, 0, size));
        g.AddVertex(p.lon, p.lat);
      }
      break;
    }
    case 2: {
      granule.kind = "straight line";
      g.BeginLine();
      const int n = 2 + static_cast<int>(rng() % 6);
      for (int i = 0; i < n; ++i) {
        const LonLat p = Away(at, azimuth, size * i / (n - 1));
        g.AddVertex(p.lon, p.lat);
      }
      break;
    }
    case 3: {
      granule.kind = "walk";
      g.BeginLine();
      LonLat p = at;
      for (int i = 0; i < 25; ++i) {
        g.AddVertex(p.lon, p.lat);
        p = Away(p, azimuth + Uniform(rng, -60, 60), size / 24);
      }
      break;
    }
    case 4: {
      granule.kind = "band";
      Band(&g, at, azimuth, size, std::min(size / 4, Uniform(rng, 3e3, 3e4)), rng);
      break;
    }
    case 5: {
      granule.kind = "swath";
      Swath(&g, at, azimuth, size, std::min(size / 4, Uniform(rng, 3e3, 3e4)),
            2 + static_cast<int>(rng() % 9));
      break;
    }
    case 6: {
      granule.kind = "convex";
      g.BeginPolygon();
      Ring(&g, at, size / 2, 3 + static_cast<int>(rng() % 6), 0, rng);
      break;
    }
    case 7: {
      granule.kind = "star with a hole";
      g.BeginPolygon();
      Ring(&g, at, size / 2, 12, 0.4, rng);
      Ring(&g, at, size / 8, 7, 0.3, rng);
      break;
    }
    case 8: {
      granule.kind = "two parts";
      g.BeginPolygon();
      Ring(&g, at, size / 4, 4, 0.2, rng);
      Ring(&g, Away(at, azimuth, size), size / 4, 5, 0.2, rng);
      g.BeginLine();
      g.AddVertex(at.lon, at.lat);
      const LonLat p = Away(at, azimuth + 90, size);
      g.AddVertex(p.lon, p.lat);
      break;
    }
    default: {
      granule.kind = "corridor";
      granule.facts.half_width_m = Uniform(rng, 0, 5e3);
      g.BeginLine();
      const LonLat p = Away(at, azimuth, size);
      g.AddVertex(at.lon, at.lat);
      g.AddVertex(p.lon, p.lat);
    }
  }
  return granule;
}

}  // namespace

std::string_view NameOf(Place place) {
  constexpr std::string_view kNames[] = {"over the pole", "88 S",    "antimeridian",
                                         "mid-latitude",  "equator", "global"};
  return kNames[static_cast<size_t>(place)];
}

std::vector<TestGranule> RandomGranules(Place place, size_t n, std::mt19937_64& rng,
                                        std::optional<Edges> edges) {
  std::vector<TestGranule> granules;
  while (granules.size() < n) {
    TestGranule granule = Make(place, rng);
    constexpr Edges kAll[] = {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat};
    granule.facts.edges = edges.value_or(kAll[rng() % 3]);
    if (granule.facts.edges == Edges::kLonLat &&
        (place == Place::kOverPole || place == Place::kTurn88 || place == Place::kGlobal)) {
      // Straight lines in degrees are long detours there.
      granule.facts.edges = Edges::kGeodesic;
    }
    granules.push_back(std::move(granule));
  }
  return granules;
}

GranuleTable TableOf(const std::vector<TestGranule>& granules) {
  GranuleTable table;
  for (const TestGranule& granule : granules) {
    EXPECT_THAT(table.Add(granule.geometry, granule.facts), IsOk());
  }
  return table;
}

}  // namespace coincide::testing
