#include "src/match/samples/positions.h"

#include <cmath>
#include <limits>
#include <string>

#include "coincide/healpix/projection.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/first_bad.h"
#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

constexpr size_t kGrain = 65536;

// One position of a name: "lon_a[3] is nan".
std::string Named(std::string_view before, std::string_view name, std::string_view after,
                  size_t row, double value) {
  std::string text(before);
  text.append(name).append(after).append("[").append(std::to_string(row)).append("] is ");
  return text.append(NumberText(value));
}

}  // namespace

absl::Status CheckPositions(std::span<const double> lon, std::span<const double> lat,
                            std::string_view before, std::string_view after, int threads) {
  const size_t n = lon.size();
  const size_t bad =
      FirstBad(n, kGrain, threads, [&](size_t row) { return IsValidLonLat(lon[row], lat[row]); });
  if (bad == n) return absl::OkStatus();
  if (!std::isfinite(lon[bad])) {
    return InvalidArgument(
        Named(before, "lon", after, bad, lon[bad]).append(": longitudes are finite degrees"));
  }
  std::string message = Named(before, "lat", after, bad, lat[bad]);
  message.append(": latitudes are -90 to 90 degrees");
  if (std::abs(lat[bad]) <= 360 && std::abs(lon[bad]) <= 90) {
    message.append("; did you pass lat, lon?");
  }
  return InvalidArgument(message);
}

absl::StatusOr<ValidRows> ValidRows::Of(std::span<const double> lon, std::span<const double> lat,
                                        InvalidPosition policy, int threads) {
  if (lon.size() != lat.size()) {
    std::string message = "lon and lat differ in length: ";
    message.append(std::to_string(lon.size())).append(" and ").append(std::to_string(lat.size()));
    return InvalidArgument(message);
  }
  if (lon.size() >= std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError("at most 4294967294 positions are allowed");
  }
  ValidRows valid;
  valid.all_lon_ = lon;
  valid.all_lat_ = lat;
  if (policy == InvalidPosition::kRaise) {
    COINCIDE_RETURN_IF_ERROR(CheckPositions(lon, lat, "", "", threads));
    return valid;
  }
  for (size_t row = 0; row < lon.size(); ++row) {
    if (!IsValidLonLat(lon[row], lat[row])) ++valid.dropped_;
  }
  if (valid.dropped_ == 0) return valid;
  for (size_t row = 0; row < lon.size(); ++row) {
    if (!IsValidLonLat(lon[row], lat[row])) continue;
    valid.rows_.push_back(static_cast<uint32_t>(row));
    valid.lon_.push_back(lon[row]);
    valid.lat_.push_back(lat[row]);
  }
  return valid;
}

}  // namespace coincide::internal
