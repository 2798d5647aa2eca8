// File: space_time_coverage.h
//
// SpaceTimeCoverage: which place is covered when, the model of ST-MOC files. A
// set of (nanosecond, leaf) pairs, kept as coverages that hold for runs of time.
//
//   const SpaceTimeElement passes[] = {{{t0, t1}, swath0}, {{t2, t3}, swath1}};
//   absl::StatusOr<SpaceTimeCoverage> a = SpaceTimeCoverage::FromElements(passes), b = ...;
//   const SpaceTimeCoverage both = *a & *b;   // the same place at the same time
//   both.Space();  both.Times();

#ifndef COINCIDE_COVERAGE_SPACE_TIME_COVERAGE_H_
#define COINCIDE_COVERAGE_SPACE_TIME_COVERAGE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/time_coverage.h"
#include "coincide/coverage/time_range.h"

namespace coincide {

// A coverage that holds throughout a time.
struct SpaceTimeElement {
  TimeRange time;
  Coverage coverage;

  friend bool operator==(const SpaceTimeElement&, const SpaceTimeElement&) = default;
};

// An immutable set of (time, leaf) pairs.
//
// Invariant: elements have valid times, sorted and disjoint, and coverages that
// are not empty, of space_order() and ellipsoid(); two that touch in time
// differ in place. Equal sets of equal orders so have equal elements.
//
// Binary operations give the larger of the orders, each. They REQUIRE equal
// ellipsoids; where that is not known use the functions that return a StatusOr.
// COST: one sweep over both, with a set operation of coverages for each run of
// time that both have.
class SpaceTimeCoverage {
 public:
  SpaceTimeCoverage() = default;  // Empty, of orders 0, on WGS84.
  static SpaceTimeCoverage Empty(int space_order, int time_order, const Ellipsoid& ellipsoid = {});

  // Of any elements, in any order: where times overlap the coverages are
  // united, empty coverages are dropped. The order of space is the largest, the
  // ellipsoid that of the elements (WGS84 for none).
  //
  // Errors (InvalidArgument), with the first index at fault: a time that is not
  // valid; an ellipsoid other than that of the first; time_order outside 0..61.
  static absl::StatusOr<SpaceTimeCoverage> FromElements(std::span<const SpaceTimeElement> elements,
                                                        int time_order = kMaxTimeOrder);

  std::span<const SpaceTimeElement> elements() const { return elements_; }
  int space_order() const { return space_order_; }
  // See TimeCoverage.
  int time_order() const { return time_order_; }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }
  bool is_empty() const { return elements_.empty(); }

  // What is covered at a time, which may be nothing; O(log n).
  Coverage At(int64_t time) const;
  bool Contains(int64_t time, uint64_t leaf) const;
  bool Contains(const SpaceTimeCoverage& other) const { return (other - *this).is_empty(); }
  // Whether there are a time and a leaf in both.
  bool Intersects(const SpaceTimeCoverage& other) const;

  // All places that are covered at some time, and all times at which something is.
  Coverage Space() const;
  TimeCoverage Times() const;
  // What is covered at some of these times, or in some of this place.
  // Within REQUIRES equal ellipsoids.
  SpaceTimeCoverage During(const TimeCoverage& times) const;
  SpaceTimeCoverage Within(const Coverage& place) const;

  // Whether elements, orders and ellipsoid are equal.
  friend bool operator==(const SpaceTimeCoverage&, const SpaceTimeCoverage&) = default;

  // REQUIRES: equal ellipsoids.
  friend SpaceTimeCoverage operator|(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);
  friend SpaceTimeCoverage operator&(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);
  friend SpaceTimeCoverage operator-(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);
  friend SpaceTimeCoverage operator^(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);
  // All other pairs, of all times from kTimeBegin to kTimeEnd.
  SpaceTimeCoverage operator~() const;

 private:
  SpaceTimeCoverage(int space_order, int time_order, const Ellipsoid& ellipsoid)
      : space_order_(space_order), time_order_(time_order), ellipsoid_(ellipsoid) {}

  // Adds what comes next in time. Merges it with the last element if it can.
  void Append(TimeRange time, Coverage coverage);

  // `both` makes the coverage of times that `a` and `b` have, `only_a` and
  // `only_b` say whether the times of one alone are kept.
  template <class Both>
  static SpaceTimeCoverage Sweep(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b,
                                 bool only_a, bool only_b, const Both& both);

  std::vector<SpaceTimeElement> elements_;
  int space_order_ = 0;
  int time_order_ = 0;
  Ellipsoid ellipsoid_;
};

// An InvalidArgument error that names both ellipsoids if they differ.
absl::Status CheckSameEllipsoid(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);

// The set operations, or an error if the ellipsoids differ.
absl::StatusOr<SpaceTimeCoverage> Union(const SpaceTimeCoverage& a, const SpaceTimeCoverage& b);
absl::StatusOr<SpaceTimeCoverage> Intersection(const SpaceTimeCoverage& a,
                                               const SpaceTimeCoverage& b);
absl::StatusOr<SpaceTimeCoverage> Difference(const SpaceTimeCoverage& a,
                                             const SpaceTimeCoverage& b);
absl::StatusOr<SpaceTimeCoverage> SymmetricDifference(const SpaceTimeCoverage& a,
                                                      const SpaceTimeCoverage& b);

// A MOC of space and time, on the ellipsoid it names or else on `otherwise`;
// times and errors as ToTimeCoverage.
absl::StatusOr<SpaceTimeCoverage> ToSpaceTimeCoverage(const Moc& moc,
                                                      const Ellipsoid& otherwise = {});

// The smallest MOC of the coverage's orders that holds it. Times are widened to
// cells of time_order(); where that makes them meet, coverages are united.
Moc ToMoc(const SpaceTimeCoverage& coverage);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_SPACE_TIME_COVERAGE_H_
