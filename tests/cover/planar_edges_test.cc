// Covers with edges straight in a projected plane, judged by the checker, which
// samples the true curves through the projections of this file.

#include "src/cover/planar_edges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "coincide/cover/buffer.h"
#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_line.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/cover/line_cells.h"
#include "tests/support/cover_checker.h"
#include "tests/support/random_shapes.h"

namespace coincide {
namespace {

using ::coincide::testing::EdgeCurve;
using ::coincide::testing::EdgeKind;
using ::coincide::testing::Family;
using ::coincide::testing::PlanarMap;
using ::coincide::testing::Shape;
using ::testing::HasSubstr;

constexpr double kDegree = std::numbers::pi / 180;
const double kE = std::sqrt(Ellipsoid::Wgs84().e2());

// Snyder 1987, eq. 15-9: tan(pi / 4 - phi / 2) / ((1 - e s) / (1 + e s))^(e / 2).
double Conformal(double lat) {
  const double s = kE * std::sin(lat * kDegree);
  return std::tan((90 - lat) * kDegree / 2) / std::pow((1 - s) / (1 + s), kE / 2);
}
double FromConformal(double t) {
  double phi = std::numbers::pi / 2 - 2 * std::atan(t);
  for (int i = 0; i < 15; ++i) {
    const double s = kE * std::sin(phi);
    phi = std::numbers::pi / 2 - 2 * std::atan(t * std::pow((1 - s) / (1 + s), kE / 2));
  }
  return phi / kDegree;
}

// Polar stereographic, in units of about the semi-major axis.
PlanarMap Stereographic(double sign, double down) {
  return {[=](LonLat p) -> std::array<double, 2> {
            const double rho = 2 * Conformal(sign * p.lat), angle = (p.lon - down) * kDegree;
            return {rho * std::sin(angle), -sign * rho * std::cos(angle)};
          },
          [=](double x, double y) -> LonLat {
            const double rho = std::hypot(x, y);
            double lon = down + (rho == 0 ? 0 : std::atan2(x, -sign * y) / kDegree);
            lon = std::remainder(lon, 360.0);
            return {lon, sign * (rho == 0 ? 90.0 : FromConformal(rho / 2))};
          }};
}

PlanarMap Mercator(double middle) {
  return {[=](LonLat p) -> std::array<double, 2> {
            return {std::remainder(p.lon - middle, 360.0) * kDegree, -std::log(Conformal(p.lat))};
          },
          [=](double x, double y) -> LonLat {
            return {std::remainder(x / kDegree + middle, 360.0), FromConformal(std::exp(-y))};
          }};
}

// Not conformal: lines bend by other amounts in other directions. Sinusoidal on
// geodetic latitude.
PlanarMap Sinusoidal(double middle) {
  return {[=](LonLat p) -> std::array<double, 2> {
            return {std::remainder(p.lon - middle, 360.0) * std::cos(p.lat * kDegree), p.lat};
          },
          [=](double x, double y) -> LonLat {
            if (std::abs(y) > 90) return {NAN, NAN};
            const double lon = x / std::cos(y * kDegree);
            return {std::remainder(lon + middle, 360.0), y};
          }};
}

EdgeProjector ProjectorOf(const PlanarMap& map) {
  return {[](const void* context, const double* lon, const double* lat, size_t n, double* x,
             double* y) {
            for (size_t i = 0; i < n; ++i) {
              const auto p = static_cast<const PlanarMap*>(context)->forward({lon[i], lat[i]});
              x[i] = p[0];
              y[i] = p[1];
            }
          },
          [](const void* context, const double* x, const double* y, size_t n, double* lon,
             double* lat) {
            for (size_t i = 0; i < n; ++i) {
              const LonLat p = static_cast<const PlanarMap*>(context)->inverse(x[i], y[i]);
              lon[i] = p.lon;
              lat[i] = p.lat;
            }
          },
          &map};
}

CoverOptions OptionsOf(const Shape& shape) {
  CoverOptions options;
  options.edges = Edges::kPlanar;
  options.projector = ProjectorOf(shape.model.planar);
  if (shape.side == testing::Side::kLeft) options.orientation = Orientation::kCounterClockwise;
  return options;
}

// A map that this shape lies well in, by seed; nothing if there is none.
std::optional<PlanarMap> MapFor(const Shape& shape, uint64_t seed) {
  const auto [least, most] = std::minmax_element(shape.lat.begin(), shape.lat.end());
  double east = 0;
  for (const double lon : shape.lon) {
    east = std::max(east, std::abs(std::remainder(lon - shape.lon[0], 360.0)));
  }
  // A shape that reaches round the pole has no middle to unroll it about.
  const bool flat = east < 60 && *most < 75 && *least > -75;
  if (seed % 3 == 1 && flat) return Mercator(shape.lon[0]);
  if (seed % 3 == 2 && flat) return Sinusoidal(shape.lon[0] + 3);
  if (*most < 40) return Stereographic(-1, 0);
  if (*least > -40) return Stereographic(1, -45);
  return std::nullopt;
}

class PlanarCovers : public ::testing::TestWithParam<int> {};

TEST_P(PlanarCovers, NothingIsMissingNothingIsFar) {
  const auto family = static_cast<Family>(GetParam());
  const char* text = std::getenv("COINCIDE_LONG");
  const uint64_t count = text != nullptr && std::string(text) == "1" ? 1000 : 8;
  for (uint64_t seed = 0; seed < count; ++seed) {
    Shape shape = testing::RandomShape(family, seed);
    const std::optional<PlanarMap> map = MapFor(shape, seed);
    if (!map) continue;
    shape.model = {EdgeKind::kPlanar, Ellipsoid::Wgs84(), *map};
    const int order = testing::OrderForCells(shape, 20 + static_cast<double>(seed % 7) * 40);
    const RingsView parts = {shape.lon, shape.lat, shape.offsets};
    testing::CoverCheck check;
    if (shape.closed) {
      const auto covers = CoverPolygon(parts, order, OptionsOf(shape));
      ASSERT_TRUE(covers.ok()) << covers.status() << shape.Name();
      check = testing::CheckCover(shape, order, covers->outer.ranges(), covers->inner.ranges());
    } else {
      const auto cover = CoverLines(parts, order, OptionsOf(shape));
      ASSERT_TRUE(cover.ok()) << cover.status() << shape.Name();
      check = testing::CheckCover(shape, order, cover->ranges(), std::span<const LeafRange>{});
    }
    EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
  }
}
INSTANTIATE_TEST_SUITE_P(Families, PlanarCovers,
                         ::testing::Values(Family::kUniform, Family::kPoles, Family::kTwoThirds,
                                           Family::kThreeCorners, Family::kAntimeridian,
                                           Family::kPolarSeams, Family::kCellCorners,
                                           Family::kThinBoxes, Family::kSlivers, Family::kStars,
                                           Family::kHoles, Family::kParts, Family::kRepeats,
                                           Family::kTracks, Family::kPoleLines, Family::kTinyLines,
                                           Family::kSeamLines, Family::kPoints));

// The arcs themselves against the curves: how far they are apart, many points an
// edge, is within what was asked for.
TEST(PlanarEdges, ArcsStayWithinTheBound) {
  double worst = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Shape shape = testing::RandomShape(seed % 2 == 0 ? Family::kUniform : Family::kPoles, seed);
    const std::optional<PlanarMap> map = MapFor(shape, seed);
    if (!map) continue;
    shape.model = {EdgeKind::kPlanar, Ellipsoid::Wgs84(), *map};
    const CoverOptions options = OptionsOf(shape);
    for (const double stray : {1e-6, 1e-8}) {
      for (size_t i = 0; i < 3; ++i) {
        const LonLat from = {shape.lon[i], shape.lat[i]}, to = {shape.lon[i + 1], shape.lat[i + 1]};
        const std::array<double, 2> lon = {from.lon, to.lon}, lat = {from.lat, to.lat};
        const std::array<int64_t, 2> offsets = {0, 2};
        const auto arcs =
            internal::ArcsOf({lon, lat, offsets}, false, options, stray, "line").value();
        testing::EdgeModel great;
        great.kind = EdgeKind::kGreatCircle;
        const EdgeCurve curve(from, to, shape.model);
        // Arcs are in order along the edge: walk both.
        size_t arc = 0;
        for (int k = 1; k < 4000; ++k) {
          const auto p = VectorOf(curve.At(k / 4000.0L));
          const auto across = [&](size_t a, long double* away) {
            const EdgeCurve piece({arcs.lon[a], arcs.lat[a]}, {arcs.lon[a + 1], arcs.lat[a + 1]},
                                  great);
            const auto u = VectorOf(piece.At(0)), v = VectorOf(piece.At(1));
            const testing::Vector3L n = {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z,
                                         u.x * v.y - u.y * v.x};
            const long double size = std::sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
            *away = size == 0 ? 0 : std::abs(n.x * p.x + n.y * p.y + n.z * p.z) / size;
            // Past the end of the arc?
            return (p.x - v.x) * (v.x - u.x) + (p.y - v.y) * (v.y - u.y) +
                       (p.z - v.z) * (v.z - u.z) >
                   0;
          };
          long double away = 0;
          while (across(arc, &away) && arc + 2 < arcs.lon.size()) ++arc;
          worst = std::max(worst, static_cast<double>(away) / stray);
          ASSERT_LE(away, stray) << shape.Name() << " edge " << i;
        }
      }
    }
  }
  // The margin is not a matter of luck: the worst uses a part of it.
  EXPECT_LT(worst, 0.75);
  EXPECT_GT(worst, 0.1);
  RecordProperty("worst_part_of_bound", std::to_string(worst));
}

TEST(PlanarEdges, ASquareRoundThePoleHoldsIt) {
  const PlanarMap map = Stereographic(-1, 0);
  CoverOptions options;
  options.edges = Edges::kPlanar;
  options.projector = ProjectorOf(map);
  const std::vector<double> lon = {45, 135, -135, -45}, lat = {-80, -80, -80, -80};
  const std::vector<int64_t> offsets = {0, 4};
  const OuterInner covers = CoverPolygon({lon, lat, offsets}, 8, options).value();
  const Projection& projection = Projection::Of(options.ellipsoid);
  EXPECT_TRUE(covers.inner.Contains(projection.LeafOf(0, -90)));
  // The middle of a side: in the plane at cos 45 of the corners' distance.
  const LonLat middle = map.inverse(0, map.forward({0, -80})[1] * std::cos(45 * kDegree));
  EXPECT_TRUE(covers.outer.Contains(projection.LeafOf(middle.lon, middle.lat)));
  EXPECT_FALSE(covers.inner.Contains(projection.LeafOf(middle.lon, middle.lat)));
  EXPECT_FALSE(covers.outer.Contains(projection.LeafOf(0, -82)));
  // A geometry, a budget and a buffer go the same way.
  Geometry square;
  square.BeginPolygon();
  square.BeginRing();
  for (size_t i = 0; i < 4; ++i) square.AddVertex(lon[i], lat[i]);
  EXPECT_EQ(CoverGeometry(square, 8, options)->outer, covers.outer);
  EXPECT_TRUE(covers.outer <= *CoverWithin(square, {.max_cells = 50}, CoverKind::kOuter, options));
  const OuterInner grown = CoverBuffered(square, 150e3, 8, options).value();
  EXPECT_TRUE(covers.outer <= grown.outer);
  EXPECT_TRUE(grown.inner.Contains(projection.LeafOf(middle.lon, middle.lat + 0.3)));
}

TEST(PlanarEdges, CellsAlongAreThoseOfTheLine) {
  const PlanarMap map = Stereographic(-1, 0);
  CoverOptions options;
  options.edges = Edges::kPlanar;
  options.projector = ProjectorOf(map);
  const std::vector<double> lon = {10, 100, -170}, lat = {-75, -85, -70};
  const std::vector<int64_t> offsets = {0, 3};
  const LineCells cells = CellsAlong({lon, lat}, 7, options).value();
  std::vector<uint64_t> words;
  for (const Cell cell : cells.cells) words.push_back(cell.word());
  EXPECT_EQ(Coverage::FromCells(words)->ranges().size(),
            CoverLines({lon, lat, offsets}, 7, options)->ranges().size());
}

TEST(PlanarEdges, BadInput) {
  const std::vector<double> lon = {10, 100, -170}, lat = {-75, -85, 90};
  const std::vector<int64_t> offsets = {0, 3};
  CoverOptions options;
  options.edges = Edges::kPlanar;
  EXPECT_THAT(std::string(CoverPolygon({lon, lat, offsets}, 7, options).status().message()),
              HasSubstr("no projector"));
  const PlanarMap map = Mercator(0);
  options.projector = ProjectorOf(map);
  EXPECT_THAT(std::string(CoverPolygon({lon, lat, offsets}, 7, options).status().message()),
              HasSubstr("ring 0, vertex 2"));
  EXPECT_THAT(std::string(CoverLines({lon, lat, offsets}, 7, options).status().message()),
              HasSubstr("line 0, vertex 2"));
}

}  // namespace
}  // namespace coincide
