#include "coincide/cover/buffer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "coincide/cover/cover_polygon.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/coverage/coverage_shape.h"
#include "coincide/healpix/cell_geometry.h"
#include "tests/support/random_shapes.h"
#include "tests/support/reach_checker.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::EdgeKind;
using testing::Family;
using testing::HasError;
using testing::Shape;

int Rounds(int few, int many) {
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1" ? many : few;
}

Geometry GeometryOf(const Shape& shape) {
  Geometry geometry;
  geometry.Clear();
  if (shape.closed) geometry.BeginPolygon();
  for (size_t part = 0; part < shape.parts(); ++part) {
    if (shape.closed) {
      geometry.BeginRing();
    } else {
      geometry.BeginLine();
    }
    for (auto i = static_cast<size_t>(shape.offsets[part]);
         i < static_cast<size_t>(shape.offsets[part + 1]); ++i) {
      geometry.AddVertex(shape.lon[i], shape.lat[i]);
    }
  }
  return geometry;
}

CoverOptions OptionsOf(const Shape& shape) {
  CoverOptions options;
  options.ellipsoid = shape.model.ellipsoid;
  options.edges = shape.model.kind == EdgeKind::kGeodesic      ? Edges::kGeodesic
                  : shape.model.kind == EdgeKind::kGreatCircle ? Edges::kGreatCircle
                                                               : Edges::kLonLat;
  if (shape.side == testing::Side::kLeft) options.orientation = Orientation::kCounterClockwise;
  return options;
}

std::string Text(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults) text += fault + "\n";
  return text;
}

// What the header promises of `outer`.
constexpr double kFarWidths = 0.6;

class BufferFamilies : public ::testing::TestWithParam<Family> {};

// All families of shapes, a few vertices each, grown and shrunk by distances from a
// millimetre to most of the way round.
TEST_P(BufferFamilies, NeverTooSmallNorACellTooLarge) {
  int checked = 0;
  for (uint64_t seed = 0; checked < Rounds(2, 60) && seed < 400; ++seed) {
    const Shape shape = testing::RandomShape(GetParam(), seed);
    const bool geodesic = shape.model.kind == EdgeKind::kGeodesic;
    if (shape.lon.size() > (geodesic ? 24u : 4u)) continue;
    ++checked;
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const double metres =
        std::pow(10.0, -3 + 10 * unit(rng)) * (shape.closed && rng() % 4 == 0 ? -1 : 1);
    // Cells of about a tenth of the reach, but not more than a few hundred.
    const int fit = static_cast<int>(std::log2(6.4e6 / std::max(std::abs(metres), 1e-3)));
    const int order = std::clamp(
        std::min(fit, testing::OrderForCells(shape, 60)) + static_cast<int>(rng() % 3), 0, 26);
    SCOPED_TRACE(::testing::Message()
                 << shape.Name() << " metres " << metres << " order " << order);
    const auto covers = CoverBuffered(GeometryOf(shape), metres, order, OptionsOf(shape));
    ASSERT_THAT(covers, testing::IsOk());
    testing::ReachOptions options;
    options.far_widths = kFarWidths;
    options.noise_m =
        0.02 + (geodesic ? 0 : 1e-3 * std::sqrt(CellArea(order, shape.model.ellipsoid)));
    options.depth = 4;
    const double width = std::sqrt(CellArea(order, shape.model.ellipsoid));
    if (metres > 2.2 * width) options.inner_slack_widths = 1.1;
    const double reach = metres;
    const auto faults =
        CheckReach(testing::FieldOf(shape), reach, covers->outer, &covers->inner, options);
    EXPECT_TRUE(faults.empty()) << Text(faults);
  }
}

std::vector<Family> Families() {
  std::vector<Family> families;
  for (int i = 0; i < testing::kFamilies; ++i) families.push_back(static_cast<Family>(i));
  return families;
}

INSTANTIATE_TEST_SUITE_P(All, BufferFamilies, ::testing::ValuesIn(Families()),
                         [](const ::testing::TestParamInfo<Family>& param) {
                           std::string name(testing::NameOf(param.param));
                           std::erase_if(name, [](char c) { return !std::isalnum(c); });
                           return name;
                         });

Coverage RandomCoverage(std::mt19937_64* rng) {
  const int order = static_cast<int>((*rng)() % 20);
  std::vector<uint64_t> words;
  const uint64_t count = Cell::Count(order), start = (*rng)() % count;
  for (uint64_t k = 0; k < 1 + (*rng)() % 12; ++k) {
    words.push_back(Cell::FromNested(order, (start + (*rng)() % 40) % count).word());
  }
  return *Coverage::FromCells(words, order);
}

TEST(BufferOfCoverages, NeverTooSmallNorACellTooLarge) {
  for (uint64_t seed = 0; seed < static_cast<uint64_t>(Rounds(25, 1000)); ++seed) {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    Coverage coverage = RandomCoverage(&rng);
    const double width = std::sqrt(CellArea(coverage.order(), coverage.ellipsoid()));
    double metres = width * std::pow(10.0, -4 + 5 * unit(rng));
    if (rng() % 3 == 0) metres = -metres;
    if (metres < 0) coverage = ~coverage;
    SCOPED_TRACE(::testing::Message()
                 << "seed " << seed << " order " << coverage.order() << " metres " << metres);
    const auto grown = Buffer(coverage, metres);
    ASSERT_THAT(grown, testing::IsOk());
    testing::ReachOptions options;
    options.far_widths = kFarWidths;
    options.noise_m = 2e-3 * width + 1e-6;
    options.depth = 3;
    if (metres > 0) {
      const auto faults =
          CheckReach(testing::FieldOf(coverage, 1e-3 * width), metres, *grown, nullptr, options);
      EXPECT_TRUE(faults.empty()) << Text(faults);
    } else {
      // What was taken away is the complement, grown.
      const auto faults =
          CheckReach(testing::FieldOf(~coverage, 1e-3 * width), -metres, ~*grown, nullptr, options);
      EXPECT_TRUE(faults.empty()) << Text(faults);
    }
  }
}

TEST(BufferOfCoverages, OrdersAndDegenerateOnes) {
  const std::vector<uint64_t> word = {Cell::FromNested(10, 12345).word()};
  const Coverage one = *Coverage::FromCells(word);
  EXPECT_EQ(*Buffer(one, 0), one);
  // The smallest distance adds the neighbours and nothing else.
  EXPECT_EQ(*Buffer(one, 1e-4), *Expand(one, 1));
  EXPECT_TRUE(Buffer(one, -1)->is_empty());
  EXPECT_TRUE(Buffer(one, 3e7)->is_full());
  EXPECT_TRUE(Buffer(Coverage::Empty(7), 1e6)->is_empty());
  EXPECT_TRUE(Buffer(Coverage::Full(7), -1e6)->is_full());
  EXPECT_EQ(Buffer(one, 5000, 8)->order(), 8);
  EXPECT_TRUE(Buffer(one, 5000, 8)->Contains(*Buffer(one, 5000)));
  EXPECT_THAT(Buffer(one, 1, 30), HasError("order is 30"));
  EXPECT_THAT(Buffer(one, std::numeric_limits<double>::quiet_NaN()), HasError("metres is nan"));
}

TEST(CoverBuffered, ErrorsAndBudgets) {
  Geometry geometry;
  geometry.BeginPoints();
  geometry.AddVertex(10, 70);
  EXPECT_THAT(CoverBuffered(geometry, 1e6, 25), HasError("order is 25"));
  for (const double metres : {1.0, 1e4, 1e6, 1.2e7}) {
    CellBudget budget;
    budget.max_cells = 50;
    const auto within = CoverBufferedWithin(geometry, metres, budget);
    ASSERT_THAT(within, testing::IsOk());
    EXPECT_LE(CountMaximalCells(*within), 50u);
    const Coverage inner = CoverBuffered(geometry, metres, within->order())->inner;
    EXPECT_TRUE(within->Contains(inner)) << metres;
  }
  geometry.AddVertex(10, 95);
  EXPECT_THAT(CoverBuffered(geometry, 1, 5), HasError("lat is 95"));
}

// The first order is one at which the disks of all points have about the cells that are
// wanted: with that of one disk, some 20 million cells would come before the answer.
TEST(CoverBuffered, ManyPointsTakeNoMoreWorkThanTheirCells) {
  constexpr uint32_t kSeed = 8;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937_64 rng(kSeed);
  std::uniform_real_distribution<double> uniform(-1, 1);
  Geometry geometry;
  geometry.BeginPoints();
  for (int k = 0; k < 400; ++k) geometry.AddVertex(180 * uniform(rng), 90 * uniform(rng));
  CellBudget budget;
  budget.max_cells = 1000;
  const auto within = CoverBufferedWithin(geometry, 450, budget);
  ASSERT_THAT(within, testing::IsOk());
  EXPECT_LE(CountMaximalCells(*within), 1000u);
  const auto bare = CoverGeometry(geometry, 16);
  ASSERT_THAT(bare, testing::IsOk());
  EXPECT_TRUE(within->Contains(bare->outer));
}

}  // namespace
}  // namespace coincide
