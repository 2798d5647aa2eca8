// One side of MatchPoints: its rows that can meet anything, and the errors of others.

#ifndef COINCIDE_MATCH_SAMPLES_MATCH_SIDE_H_
#define COINCIDE_MATCH_SAMPLES_MATCH_SIDE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "coincide/healpix/projection.h"
#include "coincide/match/missing_time.h"
#include "coincide/match/samples/match_points.h"
#include "src/internal/absl_text.h"
#include "src/internal/first_bad.h"
#include "src/match/samples/positions.h"

namespace coincide::internal {

// One side: the caller's columns, or those of its rows that can meet anything.
class MatchSide {
 public:
  // `suffix` is "_a" or "_b", as the arguments are named.
  MatchSide(const SamplePoints& points, std::string_view suffix)
      : points_(points), suffix_(suffix) {}
  // Columns of some rows of another, which keeps their names; Row counts in the other.
  MatchSide(const MatchSide& whole, std::span<const uint32_t> rows)
      : suffix_(whole.suffix_), rows_(rows.begin(), rows.end()) {
    for (const uint32_t row : rows) {
      lon_.push_back(whole.points_.lon[row]);
      lat_.push_back(whole.points_.lat[row]);
      time_ns_.push_back(whole.points_.time_ns[row]);
    }
    points_ = {lon_, lat_, time_ns_};
  }
  MatchSide(const MatchSide&) = delete;
  MatchSide& operator=(const MatchSide&) = delete;

  const SamplePoints& points() const { return points_; }
  size_t size() const { return points_.lon.size(); }
  size_t invalid_positions = 0, missing_times = 0;

  // The caller's row.
  int64_t Row(uint32_t row) const {
    return rows_.empty() ? static_cast<int64_t>(row) : static_cast<int64_t>(rows_[row]);
  }

  absl::Status CheckSizes(bool timed) const {
    if (points_.lon.size() != points_.lat.size()) {
      return Differ("lat", points_.lat.size());
    }
    if (size() >= std::numeric_limits<uint32_t>::max()) {
      return absl::ResourceExhaustedError(
          ToAbsl(Named("lon").append(": at most 4294967294 rows are allowed")));
    }
    if (!points_.time_ns.empty() && points_.time_ns.size() != size()) {
      return Differ("time", points_.time_ns.size());
    }
    if (timed && points_.time_ns.size() != size()) {
      return InvalidArgument(Named("time").append(" is not given: times are compared"));
    }
    return absl::OkStatus();
  }

  char name() const { return suffix_[1]; }

  bool IsValid(size_t row) const { return IsValidLonLat(points_.lon[row], points_.lat[row]); }
  bool HasTime(size_t row) const { return points_.time_ns[row] != kMissingTime; }

  absl::Status CheckPositions(int threads) const {
    return internal::CheckPositions(points_.lon, points_.lat, "", suffix_, threads);
  }

  absl::Status CheckTimes(int threads) const {
    const size_t bad =
        FirstBad(size(), kRowsAPiece, threads, [&](size_t row) { return HasTime(row); });
    if (bad == size()) return absl::OkStatus();
    return InvalidArgument(
        Named("time")
            .append("[")
            .append(std::to_string(bad))
            .append("] is missing (NaT): a time is wanted, or missing_time 'drop' or 'match'"));
  }

  // Leaves out rows with an invalid position and, if `timed`, without a time.
  void Drop(bool positions, bool timed) {
    const size_t n = size();
    for (size_t row = 0; row < n; ++row) {
      if (positions && !IsValid(row)) {
        ++invalid_positions;
      } else if (timed && !HasTime(row)) {
        ++missing_times;
      }
    }
    if (invalid_positions + missing_times == 0) return;
    const bool times = !points_.time_ns.empty();
    for (size_t row = 0; row < n; ++row) {
      if ((positions && !IsValid(row)) || (timed && !HasTime(row))) continue;
      rows_.push_back(static_cast<uint32_t>(row));
      lon_.push_back(points_.lon[row]);
      lat_.push_back(points_.lat[row]);
      if (times) time_ns_.push_back(points_.time_ns[row]);
    }
    points_ = {lon_, lat_, time_ns_};
  }

 private:
  static constexpr size_t kRowsAPiece = 65536;

  std::string Named(std::string_view column) const { return std::string(column).append(suffix_); }
  absl::Status Differ(std::string_view column, size_t other) const {
    return InvalidArgument(Named("lon")
                               .append(" and ")
                               .append(Named(column))
                               .append(" differ in length: ")
                               .append(std::to_string(size()))
                               .append(" and ")
                               .append(std::to_string(other)));
  }

  SamplePoints points_;
  std::string_view suffix_;
  std::vector<uint32_t> rows_;
  std::vector<double> lon_, lat_;
  std::vector<int64_t> time_ns_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_MATCH_SIDE_H_
