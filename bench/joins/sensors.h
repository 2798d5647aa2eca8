// Seeded catalogs of sensors: the inputs of the joins of stage one.

#ifndef COINCIDE_BENCH_JOINS_SENSORS_H_
#define COINCIDE_BENCH_JOINS_SENSORS_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "coincide/match/granules/granule_table.h"

namespace coincide::bench {

using Rng = std::mt19937_64;

inline double Uniform(Rng& rng, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(rng);
}

// A place on a circular orbit's ground track; degrees.
inline Vector3 Orbit(double inclination, double node, double arg) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double i = inclination * kRadians, o = node * kRadians, u = arg * kRadians;
  return {std::cos(u) * std::cos(o) - std::sin(u) * std::cos(i) * std::sin(o),
          std::cos(u) * std::sin(o) + std::sin(u) * std::cos(i) * std::cos(o),
          std::sin(u) * std::sin(i)};
}

inline void AddVertex(const Vector3& v, Geometry* g) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  g->AddVertex(std::atan2(v.y, v.x) * kDegrees, std::atan2(v.z, std::hypot(v.x, v.y)) * kDegrees);
}

inline constexpr double kEarthM = 6371007.2;

// The ring round what a sensor sees of an orbit from `first` degrees on, `length` of them, and
// `width` radians to either side: 30 vertices.
inline Geometry Strip(double inclination, double node, double first, double length, double width) {
  constexpr int kHalf = 15;
  std::vector<Vector3> left, right;
  for (int k = 0; k < kHalf; ++k) {
    const double arg = first + length * k / (kHalf - 1);
    const Vector3 middle = Orbit(inclination, node, arg);
    const Vector3 side = Normalized(Cross(middle, Orbit(inclination, node, arg + 0.01) - middle));
    left.push_back(std::cos(width) * middle + std::sin(width) * side);
    right.push_back(std::cos(width) * middle - std::sin(width) * side);
  }
  Geometry g;
  g.Clear();
  g.BeginPolygon();
  g.BeginRing();
  for (const Vector3& v : left) AddVertex(v, &g);
  for (size_t k = right.size(); k-- > 0;) AddVertex(right[k], &g);
  return g;
}

// Imaging swaths of a sun-synchronous orbit, 10 to 50 km wide and `length` degrees
// long, centred south of 20 S: rings of 30 vertices.
inline GranuleTable Swaths(size_t n, double length, Edges edges, uint64_t seed) {
  Rng rng(seed);
  GranuleTable table;
  for (size_t row = 0; row < n; ++row) {
    const double centre = Uniform(rng, 200, 340), node = Uniform(rng, 0, 360);
    const double inclination = std::normal_distribution<double>(98.2, 0.05)(rng);
    const double width = Uniform(rng, 5e3, 25e3) / kEarthM;
    const Geometry g = Strip(inclination, node, centre - length / 2, length, width);
    if (!table.Add(g, {edges}).ok()) std::abort();
  }
  return table;
}

// Six beams of a laser altimeter, 3.3 km apart in pairs, as CMR gives them: one ring
// round all of them for a part of an orbit of 92 degrees, on `cycle` reference tracks
// that repeat; the time between repeats is 91 days.
inline GranuleTable AltimeterRings(size_t n, size_t cycle, uint64_t seed) {
  Rng rng(seed);
  GranuleTable table;
  const int64_t day = 86'400'000'000'000;
  for (size_t row = 0; row < n; ++row) {
    const size_t rgt = row % cycle, repeat = row / cycle;
    const double node = 360.0 * static_cast<double>(rgt) / static_cast<double>(cycle);
    const double first = Uniform(rng, 200, 300), width = 3.3e3 / kEarthM;
    const Geometry g = Strip(92, node, first, 20, width);
    const int64_t start =
        static_cast<int64_t>(repeat) * 91 * day + static_cast<int64_t>(rgt) * day / 15;
    if (!table.Add(g, {.time_start = start, .time_end = start + day / 280}).ok()) std::abort();
  }
  return table;
}

// Frames of an airborne survey: lines of 50 km with a vertex every 500 m and gentle
// turns, in a region round 76 S, 105 W; one in three has a gap of 5 km.
inline GranuleTable SurveyFrames(size_t n, uint64_t seed) {
  Rng rng(seed);
  GranuleTable table;
  const int64_t day = 86'400'000'000'000;
  for (size_t row = 0; row < n; ++row) {
    const double lon = Uniform(rng, -125, -85), lat = Uniform(rng, -80, -72);
    Vector3 at = Orbit(90, lon, lat);
    const Vector3 east = Normalized(Cross({0, 0, 1}, at));
    const double heading = Uniform(rng, 0, 2 * std::numbers::pi);
    Vector3 ahead = std::cos(heading) * east + std::sin(heading) * Cross(at, east);
    const double turn = Uniform(rng, -0.004, 0.004);
    const int gap = rng() % 3 == 0 ? static_cast<int>(rng() % 80) : 1000;
    Geometry g;
    g.Clear();
    g.BeginLine();
    for (int k = 0; k < 100; ++k) {
      if (k == gap) g.BeginLine();
      if (k < gap || k >= gap + 10) AddVertex(at, &g);
      const double step = 500 / kEarthM;
      const Vector3 next = Normalized(at + step * ahead);
      ahead = Normalized(ahead + turn * Cross(next, ahead) - Dot(ahead, next) * next);
      at = next;
    }
    const int64_t start = static_cast<int64_t>(rng() % 700) * day;
    if (!table.Add(g, {.time_start = start, .time_end = start + day / 100}).ok()) std::abort();
  }
  return table;
}

// Points, lines of 10 m to 20,000 km and rings in one catalog, over the whole globe.
inline GranuleTable MixedSizes(size_t n, uint64_t seed) {
  Rng rng(seed);
  GranuleTable table;
  for (size_t row = 0; row < n; ++row) {
    const double inclination = Uniform(rng, 0, 180), node = Uniform(rng, 0, 360);
    const double arg = Uniform(rng, 0, 360);
    Geometry g;
    g.Clear();
    if (rng() % 3 == 0) {
      g.BeginPoints();
      AddVertex(Orbit(inclination, node, arg), &g);
    } else {
      // One in a thousand goes half way round.
      const double length = rng() % 1000 == 0 ? 179 : std::pow(10, Uniform(rng, -4, 0.5));
      g.BeginLine();
      for (int k = 0; k < 20; ++k) AddVertex(Orbit(inclination, node, arg + length * k / 19), &g);
    }
    if (!table.Add(g, {}).ok()) std::abort();
  }
  return table;
}

}  // namespace coincide::bench

#endif  // COINCIDE_BENCH_JOINS_SENSORS_H_
