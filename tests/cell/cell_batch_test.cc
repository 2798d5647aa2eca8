#include "coincide/cell/cell_batch.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

#include "coincide/cell/cell_id_batch.h"
#include "coincide/cell/cell_ids.h"

namespace coincide {
namespace {

using Words = std::vector<uint64_t>;

// Cells of all orders, points, and words that are none.
Words Mixture(uint64_t seed, size_t n, bool with_bad) {
  std::mt19937_64 rng(seed);
  Words words(n);
  for (uint64_t& word : words) {
    const int order = static_cast<int>(rng() % 31);
    if (order == 30) {
      word = Cell::FromPoint(rng() % kLeafCount).word();
    } else {
      word = Cell::FromNested(order, rng() % Cell::Count(order)).word();
    }
    if (with_bad && rng() % 8 == 0) {
      const uint64_t bad[] = {0, rng(), word | uint64_t{15} << 60, word | (uint64_t{1} << 6)};
      word = bad[rng() % 4];
    }
  }
  return words;
}

// Cell is the oracle: `want` is what the scalar form says, nothing where there
// is no answer.
template <typename T>
void Check(const Words& words, const std::vector<T>& got, size_t first_bad,
           const std::function<std::optional<T>(Cell)>& want) {
  size_t expected_bad = words.size();
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    const std::optional<T> answer = cell ? want(*cell) : std::nullopt;
    if (!answer && expected_bad == words.size()) expected_bad = i;
    ASSERT_EQ(got[i], answer.value_or(T{})) << "word " << words[i] << " at " << i;
  }
  ASSERT_EQ(first_bad, expected_bad);
}

class CellBatch : public ::testing::TestWithParam<uint64_t> {
 protected:
  CellBatch() : words_(Mixture(GetParam(), 1000 + GetParam() * 40000, GetParam() % 2 == 1)) {}
  Words words_;
};

TEST_P(CellBatch, HierarchyEqualsCell) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  const size_t n = words_.size();
  std::vector<uint8_t> bytes(n);
  AreValid(words_, bytes);
  for (size_t i = 0; i < n; ++i) ASSERT_EQ(bytes[i], Cell::IsValidWord(words_[i]));
  size_t first_invalid = 0;
  while (first_invalid < n && bytes[first_invalid]) ++first_invalid;
  EXPECT_EQ(FirstInvalid(words_), first_invalid);

  size_t bad = OrdersOf(words_, bytes);
  Check<uint8_t>(words_, bytes, bad, [](Cell c) { return static_cast<uint8_t>(c.order()); });
  bad = ArePoints(words_, bytes);
  Check<uint8_t>(words_, bytes, bad, [](Cell c) { return uint8_t{c.is_point()}; });
  bad = BaseCellsOf(words_, bytes);
  Check<uint8_t>(words_, bytes, bad, [](Cell c) { return static_cast<uint8_t>(c.base_cell()); });
  std::vector<LeafRange> leaves(n);
  bad = LeavesOf(words_, leaves);
  Check<LeafRange>(words_, leaves, bad, [](Cell c) { return c.leaves(); });

  Words out(n);
  for (int order : {-1, 0, 5, 27, 28, 29, 30}) {
    bad = ParentsOf(words_, order, out);
    Check<uint64_t>(words_, out, bad, [&](Cell c) -> std::optional<uint64_t> {
      if (order < 0 || order > c.order()) return std::nullopt;
      return c.Parent(order).word();
    });
  }
  bad = NextOf(words_, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return c.Next().word(); });
  bad = PreviousOf(words_, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return c.Previous().word(); });

  Words in_place = words_;
  ASSERT_EQ(PreviousOf(in_place, in_place), bad);
  EXPECT_EQ(in_place, out);
}

TEST_P(CellBatch, ChildrenAreTheQuartersOfQuarters) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  for (int levels : {0, 1, 2, 3}) {
    const Words words(words_.begin(), words_.begin() + 1000);
    const size_t count = size_t{1} << (2 * levels);
    Words out(words.size() * count);
    const size_t bad = ChildrenOf(words, levels, out);
    size_t expected_bad = words.size();
    for (size_t i = 0; i < words.size(); ++i) {
      const auto cell = Cell::FromWord(words[i]);
      const bool good = cell && cell->order() + levels <= 29;
      if (!good && expected_bad == words.size()) expected_bad = i;
      for (size_t j = 0; j < count; ++j) {
        Cell child = good ? cell->Parent(cell->order()) : Cell();
        for (int level = levels - 1; good && level >= 0; --level) {
          child = child.Child(static_cast<int>(j >> (2 * level) & 3));
        }
        ASSERT_EQ(out[i * count + j], child.word());
        if (good) {
          ASSERT_TRUE(cell->Contains(child));
        }
      }
    }
    ASSERT_EQ(bad, expected_bad);
  }
}

TEST_P(CellBatch, PairsEqualCell) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  Words others = Mixture(GetParam() + 100, words_.size(), false);
  std::mt19937_64 rng(GetParam());
  for (size_t i = 0; i < others.size(); i += 2) {  // relatives, or none would meet
    const auto cell = Cell::FromWord(words_[i]);
    if (!cell) continue;
    others[i] = cell->Parent(static_cast<int>(rng() % (cell->order() + 1))).word();
  }
  for (bool swap : {false, true}) {
    const Words& a = swap ? others : words_;
    const Words& b = swap ? words_ : others;
    std::vector<uint8_t> contained(a.size()), meeting(a.size());
    const size_t bad = AreContained(a, b, contained);
    ASSERT_EQ(AreIntersecting(a, b, meeting), bad);
    ASSERT_EQ(bad, FirstInvalid(words_));
    for (size_t i = 0; i < a.size(); ++i) {
      const auto x = Cell::FromWord(a[i]), y = Cell::FromWord(b[i]);
      ASSERT_EQ(contained[i], x && y && x->Contains(*y));
      ASSERT_EQ(meeting[i], x && y && x->Intersects(*y));
    }
    std::vector<uint8_t> one(a.size());
    AreContained(std::span(a).first(1), b, one);
    for (size_t i = 0; i < a.size(); ++i) {
      const auto x = Cell::FromWord(a[0]), y = Cell::FromWord(b[i]);
      ASSERT_EQ(one[i], x && y && x->Contains(*y));
    }
  }
}

TEST_P(CellBatch, NumberingsEqualTheScalarOnes) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  const size_t n = words_.size();
  std::vector<uint8_t> orders(n), bases(n);
  std::vector<uint32_t> x(n), y(n);
  std::vector<LeafRange> leaves(n);
  Words out(n), back(n), want(n);
  for (size_t i = 0; i < n; ++i) {
    const auto cell = Cell::FromWord(words_[i]);
    want[i] = cell ? cell->Parent(cell->order()).word() : 0;
  }
  // Bad words leave order 0, number 0, which is a cell; check the good ones.
  const auto expect_back = [&] {
    for (size_t i = 0; i < n; ++i) {
      if (want[i] != 0) {
        ASSERT_EQ(back[i], want[i]) << words_[i];
      }
    }
  };
  size_t bad = NestedOf(words_, orders, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return c.nested(); });
  CellsFromNested(orders, out, back);
  expect_back();
  bad = RingOf(words_, orders, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return RingIndex(c); });
  CellsFromRing(orders, out, back);
  expect_back();
  bad = NuniqOf(words_, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return Nuniq(c); });
  EXPECT_EQ(CellsFromNuniq(out, back), bad);
  EXPECT_EQ(back, want);
  bad = ZuniqOf(words_, out);
  Check<uint64_t>(words_, out, bad, [](Cell c) { return Zuniq(c); });
  EXPECT_EQ(CellsFromZuniq(out, back), bad);
  EXPECT_EQ(back, want);
  LeavesOf(words_, leaves);
  EXPECT_EQ(CellsFromLeaves(leaves, back), bad);
  EXPECT_EQ(back, want);
  bad = XyOf(words_, orders, bases, x, y);
  Check<uint32_t>(words_, x, bad, [](Cell c) { return PlaceOf(c).x; });
  Check<uint32_t>(words_, y, bad, [](Cell c) { return PlaceOf(c).y; });
  CellsFromXy(orders, bases, x, y, back);
  expect_back();
}

TEST_P(CellBatch, OneOrderForAll) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int order : {-1, 0, 12, 27, 28, 29, 30}) {
    Words numbers(500), words(500);
    for (uint64_t& number : numbers) number = rng() >> (rng() % 64);
    for (bool ring : {false, true}) {
      const size_t bad =
          ring ? CellsFromRing(order, numbers, words) : CellsFromNested(order, numbers, words);
      size_t expected_bad = numbers.size();
      for (size_t i = 0; i < numbers.size(); ++i) {
        const auto cell =
            ring ? CellFromRing(order, numbers[i]) : CellFromNested(order, numbers[i]);
        ASSERT_EQ(words[i], cell.value_or(Cell()).word());
        if (!cell && expected_bad == numbers.size()) expected_bad = i;
      }
      ASSERT_EQ(bad, expected_bad);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CellBatch, ::testing::Range<uint64_t>(0, 6));

TEST(CellBatchThreads, SameAnswerOnEveryCount) {
  const Words words = Mixture(77, 300000, true);
  Words one(words.size()), many(words.size());
  std::vector<uint8_t> orders(words.size());
  const size_t bad = RingOf(words, orders, one, 1);
  for (int threads : {2, 3, 8}) {
    ASSERT_EQ(RingOf(words, orders, many, threads), bad);
    ASSERT_EQ(one, many);
  }
}

TEST(CellBatch, PointsFromLeaves) {
  const Words leaves = {0, kLeafCount - 1, 12345, kLeafCount, ~uint64_t{0}};
  Words words(leaves.size());
  EXPECT_EQ(PointsFromLeaves(leaves, words), 3u);
  EXPECT_EQ(words[1], Cell::FromPoint(kLeafCount - 1).word());
  EXPECT_EQ(words[3], 0u);
}

TEST(CellBatch, EmptyInput) {
  Words none;
  std::vector<uint8_t> bytes;
  Cell ancestor = Cell::FromNested(0, 0);
  EXPECT_EQ(ParentsOf(none, 3, none), 0u);
  EXPECT_EQ(OrdersOf(none, bytes), 0u);
  EXPECT_EQ(CommonAncestorOf(none, &ancestor), 0u);
  EXPECT_TRUE(ancestor.is_null());
}

TEST(CommonAncestorOf, EqualsFoldingPairs) {
  const uint64_t seed = 21;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 2000; ++round) {
    const int order = static_cast<int>(rng() % 30);
    const Cell top = Cell::FromNested(order, rng() % Cell::Count(order));
    const LeafRange leaves = top.leaves();
    Words words(1 + rng() % 5);
    for (uint64_t& word : words) {
      const uint64_t leaf = leaves.begin + rng() % leaves.size();
      const int below = order + static_cast<int>(rng() % (30 - order));
      word = rng() % 3 == 0 ? Cell::FromPoint(leaf).word()
                            : Cell::FromNested(below, leaf >> (2 * (29 - below))).word();
    }
    Cell got, want = Cell::FromWordUnchecked(words[0]);
    for (const uint64_t word : words) want = CommonAncestor(want, Cell::FromWordUnchecked(word));
    ASSERT_EQ(CommonAncestorOf(words, &got), words.size());
    ASSERT_EQ(got, want);
    words.push_back(Cell::FromNested(0, (words[0] >> 60) % 12).word());  // another base cell
    ASSERT_EQ(CommonAncestorOf(words, &got), words.size());
    ASSERT_TRUE(got.is_null());
    words.push_back(0);
    ASSERT_EQ(CommonAncestorOf(words, &got), words.size() - 1);
  }
}

}  // namespace
}  // namespace coincide
