// What would take more memory than there is ends with an error before it takes any.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/cover/buffer.h"
#include "coincide/cover/cover_box.h"
#include "coincide/cover/cover_corridor.h"
#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_line.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/cover/line_cells.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/geodesy/geodesic.h"
#include "src/cover/check_shape.h"
#include "src/cover/fit_budget.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;

const std::vector<double> kLon = {0, 40, 40, 0}, kLat = {0, 0, 30, 30};
const std::vector<int64_t> kOffsets = {0, 4};

Geometry Square(double west, double south, double size) {
  Geometry geometry;
  geometry.BeginPolygon();
  geometry.BeginRing();
  geometry.AddVertex(west, south);
  geometry.AddVertex(west + size, south);
  geometry.AddVertex(west + size, south + size);
  geometry.AddVertex(west, south + size);
  return geometry;
}

TEST(CoverLimits, EdgesThroughTooManyCellsAreAnErrorThatNamesTheOrder) {
  const auto error = HasSubstr("order is 29: the edges would run through about");
  const LineView line = {kLon, kLat};
  EXPECT_THAT(CoverPolygon({kLon, kLat, kOffsets}, 29).status().ToString(), error);
  EXPECT_THAT(CoverLine(line, 29).status().ToString(), error);
  EXPECT_THAT(CellsAlong(line, 29).status().ToString(), error);
  EXPECT_THAT(CoverBox({0, 0, 40, 30}, 29, Ellipsoid()).status().ToString(), error);
  EXPECT_THAT(CoverBox({-180, 0, 180, 30}, 29, Ellipsoid()).status().ToString(), error);
  EXPECT_THAT(CoverCorridor(line, {100, 100}, 29).status().ToString(), error);
  const Geometry square = Square(0, 0, 40);
  EXPECT_THAT(CoverGeometry(square, 29).status().ToString(), error);
  EXPECT_THAT(CoverBuffered(square, 100, 29).status().ToString(), error);
  const auto source = [&](size_t row, Geometry* geometry) -> absl::StatusOr<bool> {
    *geometry = Square(0, 0, row == 2 ? 40 : 1e-6);
    return true;
  };
  ColumnOptions options;
  options.order = 29;
  EXPECT_THAT(CoverColumn(4, source, options).status().ToString(), HasSubstr("row 2: order is 29"));
}

TEST(CoverLimits, SmallAndPolarOnesOfTheFinestOrderAreMade) {
  EXPECT_THAT(CoverGeometry(Square(10, 10, 1e-4), 29), IsOk());
  // Three metres round the pole: many degrees of longitude, few cells.
  Geometry ring;
  ring.BeginPolygon();
  ring.BeginRing();
  for (int lon = 0; lon < 360; lon += 10) ring.AddVertex(lon, 89.99997);
  EXPECT_THAT(CoverGeometry(ring, 27), IsOk());
  EXPECT_THAT(CoverBox({-180, 89.99997, 180, 90}, 27, Ellipsoid()), IsOk());
}

TEST(CoverLimits, ALongBoxOfNoWidthIsMade) {
  // No cell of any order is inside it, so none can say where inside is.
  const auto covers = CoverBox({-90, 10, 90, 10}, 12, Ellipsoid());
  ASSERT_THAT(covers, IsOk());
  EXPECT_TRUE(covers->inner.is_empty());
  EXPECT_GT(covers->outer.order_cell_count(), 4096u);
  EXPECT_LT(covers->outer.order_cell_count(), 5 * 4096u);
}

TEST(CoverLimits, LengthsAreRoughlyRight) {
  const Geodesics& sphere = Geodesics::Of(Ellipsoid::Sphere());
  const double radius = Ellipsoid::Sphere().authalic_radius();
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> uniform(-1, 1);
    const double step = std::pow(10.0, 1.3 * uniform(rng) - 0.3);
    std::vector<double> lon = {180 * uniform(rng)}, lat = {88 * uniform(rng)};
    const size_t n = 2 + rng() % 12;
    while (lon.size() < n) {
      const double next = lat.back() + step * uniform(rng);
      if (std::abs(next) > 89) continue;
      lat.push_back(next);
      const double turn =
          lon.back() + step * uniform(rng) / std::cos(next * std::numbers::pi / 180);
      // As some write it: any number of turns off.
      lon.push_back(seed % 3 == 0 ? turn + 360 * static_cast<double>(rng() % 3) : turn);
    }
    for (const bool closed : {false, true}) {
      double want = 0;
      for (size_t i = 0; i + (closed ? 0 : 1) < n; ++i) {
        const size_t j = (i + 1) % n;
        want += sphere.Distance({lon[i], lat[i]}, {lon[j], lat[j]}) / radius;
      }
      const LineView line = {lon, lat};
      EXPECT_GE(internal::LengthAtMost(line, closed), want * (1 - 1e-12));
      EXPECT_GE(internal::RoughLength(line, closed), want / 2);
      EXPECT_LE(internal::RoughLength(line, closed), want * 2);
    }
  }
}

TEST(CoverLimits, BudgetsOutOfRange) {
  const Geometry square = Square(0, 0, 10);
  const auto message = [&](size_t max_cells, int min_order, int max_order) {
    return CoverWithin(square, {max_cells, min_order, max_order}).status().ToString();
  };
  EXPECT_THAT(message(0, 0, 29), HasSubstr("max_cells is 0, allowed 1 to 16777216"));
  EXPECT_THAT(message(1'000'000'000'000, 0, 29), HasSubstr("max_cells is 1000000000000, allowed"));
  EXPECT_THAT(message(10, 5, 4), HasSubstr("min_order is 5, above max_order, 4"));
  EXPECT_THAT(message(10, 30, 30), HasSubstr("order is 30, allowed 0 to 29"));
}

TEST(CoverLimits, AMinOrderThatTakesMoreThanMaxCellsIsAnError) {
  const auto error = HasSubstr(
      "min_order is 20: the geometry meets more cells of that order than "
      "max_cells, 10");
  const Geometry square = Square(0, 0, 40);
  const CellBudget budget = {10, 20, 29};
  EXPECT_THAT(CoverWithin(square, budget).status().ToString(), error);
  EXPECT_THAT(CoverBufferedWithin(square, 100, budget).status().ToString(), error);
  // Inside there are such cells, and ten of them are enough.
  const auto inner = CoverWithin(square, budget, CoverKind::kInner);
  ASSERT_THAT(inner, IsOk());
  EXPECT_EQ(inner->order(), 20);
  EXPECT_EQ(inner->order_cell_count(), 10u);
  // A metre across: few cells of order 20.
  const auto small = CoverWithin(Square(10, 10, 1e-5), {16, 20, 29});
  ASSERT_THAT(small, IsOk());
  EXPECT_GE(small->order(), 20);
  EXPECT_LE(CountMaximalCells(*small), 16u);
}

TEST(CoverLimits, ABufferOfALongLineStartsCoarse) {
  Geometry line;
  line.BeginLine();
  line.AddVertex(0, -60);
  line.AddVertex(0, 60);
  const auto cover = CoverBufferedWithin(line, 0.01, {100, 0, 29});
  ASSERT_THAT(cover, IsOk());
  EXPECT_LE(CountMaximalCells(*cover), 100u);
  EXPECT_TRUE(cover->Contains(CoverLine({line.lon(), line.lat()}, 12).value()));
}

}  // namespace
}  // namespace coincide
