// Tracks on which crossings are hard, and crossings by trying all pairs of
// segments: what the fast join is held to.

#ifndef COINCIDE_TESTS_MATCH_RANDOM_TRACKS_H_
#define COINCIDE_TESTS_MATCH_RANDOM_TRACKS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/match/samples/tracks.h"

namespace coincide::testing {

// Columns of a set of tracks.
struct Tracks {
  std::vector<double> lon, lat;
  std::vector<int64_t> offsets = {0};
  std::vector<int64_t> time;

  void Add(LonLat point) {
    lon.push_back(point.lon);
    lat.push_back(point.lat);
  }
  void EndTrack() { offsets.push_back(static_cast<int64_t>(lon.size())); }
  TrackSamples view() const { return {lon, lat, offsets, time}; }
};

inline Tracks OneTrack(std::vector<LonLat> points) {
  Tracks tracks;
  for (const LonLat p : points) tracks.Add(p);
  tracks.EndTrack();
  return tracks;
}

// A track of `n` steps that wanders through a place within a few steps of `near`.
inline void AddWalk(std::mt19937_64& rng, LonLat near, double step_m, int n, double turn_deg,
                    Tracks* tracks) {
  const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
  std::uniform_real_distribution<double> unit(0, 1);
  const LonLat middle = wgs84.Direct(near, 360 * unit(rng), 4 * step_m * unit(rng)).point;
  const double azimuth = 360 * unit(rng);
  const auto walk = [&](double start, int steps) {
    std::vector<LonLat> points;
    GeodesicPosition at{middle, start};
    for (int i = 0; i < steps; ++i) {
      const double length = step_m * (0.3 + unit(rng));
      at = wgs84.Direct(at.point, at.azimuth + turn_deg * (2 * unit(rng) - 1), length);
      points.push_back(at.point);
    }
    return points;
  };
  const std::vector<LonLat> before = walk(azimuth + 180, n / 2);
  for (auto point = before.rbegin(); point != before.rend(); ++point) tracks->Add(*point);
  tracks->Add(middle);
  for (const LonLat point : walk(azimuth, n - n / 2)) tracks->Add(point);
  tracks->EndTrack();
}

struct SlowCrossing {
  int64_t seg_a, seg_b;
  double along_a, along_b;
  LonLat point;
  double angle;
  bool clear;  // Farther from all four ends than rounding could move it.
};

// All pairs of rows that follow one another in a track, by CrossSegments.
inline std::vector<SlowCrossing> SlowCrossings(const TrackSamples& a, const TrackSamples& b,
                                               double max_gap_m) {
  const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
  const auto segments = [&](const TrackSamples& s) {
    std::vector<std::pair<int64_t, GeodesicLine>> lines;
    for (size_t t = 0; t < s.tracks(); ++t) {
      for (int64_t i = s.first_row(t); i + 1 < s.end_row(t); ++i) {
        const size_t k = static_cast<size_t>(i);
        const GeodesicLine line = wgs84.Line({s.lon[k], s.lat[k]}, {s.lon[k + 1], s.lat[k + 1]});
        if (line.length_m() <= max_gap_m && line.length_m() > 0) lines.emplace_back(i, line);
      }
    }
    return lines;
  };
  std::vector<SlowCrossing> found;
  for (const auto& [i, p] : segments(a)) {
    for (const auto& [j, q] : segments(b)) {
      // Far apart: no need to ask.
      const Vector3 u = EcefOf(p.from().lon, p.from().lat, 0, wgs84.ellipsoid());
      const Vector3 v = EcefOf(q.from().lon, q.from().lat, 0, wgs84.ellipsoid());
      if (Chord(u, v) > p.length_m() + q.length_m() + 1) continue;
      const auto crossing = CrossSegments(wgs84, p, q);
      if (!crossing) continue;
      const double sine = std::sin(crossing->angle * std::acos(-1.0) / 180);
      const double blur = 3e-7 / std::max(sine, 1e-9);
      const double to_end = std::min({crossing->along_a_m, p.length_m() - crossing->along_a_m,
                                      crossing->along_b_m, q.length_m() - crossing->along_b_m});
      found.push_back({i, j, crossing->along_a_m, crossing->along_b_m, crossing->point,
                       crossing->angle, to_end > blur});
    }
  }
  return found;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_MATCH_RANDOM_TRACKS_H_
