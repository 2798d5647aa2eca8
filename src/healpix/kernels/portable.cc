#include <limits>

#include "src/healpix/kernels/kernels.h"

namespace coincide::internal {

size_t EncodePortable(const double* lon, const double* lat, size_t n, const Projection& projection,
                      uint64_t* words) {
  size_t invalid = 0;
  for (size_t i = 0; i < n; ++i) {
    if (IsValidLonLat(lon[i], lat[i])) {
      words[i] = Cell::FromPoint(projection.LeafOf(lon[i], lat[i])).word();
    } else {
      words[i] = 0;
      ++invalid;
    }
  }
  return invalid;
}

size_t DecodePortable(const uint64_t* words, size_t n, const Projection& projection, double* lon,
                      double* lat) {
  size_t invalid = 0;
  for (size_t i = 0; i < n; ++i) {
    if (Cell::IsValidWord(words[i])) {
      const LonLat centre = projection.Centre(Cell::FromWordUnchecked(words[i]));
      lon[i] = centre.lon;
      lat[i] = centre.lat;
    } else {
      lon[i] = lat[i] = std::numeric_limits<double>::quiet_NaN();
      ++invalid;
    }
  }
  return invalid;
}

void ToPlanePortable(const double* lon, const double* lat, size_t n, const Projection& projection,
                     double scale, double* x, double* y, uint64_t* chart) {
  for (size_t i = 0; i < n; ++i) {
    const Diagonal d = projection.DiagonalOf(lon[i], lat[i]);
    const double step = static_cast<double>(d.quadrant + 1) * kLeafSide;
    x[i] = (step + d.m) * scale;
    y[i] = (-step - d.p) * scale;
    chart[i] = d.cap ? d.quadrant + (lat[i] < 0 ? 5 : 1) : 0;
  }
}

}  // namespace coincide::internal
