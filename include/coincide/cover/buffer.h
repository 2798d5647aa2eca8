// File: buffer.h
//
// Growing and shrinking by metres on the ellipsoid: coverages of what lies within a
// distance of a geometry, or of a coverage.
//
// Growing by whole cells: Expand, coverage_shape.h.

#ifndef COINCIDE_COVER_BUFFER_H_
#define COINCIDE_COVER_BUFFER_H_

#include <optional>

#include "absl/status/statusor.h"
#include "coincide/cover/budget.h"
#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "coincide/coverage/coverage.h"

namespace coincide {

// The outer and inner coverage of a geometry dilated by `metres`: of the places whose
// geodesic distance from it is at most that. Negative erodes polygons: the places
// inside that are at least that far from the rings. 0 is CoverGeometry.
//
// ENSURES: `outer` holds every cell that meets the dilated geometry; none is farther
// from it than 0.6 cell widths (1.1 at order 29). Every cell of `inner` lies in it; where
// |metres| is above two cell widths, `inner` holds every cell that lies in it and is
// 1.1 cell widths away from its rim.
// Errors (InvalidArgument): as CoverGeometry; metres not finite; a boundary of more
// than 2^25 cells of order + 1.
// COST: 1 to 2 us a boundary cell, up to 200 km; ten times that beyond.
absl::StatusOr<OuterInner> CoverBuffered(const Geometry& geometry, double metres, int order,
                                         const CoverOptions& options = {});

// The same in at most budget.max_cells cells, as CoverWithin.
absl::StatusOr<Coverage> CoverBufferedWithin(const Geometry& geometry, double metres,
                                             const CellBudget& budget,
                                             CoverKind kind = CoverKind::kOuter,
                                             const CoverOptions& options = {});

// A coverage grown by `metres`: every cell of `order` (nothing: that of the coverage)
// that comes within that distance of it, and none farther from it than the distance
// and 0.6 cell widths. Cells are closed sets, so the smallest distance above 0 adds
// all neighbours; 0 changes nothing.
//
// Negative shrinks: what is left are cells of the coverage that are farther than that
// from every place outside. It is the complement of the complement, grown.
//
// Errors and cost: as CoverBuffered. REQUIRES: nothing of `order`, which is checked.
absl::StatusOr<Coverage> Buffer(const Coverage& coverage, double metres,
                                std::optional<int> order = std::nullopt);

}  // namespace coincide

#endif  // COINCIDE_COVER_BUFFER_H_
