#include "tests/support/random_shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"
#include "tests/support/shape_parity.h"

namespace coincide::testing {
namespace {

class RandomShapes : public ::testing::TestWithParam<int> {};

TEST_P(RandomShapes, AreValidSeededAndVaried) {
  const auto family = static_cast<Family>(GetParam());
  std::set<double> seen;
  std::set<EdgeKind> kinds;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Shape shape = RandomShape(family, seed), again = RandomShape(family, seed);
    SCOPED_TRACE(shape.Name());
    ASSERT_EQ(shape.lon, again.lon);
    ASSERT_EQ(shape.lat, again.lat);
    ASSERT_EQ(shape.offsets, again.offsets);
    ASSERT_EQ(shape.closed, family < Family::kTracks);
    ASSERT_GE(shape.parts(), 1u);
    ASSERT_EQ(shape.offsets.front(), 0);
    ASSERT_EQ(shape.offsets.back(), static_cast<int64_t>(shape.lon.size()));
    for (size_t part = 0; part < shape.parts(); ++part) {
      ASSERT_LT(shape.offsets[part], shape.offsets[part + 1]);
    }
    for (size_t i = 0; i < shape.lon.size(); ++i) {
      ASSERT_TRUE(IsValidLonLat(shape.lon[i], shape.lat[i]));
    }
    seen.insert(shape.lon[0] + 1000 * shape.lat[0] + 1e6 * static_cast<double>(shape.lon.size()));
    kinds.insert(shape.model.kind);
  }
  EXPECT_GE(seen.size(), family == Family::kRoundBoxes || family == Family::kSeamLines ? 20u : 80u);
  EXPECT_GE(kinds.size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Families, RandomShapes, ::testing::Range(0, kFamilies));

const Geodesics& Wgs84() { return Geodesics::Of(Ellipsoid::Wgs84()); }

TEST(RandomShapesAre, WhatTheirFamilySays) {
  int poles = 0, centimetres = 0, long_lines = 0, corners = 0;
  size_t most_vertices = 0, most_parts = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    // A small ring to the right: the left is more than half, by PROJ.
    const Shape large = RandomShape(Family::kHemispheres, seed);
    EXPECT_LT(Wgs84().Polygon(large.lon, large.lat).area_m2, 0);

    const Shape round_pole = RandomShape(Family::kPoles, seed);
    const ShapeEdges edges(round_pole, 1e-6);
    poles +=
        edges.Contains({0, 0, 1}).value_or(false) || edges.Contains({0, 0, -1}).value_or(false);

    const Shape tiny = RandomShape(Family::kTinyLines, seed);
    const double tiny_m = Wgs84().Distance({tiny.lon[0], tiny.lat[0]}, {tiny.lon[1], tiny.lat[1]});
    centimetres += tiny_m > 5e-4 && tiny_m < 0.02;

    const Shape far = RandomShape(Family::kLongLines, seed);
    long_lines += Wgs84().Distance({far.lon[0], far.lat[0]}, {far.lon[1], far.lat[1]}) > 1.5e7;

    most_vertices = std::max(most_vertices, RandomShape(Family::kStars, seed).lon.size());
    most_parts = std::max(most_parts, RandomShape(Family::kHoles, seed).parts());

    const Shape on_corners = RandomShape(Family::kCellCorners, seed);
    const CellSquare square(Cell::FromNested(
        9, Projection::Of(Ellipsoid::Wgs84()).LeafOf(on_corners.lon[0], on_corners.lat[0]) >> 40));
    const AuthalicSphere sphere(Ellipsoid::Wgs84());
    const PlanePoint p = square.PlaceOf(sphere.At(on_corners.lon[0], on_corners.lat[0]));
    corners += std::abs(p.x - std::round(p.x)) < 1e-9L && std::abs(p.y - std::round(p.y)) < 1e-9L;
  }
  EXPECT_GT(poles, 25);
  EXPECT_GT(centimetres, 90);
  EXPECT_GT(long_lines, 20);
  EXPECT_GT(most_vertices, 1000u);
  EXPECT_GT(most_parts, 20u);
  EXPECT_EQ(corners, 100);
}

}  // namespace
}  // namespace coincide::testing
