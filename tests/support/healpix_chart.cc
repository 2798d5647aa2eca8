#include "tests/support/healpix_chart.h"

#include <cmath>
#include <numbers>

#include "coincide/cell/interleave.h"

namespace coincide::testing {
namespace {

constexpr long double kPi = std::numbers::pi_v<long double>;

// Exact at multiples of 90 degrees.
void SinCosDegreesL(long double degrees, long double* sin, long double* cos) {
  const long double k = std::nearbyint(degrees / 90);
  const long double r = (degrees - 90 * k) * (kPi / 180);
  const long double s = std::sin(r), c = std::cos(r);
  const int quadrant = static_cast<int>(std::fmod(k, 4.0L) + 4) % 4;
  *sin = quadrant == 0 ? s : quadrant == 1 ? c : quadrant == 2 ? -s : -c;
  *cos = quadrant == 0 ? c : quadrant == 1 ? -s : quadrant == 2 ? -c : s;
}

// Middle longitude of a base cell, in quarter turns.
long double Middle(int base_cell) { return (base_cell & 3) + (base_cell >> 2 == 1 ? 0.0L : 0.5L); }

}  // namespace

Vector3L VectorOf(const SpherePoint& point) {
  long double sin, cos;
  SinCosDegreesL(point.lon, &sin, &cos);
  const long double from_axis = std::sqrt(point.w * (2 - point.w));
  return {from_axis * cos, from_axis * sin, point.z};
}

SpherePoint PointOf(const Vector3L& v) {
  const long double axis2 = v.x * v.x + v.y * v.y;
  const long double norm = std::sqrt(axis2 + v.z * v.z);
  const long double z = v.z / norm;
  return {std::atan2(v.y, v.x) * (180 / kPi), z, axis2 / (norm * norm) / (1 + std::abs(z))};
}

AuthalicSphere::AuthalicSphere(const Ellipsoid& ellipsoid) {
  const long double a = ellipsoid.a(), inverse = ellipsoid.inverse_flattening();
  const long double f = inverse == 0 ? 0 : 1 / inverse;
  e2_ = f * (2 - f);
  e_ = std::sqrt(e2_);
  pole_ = 1 / (1 - e2_) + (e_ == 0 ? 1 : std::atanh(e_) / e_);
  // Area 2 pi a^2 (1 - e^2) pole_.
  radius_m_ = static_cast<double>(a * std::sqrt((1 - e2_) * pole_ / 2));
}

SpherePoint AuthalicSphere::At(long double lon, long double lat) const {
  const long double abs_lat = std::abs(lat);
  // d = 1 - sin(lat), and q(90) - q(lat) in terms of it, without cancellation.
  const long double half = std::sin((90 - abs_lat) * (kPi / 360));
  const long double d = 2 * half * half, s = 1 - d;
  const long double first = d * (1 + e2_ * s) / ((1 - e2_) * (1 - e2_ * s * s));
  const long double second = e_ == 0 ? d : std::atanh(e_ * d / (1 - e2_ * s)) / e_;
  const long double w = (first + second) / pole_;
  long double z = 1 - w;
  if (abs_lat < 30) {
    const long double sine = std::sin(abs_lat * (kPi / 180));
    z = (sine / (1 - e2_ * sine * sine) + (e_ == 0 ? sine : std::atanh(e_ * sine) / e_)) / pole_;
  }
  return {lon, lat < 0 ? -z : z, abs_lat < 30 ? 1 - z : w};
}

PlanePoint ChartOf(int base_cell, const SpherePoint& point) {
  const int row = base_cell >> 2;
  const long double t = std::remainder(point.lon / 90 - Middle(base_cell), 4.0L);
  const bool north = row == 0 && point.z > 0 && point.w < 1.0L / 3;
  const bool south = row == 2 && point.z < 0 && point.w < 1.0L / 3;
  const long double sigma = std::sqrt(3 * point.w);
  // Diagonal distance from the north pole, and across from the middle meridian.
  const long double s = north ? sigma : south ? 4 - sigma : 2 - 1.5L * point.z;
  const long double across = 2 * t * (north || south ? sigma : 1);
  const long double sum = 2 + row - s;
  return {(sum + across) / 2, (sum - across) / 2};
}

SpherePoint PointInChart(int base_cell, const PlanePoint& place) {
  const int row = base_cell >> 2;
  const long double s = 2 + row - (place.x + place.y), across = place.x - place.y;
  const long double from_pole = s < 2 ? s : 4 - s;
  const bool cap = from_pole < 1;
  const long double t = across / 2 / (cap && from_pole > 0 ? from_pole : 1);
  SpherePoint point;
  point.lon = 90 * (Middle(base_cell) + t);
  point.w = cap ? from_pole * from_pole / 3 : 1 - (2 - from_pole) * 2 / 3;
  point.z = cap ? 1 - point.w : (2 - from_pole) * 2 / 3;
  if (s > 2) point.z = -point.z;
  return point;
}

CellSquare::CellSquare(Cell cell) : base_cell(cell.base_cell()), n(std::ldexp(1.0L, cell.order())) {
  const uint64_t place = cell.nested() & ((uint64_t{1} << (2 * cell.order())) - 1);
  x = CompressBits(place);
  y = CompressBits(place >> 1);
}

}  // namespace coincide::testing
