#include "coincide/coverage/column_arrow.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random_columns.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;
using testing::MakeColumn;
using testing::RandomRows;

CoverageColumn Sample(const Ellipsoid& ellipsoid = {}) {
  std::mt19937_64 rng(41);
  return MakeColumn(RandomRows(rng, {.rows = 50, .order = 11, .special = 0.4}), 11, ellipsoid);
}

// A list<uint64> that a foreign library might hand over: its memory is its own,
// and a counter says how often it was released.
struct Foreign {
  explicit Foreign(std::vector<int32_t> offsets_in, std::vector<uint64_t> leaves_in)
      : offsets(std::move(offsets_in)), leaves(std::move(leaves_in)) {
    item.format = "L";
    schema.format = "+l";
    schema.n_children = 1;
    schema.children = schema_children;
    schema.release = [](ArrowSchema* s) {
      ++static_cast<Foreign*>(s->private_data)->schema_released;
      s->release = nullptr;
    };
    schema.private_data = this;
    values.length = static_cast<int64_t>(leaves.size());
    values.n_buffers = 2;
    values.buffers = value_buffers;
    array.length = static_cast<int64_t>(offsets.size()) - 1;
    array.n_buffers = 2;
    array.buffers = buffers;
    array.n_children = 1;
    array.children = array_children;
    array.release = [](ArrowArray* a) {
      ++static_cast<Foreign*>(a->private_data)->array_released;
      a->release = nullptr;
    };
    array.private_data = this;
  }
  Foreign(const Foreign&) = delete;

  std::vector<int32_t> offsets;
  std::vector<uint64_t> leaves;
  const void* buffers[2] = {nullptr, offsets.data()};
  const void* value_buffers[2] = {nullptr, leaves.data()};
  ArrowSchema item{}, schema{};
  ArrowSchema* schema_children[1] = {&item};
  ArrowArray values{}, array{};
  ArrowArray* array_children[1] = {&values};
  int schema_released = 0, array_released = 0;
};

const CoverageType kLeaves = {29, Ellipsoid()};

TEST(ColumnArrow, ExportedAndImportedIsTheSameMemory) {
  for (const Ellipsoid& ellipsoid : {Ellipsoid(), *Ellipsoid::Create(6378388, 297)}) {
    const CoverageColumn whole = Sample(ellipsoid);
    for (const CoverageColumn& column : {whole, whole.Slice(3, 17), whole.Slice(50, 0)}) {
      ArrowArray array;
      ArrowSchema schema;
      ExportCoverageColumn(column, &array, &schema);
      EXPECT_STREQ(schema.format, "+l");
      EXPECT_EQ(array.null_count, static_cast<int64_t>(column.null_count()));
      const auto back = ImportCoverageColumn(&array, &schema);
      ASSERT_THAT(back, IsOk());
      EXPECT_EQ(array.release, nullptr);
      EXPECT_EQ(schema.release, nullptr);
      EXPECT_EQ(*back, column);
      if (column.size() > 0) {
        EXPECT_EQ(back->buffers().leaves, column.buffers().leaves) << "copied";
        EXPECT_EQ(back->buffers().offsets32, column.buffers().offsets32) << "copied";
      }
    }
  }
}

TEST(ColumnArrow, PartsMayBeMovedOutAndOutliveTheColumn) {
  ArrowArray array, child;
  ArrowSchema schema;
  {
    const CoverageColumn column = Sample();
    ExportCoverageColumn(column, &array, &schema);
  }
  child = *array.children[0];
  array.children[0]->release = nullptr;
  array.release(&array);
  EXPECT_EQ(array.release, nullptr);
  uint64_t sum = 0;  // ASan would see memory that is gone.
  for (int64_t i = 0; i < child.length; ++i) {
    sum += static_cast<const uint64_t*>(child.buffers[1])[i];
  }
  EXPECT_GT(sum, 0u);
  child.release(&child);
  schema.release(&schema);

  ArrowSchema type;
  ExportCoverageType({5, Ellipsoid::Sphere()}, true, &type);
  EXPECT_STREQ(type.format, "+L");
  type.release(&type);
  ExportCoverageColumn(CoverageColumn(), &array, &schema);
  EXPECT_EQ(array.length, 0);
  EXPECT_NE(array.buffers[1], nullptr);
  array.release(&array);
  schema.release(&schema);
}

TEST(ColumnArrow, ForeignArrayIsKeptUntilTheLastColumnIsGone) {
  Foreign foreign({0, 2, 2, 6}, {1, 4, 0, 2, 5, 9});
  {
    auto column = ImportCoverageColumn(&foreign.array, &foreign.schema, kLeaves);
    ASSERT_THAT(column, IsOk());
    EXPECT_EQ(foreign.schema_released, 1);
    const CoverageColumn slice = column->Slice(1, 2);
    *column = CoverageColumn();
    EXPECT_EQ(foreign.array_released, 0);
    EXPECT_EQ(slice.ranges(1)[1], (LeafRange{5, 9}));
  }
  EXPECT_EQ(foreign.array_released, 1);
}

TEST(ColumnArrow, OffsetsNullsAndUnalignedBuffers) {
  // Parent and child both begin inside their buffers; row 1 of 3 is null.
  Foreign foreign({9, 0, 2, 4, 6}, {77, 1, 4, 0, 0, 5, 9});
  const uint8_t validity = 0b1011;
  foreign.buffers[0] = &validity;
  foreign.array.offset = 1;
  foreign.array.length = 3;
  foreign.array.null_count = -1;
  foreign.values.offset = 1;
  foreign.values.length = 6;
  {
    const auto column = ImportCoverageColumn(&foreign.array, &foreign.schema, kLeaves);
    ASSERT_THAT(column, IsOk());
    EXPECT_EQ(column->null_count(), 1u);
    EXPECT_TRUE(column->is_null(1));
    EXPECT_TRUE(column->ranges(1).empty());
    EXPECT_EQ(column->ranges(2)[0], (LeafRange{5, 9}));
    EXPECT_EQ(column->range_count(), 2u);
  }
  Foreign odd({0, 2, 6}, {1, 4, 0, 2, 5, 9});
  std::vector<uint8_t> offsets(13), leaves(49);
  std::memcpy(offsets.data() + 1, odd.offsets.data(), 12);
  std::memcpy(leaves.data() + 1, odd.leaves.data(), 48);
  odd.buffers[1] = offsets.data() + 1;
  odd.value_buffers[1] = leaves.data() + 1;
  const auto column = ImportCoverageColumn(&odd.array, &odd.schema, kLeaves);
  ASSERT_THAT(column, IsOk());
  EXPECT_EQ(column->ranges(1)[0], (LeafRange{0, 2}));
  EXPECT_EQ(column->ranges(1)[1], (LeafRange{5, 9}));
}

TEST(ColumnArrow, WhatIsNoCoverageColumnIsAnErrorAndStaysTheCallers) {
  const auto error = [](const auto& change, const auto& text) {
    Foreign foreign({0, 2, 6}, {1, 4, 0, 2, 5, 9});
    std::optional<CoverageType> plain = kLeaves;
    change(&foreign, &plain);
    const auto column = ImportCoverageColumn(&foreign.array, &foreign.schema, plain);
    EXPECT_THAT(column, HasError(text));
    EXPECT_EQ(foreign.array_released + foreign.schema_released, 0);
  };
  using Plain = std::optional<CoverageType>;
  error([](Foreign*, Plain* p) { p->reset(); }, "not the extension coincide.coverage");
  error([](Foreign* f, Plain*) { f->schema.format = "l"; }, "format \"l\": must be");
  error([](Foreign* f, Plain*) { f->item.format = "l"; }, "child format \"l\": must be \"L\"");
  error([](Foreign* f, Plain*) { f->schema.n_children = 0; }, "one child");
  error([](Foreign* f, Plain*) { f->array.n_buffers = 1; }, "2 buffers");
  error([](Foreign* f, Plain*) { f->array.length = -1; }, "length -1");
  error([](Foreign* f, Plain*) { f->values.offset = -8; }, "offset -8");
  error([](Foreign* f, Plain*) { f->values.length = 4; }, "the last offset is 6");
  error([](Foreign* f, Plain*) { f->buffers[1] = nullptr; }, "no offsets buffer");
  error([](Foreign* f, Plain*) { f->offsets[1] = 3; }, "row 0: offsets 0 to 3");
  error([](Foreign* f, Plain*) { f->offsets[0] = -2; }, "row 0: offset -2");
  error([](Foreign* f, Plain*) { f->offsets[1] = 1000000; }, "row 1: offsets 1000000 to 6");
  error([](Foreign* f, Plain*) { f->leaves[5] = 5; }, "row 1, range 1 [5, 5)");
  error([](Foreign*, Plain* p) { (*p)->order = 28; }, "cells of order 28");
  static const uint8_t bits = 0b101111;
  error(
      [](Foreign* f, Plain*) {
        f->value_buffers[0] = &bits;
        f->values.null_count = -1;
      },
      "leaf 4 is null");
  error([](Foreign* f, Plain*) { f->schema.metadata = "\1\0\0\0\xff\xff\xff\xff"; },
        "negative length");
}

TEST(ColumnArrow, TypeInJson) {
  EXPECT_EQ(CoverageTypeToJson({10, Ellipsoid()}), R"({"order":10,"ellipsoid":"WGS84"})");
  const CoverageType international = {0, *Ellipsoid::Create(6378388, 297)};
  EXPECT_EQ(CoverageTypeToJson(international),
            R"({"order":0,"ellipsoid":{"a":6378388,"inverse_flattening":297}})");
  EXPECT_EQ(CoverageTypeFromJson(CoverageTypeToJson(international)).value(), international);
  EXPECT_EQ(
      CoverageTypeFromJson(
          R"( { "new" : [1, {"a":[]}, "\"", true, null, -1e3], "ellipsoid" : "sphere", "order":29 } )")
          .value(),
      (CoverageType{29, Ellipsoid::Sphere()}));
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "byte 0: expected \"{\""},
      {"{}", "no \"order\""},
      {R"({"order":3})", "no \"ellipsoid\""},
      {R"({"order":30,"ellipsoid":"WGS84"})", "order 30: must be 0 to 29"},
      {R"({"order":1.5,"ellipsoid":"WGS84"})", "order 1.5"},
      {R"({"order":"3","ellipsoid":"WGS84"})", "expected a number"},
      {R"({"order":3,"order":3,"ellipsoid":"WGS84"})", "a second \"order\""},
      {R"({"order":3,"ellipsoid":"Mars"})", "ellipsoid \"Mars\""},
      {R"({"order":3,"ellipsoid":{"a":1}})", "no such ellipsoid"},
      {R"({"order":3,"ellipsoid":"WGS84"} x)", "stray text"},
      {R"({"order":3,"ellipsoid":"WGS84)", "does not end"},
      {R"({"order":3 "ellipsoid":"WGS84"})", "expected \",\""},
      {R"({"x":)" + std::string(100, '['), "nested too deeply"},
  };
  for (const auto& [text, want] : bad) EXPECT_THAT(CoverageTypeFromJson(text), HasError(want));
}

}  // namespace
}  // namespace coincide
