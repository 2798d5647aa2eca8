// File: line_cells.h
//
// The cells of a line in the order of travel, with the distances at which it
// enters and leaves each: for readers that seek in files of samples.

#ifndef COINCIDE_COVER_LINE_CELLS_H_
#define COINCIDE_COVER_LINE_CELLS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cell/cell.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/shape.h"

namespace coincide {

// Columns of equal length, one row a visit: a line that leaves a cell and comes
// back has two rows for it.
struct LineCells {
  std::vector<Cell> cells;
  // Metres along the line from its first vertex, on the ellipsoid.
  std::vector<double> enter_m;
  std::vector<double> exit_m;
};

// Every cell of `order` that a line meets, ascending by enter_m, then exit_m,
// then cell. The cells are those of CoverLine.
//
// ACCURACY: lengths of edges as GeodesicFromChord (geodesy/ecef.h) up to 50 km
// and Karney's above; places inside an edge are good to 1/100 of a cell, for
// great-circle edges of more than 100 km to 0.2 % of the edge.
// Errors and cost: as CoverLine, and a sort of the visits.
absl::StatusOr<LineCells> CellsAlong(const LineView& line, int order,
                                     const CoverOptions& options = {});

}  // namespace coincide

#endif  // COINCIDE_COVER_LINE_CELLS_H_
