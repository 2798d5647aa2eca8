// Times of two granules.

#ifndef COINCIDE_MATCH_GRANULES_TIMES_H_
#define COINCIDE_MATCH_GRANULES_TIMES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "coincide/match/granules/granule_table.h"

namespace coincide::internal {

inline bool HasTimes(const GranuleFacts& facts) {
  return facts.time_start != kMissingTime && facts.time_end != kMissingTime;
}

// The time of the last sample; that of the first if the span is empty.
inline int64_t LastTime(const GranuleFacts& facts) {
  return std::max(facts.time_start, facts.time_end - 1);
}

// later - earlier, which is >= 0, in 64 bits without a sign: no overflow.
inline uint64_t Difference(int64_t later, int64_t earlier) {
  return static_cast<uint64_t>(later) - static_cast<uint64_t>(earlier);
}

// Whether samples of both can be at most `window` apart. A granule without a start or
// an end meets all if `missing_meets`, else none.
inline bool TimesMeet(const GranuleFacts& a, const GranuleFacts& b, int64_t window,
                      bool missing_meets) {
  if (!HasTimes(a) || !HasTimes(b)) return missing_meets;
  const auto limit = static_cast<uint64_t>(window);
  const int64_t last_a = LastTime(a), last_b = LastTime(b);
  if (b.time_start > last_a) return Difference(b.time_start, last_a) <= limit;
  if (a.time_start > last_b) return Difference(a.time_start, last_b) <= limit;
  return true;
}

// A time as days, rounded down or up by more than single precision does.
inline float DaysBefore(double ns) {
  const double days = ns / 86'400e9;
  return static_cast<float>(days - std::abs(days) * 2e-7 - 1e-6);
}
inline float DaysAfter(double ns) { return -DaysBefore(-ns); }

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_TIMES_H_
