#include "coincide/coverage/coverage_shape.h"

#include <cassert>
#include <numeric>
#include <utility>

#include "src/coverage/cell_list.h"
#include "src/coverage/growth.h"

namespace coincide {
namespace {

using internal::CellList;

// Cells in sets that grow together; the least cell of a set is its name.
class DisjointSets {
 public:
  explicit DisjointSets(size_t n) : parents_(n) { std::iota(parents_.begin(), parents_.end(), 0u); }
  uint32_t Find(uint32_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void Join(uint32_t i, uint32_t j) {
    i = Find(i);
    j = Find(j);
    if (i < j) {
      parents_[j] = i;
    } else {
      parents_[i] = j;
    }
  }

 private:
  std::vector<uint32_t> parents_;
};

// The number of each cell's component, in the order of their first leaves.
struct Labels {
  std::vector<uint32_t> of_cell;
  uint32_t count = 0;
};

Labels LabelComponents(const CellList& cells, Connectivity connectivity) {
  DisjointSets sets(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    cells.ForEachContact(i, connectivity == Connectivity::kCorners, [&](size_t j) {
      sets.Join(static_cast<uint32_t>(i), static_cast<uint32_t>(j));
    });
  }
  Labels labels;
  labels.of_cell.resize(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const uint32_t first = sets.Find(static_cast<uint32_t>(i));
    labels.of_cell[i] = first == i ? labels.count++ : labels.of_cell[first];
  }
  return labels;
}

}  // namespace

std::vector<Coverage> Components(const Coverage& coverage, Connectivity connectivity) {
  const CellList cells(coverage.ranges());
  const Labels labels = LabelComponents(cells, connectivity);
  // The ranges of each component: counted, then put in place.
  std::vector<uint64_t> ends;
  std::vector<size_t> offsets(labels.count + size_t{1});
  const auto for_each_cell = [&](auto&& visit) {
    ends.assign(labels.count, internal::kNoCell);
    for (size_t i = 0; i < cells.size(); ++i) {
      const uint32_t label = labels.of_cell[i];
      const LeafRange cell = cells.leaves(i);
      visit(label, cell, std::exchange(ends[label], cell.end) != cell.begin);
    }
  };
  for_each_cell([&](uint32_t label, LeafRange, bool apart) { offsets[label + 1] += apart; });
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  RangeBuffer ranges;
  LeafRange* const data = ranges.Prepare(offsets.back());
  std::vector<size_t> next(offsets.begin(), offsets.end() - 1);
  for_each_cell([&](uint32_t label, LeafRange cell, bool apart) {
    if (apart) {
      data[next[label]++] = cell;
    } else {
      data[next[label] - 1].end = cell.end;
    }
  });
  ranges.Commit(data + offsets.back());
  return Coverage::FromCanonicalParts(std::move(ranges), offsets, coverage.order(),
                                      coverage.ellipsoid());
}

size_t CountComponents(const Coverage& coverage, Connectivity connectivity) {
  return LabelComponents(CellList(coverage.ranges()), connectivity).count;
}

Coverage FillHoles(const Coverage& coverage, double max_area_m2, Connectivity connectivity) {
  assert(max_area_m2 >= 0);
  const Coverage rest = ~coverage;
  const CellList cells(rest.ranges());
  const Labels labels =
      LabelComponents(cells, connectivity == Connectivity::kCorners ? Connectivity::kSides
                                                                    : Connectivity::kCorners);
  std::vector<uint64_t> leaves(labels.count);
  for (size_t i = 0; i < cells.size(); ++i) leaves[labels.of_cell[i]] += cells.leaves(i).size();
  const double leaf_m2 = coverage.ellipsoid().area_m2() / static_cast<double>(kLeafCount);
  RangeBuffer holes;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (static_cast<double>(leaves[labels.of_cell[i]]) * leaf_m2 > max_area_m2) continue;
    const LeafRange cell = cells.leaves(i);
    if (!holes.empty() && holes.back().end == cell.begin) {
      holes.back().end = cell.end;
    } else {
      holes.push_back(cell);
    }
  }
  return coverage |
         Coverage::FromCanonical(std::move(holes), coverage.order(), coverage.ellipsoid());
}

absl::StatusOr<Coverage> Border(const Coverage& coverage, BorderSide side,
                                Connectivity connectivity, uint64_t budget) {
  // What lies just inside is what lies just outside the complement.
  const Coverage from = side == BorderSide::kOuter ? coverage : ~coverage;
  absl::StatusOr<RangeBuffer> ranges =
      internal::Grow(from.ranges(), coverage.order(), connectivity == Connectivity::kCorners,
                     internal::Growth::kOutside, budget);
  if (!ranges.ok()) return ranges.status();
  return Coverage::FromCanonical(*std::move(ranges), coverage.order(), coverage.ellipsoid());
}

absl::StatusOr<Coverage> Expand(const Coverage& coverage, int64_t cells, Connectivity connectivity,
                                uint64_t budget) {
  if (cells < 0) {
    absl::StatusOr<Coverage> rest = Expand(~coverage, -cells, connectivity, budget);
    if (!rest.ok()) return rest;
    return ~*rest;
  }
  RangeBuffer grown(coverage.ranges());
  for (int64_t step = 0; step < cells; ++step) {
    absl::StatusOr<RangeBuffer> more =
        internal::Grow(grown.span(), coverage.order(), connectivity == Connectivity::kCorners,
                       internal::Growth::kAll, budget);
    if (!more.ok()) return more.status();
    if (*more == grown) break;
    grown = *std::move(more);
  }
  return Coverage::FromCanonical(std::move(grown), coverage.order(), coverage.ellipsoid());
}

}  // namespace coincide
