// File: geodesic.h
//
// Shortest paths on an ellipsoid: distance and azimuths between two points,
// the point at a distance along a path, areas of polygons bounded by paths.
// What Karney's geodesics of PROJ give, in (lon, lat) order; segments of
// paths, and how they meet, are in geodesic_segment.h.
//
//   const Geodesics& wgs84 = Geodesics::Of(Ellipsoid::Wgs84());
//   const double m = wgs84.Distance({-105.27, 40.01}, {-70.6, -33.4});
//
// Source: Karney 2013, "Algorithms for geodesics", J. Geodesy 87, 43: error
// below 15 nm.

#ifndef COINCIDE_GEODESY_GEODESIC_H_
#define COINCIDE_GEODESY_GEODESIC_H_

#include <cstddef>
#include <span>

#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection.h"

namespace coincide {

class GeodesicLine;

// The shortest path from one point to another. Azimuths are in degrees
// clockwise from north, -180 to 180, both in the sense of travel.
struct GeodesicPath {
  double distance_m = 0;
  double start_azimuth = 0;
  double end_azimuth = 0;
};

// A place on a path and the direction of travel there.
struct GeodesicPosition {
  LonLat point;
  double azimuth = 0;
};

struct PolygonMeasure {
  double area_m2 = 0;  // Positive where the ring turns left.
  double perimeter_m = 0;
};

// The geodesics of one ellipsoid. In all functions a point is valid if its lon
// is finite and its |lat| <= 90; results for others are NaN. Longitudes are
// returned in [-180, 180).
class Geodesics {
 public:
  // The one for an ellipsoid, made on first use and kept until the process
  // ends (0.5 KB each). Thread-safe.
  static const Geodesics& Of(const Ellipsoid& ellipsoid);

  const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  // COST: about 0.6 us. Between opposite points the path is one of many.
  GeodesicPath Inverse(LonLat from, LonLat to) const;
  double Distance(LonLat from, LonLat to) const { return Inverse(from, to).distance_m; }

  // Where a path that leaves `from` at `azimuth` is after `distance_m`, any
  // finite values.
  GeodesicPosition Direct(LonLat from, double azimuth, double distance_m) const;

  // The shortest path between two points, ready to be walked.
  GeodesicLine Line(LonLat from, LonLat to) const;

  // Row by row distances.
  //
  //   lon_a, lat_a, lon_b, lat_b  [n] in   degrees
  //   distance_m                  [n] out  metres; NaN where a point is invalid
  //   threads                     at most this many; 0 means COINCIDE_THREADS,
  //                               else all cores
  //
  // Returns how many rows were invalid. Up to 50 km the distance is that of
  // GeodesicFromChord (ecef.h), else that of Inverse: error below 3e-8 m. The
  // result does not depend on the number of threads.
  // REQUIRES: the five spans have equal size.
  size_t Distances(std::span<const double> lon_a, std::span<const double> lat_a,
                   std::span<const double> lon_b, std::span<const double> lat_b,
                   std::span<double> distance_m, int threads = 0) const;

  // Distances of the vertices of a line from the first, along its geodesic edges, each as
  // Distances has it; NaN from the first invalid vertex on.
  //
  //   lon, lat  [n] in   degrees
  //   along_m   [n] out  metres
  // REQUIRES: the three spans have equal size.
  void DistancesAlong(std::span<const double> lon, std::span<const double> lat,
                      std::span<double> along_m) const;

  // Area and perimeter of a ring with geodesic sides; the last vertex is joined
  // to the first, and may repeat it. A ring round a pole needs no preparation.
  // The area is that of the part on the left of the ring if that is at most
  // half the ellipsoid, else minus the area of the other part; a ring that
  // crosses itself counts parts as often as it winds round them. Fewer than 3
  // vertices have area 0. Error below 0.1 m2 a vertex.
  // REQUIRES: lon.size() == lat.size().
  PolygonMeasure Polygon(std::span<const double> lon, std::span<const double> lat) const;

 private:
  friend class GeodesicLine;
  explicit Geodesics(const Ellipsoid& ellipsoid);

  Ellipsoid ellipsoid_;
  // PROJ's geod_geodesic, which no header of ours names.
  alignas(double) std::byte state_[448];
};

// The shortest path between two points. Holds no reference to anything; copy
// it freely.
class GeodesicLine {
 public:
  double length_m() const { return length_m_; }
  LonLat from() const { return from_; }
  LonLat to() const { return to_; }
  double start_azimuth() const { return start_azimuth_; }

  // Where the path is after `distance_m`. Negative values and values above
  // length_m() lie on its continuation. At 0 and length_m() the point may
  // differ from the ends by 15 nm. COST: about 0.3 us.
  GeodesicPosition At(double distance_m) const;

  // The point at a fraction of the length: 0 gives from(), 1 gives to(), to
  // the bit (to() with its longitude in [-180, 180)).
  LonLat Interpolate(double fraction) const;

 private:
  friend class Geodesics;
  GeodesicLine(const Geodesics& geodesics, LonLat from, LonLat to);

  LonLat from_, to_;
  double length_m_ = 0;
  double start_azimuth_ = 0;
  // PROJ's geod_geodesicline.
  alignas(double) std::byte state_[560];
};

}  // namespace coincide

#endif  // COINCIDE_GEODESY_GEODESIC_H_
