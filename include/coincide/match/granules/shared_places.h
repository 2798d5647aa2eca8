// File: shared_places.h
//
// Where in each granule of a pair the matching samples can be: what stage two reads.

#ifndef COINCIDE_MATCH_GRANULES_SHARED_PLACES_H_
#define COINCIDE_MATCH_GRANULES_SHARED_PLACES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/match/granules/granule_table.h"

namespace coincide {

// One row a pair.
struct SharedPlaces {
  // ENSURES: every sample of a that is within within_m of a sample of b lies in a's
  // row, given that samples lie where the tables say; and the other way round.
  CoverageColumn a;
  CoverageColumn b;
  // Area that the coverages of both footprints, widths and errors included, have in
  // common: more than that of the footprints, by cells at their rims.
  std::vector<double> overlap_m2;
};

// For each pair of rows (row_a[i], row_b[i]): the cells of a's footprint, grown by its
// width and error, that meet b's grown by within_m more; and the other way round.
// Cells are about 1/64 of a footprint's length wide, or as wide as what it is grown
// by, at least 50 m. The result does not depend on `threads`.
//
// Errors (InvalidArgument): as CoverBuffered, with side and row.
// COST: two covers a row that occurs, about 1 ms, and 2 us a pair.
// REQUIRES: rows of equal number, below the sizes of the tables, which are on one
// ellipsoid.
absl::StatusOr<SharedPlaces> FindSharedPlaces(const GranuleTable& a, const GranuleTable& b,
                                              std::span<const int64_t> row_a,
                                              std::span<const int64_t> row_b, double within_m,
                                              int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_MATCH_GRANULES_SHARED_PLACES_H_
