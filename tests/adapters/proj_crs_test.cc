#include "coincide/adapters/proj_crs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_polygon.h"
#include "tests/support/cover_checker.h"

namespace coincide {
namespace {

using ::testing::HasSubstr;

TEST(ProjCrs, ThereAndBack) {
  std::mt19937_64 rng(1);
  for (const char* text : {"EPSG:3031", "EPSG:3413", "EPSG:32633", "EPSG:6933"}) {
    const ProjCrs crs = ProjCrs::Create(text).value();
    EXPECT_EQ(crs.text(), text);
    const EdgeProjector projector = crs.projector();
    for (int i = 0; i < 200; ++i) {
      const bool south = std::string(text) == "EPSG:3031";
      const double lon = 5 + static_cast<double>(rng() % 20000) / 1000;
      const double lat = (south ? -1 : 1) * (60 + static_cast<double>(rng() % 20000) / 1000);
      double x, y, lon2, lat2;
      projector.forward(projector.context, &lon, &lat, 1, &x, &y);
      projector.inverse(projector.context, &x, &y, 1, &lon2, &lat2);
      EXPECT_NEAR(lon, lon2, 1e-8) << text;
      // PROJ's inverse of equal-area cylinders is a short series: 0.2 mm off.
      EXPECT_NEAR(lat, lat2, std::string(text) == "EPSG:6933" ? 3e-9 : 1e-10) << text;
    }
  }
}

// The formulas of EPSG guidance note 7-2, variant B, for a place on the parallel
// that is true to scale: rho = a cos(phi) / sqrt(1 - e^2 sin^2(phi)).
TEST(ProjCrs, AxesAreAsMapsHaveThem) {
  const ProjCrs crs = ProjCrs::Create("EPSG:3031").value();
  const double lat = -71, phi = lat * 3.14159265358979323846 / 180;
  const double rho = 6378137 * std::cos(phi) /
                     std::sqrt(1 - Ellipsoid::Wgs84().e2() * std::sin(phi) * std::sin(phi));
  double x, y;
  const EdgeProjector projector = crs.projector();
  double lon = 90;
  projector.forward(projector.context, &lon, &lat, 1, &x, &y);
  EXPECT_NEAR(x, rho, 1e-3);
  EXPECT_NEAR(y, 0, 1e-3);
  lon = 0;
  projector.forward(projector.context, &lon, &lat, 1, &x, &y);
  EXPECT_NEAR(x, 0, 1e-3);
  EXPECT_NEAR(y, rho, 1e-3);
}

TEST(ProjCrs, BadInput) {
  EXPECT_THAT(std::string(ProjCrs::Create("EPSG:1").status().message()), HasSubstr("EPSG:1"));
  EXPECT_THAT(std::string(ProjCrs::Create("").status().message()), HasSubstr("CRS \"\""));
  EXPECT_THAT(std::string(ProjCrs::Create("EPSG:4326").status().message()),
              HasSubstr("not a projected one"));
  EXPECT_THAT(std::string(ProjCrs::Create("+proj=utm +zone=33").status().message()),
              HasSubstr("no such CRS"));
  EXPECT_TRUE(ProjCrs::Create("+proj=utm +zone=33 +type=crs").ok());
  const ProjCrs crs = ProjCrs::Create("EPSG:3031").value();
  Geometry geometry;
  geometry.BeginPoints();
  geometry.AddVertex(0, 0);
  geometry.AddVertex(NAN, 0);
  EXPECT_THAT(std::string(crs.Unproject(&geometry).message()), HasSubstr("vertex 1"));
}

// Squares of the plane that hold a pole, cover and inside, by the checker; each
// polygon as x, y of the CRS.
TEST(ProjCrs, PolesInsidePolygons) {
  for (const char* text : {"EPSG:3031", "EPSG:3413"}) {
    const ProjCrs crs = ProjCrs::Create(text).value();
    const EdgeProjector projector = crs.projector();
    testing::EdgeModel model;
    model.kind = testing::EdgeKind::kPlanar;
    model.planar = {[&](LonLat p) -> std::array<double, 2> {
                      std::array<double, 2> xy;
                      projector.forward(projector.context, &p.lon, &p.lat, 1, &xy[0], &xy[1]);
                      return xy;
                    },
                    [&](double x, double y) -> LonLat {
                      LonLat p;
                      projector.inverse(projector.context, &x, &y, 1, &p.lon, &p.lat);
                      return p;
                    }};
    const double pole = std::string(text) == "EPSG:3031" ? -90 : 90;
    for (const double size : {500.0, 3e5, 2.5e6}) {
      Geometry square;
      square.BeginPolygon();
      square.BeginRing();
      for (const auto& [x, y] : std::vector<std::pair<double, double>>{
               {-size, -size}, {1.2 * size, -size}, {size, size}, {-size, 0.3 * size}}) {
        square.AddVertex(x, y);
      }
      ASSERT_TRUE(crs.Unproject(&square).ok());
      testing::Shape shape;
      shape.family = text;
      shape.lon.assign(square.lon().begin(), square.lon().end());
      shape.lat.assign(square.lat().begin(), square.lat().end());
      shape.offsets = {0, 4};
      shape.model = model;
      CoverOptions options;
      options.edges = Edges::kPlanar;
      options.projector = projector;
      const int order = testing::OrderForCells(shape, 200);
      const OuterInner covers = CoverGeometry(square, order, options).value();
      const auto check =
          testing::CheckCover(shape, order, covers.outer.ranges(), covers.inner.ranges());
      EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
      EXPECT_TRUE(covers.inner.Contains(Projection::Of(options.ellipsoid).LeafOf(0, pole)));
    }
  }
}

TEST(ProjCrs, ManyThreadsGiveOneAnswer) {
  const ProjCrs crs = ProjCrs::Create("EPSG:3031").value();
  const EdgeProjector projector = crs.projector();
  std::vector<std::vector<double>> answers(4);
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const double lon = i * 0.7, lat = -89 + i * 0.05;
        double x, y;
        projector.forward(projector.context, &lon, &lat, 1, &x, &y);
        answer.push_back(x);
        answer.push_back(y);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) EXPECT_EQ(answer, answers[0]);
}

// A CRS of a code is in proj.db; one of parameters needs no data.
TEST(ProjCrs, DataFolder) {
  SetProjDataFolder("no such folder");
  const absl::StatusOr<ProjCrs> coded = ProjCrs::Create("EPSG:3031");
  SetProjDataFolder("");
  EXPECT_FALSE(coded.ok());
  EXPECT_TRUE(ProjCrs::Create("EPSG:3031").ok());
}

// One thread may use more CRSs than it keeps.
TEST(ProjCrs, MoreThanAreKept) {
  std::vector<ProjCrs> all;
  for (int zone = 1; zone <= 20; ++zone) {
    all.push_back(ProjCrs::Create("EPSG:" + std::to_string(32600 + zone)).value());
  }
  for (int round = 0; round < 2; ++round) {
    for (int zone = 1; zone <= 20; ++zone) {
      const EdgeProjector projector = all[static_cast<size_t>(zone - 1)].projector();
      const double lon = 6 * zone - 183, lat = 0;
      double x, y;
      projector.forward(projector.context, &lon, &lat, 1, &x, &y);
      EXPECT_NEAR(x, 500000, 1e-3);
    }
  }
}

}  // namespace
}  // namespace coincide
