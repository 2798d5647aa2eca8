#include "src/cover/check_shape.h"

#include <charconv>
#include <cmath>
#include <numbers>
#include <string>

#include "coincide/cell/cell.h"
#include "coincide/healpix/projection.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

std::string At(std::string_view what, size_t i) {
  return std::string(what) + " " + std::to_string(i) + ": ";
}

}  // namespace

std::string NumberText(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

absl::Status CheckPlace(double lon, double lat, std::string_view what, size_t index) {
  if (IsValidLonLat(lon, lat)) return absl::OkStatus();
  if (!std::isfinite(lon)) {
    return InvalidArgument(At(what, index) + "lon is " + NumberText(lon) + ", not finite");
  }
  std::string message = At(what, index) + "lat is " + NumberText(lat) + ", allowed -90 to 90";
  if (std::abs(lat) <= 360 && std::abs(lon) <= 90) message += "; did you pass lat, lon?";
  return InvalidArgument(message);
}

absl::Status CheckOrder(int order) {
  if (order >= 0 && order <= Cell::kMaxOrder) return absl::OkStatus();
  return InvalidArgument("order is " + std::to_string(order) + ", allowed 0 to 29");
}

double LengthAtMost(LineView line, bool closed) {
  const size_t n = line.size();
  if (n < 2) return 0;
  const auto degrees = [&](size_t i, size_t j) {
    const double turn = std::abs(line.lon[j] - line.lon[i]);
    const double d_lon = turn <= 180 ? turn : turn <= 360 ? 360 - turn : 180;
    return d_lon + std::abs(line.lat[j] - line.lat[i]);
  };
  // Four sums side by side: one would wait for itself.
  double sums[4] = {closed ? degrees(n - 1, 0) : 0, 0, 0, 0};
  size_t i = 0;
  for (; i + 4 < n; i += 4) {
    for (size_t k = 0; k < 4; ++k) sums[k] += degrees(i + k, i + k + 1);
  }
  for (; i + 1 < n; ++i) sums[0] += degrees(i, i + 1);
  return (sums[0] + sums[1] + (sums[2] + sums[3])) * kDegree;
}

double RoughLength(LineView line, bool closed) {
  const size_t n = line.size();
  double sum = 0;
  for (size_t i = 0; i + 1 < n + (closed ? 1 : 0); ++i) {
    const size_t j = i + 1 < n ? i + 1 : 0;
    const double d_lon =
        std::abs(std::remainder(NearLongitude(line.lon[j]) - NearLongitude(line.lon[i]), 360.0));
    const double middle = 0.5 * (line.lat[i] + line.lat[j]) * kDegree;
    sum += std::hypot(d_lon * std::cos(middle), line.lat[j] - line.lat[i]);
  }
  return sum * kDegree;
}

absl::Status TooManyEdgeCells(double cells, int order) {
  return InvalidArgument(
      "order is " + std::to_string(order) + ": the edges would run through about " +
      NumberText(std::round(cells / 1e6)) + " million cells, allowed " +
      NumberText(std::floor(kMostEdgeCells / 1e6)) + " million; use a lower order, or parts");
}

absl::Status CheckLine(LineView line, bool closed, Edges edges, std::string_view what) {
  if (line.lon.size() != line.lat.size()) {
    return InvalidArgument(std::string(what) + ": " + std::to_string(line.lon.size()) +
                           " longitudes but " + std::to_string(line.lat.size()) + " latitudes");
  }
  const size_t n = line.size();
  const std::string vertex = std::string(what) + ", vertex";
  for (size_t i = 0; i < n; ++i) {
    if (!IsValidLonLat(line.lon[i], line.lat[i])) {
      return CheckPlace(line.lon[i], line.lat[i], vertex, i);
    }
  }
  if (edges == Edges::kLonLat) {
    // Edges go the shorter way round, so one round the whole Earth would be of length 0, as
    // it is at a pole.
    for (size_t i = 0; i + 1 < n + (closed ? 1 : 0); ++i) {
      const size_t j = i + 1 < n ? i + 1 : 0;
      if (std::abs(line.lon[j] - line.lon[i]) == 360 && line.lat[i] == line.lat[j] &&
          std::abs(line.lat[i]) != 90) {
        return InvalidArgument(At(vertex, i) + "the edge from lon " + NumberText(line.lon[i]) +
                               " to " + NumberText(line.lon[j]) +
                               " goes all the way round: use a box, or add vertices less than 180 "
                               "degrees apart");
      }
    }
  }
  if (closed && edges != Edges::kPlanar) {
    if (absl::Status status = CheckTurns(line, what); !status.ok()) return status;
  }
  if (edges == Edges::kLonLat || edges == Edges::kPlanar) return absl::OkStatus();
  for (size_t i = 0; i + 1 < n + (closed ? 1 : 0); ++i) {
    const size_t j = i + 1 < n ? i + 1 : 0;
    // Exactly opposite, or so nearly (a nanodegree) that the path is not known.
    constexpr double kNear = 1e-9;
    if (std::abs(line.lat[i] + line.lat[j]) > kNear) continue;
    const double turn =
        std::abs(std::remainder(NearLongitude(line.lon[j]) - NearLongitude(line.lon[i]), 360.0));
    if (std::abs(turn - 180) <= kNear || std::abs(line.lat[i]) >= 90 - kNear) {
      return InvalidArgument(At(vertex, i) + "the next vertex, (" + NumberText(line.lon[j]) + ", " +
                             NumberText(line.lat[j]) + "), is opposite to (" +
                             NumberText(line.lon[i]) + ", " + NumberText(line.lat[i]) +
                             "): add a vertex between them to say which way the edge goes");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTurns(LineView ring, std::string_view what) {
  size_t first = ring.size();
  for (size_t i = 0; i < ring.size(); ++i) {
    if (std::abs(ring.lat[i]) == 90) continue;  // On every meridian.
    if (first == ring.size()) first = i;
    const double east = NearLongitude(ring.lon[i]) - NearLongitude(ring.lon[first]);
    if (std::remainder(east, 360.0) != 0) return absl::OkStatus();
  }
  for (size_t i = 0; i < ring.size(); ++i) {
    const size_t j = i + 1 < ring.size() ? i + 1 : 0;
    if (ring.lat[i] == ring.lat[j] && std::abs(ring.lon[j] - ring.lon[i]) >= 360) {
      return InvalidArgument(std::string(what) + " goes from lon " + NumberText(ring.lon[i]) +
                             " to " + NumberText(ring.lon[j]) +
                             ", all the way round, but edges take the shorter way: add vertices "
                             "less than 180 degrees apart");
    }
  }
  return absl::OkStatus();
}

}  // namespace coincide::internal
