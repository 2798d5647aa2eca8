// Covers of random shapes of every family, judged by the checker that shares no
// code with them. COINCIDE_LONG=1 runs 100,000 shapes.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "coincide/cover/cover_line.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/healpix/cell_geometry.h"
#include "coincide/healpix/projection.h"
#include "src/cover/cover_rings.h"
#include "src/cover/edge_tracer.h"
#include "tests/support/cover_checker.h"
#include "tests/support/random_shapes.h"

namespace coincide {
namespace {

using internal::Mutant;
using internal::TraceOptions;
using testing::Family;
using testing::Shape;

CoverOptions OptionsOf(const Shape& shape) {
  CoverOptions options;
  options.ellipsoid = shape.model.ellipsoid;
  switch (shape.model.kind) {
    case testing::EdgeKind::kGeodesic:
      options.edges = Edges::kGeodesic;
      break;
    case testing::EdgeKind::kGreatCircle:
      options.edges = Edges::kGreatCircle;
      break;
    case testing::EdgeKind::kLonLat:
      options.edges = Edges::kLonLat;
      break;
    case testing::EdgeKind::kPlanar:
      ADD_FAILURE() << "no family has planar edges";
      break;
  }
  if (shape.side == testing::Side::kLeft) options.orientation = Orientation::kCounterClockwise;
  return options;
}

// The coverages of a shape by the code under test, and the checker's verdict.
testing::CoverCheck Check(const Shape& shape, int order, const TraceOptions& trace) {
  const CoverOptions options = OptionsOf(shape);
  const RingsView parts = {shape.lon, shape.lat, shape.offsets};
  testing::CheckOptions check;
  if (trace.tolerance > 1e-3) {
    check.far_widths = TraceOptions::kReach * trace.tolerance;
    check.inner_slack_cells = -1;
  }
  if (shape.closed) {
    const OuterInner covers = internal::CoverRings(parts, order, options, trace);
    return testing::CheckCover(shape, order, covers.outer.ranges(), covers.inner.ranges(), check);
  }
  const Coverage cover = *CoverLines(parts, order, options);
  return testing::CheckCover(shape, order, cover.ranges(), std::span<const LeafRange>{}, check);
}

uint64_t ShapesPerFamily() {
  // The long run: 100,000 shapes. Or as many as COINCIDE_SHAPES says, a family.
  if (const char* text = std::getenv("COINCIDE_SHAPES")) return std::strtoull(text, nullptr, 10);
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1" ? 4200 : 12;
}

class CoverFamilies : public ::testing::TestWithParam<int> {};

TEST_P(CoverFamilies, NothingIsMissingNothingIsFar) {
  const auto family = static_cast<Family>(GetParam());
  for (uint64_t seed = 0; seed < ShapesPerFamily(); ++seed) {
    const Shape shape = testing::RandomShape(family, seed);
    const int order = testing::OrderForCells(shape, 20 + static_cast<double>(seed % 7) * 40);
    const auto check = Check(shape, order, {});
    EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
  }
}

// The same with marks of a third of a cell: what holds only because the marks are
// wide would hold at 1/1000 of a cell unseen.
TEST_P(CoverFamilies, WideMarksHideNothing) {
  const auto family = static_cast<Family>(GetParam());
  TraceOptions trace;
  trace.tolerance = 0.3;
  for (uint64_t seed = 0; seed < ShapesPerFamily(); ++seed) {
    const Shape shape = testing::RandomShape(family, seed);
    if (!shape.closed) return;  // Lines have no such switch.
    const int order = testing::OrderForCells(shape, 20 + static_cast<double>(seed % 7) * 40);
    const auto check = Check(shape, order, trace);
    EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
  }
}

INSTANTIATE_TEST_SUITE_P(All, CoverFamilies, ::testing::Range(0, testing::kFamilies),
                         [](const ::testing::TestParamInfo<int>& param) {
                           std::string name(testing::NameOf(static_cast<Family>(param.param)));
                           std::erase_if(name, [](char c) { return !std::isalnum(c); });
                           return name;
                         });

// Where a finer order says which side is meant, and the ring passes the pole within the width of
// the coarse marks: the chains of the two orders may pass it on different sides.
TEST(CoverPastThePole, SidesAreThoseOfTheRing) {
  TraceOptions wide;
  wide.tolerance = 0.3;
  for (const uint64_t seed : {1744, 3432}) {
    const Shape shape = testing::RandomShape(Family::kStars, seed);
    const auto check = Check(shape, 0, wide);
    EXPECT_TRUE(check.ok()) << check.ToString(shape, 0);
  }
  // Of these, 264 and 360 were covers of the other side at order 0.
  uint64_t decided = 0;
  const uint64_t seeds = 5 * ShapesPerFamily();
  for (uint64_t k = 0; k < seeds + 2; ++k) {
    const uint64_t seed = k < seeds ? k : k == seeds ? 264 : 360;
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(-1, 1);
    Shape shape;
    shape.family = "past the pole";
    shape.seed = seed;
    // One edge passes a pole by a few metres to kilometres, the others go anywhere.
    const double pole = rng() % 2 == 0 ? -90 : 90, lon = 180 * unit(rng);
    const double aside = 180 + unit(rng) * std::pow(10.0, -4 * std::abs(unit(rng)));
    const double start = 30 + 25 * unit(rng), end = 30 + 25 * unit(rng);
    shape.lon = {lon, lon + aside};
    shape.lat = {pole * (1 - start / 90), pole * (1 - end / 90)};
    for (uint64_t more = 1 + rng() % 3; more > 0; --more) {
      shape.lon.push_back(180 * unit(rng));
      shape.lat.push_back(60 * unit(rng));
    }
    shape.offsets = {0, static_cast<int64_t>(shape.lon.size())};
    shape.model.kind =
        seed % 3 == 0 ? testing::EdgeKind::kGeodesic : testing::EdgeKind::kGreatCircle;
    const auto order = static_cast<int>(seed % 3);
    for (const TraceOptions& trace : {TraceOptions(), wide}) {
      const auto check = Check(shape, order, trace);
      // Some rings halve the sphere.
      if (!check.ok() && check.faults[0].fault == testing::Fault::kUndecided) continue;
      EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
      ++decided;
    }
  }
  EXPECT_GT(decided, 2 * seeds - seeds / 4);
}

// Longitudes are taken modulo 360, exactly, also where a turn is less than a unit in
// their last place.
TEST(CoverLongitudes, OfManyTurnsAreThoseWithoutThem) {
  constexpr double kTurns[] = {1e3, 1e9, 1e16, 1e55, 1e300};
  for (const Edges edges : {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat}) {
    CoverOptions options;
    options.edges = edges;
    for (uint64_t seed = 0; seed < 60; ++seed) {
      SCOPED_TRACE(::testing::Message() << "seed " << seed);
      std::mt19937_64 rng(seed);
      std::uniform_real_distribution<double> unit(-1, 1);
      std::vector<double> lon(5), lat(5), near(5);
      for (size_t i = 0; i < lon.size(); ++i) {
        lon[i] = unit(rng) * (rng() % 2 == 0 ? 180 : kTurns[rng() % std::size(kTurns)]);
        near[i] = std::remainder(lon[i], 360.0);
        lat[i] = unit(rng) * 89;
      }
      const std::vector<int64_t> offsets = {0, 5};
      const auto far_away = CoverPolygon({lon, lat, offsets}, 5, options);
      const auto covers = CoverPolygon({near, lat, offsets}, 5, options);
      ASSERT_TRUE(far_away.ok() && covers.ok());
      EXPECT_EQ(far_away->outer, covers->outer);
      EXPECT_EQ(far_away->inner, covers->inner);
    }
  }
}

// Faults put in on purpose must be seen, or the tests above prove nothing.
bool IsCaught(Mutant mutant, double tolerance) {
  TraceOptions trace;
  trace.tolerance = tolerance;
  trace.mutant = mutant;
  for (int family = 0; family < testing::kFamilies; ++family) {
    for (uint64_t seed = 0; seed < 12; ++seed) {
      const Shape shape = testing::RandomShape(static_cast<Family>(family), seed);
      if (!shape.closed) continue;
      const int order = testing::OrderForCells(shape, 20 + static_cast<double>(seed % 7) * 40);
      if (!Check(shape, order, trace).ok()) return true;
    }
  }
  return false;
}

TEST(CoverMutants, NoFatteningIsCaught) {
  EXPECT_TRUE(IsCaught(Mutant::kNoFattening, 1e-3) || IsCaught(Mutant::kNoFattening, 0.3));
}

TEST(CoverMutants, NoSeamMarksAreCaught) {
  EXPECT_TRUE(IsCaught(Mutant::kNoSeamMarks, 1e-3) || IsCaught(Mutant::kNoSeamMarks, 0.3));
}

// A box on the sphere, where sines of round latitudes put corners exactly on sides of
// cells, across the longitude where the plane is joined to itself.
Shape RoundBox(uint64_t seed) {
  std::mt19937_64 rng(seed);
  constexpr double kLats[] = {-30, 0, 14.477512185929925, 30, 14.5, -14.477512185929925};
  Shape shape;
  shape.family = "round box";
  shape.seed = seed;
  shape.model.kind = testing::EdgeKind::kLonLat;
  shape.model.ellipsoid = Ellipsoid::Sphere();
  const double west = -11.25 * static_cast<double>(1 + rng() % 6);
  const double east = 11.25 * static_cast<double>(rng() % 6);
  const double south = kLats[rng() % 6], north = south + 3.75 * static_cast<double>(1 + rng() % 8);
  shape.lon = {west, east, east, west};
  shape.lat = {south, south, north, north};
  if (rng() % 2 == 0) {
    for (double& lat : shape.lat) lat = -lat;
  }
  shape.offsets = {0, 4};
  return shape;
}

// Two corners of cells just east of longitude 0 and two just west of it, so near that one chord
// joins them: moved round the Earth, a coordinate just below a side is rounded onto it.
Shape CornersAcrossTheJoin(uint64_t seed, int order) {
  std::mt19937_64 rng(seed);
  Shape shape;
  shape.family = "corners across the join";
  shape.seed = seed;
  shape.model.kind = testing::EdgeKind::kGreatCircle;
  shape.model.ellipsoid = Ellipsoid::Sphere();
  const Projection& sphere = Projection::Of(Ellipsoid::Sphere());
  std::uniform_real_distribution<double> unit(0, 1);
  const auto corner = [&](double west, double low) {
    const uint64_t leaf = sphere.LeafOf(west + 0.4 * unit(rng), low + 0.4 * unit(rng));
    const Cell near = Cell::FromNested(order, leaf >> (2 * (Cell::kMaxOrder - order)));
    const LonLat v = Vertices(near, Ellipsoid::Sphere())[rng() % 4];
    // Less than a unit in the last place of the coordinate that it has after the move.
    shape.lon.push_back(v.lon - 1e-14 * static_cast<double>(rng() % 4));
    shape.lat.push_back(v.lat);
  };
  const double south = -35 + 50 * unit(rng);
  corner(-0.5, south), corner(0.1, south), corner(0.1, south + 0.8), corner(-0.5, south + 0.8);
  shape.offsets = {0, 4};
  return shape;
}

TEST(CoverMutants, RecomputedWrapIsCaught) {
  TraceOptions mutant;
  mutant.mutant = Mutant::kRecomputedWrap;
  int caught = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const int order = 9 + static_cast<int>(seed % 3);
    const Shape shape = CornersAcrossTheJoin(seed, order);
    const auto check = Check(shape, order, {});
    EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
    caught += Check(shape, order, mutant).ok() ? 0 : 1;
  }
  EXPECT_GT(caught, 0);
  RecordProperty("caught", caught);
}

TEST(CoverRoundBoxes, AcrossTheJoinNothingIsMissing) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Shape shape = RoundBox(seed);
    const int order = 2 + static_cast<int>(seed % 5);
    const auto check = Check(shape, order, {});
    EXPECT_TRUE(check.ok()) << check.ToString(shape, order);
  }
}

}  // namespace
}  // namespace coincide
