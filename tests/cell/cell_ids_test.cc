#include "coincide/cell/cell_ids.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/support/vectors.h"

namespace coincide {
namespace {

static_assert(Nuniq(Cell::FromNested(0, 0)) == 4);
static_assert(Zuniq(Cell::FromNested(29, 5)) == 11);
static_assert(RingIndex(Cell::FromNested(1, 3)) == 0);
static_assert(CellFromRing(6, 0)->base_cell() == 0);
static_assert(CellFromNuniq(4 * 4096 + 19456) == Cell::FromNested(6, 19456));

// First, last and random cells of each base cell, every order.
TEST(CellIds, EqualTheVectors) {
  for (const testing::VectorRow& row : testing::ReadVectors("cells.json")) {
    const int order = row.Int(0);
    const Cell cell = Cell::FromNested(order, row.Unsigned(1));
    SCOPED_TRACE(::testing::Message() << "order " << order << " nested " << row.Text(1));
    ASSERT_EQ(cell.word(), row.Unsigned(2));
    ASSERT_EQ(RingIndex(cell), row.Unsigned(4));
    ASSERT_EQ(Nuniq(cell), row.Unsigned(5));
    ASSERT_EQ(Zuniq(cell), row.Unsigned(6));
    const CellXy place = PlaceOf(cell);
    ASSERT_EQ(place, (CellXy{order, row.Int(7), static_cast<uint32_t>(row.Unsigned(8)),
                             static_cast<uint32_t>(row.Unsigned(9))}));

    ASSERT_EQ(CellFromNested(order, row.Unsigned(1)), cell);
    ASSERT_EQ(CellFromRing(order, row.Unsigned(4)), cell);
    ASSERT_EQ(CellFromNuniq(row.Unsigned(5)), cell);
    ASSERT_EQ(CellFromZuniq(row.Unsigned(6)), cell);
    ASSERT_EQ(CellFromXy(place), cell);
    ASSERT_EQ(CellFromLeaves(cell.leaves()), cell);
  }
}

TEST(CellIds, RingIsAPermutationOfEachOrder) {
  for (int order = 0; order <= 6; ++order) {
    std::vector<bool> seen(Cell::Count(order));
    for (uint64_t nested = 0; nested < Cell::Count(order); ++nested) {
      const uint64_t ring = RingFromNested(order, nested);
      ASSERT_LT(ring, Cell::Count(order));
      ASSERT_FALSE(seen[ring]) << "order " << order << " nested " << nested;
      seen[ring] = true;
      ASSERT_EQ(NestedFromRing(order, ring), nested);
    }
  }
}

TEST(CellIds, RingRoundTripsNextToEveryRingEnd) {
  // The ends of the rings nearest to the poles, to the middle of the cap and to
  // |z| = 2/3: where a square root that is off by one would show.
  for (int order = 1; order <= 29; ++order) {
    const uint64_t n = uint64_t{1} << order, count = Cell::Count(order);
    for (uint64_t ring : {uint64_t{1}, uint64_t{2}, n / 2, n - 1, n}) {
      for (uint64_t edge : {2 * ring * (ring - 1), 2 * ring * (ring + 1)}) {
        for (uint64_t near : {edge - 1, edge, edge + 1}) {
          if (near >= count) continue;
          for (uint64_t index : {near, count - 1 - near}) {
            ASSERT_EQ(RingFromNested(order, NestedFromRing(order, index)), index)
                << "order " << order << " ring index " << index;
          }
        }
      }
    }
  }
}

TEST(CellIds, EveryNumberRoundTripsOrIsRefused) {
  const uint64_t seed = 11;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 200000; ++round) {
    const uint64_t number = rng() >> (rng() % 64);
    const auto order = static_cast<int64_t>(rng() % 34) - 2;
    if (const auto cell = CellFromNuniq(number)) {
      ASSERT_EQ(Nuniq(*cell), number);
    } else {
      ASSERT_TRUE(number < 4 || number >= uint64_t{1} << 62) << number;
    }
    if (const auto cell = CellFromZuniq(number)) {
      ASSERT_EQ(Zuniq(*cell), number);
    }
    if (const auto cell = CellFromRing(order, number)) {
      ASSERT_EQ(RingIndex(*cell), number);
    }
    const bool fits = order >= 0 && order <= 29 && number < uint64_t{12} << (2 * order);
    ASSERT_EQ(CellFromNested(order, number).has_value(), fits);
    ASSERT_EQ(CellFromRing(order, number).has_value(), fits);
  }
}

TEST(CellIds, BadNumbersAreRefused) {
  EXPECT_FALSE(CellFromNested(-1, 0));
  EXPECT_FALSE(CellFromNested(30, 0));
  EXPECT_FALSE(CellFromNested(0, 12));
  EXPECT_FALSE(CellFromNested(3, ~uint64_t{0}));
  EXPECT_FALSE(CellFromRing(29, kLeafCount));
  EXPECT_FALSE(CellFromNuniq(0));
  EXPECT_FALSE(CellFromNuniq(3));
  EXPECT_TRUE(CellFromNuniq(4));
  EXPECT_TRUE(CellFromNuniq((uint64_t{1} << 62) - 1));
  EXPECT_FALSE(CellFromNuniq(uint64_t{1} << 62));
  EXPECT_FALSE(CellFromZuniq(0));
  EXPECT_FALSE(CellFromZuniq(2));  // an odd number of zeros
  EXPECT_FALSE(CellFromZuniq(2 * kLeafCount + 1));
  EXPECT_FALSE(CellFromZuniq(uint64_t{1} << 60));  // order -1
  EXPECT_FALSE(CellFromZuniq(uint64_t{1} << 62));
  EXPECT_FALSE(CellFromZuniq(uint64_t{1} << 63));
  EXPECT_FALSE(CellFromLeaves({0, 0}));
  EXPECT_FALSE(CellFromLeaves({0, 2}));
  EXPECT_FALSE(CellFromLeaves({2, 6}));
  EXPECT_FALSE(CellFromLeaves({0, kLeafCount}));
  EXPECT_FALSE(CellFromLeaves({kLeafCount, kLeafCount + 1}));
  EXPECT_FALSE(CellFromLeaves({0, uint64_t{1} << 60}));
  EXPECT_FALSE(CellFromXy(3, 12, 0, 0));
  EXPECT_FALSE(CellFromXy(3, -1, 0, 0));
  EXPECT_FALSE(CellFromXy(3, 0, 8, 0));
  EXPECT_FALSE(CellFromXy(3, 0, 0, uint64_t{1} << 32));
}

}  // namespace
}  // namespace coincide
