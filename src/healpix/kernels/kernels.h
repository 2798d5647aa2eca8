// The vector loops of this layer, one set per instruction set. Plain types
// only: the units that implement them are compiled for other CPUs.

#ifndef COINCIDE_HEALPIX_KERNELS_KERNELS_H_
#define COINCIDE_HEALPIX_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coincide/healpix/projection.h"

namespace coincide::internal {

struct Kernels {
  const char* name;

  // See EncodePoints. Returns the number of invalid points.
  size_t (*encode)(const double* lon, const double* lat, size_t n, const Projection& projection,
                   uint64_t* words);
  // See DecodeCentres. Returns the number of invalid words.
  size_t (*decode)(const uint64_t* words, size_t n, const Projection& projection, double* lon,
                   double* lat);
  // Places on the staircase of base cells (src/cover/staircase.h), in units of
  // 1 / scale leaves, and the chart of each: 0 in the belt, 1 + quadrant in the
  // northern cap, 5 + quadrant in the southern. REQUIRES: valid points.
  void (*to_plane)(const double* lon, const double* lat, size_t n, const Projection& projection,
                   double scale, double* x, double* y, uint64_t* chart);
};

// Those this CPU can run, fastest first; the portable twin is always the last.
std::span<const Kernels> SupportedKernels();

// The one in use: the first supported, or the one COINCIDE_KERNEL names. A name
// that is unknown or not supported here is ignored.
const Kernels& ActiveKernels();

// The portable twin, and what a vector kernel does with the few elements that
// its fast path does not take.
size_t EncodePortable(const double* lon, const double* lat, size_t n, const Projection& projection,
                      uint64_t* words);
size_t DecodePortable(const uint64_t* words, size_t n, const Projection& projection, double* lon,
                      double* lat);
void ToPlanePortable(const double* lon, const double* lat, size_t n, const Projection& projection,
                     double scale, double* x, double* y, uint64_t* chart);

}  // namespace coincide::internal

#endif  // COINCIDE_HEALPIX_KERNELS_KERNELS_H_
