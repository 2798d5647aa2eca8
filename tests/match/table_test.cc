#include "coincide/match/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "coincide/coverage/column_arrow.h"

namespace coincide {
namespace {

// What a consumer of the stream does, by hand: pyarrow reads it in the Python tests.
class Reader {
 public:
  explicit Reader(const Table& table) {
    table.Export(&stream_);
    EXPECT_EQ(stream_.get_schema(&stream_, &schema_), 0);
    EXPECT_EQ(stream_.get_next(&stream_, &array_), 0);
  }
  ~Reader() {
    if (array_.release != nullptr) array_.release(&array_);
    schema_.release(&schema_);
    if (stream_.release != nullptr) stream_.release(&stream_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  ArrowArrayStream stream_;
  ArrowSchema schema_;
  ArrowArray array_;
};

TEST(Table, ColumnsAndTheirTypes) {
  Table table;
  table.Add("x", std::vector<double>{1.5, 2.5, 3.5});
  table.Add("i", std::vector<int64_t>{-1, 2, 3});
  table.AddTimes("t", {5, kMissingTime, 7});
  table.AddText("g", {1, -1, 0}, {"first", "second"});
  table.AddFlags("f", {1, 0, 1});
  table.SetMetadata("within_m", "100");
  const Reader reader(table);
  ASSERT_EQ(reader.array_.length, 3);
  ASSERT_EQ(reader.schema_.n_children, 5);
  const std::vector<std::string> names = {"x", "i", "t", "g", "f"};
  const std::vector<std::string> formats = {"g", "l", "tsn:UTC", "i", "b"};
  for (size_t c = 0; c < 5; ++c) {
    EXPECT_EQ(reader.schema_.children[c]->name, names[c]);
    EXPECT_EQ(reader.schema_.children[c]->format, formats[c]);
    EXPECT_EQ(reader.array_.children[c]->length, 3);
  }
  const auto* x = static_cast<const double*>(reader.array_.children[0]->buffers[1]);
  EXPECT_EQ(x[2], 3.5);
  EXPECT_EQ(reader.array_.children[2]->null_count, 1);
  EXPECT_EQ(static_cast<const uint8_t*>(reader.array_.children[2]->buffers[0])[0], 0b101);
  const ArrowArray& words = *reader.array_.children[3]->dictionary;
  ASSERT_EQ(words.length, 2);
  const auto* offsets = static_cast<const int32_t*>(words.buffers[1]);
  EXPECT_EQ(std::string(static_cast<const char*>(words.buffers[2]), size_t(offsets[2])),
            "firstsecond");
  EXPECT_EQ(static_cast<const uint8_t*>(reader.array_.children[4]->buffers[1])[0], 0b101);
  ASSERT_NE(reader.schema_.metadata, nullptr);
  EXPECT_EQ(std::string(reader.schema_.metadata + 8, 8), "within_m");
}

TEST(Table, ListsPointsAndCoverages) {
  Table table;
  const auto codes = std::make_shared<const std::vector<int32_t>>(std::vector<int32_t>{0, 0, 1});
  table.Add("granules",
            TableColumn::Lists({0, 1, 3}, TableColumn::Text(*codes, {"a", "b"}, codes)));
  const double lon[] = {1, 2}, lat[] = {-80, 80};
  table.Add("geometry", TableColumn::Points(lon, lat));
  const uint64_t world = 12ull << 58;
  const auto shared = CoverageColumn::FromBuffers({0, 2, 2}, {0, world}, {0b01}, 0, Ellipsoid());
  ASSERT_TRUE(shared.ok()) << shared.status();
  table.Add("shared", TableColumn::Coverages(*shared));
  Reader reader(table);
  ASSERT_EQ(reader.array_.length, 2);
  EXPECT_STREQ(reader.schema_.children[0]->format, "+L");
  EXPECT_STREQ(reader.schema_.children[1]->format, "Z");
  EXPECT_STREQ(reader.schema_.children[2]->name, "shared");
  // A child may be moved out before the rest is released.
  ArrowArray child = *reader.array_.children[2];
  reader.array_.children[2]->release = nullptr;
  ArrowSchema type = *reader.schema_.children[2];
  reader.schema_.children[2]->release = nullptr;
  reader.array_.release(&reader.array_);
  const auto column = ImportCoverageColumn(&child, &type);
  ASSERT_TRUE(column.ok()) << column.status();
  EXPECT_EQ(column->size(), 2u);
  EXPECT_EQ(column->null_count(), 1u);
}

TEST(Table, WithoutRowsOrColumns) {
  Table table;
  const Reader nothing(table);
  EXPECT_EQ(nothing.array_.length, 0);
  table.Add("x", std::vector<double>{});
  table.AddText("g", {}, {});
  const Reader empty(table);
  EXPECT_EQ(empty.array_.length, 0);
  EXPECT_EQ(empty.schema_.n_children, 2);
}

TEST(Table, OutlivesTheTable) {
  ArrowArrayStream stream;
  {
    Table table;
    table.Add("i", std::vector<int64_t>{4, 5});
    table.Export(&stream);
  }
  ArrowArray array;
  ASSERT_EQ(stream.get_next(&stream, &array), 0);
  stream.release(&stream);
  EXPECT_EQ(static_cast<const int64_t*>(array.children[0]->buffers[1])[1], 5);
  array.release(&array);
}

}  // namespace
}  // namespace coincide
