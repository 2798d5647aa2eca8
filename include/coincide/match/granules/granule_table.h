// File: granule_table.h
//
// The granules of one sensor as stage one sees them: where each one's samples lie,
// how far off that may be, and when they were taken. No sample is in it.
//
//   GranuleTable table;
//   table.Add(footprint, {.footprint_error_m = 100, .time_start = t0, .time_end = t1});

#ifndef COINCIDE_MATCH_GRANULES_GRANULE_TABLE_H_
#define COINCIDE_MATCH_GRANULES_GRANULE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/cover/geometry.h"
#include "coincide/cover/shape.h"
#include "coincide/coverage/coverage.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/healpix/projection.h"
#include "coincide/match/missing_time.h"

namespace coincide {

// What is known of a granule beside its geometry.
struct GranuleFacts {
  Edges edges = Edges::kGeodesic;
  // The footprint is all places within this of the geometry: a line with a half
  // width is a corridor with round ends.
  double half_width_m = 0;
  // No sample lies farther than this from the footprint.
  double footprint_error_m = 0;
  // UTC, nanoseconds since 1970; the end exclusive; kMissingTime if not known.
  int64_t time_start = kMissingTime;
  int64_t time_end = kMissingTime;
};

// An append-only table, rows numbered from 0; at most 2^32 - 1 rows and vertices.
class GranuleTable {
 public:
  explicit GranuleTable(const Ellipsoid& ellipsoid = Ellipsoid::Wgs84()) : ellipsoid_(ellipsoid) {}

  // Adds a granule whose samples lie on the points and lines and in the polygons
  // of `footprint`: even-odd, of each ring the smaller side. A ring may repeat its
  // first vertex. An empty geometry is a granule without a footprint: it meets
  // nothing.
  //
  // Errors (InvalidArgument, the table unchanged): a vertex that is not finite or
  // has |lat| > 90, with its index; two neighbours on opposite sides of the Earth;
  // a half width or error that is negative or not finite; an end before its start.
  // Messages do not name the row: the caller knows what it is called.
  absl::Status Add(const Geometry& footprint, const GranuleFacts& facts);

  // Adds a granule of which only a coverage is known. Errors: as above; another
  // ellipsoid than that of the table.
  absl::Status AddCoverage(const Coverage& footprint, const GranuleFacts& facts);

  size_t size() const { return facts_.size(); }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  // REQUIRES, here and below: row < size().
  const GranuleFacts& facts(size_t row) const { return facts_[row]; }
  std::span<const Geometry::Part> parts(size_t row) const {
    return std::span(parts_).subspan(part_begin_[row], part_begin_[row + 1] - part_begin_[row]);
  }
  // The runs of a part of any row, and one of them. Runs are numbered through the
  // table.
  RingsView Rings(const Geometry::Part& part) const {
    return {lon_, lat_,
            std::span(runs_).subspan(part.first_run, part.end_run - part.first_run + 1)};
  }
  LineView Run(size_t run) const {
    return RingsView{lon_, lat_, std::span(runs_).subspan(run, 2)}.ring(0);
  }
  // Vertices are numbered through the table too: where a run begins, and one of them.
  size_t first_vertex(size_t run) const { return static_cast<size_t>(runs_[run]); }
  LonLat vertex(size_t i) const { return {lon_[i], lat_[i]}; }
  // The leaf ranges of a row that AddCoverage added; none for others.
  std::span<const LeafRange> cover(size_t row) const {
    return std::span(ranges_).subspan(range_begin_[row], range_begin_[row + 1] - range_begin_[row]);
  }
  bool has_footprint(size_t row) const {
    return part_begin_[row] != part_begin_[row + 1] || range_begin_[row] != range_begin_[row + 1];
  }

 private:
  void Finish(const GranuleFacts& facts);

  Ellipsoid ellipsoid_;
  std::vector<GranuleFacts> facts_;
  std::vector<size_t> part_begin_ = {0};
  std::vector<Geometry::Part> parts_;
  std::vector<int64_t> runs_ = {0};
  std::vector<double> lon_;
  std::vector<double> lat_;
  std::vector<size_t> range_begin_ = {0};
  std::vector<LeafRange> ranges_;
};

}  // namespace coincide

#endif  // COINCIDE_MATCH_GRANULES_GRANULE_TABLE_H_
