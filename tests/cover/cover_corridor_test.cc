#include "coincide/cover/cover_corridor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "coincide/cell/cell_ids.h"
#include "coincide/cover/cover_cone.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/healpix/cell_geometry.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

uint64_t Rounds(uint64_t few, uint64_t many) {
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1" ? many : few;
}

// The definition of the header, by PROJ.
class Definition {
 public:
  Definition(const std::vector<LonLat>& line, CorridorWidths widths, LineCap cap)
      : geodesics_(Geodesics::Of(Ellipsoid::Wgs84())), widths_(widths), cap_(cap) {
    for (size_t i = 0; i + 1 < line.size(); ++i) {
      edges_.push_back(geodesics_.Line(line[i], line[i + 1]));
    }
  }

  // Whether a place is in it; with a micrometre for the noise of both sides.
  bool Holds(const LonLat& p, double more_m) const {
    const auto near = [&](const FootPoint& foot) {
      const double width = std::abs(foot.offset_m) <= more_m
                               ? std::max(widths_.left_m, widths_.right_m)
                           : foot.offset_m > 0 ? widths_.right_m
                                               : widths_.left_m;
      return foot.distance_m <= width + more_m;
    };
    FootPoint last;
    for (size_t i = 0; i < edges_.size(); ++i) {
      const FootPoint foot = NearestOnSegment(geodesics_, edges_[i], p);
      const bool before = foot.beyond_end && foot.along_m < edges_[i].length_m() / 2;
      const bool after = foot.beyond_end && !before;
      if (near(foot)) {
        if (!foot.beyond_end) return true;
        if (before && i == 0 && cap_ == LineCap::kRound) return true;
        if (after && i + 1 == edges_.size() && cap_ == LineCap::kRound) return true;
      }
      if (before && i > 0 && last.beyond_end && last.along_m > edges_[i - 1].length_m() / 2) {
        // Outside the bend: on the right of one to the left.
        const double turn = std::remainder(
            edges_[i].start_azimuth() - edges_[i - 1].At(edges_[i - 1].length_m()).azimuth, 360.0);
        const double width = turn > 0 ? widths_.left_m : widths_.right_m;
        if (foot.distance_m <= width + more_m) return true;
      }
      last = foot;
    }
    return false;
  }

  // For messages: its foot on each edge.
  std::string Describe(const LonLat& p) const {
    std::string text;
    for (const GeodesicLine& edge : edges_) {
      const FootPoint foot = NearestOnSegment(geodesics_, edge, p);
      text += "\n  edge of " + std::to_string(edge.length_m()) + " m: along " +
              std::to_string(foot.along_m) + " offset " + std::to_string(foot.offset_m) +
              (foot.beyond_end ? " beyond" : "");
    }
    return text;
  }

  // Whether a place is within a distance of it: of the line, or as tried in many
  // directions.
  bool IsNear(const LonLat& p, double distance_m) const {
    if (Holds(p, 0)) return true;
    for (const GeodesicLine& edge : edges_) {
      if (NearestOnSegment(geodesics_, edge, p).distance_m <= distance_m) return true;
    }
    for (int k = 1; k <= 4; ++k) {
      for (int turn = 0; turn < 16; ++turn) {
        if (Holds(geodesics_.Direct(p, 22.5 * turn, distance_m * k / 4).point, 0)) return true;
      }
    }
    return false;
  }

 private:
  const Geodesics& geodesics_;
  CorridorWidths widths_;
  LineCap cap_;
  std::vector<GeodesicLine> edges_;
};

struct Case {
  std::vector<LonLat> line;
  CorridorWidths widths;
  LineCap cap;
  int order;
};

Case RandomCase(std::mt19937_64* rng) {
  std::uniform_real_distribution<double> unit(0, 1);
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  Case c;
  LonLat at = {-180 + 360 * unit(*rng), std::asin(2 * unit(*rng) - 1) * 180 / std::numbers::pi};
  if ((*rng)() % 4 == 0) at.lat = ((*rng)() % 2 == 0 ? 1 : -1) * (90 - 0.1 * unit(*rng));
  if ((*rng)() % 4 == 0) at.lon = 180;
  const double scale = std::pow(10, 1 + 5 * unit(*rng));  // Of the widths.
  const double step = scale * std::pow(10, -1 + 2 * unit(*rng));
  const double bend = 170 * unit(*rng) * unit(*rng);
  double azimuth = 360 * unit(*rng);
  const size_t vertices = 2 + (*rng)() % 7;
  for (size_t i = 0; i < vertices; ++i) {
    c.line.push_back(at);
    const GeodesicPosition next = geodesics.Direct(at, azimuth, std::min(step, 3e6));
    at = next.point;
    azimuth = next.azimuth + bend * (2 * unit(*rng) - 1);
  }
  c.widths = {scale * unit(*rng), scale * unit(*rng)};
  if ((*rng)() % 4 == 0) c.widths.left_m = 0;
  if ((*rng)() % 4 == 0) c.widths.right_m = c.widths.left_m;
  c.cap = (*rng)() % 2 == 0 ? LineCap::kRound : LineCap::kFlat;
  c.order = std::clamp(static_cast<int>(std::log2(6.4e6 / scale) + 4.5 * unit(*rng)), 0, 26);
  return c;
}

TEST(CoverCorridor, HoldsWhatIsInItAndLittleElse) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  size_t inner_cells = 0;
  for (uint64_t seed = 0; seed < Rounds(40, 1500); ++seed) {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const Case c = RandomCase(&rng);
    SCOPED_TRACE(::testing::Message()
                 << "seed " << seed << " order " << c.order << " widths " << c.widths.left_m << " "
                 << c.widths.right_m << (c.cap == LineCap::kFlat ? " flat" : " round") << ", "
                 << c.line.size() << " vertices");
    std::vector<double> lon, lat;
    for (const LonLat& p : c.line) {
      lon.push_back(p.lon);
      lat.push_back(p.lat);
    }
    const auto covers = CoverCorridor({lon, lat}, c.widths, c.order, c.cap);
    ASSERT_THAT(covers, IsOk());
    ASSERT_TRUE(covers->outer.Contains(covers->inner));
    const Definition definition(c.line, c.widths, c.cap);

    // Places in it, made by the definition.
    for (int k = 0; k < 400; ++k) {
      const size_t i = rng() % (c.line.size() - 1);
      const GeodesicLine edge = geodesics.Line(c.line[i], c.line[i + 1]);
      const GeodesicPosition on = edge.At(edge.length_m() * unit(rng));
      const bool right = rng() % 2 == 0;
      const double off =
          (right ? c.widths.right_m : c.widths.left_m) * (rng() % 2 == 0 ? 1 - 1e-9 : unit(rng));
      const LonLat p = geodesics.Direct(on.point, on.azimuth + (right ? 90 : -90), off).point;
      ASSERT_TRUE(covers->outer.Contains(projection.LeafOf(p.lon, p.lat)))
          << "missing " << p.lon << " " << p.lat << " at edge " << i << " off " << off;
      // All round, kept by the definition.
      const LonLat q = geodesics
                           .Direct(c.line[rng() % c.line.size()], 360 * unit(rng),
                                   std::max(c.widths.left_m, c.widths.right_m) * unit(rng))
                           .point;
      if (definition.Holds(q, 0)) {
        ASSERT_TRUE(covers->outer.Contains(projection.LeafOf(q.lon, q.lat)))
            << "missing " << q.lon << " " << q.lat;
      }
    }
    // Every outer cell has a place near it; all places of inner cells are in it.
    const double width = std::sqrt(CellArea(c.order, Ellipsoid::Wgs84()));
    const auto cells = *CellsAtOrder(covers->outer, c.order);
    const size_t stride = std::max<size_t>(1, cells.size() / 150);
    for (size_t k = rng() % stride; k < cells.size(); k += stride) {
      const CellXy place = PlaceOf(cells[k]);
      const double n = static_cast<double>(uint64_t{1} << place.order);
      const bool inner = covers->inner.Contains(cells[k]);
      inner_cells += inner ? 1 : 0;
      bool near = false;
      constexpr int kGrid = 6;
      for (int s = 0; s <= kGrid; ++s) {
        for (int t = 0; t <= kGrid; ++t) {
          const LonLat p = projection.PointAt(place.base_cell, (place.x + s / double{kGrid}) / n,
                                              (place.y + t / double{kGrid}) / n);
          if (inner) {
            ASSERT_TRUE(definition.Holds(p, 1e-6))
                << "not inside " << p.lon << " " << p.lat << " nested " << cells[k].nested();
          }
          // Samples of a cell are a sixth of it apart.
          near = near || definition.IsNear(p, (0.8 + 0.15) * width);
        }
      }
      ASSERT_TRUE(near) << "far: nested " << cells[k].nested()
                        << definition.Describe(projection.Centre(cells[k]));
    }
  }
  EXPECT_GT(inner_cells, 500u);
}

TEST(CoverCorridor, DegenerateAndBad) {
  const std::vector<double> lon = {20, 20}, lat = {-70, -70};
  const auto cone = CoverCorridor({lon, lat}, {1e4, 2e4}, 10);
  ASSERT_THAT(cone, IsOk());
  EXPECT_TRUE(cone->outer.Contains(CoverCone({20, -70}, 2e4, 10)->outer));
  EXPECT_TRUE(CoverCone({20, -70}, 1e4, 10)->inner.Contains(cone->inner));
  EXPECT_EQ(CoverCorridor({lon, lat}, {1e4, 2e4}, 10, LineCap::kFlat)->outer.order_cell_count(),
            1u);
  EXPECT_TRUE(CoverCorridor({}, {1, 1}, 5)->outer.is_empty());
  EXPECT_THAT(CoverCorridor({lon, lat}, {-1, 1}, 5), HasError("left_m is -1"));
  EXPECT_THAT(CoverCorridor({lon, lat}, {1, 2e6}, 5), HasError("right_m is 2e+06"));
  EXPECT_THAT(CoverCorridor({lon, lat}, {1, std::numeric_limits<double>::quiet_NaN()}, 5),
              HasError("right_m is nan"));
  const std::vector<double> bad = {-70, -97};
  EXPECT_THAT(CoverCorridor({lon, bad}, {1, 1}, 5), HasError("lat is -97"));
}

}  // namespace
}  // namespace coincide
