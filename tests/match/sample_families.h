// Two sides of samples for the tests of stage two, in the places where joins
// break, and the distances of all their pairs.

#ifndef COINCIDE_TESTS_MATCH_SAMPLE_FAMILIES_H_
#define COINCIDE_TESTS_MATCH_SAMPLE_FAMILIES_H_

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "coincide/geodesy/geodesic.h"
#include "coincide/match/samples/match_points.h"

namespace coincide::testing {

struct Samples {
  std::vector<double> lon, lat;
  std::vector<int64_t> time_ns;

  void Add(double x, double y) {
    lon.push_back(x);
    lat.push_back(y);
  }
  size_t size() const { return lon.size(); }
  SamplePoints points() const { return {lon, lat, time_ns}; }
};

struct Sides {
  Samples a, b;
};

inline double Uniform(std::mt19937_64& rng, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(rng);
}

// Uniform on the sphere.
inline void AddAnywhere(std::mt19937_64& rng, size_t n, Samples* samples) {
  for (size_t k = 0; k < n; ++k) {
    samples->Add(Uniform(rng, -180, 180), std::asin(Uniform(rng, -1, 1)) * 180 / 3.14159265358979);
  }
}

// Within about `degrees` of a place; at the pole, over it.
inline void AddNear(std::mt19937_64& rng, size_t n, double lon, double lat, double degrees,
                    Samples* samples) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  for (size_t k = 0; k < n; ++k) {
    const double metres = 111e3 * degrees * std::sqrt(Uniform(rng, 0, 1));
    const LonLat p = geodesics.Direct({lon, lat}, Uniform(rng, -180, 180), metres).point;
    samples->Add(p.lon, p.lat);
  }
}

// A track of `n` samples that leaves (lon, lat) at an azimuth, `step_m` apart,
// each moved by up to `jitter_m`.
inline void AddTrack(std::mt19937_64& rng, size_t n, double lon, double lat, double azimuth,
                     double step_m, double jitter_m, Samples* samples) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  for (size_t k = 0; k < n; ++k) {
    LonLat p = geodesics.Direct({lon, lat}, azimuth, static_cast<double>(k) * step_m).point;
    if (jitter_m > 0) {
      p = geodesics.Direct(p, Uniform(rng, -180, 180), Uniform(rng, 0, jitter_m)).point;
    }
    samples->Add(p.lon, p.lat);
  }
}

struct Family {
  std::string name;
  std::function<Sides(std::mt19937_64&)> make;
};

// About 130 samples against 90, or fewer.
inline std::vector<Family> Families() {
  const auto near = [](double lon, double lat, double degrees) {
    return [=](std::mt19937_64& rng) {
      Sides sides;
      AddNear(rng, 130, lon, lat, degrees, &sides.a);
      AddNear(rng, 90, lon, lat, degrees, &sides.b);
      return sides;
    };
  };
  return {
      {"NorthPole",
       [near](std::mt19937_64& rng) {
         Sides sides = near(0, 90, 0.01)(rng);
         for (const double lon : {0.0, 77.0, -180.0}) sides.a.Add(lon, 90), sides.b.Add(-lon, 90);
         return sides;
       }},
      {"OverSouthPole",
       [](std::mt19937_64& rng) {
         Sides sides;
         AddTrack(rng, 130, 20, -89.9, 180, 200, 1, &sides.a);
         AddTrack(rng, 90, 111, -89.95, 175, 150, 1, &sides.b);
         return sides;
       }},
      {"Circle88S",
       [](std::mt19937_64& rng) {
         Sides sides;
         for (int k = 0; k < 130; ++k) {
           sides.a.Add(Uniform(rng, -180, 180), -88 + Uniform(rng, -1e-3, 1e-3));
         }
         for (int k = 0; k < 90; ++k) {
           sides.b.Add(Uniform(rng, 0, 360), -88 + Uniform(rng, -1e-3, 1e-3));
         }
         return sides;
       }},
      {"Antimeridian",
       [near](std::mt19937_64& rng) {
         Sides sides = near(180, 12, 0.02)(rng);
         for (size_t k = 0; k < sides.b.size(); k += 3) sides.b.lon[k] += 720;
         sides.a.Add(180, 12);
         sides.a.Add(-180, 12);
         sides.b.Add(540, 12);
         return sides;
       }},
      {"Equator", near(-33.3, 0, 0.02)},
      {"MidLatitude", near(-105, -75, 0.1)},
      {"BaseCellCorner", near(45, 41.937857, 0.01)},
      {"Repeats",
       [](std::mt19937_64& rng) {
         Sides sides;
         for (int pass = 0; pass < 4; ++pass) {
           AddTrack(rng, 30, -106, -75.2, 33, 20, 3, &sides.a);
           AddTrack(rng, 20, -106, -75.2, 33, 31, 3, &sides.b);
         }
         return sides;
       }},
      {"TangentTracks",
       [](std::mt19937_64& rng) {
         // Side by side at one place, 1 mm apart, and apart as the square of the way from it.
         Sides sides;
         const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
         AddTrack(rng, 130, -100, -76, 60, 30, 0, &sides.a);
         for (int k = 0; k < 90; ++k) {
           const double along = 40.0 * k, from_touch = (along - 1800) / 60;
           const LonLat at = geodesics.Direct({-100, -76}, 60, along).point;
           const LonLat p = geodesics.Direct(at, 150, 1e-3 + from_touch * from_touch).point;
           sides.b.Add(p.lon, p.lat);
         }
         return sides;
       }},
      {"CollinearRepeats",
       [](std::mt19937_64& rng) {
         // One geodesic forth and back, with samples in common.
         Sides sides;
         AddTrack(rng, 70, 40, 65, 20, 20, 0, &sides.a);
         AddTrack(rng, 60, 40, 65, 20, 30, 0, &sides.b);
         for (size_t k = 70; k-- > 10;) sides.a.Add(sides.a.lon[k], sides.a.lat[k]);
         for (size_t k = 60; k-- > 30;) sides.b.Add(sides.b.lon[k], sides.b.lat[k]);
         return sides;
       }},
      {"Unsorted",
       [](std::mt19937_64& rng) {
         Sides sides;
         for (int track = 0; track < 5; ++track) {
           AddTrack(rng, 26, -50 + 0.01 * track, -70, 75, 100, 10, &sides.a);
           AddTrack(rng, 18, -50, -70.01 + 0.002 * track, 20, 140, 10, &sides.b);
         }
         for (Samples* samples : {&sides.a, &sides.b}) {
           for (size_t k = samples->size(); k-- > 1;) {
             const size_t other = rng() % (k + 1);
             std::swap(samples->lon[k], samples->lon[other]);
             std::swap(samples->lat[k], samples->lat[other]);
           }
         }
         return sides;
       }},
      {"Identical",
       [](std::mt19937_64&) {
         Sides sides;
         for (int k = 0; k < 40; ++k) sides.a.Add(k % 2 == 0 ? 30 : 390, 50);
         for (int k = 0; k < 30; ++k) sides.b.Add(30, 50);
         return sides;
       }},
      {"OneLeaf", near(10.123, 20.456, 1e-8)},
      {"GlobalScatter",
       [](std::mt19937_64& rng) {
         Sides sides;
         AddAnywhere(rng, 130, &sides.a);
         AddAnywhere(rng, 90, &sides.b);
         return sides;
       }},
      {"TwoDensities",
       [near](std::mt19937_64& rng) {
         Sides sides = near(-60, 60, 1e-5)(rng);
         AddAnywhere(rng, 40, &sides.a);
         AddAnywhere(rng, 40, &sides.b);
         return sides;
       }},
      {"OneSample",
       [](std::mt19937_64&) {
         Sides sides;
         sides.a.Add(1, 2);
         sides.b.Add(1.001, 2);
         return sides;
       }},
      {"OneAgainstMany",
       [](std::mt19937_64& rng) {
         Sides sides;
         sides.a.Add(-20, 70);
         AddNear(rng, 90, -20, 70, 0.01, &sides.b);
         return sides;
       }},
      {"NoneInA",
       [](std::mt19937_64&) {
         Sides sides;
         sides.b.Add(1, 2);
         return sides;
       }},
      {"NoneAtAll", [](std::mt19937_64&) { return Sides{}; }},
  };
}

// Row by row distances of all pairs, a by b.
inline std::vector<double> AllDistances(const Sides& sides) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  const size_t m = sides.b.size();
  std::vector<double> all(sides.a.size() * m), lon(m), lat(m);
  for (size_t i = 0; i < sides.a.size(); ++i) {
    std::fill(lon.begin(), lon.end(), sides.a.lon[i]);
    std::fill(lat.begin(), lat.end(), sides.a.lat[i]);
    geodesics.Distances(lon, lat, sides.b.lon, sides.b.lat, std::span(all).subspan(i * m, m), 1);
  }
  return all;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_MATCH_SAMPLE_FAMILIES_H_
