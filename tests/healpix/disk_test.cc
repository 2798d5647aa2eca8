#include "coincide/healpix/disk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "coincide/cell/interleave.h"
#include "coincide/healpix/neighbors.h"

namespace coincide {
namespace {

using Words = std::vector<uint64_t>;

// The oracle: how many steps each cell is away, breadth first, up to `steps`.
std::map<Cell, uint64_t> Distances(Cell cell, uint64_t steps) {
  std::map<Cell, uint64_t> distance = {{cell, 0}};
  std::vector<Cell> front = {cell};
  for (uint64_t step = 1; step <= steps && !front.empty(); ++step) {
    std::vector<Cell> next;
    for (const Cell from : front) {
      for (const Cell near : Neighbors(from)) {
        if (!near.is_null() && distance.emplace(near, step).second) next.push_back(near);
      }
    }
    front = next;
  }
  return distance;
}

// Those with low <= distance <= high, ascending by leaf.
Words Select(const std::map<Cell, uint64_t>& distance, uint64_t low, uint64_t high) {
  std::vector<Cell> cells;
  for (const auto& [cell, steps] : distance) {
    if (low <= steps && steps <= high) cells.push_back(cell);
  }
  std::sort(cells.begin(), cells.end(),
            [](Cell a, Cell b) { return a.leaves().begin < b.leaves().begin; });
  Words words;
  for (const Cell cell : cells) words.push_back(cell.word());
  return words;
}

void ExpectEqualsSearch(Cell cell, uint64_t steps) {
  const auto distance = Distances(cell, steps);
  Words disk, ring;
  AppendDisk(cell, steps, &disk);
  AppendRing(cell, steps, &ring);
  ASSERT_EQ(disk, Select(distance, 0, steps)) << "word " << cell.word() << " steps " << steps;
  ASSERT_EQ(ring, Select(distance, steps, steps)) << "word " << cell.word() << " steps " << steps;
  ASSERT_LE(disk.size(), DiskSizeLimit(cell.order(), steps));
}

// Every cell of the coarse orders, every number of steps until all is covered.
TEST(Disk, EqualsSearchEverywhereAtCoarseOrders) {
  const int last_order = std::getenv("COINCIDE_LONG") != nullptr ? 3 : 2;
  for (int order = 0; order <= last_order; ++order) {
    for (uint64_t index = 0; index < Cell::Count(order); ++index) {
      const Cell cell = Cell::FromNested(order, index);
      const auto distance = Distances(cell, 100);
      ASSERT_EQ(distance.size(), Cell::Count(order));
      const uint64_t farthest = uint64_t{5} << order;
      for (uint64_t steps = 0; steps <= farthest; ++steps) {
        Words disk, ring;
        AppendDisk(cell, steps, &disk);
        AppendRing(cell, steps, &ring);
        ASSERT_EQ(disk, Select(distance, 0, steps)) << order << " " << index << " " << steps;
        ASSERT_EQ(ring, Select(distance, steps, steps)) << order << " " << index << " " << steps;
      }
    }
  }
}

Cell NearBorder(std::mt19937_64& rng, int order, bool point) {
  const uint32_t last = (uint32_t{1} << order) - 1;
  const auto pick = [&] {
    const auto near = static_cast<uint32_t>(rng() % 12);
    switch (rng() % 3) {
      case 0:
        return std::min(near, last);
      case 1:
        return last - std::min(near, last);
      default:
        return static_cast<uint32_t>(rng()) & last;
    }
  };
  const uint64_t index = (rng() % 12) << (2 * order) | Interleave(pick(), pick());
  return point ? Cell::FromPoint(index) : Cell::FromNested(order, index);
}

TEST(Disk, EqualsSearchNearSidesAndCornersAtAllOrders) {
  const uint64_t seed = 41;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 1500; ++round) {
    const int order = static_cast<int>(rng() % 30);
    const Cell cell = NearBorder(rng, order, order == 29 && rng() % 2 == 0);
    ExpectEqualsSearch(cell, rng() % (round % 50 == 0 ? 40 : 14));
  }
}

TEST(Disk, LargeOnesOfAMiddleOrder) {
  const uint64_t seed = 42;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 10; ++round) {
    const int order = 4 + static_cast<int>(rng() % 2);
    ExpectEqualsSearch(NearBorder(rng, order, false), rng() % (uint64_t{4} << order));
  }
}

TEST(Disk, OfAnyNumberOfSteps) {
  for (const uint64_t steps : {uint64_t{1} << 20, uint64_t{1} << 40, ~uint64_t{0}}) {
    Words disk, ring;
    AppendDisk(Cell::FromNested(4, 77), steps, &disk);
    AppendRing(Cell::FromNested(4, 77), steps, &ring);
    EXPECT_EQ(disk.size(), Cell::Count(4));
    EXPECT_TRUE(ring.empty());
    EXPECT_EQ(DiskSizeLimit(29, steps), std::min(kLeafCount, DiskSizeLimit(29, steps)));
  }
  EXPECT_EQ(DiskSizeLimit(29, 2), 25u);
  EXPECT_EQ(DiskSizeLimit(1, 1000), 48u);
  // A large ring at a fine order, in the inside of its base cell: only its own size.
  Words ring;
  AppendRing(Cell::FromNested(20, 3 << 18 | Interleave(1 << 19, 1 << 19)), 10000, &ring);
  EXPECT_EQ(ring.size(), 80000u);
  EXPECT_TRUE(std::is_sorted(ring.begin(), ring.end()));
}

TEST(Touching, AreTheBorderAtFinerAndTheMeetingCellsAtCoarserOrders) {
  const uint64_t seed = 43;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 400; ++round) {
    const int order = static_cast<int>(rng() % 7);
    const Cell cell = NearBorder(rng, order, false);
    for (int other = 0; other <= std::min(order + 3, 8); ++other) {
      // By the definition: cells of `other` outside that have a neighbour inside,
      // at the finer of the two orders.
      std::set<uint64_t> want;
      const int fine = std::max(order, other);
      const LeafRange leaves = cell.leaves();
      const int shift = 2 * (29 - fine);
      for (uint64_t i = leaves.begin >> shift; i < leaves.end >> shift; ++i) {
        for (const Cell near : Neighbors(Cell::FromNested(fine, i))) {
          if (near.is_null()) continue;
          const Cell parent = near.Parent(other);
          if (!parent.Intersects(cell)) want.insert(parent.word());
        }
      }
      Words got;
      AppendTouching(cell, other, &got);
      ASSERT_EQ(got, Words(want.begin(), want.end())) << cell.word() << " at order " << other;
    }
  }
}

class Batch : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Batch, EqualsOneByOneOnAnyNumberOfThreads) {
  std::mt19937_64 rng(GetParam());
  Words centers(8000);
  for (uint64_t& word : centers) {
    const int order = static_cast<int>(rng() % 30);
    word = NearBorder(rng, order, order == 29).word();
    if (GetParam() % 2 == 1 && rng() % 1000 == 0) word = 0;
  }
  for (const uint64_t steps : {uint64_t{0}, uint64_t{2}, uint64_t{5}}) {
    Words want;
    std::vector<int64_t> want_offsets = {0};
    size_t want_bad = centers.size();
    for (size_t i = 0; i < centers.size(); ++i) {
      if (const auto cell = Cell::FromWord(centers[i])) {
        AppendDisk(*cell, steps, &want);
      } else {
        want_bad = std::min(want_bad, i);
      }
      want_offsets.push_back(static_cast<int64_t>(want.size()));
    }
    for (const int threads : {1, 3}) {
      Words words = {7};
      std::vector<int64_t> offsets;
      ASSERT_EQ(Disks(centers, steps, &offsets, &words, threads), want_bad);
      ASSERT_EQ(offsets, want_offsets);
      ASSERT_EQ(words, want);
    }
    Words one, three;
    std::vector<int64_t> offsets_one, offsets_three;
    ASSERT_EQ(Rings(centers, steps, &offsets_one, &one, 1), want_bad);
    ASSERT_EQ(Rings(centers, steps, &offsets_three, &three, 3), want_bad);
    ASSERT_EQ(offsets_one, offsets_three);
    ASSERT_EQ(one, three);
  }
}
INSTANTIATE_TEST_SUITE_P(DiskThreads, Batch, ::testing::Range<uint64_t>(50, 52));

TEST(Disk, EmptyBatch) {
  std::vector<int64_t> offsets;
  Words words = {3};
  EXPECT_EQ(Disks({}, 2, &offsets, &words), 0u);
  EXPECT_EQ(offsets, std::vector<int64_t>{0});
  EXPECT_TRUE(words.empty());
}

}  // namespace
}  // namespace coincide
