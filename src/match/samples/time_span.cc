#include "src/match/samples/time_span.h"

#include <algorithm>

#include "coincide/match/samples/policies.h"

namespace coincide::internal {

void TimeSpan::Add(int64_t ns) {
  missing |= ns == kMissingTime;
  first = std::min(first, ns);
  last = std::max(last, ns);
}

TimeSpan SpanOf(std::span<const int64_t> ns) {
  TimeSpan span;
  for (const int64_t t : ns) span.Add(t);
  return span;
}

bool MayMeet(const TimeSpan& a, const TimeSpan& b, uint64_t window_ns) {
  if (a.missing || b.missing) return true;
  if (a.last < b.first) return TimeBetween(a.last, b.first) <= window_ns;
  return a.first <= b.last || TimeBetween(b.last, a.first) <= window_ns;
}

}  // namespace coincide::internal
