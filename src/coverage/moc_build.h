// From what a file lists to the canonical ranges of a MOC, with the checks of
// the standard on the way. Shared by the readers of every form.

#ifndef COINCIDE_COVERAGE_MOC_BUILD_H_
#define COINCIDE_COVERAGE_MOC_BUILD_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"
#include "src/coverage/moc_log.h"
#include "src/coverage/moc_ranges.h"

namespace coincide::internal {

// The ranges of listed cells. Repairs: cells out of order, one inside another,
// four (two) siblings in place of their parent.
//
// REQUIRES: 0 <= order <= max_order, first <= last < cells(order) in each run.
template <class Range>
absl::StatusOr<std::vector<Range>> RangesOfCells(std::span<const CellRun> cells, MocLog* log);

// The ranges of boundaries begin, end, begin, end, .. Repairs: empty ranges, out
// of order, overlapping, touching, finer than `*order`, which is then raised.
// Errors: a range that ends before it begins, or beyond the last leaf; an odd
// number of boundaries.
//
//   first_row  where boundaries[0] stands; each stands one row further
template <class Range>
absl::StatusOr<std::vector<Range>> RangesOfBoundaries(std::span<const uint64_t> boundaries,
                                                      uint64_t first_row, int* order, MocLog* log);

// An element as listed: canonical ranges, and where it begins.
struct ListedElement {
  MocElement element;
  uint64_t where = 0;
};

// Canonical elements. Repairs: an element without times or without leaves
// (dropped), times out of order or in two elements (united), neighbours with
// the same leaves (merged).
absl::StatusOr<std::vector<MocElement>> ElementsOf(std::vector<ListedElement> listed, MocLog* log);

// Elements with any times, canonical each: united, sorted and merged.
std::vector<MocElement> UniteElements(std::span<const MocElement> elements);

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_MOC_BUILD_H_
