// The largest cells that make up ranges, and which of them touch.
//
// Two cells of the list touch along a side, or at a corner, exactly if the
// neighbour of the smaller one there, taken at its own order, lies in the larger
// one. So looking from each cell at its 8 neighbours of equal size finds every
// contact, from the smaller side, and one lookup each is enough.

#ifndef COINCIDE_COVERAGE_CELL_LIST_H_
#define COINCIDE_COVERAGE_CELL_LIST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/healpix/neighbors.h"
#include "src/coverage/bucket_search.h"

namespace coincide::internal {

inline constexpr uint64_t kNoCell = UINT64_MAX;

// First leaves of the neighbours of a cell at its own order, by Direction;
// kNoCell where there is none.
using NeighborLeaves = std::array<uint64_t, kDirections>;
NeighborLeaves NeighborsOf(uint64_t begin, int order);

// The direction in which the cell at `begin` has the one at `other`, of the same
// order, as a neighbour.
int DirectionTo(uint64_t begin, int order, uint64_t other);

class CellList {
 public:
  CellList() = default;
  // REQUIRES: canonical, all below kLeafCount.
  explicit CellList(std::span<const LeafRange> ranges);

  size_t size() const { return orders_.size(); }
  int order(size_t i) const { return orders_[i]; }
  LeafRange leaves(size_t i) const {
    const uint64_t begin = begins_[i];
    return {begin, begin + (uint64_t{1} << (2 * (Cell::kMaxOrder - orders_[i])))};
  }

  // The last cell that does not begin after `leaf`. REQUIRES: there is one.
  size_t Find(uint64_t leaf) const { return begins_.Find(leaf); }

  // Calls visit(j) for the cells j, as large as cell i or larger, that touch it.
  template <class Visit>
  void ForEachContact(size_t i, bool corners, Visit&& visit) const {
    const LeafRange cell = leaves(i);
    const NeighborLeaves near = NeighborsOf(cell.begin, order(i));
    for (size_t d = 0; d < near.size(); d += corners ? 1 : 2) {
      if (near[d] == kNoCell || near[d] < begins_[0]) continue;
      const size_t j = begins_.Find(near[d]);
      if (leaves(j).end >= near[d] + cell.size()) visit(j);
    }
  }

 private:
  BucketSearch begins_;
  std::vector<uint8_t> orders_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_CELL_LIST_H_
