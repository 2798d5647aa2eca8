// File: outline.h
//
// The outline of a coverage: its cells dissolved into polygons of lon, lat, as
// maps, GeoJSON and GEOS want them.
//
//   absl::StatusOr<Outline> outline = OutlineOf(coverage);
//   outline->ring(0);  // The first shell.

#ifndef COINCIDE_COVER_OUTLINE_H_
#define COINCIDE_COVER_OUTLINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/cover_box.h"
#include "coincide/cover/shape.h"
#include "coincide/coverage/coverage.h"

namespace coincide {

// Polygons in flat columns, in the layout of GeoArrow: polygon p has the rings
// polygon_offsets[p] .. polygon_offsets[p + 1] - 1, its shell first, then its
// holes; ring r the vertices ring_offsets[r] .. ring_offsets[r + 1] - 1, the
// last equal to the first. Degrees, lon -180 to 180, straight in degrees between
// vertices (Edges::kLonLat).
struct Outline {
  std::vector<double> lon;
  std::vector<double> lat;
  std::vector<int64_t> ring_offsets = {0};
  std::vector<int64_t> polygon_offsets = {0};

  size_t ring_count() const { return ring_offsets.size() - 1; }
  size_t polygon_count() const { return polygon_offsets.size() - 1; }
  // The vertices of a ring, closing one included.
  LineView ring(size_t r) const { return RingsView{lon, lat, ring_offsets}.ring(r); }
};

struct OutlineOptions {
  // How far an edge may be from the true sides of cells, in metres. Nothing: 1 %
  // of the width of the smallest cell, and 1 km at most. Less than a micrometre is
  // taken as that. Whatever it is, an edge is within an eighth of the smallest
  // cell, so that outlines stay valid.
  std::optional<double> tolerance_m;
  // Above 0: each side of the largest cells that make up the coverage has this
  // many edges, or more where those are too few. Else only corners of the outline
  // are kept, and points between them where the tolerance wants it.
  int points_per_side = 0;
  // Of the result; 1 GB.
  uint64_t max_vertices = uint64_t{1} << 26;
};

// The outline of a coverage, cut along the antimeridian and closed at the poles
// by the parallels of 90 degrees, which together are the frame of the map.
//
// ENSURES: polygons are valid as OGC 06-103r4 has it, in the plane of lon and
// lat: rings do not touch themselves, and touch each other at vertices only; the
// interior of each polygon is connected. Shells run counterclockwise, holes
// clockwise (RFC 7946). Polygons are as many as the parts that are connected over
// sides of cells, in the order of their first cells; parts may touch at corners.
// The outline depends on the place alone, not on coverage.order().
//
// Errors (InvalidArgument): a tolerance that is not above 0; points_per_side
// below 0; more than max_vertices.
//
// Method and proof: src/cover/outline_rings.h, src/cover/plane_mesh.h.
// COST: about 1 us a cell of Coverage's largest cells. Memory 100 bytes a cell.
absl::StatusOr<Outline> OutlineOf(const Coverage& coverage, const OutlineOptions& options = {});

// The smallest box round a coverage; west > east where it crosses the
// antimeridian, -180 and 180 where it leaves no longitude free. Nothing if it is
// empty. Its bounds are corners of cells. COST: O(n log n).
std::optional<LonLatBox> BoundsOf(const Coverage& coverage);

}  // namespace coincide

#endif  // COINCIDE_COVER_OUTLINE_H_
