#include "coincide/geodesy/geodesic.h"

#include <geodesic.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>
#include <new>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/ecef_batch.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool IsValid(LonLat p) { return IsValidLonLat(p.lon, p.lat); }

// To [-180, 180) from any finite value.
double WrapLon(double lon) {
  if (lon >= -180 && lon < 180) return lon;
  const double wrapped = std::remainder(lon, 360.0);
  return wrapped == 180 ? -180 : wrapped;
}

const geod_geodesic* Solver(const std::byte* state) {
  return std::launder(reinterpret_cast<const geod_geodesic*>(state));
}

const geod_geodesicline* Walker(const std::byte* state) {
  return std::launder(reinterpret_cast<const geod_geodesicline*>(state));
}

}  // namespace

Geodesics::Geodesics(const Ellipsoid& ellipsoid) : ellipsoid_(ellipsoid) {
  static_assert(sizeof(geod_geodesic) <= sizeof(state_));
  geod_init(new (state_) geod_geodesic, ellipsoid.a(), ellipsoid.flattening());
}

const Geodesics& Geodesics::Of(const Ellipsoid& ellipsoid) {
  static const Geodesics wgs84(Ellipsoid::Wgs84());
  if (ellipsoid == wgs84.ellipsoid_) return wgs84;
  // As Projection::Of: nodes are never removed or moved.
  struct Node {
    Geodesics geodesics;
    Node* next;
  };
  static std::atomic<Node*> first = nullptr;
  Node* head = first.load(std::memory_order_acquire);
  for (const Node* node = head; node != nullptr; node = node->next) {
    if (node->geodesics.ellipsoid_ == ellipsoid) return node->geodesics;
  }
  Node* node = new Node{Geodesics(ellipsoid), head};
  while (!first.compare_exchange_weak(node->next, node, std::memory_order_acq_rel)) {
  }
  return node->geodesics;
}

GeodesicPath Geodesics::Inverse(LonLat from, LonLat to) const {
  if (!IsValid(from) || !IsValid(to)) return {kNan, kNan, kNan};
  GeodesicPath path;
  geod_inverse(Solver(state_), from.lat, from.lon, to.lat, to.lon, &path.distance_m,
               &path.start_azimuth, &path.end_azimuth);
  return path;
}

GeodesicPosition Geodesics::Direct(LonLat from, double azimuth, double distance_m) const {
  if (!IsValid(from) || !std::isfinite(azimuth) || !std::isfinite(distance_m)) {
    return {{kNan, kNan}, kNan};
  }
  GeodesicPosition position;
  geod_direct(Solver(state_), from.lat, from.lon, azimuth, distance_m, &position.point.lat,
              &position.point.lon, &position.azimuth);
  position.point.lon = WrapLon(position.point.lon);
  return position;
}

GeodesicLine Geodesics::Line(LonLat from, LonLat to) const { return {*this, from, to}; }

namespace {

// Places of a few hundred points at a time, which stay in the first cache.
struct Places {
  static constexpr size_t kSize = 256;
  std::array<double, kSize> x, y, z;
  void Find(std::span<const double> lon, std::span<const double> lat, const Ellipsoid& ellipsoid) {
    const size_t n = lon.size();
    EcefOf(lon, lat, ellipsoid, std::span(x).first(n), std::span(y).first(n),
           std::span(z).first(n));
  }
  Vector3 operator[](size_t i) const { return {x[i], y[i], z[i]}; }
};

constexpr double kNear2 = kChordSeriesLimit_m * kChordSeriesLimit_m;

}  // namespace

size_t Geodesics::Distances(std::span<const double> lon_a, std::span<const double> lat_a,
                            std::span<const double> lon_b, std::span<const double> lat_b,
                            std::span<double> distance_m, int threads) const {
  const size_t n = distance_m.size();
  assert(lon_a.size() == n && lat_a.size() == n && lon_b.size() == n && lat_b.size() == n);
  std::atomic<size_t> invalid = 0;
  internal::ParallelFor(n, 4096, threads, [&](size_t begin, size_t end) {
    size_t bad = 0;
    Places p, q;
    for (size_t first = begin; first < end; first += Places::kSize) {
      const size_t size = std::min(Places::kSize, end - first);
      p.Find(lon_a.subspan(first, size), lat_a.subspan(first, size), ellipsoid_);
      q.Find(lon_b.subspan(first, size), lat_b.subspan(first, size), ellipsoid_);
      for (size_t k = 0; k < size; ++k) {
        const size_t i = first + k;
        if (SquaredChord(p[k], q[k]) <= kNear2) {
          distance_m[i] = GeodesicFromChord(p[k], q[k], ellipsoid_);
          continue;
        }
        const LonLat a{lon_a[i], lat_a[i]}, b{lon_b[i], lat_b[i]};
        distance_m[i] = Inverse(a, b).distance_m;
        if (std::isnan(distance_m[i])) ++bad;
      }
    }
    invalid.fetch_add(bad, std::memory_order_relaxed);
  });
  return invalid.load();
}

void Geodesics::DistancesAlong(std::span<const double> lon, std::span<const double> lat,
                               std::span<double> along_m) const {
  const size_t n = along_m.size();
  assert(lon.size() == n && lat.size() == n);
  Places places;
  Vector3 last{};
  double sum = 0;
  for (size_t first = 0; first < n; first += Places::kSize) {
    const size_t size = std::min(Places::kSize, n - first);
    places.Find(lon.subspan(first, size), lat.subspan(first, size), ellipsoid_);
    for (size_t k = 0; k < size; ++k) {
      const size_t i = first + k;
      const Vector3 here = places[k];
      if (i > 0) {
        sum += SquaredChord(last, here) <= kNear2
                   ? GeodesicFromChord(last, here, ellipsoid_)
                   : Inverse({lon[i - 1], lat[i - 1]}, {lon[i], lat[i]}).distance_m;
      }
      along_m[i] = sum;
      last = here;
    }
  }
}

PolygonMeasure Geodesics::Polygon(std::span<const double> lon, std::span<const double> lat) const {
  assert(lon.size() == lat.size());
  geod_polygon polygon;
  geod_polygon_init(&polygon, 0);
  for (size_t i = 0; i < lon.size(); ++i) {
    if (!IsValidLonLat(lon[i], lat[i])) return {kNan, kNan};
    geod_polygon_addpoint(Solver(state_), &polygon, lat[i], lon[i]);
  }
  PolygonMeasure measure;
  if (lon.empty()) return measure;
  // Not reversed; signed, so that the smaller side is measured.
  geod_polygon_compute(Solver(state_), &polygon, 0, 1, &measure.area_m2, &measure.perimeter_m);
  return measure;
}

GeodesicLine::GeodesicLine(const Geodesics& geodesics, LonLat from, LonLat to)
    : from_{WrapLon(from.lon), from.lat}, to_{WrapLon(to.lon), to.lat} {
  static_assert(sizeof(geod_geodesicline) <= sizeof(state_));
  if (!IsValid(from) || !IsValid(to)) {
    from_ = to_ = {kNan, kNan};
    from = to = {kNan, kNan};
  }
  auto* walker = new (state_) geod_geodesicline;
  geod_inverseline(walker, Solver(geodesics.state_), from.lat, from.lon, to.lat, to.lon,
                   GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
  length_m_ = walker->s13;
  start_azimuth_ = walker->azi1;
}

GeodesicPosition GeodesicLine::At(double distance_m) const {
  if (!std::isfinite(distance_m)) return {{kNan, kNan}, kNan};
  GeodesicPosition position;
  geod_position(Walker(state_), distance_m, &position.point.lat, &position.point.lon,
                &position.azimuth);
  position.point.lon = WrapLon(position.point.lon);
  return position;
}

LonLat GeodesicLine::Interpolate(double fraction) const {
  if (fraction == 0) return from_;
  if (fraction == 1) return to_;
  LonLat point;
  geod_position(Walker(state_), fraction * length_m_, &point.lat, &point.lon, nullptr);
  point.lon = WrapLon(point.lon);
  return point;
}

}  // namespace coincide
