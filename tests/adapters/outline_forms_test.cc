#include "coincide/adapters/outline_forms.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "coincide/adapters/wkb.h"
#include "nlohmann/json.hpp"

namespace coincide {
namespace {

// A square with a hole, and a triangle.
Outline Example() {
  Outline outline;
  outline.lon = {0, 10, 10, 0, 0, 2, 2, 4, 2, -180, -170.5, -180, -180};
  outline.lat = {0, 0, 10, 10, 0, 2, 4, 2, 2, -90, -0.1, 90, -90};
  outline.ring_offsets = {0, 5, 9, 13};
  outline.polygon_offsets = {0, 2, 3};
  return outline;
}

TEST(OutlineForms, WkbReadsBack) {
  const Outline outline = Example();
  const std::string bytes = OutlineToWkb(outline);
  Geometry geometry;
  geometry.Clear();
  ASSERT_TRUE(
      ReadWkb({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, &geometry).ok());
  ASSERT_EQ(geometry.parts().size(), 2u);
  EXPECT_EQ(geometry.Rings(geometry.parts()[0]).size(), 2u);
  EXPECT_EQ(geometry.Rings(geometry.parts()[1]).size(), 1u);
  EXPECT_EQ(std::vector(geometry.lon().begin(), geometry.lon().end()), outline.lon);
  EXPECT_EQ(std::vector(geometry.lat().begin(), geometry.lat().end()), outline.lat);
}

TEST(OutlineForms, Wkt) {
  EXPECT_EQ(OutlineToWkt(Example()),
            "MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 2,2 2)),"
            "((-180 -90,-170.5 -0.1,-180 90,-180 -90)))");
  EXPECT_EQ(OutlineToWkt({}), "MULTIPOLYGON EMPTY");
}

TEST(OutlineForms, GeoJson) {
  const auto object = nlohmann::json::parse(OutlineToGeoJson(Example()));
  EXPECT_EQ(object["type"], "MultiPolygon");
  EXPECT_EQ(object["coordinates"].size(), 2u);
  EXPECT_EQ(object["coordinates"][0][1][2], (nlohmann::json{4, 2}));
  EXPECT_EQ(object["coordinates"][1][0][1], (nlohmann::json{-170.5, -0.1}));
  EXPECT_EQ(OutlineToGeoJson({}), R"({"type":"MultiPolygon","coordinates":[]})");
}

}  // namespace
}  // namespace coincide
