// File: ellipsoid.h
//
// The ellipsoid that latitudes are geodetic on, and its authalic latitude: the
// latitude on the sphere of equal area, which HEALPix cells are laid out by so
// that they have equal area on the ellipsoid.

#ifndef COINCIDE_HEALPIX_ELLIPSOID_H_
#define COINCIDE_HEALPIX_ELLIPSOID_H_

#include <cassert>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace coincide {

// An oblate ellipsoid of revolution, or a sphere. Copy it by value. Two are
// equal if both numbers are: WGS84 and GRS80 differ by 0.1 mm and are not.
class Ellipsoid {
 public:
  // The least inverse flattening accepted: flatter than Mars (169.9). The
  // series of projection.h hold their accuracy down to here.
  static constexpr double kMinInverseFlattening = 150;

  constexpr Ellipsoid() = default;  // WGS84

  // a                   semi-major axis in metres, finite, > 0
  // inverse_flattening  kMinInverseFlattening or more; 0 means a sphere
  // Nothing if a number is out of range.
  static constexpr std::optional<Ellipsoid> Create(double a, double inverse_flattening) {
    constexpr double kHuge = 1e12;
    if (!(a > 0 && a < kHuge)) return std::nullopt;
    if (inverse_flattening != 0 &&
        !(inverse_flattening >= kMinInverseFlattening && inverse_flattening < 1e300)) {
      return std::nullopt;
    }
    return Ellipsoid(a, inverse_flattening);
  }

  static constexpr Ellipsoid Wgs84() { return {6378137.0, 298.257223563}; }
  static constexpr Ellipsoid Grs80() { return {6378137.0, 298.257222101}; }
  // The sphere with the area of WGS84, so areas and lengths stay comparable.
  static constexpr Ellipsoid Sphere() { return {6371007.180918474, 0.0}; }

  // "WGS84", "GRS80" or "sphere", in any case; nothing for another name.
  static std::optional<Ellipsoid> FromName(std::string_view name);
  // The name if it has one, else "Ellipsoid(a, inverse_flattening)".
  std::string name() const;

  constexpr double a() const { return a_; }
  // 0 for a sphere.
  constexpr double inverse_flattening() const { return inverse_flattening_; }
  constexpr double flattening() const {
    return inverse_flattening_ == 0 ? 0 : 1 / inverse_flattening_;
  }
  // Semi-minor axis in metres.
  constexpr double b() const { return a_ * (1 - flattening()); }
  // First eccentricity squared, f (2 - f).
  constexpr double e2() const { return flattening() * (2 - flattening()); }

  // Area of the whole surface in square metres: 2 pi a^2 times AuthalicQ(1).
  // Relative error below 1e-15.
  double area_m2() const;
  // Radius in metres of the sphere of equal area.
  double authalic_radius() const;

  friend constexpr auto operator<=>(const Ellipsoid&, const Ellipsoid&) = default;

 private:
  constexpr Ellipsoid(double a, double inverse_flattening)
      : a_(a), inverse_flattening_(inverse_flattening) {}

  double a_ = 6378137.0;
  double inverse_flattening_ = 298.257223563;
};

// Sine of the authalic latitude.
//
//   sin_lat  sine of the geodetic latitude, -1 to 1; odd, exact at 0 and +-1
//   returns  q(sin_lat) / q(1), same range and sign
//
// Source: Snyder 1987, "Map Projections: A Working Manual", eq. 3-11 and 3-12,
// with the logarithm written as atanh(e s) / e and summed as a power series in
// e^2 s^2.
// Error below 1.2e-16 (measured: 5.8e-17; here and below at 20,000 arguments on
// each of five ellipsoids, the flattest included, against 60 digits:
// tests/healpix/ellipsoid_test.cc). Near the poles use AuthalicComplement. NaN
// in, NaN out.
double AuthalicSine(double sin_lat, const Ellipsoid& ellipsoid);

// 1 - AuthalicSine(1 - complement) without cancellation, for complement =
// 1 - sin(lat), 0 to 1. Relative error below 4e-16 (measured: 2.2e-16).
double AuthalicComplement(double complement, const Ellipsoid& ellipsoid);

// Authalic from geodetic latitude and back; both in degrees, -90 to 90, odd,
// and exact at the poles. Error below 1e-15 rad (5.7e-14 degrees) where the C
// library's sin and asin are good to a unit in the last place (measured:
// 3.5e-16 rad, which is 1.4 units in the last place of 90 degrees).
double AuthalicLatitude(double lat_deg, const Ellipsoid& ellipsoid);
double GeodeticLatitude(double authalic_deg, const Ellipsoid& ellipsoid);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_ELLIPSOID_H_
