#include "tests/support/shape_parity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "coincide/geodesy/ring_parity.h"
#include "tests/support/random_shapes.h"

namespace coincide::testing {
namespace {

// How often a ring winds round p, from the turning of the direction to a point
// that walks it; less how often it winds round -p.
int WindingOf(const std::vector<Vector3>& ring, const Vector3& p) {
  double sum = 0;
  for (size_t i = 0; i < ring.size(); ++i) {
    const Vector3 a = Cross(p, ring[i]), b = Cross(p, ring[(i + 1) % ring.size()]);
    sum += std::atan2(Dot(p, Cross(a, b)), Dot(a, b));
  }
  return static_cast<int>(std::lround(sum / (2 * std::numbers::pi)));
}

class ShapeParity : public ::testing::TestWithParam<int> {};

TEST_P(ShapeParity, AgreesWithWindingNumbers) {
  const auto family = static_cast<Family>(GetParam());
  int checked = 0, inside_count = 0;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const Shape shape = RandomShape(family, seed);
    SCOPED_TRACE(shape.Name());
    if (!shape.closed || shape.lon.size() > 300) continue;
    const ShapeEdges edges(shape, 1e-7);
    std::vector<std::vector<Vector3>> rings(shape.parts());
    Vector3 sum;
    double largest = 0;
    for (const Piece& piece : edges.pieces()) {
      const int n = 1 + static_cast<int>(8 * Norm(piece.b - piece.a));
      for (int i = 0; i < n; ++i) {
        const double s = static_cast<double>(i) / n;
        rings[piece.part].push_back(Normalized((1 - s) * piece.a + s * piece.b));
      }
      sum = sum + piece.a;
    }
    const Vector3 centre = Normalized(sum);
    for (const auto& ring : rings) {
      for (const Vector3& v : ring) largest = std::max(largest, AngleBetween(centre, v));
    }
    if (largest > 1.4 || shape.side == Side::kLeft) continue;
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (int i = 0; i < 60; ++i) {
      const Vector3 p =
          Normalized(centre + 1.3 * largest * Vector3{uniform(rng), uniform(rng), uniform(rng)});
      double near = 10;
      for (const Piece& piece : edges.pieces()) {
        near = std::min(near, DistanceToArc(p, piece.a, piece.b));
      }
      if (near < 1e-9) continue;
      // Opposite to a cap of less than a hemisphere is outside every ring.
      if (Dot(p, centre) < 0.1) continue;
      bool inside = false;
      for (const auto& ring : rings) inside ^= WindingOf(ring, p) % 2 != 0;
      const auto got = edges.Contains(p);
      ASSERT_TRUE(got.has_value());
      ASSERT_EQ(*got, inside) << "point " << i << " " << p.x << " " << p.y << " " << p.z;
      ++checked;
      inside_count += inside;
    }
  }
  if (family < Family::kTracks && family != Family::kHemispheres) {
    EXPECT_GT(checked, 100);
    EXPECT_GT(inside_count, family == Family::kSlivers || family == Family::kThinBoxes ? -1 : 5);
  }
}

INSTANTIATE_TEST_SUITE_P(Families, ShapeParity,
                         ::testing::Range(0, static_cast<int>(Family::kTracks)));

TEST(ShapeParity, LargeRingsAndLeftSides) {
  // The northern cap down to 30 S: its smaller side is the southern part; on
  // its left, going east, is the northern one.
  Shape shape;
  shape.model.kind = EdgeKind::kLonLat;
  for (int i = 0; i < 8; ++i) shape.lon.push_back(45.0 * i), shape.lat.push_back(-30);
  shape.offsets = {0, 8};
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, 1}), false);
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, -1}), true);
  shape.side = Side::kLeft;
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, 1}), true);
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, -1}), false);
  // A ring that is too wavy for a cap: decided by area.
  shape.side = Side::kSmaller;
  for (size_t i = 0; i < 8; ++i) shape.lat[i] = i % 2 == 0 ? -40 : 10;
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, 1}), false);
  // The equator has no smaller side.
  for (size_t i = 0; i < 8; ++i) shape.lat[i] = 0;
  EXPECT_EQ(ShapeEdges(shape, 1e-6).Contains({0, 0, 1}), std::nullopt);
}

}  // namespace
}  // namespace coincide::testing
