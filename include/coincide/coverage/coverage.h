// File: coverage.h
//
// Coverage: a value for a place, as a date is one for a time. A set of cells as
// canonical leaf ranges, with the order it is exact at and the ellipsoid that
// the cells are laid out on.
//
//   absl::StatusOr<Coverage> a = Coverage::FromCells(words), b = ...;
//   const Coverage both = *a & *b;
//   both.area_m2();  both.Contains(leaf);  (~both).fraction();
//
// More about one: coverage_cells.h (its cells), coverage_shape.h (components,
// holes, borders, growing), coverage_bytes.h (storing it). The algorithms on
// plain ranges: union.h and its neighbours.

#ifndef COINCIDE_COVERAGE_COVERAGE_H_
#define COINCIDE_COVERAGE_COVERAGE_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// Which of two things a coverage of something else is: a superset of it, or a
// subset.
enum class CoverKind { kOuter, kInner };

// An immutable set of cells. Copies share the ranges: cheap, and safe to use
// from many threads.
//
// Invariant: the ranges are canonical and within [0, kLeafCount), each boundary
// is a multiple of 4^(29 - order), 0 <= order <= 29.
//
// Binary operations give the larger of the two orders. They REQUIRE equal
// ellipsoids; where that is not known, CheckSameEllipsoid first, or use the
// functions that return a StatusOr.
class Coverage {
 public:
  // Empty, of order 0, on WGS84: neutral in unions on that ellipsoid.
  Coverage() = default;
  static Coverage Empty(int order = 0, const Ellipsoid& ellipsoid = {});
  static Coverage Full(int order = 0, const Ellipsoid& ellipsoid = {});

  // Of any ranges, in any order; overlaps are merged.
  //
  // Errors (InvalidArgument, naming the first range at fault): order outside
  // 0..29; a range that is empty, reversed or ends beyond kLeafCount; a boundary
  // that is no boundary of a cell of `order`.
  static absl::StatusOr<Coverage> FromRanges(std::span<const LeafRange> ranges,
                                             int order = Cell::kMaxOrder,
                                             const Ellipsoid& ellipsoid = {});

  // Of ranges that fulfil the class invariant, which debug builds check. Takes
  // the memory over and gives back what is unused.
  static Coverage FromCanonical(RangeBuffer ranges, int order, const Ellipsoid& ellipsoid = {});

  // Several in one block of memory, which lives as long as any of them: ranges
  // offsets[i] to offsets[i + 1] are those of coverage i, each as FromCanonical
  // requires. REQUIRES: offsets ascending from 0 to ranges.size().
  static std::vector<Coverage> FromCanonicalParts(RangeBuffer ranges,
                                                  std::span<const size_t> offsets, int order,
                                                  const Ellipsoid& ellipsoid = {});

  // Of cell words: cells and points of any orders, in any order, with repeats.
  //
  //   words  cell words, as Cell::word()
  //   order  of the result; cells below it are replaced by their ancestor of
  //          that order (an outer coverage). Nothing: the largest order among
  //          the words, 29 for points, 0 for no words.
  //
  // Errors (InvalidArgument): the first word that is null or invalid, with its
  // index; order outside 0..29.
  // COST: O(n), a radix sort unless the cells are sorted by leaf.
  static absl::StatusOr<Coverage> FromCells(std::span<const uint64_t> words,
                                            std::optional<int> order = std::nullopt,
                                            const Ellipsoid& ellipsoid = {});

  // Of the cells of `order` that hold the leaves.
  // REQUIRES: leaves ascending (repeats allowed), below kLeafCount; 0 <= order <= 29.
  static Coverage FromSortedLeaves(std::span<const uint64_t> leaves, int order,
                                   const Ellipsoid& ellipsoid = {});

  // The ranges, valid as long as a copy of this coverage lives.
  std::span<const LeafRange> ranges() const { return ranges_; }
  int order() const { return order_; }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }
  bool is_empty() const { return ranges_.empty(); }
  bool is_full() const { return ranges_.size() == 1 && ranges_[0] == LeafRange{0, kLeafCount}; }

  // How many leaves, and cells of order(), it holds. O(n).
  uint64_t leaf_count() const;
  uint64_t order_cell_count() const { return leaf_count() >> (2 * (Cell::kMaxOrder - order_)); }
  // Its part of the surface, 0 to 1, and its area in square metres: the leaf
  // count, which is exact, times the area of a leaf. Relative error 4e-16 beside
  // that of Ellipsoid::area_m2. O(n).
  double fraction() const;
  double area_m2() const { return fraction() * ellipsoid_.area_m2(); }

  // Whether it holds a leaf, a cell (all of it), another coverage (all of it).
  bool Contains(uint64_t leaf) const;
  bool Contains(Cell cell) const;
  bool Contains(const Coverage& other) const;
  // Whether they have a leaf in common. Neighbours have none.
  bool Intersects(Cell cell) const;
  bool Intersects(const Coverage& other) const;

  // One answer a leaf or word into `inside`, 0 or 1; how many are 1. A null or
  // invalid word, and a leaf beyond the last, is inside nothing.
  // REQUIRES: equal sizes. Does not sort, so any order is as fast as another.
  size_t ContainsLeaves(std::span<const uint64_t> leaves, std::span<uint8_t> inside) const;
  size_t ContainsCells(std::span<const uint64_t> words, std::span<uint8_t> inside) const;

  // Area common to both in square metres, and that divided by the area of the
  // union; two empty coverages are the same, so their Jaccard index is 1.
  double OverlapM2(const Coverage& other) const;
  double Jaccard(const Coverage& other) const;

  // The smallest coverage of cells of `order` that holds this one (kOuter), or
  // the largest that lies in it (kInner). Finer orders change nothing else.
  // REQUIRES: 0 <= order <= 29.
  Coverage AtOrder(int order, CoverKind kind = CoverKind::kOuter) const;

  // Whether all of ranges, order and ellipsoid are equal.
  friend bool operator==(const Coverage& a, const Coverage& b);
  // Whether ranges and ellipsoid are.
  bool SamePlace(const Coverage& other) const;
  // A hash of what == compares; the same on every machine and in every release
  // that has the same format version (coverage_bytes.h).
  uint64_t Hash() const;

  // `a <= b`: all of `a` lies in `b`. A partial order; unordered is possible.
  friend bool operator<=(const Coverage& a, const Coverage& b) { return b.Contains(a); }
  friend bool operator>=(const Coverage& a, const Coverage& b) { return a.Contains(b); }
  // A total order to sort lists by: by ranges along the curve, then by order,
  // then by ellipsoid. Equal exactly if ==.
  std::strong_ordering CompareForSorting(const Coverage& other) const;
  // Bytes that compare as CompareForSorting does; 16 a range and 25.
  std::string SortKey() const;

  // REQUIRES: equal ellipsoids.
  friend Coverage operator|(const Coverage& a, const Coverage& b);
  friend Coverage operator&(const Coverage& a, const Coverage& b);
  friend Coverage operator-(const Coverage& a, const Coverage& b);
  friend Coverage operator^(const Coverage& a, const Coverage& b);
  Coverage operator~() const;

 private:
  Coverage(RangeBuffer ranges, int order, const Ellipsoid& ellipsoid);
  void CheckInvariant() const;

  std::shared_ptr<const RangeBuffer> storage_;
  std::span<const LeafRange> ranges_;  // All or a part of *storage_.
  int order_ = 0;
  Ellipsoid ellipsoid_;
};

// An InvalidArgument error that names both ellipsoids if they differ.
absl::Status CheckSameEllipsoid(const Coverage& a, const Coverage& b);

// The set operations of two coverages, or an error if their ellipsoids differ.
absl::StatusOr<Coverage> Union(const Coverage& a, const Coverage& b);
absl::StatusOr<Coverage> Intersection(const Coverage& a, const Coverage& b);
absl::StatusOr<Coverage> Difference(const Coverage& a, const Coverage& b);
absl::StatusOr<Coverage> SymmetricDifference(const Coverage& a, const Coverage& b);

// Of many, in one pass. Errors: the first one whose ellipsoid differs from that
// of the first; an intersection of none (a union of none is empty).
absl::StatusOr<Coverage> UnionOf(std::span<const Coverage> coverages);
absl::StatusOr<Coverage> IntersectionOf(std::span<const Coverage> coverages);

}  // namespace coincide

template <>
struct std::hash<coincide::Coverage> {
  size_t operator()(const coincide::Coverage& coverage) const noexcept {
    return static_cast<size_t>(coverage.Hash());
  }
};

#endif  // COINCIDE_COVERAGE_COVERAGE_H_
