// File: time_range.h
//
// A half-open run of time in the library's time: int64 nanoseconds since
// 1970-01-01 UTC as numpy and Arrow datetime64[ns] count them, that is without
// leap seconds.

#ifndef COINCIDE_COVERAGE_TIME_RANGE_H_
#define COINCIDE_COVERAGE_TIME_RANGE_H_

#include <compare>
#include <cstdint>

namespace coincide {

// The first and the last time there is, 1677-09-21 and 2262-04-11; the int64
// before kTimeBegin is NaT. A range from kTimeBegin has no known start, one up
// to kTimeEnd no known end.
inline constexpr int64_t kTimeBegin = INT64_MIN + 1;
inline constexpr int64_t kTimeEnd = INT64_MAX;

// The nanoseconds begin, begin + 1, .., end - 1. Ordered by begin, then end.
//
// A range is valid if kTimeBegin <= begin < end; functions that take ranges
// require valid ones unless they say otherwise.
struct TimeRange {
  int64_t begin = 0;
  int64_t end = 0;

  constexpr bool empty() const { return begin >= end; }
  constexpr bool valid() const { return kTimeBegin <= begin && begin < end; }

  constexpr bool Contains(int64_t time) const { return begin <= time && time < end; }
  constexpr bool Contains(TimeRange other) const {
    return begin <= other.begin && other.end <= end;
  }
  constexpr bool Intersects(TimeRange other) const {
    return begin < other.end && other.begin < end;
  }

  friend constexpr auto operator<=>(const TimeRange&, const TimeRange&) = default;
};

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_TIME_RANGE_H_
