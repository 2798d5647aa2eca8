#include "coincide/cover/distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "coincide/cell/cell_ids.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/cell_geometry.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;

uint64_t Rounds(uint64_t few, uint64_t many) {
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1" ? many : few;
}

// Places on the rims of cells, dense at first, then denser round the nearest ones: the
// least distance by PROJ. Nothing of the code under test, nor chords.
class BruteForce {
 public:
  explicit BruteForce(const Ellipsoid& ellipsoid)
      : projection_(Projection::Of(ellipsoid)), geodesics_(Geodesics::Of(ellipsoid)) {}

  struct Place {
    Cell cell;
    double at;  // Round the rim, 0 to 4.
    LonLat point;
  };

  LonLat RimPoint(Cell cell, double at) const {
    constexpr double kX[5] = {0, 1, 1, 0, 0}, kY[5] = {0, 0, 1, 1, 0};
    const auto side = static_cast<size_t>(std::clamp(at, 0.0, 3.999999999));
    const double t = at - static_cast<double>(side);
    const CellXy place = PlaceOf(cell);
    const double n = static_cast<double>(uint64_t{1} << place.order);
    return projection_.PointAt(place.base_cell,
                               (place.x + kX[side] + t * (kX[side + 1] - kX[side])) / n,
                               (place.y + kY[side] + t * (kY[side + 1] - kY[side])) / n);
  }

  std::vector<Place> Places(const Coverage& coverage, int per_side) const {
    std::vector<Place> places;
    for (const Cell cell : MaximalCells(coverage)) {
      for (int k = 0; k < 4 * per_side; ++k) {
        const double at = static_cast<double>(k) / per_side;
        places.push_back({cell, at, RimPoint(cell, at)});
      }
    }
    return places;
  }

  double Least(const std::vector<Place>& a, const std::vector<Place>& b, double step) const {
    struct Candidate {
      double distance;
      size_t i, j;
    };
    std::vector<Candidate> all;
    for (size_t i = 0; i < a.size(); ++i) {
      for (size_t j = 0; j < b.size(); ++j) {
        all.push_back({geodesics_.Distance(a[i].point, b[j].point), i, j});
      }
    }
    const size_t kept = std::min<size_t>(all.size(), 12);
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                      [](const auto& p, const auto& q) { return p.distance < q.distance; });
    double best = all[0].distance;
    for (size_t k = 0; k < kept; ++k) {
      best = std::min(best, Descend(a[all[k].i], b[all[k].j], step));
    }
    return best;
  }

 private:
  double Descend(Place a, Place b, double step) const {
    const bool point_a = a.at < 0, point_b = b.at < 0;
    double best = geodesics_.Distance(a.point, b.point);
    for (; step > 1e-8; step /= 2) {
      for (bool moved = true; moved;) {
        moved = false;
        for (int da = point_a ? 0 : -1; da <= (point_a ? 0 : 1); ++da) {
          for (int db = point_b ? 0 : -1; db <= (point_b ? 0 : 1); ++db) {
            Place c = a, d = b;
            if (da != 0) c.point = RimPoint(c.cell, c.at = std::fmod(c.at + da * step + 4, 4));
            if (db != 0) d.point = RimPoint(d.cell, d.at = std::fmod(d.at + db * step + 4, 4));
            const double distance = geodesics_.Distance(c.point, d.point);
            if (distance < best) {
              best = distance;
              a = c;
              b = d;
              moved = true;
            }
          }
        }
      }
    }
    return best;
  }

  const Projection& projection_;
  const Geodesics& geodesics_;
};

Coverage SomeCells(std::mt19937_64* rng, int order, uint64_t start, uint64_t spread) {
  std::vector<uint64_t> words;
  const uint64_t count = Cell::Count(order);
  for (uint64_t k = 0; k < 1 + (*rng)() % 3; ++k) {
    words.push_back(Cell::FromNested(order, (start + (*rng)() % spread) % count).word());
  }
  return *Coverage::FromCells(words, order);
}

// What the header says of upper_m. 2e-8: the noise of PROJ and of the places.
double Accuracy(double distance) { return distance <= 100e3 ? 1e-6 : 1e-3; }

TEST(DistanceBetween, IsTheLeastFoundBySearch) {
  const BruteForce brute(Ellipsoid::Wgs84());
  for (uint64_t seed = 0; seed < Rounds(40, 1500); ++seed) {
    std::mt19937_64 rng(seed);
    const int order = static_cast<int>(2 + rng() % 20);
    const uint64_t start = rng() % Cell::Count(order);
    // Near, some cells off, or anywhere.
    const uint64_t other = rng() % 3 == 0 ? rng() % Cell::Count(order) : start + rng() % 4000;
    const Coverage a = SomeCells(&rng, order, start, 30), b = SomeCells(&rng, order, other, 30);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " order " << order);
    const auto bounds = DistanceBetween(a, b);
    ASSERT_THAT(bounds, testing::IsOk());
    EXPECT_EQ(DistanceBetween(b, a)->upper_m, bounds->upper_m);
    if (a.Intersects(b)) {
      EXPECT_EQ(bounds->upper_m, 0);
      continue;
    }
    const double least = brute.Least(brute.Places(a, 6), brute.Places(b, 6), 1.0 / 6);
    EXPECT_LE(bounds->lower_m, least + 3e-8);
    if (least > 1.9e7) continue;  // Opposite: the header does not promise.
    EXPECT_LE(bounds->upper_m, least + Accuracy(least));
    EXPECT_GE(bounds->upper_m, least - Accuracy(least));
  }
}

TEST(CoverageDistance, IsTheLeastFoundBySearch) {
  const BruteForce brute(Ellipsoid::Wgs84());
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  for (uint64_t seed = 0; seed < Rounds(60, 3000); ++seed) {
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const int order = static_cast<int>(1 + rng() % 22);
    const uint64_t start = rng() % Cell::Count(order);
    const Coverage coverage = SomeCells(&rng, order, start, 30);
    const uint64_t near = (start + rng() % 300) % Cell::Count(order);
    const LonLat point = rng() % 4 == 0 ? LonLat{-180 + 360 * unit(rng), -90 + 180 * unit(rng)}
                                        : projection.Centre(Cell::FromNested(order, near));
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " order " << order);
    const DistanceBounds bounds = CoverageDistance(coverage).From(point);
    if (coverage.Contains(projection.LeafOf(point.lon, point.lat))) {
      EXPECT_EQ(bounds.upper_m, 0);
      continue;
    }
    const double least = brute.Least(brute.Places(coverage, 12), {{Cell(), -1, point}}, 1.0 / 12);
    EXPECT_LE(bounds.lower_m, least + 3e-8);
    if (least > 1.9e7) continue;
    EXPECT_LE(bounds.upper_m, least + Accuracy(least));
    EXPECT_GE(bounds.upper_m, least - Accuracy(least));
  }
}

TEST(CoverageDistance, ManyPointsAndBadOnes) {
  const std::vector<uint64_t> word = {Cell::FromNested(8, 1234).word()};
  const Coverage coverage = *Coverage::FromCells(word);
  const CoverageDistance to(coverage);
  std::vector<double> lon, lat;
  for (int i = 0; i < 500; ++i) {
    lon.push_back(i);
    lat.push_back(-90 + 0.36 * i);
  }
  lon[70] = std::numeric_limits<double>::infinity();
  lat[90] = 91;
  std::vector<double> one(500), four(500);
  EXPECT_EQ(to.From(lon, lat, one, 1), 70u);
  EXPECT_EQ(to.From(lon, lat, four, 4), 70u);
  for (size_t i = 0; i < 500; ++i) {
    if (i == 70 || i == 90) {
      EXPECT_TRUE(std::isnan(one[i]) && std::isnan(four[i]));
    } else {
      EXPECT_EQ(one[i], four[i]);
      EXPECT_EQ(one[i], to.From({lon[i], lat[i]}).upper_m);
    }
  }
}

TEST(DistanceBetween, TouchingFullAndBad) {
  const auto cell = [](int order, uint64_t nested) {
    const std::vector<uint64_t> word = {Cell::FromNested(order, nested).word()};
    return *Coverage::FromCells(word);
  };
  // A side, a corner, a corner where three base cells meet, a pole.
  EXPECT_EQ(DistanceBetween(cell(5, 0), cell(5, 1))->upper_m, 0);
  EXPECT_EQ(DistanceBetween(cell(5, 0), cell(5, 3))->upper_m, 0);
  EXPECT_EQ(DistanceBetween(cell(0, 0), cell(0, 5))->upper_m, 0);
  EXPECT_EQ(
      DistanceBetween(cell(29, Cell::Count(29) / 12 - 1), cell(29, Cell::Count(29) / 12 * 3 - 1))
          ->upper_m,
      0);
  EXPECT_EQ(DistanceBetween(Coverage::Full(), cell(9, 5))->upper_m, 0);
  EXPECT_GT(DistanceBetween(cell(5, 0), cell(5, 2 * 16))->upper_m, 1);
  EXPECT_THAT(DistanceBetween(Coverage(), cell(0, 5)), HasError("first coverage is empty"));
  EXPECT_THAT(DistanceBetween(cell(0, 5), Coverage::Full(0, Ellipsoid::Sphere())),
              HasError("sphere"));
}

}  // namespace
}  // namespace coincide
