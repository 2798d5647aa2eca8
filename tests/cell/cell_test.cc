#include "coincide/cell/cell.h"

#include <gtest/gtest.h>

#include <random>

namespace coincide {
namespace {

TEST(Cell, WorkedExamples) {
  // tests/vectors/cells.json has more than a thousand.
  EXPECT_EQ(Cell::FromNested(0, 0).word(), 0x1000000000000000u);
  EXPECT_EQ(Cell::FromNested(6, 19456).word(), 6629298651489370118u);
  EXPECT_TRUE(Cell().is_null());
}

TEST(Cell, EveryOrderRoundTripsThroughItsWord) {
  const uint64_t seed = 3;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int order = 0; order <= Cell::kMaxOrder; ++order) {
    for (int round = 0; round < 200; ++round) {
      const uint64_t index = rng() % Cell::Count(order);
      const Cell cell = Cell::FromNested(order, index);
      ASSERT_TRUE(Cell::IsValidWord(cell.word()));
      ASSERT_EQ(cell.order(), order);
      ASSERT_EQ(cell.nested(), index);
      ASSERT_EQ(cell.base_cell(), static_cast<int>(index >> (2 * order)));
      ASSERT_FALSE(cell.is_point());
      ASSERT_EQ(cell.leaves().size(), kLeafCount / Cell::Count(order));
    }
  }
}

TEST(Cell, PointKeepsItsLeaf) {
  const uint64_t seed = 4;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 1000; ++round) {
    const uint64_t leaf = rng() % kLeafCount;
    const Cell point = Cell::FromPoint(leaf);
    ASSERT_TRUE(point.is_point());
    ASSERT_EQ(point.order(), 29);
    ASSERT_EQ(point.nested(), leaf);
    ASSERT_EQ(point.Parent(29), Cell::FromNested(29, leaf));
    ASSERT_NE(point, Cell::FromNested(29, leaf));
    for (int order = 0; order <= 29; ++order) {
      ASSERT_EQ(point.Parent(order), Cell::FromNested(order, leaf >> (2 * (29 - order))));
    }
  }
}

}  // namespace
}  // namespace coincide
