// Footprints for benchmarks: swaths of a sun-synchronous orbit, 10 to 50 km wide
// and some degrees long, over the southern part of the orbit.

#ifndef COINCIDE_BENCH_COVERAGE_FOOTPRINTS_H_
#define COINCIDE_BENCH_COVERAGE_FOOTPRINTS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/healpix/encode.h"

namespace coincide::bench {

// Coverages of `rows` swaths at `order`, each the cells of a grid of points on
// the swath, about two points a cell width. 5 degrees at order 10 give about 100
// ranges a row.
inline CoverageColumn Footprints(size_t rows, uint64_t seed, int order = 10,
                                 double length_deg = 5) {
  constexpr double kDegree = std::numbers::pi / 180;
  std::mt19937_64 rng(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(rng() >> 11) * 0x1p-53;
  };
  const double step =
      0.5 * std::sqrt(4 * std::numbers::pi / static_cast<double>(Cell::Count(order)));
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves, words;
  std::vector<double> lon, lat;
  for (size_t row = 0; row < rows; ++row) {
    const double centre = uniform(200, 340) * kDegree, node = uniform(0, 360) * kDegree;
    const double inclination = 98.2 * kDegree, half = uniform(5e3, 25e3) / 6.371e6;
    lon.clear();
    lat.clear();
    for (double along = -length_deg * kDegree / 2; along <= length_deg * kDegree / 2;
         along += step) {
      // Position and side vector of the orbit at this argument.
      const double u = centre + along;
      const double x = std::cos(u), y = std::sin(u) * std::cos(inclination);
      const double z = std::sin(u) * std::sin(inclination);
      const double side_y = -std::sin(inclination), side_z = std::cos(inclination);
      for (double across = -half; across <= half; across += step) {
        const double c = std::cos(across), s = std::sin(across);
        const double py = y * c + side_y * s, pz = z * c + side_z * s;
        lon.push_back((std::atan2(py, x * c) + node) / kDegree);
        lat.push_back(std::asin(std::clamp(pz, -1.0, 1.0)) / kDegree);
      }
    }
    words.resize(lon.size());
    EncodeCells(lon, lat, order, Ellipsoid(), words, 1);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const uint64_t word : words) {
      const LeafRange cell = Cell::FromWordUnchecked(word).leaves();
      if (static_cast<int64_t>(leaves.size()) > offsets.back() && leaves.back() == cell.begin) {
        leaves.back() = cell.end;
      } else {
        leaves.push_back(cell.begin);
        leaves.push_back(cell.end);
      }
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
  }
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves), {}, order,
                                              Ellipsoid());
}

}  // namespace coincide::bench

#endif  // COINCIDE_BENCH_COVERAGE_FOOTPRINTS_H_
