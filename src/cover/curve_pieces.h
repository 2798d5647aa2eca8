// Geometries and outlines of coverages as pieces (piece_tree.h), with a bound on how
// far the true curve is from its chords.

#ifndef COINCIDE_COVER_CURVE_PIECES_H_
#define COINCIDE_COVER_CURVE_PIECES_H_

#include <span>
#include <vector>

#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "coincide/coverage/coverage.h"
#include "coincide/geodesy/ecef.h"
#include "coincide/healpix/projection.h"
#include "src/cover/piece_tree.h"

namespace coincide::internal {

inline Vector3 InSpace(const LonLat& p, const Ellipsoid& ellipsoid) {
  return EcefOf(p.lon, p.lat, 0, ellipsoid);
}

// The place on the ellipsoid below or above a place within some kilometres of it.
LonLat LonLatOf(const Vector3& p, const Ellipsoid& ellipsoid);

// Appends the edges of a line as chords that stray from them by at most
// `deviation_m`; a single vertex, or equal ones, as a point.
// REQUIRES: CheckLine (check_shape.h); deviation_m > 0.
void AppendLine(LineView line, bool closed, Edges edges, const Ellipsoid& ellipsoid,
                double deviation_m, std::vector<CurvePiece>* pieces);

// The points, lines and rings of a geometry.
std::vector<CurvePiece> PiecesOf(const Geometry& geometry, const CoverOptions& options,
                                 double deviation_m);

// A part of a side of a cell: from (x0, y0) to (x1, y1) of a base cell, 0 to 1; one
// of the two stays.
struct SidePart {
  int base_cell;
  double x0, y0, x1, y1;

  double width() const;
  LonLat At(double t, const Projection& projection) const;
  // How far the curve strays from its chord, in metres, with rounding.
  double Deviation(const Ellipsoid& ellipsoid) const;
  SidePart First() const { return {base_cell, x0, y0, (x0 + x1) / 2, (y0 + y1) / 2}; }
  SidePart Second() const { return {base_cell, (x0 + x1) / 2, (y0 + y1) / 2, x1, y1}; }
};

// What lies between a coverage and its complement: parts of sides, along the curve
// of the cells that hold them, each with a deviation of at most `deviation_m`.
// COST: that of the largest cells that fit, and of the parts.
std::vector<SidePart> OutlineOf(const Coverage& coverage, double deviation_m);
std::vector<CurvePiece> PiecesOf(std::span<const SidePart> outline, const Projection& projection);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_CURVE_PIECES_H_
