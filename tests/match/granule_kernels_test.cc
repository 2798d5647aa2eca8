// The kernels of stage one, on every instruction set of the machine.

#include "src/match/kernels/granule_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "src/match/kernels/ladder_kernels.h"
#include "tests/support/each_target.h"

namespace coincide::internal {
namespace {

using testing::ForEachTarget;

using Place = std::array<long double, 3>;

Place Of(const Vector3& v) { return {v.x, v.y, v.z}; }

// A place near `middle`, on the axes at it.
Vector3 Near(const Vector3& middle, double along, double across) {
  const Vector3 axis = std::abs(middle.z) < 0.9 ? Vector3{0, 0, 1} : Vector3{1, 0, 0};
  const Vector3 u = Normalized(Cross(axis, middle)), w = Cross(middle, u);
  return Normalized(middle + along * u + across * w);
}

// A ladder of `shapes` shapes that turns left, from 10 m to 100 km large, some of whose rungs
// have no length.
std::vector<Vector3> RandomLadder(const Vector3& middle, size_t shapes, std::mt19937_64& rng) {
  std::uniform_real_distribution<double> unit(-1, 1);
  const double size = std::pow(10, -4 + 2 * unit(rng));
  const double turn = 3.2 * unit(rng), x = 2 * size * unit(rng), y = 2 * size * unit(rng);
  const double width = size * std::pow(10, 1.5 * (unit(rng) - 1));
  std::vector<Vector3> v;
  for (size_t i = 0; i <= shapes; ++i) {
    const double at = size * (static_cast<double>(i) + 0.2 * unit(rng));
    const double of_rung = rng() % 8 == 0 ? 0 : width * (1 + 0.3 * unit(rng));
    for (double side : {1.0, -1.0}) {
      const double across = side * of_rung;
      v.push_back(Near(middle, x + at * std::cos(turn) - across * std::sin(turn),
                       y + at * std::sin(turn) + across * std::cos(turn)));
    }
  }
  return v;
}

struct Heights {
  // The largest, over the sides, of how far all of the other is beyond a side, and the smallest
  // of how far it reaches inside one.
  long double beyond = -4, inside = 4;
};

// What the sides of the shape at v say of the one at w, in extended precision.
Heights BySides(const Vector3* v, const Vector3* w) {
  const int ring[] = {0, 1, 3, 2};
  Heights heights;
  for (int s = 0; s < 4; ++s) {
    const Place p = Of(v[ring[s]]), q = Of(v[ring[(s + 1) % 4]]);
    Place n = {p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]};
    const long double length = std::sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    if (v[ring[s]] == v[ring[(s + 1) % 4]]) continue;
    long double most = -4;
    for (int c = 0; c < 4; ++c) {
      const Place at = Of(w[c]);
      most = std::max(most, (n[0] * at[0] + n[1] * at[1] + n[2] * at[2]) / length);
    }
    heights.beyond = std::max(heights.beyond, -most);
    heights.inside = std::min(heights.inside, most);
  }
  return heights;
}

TEST(LadderKernels, AreRightOnEveryInstructionSet) {
  const uint64_t seed = ::testing::UnitTest::GetInstance()->random_seed() + 51;
  SCOPED_TRACE(seed);
  int overlaps = 0, apart = 0, open = 0;
  ForEachTarget([&] {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(-1, 1);
    for (int round = 0; round < 20000; ++round) {
      const Vector3 middle =
          round % 3 == 0 ? Vector3{0, 0, -1} : Normalized({unit(rng), unit(rng), unit(rng)});
      const size_t of_a = 1 + rng() % kMostLadderShapes, of_b = 1 + rng() % kMostLadderShapes;
      const std::vector<Vector3> a = RandomLadder(middle, of_a, rng),
                                 b = RandomLadder(middle, of_b, rng);
      const double inside = kShapeRounding, limit = inside + (round % 2 == 0 ? 0 : 1e-4);
      const LadderTest got =
          CompareLadders(LadderSides(a.data(), of_a), b.data(), of_b, limit, inside);
      // What 1e-15 cannot change.
      constexpr long double kRounding = 1e-15L;
      bool overlaps_for_certain = false, overlaps_at_most = false;
      for (size_t i = 0; i < of_a; ++i) {
        for (size_t j = 0; j < of_b; ++j) {
          const Heights by_a = BySides(&a[2 * i], &b[2 * j]), by_b = BySides(&b[2 * j], &a[2 * i]);
          const long double beyond = std::max(by_a.beyond, by_b.beyond) - limit,
                            deep = std::min(by_a.inside, by_b.inside) - inside;
          const bool is_open = (got.open >> (4 * i + j) & 1) != 0;
          if (std::abs(beyond) > kRounding) {
            ASSERT_EQ(is_open, beyond < 0) << round << " " << i << " " << j << " " << beyond;
          }
          overlaps_for_certain |= beyond < -kRounding && deep > kRounding;
          overlaps_at_most |= beyond < kRounding && deep > -kRounding;
        }
      }
      ASSERT_TRUE(got.overlap || !overlaps_for_certain) << round;
      ASSERT_TRUE(!got.overlap || overlaps_at_most) << round;
      ++(got.overlap ? overlaps : got.open == 0 ? apart : open);
      // Nothing beyond the pairs there are.
      for (size_t bit = 0; bit < 16; ++bit) {
        const bool is_pair = bit / 4 < of_a && bit % 4 < of_b;
        ASSERT_TRUE(is_pair || (got.open >> bit & 1) == 0);
      }
    }
  });
  EXPECT_GT(overlaps, 1000);
  EXPECT_GT(apart, 1000);
  EXPECT_GT(open, 1000);
}

TEST(LadderKernels, PlacesAreToldBySides) {
  const uint64_t seed = ::testing::UnitTest::GetInstance()->random_seed() + 52;
  SCOPED_TRACE(seed);
  ForEachTarget([&] {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(-1, 1);
    for (int round = 0; round < 2000; ++round) {
      const Vector3 middle = Normalized({unit(rng), unit(rng), unit(rng)});
      const size_t shapes = 1 + rng() % kMostLadderShapes;
      const std::vector<Vector3> a = RandomLadder(middle, shapes, rng);
      const LadderSides sides(a.data(), shapes);
      std::vector<Vector3> places;
      for (int k = 0; k < 17; ++k) {
        places.push_back(Near(middle, 0.01 * unit(rng), 0.01 * unit(rng)));
        if (k % 2 == 0) places.back() = Normalized(a[0] + unit(rng) * (a[3] - a[0]));
      }
      for (size_t i = 0; i < shapes; ++i) {
        std::vector<uint8_t> got(places.size());
        PlacesByShape(sides, i, places.data(), places.size(), 1e-5, 1e-13, got.data());
        for (size_t k = 0; k < places.size(); ++k) {
          const Vector3 four[] = {places[k], places[k], places[k], places[k]};
          const Heights heights = BySides(&a[2 * i], four);
          if (std::abs(heights.inside - 1e-13L) > 1e-15L) {
            ASSERT_EQ(got[k] == kInsideAll, heights.inside > 1e-13L) << round;
          }
          if (std::abs(heights.beyond - 1e-5L) > 1e-15L && got[k] != kInsideAll) {
            ASSERT_EQ(got[k] != 0, heights.beyond > 1e-5L) << round;
          }
        }
      }
    }
  });
}

// Places of the hull of corners, on the sphere.
Vector3 PlaceOf(const std::vector<Vector3>& corners, std::mt19937_64& rng) {
  std::exponential_distribution<double> weight;
  // Often on a side, where bounds are tight.
  const size_t first = rng() % corners.size(), second = rng() % corners.size();
  if (rng() % 2 == 0)
    return Normalized(weight(rng) * corners[first] + weight(rng) * corners[second]);
  Vector3 sum;
  for (const Vector3& c : corners) sum = sum + weight(rng) * c;
  return Normalized(sum);
}

TEST(ScanBounds, NothingWithinReachIsLeftOut) {
  const uint64_t seed = ::testing::UnitTest::GetInstance()->random_seed() + 53;
  SCOPED_TRACE(seed);
  size_t kept = 0, looked_at = 0;
  ForEachTarget([&] {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(-1, 1);
    for (int round = 0; round < 800; ++round) {
      const Vector3 middle =
          round % 3 == 0 ? Vector3{0, 0, -1} : Normalized({unit(rng), unit(rng), unit(rng)});
      const auto bounds_of = [](const std::vector<Vector3>& v) {
        return BoundsOf(v, v.back() + v[v.size() - 2] - v[0] - v[1], 0, 0);
      };
      // Enough for whole vectors and a rest.
      std::vector<std::vector<Vector3>> pieces;
      std::vector<Bounds> bounds;
      std::vector<uint32_t> ids;
      for (uint32_t i = 0; i < 21; ++i) {
        pieces.push_back(RandomLadder(middle, 1 + rng() % kMostLadderShapes, rng));
        bounds.push_back(bounds_of(pieces.back()));
        ids.push_back(i);
      }
      const PieceGrid grid = PieceGrid::Build(bounds, ids);
      const std::vector<Vector3> a = RandomLadder(middle, 1 + rng() % kMostLadderShapes, rng);
      const double reach = round % 2 == 0 ? 0 : 1e-3 * (1 + unit(rng));
      std::vector<uint32_t> out(ids.size() + kScanSlack);
      const size_t count =
          ScanBounds(grid.columns(), 0, static_cast<uint32_t>(ids.size()), bounds_of(a),
                     static_cast<float>(reach * (1 + 1e-6)), out.data());
      std::vector<bool> is_kept(ids.size());
      for (size_t k = 0; k < count; ++k) {
        ASSERT_TRUE(k == 0 || out[k - 1] < out[k]);
        is_kept[grid.columns().id[out[k]]] = true;
      }
      kept += count;
      looked_at += ids.size();
      for (size_t i = 0; i < pieces.size(); ++i) {
        for (int sample = 0; sample < 40; ++sample) {
          // A place within reach of one of a is meant to be found in the other.
          const Vector3 p = PlaceOf(a, rng), q = PlaceOf(pieces[i], rng);
          const bool near = Dot(p - q, p - q) <= reach * reach;
          ASSERT_TRUE(is_kept[i] || !near) << round << " " << i;
        }
        if (is_kept[i] || pieces[i].size() != 4 || a.size() != 4) continue;
        // Shapes that overlap have a corner of one in the other or sides that cross: the kernel
        // above knows.
        ASSERT_FALSE(
            CompareLadders(LadderSides(a.data(), 1), pieces[i].data(), 1, kShapeRounding, 1e-12)
                .overlap)
            << round << " " << i;
      }
    }
  });
  // It does leave out.
  EXPECT_LT(kept, looked_at / 2);
}

}  // namespace
}  // namespace coincide::internal
