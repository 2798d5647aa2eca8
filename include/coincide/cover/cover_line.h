// File: cover_line.h
//
// Coverages of lines: every cell that a line meets.

#ifndef COINCIDE_COVER_COVER_LINE_H_
#define COINCIDE_COVER_COVER_LINE_H_

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/shape.h"

namespace coincide {

// The outer coverage of a line; its inner coverage is empty. Two equal vertices
// or one are covered as a point; none give the empty coverage.
//
// Errors and cost: as CoverPolygon.
absl::StatusOr<Coverage> CoverLine(const LineView& line, int order,
                                   const CoverOptions& options = {});

// The same of many lines in one coverage: `lines` in the layout of rings, each
// taken as open.
absl::StatusOr<Coverage> CoverLines(const RingsView& lines, int order,
                                    const CoverOptions& options = {});

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_LINE_H_
