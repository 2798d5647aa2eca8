#include "coincide/cover/cover_line.h"

#include <array>
#include <string>
#include <utility>

#include "coincide/cover/cover_points.h"
#include "src/cover/check_shape.h"
#include "src/cover/edge_tracer.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

Coverage FromKeys(std::span<const uint64_t> keys, int order, const Ellipsoid& ellipsoid) {
  const int shift = 2 * (Cell::kMaxOrder - order);
  RangeBuffer ranges;
  for (const uint64_t key : keys) {
    const uint64_t begin = (key >> 2) << shift, end = ((key >> 2) + 1) << shift;
    if (!ranges.empty() && ranges.back().end == begin) {
      ranges.back().end = end;
    } else {
      ranges.push_back({begin, end});
    }
  }
  return Coverage::FromCanonical(std::move(ranges), order, ellipsoid);
}

}  // namespace

absl::StatusOr<Coverage> CoverPoints(std::span<const double> lon, std::span<const double> lat,
                                     int order, const Ellipsoid& ellipsoid) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  if (lon.size() != lat.size()) {
    return absl::InvalidArgumentError("points: " + std::to_string(lon.size()) + " longitudes but " +
                                      std::to_string(lat.size()) + " latitudes");
  }
  for (size_t i = 0; i < lon.size(); ++i) {
    COINCIDE_RETURN_IF_ERROR(internal::CheckPlace(lon[i], lat[i], "point", i));
  }
  internal::EdgeTracer tracer(order, Edges::kLonLat, Projection::Of(ellipsoid));
  tracer.AddPoints({lon, lat});
  tracer.keys().SortAndMerge();
  return FromKeys(tracer.keys().keys(), order, ellipsoid);
}

absl::StatusOr<Coverage> CoverLine(const LineView& line, int order, const CoverOptions& options) {
  const std::array<int64_t, 2> offsets = {0, static_cast<int64_t>(line.size())};
  return CoverLines({line.lon, line.lat, offsets}, order, options);
}

absl::StatusOr<Coverage> CoverLines(const RingsView& lines, int order,
                                    const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  internal::EdgeTracer tracer(order, options.edges, Projection::Of(options.ellipsoid));
  for (size_t r = 0; r < lines.size(); ++r) {
    const LineView line = lines.ring(r);
    COINCIDE_RETURN_IF_ERROR(
        internal::CheckLine(line, false, options.edges, "line " + std::to_string(r)));
    tracer.AddLine(line);
  }
  tracer.keys().SortAndMerge();
  return FromKeys(tracer.keys().keys(), order, options.ellipsoid);
}

}  // namespace coincide
