#include "src/pipeline/azimuths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "coincide/geodesy/ecef_batch.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/vector3.h"

namespace coincide::internal {
namespace {

constexpr double kShort_m = 1000, kPolar_m = 1000;
constexpr size_t kPiece = 256;

// Of the plane through the normal at p; NaN where that tells too little.
double PlaneAzimuth(Vector3 p, Vector3 q, double ratio2) {
  const Vector3 d = q - p;
  const double from_axis = std::sqrt(p.x * p.x + p.y * p.y);
  if (from_axis < kPolar_m) return std::nan("");
  const double east = (p.x * d.y - p.y * d.x) / from_axis;
  // The normal is along (x, y, z a^2 / b^2).
  const double z = p.z * ratio2, length = std::sqrt(from_axis * from_axis + z * z);
  const double outward = (p.x * d.x + p.y * d.y) / from_axis;
  const double north = (from_axis * d.z - z * outward) / length;
  if (east == 0 && north == 0) return std::nan("");
  return std::atan2(east, north) * (180 / std::numbers::pi);
}

}  // namespace

void Azimuths(std::span<const double> lon_a, std::span<const double> lat_a,
              std::span<const double> lon_b, std::span<const double> lat_b,
              std::span<const double> distance_m, const Ellipsoid& ellipsoid,
              std::span<double> azimuth) {
  const Geodesics& geodesics = Geodesics::Of(ellipsoid);
  const double axes = ellipsoid.a() / ellipsoid.b(), ratio2 = axes * axes;
  std::array<std::array<double, kPiece>, 6> places;
  for (size_t begin = 0; begin < azimuth.size(); begin += kPiece) {
    const size_t n = std::min(kPiece, azimuth.size() - begin);
    const auto axis = [&](size_t k) { return std::span(places[k]).first(n); };
    EcefOf(lon_a.subspan(begin, n), lat_a.subspan(begin, n), ellipsoid, axis(0), axis(1), axis(2));
    EcefOf(lon_b.subspan(begin, n), lat_b.subspan(begin, n), ellipsoid, axis(3), axis(4), axis(5));
    for (size_t k = 0; k < n; ++k) {
      const size_t row = begin + k;
      double& found = azimuth[row];
      found = std::nan("");
      if (distance_m[row] <= kShort_m) {
        found = PlaneAzimuth({places[0][k], places[1][k], places[2][k]},
                             {places[3][k], places[4][k], places[5][k]}, ratio2);
      }
      if (!std::isnan(found)) continue;
      found = geodesics.Inverse({lon_a[row], lat_a[row]}, {lon_b[row], lat_b[row]}).start_azimuth;
    }
  }
}

}  // namespace coincide::internal
