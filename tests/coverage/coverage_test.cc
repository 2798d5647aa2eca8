// The value type: construction, errors, comparison, resolution, bytes.

#include "coincide/coverage/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/contains_cells.h"
#include "coincide/coverage/coverage_cells.h"
#include "src/internal/radix_sort.h"
#include "tests/support/range_sets.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;
using Words = std::vector<uint64_t>;

uint64_t Word(int order, uint64_t nested) { return Cell::FromNested(order, nested).word(); }

Coverage Of(const Words& words, std::optional<int> order = std::nullopt) {
  absl::StatusOr<Coverage> coverage = Coverage::FromCells(words, order);
  EXPECT_THAT(coverage, IsOk());
  return *std::move(coverage);
}

TEST(Coverage, EmptyAndFull) {
  EXPECT_TRUE(Coverage().is_empty());
  EXPECT_EQ(Coverage(), Coverage::Empty());
  EXPECT_EQ(Coverage::Full().fraction(), 1.0);
  EXPECT_EQ(Coverage::Full().area_m2(), Ellipsoid::Wgs84().area_m2());
  EXPECT_EQ(~Coverage::Full(7), Coverage::Empty(7));
  EXPECT_EQ(~Coverage::Empty(7), Coverage::Full(7));
  EXPECT_TRUE(Coverage::Full().is_full());
  EXPECT_EQ(Coverage().Jaccard(Coverage()), 1.0);
}

TEST(Coverage, FromCellsTakesAnyOrdersInAnyOrder) {
  // A parent in the middle of its children, repeats, a point.
  const uint64_t leaf = Cell::FromNested(3, 77).leaves().end;
  const Coverage c = Of({Word(4, 4 * 77 + 3), Cell::FromPoint(leaf).word(), Word(3, 77),
                         Word(4, 4 * 77), Word(4, 4 * 77), Word(0, 5)});
  const LeafRange cell = Cell::FromNested(3, 77).leaves();
  EXPECT_EQ(RangeBuffer(c.ranges()),
            (RangeBuffer{{cell.begin, cell.end + 1}, Cell::FromNested(0, 5).leaves()}));
  EXPECT_EQ(c.order(), 29);
  EXPECT_EQ(Of({}).order(), 0);
  EXPECT_EQ(Of({Word(3, 7)}).order(), 3);
  // With an order, deeper cells give their ancestor.
  EXPECT_EQ(Of({Cell::FromPoint(leaf).word()}, 6), Of({Cell::FromPoint(leaf).Parent(6).word()}));
  EXPECT_EQ(Of({Word(3, 7)}, 9).order(), 9);
}

TEST(Coverage, FromCellsEqualsMergedRanges) {
  // Against the leaf ranges of the cells, sorted and merged.
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    Words words;
    RangeBuffer ranges;
    const uint64_t near = rng() % 12;
    const int lowest = static_cast<int>(rng() % 8), orders = 1 + static_cast<int>(rng() % 8);
    for (uint64_t n = rng() % 3000; n > 0; --n) {
      const int order = lowest + static_cast<int>(rng() % static_cast<uint64_t>(orders));
      const uint64_t below = uint64_t{1} << (2 * order);
      Cell cell = Cell::FromNested(order, near * below + rng() % std::min<uint64_t>(below, 4000));
      if (rng() % 20 == 0) cell = Cell::FromPoint(cell.leaves().begin + rng() % 3);
      words.push_back(cell.word());
      ranges.push_back(cell.leaves());
    }
    Canonicalise(&ranges);
    EXPECT_EQ(RangeBuffer(Of(words).ranges()), ranges);
    std::sort(words.begin(), words.end());
    EXPECT_EQ(RangeBuffer(Of(words).ranges()), ranges);
  }
}

TEST(Coverage, FromSortedLeavesIsTheirCells) {
  const Words leaves = {0, 5, 17, 18, 1 << 20, kLeafCount - 1};
  for (int order = 0; order <= 29; ++order) {
    Words words;
    for (const uint64_t leaf : leaves) words.push_back(Cell::FromPoint(leaf).word());
    EXPECT_EQ(Coverage::FromSortedLeaves(leaves, order), Of(words, order));
  }
}

TEST(Coverage, ErrorsNameTheFirstFault) {
  EXPECT_THAT(Coverage::FromCells(Words{Word(3, 7), 0}), HasError("words[1] = 0 is null"));
  EXPECT_THAT(Coverage::FromCells(Words{uint64_t{13} << 60}), HasError("words[0]"));
  EXPECT_THAT(Coverage::FromCells(Words{Word(0, 0) | 64}), HasError("is not a cell"));
  EXPECT_THAT(Coverage::FromCells(Words{}, 30), HasError("order is 30; allowed are 0 to 29"));
  const auto ranges = [](std::vector<LeafRange> list, int order) {
    return Coverage::FromRanges(list, order);
  };
  EXPECT_THAT(ranges({{0, 4}, {9, 9}}, 29), HasError("ranges[1] = [9, 9) is empty or reversed"));
  EXPECT_THAT(ranges({{4, 0}}, 29), HasError("ranges[0] = [4, 0)"));
  EXPECT_THAT(ranges({{0, kLeafCount + 1}}, 29), HasError("beyond leaf"));
  EXPECT_THAT(ranges({{0, 4}, {4, 6}}, 28), HasError("ranges[1] = [4, 6) cuts a cell"));
  EXPECT_THAT(ranges({{0, 4}}, -1), HasError("order is -1"));
  EXPECT_THAT(ranges({{4, 8}, {0, 4}, {2, 3}}, 29), IsOk());
}

TEST(Coverage, MixedEllipsoidsAreAnErrorThatNamesBoth) {
  const Coverage a = Coverage::Full(), b = Coverage::Full(0, Ellipsoid::Grs80());
  EXPECT_THAT(Union(a, b), HasError("WGS84 and GRS80"));
  EXPECT_THAT(Intersection(a, b), HasError("WGS84 and GRS80"));
  EXPECT_THAT(Difference(b, a), HasError("GRS80 and WGS84"));
  EXPECT_THAT(SymmetricDifference(a, b), HasError("WGS84 and GRS80"));
  const Coverage many[] = {a, a, b};
  EXPECT_THAT(UnionOf(many), HasError("coverages[2] on GRS80"));
  EXPECT_THAT(IntersectionOf(many), HasError("coverages[0] is on WGS84"));
  EXPECT_THAT(IntersectionOf({}), HasError("no coverages"));
  EXPECT_NE(a, b);
  EXPECT_FALSE(a.SamePlace(b));
}

TEST(Coverage, OperatorsGiveTheLargerOrder) {
  const Coverage a = Of({Word(3, 7), Word(3, 9)}), b = Of({Word(5, 7 * 16 + 3)});
  for (const Coverage& c :
       {a | b, a & b, a - b, b - a, a ^ b, b | Coverage(), a & Coverage::Full(5),
        a - Coverage::Empty(5), a ^ Coverage::Empty(5)}) {
    EXPECT_EQ(c.order(), 5);
  }
  EXPECT_TRUE((a | b).SamePlace(a));
  EXPECT_NE(a | b, a);
  EXPECT_EQ((a & b), b);
  EXPECT_EQ((a - b) | (b - a), a ^ b);
  EXPECT_TRUE(b <= a);
  EXPECT_FALSE(a <= b);
  EXPECT_TRUE(a >= b);
  EXPECT_TRUE(a.Intersects(b));
  EXPECT_FALSE((a - b).Intersects(b));
  EXPECT_EQ(a.OverlapM2(b), b.area_m2());
  EXPECT_EQ(a.Jaccard(b), 1 / 32.0);
  const Coverage two[] = {a, b};
  EXPECT_EQ(*UnionOf(two), a | b);
  EXPECT_EQ(*IntersectionOf(two), b);
}

TEST(Coverage, HashAndSortKeyFollowEquality) {
  std::mt19937_64 rng(5);
  std::vector<Coverage> list = {Coverage(), Coverage::Full(), Coverage::Full(3),
                                Coverage::Full(0, Ellipsoid::Sphere())};
  for (int i = 0; i < 40; ++i) {
    Words words;
    for (uint64_t n = rng() % 4; n > 0; --n) words.push_back(Word(1, rng() % 4));
    list.push_back(Of(words, 1 + static_cast<int>(rng() % 2)));
  }
  for (const Coverage& a : list) {
    for (const Coverage& b : list) {
      EXPECT_EQ(a == b, a.Hash() == b.Hash());
      EXPECT_EQ(a == b, a.CompareForSorting(b) == 0);
      EXPECT_EQ(a.CompareForSorting(b) < 0, a.SortKey() < b.SortKey());
      EXPECT_EQ(a.CompareForSorting(b) > 0, b.CompareForSorting(a) < 0);
    }
  }
}

TEST(Coverage, AtOrderIsTheLeastSupersetAndTheGreatestSubset) {
  for (uint64_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    // Every cell of order 4 in or out; then the cells of order 2 one by one.
    const testing::Bits bits = testing::RandomBits(rng, Cell::Count(4), 40, 30);
    RangeBuffer ranges = testing::FromBits(bits);
    for (LeafRange& range : ranges) range = {range.begin << 50, range.end << 50};
    const Coverage c = Coverage::FromCanonical(std::move(ranges), 4);
    Words any, all;
    for (uint64_t i = 0; i < Cell::Count(2); ++i) {
      const auto first = bits.begin() + static_cast<ptrdiff_t>(16 * i);
      const auto held = std::count(first, first + 16, true);
      if (held > 0) any.push_back(Word(2, i));
      if (held == 16) all.push_back(Word(2, i));
    }
    EXPECT_EQ(c.AtOrder(2, CoverKind::kOuter), Of(any, 2));
    EXPECT_EQ(c.AtOrder(2, CoverKind::kInner), Of(all, 2));
    EXPECT_TRUE(c.AtOrder(9).SamePlace(c));
    EXPECT_EQ(c.AtOrder(9).order(), 9);
  }
}

TEST(Coverage, ContainsCellsAndLeavesInBatches) {
  const Coverage c = Of({Word(3, 7), Word(5, 200)});
  const LeafRange seven = Cell::FromNested(3, 7).leaves();
  const Words words = {Word(3, 7),
                       Word(4, 29),
                       Word(2, 1),
                       Word(5, 200),
                       Word(5, 201),
                       0,
                       UINT64_MAX,
                       Cell::FromPoint(seven.end - 1).word(),
                       Cell::FromPoint(seven.end).word()};
  const std::vector<uint8_t> want = {1, 1, 0, 1, 0, 0, 0, 1, 0};
  std::vector<uint8_t> got(words.size());
  EXPECT_EQ(c.ContainsCells(words, got), 4u);
  EXPECT_EQ(got, want);
  size_t first_bad = 0;
  EXPECT_EQ(ContainsCells(c.ranges(), words, got, &first_bad), 4u);
  EXPECT_EQ(first_bad, 5u);
  EXPECT_EQ(
      ContainsCells(c.ranges(), std::span(words).first(5), std::span(got).first(5), &first_bad),
      3u);
  EXPECT_EQ(first_bad, 5u);
  for (size_t i = 0; i < words.size(); ++i) {
    if (!Cell::IsValidWord(words[i])) continue;
    EXPECT_EQ(c.Contains(Cell::FromWordUnchecked(words[i])), want[i] == 1);
  }
  const Words leaves = {seven.begin, seven.begin - 1, seven.end, UINT64_MAX};
  std::vector<uint8_t> inside(4);
  EXPECT_EQ(c.ContainsLeaves(leaves, inside), 1u);
  EXPECT_EQ(inside, (std::vector<uint8_t>{1, 0, 0, 0}));
  EXPECT_TRUE(c.Intersects(Cell::FromNested(0, 0)));
  EXPECT_FALSE(c.Intersects(Cell::FromNested(3, 8)));
}

TEST(Coverage, CellsComeBack) {
  const Coverage c = Of({Word(3, 7), Word(5, 200), Word(0, 11)});
  std::vector<Cell> cells = MaximalCells(c);
  EXPECT_EQ(cells, (std::vector<Cell>{Cell::FromNested(3, 7), Cell::FromNested(5, 200),
                                      Cell::FromNested(0, 11)}));
  EXPECT_EQ(CountMaximalCells(c), 3u);
  const auto at6 = CellsAtOrder(c, 6);
  ASSERT_THAT(at6, IsOk());
  EXPECT_EQ(at6->size(), 64u + 4 + 4096);
  Words words;
  for (const Cell cell : *at6) words.push_back(cell.word());
  EXPECT_EQ(Of(words, 5), c);
  EXPECT_THAT(CellsAtOrder(c, 4), HasError("order 4 is too coarse"));
  EXPECT_THAT(CellsAtOrder(c, 30), HasError("order is 30"));
  EXPECT_THAT(CellsAtOrder(Coverage::Full(), 29, 1000), HasError("more than the budget of 1000"));
}

TEST(RadixSort, SortsKeysOfAnyWidth) {
  for (const int bits : {1, 5, 11, 12, 30, 63, 64}) {
    for (const size_t n : {0, 1, 100, 511, 512, 5000}) {
      std::mt19937_64 rng(static_cast<uint64_t>(bits) * 1000 + n);
      Words keys(n);
      for (uint64_t& key : keys) key = rng() >> (64 - bits);
      Words want = keys;
      std::sort(want.begin(), want.end());
      internal::RadixSort(&keys);
      ASSERT_EQ(keys, want) << bits << " bits, " << n;
    }
  }
}

}  // namespace
}  // namespace coincide
