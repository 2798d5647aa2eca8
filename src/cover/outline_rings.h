// The sides between a coverage and the rest of the surface, joined to rings.
//
// The plane is the map of lon and lat within its frame: the antimeridian and the
// two poles, drawn out to parallels. Cells that the antimeridian crosses are two
// cells here. A side is part of the outline if one of the two cells beside it is
// inside, the frame always; it runs with the inside on its left.
//
// Rings follow the parts that are connected over sides: where two cells of the
// inside meet at a corner, a ring turns left, staying with its cell. A ring that
// comes back to a corner is split there in two. So no ring meets a corner twice,
// and each part has one ring round its outside, its shell, and one round each of
// its holes, which touch each other and the shell at corners at most.

#ifndef COINCIDE_COVER_OUTLINE_RINGS_H_
#define COINCIDE_COVER_OUTLINE_RINGS_H_

#include <cstdint>
#include <vector>

#include "coincide/coverage/coverage.h"
#include "src/cover/plane_mesh.h"

namespace coincide::internal {

// Where a side heads, as on a compass: counterclockwise from the east.
enum class Heading : uint8_t { kE, kNe, kN, kNw, kW, kSw, kS, kSe };

// A stretch of the outline: a side of a cell or a part of it.
struct OutlineSide {
  PlaneMesh::Key from;
  PlaneMesh::Key to;
  uint32_t part;  // Parts are numbered in the order of their first cells.
  Heading heading;
  bool forks = false;  // Whether another side begins where this one does.
};

// Sides of one ring are sides[offsets[r]] .. sides[offsets[r + 1] - 1]; the rings
// of one part are together, in the order of their first sides.
struct OutlineRings {
  std::vector<OutlineSide> sides;
  std::vector<size_t> offsets = {0};
};

// The order of the smallest cell of a coverage; 0 for an empty one.
int FinestOrder(const Coverage& coverage);

// REQUIRES: mesh.n() is 2^FinestOrder(coverage).
OutlineRings RingsOf(const Coverage& coverage, const PlaneMesh& mesh);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_OUTLINE_RINGS_H_
