// File: coverage_shape.h
//
// The shape of a coverage on the grid: its connected parts, its holes, its
// borders, and growing it by whole cells. All at the coverage's own order: "a
// cell" below is one of coverage.order().
//
// Growing by metres: buffer.h, in the layer of covers.

#ifndef COINCIDE_COVERAGE_COVERAGE_SHAPE_H_
#define COINCIDE_COVERAGE_COVERAGE_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_cells.h"

namespace coincide {

// What makes two cells neighbours: a common side, or at least a common corner. A
// cell has 4 of the first kind and up to 8 of the second; the cells at the corner
// of three base cells meet side to side there.
enum class Connectivity { kSides, kCorners };

// The connected parts of a coverage, in the order of their first leaves; of the
// coverage's order. They share one block of memory, which lives as long as any.
//
// COST: that of finding the neighbours of the largest cells that fit, not of all
// cells: bench/coverage/shape_bench.cc.
std::vector<Coverage> Components(const Coverage& coverage,
                                 Connectivity connectivity = Connectivity::kCorners);
size_t CountComponents(const Coverage& coverage,
                       Connectivity connectivity = Connectivity::kCorners);

// The coverage with its holes of at most `max_area_m2` filled. A hole is a
// connected part of the complement; where the coverage is connected through
// corners its holes are not, and the other way round. On a closed surface there
// is no outside: the largest part of the complement is filled too if the limit
// admits it.
//
// REQUIRES: max_area_m2 >= 0; infinity fills everything.
Coverage FillHoles(const Coverage& coverage, double max_area_m2,
                   Connectivity connectivity = Connectivity::kCorners);

// Inner: the cells of the coverage that have a neighbour outside. Outer: the
// cells outside that have a neighbour in it.
enum class BorderSide { kInner, kOuter };

// Errors (InvalidArgument): the border could have more than `budget` cells, which
// is found out before they are made.
absl::StatusOr<Coverage> Border(const Coverage& coverage, BorderSide side,
                                Connectivity connectivity = Connectivity::kCorners,
                                uint64_t budget = kDefaultCellBudget);

// The cells that are `cells` steps or fewer from the coverage, from neighbour to
// neighbour. A negative number erodes: what is left are the cells farther than
// that from the complement. Errors: as Border, for any of the steps.
absl::StatusOr<Coverage> Expand(const Coverage& coverage, int64_t cells,
                                Connectivity connectivity = Connectivity::kCorners,
                                uint64_t budget = kDefaultCellBudget);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COVERAGE_SHAPE_H_
