// Times between the library and MOCs, and their checks.

#ifndef COINCIDE_COVERAGE_MOC_TIMES_H_
#define COINCIDE_COVERAGE_MOC_TIMES_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/time_range.h"
#include "coincide/coverage/time_scale.h"
#include "src/coverage/moc_ranges.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {

inline absl::Status CheckTimeOrder(int order) {
  if (order >= 0 && order <= kMaxTimeOrder) return absl::OkStatus();
  return InvalidArgument("time order " + std::to_string(order) + " is not within 0 to " +
                         std::to_string(kMaxTimeOrder));
}

inline absl::Status CheckTime(const std::string& name, TimeRange range) {
  if (range.valid()) return absl::OkStatus();
  return InvalidArgument(name + " = [" + std::to_string(range.begin) + ", " +
                         std::to_string(range.end) + ") is empty, reversed or begins at NaT");
}

// `row` is where the range begins in the canonical FITS form, counted from 0.
inline absl::StatusOr<TimeRange> UtcOf(const std::string& name, size_t row, TcbRange range) {
  const std::optional<TimeRange> utc = ToUtc(range);
  if (utc) return *utc;
  return InvalidArgument("MOC: " + name + " (row " + std::to_string(row) + " of a FITS file) = [" +
                         std::to_string(range.begin) + ", " + std::to_string(range.end) +
                         ") us of TCB since JD 0 is not within 1677-09-21 to 2262-04-11, which is "
                         "what datetime64[ns] holds");
}

// The cells of `order` that hold a time.
inline TcbRange TcbCells(TimeRange utc, int order) {
  const int bits = kAxis<TcbRange>.leaf_bits(order);
  const uint64_t below = (uint64_t{1} << bits) - 1;
  const TcbRange tcb = ToTcb(utc);
  return {tcb.begin & ~below, (tcb.end + below) & ~below};
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_MOC_TIMES_H_
