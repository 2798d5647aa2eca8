#include "coincide/geodesy/ecef_batch.h"

#include <cassert>
#include <limits>

#include "coincide/geodesy/ecef.h"
#include "coincide/healpix/projection.h"
#include "src/geodesy/kernels/ecef_kernel.h"

namespace coincide {
namespace {

// As EcefOf of ecef.h with height 0.
bool One(double lon, double lat, double a, double e2, double* x, double* y, double* z) {
  if (!IsValidLonLat(lon, lat)) {
    *x = *y = *z = std::numeric_limits<double>::quiet_NaN();
    return false;
  }
  const SinCos u = SinCosDegrees(lon), v = SinCosDegrees(lat);
  const double normal_m = a / std::sqrt(1 - e2 * v.sin * v.sin);
  const double from_axis_m = normal_m * v.cos;
  *x = from_axis_m * u.cos;
  *y = from_axis_m * u.sin;
  *z = normal_m * (1 - e2) * v.sin;
  return true;
}

}  // namespace

size_t EcefOf(std::span<const double> lon, std::span<const double> lat, const Ellipsoid& ellipsoid,
              std::span<double> x, std::span<double> y, std::span<double> z) {
  const size_t n = lon.size();
  assert(lat.size() == n && x.size() == n && y.size() == n && z.size() == n);
  return internal::EcefOfMany(lon.data(), lat.data(), n, ellipsoid.a(), ellipsoid.e2(), &One,
                              x.data(), y.data(), z.data());
}

}  // namespace coincide
