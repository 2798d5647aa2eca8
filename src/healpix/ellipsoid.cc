#include "coincide/healpix/ellipsoid.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

#include "coincide/healpix/projection_series.h"

namespace coincide {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

// The factors (2 k + 2) / (2 k + 1) of e^(2 k) s^(2 k) in q, summed until they
// no longer count; and the same at s = 1. At the flattest ellipsoid accepted
// (e^2 = 0.0248) 11 terms do.
constexpr int kTerms = 12;

double SumQ(double t) {
  double sum = 0;
  for (int k = kTerms; k >= 0; --k) sum = sum * t + (2.0 * k + 2) / (2.0 * k + 1);
  return sum;
}

bool SameText(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
  });
}

std::string Shortest(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

}  // namespace

std::optional<Ellipsoid> Ellipsoid::FromName(std::string_view name) {
  if (SameText(name, "wgs84")) return Wgs84();
  if (SameText(name, "grs80")) return Grs80();
  if (SameText(name, "sphere")) return Sphere();
  return std::nullopt;
}

std::string Ellipsoid::name() const {
  if (*this == Wgs84()) return "WGS84";
  if (*this == Grs80()) return "GRS80";
  if (*this == Sphere()) return "sphere";
  return "Ellipsoid(" + Shortest(a_) + ", " + Shortest(inverse_flattening_) + ")";
}

double Ellipsoid::area_m2() const {
  // 2 pi a^2 q(1), q(1) = (1 - e^2) sum.
  return 2 * std::numbers::pi * a_ * a_ * (1 - e2()) * SumQ(e2());
}

double Ellipsoid::authalic_radius() const { return a_ * std::sqrt((1 - e2()) * SumQ(e2()) / 2); }

double AuthalicSine(double sin_lat, const Ellipsoid& ellipsoid) {
  const double e2 = ellipsoid.e2();
  // The ratio of the sums is 1 - O(e^2): written as 1 - difference, only the
  // difference is rounded by the sums.
  const double at_one = SumQ(e2), s2 = sin_lat * sin_lat;
  double difference = 0;  // (SumQ(e2) - SumQ(e2 s2)) / (1 - s2)
  double powers = 0, power = 1, e_power = 1;
  for (int k = 1; k <= kTerms; ++k) {
    powers += power;  // 1 + s2 + .. + s2^(k-1)
    power *= s2;
    e_power *= e2;
    difference += (2.0 * k + 2) / (2.0 * k + 1) * e_power * powers;
  }
  return sin_lat - sin_lat * ((1 - s2) * difference / at_one);
}

double AuthalicComplement(double complement, const Ellipsoid& ellipsoid) {
  const double e2 = ellipsoid.e2();
  const double s = 1 - complement, s2 = s * s;
  double difference = 0, powers = 0, power = 1, e_power = 1;
  for (int k = 1; k <= kTerms; ++k) {
    powers += power;
    power *= s2;
    e_power *= e2;
    difference += (2.0 * k + 2) / (2.0 * k + 1) * e_power * powers;
  }
  // 1 - s + s (1 - s2) d, with 1 - s2 = complement (2 - complement).
  return complement * (1 + s * (2 - complement) * difference / SumQ(e2));
}

double AuthalicLatitude(double lat_deg, const Ellipsoid& ellipsoid) {
  const double abs_lat = std::abs(lat_deg);
  double result;
  if (abs_lat <= 45) {
    result = std::asin(AuthalicSine(std::sin(abs_lat * kDegree), ellipsoid)) / kDegree;
  } else {
    const double half = std::sin((90 - abs_lat) * (kDegree / 2));
    const double complement = AuthalicComplement(2 * half * half, ellipsoid);
    result = 90 - 2 * std::asin(std::sqrt(complement / 2)) / kDegree;
  }
  return std::copysign(result, lat_deg);
}

double GeodeticLatitude(double authalic_deg, const Ellipsoid& ellipsoid) {
  // Newton on the forward function, in the variable that keeps its digits.
  const double target = std::abs(authalic_deg);
  const double e2 = ellipsoid.e2(), at_one = SumQ(e2);
  double lat = target;
  for (int i = 0; i < 6; ++i) {
    const double s = std::sin(lat * kDegree), one_t = 1 - e2 * s * s;
    const double authalic = AuthalicLatitude(lat, ellipsoid);
    // d authalic / d lat = (2 / (1 - t)^2 / sum) cos(lat) / cos(authalic).
    const double cosines = target > 89.9 ? 1 / std::sqrt(2 / ((1 - e2) * (1 - e2)) / at_one)
                                         : std::cos(lat * kDegree) / std::cos(authalic * kDegree);
    const double slope = 2 / (one_t * one_t) / at_one * cosines;
    const double step = (target - authalic) / slope;
    lat += step;
    if (std::abs(step) < 1e-15) break;
  }
  return std::copysign(std::min(lat, 90.0), authalic_deg);
}

}  // namespace coincide
