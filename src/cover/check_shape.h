// The errors that covers have in common, and how many cells edges run through.

#ifndef COINCIDE_COVER_CHECK_SHAPE_H_
#define COINCIDE_COVER_CHECK_SHAPE_H_

#include <cmath>
#include <cstdint>
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

// An error for a ring, given in turns of longitude, of which nothing is left between shortest
// edges: as one from -180 to 180, whose vertices lie on one meridian.
absl::Status CheckTurns(LineView ring, std::string_view what);

// The most cells that the edges of one cover may run through: about 2.5 GB while it is
// made. At order 29 they are 600 km, at order 20 300,000 km.
inline constexpr double kMostEdgeCells = 1 << 26;

// About how many cells of `order` edges of this length run through.
inline double EdgeCells(double radians, int order) {
  return 1.3 * radians * static_cast<double>(uint64_t{1} << order);
}

// The length of a line or ring in radians, within a factor of two: a bound from above
// that costs next to nothing, and one that follows the meridians' narrowing. Edges take
// the shorter way round; what is not finite counts as nothing.
double LengthAtMost(LineView line, bool closed);
double RoughLength(LineView line, bool closed);

absl::Status TooManyEdgeCells(double cells, int order);

// An error, before any memory is used, where the edges run through too many cells of
// `order`; each(visit) calls visit(line, closed) on every run.
template <typename EachRun>
absl::Status CheckEdgeCells(int order, const EachRun& each) {
  double radians = 0;
  each([&](LineView line, bool closed) { radians += LengthAtMost(line, closed); });
  if (EdgeCells(radians, order) <= kMostEdgeCells) return absl::OkStatus();
  radians = 0;
  each([&](LineView line, bool closed) { radians += RoughLength(line, closed); });
  const double cells = EdgeCells(radians, order);
  return cells <= kMostEdgeCells ? absl::OkStatus() : TooManyEdgeCells(cells, order);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_CHECK_SHAPE_H_
