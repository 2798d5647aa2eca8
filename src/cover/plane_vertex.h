// A place in the plane of HEALPix at one order.

#ifndef COINCIDE_COVER_PLANE_VERTEX_H_
#define COINCIDE_COVER_PLANE_VERTEX_H_

#include <cmath>
#include <cstdint>

namespace coincide::internal {

// Coordinates in cells, the integer cell that holds it, and its chart: 0 for the
// belt, 1 + k for the northern cap's quadrant k, 5 + k for the southern.
struct PlaneVertex {
  double x, y;
  int64_t i, j;
  int chart;
};

// Truncation and a comparison: std::floor is a call where SSE4.1 is not assumed.
inline int64_t FloorOf(double v) {
  const auto truncated = static_cast<int64_t>(v);
  return truncated - (v < static_cast<double>(truncated) ? 1 : 0);
}

// sqrt(3 (1 - |sin latitude|)) of a place in a cap: 0 at the pole, 1 at its rim.
inline double SigmaOf(const PlaneVertex& v, double n) { return 2 - std::abs(v.x + v.y) / n; }

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_PLANE_VERTEX_H_
