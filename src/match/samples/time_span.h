// The time that some samples take up, as a box is their space.

#ifndef COINCIDE_MATCH_SAMPLES_TIME_SPAN_H_
#define COINCIDE_MATCH_SAMPLES_TIME_SPAN_H_

#include <cstdint>
#include <span>

namespace coincide::internal {

// The least and the largest time; whether one is missing.
struct TimeSpan {
  int64_t first = INT64_MAX, last = INT64_MIN;
  bool missing = false;

  void Add(int64_t ns);
};
TimeSpan SpanOf(std::span<const int64_t> ns);

// Whether a time of one may be at most `window_ns` from one of the other; a missing time
// may be any. REQUIRES: both hold a time.
bool MayMeet(const TimeSpan& a, const TimeSpan& b, uint64_t window_ns);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_TIME_SPAN_H_
