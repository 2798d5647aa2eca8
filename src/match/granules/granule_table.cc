#include "coincide/match/granules/granule_table.h"

#include <cmath>
#include <limits>
#include <string>

#include "coincide/geodesy/ecef.h"
#include "coincide/healpix/projection.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::InvalidArgument;

absl::Status CheckFacts(const GranuleFacts& facts) {
  const auto check = [](double value, const char* name) {
    if (value >= 0 && std::isfinite(value)) return absl::OkStatus();
    return InvalidArgument(std::string(name) + " is " + std::to_string(value) +
                           ": a finite number of metres >= 0 is wanted");
  };
  COINCIDE_RETURN_IF_ERROR(check(facts.half_width_m, "half_width_m"));
  COINCIDE_RETURN_IF_ERROR(check(facts.footprint_error_m, "footprint_error_m"));
  if (facts.time_start != kMissingTime && facts.time_end != kMissingTime &&
      facts.time_end < facts.time_start) {
    return InvalidArgument("time_end is " + std::to_string(facts.time_end) +
                           " ns, before time_start " + std::to_string(facts.time_start));
  }
  return absl::OkStatus();
}

// Whether two places are opposite as far as their longitudes and latitudes tell.
bool AreOpposite(double lon0, double lat0, double lon1, double lat1) {
  if (lat0 != -lat1) return false;
  if (std::abs(lat0) == 90) return true;
  return std::abs(std::remainder(lon1 - lon0, 360)) == 180;
}

absl::Status CheckRun(const LineView& run, bool closed, bool edges, const GranuleFacts& facts,
                      size_t first) {
  for (size_t i = 0; i < run.size(); ++i) {
    if (!IsValidLonLat(run.lon[i], run.lat[i])) {
      const bool swapped = std::abs(run.lat[i]) <= 360 && std::abs(run.lon[i]) <= 90;
      return InvalidArgument("vertex " + std::to_string(first + i) + " is (lon " +
                             std::to_string(run.lon[i]) + ", lat " + std::to_string(run.lat[i]) +
                             "): a finite lon and |lat| <= 90 are wanted" +
                             (swapped ? "; did you pass lat, lon?" : ""));
    }
  }
  if (closed) {
    COINCIDE_RETURN_IF_ERROR(
        internal::CheckTurns(run, "the ring from vertex " + std::to_string(first)));
  }
  if (!edges || facts.edges == Edges::kLonLat) return absl::OkStatus();
  for (size_t i = 0; i < run.size(); ++i) {
    const size_t j = i + 1 == run.size() ? 0 : i + 1;
    if (j == 0 && !closed) break;
    if (AreOpposite(run.lon[i], run.lat[i], run.lon[j], run.lat[j])) {
      return InvalidArgument("vertices " + std::to_string(first + i) + " and " +
                             std::to_string(first + j) +
                             " are opposite: no one edge joins them; add a vertex between");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GranuleTable::Add(const Geometry& footprint, const GranuleFacts& facts) {
  COINCIDE_RETURN_IF_ERROR(CheckFacts(facts));
  if (facts.edges == Edges::kPlanar) {
    return InvalidArgument(
        "edges are planar: footprints have geodesic, great_circle or lonlat ones");
  }
  size_t vertex = 0;
  for (const Geometry::Part& part : footprint.parts()) {
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      const LineView view = footprint.Run(run);
      COINCIDE_RETURN_IF_ERROR(CheckRun(view, part.kind == PartKind::kPolygon,
                                        part.kind != PartKind::kPoints, facts, vertex));
      vertex += view.size();
    }
  }
  constexpr size_t kMost = std::numeric_limits<uint32_t>::max();
  if (lon_.size() + vertex > kMost || size() == kMost) {
    return InvalidArgument("more than 4294967295 rows or vertices in a table");
  }
  for (const Geometry::Part& part : footprint.parts()) {
    Geometry::Part kept = {part.kind, runs_.size() - 1, runs_.size() - 1};
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      const LineView view = footprint.Run(run);
      if (view.size() == 0) continue;
      lon_.insert(lon_.end(), view.lon.begin(), view.lon.end());
      lat_.insert(lat_.end(), view.lat.begin(), view.lat.end());
      runs_.push_back(static_cast<int64_t>(lon_.size()));
    }
    kept.end_run = runs_.size() - 1;
    if (kept.end_run > kept.first_run) parts_.push_back(kept);
  }
  Finish(facts);
  return absl::OkStatus();
}

absl::Status GranuleTable::AddCoverage(const Coverage& footprint, const GranuleFacts& facts) {
  COINCIDE_RETURN_IF_ERROR(CheckFacts(facts));
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(footprint, Coverage::Empty(0, ellipsoid_)));
  const auto ranges = footprint.ranges();
  ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
  Finish(facts);
  return absl::OkStatus();
}

void GranuleTable::Finish(const GranuleFacts& facts) {
  facts_.push_back(facts);
  part_begin_.push_back(parts_.size());
  range_begin_.push_back(ranges_.size());
}

}  // namespace coincide
