// The errors that covers have in common.

#ifndef COINCIDE_COVER_CHECK_SHAPE_H_
#define COINCIDE_COVER_CHECK_SHAPE_H_

#include <string_view>

#include "absl/status/status.h"
#include "coincide/cover/shape.h"

namespace coincide::internal {

absl::Status CheckOrder(int order);

// An error for the first vertex that is no place, or whose edge to the next has
// no shortest path; `what` names the line ("ring 3").
absl::Status CheckLine(LineView line, bool closed, Edges edges, std::string_view what);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_CHECK_SHAPE_H_
