// File: near_line.h
//
// Which samples lie near lines, how far along and how far to the side.
//
//   NearLineOptions options{.within_m = 500};
//   auto near = NearLine(lon, lat, {line_lon, line_lat, offsets}, options);
//   near->row[0], near->along_m[0], near->offset_m[0]

#ifndef COINCIDE_MATCH_SAMPLES_NEAR_LINE_H_
#define COINCIDE_MATCH_SAMPLES_NEAR_LINE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/line_cap.h"
#include "coincide/cover/shape.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/match_points.h"

namespace coincide {

struct NearLineOptions {
  // Largest geodesic distance to the line in metres, 0 or more.
  double within_m = 0;
  // Round: samples beyond an end of the line count by their distance to it; flat: they
  // do not count.
  LineCap cap = LineCap::kRound;
  InvalidPosition invalid_position = InvalidPosition::kRaise;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();
  // Asked now and then, some 20 times a second, on the thread of the call; false
  // ends it with a Cancelled error. May be empty.
  std::function<bool()> keep_going = {};
  // At most this many; 0 means COINCIDE_THREADS, else all cores.
  int threads = 0;
};

// Samples near lines, ascending by (row, line).
struct LinePoints {
  std::vector<int64_t> row;
  std::vector<int64_t> line;
  // By geodesic, to the nearest point of the line.
  std::vector<double> distance_m;
  // How far along the line that point lies, from its first vertex; the least of
  // those that are equally near.
  std::vector<double> along_m;
  // The distance with a sign, positive to the right of travel. At a vertex where
  // the line turns, the outer side of the turn.
  std::vector<double> offset_m;
  size_t invalid_positions = 0;  // Samples left out.
};

// The samples within a distance of each line; edges are geodesics.
//
//   lines  in the layout of rings, each taken as open; a line of one vertex is
//          that point. A line whose first and last vertex are equal has no ends.
//
// EXACT: distances, places and sides are those of NearestOnSegment
// (geodesic_segment.h: 2e-8 m and 1e-7 m) on the segment it gives the least for;
// nearer than 2e-8 m apart counts as equally near. Held to a loop over all
// segments: tests/match/near_line_test.cc.
//
// ERRORS, InvalidArgument: lon and lat of unequal length; a position that is not
// valid, with its row ("lon[3]", "line_lat[7]"); a line without a vertex, with its
// number; within_m that is negative or NaN; two neighbouring vertices more than
// 19,000 km apart, which no one path joins. Cancelled: by keep_going.
//
// COST: about 10 ns a sample, 1.5 us a segment, 8 us a sample that is near.
absl::StatusOr<LinePoints> NearLine(std::span<const double> lon, std::span<const double> lat,
                                    const RingsView& lines, const NearLineOptions& options);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_NEAR_LINE_H_
