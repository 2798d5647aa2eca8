#include "coincide/geodesy/ecef.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "coincide/geodesy/geodesic.h"
#include "tests/support/tsv.h"

namespace coincide {
namespace {

using testing::DoubleOfBits;
using testing::ReadTsv;

long double Digits(const std::string& text) { return std::strtold(text.c_str(), nullptr); }

double Error(double got, long double want) {
  return static_cast<double>(std::abs(static_cast<long double>(got) - want));
}

TEST(SinCos, AgreesWithFortyDigits) {
  const auto rows = ReadTsv(COINCIDE_VECTORS "/sin_cos.tsv");
  ASSERT_EQ(rows.size(), 298u);
  double worst = 0;
  for (const auto& row : rows) {
    const double degrees = DoubleOfBits(row[0]);
    const SinCos got = SinCosDegrees(degrees);
    worst = std::max({worst, Error(got.sin, Digits(row[1])), Error(got.cos, Digits(row[2]))});
    EXPECT_LT(Error(got.sin, Digits(row[1])), 1.5e-16) << degrees;
    EXPECT_LT(Error(got.cos, Digits(row[2])), 1.5e-16) << degrees;
    // Small angles keep their digits.
    const auto size = static_cast<double>(std::abs(Digits(row[1])));
    EXPECT_LE(Error(got.sin, Digits(row[1])), 4e-16 * size + 1e-323) << degrees;
  }
  RecordProperty("worst", std::to_string(worst * 1e16) + "e-16");
}

TEST(SinCos, IsExactAtQuarterTurns) {
  for (int k = -8; k <= 8; ++k) {
    const SinCos got = SinCosDegrees(90.0 * k);
    EXPECT_EQ(got.sin, (std::array{0, 1, 0, -1})[static_cast<size_t>(k & 3)]) << k;
    EXPECT_EQ(got.cos, (std::array{1, 0, -1, 0})[static_cast<size_t>(k & 3)]) << k;
  }
  EXPECT_TRUE(std::isnan(SinCosDegrees(std::numeric_limits<double>::quiet_NaN()).sin));
  EXPECT_TRUE(std::isnan(SinCosDegrees(std::numeric_limits<double>::infinity()).cos));
}

TEST(Ecef, AgreesWithFortyDigits) {
  const auto rows = ReadTsv(COINCIDE_VECTORS "/ecef.tsv");
  ASSERT_EQ(rows.size(), 256u);
  for (const auto& row : rows) {
    const double lon = DoubleOfBits(row[0]), lat = DoubleOfBits(row[1]);
    const Vector3 got = EcefOf(lon, lat, DoubleOfBits(row[2]), Ellipsoid::Wgs84());
    EXPECT_LT(Error(got.x, Digits(row[3])), 3e-9) << lon << " " << lat;
    EXPECT_LT(Error(got.y, Digits(row[4])), 3e-9) << lon << " " << lat;
    EXPECT_LT(Error(got.z, Digits(row[5])), 3e-9) << lon << " " << lat;
  }
}

TEST(Ecef, UnitVectorsAreUnitAndExactAtThePoles) {
  EXPECT_EQ(UnitVectorOf(123.4, 90), (Vector3{0, 0, 1}));
  EXPECT_EQ(UnitVectorOf(-77, -90), (Vector3{0, 0, -1}));
  EXPECT_EQ(UnitVectorOf(450, 0), (Vector3{0, 1, 0}));
  EXPECT_NEAR(Norm(UnitVectorOf(12.3, -45.6)), 1, 3e-16);
}

struct Band {
  double distance_m;
  double series_error_m;
  double chord_error_m;
};

class ChordSeries : public ::testing::TestWithParam<Band> {};

// The errors stated in ecef.h, over all latitudes and azimuths, a tenth of the
// points close to a pole.
TEST_P(ChordSeries, ErrorIsAsStated) {
  const Band band = GetParam();
  const uint64_t seed = 17;
  SCOPED_TRACE(::testing::Message() << "seed " << seed << " distance " << band.distance_m);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> uniform;
  const Ellipsoid wgs84 = Ellipsoid::Wgs84();
  const Geodesics& geodesics = Geodesics::Of(wgs84);
  const int rounds = testing::IsLongRun() ? 300000 : 6000;
  double series_worst = 0, chord_worst = 0;
  for (int round = 0; round < rounds; ++round) {
    double lat = std::asin(2 * uniform(rng) - 1) * 180 / 3.141592653589793;
    if (round % 10 == 0) lat = std::copysign(90 - 2 * uniform(rng), lat);
    const LonLat a{360 * uniform(rng) - 180, lat};
    const double asked = band.distance_m * std::max(uniform(rng), uniform(rng));
    const LonLat b = geodesics.Direct(a, 360 * uniform(rng), asked).point;
    const double want = geodesics.Distance(a, b);
    const Vector3 p = EcefOf(a.lon, a.lat, 0, wgs84), q = EcefOf(b.lon, b.lat, 0, wgs84);
    const double series = GeodesicFromChord(p, q, wgs84);
    ASSERT_EQ(series, GeodesicFromChord(q, p, wgs84));
    // Never longer than the geodesic, but for rounding.
    ASSERT_LE(Chord(p, q), want + 1e-8);
    series_worst = std::max(series_worst, std::abs(series - want));
    chord_worst = std::max(chord_worst, std::abs(Chord(p, q) - want));
  }
  RecordProperty("series_error_m", std::to_string(series_worst * 1e9) + "e-9");
  RecordProperty("chord_error_m", std::to_string(chord_worst * 1e9) + "e-9");
  EXPECT_LE(series_worst, band.series_error_m);
  EXPECT_LE(chord_worst, band.chord_error_m);
  // The bound is about right, not merely safe.
  EXPECT_GE(chord_worst, 0.3 * band.chord_error_m - 5e-9);
}

INSTANTIATE_TEST_SUITE_P(Bands, ChordSeries,
                         ::testing::Values(Band{100, 8e-9, 8e-9}, Band{1e3, 8e-9, 1.05e-6},
                                           Band{1e4, 8e-9, 1.05e-3}, Band{5e4, 1.2e-8, 0.13},
                                           Band{1e5, 3e-7, 1.05}, Band{2e5, 8.5e-6, 8.4}));

TEST(ChordSeries, EqualPlacesAndASphere) {
  const Ellipsoid sphere = Ellipsoid::Sphere();
  const Vector3 p = EcefOf(10, 20, 0, sphere), q = EcefOf(10, 20.1, 0, sphere);
  EXPECT_EQ(GeodesicFromChord(p, p, sphere), 0);
  EXPECT_NEAR(GeodesicFromChord(p, q, sphere), sphere.a() * 0.1 * 3.141592653589793 / 180, 3e-9);
}

}  // namespace
}  // namespace coincide
