// Columns of positions of which some may be invalid: refused with the first at
// fault, or left out.

#ifndef COINCIDE_MATCH_SAMPLES_POSITIONS_H_
#define COINCIDE_MATCH_SAMPLES_POSITIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/match/samples/match_points.h"

namespace coincide::internal {

// The error of the first invalid position, OK if there is none: "lon_a[3] is
// nan: longitudes are finite degrees", with "_a" as `after` and "" as `before`.
absl::Status CheckPositions(std::span<const double> lon, std::span<const double> lat,
                            std::string_view before, std::string_view after, int threads);

// The valid ones of the caller's rows: his columns, or copies.
class ValidRows {
 public:
  // Errors: columns that differ in length, 2^32 - 1 rows or more, an invalid
  // position if `policy` is kRaise.
  static absl::StatusOr<ValidRows> Of(std::span<const double> lon, std::span<const double> lat,
                                      InvalidPosition policy, int threads);

  std::span<const double> lon() const { return dropped_ > 0 ? std::span(lon_) : all_lon_; }
  std::span<const double> lat() const { return dropped_ > 0 ? std::span(lat_) : all_lat_; }
  size_t size() const { return lon().size(); }
  size_t dropped() const { return dropped_; }
  // The caller's row.
  int64_t row(size_t k) const { return static_cast<int64_t>(dropped_ > 0 ? rows_[k] : k); }

 private:
  std::span<const double> all_lon_, all_lat_;
  size_t dropped_ = 0;
  std::vector<uint32_t> rows_;
  std::vector<double> lon_, lat_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_POSITIONS_H_
