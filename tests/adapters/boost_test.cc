#include "coincide/adapters/boost.h"

#include <gtest/gtest.h>

#include <boost/geometry/geometries/geometries.hpp>
#include <boost/geometry/geometries/register/point.hpp>
#include <boost/geometry/io/wkt/read.hpp>
#include <numbers>
#include <vector>

#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_polygon.h"

// A type of a user's own.
struct Station {
  const char* name;
  float east, north;
};
BOOST_GEOMETRY_REGISTER_POINT_2D(Station, float,
                                 boost::geometry::cs::geographic<boost::geometry::degree>, east,
                                 north)

namespace coincide {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::point<double, 2, bg::cs::geographic<bg::degree>>;

template <class Model>
Geometry Read(const char* wkt) {
  Model model;
  bg::read_wkt(wkt, model);
  return GeometryOf(model);
}
std::vector<double> Lon(const Geometry& geometry) {
  return {geometry.lon().begin(), geometry.lon().end()};
}

TEST(Boost, EveryModel) {
  EXPECT_EQ(Lon(Read<Point>("POINT(10 70)")), (std::vector{10.0}));
  const Geometry line = Read<bg::model::linestring<Point>>("LINESTRING(10 70,12 71,11 69)");
  EXPECT_EQ(Lon(line), (std::vector{10.0, 12.0, 11.0}));
  EXPECT_EQ(line.parts()[0].kind, PartKind::kLine);
  const Geometry polygon = Read<bg::model::polygon<Point>>(
      "POLYGON((0 60,20 60,20 70,0 70,0 60),(5 62,15 62,15 68,5 68,5 62))");
  ASSERT_EQ(polygon.parts().size(), 1u);
  EXPECT_EQ(polygon.Rings(polygon.parts()[0]).size(), 2u);
  EXPECT_EQ(Read<bg::model::multi_polygon<bg::model::polygon<Point>>>(
                "MULTIPOLYGON(((0 60,5 60,5 65,0 60)),((100 -80,120 -80,110 -75,100 -80)))")
                .parts()
                .size(),
            2u);
  EXPECT_EQ(Read<bg::model::multi_linestring<bg::model::linestring<Point>>>(
                "MULTILINESTRING((10 70,12 71),(0 0,1 1))")
                .parts()
                .size(),
            2u);
  EXPECT_EQ(Lon(Read<bg::model::multi_point<Point>>("MULTIPOINT((10 70),(11 71))")).size(), 2u);
  EXPECT_EQ(Lon(GeometryOf(bg::model::segment<Point>(Point(1, 2), Point(3, 4)))),
            (std::vector{1.0, 3.0}));
  // Cartesian points are taken as degrees.
  using Flat = bg::model::point<float, 3, bg::cs::cartesian>;
  EXPECT_EQ(Lon(Read<bg::model::ring<Flat>>("POLYGON((0 60 1,20 60 1,20 70 1,0 60 1))")).size(),
            4u);
}

TEST(Boost, OpenAndClosedRingsAreOne) {
  using Open = bg::model::polygon<Point, false, false>;
  const OuterInner open = CoverGeometry(Read<Open>("POLYGON((0 60,20 60,20 70,0 70))"), 7).value();
  const OuterInner closed =
      CoverGeometry(Read<bg::model::polygon<Point>>("POLYGON((0 60,20 60,20 70,0 70,0 60))"), 7)
          .value();
  const std::vector<double> lon = {0, 20, 20, 0}, lat = {60, 60, 70, 70};
  const std::vector<int64_t> offsets = {0, 4};
  EXPECT_EQ(open.outer, closed.outer);
  EXPECT_EQ(open.outer, CoverPolygon({lon, lat, offsets}, 7)->outer);
}

TEST(Boost, EmptyModelsAddNothing) {
  EXPECT_TRUE(GeometryOf(bg::model::polygon<Point>()).parts().empty());
  EXPECT_TRUE(GeometryOf(bg::model::linestring<Point>()).parts().empty());
  EXPECT_TRUE(GeometryOf(bg::model::multi_polygon<bg::model::polygon<Point>>()).parts().empty());
}

TEST(Boost, UnitsAndTypesOfUsers) {
  using Radians = bg::model::point<double, 2, bg::cs::spherical_equatorial<bg::radian>>;
  const Geometry point = GeometryOf(Radians(std::numbers::pi / 2, std::numbers::pi / 6));
  EXPECT_NEAR(point.lon()[0], 90, 1e-13);
  EXPECT_NEAR(point.lat()[0], 30, 1e-13);
  const Geometry station = GeometryOf(Station{"Troll", 2.5f, -72.0f});
  EXPECT_EQ(station.lon()[0], 2.5);
  EXPECT_EQ(station.lat()[0], -72);
}

}  // namespace
}  // namespace coincide
