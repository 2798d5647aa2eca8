// File: encode.h
//
// Spans of points to words and back: the batch door to the vector kernels. One
// point at a time: projection.h.
//
//   std::vector<uint64_t> words(lon.size());
//   if (EncodePoints(lon, lat, Ellipsoid::Wgs84(), words) > 0) ...  // some are null
//
// A kernel is chosen once per process from what the CPU has; the environment
// variable COINCIDE_KERNEL (avx3, avx2, neon, portable) forces one. Every kernel
// and every number of threads gives the same bits.

#ifndef COINCIDE_HEALPIX_ENCODE_H_
#define COINCIDE_HEALPIX_ENCODE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// Encodes points as order-29 point words.
//
//   lon    [n] in   degrees, any finite value; taken modulo 360
//   lat    [n] in   degrees, geodetic on `ellipsoid`, -90 to 90
//   words  [n] out  point words, or 0 (null) where a coordinate is invalid
//   threads         0: COINCIDE_THREADS if set, else every core; small batches
//                   stay on the caller's thread
//
// A coordinate is invalid if it is not finite or |lat| > 90. Returns how many
// points were, so a caller may test one number instead of scanning `words`.
//
// REQUIRES: the three spans have equal size; `words` overlaps neither input.
// ACCURACY: the cell of the exact point, for points farther than 10 nm from a
// cell side: tests/healpix/encode_oracle_test.cc, 50 digits.
// COST: about 2 ns a point with AVX-512, 3 ns with AVX2: docs/performance.md.
// Source: Gorski et al. 2005, ApJ 622, 759, section 5.
size_t EncodePoints(std::span<const double> lon, std::span<const double> lat,
                    const Ellipsoid& ellipsoid, std::span<uint64_t> words, int threads = 0);

// The same as area cells of `order`, 0 to 29.
size_t EncodeCells(std::span<const double> lon, std::span<const double> lat, int order,
                   const Ellipsoid& ellipsoid, std::span<uint64_t> words, int threads = 0);

// Centres of cells, of any order and mixed; of points, the centre of the leaf.
//
//   words  [n] in   words
//   lon    [n] out  degrees, -180 to 180 (exclusive); NaN where a word is not
//                   valid, null included
//   lat    [n] out  degrees, geodetic on `ellipsoid`; NaN likewise
//
// Returns how many words were not valid.
//
// REQUIRES: the three spans have equal size and do not overlap.
// ACCURACY: 2e-15 rad.
size_t DecodeCentres(std::span<const uint64_t> words, const Ellipsoid& ellipsoid,
                     std::span<double> lon, std::span<double> lat, int threads = 0);

// The name of the kernel in use.
std::string_view KernelName();
// The names that COINCIDE_KERNEL may have on this machine, fastest first;
// always ends with "portable".
std::vector<std::string_view> KernelNames();

}  // namespace coincide

#endif  // COINCIDE_HEALPIX_ENCODE_H_
