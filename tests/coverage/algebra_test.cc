// Set algebra on ranges against bits, one leaf at a time.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/complement.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/difference.h"
#include "coincide/coverage/intersection.h"
#include "coincide/coverage/intersects.h"
#include "coincide/coverage/overlap.h"
#include "coincide/coverage/symmetric_difference.h"
#include "coincide/coverage/union.h"
#include "coincide/coverage/union_of.h"
#include "tests/support/range_sets.h"

namespace coincide {
namespace {

using testing::Bits;
using testing::FromBits;
using testing::RandomBits;
using testing::ToBits;

using Ranges = std::span<const LeafRange>;

Bits Each(const Bits& a, const Bits& b, bool (*op)(bool, bool)) {
  Bits out(a.size());
  for (size_t i = 0; i < a.size(); ++i) out[i] = op(a[i], b[i]);
  return out;
}

struct Operation {
  const char* name;
  LeafRange* (*write)(Ranges, Ranges, LeafRange*);
  size_t (*bound)(Ranges, Ranges);
  void (*append)(Ranges, Ranges, RangeBuffer*);
  bool (*on_bits)(bool, bool);
};
constexpr Operation kOperations[] = {
    {"union", WriteUnion, UnionBound, AppendUnion, [](bool a, bool b) { return a || b; }},
    {"intersection", WriteIntersection, IntersectionBound, AppendIntersection,
     [](bool a, bool b) { return a && b; }},
    {"difference", WriteDifference, DifferenceBound, AppendDifference,
     [](bool a, bool b) { return a && !b; }},
    {"symmetric difference", WriteSymmetricDifference, SymmetricDifferenceBound,
     AppendSymmetricDifference, [](bool a, bool b) { return a != b; }},
};

// Every operation against bits. The output has exactly its bound of ranges, so
// that ASan sees a write beyond it; and a range before it, which must stay.
void CheckPair(const Bits& in_a, const Bits& in_b) {
  const RangeBuffer a = FromBits(in_a), b = FromBits(in_b);
  const uint64_t universe = in_a.size();
  for (const Operation& op : kOperations) {
    SCOPED_TRACE(op.name);
    const Bits want = Each(in_a, in_b, op.on_bits);
    const size_t bound = op.bound(a.span(), b.span());
    const std::unique_ptr<LeafRange[]> exact(new LeafRange[bound]);
    const LeafRange* const end = op.write(a.span(), b.span(), exact.get());
    const Ranges got(exact.get(), static_cast<size_t>(end - exact.get()));
    ASSERT_LE(got.size(), bound);
    ASSERT_TRUE(IsCanonical(got));
    ASSERT_EQ(ToBits(got, universe), want);

    RangeBuffer appended = {{7, 9}};
    op.append(a.span(), b.span(), &appended);
    ASSERT_EQ(appended[0], (LeafRange{7, 9}));
    ASSERT_TRUE(std::equal(got.begin(), got.end(), appended.begin() + 1, appended.end()));
  }
  const Bits common = Each(in_a, in_b, [](bool x, bool y) { return x && y; });
  const auto overlap = static_cast<uint64_t>(std::count(common.begin(), common.end(), true));
  ASSERT_EQ(OverlapLeaves(a.span(), b.span()), overlap);
  ASSERT_EQ(Intersects(a.span(), b.span()), overlap > 0);
  ASSERT_EQ(ContainsAll(a.span(), b.span()), overlap == LeavesIn(b.span()));
}

class AlgebraLaws : public ::testing::TestWithParam<uint64_t> {
 protected:
  std::mt19937_64 rng_{GetParam()};
  ::testing::ScopedTrace trace_{__FILE__, __LINE__, ::testing::Message() << "seed " << GetParam()};
};

TEST_P(AlgebraLaws, EveryOperationIsBitwise) {
  // Lengths of runs and gaps from one leaf to a quarter of the universe, drawn
  // for each side alone: every skew of sizes, and clumps against spread sets.
  for (int round = 0; round < 300; ++round) {
    const uint64_t universe = 1 + rng_() % 512;
    const auto length = [&] { return 1 + rng_() % (1 + (universe >> (2 + rng_() % 8))); };
    CheckPair(RandomBits(rng_, universe, length(), length()),
              RandomBits(rng_, universe, length(), length()));
    if (HasFatalFailure()) return;
  }
}

TEST_P(AlgebraLaws, SkewedSizesAreBitwise) {
  // One side has thousands of ranges, the other a few: the galloping paths.
  for (int round = 0; round < 12; ++round) {
    const uint64_t universe = 8192;
    const Bits many = RandomBits(rng_, universe, 1 + rng_() % 3, 1 + rng_() % 3);
    Bits few(universe);
    for (uint64_t n = rng_() % 20; n > 0; --n) {
      const uint64_t begin = rng_() % universe;
      const uint64_t end = std::min(universe, begin + 1 + rng_() % (rng_() % 2 == 0 ? 4 : 2000));
      std::fill(few.begin() + static_cast<ptrdiff_t>(begin),
                few.begin() + static_cast<ptrdiff_t>(end), true);
    }
    CheckPair(many, few);
    CheckPair(few, many);
    if (HasFatalFailure()) return;
  }
}

TEST_P(AlgebraLaws, ClumpedSetsAreBitwise) {
  // Each side dense in some stretches and sparse in others: the pieces of a merge
  // are skewed one way here and another way there.
  for (int round = 0; round < 6; ++round) {
    const uint64_t universe = 16384;
    const auto clumped = [&] {
      Bits bits(universe);
      for (uint64_t at = 0; at < universe;) {
        const uint64_t gap = rng_() % 3 == 0 ? 1 + rng_() % 400 : 1 + rng_() % 2;
        const uint64_t end = std::min(universe, at + rng_() % 3000);
        while (at < end) {
          bits[at] = true;
          at += 1 + rng_() % (2 * gap);
        }
      }
      return bits;
    };
    CheckPair(clumped(), clumped());
    if (HasFatalFailure()) return;
  }
}

TEST_P(AlgebraLaws, LawsHoldOnLargeSets) {
  // Too large for bits: the laws, with every operation on both sides of one.
  for (const uint64_t size : {3000, 20000}) {
    const auto random_set = [&](uint64_t step) {
      RangeBuffer ranges;
      uint64_t leaf = 0;
      for (uint64_t i = 0; i < size; ++i) {
        const uint64_t begin = leaf + 1 + rng_() % step, end = begin + 1 + rng_() % step;
        ranges.push_back({begin, end});
        leaf = end;
      }
      return ranges;
    };
    // Half of the time with equal boundaries on both sides in many places.
    const uint64_t step = rng_() % 2 == 0 ? 4 : uint64_t{1} << 30;
    const RangeBuffer a = random_set(step), b = random_set(step);
    RangeBuffer a_or_b, a_and_b, a_minus_b, b_minus_a, a_xor_b;
    AppendUnion(a.span(), b.span(), &a_or_b);
    AppendIntersection(a.span(), b.span(), &a_and_b);
    AppendDifference(a.span(), b.span(), &a_minus_b);
    AppendDifference(b.span(), a.span(), &b_minus_a);
    AppendSymmetricDifference(a.span(), b.span(), &a_xor_b);

    // De Morgan.
    RangeBuffer not_a, not_b, not_both, de_morgan;
    AppendComplement(a.span(), &not_a);
    AppendComplement(b.span(), &not_b);
    AppendIntersection(not_a.span(), not_b.span(), &not_both);
    AppendComplement(not_both.span(), &de_morgan);
    EXPECT_TRUE(de_morgan == a_or_b);
    // Inclusion and exclusion.
    EXPECT_EQ(LeavesIn(a_or_b.span()) + LeavesIn(a_and_b.span()),
              LeavesIn(a.span()) + LeavesIn(b.span()));
    EXPECT_EQ(OverlapLeaves(a.span(), b.span()), LeavesIn(a_and_b.span()));
    // a - b | b - a | a & b == a | b, in one pass and in two.
    const Ranges parts[] = {a_minus_b.span(), b_minus_a.span(), a_and_b.span()};
    RangeBuffer whole, xor_again;
    AppendUnionOf(parts, &whole);
    EXPECT_TRUE(whole == a_or_b);
    AppendUnion(a_minus_b.span(), b_minus_a.span(), &xor_again);
    EXPECT_TRUE(xor_again == a_xor_b);
    // a - b is a & ~b; the complement undoes itself.
    RangeBuffer again, twice;
    AppendIntersection(a.span(), not_b.span(), &again);
    EXPECT_TRUE(again == a_minus_b);
    AppendComplement(not_a.span(), &twice);
    EXPECT_TRUE(twice == a);
    EXPECT_TRUE(ContainsAll(a_or_b.span(), a.span()));
    EXPECT_TRUE(ContainsAll(a.span(), a_minus_b.span()));
    EXPECT_FALSE(Intersects(a_minus_b.span(), b.span()));
  }
}

TEST_P(AlgebraLaws, ManyListsAreBitwise) {
  for (int round = 0; round < 60; ++round) {
    const uint64_t universe = 1 + rng_() % 300;
    std::vector<RangeBuffer> lists;
    Bits any(universe), all(universe, true);
    for (uint64_t k = 1 + rng_() % 9; k > 0; --k) {
      const bool dense = rng_() % 2 == 0;
      const Bits bits = RandomBits(rng_, universe, dense ? 60 : 3, dense ? 3 : 60);
      any = Each(any, bits, [](bool x, bool y) { return x || y; });
      all = Each(all, bits, [](bool x, bool y) { return x && y; });
      lists.push_back(FromBits(bits));
    }
    std::vector<Ranges> spans;
    for (const RangeBuffer& list : lists) spans.push_back(list.span());
    RangeBuffer union_of, intersection_of;
    AppendUnionOf(spans, &union_of);
    AppendIntersectionOf(spans, &intersection_of);
    ASSERT_EQ(union_of, FromBits(any));
    ASSERT_EQ(intersection_of, FromBits(all));
  }
}

TEST_P(AlgebraLaws, UnionOfLargeListsIsThatOfTwoByTwo) {
  // Enough ranges for several windows along the curve, and long ranges across them.
  std::vector<RangeBuffer> lists;
  for (int k = 0; k < 5; ++k) {
    RangeBuffer ranges;
    uint64_t leaf = rng_() % 1000000;
    for (int i = 0; i < 40000; ++i) {
      const uint64_t begin = leaf + 1 + rng_() % 300;
      leaf = begin + 1 + (rng_() % 4000 == 0 ? rng_() % 5000000 : rng_() % 30);
      ranges.push_back({begin, leaf});
    }
    lists.push_back(std::move(ranges));
  }
  std::vector<Ranges> spans;
  RangeBuffer want, all = {{1, 2}};
  for (const RangeBuffer& list : lists) {
    spans.push_back(list.span());
    RangeBuffer more;
    AppendUnion(want.span(), list.span(), &more);
    want = std::move(more);
  }
  AppendUnionOf(spans, &all);
  ASSERT_TRUE(std::equal(want.begin(), want.end(), all.begin() + 1, all.end()));
}

TEST_P(AlgebraLaws, ComplementAndContainsAreBitwise) {
  for (int round = 0; round < 100; ++round) {
    const uint64_t universe = 1 + rng_() % 200;
    Bits bits = RandomBits(rng_, universe, 9, 9);
    const RangeBuffer a = FromBits(bits);
    for (uint64_t leaf = 0; leaf < universe + 2; ++leaf) {
      ASSERT_EQ(ContainsLeaf(a.span(), leaf), leaf < universe && bits[leaf]);
    }
    for (int k = 0; k < 50; ++k) {
      const uint64_t begin = rng_() % universe, end = begin + 1 + rng_() % (universe - begin);
      const auto first = bits.begin() + static_cast<ptrdiff_t>(begin);
      const auto last = bits.begin() + static_cast<ptrdiff_t>(end);
      ASSERT_EQ(ContainsRange(a.span(), {begin, end}), std::find(first, last, false) == last);
      ASSERT_EQ(IntersectsRange(a.span(), {begin, end}), std::find(first, last, true) != last);
    }
    RangeBuffer complement;
    AppendComplement(a.span(), &complement, {0, universe});
    bits.flip();
    ASSERT_EQ(complement, FromBits(bits));
  }
}

TEST_P(AlgebraLaws, CanonicaliseIsBitwise) {
  for (int round = 0; round < 200; ++round) {
    const uint64_t universe = 1 + rng_() % 400;
    std::vector<LeafRange> ranges;
    Bits bits(universe);
    for (uint64_t n = rng_() % 40; n > 0; --n) {
      // One in ten is empty, and one in twenty ends before it begins.
      const uint64_t begin = rng_() % universe;
      uint64_t end = begin + rng_() % std::min<uint64_t>(universe - begin + 1, 20);
      if (rng_() % 20 == 0) end = begin / 2;
      ranges.push_back({begin, end});
      for (uint64_t leaf = begin; leaf < end; ++leaf) bits[leaf] = true;
    }
    if (rng_() % 3 == 0) std::sort(ranges.begin(), ranges.end());
    RangeBuffer out;
    AppendCanonical(ranges, &out);
    ASSERT_EQ(out, FromBits(bits));
    ASSERT_TRUE(IsCanonical(out.span()));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AlgebraLaws, ::testing::Range<uint64_t>(0, 8));

TEST(Algebra, WorkedExamples) {
  const RangeBuffer a = {{0, 10}, {20, 30}}, b = {{5, 20}, {30, 40}};
  RangeBuffer out;
  AppendUnion(a.span(), b.span(), &out);
  EXPECT_EQ(out, (RangeBuffer{{0, 40}}));
  out.clear();
  AppendIntersection(a.span(), b.span(), &out);
  EXPECT_EQ(out, (RangeBuffer{{5, 10}}));
  out.clear();
  AppendDifference(a.span(), b.span(), &out);
  EXPECT_EQ(out, (RangeBuffer{{0, 5}, {20, 30}}));
  out.clear();
  AppendSymmetricDifference(a.span(), b.span(), &out);
  EXPECT_EQ(out, (RangeBuffer{{0, 5}, {10, 40}}));
  out.clear();
  AppendComplement(a.span(), &out);
  EXPECT_EQ(out, (RangeBuffer{{10, 20}, {30, kLeafCount}}));
}

TEST(Algebra, TouchingRangesAreNotCanonical) {
  EXPECT_TRUE(IsCanonical(RangeBuffer{{0, 1}, {2, 3}}.span()));
  EXPECT_FALSE(IsCanonical(RangeBuffer{{0, 1}, {1, 3}}.span()));
  EXPECT_FALSE(IsCanonical(RangeBuffer{{0, 4}, {2, 3}}.span()));
  EXPECT_FALSE(IsCanonical(RangeBuffer{{3, 3}}.span()));
  EXPECT_EQ(FirstNotCanonical(RangeBuffer{{0, 1}, {2, 3}, {1, 9}}.span()), 2u);
}

}  // namespace
}  // namespace coincide
