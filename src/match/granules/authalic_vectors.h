// Places as unit vectors of the authalic sphere, quickly: where great-circle edges
// are great circles, and geodesics are close to them.

#ifndef COINCIDE_MATCH_GRANULES_AUTHALIC_VECTORS_H_
#define COINCIDE_MATCH_GRANULES_AUTHALIC_VECTORS_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

#include "coincide/geodesy/sin_cos.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection.h"

namespace coincide::internal {

// Lengths on the ellipsoid and on the authalic sphere differ by at most this part
// for flattenings up to that of WGS84: 1.12e-3 at the equator, 0 at the poles
// (Snyder 1987, p. 16 and 4-17), and a hair.
inline constexpr double kAuthalicStretch = 1.2e-3;

class AuthalicVectors {
 public:
  explicit AuthalicVectors(const Ellipsoid& ellipsoid)
      : ellipsoid_(ellipsoid), radius_m_(ellipsoid.authalic_radius()) {
    // sin(authalic) = s P(s^2) with s the sine of the latitude: Snyder 1987, eq. 3-12
    // with both terms as series in e^2 s^2, divided by their sum at s = 1.
    const double e2 = ellipsoid.e2();
    double power = 1, sum = 0;
    for (size_t k = 0; k < kTerms; ++k, power *= e2) {
      sine_[k] = power * (1 + 1.0 / static_cast<double>(2 * k + 1));
      sum += sine_[k];
    }
    for (double& c : sine_) c /= sum;
    // cos^2(authalic) = cos^2(lat) G(s^2): 1 - y P(y)^2 divided by 1 - y, whose
    // coefficients are sums of those of P^2 from one on, all positive.
    std::array<double, 2 * kTerms> square{};
    for (size_t i = 0; i < kTerms; ++i) {
      for (size_t j = 0; j < kTerms; ++j) square[i + j] += sine_[i] * sine_[j];
    }
    double tail = 0;
    for (size_t k = 2 * kTerms; k-- > 0;) {
      tail += square[k];
      if (k < kTerms) cosine2_[k] = tail;
    }
  }

  const Ellipsoid& ellipsoid() const { return ellipsoid_; }
  double radius_m() const { return radius_m_; }

  // Error below 4e-16 in each coordinate on WGS84: tests/match/shapes_test.cc.
  Vector3 Of(double lon, double lat) const {
    const SinCos u = SinCosDegrees(lon), v = SinCosDegrees(lat);
    const double y = v.sin * v.sin;
    double p = sine_[kTerms - 1], g = cosine2_[kTerms - 1];
    for (size_t k = kTerms - 1; k-- > 0;) {
      p = p * y + sine_[k];
      g = g * y + cosine2_[k];
    }
    const double from_axis = v.cos * std::sqrt(g);
    return {from_axis * u.cos, from_axis * u.sin, v.sin * p};
  }

  // The series of Of: sin(authalic) = s sum sine[k] s^2k, cos^2(authalic) = cos^2(lat) sum
  // cosine2[k] s^2k, s the sine of the latitude.
  std::span<const double> sine() const { return sine_; }
  std::span<const double> cosine2() const { return cosine2_; }

  // The way back, to 1e-15 rad: for the few places that are looked at exactly.
  LonLat PlaceOf(const Vector3& v) const {
    constexpr double kDegrees = 180 / std::numbers::pi;
    const double authalic = std::atan2(v.z, std::hypot(v.x, v.y)) * kDegrees;
    return {std::atan2(v.y, v.x) * kDegrees, GeodeticLatitude(authalic, ellipsoid_)};
  }

 private:
  static constexpr size_t kTerms = 9;
  Ellipsoid ellipsoid_;
  double radius_m_;
  std::array<double, kTerms> sine_{};
  std::array<double, kTerms> cosine2_{};
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_AUTHALIC_VECTORS_H_
