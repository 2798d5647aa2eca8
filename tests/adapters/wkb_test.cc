#include "coincide/adapters/wkb.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include "coincide/cover/cover_geometry.h"
#include "coincide/coverage/coverage_cells.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

// Writes WKB in either byte order, from the OGC 06-103r4 tables.
class Writer {
 public:
  explicit Writer(bool little) : little_(little) {}
  Writer& Header(uint32_t type) {
    bytes_.push_back(little_ ? 1 : 0);
    return Count(type);
  }
  Writer& Count(uint32_t value) { return Put(value); }
  Writer& Vertex(std::initializer_list<double> values) {
    for (const double value : values) Put(std::bit_cast<uint64_t>(value));
    return *this;
  }
  std::vector<uint8_t> bytes() const { return bytes_; }

 private:
  template <typename T>
  Writer& Put(T value) {
    for (size_t i = 0; i < sizeof(T); ++i) {
      const size_t shift = 8 * (little_ ? i : sizeof(T) - 1 - i);
      bytes_.push_back(static_cast<uint8_t>(value >> shift));
    }
    return *this;
  }
  bool little_;
  std::vector<uint8_t> bytes_;
};

std::vector<uint8_t> Triangle(bool little, uint32_t type, bool z) {
  Writer writer(little);
  writer.Header(type).Count(1).Count(4);
  for (const auto& [lon, lat] : {std::pair{0.0, 0.0}, {10.0, 0.0}, {5.0, 8.0}, {0.0, 0.0}}) {
    if (z) {
      writer.Vertex({lon, lat, 100});
    } else {
      writer.Vertex({lon, lat});
    }
  }
  return writer.bytes();
}

TEST(Wkb, ReadsEveryFormOfAPolygon) {
  for (const auto& bytes :
       {Triangle(true, 3, false), Triangle(false, 3, false), Triangle(true, 1003, true),
        Triangle(true, 0x80000003, true), Triangle(false, 2003, true)}) {
    Geometry geometry;
    ASSERT_THAT(ReadWkb(bytes, &geometry), IsOk());
    ASSERT_EQ(geometry.parts().size(), 1u);
    EXPECT_EQ(geometry.parts()[0].kind, PartKind::kPolygon);
    EXPECT_EQ(std::vector<double>(geometry.lon().begin(), geometry.lon().end()),
              (std::vector<double>{0, 10, 5, 0}));
    EXPECT_EQ(std::vector<double>(geometry.lat().begin(), geometry.lat().end()),
              (std::vector<double>{0, 0, 8, 0}));
  }
}

TEST(Wkb, ReadsACollectionOfAllKinds) {
  Writer w(true);
  w.Header(7).Count(4);
  w.Header(1).Vertex({1, 2});
  w.Header(2).Count(2).Vertex({3, 4}).Vertex({5, 6});
  w.Header(4).Count(2);
  w.Header(1).Vertex({7, 8});
  w.Header(1).Vertex({9, 10});
  w.Header(6).Count(1);
  w.Header(3).Count(1).Count(4).Vertex({0, 0}).Vertex({1, 0}).Vertex({0, 1}).Vertex({0, 0});
  Geometry geometry;
  ASSERT_THAT(ReadWkb(w.bytes(), &geometry), IsOk());
  std::vector<PartKind> kinds;
  for (const Geometry::Part& part : geometry.parts()) kinds.push_back(part.kind);
  EXPECT_EQ(kinds, (std::vector{PartKind::kPoints, PartKind::kLine, PartKind::kPoints,
                                PartKind::kPoints, PartKind::kPolygon}));
  EXPECT_EQ(geometry.lon().size(), 9u);
}

TEST(Wkb, EmptyOnesAddNothing) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& bytes :
       {Writer(true).Header(1).Vertex({kNan, kNan}).bytes(),
        Writer(true).Header(2).Count(0).bytes(), Writer(true).Header(3).Count(0).bytes(),
        Writer(true).Header(7).Count(0).bytes()}) {
    Geometry geometry;
    ASSERT_THAT(ReadWkb(bytes, &geometry), IsOk());
    EXPECT_TRUE(geometry.is_empty());
    EXPECT_TRUE(CoverGeometry(geometry, 5)->outer.is_empty());
  }
}

TEST(Wkb, TruncationAtEveryByteIsAnError) {
  const std::vector<uint8_t> bytes = Triangle(true, 3, false);
  for (size_t n = 0; n < bytes.size(); ++n) {
    Geometry geometry;
    EXPECT_FALSE(ReadWkb(std::span(bytes).first(n), &geometry).ok()) << n;
  }
  std::vector<uint8_t> longer = bytes;
  longer.push_back(0);
  Geometry geometry;
  EXPECT_THAT(ReadWkb(longer, &geometry), HasError("after the geometry at byte 77"));
}

TEST(Wkb, FaultsAreNamed) {
  Geometry geometry;
  std::vector<uint8_t> bytes = Triangle(true, 3, false);
  bytes[0] = 7;
  EXPECT_THAT(ReadWkb(bytes, &geometry), HasError("byte order 7 at byte 0"));
  EXPECT_THAT(ReadWkb(Writer(true).Header(8).Count(0).bytes(), &geometry), HasError("type 8"));
  EXPECT_THAT(ReadWkb(Writer(true).Header(2).Count(4000000000).bytes(), &geometry),
              HasError("count of 4000000000"));
  EXPECT_THAT(ReadWkb(Writer(true)
                          .Header(3)
                          .Count(1)
                          .Count(4)
                          .Vertex({0, 0})
                          .Vertex({1, 0})
                          .Vertex({0, 1})
                          .Vertex({0, 2})
                          .bytes(),
                      &geometry),
              HasError("not closed"));
  Writer deep(true);
  for (int i = 0; i < 40; ++i) deep.Header(7).Count(1);
  EXPECT_THAT(ReadWkb(deep.bytes(), &geometry), HasError("deeper"));
}

TEST(CoverColumn, RowsAreTheirCoversOnAnyNumberOfThreads) {
  const std::vector<uint8_t> triangle = Triangle(true, 3, false);
  const std::vector<uint8_t> line =
      Writer(true).Header(2).Count(2).Vertex({170, 10}).Vertex({-170, 12}).bytes();
  const GeometrySource source = [&](size_t row, Geometry* geometry) -> absl::StatusOr<bool> {
    if (row % 5 == 3) return false;
    const absl::Status status = ReadWkb(row % 2 == 0 ? triangle : line, geometry);
    if (!status.ok()) return status;
    return true;
  };
  ColumnOptions options;
  options.order = 7;
  options.threads = 1;
  const auto one = CoverColumn(200, source, options);
  ASSERT_THAT(one, IsOk());
  options.threads = 4;
  EXPECT_EQ(*one, *CoverColumn(200, source, options));
  EXPECT_EQ(one->null_count(), 40u);
  Geometry geometry;
  ASSERT_THAT(ReadWkb(triangle, &geometry), IsOk());
  const auto cover = CoverGeometry(geometry, 7);
  EXPECT_TRUE(std::equal(one->ranges(4).begin(), one->ranges(4).end(),
                         cover->outer.ranges().begin(), cover->outer.ranges().end()));
}

TEST(CoverColumn, FirstBadRowIsNamed) {
  const GeometrySource source = [](size_t row, Geometry* geometry) -> absl::StatusOr<bool> {
    geometry->BeginPoints();
    geometry->AddVertex(10, row >= 37 ? 95 : 0);
    return true;
  };
  for (const int threads : {1, 4}) {
    ColumnOptions options;
    options.order = 7;
    options.threads = threads;
    EXPECT_THAT(CoverColumn(300, source, options), HasError("row 37: point 0: lat is 95"));
  }
}

TEST(CoverWithin, KeepsToItsBudget) {
  Geometry geometry;
  geometry.BeginPolygon();
  geometry.BeginRing();
  for (int k = 0; k < 50; ++k) {
    geometry.AddVertex(100 + 20 * std::cos(k * 0.1256), -75 + 5 * std::sin(k * 0.1256));
  }
  const double area = CoverGeometry(geometry, 12)->inner.area_m2();
  double last = 1e30;
  for (const size_t cells : {4, 8, 20, 100, 1000}) {
    CellBudget budget;
    budget.max_cells = cells;
    const auto outer = CoverWithin(geometry, budget);
    ASSERT_THAT(outer, IsOk());
    EXPECT_GE(outer->area_m2(), area);
    EXPECT_LE(CountMaximalCells(*outer), cells);
    EXPECT_LE(outer->area_m2(), last);
    last = outer->area_m2();
  }
  EXPECT_LT(last, area * 1.05);
}

}  // namespace
}  // namespace coincide
