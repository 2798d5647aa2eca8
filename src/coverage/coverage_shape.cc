#include "coincide/coverage/coverage_shape.h"

#include <cassert>
#include <numeric>
#include <string>
#include <utility>

#include "coincide/cell/interleave.h"
#include "coincide/coverage/difference.h"
#include "coincide/coverage/union.h"
#include "src/coverage/cell_partition.h"
#include "src/internal/absl_text.h"
#include "src/internal/radix_sort.h"

namespace coincide {
namespace {

using internal::CellPartition;

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

constexpr uint32_t kOther = UINT32_MAX;

// For each cell of the partition, the number of its component among the cells
// that are inside (or outside, as asked), by first leaf; kOther for the others.
struct Labels {
  std::vector<uint32_t> of_cell;
  uint32_t count = 0;
};

Labels LabelComponents(const CellPartition& cells, bool inside, Connectivity connectivity) {
  DisjointSets sets(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells.inside(i) != inside) continue;
    cells.ForEachContact(i, connectivity == Connectivity::kCorners,
                         [&](size_t, size_t j, int, uint64_t) {
                           if (cells.inside(j) == inside) {
                             sets.Join(static_cast<uint32_t>(i), static_cast<uint32_t>(j));
                           }
                         });
  }
  Labels labels;
  labels.of_cell.assign(cells.size(), kOther);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells.inside(i) != inside) continue;
    const uint32_t first = sets.Find(static_cast<uint32_t>(i));
    labels.of_cell[i] = first == i ? labels.count++ : labels.of_cell[first];
  }
  return labels;
}

// A side or a corner of a cell, whose cells of the finest order touch another
// cell of the partition.
struct Edge {
  uint64_t begin;  // First leaf of the cell.
  int order;
  int direction;
};

// The direction in which the cell at `begin` has `other` as a neighbour.
int DirectionTo(uint64_t begin, int order, uint64_t other) {
  const internal::NeighborLeaves near = internal::NeighborsOf(begin, order);
  for (int d = 0; d < kDirections; ++d) {
    if (near[static_cast<size_t>(d)] == other) return d;
  }
  assert(false && "neighbours see each other");
  return 0;
}

// Appends the indices, at order `fine`, of the cells along an edge.
void AppendEdge(const Edge& edge, int fine, std::vector<uint64_t>* indices) {
  const int depth = fine - edge.order;
  const uint64_t first = edge.begin >> (2 * (Cell::kMaxOrder - fine));
  const uint64_t all_x = kEvenBits & ((uint64_t{1} << (2 * depth)) - 1), all_y = all_x << 1;
  uint64_t fixed = 0, along = 0;
  switch (static_cast<Direction>(edge.direction)) {
    case Direction::kSw:
      along = all_y;
      break;
    case Direction::kNw:
      along = all_x, fixed = all_y;
      break;
    case Direction::kNe:
      along = all_y, fixed = all_x;
      break;
    case Direction::kSe:
      along = all_x;
      break;
    case Direction::kW:
      fixed = all_y;
      break;
    case Direction::kN:
      fixed = all_x | all_y;
      break;
    case Direction::kE:
      fixed = all_x;
      break;
    case Direction::kS:
      break;
  }
  // Counts through the values of the bits of `along`.
  uint64_t moving = 0;
  do {
    indices->push_back(first + (fixed | moving));
    moving = (moving - along) & along;
  } while (moving != 0);
}

absl::StatusOr<RangeBuffer> BorderRanges(std::span<const LeafRange> ranges, int fine,
                                         BorderSide side, Connectivity connectivity,
                                         uint64_t budget) {
  const CellPartition cells(ranges);
  const bool wanted = side == BorderSide::kInner;  // Whether edges inside count.
  std::vector<Edge> edges;
  uint64_t count = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    const uint64_t begin = cells.leaves(i).begin;
    const int order = cells.order(i);
    cells.ForEachContact(
        i, connectivity == Connectivity::kCorners,
        [&](size_t, size_t j, int direction, uint64_t neighbor) {
          if (cells.inside(i) == cells.inside(j)) return;
          if (cells.inside(i) == wanted) {
            edges.push_back({begin, order, direction});
          } else {
            edges.push_back({neighbor, order, DirectionTo(neighbor, order, begin)});
          }
          count += internal::IsSide(direction) ? uint64_t{1} << (fine - order) : 1;
        });
  }
  if (count > budget) {
    return internal::InvalidArgument("the border may have " + std::to_string(count) +
                                     " cells of order " + std::to_string(fine) +
                                     ", more than the budget of " + std::to_string(budget));
  }
  std::vector<uint64_t> indices;
  indices.reserve(count);
  for (const Edge& edge : edges) AppendEdge(edge, fine, &indices);
  internal::RadixSort(&indices);
  const int shift = 2 * (Cell::kMaxOrder - fine);
  RangeBuffer out;
  for (const uint64_t index : indices) {
    const LeafRange cell = {index << shift, (index + 1) << shift};
    if (!out.empty() && cell.begin <= out.back().end) {
      out.back().end = cell.end;
    } else {
      out.push_back(cell);
    }
  }
  return out;
}

}  // namespace

std::vector<Coverage> Components(const Coverage& coverage, Connectivity connectivity) {
  const CellPartition cells(coverage.ranges());
  const Labels labels = LabelComponents(cells, true, connectivity);
  // The ranges of each component: counted, then put in place.
  std::vector<uint64_t> ends(labels.count, internal::kNoCell);
  std::vector<size_t> offsets(labels.count + size_t{1});
  const auto for_each_cell = [&](auto&& visit) {
    ends.assign(labels.count, internal::kNoCell);
    for (size_t i = 0; i < cells.size(); ++i) {
      const uint32_t label = labels.of_cell[i];
      if (label == kOther) continue;
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
  return LabelComponents(CellPartition(coverage.ranges()), true, connectivity).count;
}

Coverage FillHoles(const Coverage& coverage, double max_area_m2, Connectivity connectivity) {
  assert(max_area_m2 >= 0);
  const CellPartition cells(coverage.ranges());
  const Connectivity holes =
      connectivity == Connectivity::kCorners ? Connectivity::kSides : Connectivity::kCorners;
  const Labels labels = LabelComponents(cells, false, holes);
  std::vector<uint64_t> leaves(labels.count);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (labels.of_cell[i] != kOther) leaves[labels.of_cell[i]] += cells.leaves(i).size();
  }
  const double leaf_m2 = coverage.ellipsoid().area_m2() / static_cast<double>(kLeafCount);
  RangeBuffer out;
  for (size_t i = 0; i < cells.size(); ++i) {
    const uint32_t label = labels.of_cell[i];
    if (label != kOther && static_cast<double>(leaves[label]) * leaf_m2 > max_area_m2) continue;
    const LeafRange cell = cells.leaves(i);
    if (!out.empty() && out.back().end == cell.begin) {
      out.back().end = cell.end;
    } else {
      out.push_back(cell);
    }
  }
  return Coverage::FromCanonical(std::move(out), coverage.order(), coverage.ellipsoid());
}

absl::StatusOr<Coverage> Border(const Coverage& coverage, BorderSide side,
                                Connectivity connectivity, uint64_t budget) {
  absl::StatusOr<RangeBuffer> ranges =
      BorderRanges(coverage.ranges(), coverage.order(), side, connectivity, budget);
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
  // Each ring is the border of the one before, without what is behind it.
  RangeBuffer grown(coverage.ranges());
  RangeBuffer ring(coverage.ranges());
  for (int64_t step = 0; step < cells && !ring.empty(); ++step) {
    absl::StatusOr<RangeBuffer> border =
        BorderRanges(ring.span(), coverage.order(), BorderSide::kOuter, connectivity, budget);
    if (!border.ok()) return border.status();
    ring.clear();
    AppendDifference(border->span(), grown.span(), &ring);
    RangeBuffer more;
    AppendUnion(grown.span(), ring.span(), &more);
    grown = std::move(more);
  }
  return Coverage::FromCanonical(std::move(grown), coverage.order(), coverage.ellipsoid());
}

}  // namespace coincide
