#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "tests/support/random_columns.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::ColumnRow;
using testing::ColumnShape;
using testing::HasError;
using testing::IsOk;
using testing::MakeColumn;
using testing::RandomRows;
using testing::RowsThatMeet;

// Heavy overlap, nesting at all scales, few and many rows, one and all orders.
std::vector<ColumnShape> Shapes() {
  return {
      {.rows = 1, .order = 6, .special = 0},
      {.rows = 60, .order = 0, .max_ranges = 3, .places = 12},
      {.rows = 300, .order = 9, .max_ranges = 60, .places = 3},
      {.rows = 300, .order = 14, .max_ranges = 10, .scale_spread = 0.5, .places = 30},
      {.rows = 200, .order = 29, .max_ranges = 20, .scale_spread = 0.7, .places = 40},
      {.rows = 400, .order = 12, .max_ranges = 5, .scale_spread = 0, .places = 400},
      {.rows = 250, .order = 8, .max_ranges = 4, .places = 1, .special = 0.7},
      {.rows = 40, .order = 5, .special = 1},
  };
}

class IndexOfRandomColumns : public ::testing::TestWithParam<uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, IndexOfRandomColumns, ::testing::Range<uint64_t>(0, 4));

TEST_P(IndexOfRandomColumns, QueriesAgreeWithALoopOverTheRows) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (const ColumnShape& shape : Shapes()) {
    SCOPED_TRACE(::testing::Message() << shape.rows << " rows of order " << shape.order);
    const std::vector<ColumnRow> rows = RandomRows(rng, shape);
    const auto index = CoverageIndex::Build(MakeColumn(rows, shape.order));
    ASSERT_THAT(index, IsOk());
    ASSERT_EQ(index->size(), rows.size());
    ASSERT_THAT(index->Verify(), IsOk());
    // Coverages of another order meet units in the middle.
    for (const int order : {shape.order, 29, 4}) {
      const std::vector<ColumnRow> queries =
          RandomRows(rng, {.rows = 60, .order = order, .max_ranges = 30, .scale_spread = 0.3});
      for (const ColumnRow& query : queries) {
        const auto got = index->QueryRanges(query.ranges);
        ASSERT_THAT(got, IsOk());
        ASSERT_EQ(*got, RowsThatMeet(rows, query.ranges));
      }
    }
    // Ranges that just touch, or just do not, those of a row.
    for (int round = 0; round < 100; ++round) {
      const ColumnRow& row = rows[rng() % rows.size()];
      if (row.ranges.empty()) continue;
      const LeafRange range = row.ranges[rng() % row.ranges.size()];
      for (const uint64_t leaf : {range.begin, range.begin - 1, range.end, range.end - 1}) {
        if (leaf >= kLeafCount) continue;
        const LeafRange query = {leaf, leaf + 1};
        ASSERT_EQ(index->QueryLeaf(leaf).value(), RowsThatMeet(rows, {&query, 1}));
        const Cell cell = Cell::FromPoint(leaf).Parent(static_cast<int>(rng() % 30));
        const LeafRange leaves = cell.leaves();
        ASSERT_EQ(index->QueryCell(cell).value(), RowsThatMeet(rows, {&leaves, 1}));
      }
    }
  }
}

TEST_P(IndexOfRandomColumns, BatchOfLeavesAgreesWithOneByOne) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (const ColumnShape& shape : Shapes()) {
    const std::vector<ColumnRow> rows = RandomRows(rng, shape);
    const auto index = CoverageIndex::Build(MakeColumn(rows, shape.order)).value();
    std::vector<uint64_t> leaves;
    for (int i = 0; i < 500; ++i) {
      const ColumnRow& row = rows[rng() % rows.size()];
      uint64_t leaf = rng() % kLeafCount;
      if (!row.ranges.empty() && rng() % 4 != 0) {
        const LeafRange range = row.ranges[rng() % row.ranges.size()];
        leaf = range.begin + rng() % range.size();
      }
      leaves.push_back(leaf);
      if (rng() % 5 == 0) leaves.push_back(leaf);
    }
    const auto lists = index.QueryLeaves(leaves);
    ASSERT_THAT(lists, IsOk());
    ASSERT_EQ(lists->offsets.size(), leaves.size() + 1);
    for (size_t i = 0; i < leaves.size(); ++i) {
      const std::vector<uint32_t> got(lists->rows.begin() + lists->offsets[i],
                                      lists->rows.begin() + lists->offsets[i + 1]);
      const LeafRange query = {leaves[i], leaves[i] + 1};
      ASSERT_EQ(got, RowsThatMeet(rows, {&query, 1})) << "leaf " << leaves[i];
    }
  }
}

TEST_P(IndexOfRandomColumns, JoinAgreesWithTwoLoops) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (const ColumnShape& shape_a : Shapes()) {
    ColumnShape shape_b = shape_a;
    shape_b.rows = 1 + rng() % 200;
    shape_b.order = std::min(29, shape_a.order + static_cast<int>(rng() % 3));
    const std::vector<ColumnRow> a = RandomRows(rng, shape_a), b = RandomRows(rng, shape_b);
    const CoverageColumn column_a = MakeColumn(a, shape_a.order);
    const auto index_a = CoverageIndex::Build(column_a).value();
    const auto index_b = CoverageIndex::Build(MakeColumn(b, shape_b.order)).value();
    RowPairs want, want_b;
    for (size_t i = 0; i < a.size(); ++i) {
      if (a[i].null) continue;
      for (const uint32_t j : RowsThatMeet(b, a[i].ranges)) {
        want.a.push_back(static_cast<uint32_t>(i));
        want.b.push_back(j);
      }
    }
    for (size_t j = 0; j < b.size(); ++j) {
      if (b[j].null) continue;
      for (const uint32_t i : RowsThatMeet(a, b[j].ranges)) {
        want_b.a.push_back(static_cast<uint32_t>(j));
        want_b.b.push_back(i);
      }
    }
    ASSERT_EQ(index_a.Join(index_b).value(), want);
    ASSERT_EQ(index_b.Join(index_a).value(), want_b);
    ASSERT_EQ(index_b.QueryColumn(column_a).value(), want);
  }
}

TEST_P(IndexOfRandomColumns, AppendedRowsAreFoundAsIfBuiltAtOnce) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (const ColumnShape& shape : Shapes()) {
    const std::vector<ColumnRow> rows = RandomRows(rng, shape);
    const CoverageColumn column = MakeColumn(rows, shape.order);
    const auto whole = CoverageIndex::Build(column).value();
    const size_t first = rng() % (rows.size() + 1), second = rng() % (rows.size() - first + 1);
    auto parts = CoverageIndex::Build(column.Slice(0, first)).value();
    parts = parts.Append(column.Slice(first, second)).value();
    parts = parts.Append(column.Slice(first + second, rows.size() - first - second)).value();
    ASSERT_EQ(parts.size(), whole.size());
    ASSERT_EQ(parts.range_count(), whole.range_count());
    ASSERT_EQ(parts.Compact().value().ToBytes(), whole.ToBytes());
    ASSERT_EQ(parts.Join(whole).value(), whole.Join(whole).value());
    ASSERT_EQ(whole.Join(parts).value(), whole.Join(whole).value());
    const std::vector<ColumnRow> queries = RandomRows(rng, {.rows = 20, .order = shape.order});
    std::vector<uint64_t> leaves;
    for (const ColumnRow& query : queries) {
      ASSERT_EQ(parts.QueryRanges(query.ranges).value(), whole.QueryRanges(query.ranges).value());
      if (!query.ranges.empty()) leaves.push_back(query.ranges[0].begin);
    }
    ASSERT_EQ(parts.QueryLeaves(leaves).value(), whole.QueryLeaves(leaves).value());
    const auto again = CoverageIndex::FromBytes(parts.ToBytes()).value();
    ASSERT_EQ(again.part_count(), parts.part_count());
    ASSERT_EQ(again.Join(whole).value(), whole.Join(whole).value());
  }
}

// Equal ranges, the longest of their level, that fill several blocks: a search
// must not begin behind the first of those blocks.
TEST(CoverageIndex, EqualRangesInSeveralBlocks) {
  for (const uint64_t length : {1, 15, 16, 17, 256, 257}) {
    SCOPED_TRACE(::testing::Message() << "length " << length);
    constexpr int kShift = 2 * (29 - 12);
    const auto range = [](uint64_t begin, uint64_t units) {
      return LeafRange{begin << kShift, (begin + units) << kShift};
    };
    std::vector<ColumnRow> rows;
    for (uint64_t i = 0; i < 400; ++i) rows.push_back({{range(500 + i % 90, 1)}});
    for (int i = 0; i < 1500; ++i) rows.push_back({{range(1000, length)}});
    for (uint64_t i = 0; i < 400; ++i) rows.push_back({{range(1000 + i, 1 + i % length)}});
    const auto index = CoverageIndex::Build(MakeColumn(rows, 12)).value();
    for (const uint64_t begin : {uint64_t{589}, uint64_t{999}, uint64_t{1000}, 999 + length,
                                 998 + length, 1000 + length, uint64_t{1399}}) {
      for (const uint64_t units : {1, 2, 40}) {
        const LeafRange query = range(begin, units);
        ASSERT_EQ(index.QueryRange(query).value(), RowsThatMeet(rows, {&query, 1})) << begin;
      }
    }
  }
}

TEST(CoverageIndex, ThreadCountDoesNotChangeAByte) {
  const uint64_t seed = 11;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const std::vector<ColumnRow> rows = RandomRows(
      rng, {.rows = 1500, .order = 11, .max_ranges = 20, .scale_spread = 0.1, .special = 0.01});
  const CoverageColumn column = MakeColumn(rows, 11);
  const auto one = CoverageIndex::Build(column, 1).value();
  std::vector<uint64_t> leaves(20000);
  for (uint64_t& leaf : leaves) {
    const ColumnRow& row = rows[rng() % rows.size()];
    leaf = row.ranges.empty() ? 0 : row.ranges[0].begin;
  }
  for (const int threads : {2, 3, 8}) {
    ASSERT_EQ(CoverageIndex::Build(column, threads).value().ToBytes(), one.ToBytes());
    ASSERT_EQ(one.Join(one, threads).value(), one.Join(one, 1).value());
    ASSERT_EQ(one.QueryLeaves(leaves, threads).value(), one.QueryLeaves(leaves, 1).value());
    ASSERT_THAT(one.Verify(threads), IsOk());
  }
}

TEST(CoverageIndex, ManyRowsAndNone) {
  const auto none = CoverageIndex::Build(CoverageColumn()).value();
  EXPECT_EQ(none.size(), 0u);
  EXPECT_TRUE(none.QueryLeaf(5).value().empty());
  EXPECT_EQ(none.Join(none).value().size(), 0u);
  EXPECT_THAT(none.Verify(), IsOk());
  EXPECT_EQ(CoverageIndex::FromBytes(none.ToBytes()).value().size(), 0u);
  EXPECT_EQ(CoverageIndex().ToBytes(), none.ToBytes());

  const uint64_t seed = 12;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const std::vector<ColumnRow> rows = RandomRows(
      rng, {.rows = 100000, .order = 10, .max_ranges = 4, .places = 5000, .special = 0.001});
  const auto index = CoverageIndex::Build(MakeColumn(rows, 10)).value();
  for (int round = 0; round < 20; ++round) {
    const ColumnRow& query = rows[rng() % rows.size()];
    ASSERT_EQ(index.QueryRanges(query.ranges).value(), RowsThatMeet(rows, query.ranges));
  }
}

TEST(CoverageIndex, BadQueriesAreErrorsThatNameTheValue) {
  const std::vector<ColumnRow> rows = {{{{0, 64}}}};
  const auto index = CoverageIndex::Build(MakeColumn(rows, 26)).value();
  EXPECT_THAT(index.QueryLeaf(kLeafCount), HasError("leaf 3458764513820540928: must be less than"));
  EXPECT_THAT(index.QueryCell(Cell()), HasError("word 0: must be a cell or a point"));
  EXPECT_THAT(index.QueryRange({5, 5}), HasError("ranges[0] = [5, 5): must begin at 0 or later"));
  const std::vector<LeafRange> falling = {{8, 16}, {4, 8}};
  EXPECT_THAT(index.QueryRanges(falling), HasError("ranges[1] = [4, 8): must begin at 16"));
  const std::vector<uint64_t> leaves = {1, kLeafCount + 1};
  EXPECT_THAT(index.QueryLeaves(leaves), HasError("leaves[1] = 3458764513820540929"));
  const std::vector<uint64_t> words = {Cell::FromPoint(7).word(), Cell::FromNested(29, 63).word(),
                                       Cell::FromNested(28, 3).word()};
  EXPECT_EQ(index.QueryPoints(std::span(words).first(2)).value(), (RowLists{{0, 1, 2}, {0, 0}}));
  EXPECT_THAT(index.QueryPoints(words), HasError("words[2] = " + std::to_string(words[2])));
  EXPECT_THAT(index.QueryPoints(std::vector<uint64_t>{0}), HasError("words[0] = 0: must be"));
  EXPECT_EQ(index.QueryCoverage(Coverage::Full()).value(), std::vector<uint32_t>{0});
  EXPECT_THAT(index.QueryCoverage(Coverage::Full(0, Ellipsoid::Sphere())),
              HasError("the index has WGS84, the coverage sphere"));
  const auto other = CoverageIndex::Build(MakeColumn(rows, 26, Ellipsoid::Sphere())).value();
  EXPECT_THAT(index.Join(other), HasError("WGS84 and sphere"));
  EXPECT_THAT(index.Append(MakeColumn(rows, 26, Ellipsoid::Grs80())),
              HasError("the index has WGS84, the new rows GRS80"));
}

}  // namespace
}  // namespace coincide
