// The whole ellipsoid as the largest cells that lie inside or outside a coverage,
// and which of them touch.
//
// Two cells of the partition touch along a side, or at a corner, exactly if the
// neighbour of the smaller one there, taken at its own order, lies in the larger
// one. So looking from each cell at its 8 neighbours of equal size finds every
// contact, from the smaller side, and one lookup each is enough.

#ifndef COINCIDE_COVERAGE_CELL_PARTITION_H_
#define COINCIDE_COVERAGE_CELL_PARTITION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/healpix/neighbors.h"

namespace coincide::internal {

inline constexpr uint64_t kNoCell = UINT64_MAX;

// First leaves of the neighbours of a cell at its own order, kNoCell where there
// is none.
using NeighborLeaves = std::array<uint64_t, kDirections>;
NeighborLeaves NeighborsOf(uint64_t begin, int order);

// Directions 0, 2, 4, 6 are those of sides.
constexpr bool IsSide(int direction) { return direction % 2 == 0; }

class CellPartition {
 public:
  // REQUIRES: canonical, all below kLeafCount.
  explicit CellPartition(std::span<const LeafRange> ranges);

  size_t size() const { return inside_.size(); }
  LeafRange leaves(size_t i) const { return {begins_[i], begins_[i + 1]}; }
  bool inside(size_t i) const { return inside_[i] != 0; }
  int order(size_t i) const;

  // The cell that holds the leaf. REQUIRES: leaf < kLeafCount.
  size_t Find(uint64_t leaf) const;

  // Calls visit(i, j, direction, neighbor) for the contacts of cell i with cells j
  // that are as large or larger; `neighbor` is the first leaf of i's neighbour at
  // its own order, which lies in j.
  template <class Visit>
  void ForEachContact(size_t i, bool corners, Visit&& visit) const {
    const LeafRange cell = leaves(i);
    const NeighborLeaves near = NeighborsOf(cell.begin, order(i));
    for (int d = 0; d < kDirections; d += corners ? 1 : 2) {
      const uint64_t neighbor = near[static_cast<size_t>(d)];
      if (neighbor == kNoCell) continue;
      const size_t j = Find(neighbor);
      if (leaves(j).end >= neighbor + cell.size()) visit(i, j, d, neighbor);
    }
  }

 private:
  void Add(LeafRange range, bool inside);

  std::vector<uint64_t> begins_;  // One more than cells: kLeafCount.
  std::vector<uint8_t> inside_;
  // Buckets of equal width over the stretch of the coverage: before_[k] cells
  // begin before bucket k.
  uint64_t origin_ = 0;
  uint64_t end_ = 0;
  int shift_ = 0;
  std::vector<uint32_t> before_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_CELL_PARTITION_H_
