// File: interpolation.h
//
// Bilinear interpolation between the centres of cells: which four cells and with what
// weights. The definition is that of the HEALPix packages (healpy's
// get_interp_weights): of the parallels of centres above and below the point, the two
// centres next to it in longitude on each; linear in longitude, then linear in the
// authalic colatitude. Beyond the last parallel the pole counts as the mean of the four
// cells round it.
//
//   const Interpolation at = InterpolationAt(lon, lat, 8, Ellipsoid::Wgs84());
//   for (size_t i = 0; i < 4; ++i) sum += at.weights[i] * values[at.cells[i].nested()];

#ifndef COINCIDE_HEALPIX_INTERPOLATION_H_
#define COINCIDE_HEALPIX_INTERPOLATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/cell/cell.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// Two cells of the northern parallel, west then east, and two of the southern one.
struct Interpolation {
  std::array<Cell, 4> cells;
  std::array<double, 4> weights{};
};

// ENSURES: four different cells of `order`; weights from 0 to 1 whose sum is 1 within
// 3e-16.
// REQUIRES: IsValidLonLat(lon, lat), 0 <= order <= 29.
// ACCURACY: weights to 4e-15 * 2^order (order 29: 2e-6), against healpy:
// tests/healpix/interpolation_test.cc.
Interpolation InterpolationAt(double lon, double lat, int order, const Ellipsoid& ellipsoid);

// Many points.
//
//   lon, lat  [n] in     degrees, as for EncodePoints
//   words     [4 n] out  words[4 i + j]; 0 where a coordinate is not finite or
//                        |lat| > 90
//   weights   [4 n] out  weights[4 i + j]; NaN likewise
//   threads              0: COINCIDE_THREADS if set, else every core
//   returns              the lowest index of such a point, n if there is none
//
// REQUIRES: sizes as said, no overlap, 0 <= order <= 29.
size_t InterpolationsAt(std::span<const double> lon, std::span<const double> lat, int order,
                        const Ellipsoid& ellipsoid, std::span<uint64_t> words,
                        std::span<double> weights, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_INTERPOLATION_H_
