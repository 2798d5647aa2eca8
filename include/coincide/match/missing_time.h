// File: missing_time.h
//
// What stands for a time that is not known, in every column of times, and what it
// does.

#ifndef COINCIDE_MATCH_MISSING_TIME_H_
#define COINCIDE_MATCH_MISSING_TIME_H_

#include <cstdint>
#include <limits>

namespace coincide {

// NumPy's and pandas' NaT as int64 nanoseconds; null in Arrow.
inline constexpr int64_t kMissingTime = std::numeric_limits<int64_t>::min();

// What a sample or a granule of unknown time does where times are compared.
enum class MissingTime {
  kRaise,  // It is an error.
  kDrop,   // It meets nothing.
  kMatch,  // It meets what it meets in space, whatever the time.
};

}  // namespace coincide

#endif  // COINCIDE_MATCH_MISSING_TIME_H_
