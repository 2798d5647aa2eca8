// Many leaves against one list, and the cells of a range.

#include "coincide/coverage/leaf_lookup.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "coincide/coverage/maximal_cells.h"
#include "tests/support/range_sets.h"

namespace coincide {
namespace {

class LookupLaws : public ::testing::TestWithParam<uint64_t> {
 protected:
  std::mt19937_64 rng_{GetParam()};
  ::testing::ScopedTrace trace_{__FILE__, __LINE__, ::testing::Message() << "seed " << GetParam()};
};

TEST_P(LookupLaws, EveryLeafOfASmallUniverse) {
  for (int round = 0; round < 200; ++round) {
    const uint64_t universe = 1 + rng_() % 300;
    const testing::Bits bits =
        testing::RandomBits(rng_, universe, 1 + rng_() % 20, 1 + rng_() % 20);
    const RangeBuffer ranges = testing::FromBits(bits);
    const LeafLookup lookup(ranges.span());
    std::vector<uint64_t> leaves;
    for (uint64_t leaf = 0; leaf < universe + 3; ++leaf) leaves.push_back(leaf);
    leaves.push_back(UINT64_MAX);
    std::vector<uint8_t> inside(leaves.size(), 9);
    const size_t held = lookup.Contains(leaves, inside);
    size_t want = 0;
    for (size_t i = 0; i < leaves.size(); ++i) {
      const bool in = leaves[i] < universe && bits[leaves[i]];
      ASSERT_EQ(inside[i], in ? 1 : 0) << "leaf " << leaves[i];
      want += in ? 1 : 0;
    }
    ASSERT_EQ(held, want);
  }
}

TEST_P(LookupLaws, ClumpsAtAnyDistance) {
  // Short ranges in a few clumps of the whole curve: many in one bucket. Each
  // range is asked about on both sides of both of its boundaries.
  RangeBuffer ranges;
  uint64_t leaf = rng_() % 1000;
  for (int clump = 0; clump < 5; ++clump) {
    for (uint64_t n = 1 + rng_() % 700; n > 0; --n) {
      const uint64_t begin = leaf + 1 + rng_() % 5;
      leaf = begin + 1 + rng_() % 5;
      ranges.push_back({begin, leaf});
    }
    leaf += rng_() % (kLeafCount / 6);
  }
  const LeafLookup lookup(ranges.span());
  for (size_t i = 0; i < ranges.size(); ++i) {
    const LeafRange range = ranges[i];
    const bool touches = i > 0 && ranges[i - 1].end == range.begin;
    ASSERT_EQ(lookup.FirstEndingAfter(range.begin - 1),
              i > 0 && ranges[i - 1].end == range.begin ? i - 1 : i);
    ASSERT_EQ(lookup.Contains(range.begin - 1), touches);
    ASSERT_TRUE(lookup.Contains(range.begin));
    ASSERT_TRUE(lookup.Contains(range.end - 1));
    ASSERT_EQ(lookup.FirstEndingAfter(range.end - 1), i);
    ASSERT_EQ(lookup.FirstEndingAfter(range.end), i + 1);
    ASSERT_FALSE(lookup.Contains(range.end));
  }
}

TEST_P(LookupLaws, MaximalCellsTileTheRangeAndCannotBeMerged) {
  for (int round = 0; round < 300; ++round) {
    const int shift = 2 * static_cast<int>(rng_() % 30);
    const uint64_t count = kLeafCount >> shift;
    uint64_t a = rng_() % (count + 1), b = rng_() % 2 == 0 ? a + rng_() % 50 : rng_() % (count + 1);
    if (a > b) std::swap(a, b);
    if (a == b || b > count) continue;
    const LeafRange range = {a << shift, b << shift};
    uint64_t at = range.begin;
    int siblings = 0;
    LeafRange last;
    ForEachMaximalCell(range, [&](int order, LeafRange cell) {
      ASSERT_EQ(cell.begin, at);
      ASSERT_EQ(cell.size(), kLeafCount / Cell::Count(order));
      ASSERT_EQ(cell.begin % cell.size(), 0u);
      // Four siblings in a row would have been their parent.
      const bool first_child = cell.begin % (4 * cell.size()) == 0;
      siblings = first_child ? 1 : cell.size() == last.size() ? siblings + 1 : 0;
      ASSERT_FALSE(order > 0 && siblings == 4);
      last = cell;
      at = cell.end;
    });
    ASSERT_EQ(at, range.end);
  }
  size_t full = 0;
  ForEachMaximalCell({0, kLeafCount}, [&](int order, LeafRange) { full += order == 0 ? 1 : 100; });
  EXPECT_EQ(full, 12u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LookupLaws, ::testing::Range<uint64_t>(0, 6));

}  // namespace
}  // namespace coincide
