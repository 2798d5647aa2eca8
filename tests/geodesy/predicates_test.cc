#include "coincide/geodesy/predicates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "tests/support/tsv.h"

namespace coincide {
namespace {

using testing::DoubleOfBits;
using testing::ReadTsv;

std::array<Vector3, 4> PointsOf(const std::vector<std::string>& row) {
  std::array<Vector3, 4> points;
  for (size_t i = 0; i < 4; ++i) {
    points[i] = {DoubleOfBits(row[1 + 3 * i]), DoubleOfBits(row[2 + 3 * i]),
                 DoubleOfBits(row[3 + 3 * i])};
  }
  return points;
}

// Unit vectors on which predicates are hard: one point and its neighbours,
// points on one great circle, on coordinate planes, equal points.
Vector3 HardPoint(std::mt19937_64& rng, const std::vector<Vector3>& before) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const auto any = [&] { return Normalized({normal(rng), normal(rng), normal(rng)}); };
  const auto old = [&]() -> Vector3 { return before[rng() % before.size()]; };
  if (before.empty()) return any();
  switch (rng() % 7) {
    case 0:
      return any();
    case 1:
      return Normalized(old() + std::pow(10, -3 - 14 * uniform(rng)) * any());
    case 2:
      return Normalized(uniform(rng) * old() + (2 * uniform(rng) - 1) * old());
    case 3:
      return Normalized({normal(rng), normal(rng), 0});
    case 4: {
      const Vector3 p = old();
      return {std::nextafter(p.x, 2), p.y, p.z};
    }
    case 5:
      return Normalized({0, normal(rng), normal(rng)});
    default:
      return old();
  }
}

TEST(Predicates, AgreeWithFractionsAndRealShifts) {
  const auto rows = ReadTsv(COINCIDE_VECTORS "/predicates.tsv");
  ASSERT_EQ(rows.size(), 400u);
  for (size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(::testing::Message() << "row " << i << " " << rows[i][0]);
    const auto [a, b, c, d] = PointsOf(rows[i]);
    EXPECT_EQ(TurnSign(a, b, c), std::stoi(rows[i][13]));
    EXPECT_EQ(TurnSign(a, b, d), std::stoi(rows[i][14]));
    EXPECT_EQ(ArcCrossing(a, b, c, d), std::stoi(rows[i][15]));
    if (std::stoi(rows[i][15]) == 0) {
      EXPECT_EQ(VertexCrossing(a, b, c, d), rows[i][16] == "1");
    }
  }
}

TEST(Predicates, GiveTheVerdictsOfS2) {
  const std::string path = testing::DataFolder(COINCIDE_DATA) + "/oracle/s2_crossing_fixture.tsv";
  const auto rows = ReadTsv(path);
  if (rows.empty()) GTEST_SKIP() << "no " << path;
  ASSERT_EQ(rows.size(), 512u);
  for (size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(::testing::Message() << "row " << i << " " << rows[i][0]);
    ASSERT_EQ(rows[i].size(), 21u);
    const auto [a, b, c, d] = PointsOf(rows[i]);
    const int crossing = std::stoi(rows[i][17]);
    EXPECT_EQ(ArcCrossing(a, b, c, d), crossing);
    EXPECT_EQ(ArcOrVertexCrossing(a, b, c, d), rows[i][19] == "1");
    if (crossing == 0) {
      EXPECT_EQ(VertexCrossing(a, b, c, d), rows[i][18] == "1");
    }
  }
}

class PredicateLaws : public ::testing::TestWithParam<uint64_t> {};

TEST_P(PredicateLaws, TurnSignIsCyclicAntisymmetricAndZeroOnlyForEqualPoints) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int round = 0; round < 5000; ++round) {
    std::vector<Vector3> p;
    while (p.size() < 3) p.push_back(HardPoint(rng, p));
    std::shuffle(p.begin(), p.end(), rng);
    const int sign = TurnSign(p[0], p[1], p[2]);
    ASSERT_EQ(TurnSign(p[1], p[2], p[0]), sign) << round;
    ASSERT_EQ(TurnSign(p[2], p[0], p[1]), sign) << round;
    ASSERT_EQ(TurnSign(p[2], p[1], p[0]), -sign) << round;
    ASSERT_EQ(TurnSign(p[1], p[0], p[2]), -sign) << round;
    ASSERT_EQ(sign == 0, p[0] == p[1] || p[1] == p[2] || p[2] == p[0]) << round;
  }
}

TEST_P(PredicateLaws, CrossingsDoNotDependOnTheOrderOfEnds) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  int shared = 0, crossed = 0;
  for (int round = 0; round < 5000; ++round) {
    std::vector<Vector3> p;
    while (p.size() < 4) p.push_back(HardPoint(rng, p));
    std::shuffle(p.begin(), p.end(), rng);
    const Vector3 a = p[0], b = p[1], c = p[2], d = p[3];
    const int crossing = ArcCrossing(a, b, c, d);
    ASSERT_EQ(ArcCrossing(b, a, c, d), crossing) << round;
    ASSERT_EQ(ArcCrossing(a, b, d, c), crossing) << round;
    ASSERT_EQ(ArcCrossing(c, d, a, b), crossing) << round;
    crossed += crossing == 1;
    if (crossing != 0) continue;
    ++shared;
    const bool vertex = VertexCrossing(a, b, c, d);
    ASSERT_EQ(VertexCrossing(b, a, c, d), vertex) << round;
    ASSERT_EQ(VertexCrossing(a, b, d, c), vertex) << round;
    ASSERT_EQ(VertexCrossing(b, a, d, c), vertex) << round;
    const int equal = (a == c) + (a == d) + (b == c) + (b == d);
    if (equal == 1 && !(a == b) && !(c == d)) {
      ASSERT_NE(VertexCrossing(c, d, a, b), vertex) << round;
    }
  }
  EXPECT_GT(shared, 100);
  EXPECT_GT(crossed, 100);
}

// The number of crossings of two closed chains is even, however they share
// vertices and run along one another: what parity tests rest on.
TEST_P(PredicateLaws, ClosedChainsCrossAnEvenNumberOfTimes) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  int total = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<Vector3> pool;
    while (pool.size() < 8) pool.push_back(HardPoint(rng, pool));
    std::vector<Vector3> first, second;
    for (size_t i = 3 + rng() % 6; i > 0; --i) first.push_back(pool[rng() % pool.size()]);
    for (size_t i = 3 + rng() % 6; i > 0; --i) second.push_back(pool[rng() % pool.size()]);
    int crossings = 0;
    for (size_t i = 0; i < first.size(); ++i) {
      for (size_t j = 0; j < second.size(); ++j) {
        crossings += ArcOrVertexCrossing(first[i], first[(i + 1) % first.size()], second[j],
                                         second[(j + 1) % second.size()]);
      }
    }
    ASSERT_EQ(crossings % 2, 0) << round;
    total += crossings;
  }
  EXPECT_GT(total, 300);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PredicateLaws, ::testing::Range<uint64_t>(0, 4));

TEST(Predicates, KnownTurnsAndCrossings) {
  const Vector3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  EXPECT_EQ(TurnSign(x, y, z), 1);
  EXPECT_EQ(TurnSign(y, x, z), -1);
  EXPECT_EQ(TurnSign(x, x, z), 0);
  EXPECT_TRUE(OrderedCounterclockwise(x, y, -x, z));
  EXPECT_FALSE(OrderedCounterclockwise(y, x, -x, z));
  const Vector3 west = UnitVectorOf(-10, 0), east = UnitVectorOf(10, 0);
  const Vector3 south = UnitVectorOf(0, -10), north = UnitVectorOf(0, 10);
  EXPECT_EQ(ArcCrossing(west, east, south, north), 1);
  EXPECT_EQ(ArcCrossing(west, south, east, north), -1);
  EXPECT_EQ(ArcCrossing(west, east, east, north), 0);
  EXPECT_EQ(ArcCrossing(west, west, south, north), -1);
  // The same circles, on the other side of the sphere.
  EXPECT_EQ(ArcCrossing(west, east, -south, -north), -1);
}

}  // namespace
}  // namespace coincide
