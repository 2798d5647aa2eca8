// Set operations, containment and resolution of coverages.

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/complement.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/contains_cells.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/difference.h"
#include "coincide/coverage/intersection.h"
#include "coincide/coverage/intersects.h"
#include "coincide/coverage/leaf_lookup.h"
#include "coincide/coverage/overlap.h"
#include "coincide/coverage/symmetric_difference.h"
#include "coincide/coverage/union.h"
#include "coincide/coverage/union_of.h"
#include "src/internal/absl_text.h"
#include "src/internal/huge_pages.h"

namespace coincide {
namespace {

using Ranges = std::span<const LeafRange>;

// A table over the ranges costs about as much as a search for a tenth as many.
bool PaysToIndex(size_t queries, size_t ranges) { return queries > ranges / 10; }

absl::Status MixedEllipsoids(const std::string& a, const std::string& b) {
  return internal::InvalidArgument("ellipsoids differ: " + a + " and " + b);
}

bool SameEllipsoid(const Coverage& a, const Coverage& b) { return a.ellipsoid() == b.ellipsoid(); }

// A result that is as one of the inputs was shares its ranges.
Coverage WithOrder(const Coverage& coverage, int order) {
  return coverage.order() == order ? coverage : coverage.AtOrder(order);
}

Coverage Apply(const Coverage& a, const Coverage& b, void (*append)(Ranges, Ranges, RangeBuffer*)) {
  assert(SameEllipsoid(a, b));
  RangeBuffer out;
  const size_t bound = a.ranges().size() + b.ranges().size();
  internal::AdviseHugePages(out.Prepare(bound), bound * sizeof(LeafRange));
  append(a.ranges(), b.ranges(), &out);
  return Coverage::FromCanonical(std::move(out), std::max(a.order(), b.order()), a.ellipsoid());
}

absl::StatusOr<Coverage> Checked(const Coverage& a, const Coverage& b,
                                 Coverage (*op)(const Coverage&, const Coverage&)) {
  if (absl::Status status = CheckSameEllipsoid(a, b); !status.ok()) return status;
  return op(a, b);
}

absl::StatusOr<Coverage> ApplyToMany(std::span<const Coverage> coverages,
                                     void (*append)(std::span<const Ranges>, RangeBuffer*)) {
  std::vector<Ranges> lists;
  lists.reserve(coverages.size());
  int order = 0;
  for (size_t i = 0; i < coverages.size(); ++i) {
    const Coverage& coverage = coverages[i];
    if (!SameEllipsoid(coverage, coverages.front())) {
      return MixedEllipsoids(
          "coverages[0] is on " + coverages.front().ellipsoid().name(),
          "coverages[" + std::to_string(i) + "] on " + coverage.ellipsoid().name());
    }
    order = std::max(order, coverage.order());
    lists.push_back(coverage.ranges());
  }
  RangeBuffer out;
  append(lists, &out);
  return Coverage::FromCanonical(std::move(out), order, coverages.front().ellipsoid());
}

}  // namespace

absl::Status CheckSameEllipsoid(const Coverage& a, const Coverage& b) {
  if (SameEllipsoid(a, b)) return absl::OkStatus();
  return MixedEllipsoids(a.ellipsoid().name(), b.ellipsoid().name());
}

Coverage operator|(const Coverage& a, const Coverage& b) {
  assert(SameEllipsoid(a, b));
  const int order = std::max(a.order(), b.order());
  if (a.is_empty() || b.is_full()) return WithOrder(b, order);
  if (b.is_empty() || a.is_full()) return WithOrder(a, order);
  return Apply(a, b, AppendUnion);
}

Coverage operator&(const Coverage& a, const Coverage& b) {
  assert(SameEllipsoid(a, b));
  const int order = std::max(a.order(), b.order());
  if (a.is_empty() || b.is_full()) return WithOrder(a, order);
  if (b.is_empty() || a.is_full()) return WithOrder(b, order);
  return Apply(a, b, AppendIntersection);
}

Coverage operator-(const Coverage& a, const Coverage& b) {
  assert(SameEllipsoid(a, b));
  if (a.is_empty() || b.is_empty()) return WithOrder(a, std::max(a.order(), b.order()));
  return Apply(a, b, AppendDifference);
}

Coverage operator^(const Coverage& a, const Coverage& b) {
  assert(SameEllipsoid(a, b));
  const int order = std::max(a.order(), b.order());
  if (a.is_empty()) return WithOrder(b, order);
  if (b.is_empty()) return WithOrder(a, order);
  return Apply(a, b, AppendSymmetricDifference);
}

Coverage Coverage::operator~() const {
  RangeBuffer out;
  AppendComplement(ranges_, &out);
  return Coverage(std::move(out), order_, ellipsoid_);
}

absl::StatusOr<Coverage> Union(const Coverage& a, const Coverage& b) {
  return Checked(a, b, [](const Coverage& x, const Coverage& y) { return x | y; });
}
absl::StatusOr<Coverage> Intersection(const Coverage& a, const Coverage& b) {
  return Checked(a, b, [](const Coverage& x, const Coverage& y) { return x & y; });
}
absl::StatusOr<Coverage> Difference(const Coverage& a, const Coverage& b) {
  return Checked(a, b, [](const Coverage& x, const Coverage& y) { return x - y; });
}
absl::StatusOr<Coverage> SymmetricDifference(const Coverage& a, const Coverage& b) {
  return Checked(a, b, [](const Coverage& x, const Coverage& y) { return x ^ y; });
}

absl::StatusOr<Coverage> UnionOf(std::span<const Coverage> coverages) {
  if (coverages.empty()) return Coverage();
  return ApplyToMany(coverages, AppendUnionOf);
}

absl::StatusOr<Coverage> IntersectionOf(std::span<const Coverage> coverages) {
  if (coverages.empty()) {
    return internal::InvalidArgument("the intersection of no coverages is not defined");
  }
  return ApplyToMany(coverages, AppendIntersectionOf);
}

uint64_t Coverage::leaf_count() const { return LeavesIn(ranges_); }

double Coverage::fraction() const {
  return static_cast<double>(leaf_count()) / static_cast<double>(kLeafCount);
}

bool Coverage::Contains(uint64_t leaf) const { return ContainsLeaf(ranges_, leaf); }
bool Coverage::Contains(Cell cell) const { return ContainsRange(ranges_, cell.leaves()); }
bool Coverage::Contains(const Coverage& other) const {
  assert(SameEllipsoid(*this, other));
  return ContainsAll(ranges_, other.ranges_);
}
bool Coverage::Intersects(Cell cell) const { return IntersectsRange(ranges_, cell.leaves()); }
bool Coverage::Intersects(const Coverage& other) const {
  assert(SameEllipsoid(*this, other));
  return coincide::Intersects(ranges_, other.ranges_);
}

size_t Coverage::ContainsLeaves(std::span<const uint64_t> leaves, std::span<uint8_t> inside) const {
  assert(leaves.size() == inside.size());
  if (!PaysToIndex(leaves.size(), ranges_.size())) {
    size_t held = 0;
    for (size_t i = 0; i < leaves.size(); ++i) {
      inside[i] = ContainsLeaf(ranges_, leaves[i]) ? 1 : 0;
      held += inside[i];
    }
    return held;
  }
  return LeafLookup(ranges_).Contains(leaves, inside);
}

size_t ContainsCells(Ranges ranges, std::span<const uint64_t> words, std::span<uint8_t> inside,
                     size_t* first_bad) {
  assert(words.size() == inside.size());
  const bool indexed = PaysToIndex(words.size(), ranges.size());
  const LeafLookup lookup(indexed ? ranges : Ranges());
  size_t held = 0;
  size_t bad = words.size();
  for (size_t i = 0; i < words.size(); ++i) {
    bool holds = false;
    if (Cell::IsValidWord(words[i])) {
      const LeafRange cell = Cell::FromWordUnchecked(words[i]).leaves();
      const size_t at =
          indexed ? lookup.FirstEndingAfter(cell.begin) : FirstEndingAfter(ranges, cell.begin);
      holds = at < ranges.size() && ranges[at].Contains(cell);
    } else {
      bad = std::min(bad, i);
    }
    inside[i] = holds ? 1 : 0;
    held += inside[i];
  }
  *first_bad = bad;
  return held;
}

size_t Coverage::ContainsCells(std::span<const uint64_t> words, std::span<uint8_t> inside) const {
  size_t first_bad = 0;
  return coincide::ContainsCells(ranges_, words, inside, &first_bad);
}

double Coverage::OverlapM2(const Coverage& other) const {
  assert(SameEllipsoid(*this, other));
  const auto leaves = static_cast<double>(OverlapLeaves(ranges_, other.ranges_));
  return leaves / static_cast<double>(kLeafCount) * ellipsoid_.area_m2();
}

double Coverage::Jaccard(const Coverage& other) const {
  assert(SameEllipsoid(*this, other));
  const uint64_t common = OverlapLeaves(ranges_, other.ranges_);
  const uint64_t all = leaf_count() + other.leaf_count() - common;
  return all == 0 ? 1.0 : static_cast<double>(common) / static_cast<double>(all);
}

Coverage Coverage::AtOrder(int order, CoverKind kind) const {
  assert(order >= 0 && order <= Cell::kMaxOrder);
  if (order >= order_) {
    Coverage same = *this;
    same.order_ = order;
    return same;
  }
  const uint64_t below = (uint64_t{1} << (2 * (Cell::kMaxOrder - order))) - 1;
  RangeBuffer out;
  LeafRange* end = out.Prepare(ranges_.size());
  for (const LeafRange range : ranges_) {
    const LeafRange rounded = kind == CoverKind::kOuter
                                  ? LeafRange{range.begin & ~below, (range.end + below) & ~below}
                                  : LeafRange{(range.begin + below) & ~below, range.end & ~below};
    *end = rounded;
    end += rounded.empty() ? 0 : 1;
  }
  out.Commit(end);
  out.Truncate(MergeSorted({out.data(), out.size()}));
  return Coverage(std::move(out), order, ellipsoid_);
}

}  // namespace coincide
