#include "coincide/coverage/time_coverage.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <string>

#include "src/coverage/moc_ranges.h"
#include "src/coverage/moc_times.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

// The times at which `holds(in a, in b)`, by one walk along all boundaries.
template <class Holds>
std::vector<TimeRange> Sweep(std::span<const TimeRange> a, std::span<const TimeRange> b,
                             const Holds& holds) {
  // Boundary k of a list is the begin of range k / 2, or its end if k is odd;
  // so k is odd exactly while the walk is inside.
  const auto boundary = [](std::span<const TimeRange> list, size_t k) {
    return k % 2 == 0 ? list[k / 2].begin : list[k / 2].end;
  };
  std::vector<TimeRange> out;
  size_t i = 0, j = 0;
  while (i < 2 * a.size() || j < 2 * b.size()) {
    const int64_t at = i == 2 * a.size()   ? boundary(b, j)
                       : j == 2 * b.size() ? boundary(a, i)
                                           : std::min(boundary(a, i), boundary(b, j));
    const bool before = holds(i % 2 == 1, j % 2 == 1);
    if (i < 2 * a.size() && boundary(a, i) == at) ++i;
    if (j < 2 * b.size() && boundary(b, j) == at) ++j;
    const bool after = holds(i % 2 == 1, j % 2 == 1);
    if (before && !after) out.back().end = at;
    if (!before && after) out.push_back({at, at});
  }
  return out;
}

}  // namespace

TimeCoverage TimeCoverage::Full(int order) {
  assert(order >= 0 && order <= kMaxTimeOrder);
  TimeCoverage full;
  full.ranges_ = {{kTimeBegin, kTimeEnd}};
  full.order_ = order;
  return full;
}

absl::StatusOr<TimeCoverage> TimeCoverage::FromRanges(std::span<const TimeRange> ranges,
                                                      int order) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckTimeOrder(order));
  for (size_t i = 0; i < ranges.size(); ++i) {
    COINCIDE_RETURN_IF_ERROR(internal::CheckTime("ranges[" + std::to_string(i) + "]", ranges[i]));
  }
  TimeCoverage coverage;
  coverage.ranges_.assign(ranges.begin(), ranges.end());
  internal::MakeCanonical(&coverage.ranges_);
  coverage.order_ = order;
  return coverage;
}

bool TimeCoverage::Contains(int64_t time) const {
  const auto first = std::partition_point(ranges_.begin(), ranges_.end(),
                                          [=](const TimeRange& r) { return r.end <= time; });
  return first != ranges_.end() && first->begin <= time;
}

bool TimeCoverage::Intersects(TimeRange range) const {
  const auto first = std::partition_point(ranges_.begin(), ranges_.end(),
                                          [&](const TimeRange& r) { return r.end <= range.begin; });
  return first != ranges_.end() && first->begin < range.end;
}

TimeCoverage operator|(const TimeCoverage& a, const TimeCoverage& b) {
  TimeCoverage out;
  out.ranges_ = Sweep(a.ranges_, b.ranges_, [](bool x, bool y) { return x || y; });
  out.order_ = std::max(a.order_, b.order_);
  return out;
}

TimeCoverage operator&(const TimeCoverage& a, const TimeCoverage& b) {
  TimeCoverage out;
  out.ranges_ = Sweep(a.ranges_, b.ranges_, [](bool x, bool y) { return x && y; });
  out.order_ = std::max(a.order_, b.order_);
  return out;
}

TimeCoverage operator-(const TimeCoverage& a, const TimeCoverage& b) {
  TimeCoverage out;
  out.ranges_ = Sweep(a.ranges_, b.ranges_, [](bool x, bool y) { return x && !y; });
  out.order_ = std::max(a.order_, b.order_);
  return out;
}

TimeCoverage operator^(const TimeCoverage& a, const TimeCoverage& b) {
  TimeCoverage out;
  out.ranges_ = Sweep(a.ranges_, b.ranges_, [](bool x, bool y) { return x != y; });
  out.order_ = std::max(a.order_, b.order_);
  return out;
}

absl::StatusOr<TimeCoverage> ToTimeCoverage(const Moc& moc) {
  if (moc.dimension != MocDimension::kTime) {
    return internal::InvalidArgument("MOC: not of time alone");
  }
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  std::vector<TimeRange> ranges;
  ranges.reserve(moc.times.size());
  for (size_t i = 0; i < moc.times.size(); ++i) {
    COINCIDE_ASSIGN_OR_RETURN(
        const TimeRange range,
        internal::UtcOf("times[" + std::to_string(i) + "]", 2 * i, moc.times[i]));
    ranges.push_back(range);
  }
  return TimeCoverage::FromRanges(ranges, moc.time_order);
}

Moc ToMoc(const TimeCoverage& coverage) {
  Moc moc;
  moc.dimension = MocDimension::kTime;
  moc.time_order = coverage.order();
  for (const TimeRange& range : coverage.ranges()) {
    moc.times.push_back(internal::TcbCells(range, coverage.order()));
  }
  internal::MakeCanonical(&moc.times);
  return moc;
}

}  // namespace coincide
