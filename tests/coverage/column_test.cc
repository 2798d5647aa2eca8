#include <gtest/gtest.h>

#include <algorithm>
#include <bitset>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/coverage_column.h"
#include "tests/support/random_columns.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::ColumnRow;
using testing::HasError;
using testing::IsOk;
using testing::MakeColumn;

// The oracle: a bit a cell of order 2.
constexpr int kOrder = 2;
constexpr size_t kCells = 192;
constexpr int kShift = 2 * (29 - kOrder);
using Bits = std::bitset<kCells>;

Bits ToBits(std::span<const LeafRange> ranges) {
  Bits bits;
  for (const LeafRange range : ranges) {
    for (uint64_t cell = range.begin >> kShift; cell < range.end >> kShift; ++cell) bits.set(cell);
  }
  return bits;
}

ColumnRow FromBits(const Bits& bits) {
  ColumnRow row;
  for (uint64_t cell = 0; cell < kCells; ++cell) {
    if (!bits[cell]) continue;
    if (!row.ranges.empty() && row.ranges.back().end == cell << kShift) {
      row.ranges.back().end = (cell + 1) << kShift;
    } else {
      row.ranges.push_back({cell << kShift, (cell + 1) << kShift});
    }
  }
  return row;
}

struct BitColumn {
  std::vector<Bits> bits;
  std::vector<bool> null;
  CoverageColumn column;
};

// Every eighth row is null, empty or full; densities vary; some rows of a pair
// are parts of each other.
BitColumn RandomBits(std::mt19937_64& rng, size_t rows) {
  BitColumn made;
  std::vector<ColumnRow> column;
  for (size_t row = 0; row < rows; ++row) {
    Bits bits;
    const uint64_t density = 1 + rng() % 16, run = 1 + rng() % 12;
    bool on = false;
    for (size_t cell = 0; cell < kCells; ++cell) {
      if (rng() % run == 0) on = rng() % 16 < density;
      bits[cell] = on;
    }
    const uint64_t special = rng() % 24;
    if (special == 0) bits.reset();
    if (special == 1) bits.set();
    if (special == 3 && row > 0) bits &= made.bits[row - 1];
    made.bits.push_back(bits);
    made.null.push_back(special == 2);
    column.push_back(FromBits(bits));
    column.back().null = special == 2;
  }
  made.column = MakeColumn(column, kOrder);
  return made;
}

class ColumnLaws : public ::testing::TestWithParam<uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, ColumnLaws, ::testing::Range<uint64_t>(0, 4));

TEST_P(ColumnLaws, OperationsAreBitwise) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  constexpr size_t kRows = 1000;
  const BitColumn a = RandomBits(rng, kRows);
  BitColumn b = RandomBits(rng, kRows);
  size_t one = 0;
  while (b.null[one]) ++one;
  const Coverage coverage = CoverageAt(b.column, one);
  const double area = Ellipsoid().area_m2();
  for (const bool broadcast : {false, true}) {
    const ColumnOperand right = broadcast ? ColumnOperand(coverage) : ColumnOperand(b.column);
    const auto bits_b = [&](size_t row) { return broadcast ? b.bits[one] : b.bits[row]; };
    const auto null = [&](size_t row) { return a.null[row] || (!broadcast && b.null[row]); };
    for (const int threads : {1, 2}) {
      const auto meet = EvaluateRows(RowPredicate::kIntersects, a.column, right, threads).value();
      const auto contains = EvaluateRows(RowPredicate::kContains, a.column, right, threads).value();
      const auto within = EvaluateRows(RowPredicate::kWithin, a.column, right, threads).value();
      const auto same = EvaluateRows(RowPredicate::kSamePlace, a.column, right, threads).value();
      const auto overlap = MeasureRows(RowMeasure::kOverlapM2, a.column, right, threads).value();
      const auto jaccard = MeasureRows(RowMeasure::kJaccard, a.column, right, threads).value();
      for (size_t row = 0; row < kRows; ++row) {
        const Bits x = a.bits[row], y = bits_b(row);
        const bool known = !null(row);
        ASSERT_EQ(meet[row] != 0, known && (x & y).any()) << row;
        ASSERT_EQ(contains[row] != 0, known && (y & ~x).none()) << row;
        ASSERT_EQ(within[row] != 0, known && (x & ~y).none()) << row;
        ASSERT_EQ(same[row] != 0, known && x == y) << row;
        ASSERT_EQ(std::isnan(overlap[row]), !known);
        ASSERT_EQ(std::isnan(jaccard[row]), !known);
        if (!known) continue;
        const auto common = static_cast<double>((x & y).count());
        ASSERT_DOUBLE_EQ(overlap[row], common / kCells * area);
        ASSERT_DOUBLE_EQ(jaccard[row],
                         (x | y).none() ? 1.0 : common / static_cast<double>((x | y).count()));
      }
      for (const auto operation : {RowOperation::kUnion, RowOperation::kIntersection,
                                   RowOperation::kDifference, RowOperation::kSymmetricDifference}) {
        const auto column = CombineRows(operation, a.column, right, threads).value();
        ASSERT_EQ(column.size(), kRows);
        ASSERT_THAT(ValidateCoverageBuffers(column.buffers(), column.order()), IsOk());
        for (size_t row = 0; row < kRows; ++row) {
          const Bits x = a.bits[row], y = bits_b(row);
          const Bits want = operation == RowOperation::kUnion          ? x | y
                            : operation == RowOperation::kIntersection ? x & y
                            : operation == RowOperation::kDifference   ? x & ~y
                                                                       : x ^ y;
          ASSERT_EQ(column.is_null(row), null(row));
          ASSERT_EQ(ToBits(column.ranges(row)), null(row) ? Bits() : want) << row;
        }
      }
    }
  }
  // A coverage on the left: what differs is the difference.
  const auto rest = CombineRows(RowOperation::kDifference, coverage, a.column).value();
  const auto complement = ComplementRows(a.column);
  const auto counts = RowLeafCounts(a.column);
  const auto areas = RowAreasM2(a.column);
  Bits any;
  for (size_t row = 0; row < kRows; ++row) {
    ASSERT_EQ(complement.is_null(row), a.null[row]);
    ASSERT_EQ(std::isnan(areas[row]), a.null[row]);
    if (a.null[row]) {
      ASSERT_EQ(counts[row], 0u);
      continue;
    }
    any |= a.bits[row];
    ASSERT_EQ(ToBits(rest.ranges(row)), b.bits[one] & ~a.bits[row]);
    ASSERT_EQ(ToBits(complement.ranges(row)), ~a.bits[row]);
    ASSERT_EQ(counts[row], uint64_t{a.bits[row].count()} << kShift);
    ASSERT_EQ(areas[row], CoverageAt(a.column, row).area_m2());
  }
  ASSERT_EQ(ToBits(UnionOfRows(a.column).ranges()), any);
}

TEST(CoverageColumn, UnionOfManySparseRows) {
  const uint64_t seed = 31;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const auto rows = testing::RandomRows(
      rng, {.rows = 5000, .order = 12, .max_ranges = 6, .places = 3000, .special = 0});
  std::vector<LeafRange> all;
  for (const ColumnRow& row : rows) all.insert(all.end(), row.ranges.begin(), row.ranges.end());
  const std::vector<LeafRange> want = testing::Merged(all);
  for (const int threads : {1, 3}) {
    const Coverage united = UnionOfRows(MakeColumn(rows, 12), threads);
    ASSERT_TRUE(
        std::equal(want.begin(), want.end(), united.ranges().begin(), united.ranges().end()));
    ASSERT_EQ(united.order(), 12);
  }
  EXPECT_TRUE(UnionOfRows(CoverageColumn()).is_empty());
  EXPECT_TRUE(UnionOfRows(MakeColumn(std::vector<ColumnRow>(3), 5)).is_empty());
}

TEST(CoverageColumn, SlicesConcatenatedAreTheWhole) {
  std::mt19937_64 rng(32);
  const BitColumn whole = RandomBits(rng, 101);
  const std::vector<CoverageColumn> parts = {whole.column.Slice(0, 13), whole.column.Slice(13, 0),
                                             whole.column.Slice(13, 60),
                                             whole.column.Slice(73, 28)};
  EXPECT_EQ(ConcatenateColumns(parts).value(), whole.column);
  size_t nulls = 0, ranges = 0;
  for (const CoverageColumn& part : parts) nulls += part.null_count(), ranges += part.range_count();
  EXPECT_EQ(nulls, static_cast<size_t>(std::count(whole.null.begin(), whole.null.end(), true)));
  EXPECT_EQ(ranges, whole.column.range_count());
  // A slice's rows do not begin at a byte of validity, nor at offset 0.
  const CoverageColumn slice = whole.column.Slice(13, 60);
  for (size_t row = 0; row < slice.size(); ++row) {
    ASSERT_EQ(slice.is_null(row), whole.null[row + 13]);
    ASSERT_EQ(ToBits(slice.ranges(row)), slice.is_null(row) ? Bits() : whole.bits[row + 13]);
  }
  EXPECT_EQ(ComplementRows(ComplementRows(slice)), slice);
}

TEST(CoverageColumn, OrderIsTheLargest) {
  const std::vector<Coverage> coverages = {Coverage::Full(3), Coverage::Empty(7)};
  const auto column = ColumnOf(coverages).value();
  EXPECT_EQ(column.order(), 7);
  EXPECT_TRUE(CoverageAt(column, 0).SamePlace(coverages[0]));
  EXPECT_EQ(CoverageAt(column, 1), coverages[1]);
  EXPECT_EQ(CombineRows(RowOperation::kUnion, column, Coverage::Empty(9)).value().order(), 9);
  const std::vector<Coverage> mixed = {Coverage::Full(3), Coverage::Full(3, Ellipsoid::Sphere())};
  EXPECT_THAT(ColumnOf(mixed), HasError("coverages[1] is on sphere, the first on WGS84"));
  EXPECT_THAT(EvaluateRows(RowPredicate::kIntersects, column, mixed[1]),
              HasError("WGS84 and sphere"));
  EXPECT_THAT(CombineRows(RowOperation::kUnion, column, column.Slice(0, 1)),
              HasError("2 and 1 rows"));
}

TEST(CoverageColumn, BadBuffersAreErrorsThatNameTheRow) {
  const auto make = [](std::vector<int64_t> offsets, std::vector<uint64_t> leaves, int order = 29) {
    return CoverageColumn::FromBuffers(std::move(offsets), std::move(leaves), {}, order,
                                       Ellipsoid());
  };
  EXPECT_THAT(make({0, 2, 4}, {1, 2, 9, 12}), IsOk());
  EXPECT_THAT(make({0, 2, 4}, {1, 2, 9, 9}), HasError("row 1, range 0 [9, 9): begin must be less"));
  EXPECT_THAT(make({0, 2, 4}, {1, 2, 9, 8}), HasError("row 1, range 0 [9, 8)"));
  EXPECT_THAT(make({0, 4}, {1, 2, 2, 8}), HasError("row 0, range 1 [2, 8): must begin beyond"));
  EXPECT_THAT(make({0, 2}, {0, kLeafCount + 1}), HasError("end must be at most"));
  EXPECT_THAT(make({0, 2}, {0, 17}, 27), HasError("cells of order 27, that is of multiples of 16"));
  EXPECT_THAT(make({0, 2}, {0, 16}, 27), IsOk());
  EXPECT_THAT(make({0, 3, 4}, {0, 1, 2, 3}), HasError("row 0: offsets 0 to 3: must be even"));
  EXPECT_THAT(make({0, 4, 2, 4}, {0, 1, 3, 4}), HasError("row 1: offsets 4 to 2"));
  EXPECT_THAT(make({0, 2}, {0, 1, 2, 3}), HasError("offsets run from 0 to 2"));
  EXPECT_THAT(make({0}, {}, 30), HasError("order 30: must be 0 to 29"));
  EXPECT_THAT(CoverageColumn::FromBuffers({0, 0}, {}, {1, 1}, 3, Ellipsoid()),
              HasError("validity has 2 bytes: must have 1"));
  // The first of several, however many threads look.
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  for (int64_t row = 0; row < 50000; ++row) {
    offsets.push_back(2 * (row + 1));
    leaves.push_back(10);
    leaves.push_back(row % 10000 == 9999 ? 10 : 11);
  }
  for (const int threads : {1, 2, 4}) {
    EXPECT_THAT(CoverageColumn::FromBuffers(offsets, leaves, {}, 29, Ellipsoid(), threads),
                HasError("row 9999, range 0"));
  }
}

TEST(ColumnOperations, UnionOfRowsInManyWindows) {
  const uint64_t seed = 5;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  // Dense and sparse rows, rows of one long range across many windows, none.
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  RangeBuffer all;
  for (int row = 0; row < 300; ++row) {
    const uint64_t step = uint64_t{1} << (rng() % 20 + 1);
    uint64_t at = rng() % (uint64_t{1} << 31);
    for (uint64_t n = row % 7 == 0 ? rng() % 2 : rng() % 1500; n > 0; --n) {
      const uint64_t begin = at + 1 + rng() % step;
      at = begin + 1 + rng() % (row % 7 == 0 ? uint64_t{1} << 30 : step);
      leaves.insert(leaves.end(), {begin, at});
      all.push_back({begin, at});
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
  }
  Canonicalise(&all);
  const CoverageColumn column =
      CoverageColumn::FromBuffers(offsets, leaves, {}, 29, Ellipsoid()).value();
  for (const int threads : {1, 2, 5}) {
    const Coverage united = UnionOfRows(column, threads);
    ASSERT_EQ(RangeBuffer(united.ranges()), all) << threads << " threads";
  }
}

}  // namespace
}  // namespace coincide
