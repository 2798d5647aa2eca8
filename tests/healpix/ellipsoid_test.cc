#include "coincide/healpix/ellipsoid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <numbers>
#include <string>

#include "tests/healpix/vector_ellipsoid.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

using testing::EllipsoidOf;
using testing::VectorFile;
using testing::Wide;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double RelativeError(const Wide& want, double got) {
  const double error = std::abs(want.ErrorOf(got));
  return error == 0 ? 0 : error / std::abs(want.high);
}

// Worst error of a function over the vectors, by ellipsoid: absolute and relative.
struct Worst {
  double absolute = 0;
  double relative = 0;
};

std::map<std::string, Worst> WorstErrors(const std::string& function,
                                         double (*evaluate)(double, const Ellipsoid&)) {
  const VectorFile file("authalic.json");
  std::map<std::string, Worst> worst;
  for (const auto& row : file.rows) {
    if (row.Text("function") != function) continue;
    const std::string name = row.Text("ellipsoid");
    const Ellipsoid ellipsoid = EllipsoidOf(file.head.at("ellipsoids").at(name));
    const double got = evaluate(row.Double("argument"), ellipsoid);
    const Wide want = row.Pair("high", "low");
    Worst& w = worst[name];
    w.absolute = std::max(w.absolute, std::abs(want.ErrorOf(got)));
    // Denormals have fewer digits than a relative error could be asked of.
    if (std::abs(want.high) > 1e-290) w.relative = std::max(w.relative, RelativeError(want, got));
  }
  for (const auto& [name, w] : worst) {
    std::printf("%-10s %-8s worst error %.3g, relative %.3g\n", function.c_str(), name.c_str(),
                w.absolute, w.relative);
  }
  EXPECT_EQ(worst.size(), 5u);
  return worst;
}

// The bounds below are those that ellipsoid.h states.
TEST(EllipsoidOracle, AuthalicSine) {
  for (const auto& [name, w] : WorstErrors("sine", AuthalicSine)) {
    EXPECT_LE(w.absolute, 1.2e-16) << name;
  }
}

TEST(EllipsoidOracle, AuthalicComplement) {
  for (const auto& [name, w] : WorstErrors("complement", AuthalicComplement)) {
    EXPECT_LE(w.relative, 4e-16) << name;
  }
}

TEST(EllipsoidOracle, AuthalicLatitude) {
  for (const auto& [name, w] : WorstErrors("authalic", AuthalicLatitude)) {
    EXPECT_LE(w.absolute * kDegree, 1e-15) << name;
  }
}

TEST(EllipsoidOracle, GeodeticLatitude) {
  for (const auto& [name, w] : WorstErrors("geodetic", GeodeticLatitude)) {
    EXPECT_LE(w.absolute * kDegree, 1e-15) << name;
  }
}

TEST(EllipsoidOracle, AreaAndRadius) {
  const VectorFile file("authalic.json");
  for (const auto& [name, numbers] : file.head.at("ellipsoids").items()) {
    const Ellipsoid ellipsoid = EllipsoidOf(numbers);
    const auto wide = [&numbers = numbers](const char* key) {
      return Wide{testing::ParseDouble(numbers.at(key)[0]),
                  testing::ParseDouble(numbers.at(key)[1])};
    };
    EXPECT_LE(RelativeError(wide("area_m2"), ellipsoid.area_m2()), 1e-15) << name;
    EXPECT_LE(RelativeError(wide("radius_m"), ellipsoid.authalic_radius()), 1e-15) << name;
    // The sphere has the area of WGS84: its radius is that of the vectors.
    if (name == "WGS84") {
      EXPECT_EQ(Ellipsoid::Sphere().a(), wide("radius_m").high);
    }
  }
}

TEST(Ellipsoid, PolesAndEquatorAreExact) {
  for (const Ellipsoid& ellipsoid :
       {Ellipsoid::Wgs84(), Ellipsoid::Grs80(), Ellipsoid::Sphere(),
        Ellipsoid::Create(3396190, 169.89).value(),
        Ellipsoid::Create(1, Ellipsoid::kMinInverseFlattening).value()}) {
    SCOPED_TRACE(ellipsoid.name());
    for (const double sign : {1.0, -1.0}) {
      EXPECT_EQ(AuthalicLatitude(sign * 90, ellipsoid), sign * 90);
      EXPECT_EQ(GeodeticLatitude(sign * 90, ellipsoid), sign * 90);
      EXPECT_EQ(AuthalicSine(sign, ellipsoid), sign);
      EXPECT_EQ(std::signbit(AuthalicLatitude(sign * 0.0, ellipsoid)), sign < 0);
      EXPECT_EQ(AuthalicLatitude(sign * 0.0, ellipsoid), 0);
      EXPECT_EQ(GeodeticLatitude(sign * 0.0, ellipsoid), 0);
    }
    EXPECT_EQ(AuthalicComplement(0, ellipsoid), 0);
    EXPECT_EQ(AuthalicComplement(1, ellipsoid), 1);
    EXPECT_TRUE(std::isnan(AuthalicSine(kNan, ellipsoid)));
    EXPECT_TRUE(std::isnan(AuthalicComplement(kNan, ellipsoid)));
    EXPECT_TRUE(std::isnan(AuthalicLatitude(kNan, ellipsoid)));
    EXPECT_TRUE(std::isnan(GeodeticLatitude(kNan, ellipsoid)));
  }
}

TEST(Ellipsoid, CreateTakesOnlyWhatTheSeriesHold) {
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(Ellipsoid::Create(6378137, 298.257223563));
  EXPECT_TRUE(Ellipsoid::Create(1, 0));
  EXPECT_TRUE(Ellipsoid::Create(1, Ellipsoid::kMinInverseFlattening));
  for (const double a : {0.0, -1.0, kNan, inf, -inf, 1e300}) {
    EXPECT_FALSE(Ellipsoid::Create(a, 298)) << a;
  }
  for (const double f : {-1.0, 1.0, 149.99, -298.0, kNan, inf}) {
    EXPECT_FALSE(Ellipsoid::Create(1, f)) << f;
  }
}

TEST(Ellipsoid, NamesReadBack) {
  EXPECT_EQ(Ellipsoid::FromName("wgs84"), Ellipsoid::Wgs84());
  EXPECT_EQ(Ellipsoid::FromName("GRS80"), Ellipsoid::Grs80());
  EXPECT_EQ(Ellipsoid::FromName("Sphere"), Ellipsoid::Sphere());
  EXPECT_EQ(Ellipsoid::FromName("WGS 84"), std::nullopt);
  EXPECT_EQ(Ellipsoid::FromName(""), std::nullopt);
  EXPECT_EQ(Ellipsoid::Wgs84().name(), "WGS84");
  EXPECT_EQ(Ellipsoid::Create(3396190, 169.89)->name(), "Ellipsoid(3396190, 169.89)");
  EXPECT_NE(Ellipsoid::Wgs84(), Ellipsoid::Grs80());
}

}  // namespace
}  // namespace coincide
