// The HEALPix plane by the closed formulas in long double, for oracles: slow,
// and independent of the library's series and kernels.
//
// Points live on the authalic sphere. Each base cell has a chart that goes on
// smoothly beyond its sides, so a curve that leaves the base cell needs no
// seams: only what lies in the closed unit square belongs to the base cell.
//
// Source: Gorski et al. 2005, ApJ 622, 759, section 5; Snyder 1987, eq. 3-11.

#ifndef COINCIDE_TESTS_SUPPORT_HEALPIX_CHART_H_
#define COINCIDE_TESTS_SUPPORT_HEALPIX_CHART_H_

#include "coincide/cell/cell.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide::testing {

// A point of the authalic sphere.
struct SpherePoint {
  long double lon = 0;  // Degrees, any finite value.
  long double z = 0;    // Sine of the authalic latitude.
  long double w = 1;    // 1 - |z|, with its own digits near the poles.
};

struct Vector3L {
  long double x = 0, y = 0, z = 0;
  Vector3 Rounded() const {
    return {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
  }
};

Vector3L VectorOf(const SpherePoint& point);
// REQUIRES: v is not the zero vector; its length is not used.
SpherePoint PointOf(const Vector3L& v);

// Geodetic latitudes of an ellipsoid to its authalic sphere.
class AuthalicSphere {
 public:
  explicit AuthalicSphere(const Ellipsoid& ellipsoid);
  SpherePoint At(long double lon, long double lat) const;
  double radius_m() const { return radius_m_; }

 private:
  long double e2_, e_, pole_;
  double radius_m_;
};

struct PlanePoint {
  long double x = 0, y = 0;
};

// Where a point is in the chart of a base cell: x toward the north-east, y
// toward the north-west, the base cell itself being 0..1 in both.
PlanePoint ChartOf(int base_cell, const SpherePoint& point);

// The inverse. REQUIRES: 0 <= x, y <= 1.
SpherePoint PointInChart(int base_cell, const PlanePoint& place);

// A cell as a square of its base cell's chart, in units of its own side.
struct CellSquare {
  explicit CellSquare(Cell cell);
  int base_cell;
  long double n;     // Cells along a base cell.
  long double x, y;  // The southern corner, in cells.

  // Where a point is, from the southern corner, in cells: 0..1 inside.
  PlanePoint PlaceOf(const SpherePoint& point) const {
    const PlanePoint p = ChartOf(base_cell, point);
    return {p.x * n - x, p.y * n - y};
  }
  SpherePoint PointAt(const PlanePoint& place) const {
    return PointInChart(base_cell, {(place.x + x) / n, (place.y + y) / n});
  }
};

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_HEALPIX_CHART_H_
