// The quadtree of a coverage, looked up in its ranges: how much of a cell is covered.

#ifndef COINCIDE_COVER_COVER_TREE_H_
#define COINCIDE_COVER_COVER_TREE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"

namespace coincide::internal {

// A cell as its first leaf and order, with how many of its leaves are covered.
struct CoveredCell {
  uint64_t begin;
  int order;
  uint64_t covered;

  uint64_t size() const { return uint64_t{1} << (2 * (Cell::kMaxOrder - order)); }
};

// Those of four children that hold anything, in order of the curve.
struct CoveredChildren {
  std::array<CoveredCell, 4> cells;
  size_t count = 0;

  const CoveredCell* begin() const { return cells.data(); }
  const CoveredCell* end() const { return cells.data() + count; }
};

// REQUIRES: the ranges, which must outlive this, are canonical.
class CoverTree {
 public:
  explicit CoverTree(std::span<const LeafRange> ranges)
      : ranges_(ranges), before_(ranges.size() + 1) {
    for (size_t i = 0; i < ranges.size(); ++i) before_[i + 1] = before_[i] + ranges[i].size();
  }

  CoveredCell At(uint64_t begin, int order) const {
    CoveredCell cell{begin, order, 0};
    cell.covered = Below(begin + cell.size()) - Below(begin);
    return cell;
  }

  // The base cells that hold anything.
  std::vector<CoveredCell> Roots() const {
    std::vector<CoveredCell> roots;
    for (uint64_t base = 0; base < 12; ++base) {
      const CoveredCell cell = At(base << (2 * Cell::kMaxOrder), 0);
      if (cell.covered > 0) roots.push_back(cell);
    }
    return roots;
  }

  // REQUIRES: cell.order < 29.
  CoveredChildren ChildrenOf(const CoveredCell& cell) const {
    CoveredChildren children;
    const uint64_t quarter = cell.size() / 4;
    for (uint64_t k = 0; k < 4; ++k) {
      const CoveredCell child = At(cell.begin + k * quarter, cell.order + 1);
      if (child.covered > 0) children.cells[children.count++] = child;
    }
    return children;
  }

 private:
  // Leaves of the coverage below `leaf`.
  uint64_t Below(uint64_t leaf) const {
    const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), leaf,
                                        [](uint64_t l, const LeafRange& r) { return l < r.begin; });
    const auto i = static_cast<size_t>(after - ranges_.begin());
    if (i == 0) return 0;
    return before_[i - 1] + (std::min(leaf, ranges_[i - 1].end) - ranges_[i - 1].begin);
  }

  std::span<const LeafRange> ranges_;
  std::vector<uint64_t> before_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_COVER_TREE_H_
