// The errors that covers have in common.

#ifndef COINCIDE_COVER_CHECK_SHAPE_H_
#define COINCIDE_COVER_CHECK_SHAPE_H_

#include <cmath>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "coincide/cover/shape.h"

namespace coincide::internal {

absl::Status CheckOrder(int order);

// The longitude, exactly, as one that can be subtracted from another: those of many
// turns would lose the difference to rounding.
inline double NearLongitude(double lon) {
  return std::abs(lon) <= 720 ? lon : std::remainder(lon, 360.0);
}

// The shortest text that reads back as the same number.
std::string NumberText(double value);

// An error for the first point that is no place; `what` names it ("point 3").
absl::Status CheckPlace(double lon, double lat, std::string_view what, size_t index);

// An error for the first vertex that is no place, or whose edge to the next has
// no shortest path; `what` names the line ("ring 3").
absl::Status CheckLine(LineView line, bool closed, Edges edges, std::string_view what);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_CHECK_SHAPE_H_
