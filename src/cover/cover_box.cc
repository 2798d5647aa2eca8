#include "coincide/cover/cover_box.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

// Longest step along a parallel: an edge in degrees takes the shorter way round.
constexpr double kStep = 90;
constexpr double kDegree = std::numbers::pi / 180;

struct Columns {
  std::vector<double> lon, lat;
  void Add(double x, double y) {
    lon.push_back(x);
    lat.push_back(y);
  }
  // From (west, lat) to (east, lat), without the last point.
  void AddParallel(double from, double to, double at) {
    const auto steps = static_cast<int>(std::ceil(std::abs(to - from) / kStep));
    for (int k = 0; k < steps; ++k) Add(from + (to - from) * k / steps, at);
  }
};

absl::Status Check(const LonLatBox& box) {
  const struct {
    const char* name;
    double value;
    bool latitude;
  } bounds[] = {{"west", box.west, false},
                {"south", box.south, true},
                {"east", box.east, false},
                {"north", box.north, true}};
  for (const auto& bound : bounds) {
    if (!std::isfinite(bound.value) || (bound.latitude && std::abs(bound.value) > 90)) {
      return internal::InvalidArgument(std::string("box: ") + bound.name + " is " +
                                       internal::NumberText(bound.value) +
                                       (bound.latitude ? ", allowed -90 to 90" : ", not finite"));
    }
  }
  if (box.south > box.north) {
    return internal::InvalidArgument("box: south is " + internal::NumberText(box.south) +
                                     ", above north, " + internal::NumberText(box.north));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OuterInner> CoverBox(const LonLatBox& box, int order, const Ellipsoid& ellipsoid) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(Check(box));
  CoverOptions options;
  options.edges = Edges::kLonLat;
  options.ellipsoid = ellipsoid;

  const bool zone = box.east - box.west >= 360;
  double width = std::fmod(box.east - box.west, 360.0);
  if (width < 0) width += 360;
  const double turn = zone ? 360 : width;
  const double degrees = turn * (std::cos(box.south * kDegree) + std::cos(box.north * kDegree)) +
                         (zone ? 0 : 2 * (box.north - box.south));
  const double cells = internal::EdgeCells(degrees * kDegree, order);
  if (cells > internal::kMostEdgeCells) return internal::TooManyEdgeCells(cells, order);
  Columns columns;
  if (zone) {
    // Two parallels, either of which may shrink to a pole and is left out.
    std::vector<int64_t> offsets = {0};
    for (const double lat : {box.south, box.north}) {
      if (std::abs(lat) == 90 && box.south != box.north) continue;
      columns.AddParallel(-180, 180, lat);
      offsets.push_back(static_cast<int64_t>(columns.lon.size()));
    }
    return internal::CoverRingsWithPole({columns.lon, columns.lat, offsets},
                                        box.south == -90 && box.north > -90, order, options);
  }
  const double west = std::remainder(box.west, 360.0), east = west + width;
  columns.AddParallel(west, east, box.south);
  columns.Add(east, box.south);
  columns.AddParallel(east, west, box.north);
  columns.Add(west, box.north);
  const LonLat middle = {west + width / 2, (box.south + box.north) / 2};
  return internal::CoverRingAround({columns.lon, columns.lat}, middle, order, options);
}

}  // namespace coincide
