#include "coincide/cover/line_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "coincide/cover/cover_line.h"
#include "coincide/geodesy/geodesic.h"

namespace coincide {
namespace {

struct Line {
  std::vector<double> lon, lat;
};

Line RandomLine(std::mt19937_64* rng) {
  std::uniform_real_distribution<double> unit(0, 1);
  Line line;
  const int n = 1 + static_cast<int>((*rng)() % 40);
  double lon = -180 + 360 * unit(*rng), lat = -90 + 180 * unit(*rng);
  const double step = std::pow(10, -3 + 4 * unit(*rng));
  for (int i = 0; i < n; ++i) {
    line.lon.push_back(lon);
    line.lat.push_back(lat);
    lon += step * (2 * unit(*rng) - 1);
    lat = std::clamp(lat + step * (2 * unit(*rng) - 1), -90.0, 90.0);
  }
  return line;
}

// Samples of the line, by Karney's geodesics, lie in a row whose distances hold
// them, and the rows together are the coverage.
TEST(LineCells, HoldEverySampleOfTheLine) {
  const Geodesics& geodesics = Geodesics::Of(Ellipsoid::Wgs84());
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  for (uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 rng(seed);
    const Line line = RandomLine(&rng);
    const int order = static_cast<int>(rng() % 12);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " order " << order);
    const auto rows = CellsAlong({line.lon, line.lat}, order);
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_TRUE(std::is_sorted(rows->enter_m.begin(), rows->enter_m.end()));
    std::vector<uint64_t> words;
    for (const Cell cell : rows->cells) words.push_back(cell.word());
    const auto cover = CoverLine({line.lon, line.lat}, order);
    ASSERT_EQ(*Coverage::FromCells(words, order), *cover);

    const double slack = 0.02 * 6.4e6 / (1 << order) + 1e-6;
    double along = 0;
    for (size_t i = 0; i + 1 < line.lon.size(); ++i) {
      const GeodesicLine edge =
          geodesics.Line({line.lon[i], line.lat[i]}, {line.lon[i + 1], line.lat[i + 1]});
      for (int k = 0; k <= 10; ++k) {
        const double at = edge.length_m() * k / 10;
        const LonLat p = edge.At(at).point;
        const uint64_t leaf = projection.LeafOf(p.lon, p.lat);
        bool found = false;
        for (size_t r = 0; r < rows->cells.size() && !found; ++r) {
          found = rows->cells[r].leaves().Contains(leaf) &&
                  rows->enter_m[r] <= along + at + slack && along + at - slack <= rows->exit_m[r];
        }
        ASSERT_TRUE(found) << "edge " << i << " sample " << k << " at " << along + at;
      }
      along += edge.length_m();
    }
    for (size_t r = 0; r < rows->cells.size(); ++r) {
      ASSERT_LE(rows->enter_m[r], rows->exit_m[r]);
      ASSERT_GE(rows->enter_m[r], 0);
      ASSERT_LE(rows->exit_m[r], along * (1 + 1e-9) + 1e-6);
    }
  }
}

}  // namespace
}  // namespace coincide
