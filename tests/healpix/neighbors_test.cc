#include "coincide/healpix/neighbors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "coincide/healpix/projection.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

// healpy's list: complete for orders 0 to 2, border and random cells above.
TEST(Neighbors, EqualTheVectors) {
  for (const testing::VectorRow& row : testing::ReadVectors("neighbors.json")) {
    const int order = row.Int(0);
    const auto got = Neighbors(Cell::FromNested(order, row.Unsigned(1)));
    for (int d = 0; d < kDirections; ++d) {
      const int64_t want = row.Signed(2 + static_cast<size_t>(d));
      const Cell cell = want < 0 ? Cell() : Cell::FromNested(order, static_cast<uint64_t>(want));
      ASSERT_EQ(got[static_cast<size_t>(d)], cell)
          << "order " << order << " nested " << row.Text(1) << " direction " << d;
    }
  }
}

// Every cell of orders 0 to 7, through a hash of healpy's complete list.
TEST(Neighbors, EqualTheChecksumsOfWholeOrders) {
  for (const testing::VectorRow& row : testing::ReadVectors("neighbor_checksums.json")) {
    const int order = row.Int(0);
    std::vector<uint64_t> words(Cell::Count(order)), out(8 * words.size());
    for (uint64_t i = 0; i < words.size(); ++i) words[i] = Cell::FromNested(order, i).word();
    ASSERT_EQ(Neighbors(words, out), words.size());
    uint64_t hash = 0xCBF29CE484222325;
    for (const uint64_t word : out) {
      const uint64_t index = word == 0 ? ~uint64_t{0} : Cell::FromWordUnchecked(word).nested();
      for (int byte = 0; byte < 8; ++byte) {
        hash = (hash ^ (index >> (8 * byte) & 255)) * 0x100000001B3;
      }
    }
    EXPECT_EQ(hash, row.Unsigned(1)) << "order " << order;
  }
}

Cell RandomBorderCell(std::mt19937_64& rng, int order) {
  const uint32_t last = (uint32_t{1} << order) - 1;
  const uint32_t near[] = {0, std::min(1u, last), last, last - std::min(1u, last)};
  const uint32_t x = rng() % 2 ? near[rng() % 4] : static_cast<uint32_t>(rng()) & last;
  const uint32_t y = rng() % 2 ? near[rng() % 4] : static_cast<uint32_t>(rng()) & last;
  return Cell::FromNested(order, (rng() % 12) << (2 * order) | Interleave(x, y));
}

TEST(Neighbors, AreMutualDistinctAndOfTheSameKind) {
  const uint64_t seed = 31;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 60000; ++round) {
    const int order = static_cast<int>(rng() % 31);
    const Cell cell = order == 30 ? Cell::FromPoint(RandomBorderCell(rng, 29).nested())
                                  : RandomBorderCell(rng, order);
    std::set<Cell> seen = {cell};
    int missing = 0;
    for (const Cell near : Neighbors(cell)) {
      if (near.is_null()) {
        ++missing;
        continue;
      }
      ASSERT_TRUE(Cell::IsValidWord(near.word()));
      ASSERT_EQ(near.order(), cell.order());
      ASSERT_EQ(near.is_point(), cell.is_point());
      ASSERT_TRUE(seen.insert(near).second) << "twice";
      const auto back = Neighbors(near);
      ASSERT_EQ(std::count(back.begin(), back.end(), cell), 1) << cell.word();
      if (cell.is_point()) {
        const auto areas = Neighbors(cell.Parent(29));
        ASSERT_EQ(std::count(areas.begin(), areas.end(), near.Parent(29)), 1);
      }
    }
    ASSERT_LE(missing, order == 0 ? 2 : 1);
  }
}

TEST(Neighbors, TwentyFourCellsOfAnOrderHaveSeven) {
  for (int order = 1; order <= 6; ++order) {
    int with_seven = 0;
    for (uint64_t i = 0; i < Cell::Count(order); ++i) {
      const auto near = Neighbors(Cell::FromNested(order, i));
      with_seven += std::count(near.begin(), near.end(), Cell()) == 1;
    }
    EXPECT_EQ(with_seven, 24) << "order " << order;
  }
  for (uint64_t i = 0; i < 12; ++i) {
    const auto near = Neighbors(Cell::FromNested(0, i));
    EXPECT_EQ(std::count(near.begin(), near.end(), Cell()), 2);
  }
}

// The directions as seen on the globe: neighbours share the corner or side that
// their direction names. Corners come from the projection, not from bits.
TEST(Neighbors, ShareTheCornerOrSideOfTheirDirection) {
  const uint64_t seed = 32;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const Projection& sphere = Projection::Of(Ellipsoid::Sphere());
  const auto corners = [&](Cell cell) {  // S E N W
    const uint64_t index = cell.nested() & ((uint64_t{1} << (2 * cell.order())) - 1);
    const double n = std::ldexp(1.0, cell.order());
    const double x = CompressBits(index), y = CompressBits(index >> 1);
    std::vector<std::array<double, 3>> points;
    for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {1, 1}, {0, 1}}) {
      const LonLat at = sphere.PointAt(cell.base_cell(), (x + dx) / n, (y + dy) / n);
      const double lon = at.lon * M_PI / 180, lat = at.lat * M_PI / 180;
      points.push_back(
          {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)});
    }
    return points;
  };
  // Corners shared in each direction, S E N W as bits 1 2 4 8.
  const int shared[8] = {1 | 8, 8, 8 | 4, 4, 4 | 2, 2, 2 | 1, 1};
  for (int round = 0; round < 4000; ++round) {
    // At order 1 each cell is at a corner of its base cell; two cells may touch
    // in more ways than one only at order 0.
    const int order = 1 + static_cast<int>(rng() % 12);
    const Cell cell = RandomBorderCell(rng, order);
    const auto own = corners(cell);
    const auto near = Neighbors(cell);
    for (size_t d = 0; d < 8; ++d) {
      if (near[d].is_null()) continue;
      const auto other = corners(near[d]);
      int touching = 0;
      for (size_t i = 0; i < 4; ++i) {
        for (const auto& p : other) {
          const double apart = std::hypot(p[0] - own[i][0], p[1] - own[i][1], p[2] - own[i][2]);
          // Cells are wider than 2^-order; rounding is below 1e-14.
          if (apart < 1e-9) touching |= 1 << i;
        }
      }
      ASSERT_EQ(touching, shared[d])
          << "order " << order << " word " << cell.word() << " direction " << d;
    }
  }
}

TEST(Neighbors, BatchEqualsScalarAndReportsBadWords) {
  const uint64_t seed = 33;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 6; ++round) {
    std::vector<uint64_t> words(30000);
    for (uint64_t& word : words) {
      word = RandomBorderCell(rng, static_cast<int>(rng() % 30)).word();
      if (rng() % 4 == 0) word = Cell::FromPoint(rng() % kLeafCount).word();
      if (round > 0 && rng() % 1000 == 0) word = rng() % 2 ? 0 : rng();
    }
    std::vector<uint64_t> out(8 * words.size(), 7), threaded(out);
    const size_t bad = Neighbors(words, out, 1);
    ASSERT_EQ(Neighbors(words, threaded, 4), bad);
    ASSERT_EQ(out, threaded);
    size_t expected_bad = words.size();
    for (size_t i = 0; i < words.size(); ++i) {
      const auto cell = Cell::FromWord(words[i]);
      if (!cell && expected_bad == words.size()) expected_bad = i;
      const auto want = cell ? Neighbors(*cell) : std::array<Cell, 8>{};
      for (size_t d = 0; d < 8; ++d) ASSERT_EQ(out[8 * i + d], want[d].word());
    }
    ASSERT_EQ(bad, expected_bad);
  }
}

}  // namespace
}  // namespace coincide
