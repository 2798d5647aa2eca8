// File: time_coverage.h
//
// TimeCoverage: a set of times as a value, as Coverage is one of places.
//
//   absl::StatusOr<TimeCoverage> a = TimeCoverage::FromRanges(ranges), b = ...;
//   (*a & *b).Contains(time_ns);

#ifndef COINCIDE_COVERAGE_TIME_COVERAGE_H_
#define COINCIDE_COVERAGE_TIME_COVERAGE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/time_range.h"

namespace coincide {

// An immutable set of nanoseconds, in the library's time (time_range.h).
//
// Invariant: the ranges are valid, sorted, disjoint and not touching;
// 0 <= order <= kMaxTimeOrder.
//
// The order is that of T-MOC files, whose cells last 2^(61 - order) us of TCB.
// It matters where one is written: ranges are then widened to whole cells.
// Binary operations give the larger of the two orders.
class TimeCoverage {
 public:
  TimeCoverage() = default;  // Empty, of order 0.
  static TimeCoverage Full(int order = 0);

  // Of any ranges, in any order; overlaps are merged. Errors (InvalidArgument):
  // the first range that is not valid, with its index; order outside 0..61.
  static absl::StatusOr<TimeCoverage> FromRanges(std::span<const TimeRange> ranges,
                                                 int order = kMaxTimeOrder);

  std::span<const TimeRange> ranges() const { return ranges_; }
  int order() const { return order_; }
  bool is_empty() const { return ranges_.empty(); }
  // From the first begin to the last end. REQUIRES: !is_empty().
  TimeRange span() const { return {ranges_.front().begin, ranges_.back().end}; }

  bool Contains(int64_t time) const;
  bool Contains(const TimeCoverage& other) const { return (other - *this).is_empty(); }
  bool Intersects(TimeRange range) const;
  bool Intersects(const TimeCoverage& other) const { return !(*this & other).is_empty(); }

  // Whether ranges and order are equal.
  friend bool operator==(const TimeCoverage&, const TimeCoverage&) = default;

  friend TimeCoverage operator|(const TimeCoverage& a, const TimeCoverage& b);
  friend TimeCoverage operator&(const TimeCoverage& a, const TimeCoverage& b);
  friend TimeCoverage operator-(const TimeCoverage& a, const TimeCoverage& b);
  friend TimeCoverage operator^(const TimeCoverage& a, const TimeCoverage& b);
  // All other times from kTimeBegin to kTimeEnd.
  TimeCoverage operator~() const { return Full(order_) - *this; }

 private:
  std::vector<TimeRange> ranges_;
  int order_ = 0;
};

// A MOC of time as a coverage of time, exactly: a nanosecond is in it if its
// TCB microsecond is in the MOC. Errors (InvalidArgument): another dimension;
// those of CheckMoc; the first range that lies before kTimeBegin or after
// kTimeEnd, with its row in a FITS file. A range that goes beyond one of them ends
// there, which says "no known start" or "no known end".
absl::StatusOr<TimeCoverage> ToTimeCoverage(const Moc& moc);

// The smallest MOC of time of the coverage's order that holds it; the MOC that
// ToTimeCoverage had, unless that went beyond UTC or ended in a leap second.
Moc ToMoc(const TimeCoverage& coverage);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_TIME_COVERAGE_H_
