// File: to_ellipsoid.h
//
// A coverage in the cells of another ellipsoid: the same longitudes and geodetic
// latitudes, which other cells hold there (WGS84 and the sphere differ by up to 14
// km in where cells lie).

#ifndef COINCIDE_COVER_TO_ELLIPSOID_H_
#define COINCIDE_COVER_TO_ELLIPSOID_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_cells.h"

namespace coincide {

// The cells of `order` on `ellipsoid` that hold a place of the coverage (kOuter),
// or places of it alone (kInner).
//
// ENSURES: nothing of the coverage is outside an outer one, nothing else is inside
// an inner one. Cells are taken as wider by a quarter than they are (by a half
// next to the parallels where the polar caps begin), so that an outer coverage may
// have cells that miss by that much, and an inner one lack as many.
// Where cells of the two ellipsoids are nowhere more than a millimetre apart (WGS84
// and GRS80), a tenth of a leaf, they count as the same and the ranges stay:
// then `order` only makes them coarser.
//
// Errors (InvalidArgument): order outside 0..29; more than `budget` cells looked at,
// which are about 6 for each cell of the boundary. COST: 5 us for each of these.
absl::StatusOr<Coverage> ToEllipsoid(const Coverage& coverage, const Ellipsoid& ellipsoid,
                                     int order, CoverKind kind = CoverKind::kOuter,
                                     uint64_t budget = kDefaultCellBudget);

}  // namespace coincide

#endif  // COINCIDE_COVER_TO_ELLIPSOID_H_
