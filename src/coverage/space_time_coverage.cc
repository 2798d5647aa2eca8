#include "coincide/coverage/space_time_coverage.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <utility>

#include "src/coverage/moc_build.h"
#include "src/coverage/moc_times.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

// The element at or after `time`.
std::span<const SpaceTimeElement>::iterator FirstEndingAfter(
    std::span<const SpaceTimeElement> elements, int64_t time) {
  return std::partition_point(
      elements.begin(), elements.end(),
      [time](const SpaceTimeElement& element) { return element.time.end <= time; });
}

}  // namespace

SpaceTimeCoverage SpaceTimeCoverage::Empty(int space_order, int time_order,
                                           const Ellipsoid& ellipsoid) {
  assert(space_order >= 0 && space_order <= kMaxSpaceOrder);
  assert(time_order >= 0 && time_order <= kMaxTimeOrder);
  return {space_order, time_order, ellipsoid};
}

void SpaceTimeCoverage::Append(TimeRange time, Coverage coverage) {
  if (coverage.is_empty()) return;
  if (!elements_.empty() && elements_.back().time.end == time.begin &&
      elements_.back().coverage.SamePlace(coverage)) {
    elements_.back().time.end = time.end;
    return;
  }
  if (coverage.order() != space_order_) coverage = coverage.AtOrder(space_order_);
  elements_.push_back({time, std::move(coverage)});
}

template <class Both>
SpaceTimeCoverage SpaceTimeCoverage::Sweep(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b,
                                           bool only_a, bool only_b, const Both& both) {
  assert(a.ellipsoid_ == b.ellipsoid_);
  SpaceTimeCoverage out(std::max(a.space_order_, b.space_order_),
                        std::max(a.time_order_, b.time_order_), a.ellipsoid_);
  size_t i = 0, j = 0;
  // What is left of elements i and j begins here or later.
  int64_t at = kTimeBegin;
  const auto rest = [&at](const SpaceTimeCoverage& list, size_t k) {
    if (k == list.elements_.size()) return TimeRange{kTimeEnd, kTimeEnd};
    return TimeRange{std::max(at, list.elements_[k].time.begin), list.elements_[k].time.end};
  };
  while (i < a.elements_.size() || j < b.elements_.size()) {
    const TimeRange in_a = rest(a, i), in_b = rest(b, j);
    // The next stretch of time in which neither begins or ends.
    TimeRange run{std::min(in_a.begin, in_b.begin), 0};
    const bool has_a = i < a.elements_.size() && in_a.begin == run.begin;
    const bool has_b = j < b.elements_.size() && in_b.begin == run.begin;
    run.end = std::min(has_a ? in_a.end : in_a.begin, has_b ? in_b.end : in_b.begin);
    if (has_a && has_b) {
      out.Append(run, both(a.elements_[i].coverage, b.elements_[j].coverage));
    } else if (has_a ? only_a : only_b) {
      out.Append(run, has_a ? a.elements_[i].coverage : b.elements_[j].coverage);
    }
    at = run.end;
    if (has_a && in_a.end == at) ++i;
    if (has_b && in_b.end == at) ++j;
  }
  return out;
}

SpaceTimeCoverage operator|(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  const auto both = [](const Coverage& x, const Coverage& y) { return x | y; };
  return SpaceTimeCoverage::Sweep(a, b, true, true, both);
}

SpaceTimeCoverage operator&(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  const auto both = [](const Coverage& x, const Coverage& y) { return x & y; };
  return SpaceTimeCoverage::Sweep(a, b, false, false, both);
}

SpaceTimeCoverage operator-(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  const auto both = [](const Coverage& x, const Coverage& y) { return x - y; };
  return SpaceTimeCoverage::Sweep(a, b, true, false, both);
}

SpaceTimeCoverage operator^(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  const auto both = [](const Coverage& x, const Coverage& y) { return x ^ y; };
  return SpaceTimeCoverage::Sweep(a, b, true, true, both);
}

SpaceTimeCoverage SpaceTimeCoverage::operator~() const {
  SpaceTimeCoverage all(space_order_, time_order_, ellipsoid_);
  all.Append({kTimeBegin, kTimeEnd}, Coverage::Full(space_order_, ellipsoid_));
  return all - *this;
}

absl::StatusOr<SpaceTimeCoverage> SpaceTimeCoverage::FromElements(
    std::span<const SpaceTimeElement> elements, int time_order) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckTimeOrder(time_order));
  int space_order = 0;
  for (size_t i = 0; i < elements.size(); ++i) {
    const std::string name = "elements[" + std::to_string(i) + "]";
    COINCIDE_RETURN_IF_ERROR(internal::CheckTime(name + ".time", elements[i].time));
    const Ellipsoid &first = elements[0].coverage.ellipsoid(),
                    &ellipsoid = elements[i].coverage.ellipsoid();
    if (ellipsoid != first) {
      return internal::InvalidArgument(name + " is on " + ellipsoid.name() +
                                       ", elements before it on " + first.name());
    }
    space_order = std::max(space_order, elements[i].coverage.order());
  }
  const SpaceTimeCoverage empty(space_order, time_order,
                                elements.empty() ? Ellipsoid() : elements[0].coverage.ellipsoid());
  std::vector<const SpaceTimeElement*> sorted;
  sorted.reserve(elements.size());
  for (const SpaceTimeElement& element : elements) sorted.push_back(&element);
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const SpaceTimeElement* a, const SpaceTimeElement* b) { return a->time < b->time; });
  // Runs of elements that do not overlap, united two by two.
  std::vector<SpaceTimeCoverage> runs;
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i]->time.begin < sorted[i - 1]->time.end) runs.push_back(empty);
    runs.back().Append(sorted[i]->time, sorted[i]->coverage);
  }
  while (runs.size() > 1) {
    for (size_t i = 0; 2 * i < runs.size(); ++i) {
      runs[i] = 2 * i + 1 < runs.size() ? runs[2 * i] | runs[2 * i + 1] : std::move(runs[2 * i]);
    }
    runs.resize((runs.size() + 1) / 2);
  }
  return runs.empty() ? empty : std::move(runs[0]);
}

Coverage SpaceTimeCoverage::At(int64_t time) const {
  const auto element = FirstEndingAfter(elements_, time);
  if (element == std::span(elements_).end() || element->time.begin > time) {
    return Coverage::Empty(space_order_, ellipsoid_);
  }
  return element->coverage;
}

bool SpaceTimeCoverage::Contains(int64_t time, uint64_t leaf) const {
  const auto element = FirstEndingAfter(elements_, time);
  return element != std::span(elements_).end() && element->time.begin <= time &&
         element->coverage.Contains(leaf);
}

bool SpaceTimeCoverage::Intersects(const SpaceTimeCoverage& other) const {
  size_t i = 0, j = 0;
  while (i < elements_.size() && j < other.elements_.size()) {
    const SpaceTimeElement &a = elements_[i], &b = other.elements_[j];
    if (a.time.Intersects(b.time) && a.coverage.Intersects(b.coverage)) return true;
    (a.time.end <= b.time.end ? i : j) += 1;
  }
  return false;
}

Coverage SpaceTimeCoverage::Space() const {
  if (elements_.empty()) return Coverage::Empty(space_order_, ellipsoid_);
  std::vector<Coverage> coverages;
  coverages.reserve(elements_.size());
  for (const SpaceTimeElement& element : elements_) coverages.push_back(element.coverage);
  return UnionOf(coverages).value();
}

TimeCoverage SpaceTimeCoverage::Times() const {
  std::vector<TimeRange> ranges;
  ranges.reserve(elements_.size());
  for (const SpaceTimeElement& element : elements_) ranges.push_back(element.time);
  return TimeCoverage::FromRanges(ranges, time_order_).value();
}

SpaceTimeCoverage SpaceTimeCoverage::During(const TimeCoverage& times) const {
  SpaceTimeCoverage all(space_order_, times.order(), ellipsoid_);
  const Coverage full = Coverage::Full(space_order_, ellipsoid_);
  for (const TimeRange& time : times.ranges()) all.Append(time, full);
  return *this & all;
}

SpaceTimeCoverage SpaceTimeCoverage::Within(const Coverage& place) const {
  SpaceTimeCoverage out(std::max(space_order_, place.order()), time_order_, ellipsoid_);
  for (const SpaceTimeElement& element : elements_) {
    out.Append(element.time, element.coverage & place);
  }
  return out;
}

absl::Status CheckSameEllipsoid(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  return CheckSameEllipsoid(Coverage::Empty(0, a.ellipsoid()), Coverage::Empty(0, b.ellipsoid()));
}

absl::StatusOr<SpaceTimeCoverage> Union(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b) {
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(a, b));
  return a | b;
}

absl::StatusOr<SpaceTimeCoverage> Intersection(const SpaceTimeCoverage& a,
                                               const SpaceTimeCoverage& b) {
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(a, b));
  return a & b;
}

absl::StatusOr<SpaceTimeCoverage> Difference(const SpaceTimeCoverage& a,
                                             const SpaceTimeCoverage& b) {
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(a, b));
  return a - b;
}

absl::StatusOr<SpaceTimeCoverage> SymmetricDifference(const SpaceTimeCoverage& a,
                                                      const SpaceTimeCoverage& b) {
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(a, b));
  return a ^ b;
}

absl::StatusOr<SpaceTimeCoverage> ToSpaceTimeCoverage(const Moc& moc, const Ellipsoid& otherwise) {
  if (moc.dimension != MocDimension::kSpaceTime) {
    return internal::InvalidArgument("MOC: not of space and time");
  }
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  const Ellipsoid ellipsoid = moc.ellipsoid.value_or(otherwise);
  std::vector<SpaceTimeElement> elements;
  size_t row = 0;
  for (size_t i = 0; i < moc.elements.size(); ++i) {
    const MocElement& element = moc.elements[i];
    const Coverage coverage =
        Coverage::FromCanonical(RangeBuffer(element.leaves), moc.space_order, ellipsoid);
    for (size_t j = 0; j < element.times.size(); ++j) {
      const std::string name =
          "elements[" + std::to_string(i) + "].times[" + std::to_string(j) + "]";
      COINCIDE_ASSIGN_OR_RETURN(const TimeRange time,
                                internal::UtcOf(name, row + 2 * j, element.times[j]));
      elements.push_back({time, coverage});
    }
    row += 2 * (element.times.size() + element.leaves.size());
  }
  if (elements.empty()) {
    return SpaceTimeCoverage::Empty(moc.space_order, moc.time_order, ellipsoid);
  }
  return SpaceTimeCoverage::FromElements(elements, moc.time_order);
}

Moc ToMoc(const SpaceTimeCoverage& coverage) {
  Moc moc;
  moc.dimension = MocDimension::kSpaceTime;
  moc.space_order = coverage.space_order();
  moc.time_order = coverage.time_order();
  moc.ellipsoid = coverage.ellipsoid();
  std::vector<MocElement> elements;
  elements.reserve(coverage.elements().size());
  for (const SpaceTimeElement& element : coverage.elements()) {
    const std::span<const LeafRange> ranges = element.coverage.ranges();
    elements.push_back({{internal::TcbCells(element.time, coverage.time_order())},
                        {ranges.begin(), ranges.end()}});
  }
  moc.elements = internal::UniteElements(elements);
  return moc;
}

}  // namespace coincide
