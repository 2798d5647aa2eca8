#include "coincide/adapters/geos.h"

#include <geos_c.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "coincide/adapters/wkb.h"
#include "coincide/cover/cover_geometry.h"

namespace coincide {
namespace {

class ReadGeosTest : public ::testing::Test {
 protected:
  ReadGeosTest() : context_(GEOS_init_r()) {}
  ~ReadGeosTest() override { GEOS_finish_r(context_); }

  using Owned = std::unique_ptr<GEOSGeometry, std::function<void(GEOSGeometry*)>>;
  Owned Parse(const char* wkt) {
    GEOSWKTReader* reader = GEOSWKTReader_create_r(context_);
    GEOSGeometry* geometry = GEOSWKTReader_read_r(context_, reader, wkt);
    GEOSWKTReader_destroy_r(context_, reader);
    EXPECT_NE(geometry, nullptr) << wkt;
    return {geometry, [this](GEOSGeometry* g) { GEOSGeom_destroy_r(context_, g); }};
  }
  // What our reader of WKB makes of the bytes that GEOS writes.
  Geometry ThroughWkb(const GEOSGeometry* source) {
    GEOSWKBWriter* writer = GEOSWKBWriter_create_r(context_);
    size_t size = 0;
    unsigned char* bytes = GEOSWKBWriter_write_r(context_, writer, source, &size);
    Geometry geometry;
    EXPECT_TRUE(ReadWkb({bytes, size}, &geometry).ok());
    GEOSFree_r(context_, bytes);
    GEOSWKBWriter_destroy_r(context_, writer);
    return geometry;
  }

  GEOSContextHandle_t context_;
};

TEST_F(ReadGeosTest, EveryKindCoversAsItsWkbDoes) {
  for (const char* wkt :
       {"POINT (10 70)", "POINT Z (10 70 5)", "LINESTRING (10 70, 12 71, 11 69)",
        "POLYGON ((0 60, 20 60, 20 70, 0 70, 0 60), (5 62, 15 62, 15 68, 5 68, 5 62))",
        "MULTIPOINT ((10 70), (11 71))", "MULTILINESTRING ((10 70, 12 71), (0 0, 1 1))",
        "MULTIPOLYGON (((0 60, 5 60, 5 65, 0 60)), ((100 -80, 120 -80, 110 -75, 100 -80)))",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6), "
        "GEOMETRYCOLLECTION (POLYGON ((0 60, 5 60, 5 65, 0 60))))",
        "POINT EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"}) {
    const Owned source = Parse(wkt);
    Geometry geometry;
    ASSERT_TRUE(ReadGeos(context_, source.get(), &geometry).ok()) << wkt;
    const Geometry expected = ThroughWkb(source.get());
    EXPECT_EQ(std::vector(geometry.lon().begin(), geometry.lon().end()),
              std::vector(expected.lon().begin(), expected.lon().end()))
        << wkt;
    const OuterInner a = CoverGeometry(geometry, 7).value(), b = CoverGeometry(expected, 7).value();
    EXPECT_EQ(a.outer, b.outer) << wkt;
    EXPECT_EQ(a.inner, b.inner) << wkt;
  }
}

TEST_F(ReadGeosTest, ALinearRingIsALine) {
  const Owned ring = Parse("LINEARRING (0 60, 20 60, 20 70, 0 60)");
  Geometry geometry;
  ASSERT_TRUE(ReadGeos(context_, ring.get(), &geometry).ok());
  ASSERT_EQ(geometry.parts().size(), 1u);
  EXPECT_EQ(geometry.parts()[0].kind, PartKind::kLine);
}

TEST_F(ReadGeosTest, NullIsAnError) {
  Geometry geometry;
  EXPECT_THAT(std::string(ReadGeos(context_, nullptr, &geometry).message()),
              ::testing::HasSubstr("null"));
}

}  // namespace
}  // namespace coincide
