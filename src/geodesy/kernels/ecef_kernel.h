// The loop behind EcefOf of spans. Plain types only: the units that implement
// it are compiled for other CPUs.

#ifndef COINCIDE_GEODESY_KERNELS_ECEF_KERNEL_H_
#define COINCIDE_GEODESY_KERNELS_ECEF_KERNEL_H_

#include <cstddef>

namespace coincide::internal {

// One point, valid or not, as the scalar code does it: NaN and false if not.
using EcefOfOne = bool (*)(double lon, double lat, double a, double e2, double* x, double* y,
                           double* z);

// See EcefOf in ecef_batch.h. `one` does the points that vectors do not take:
// invalid ones, and longitudes beyond 2^40 degrees.
size_t EcefOfMany(const double* lon, const double* lat, size_t n, double a, double e2,
                  EcefOfOne one, double* x, double* y, double* z);

}  // namespace coincide::internal

#endif  // COINCIDE_GEODESY_KERNELS_ECEF_KERNEL_H_
