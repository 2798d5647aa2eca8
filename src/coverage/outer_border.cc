#include "src/coverage/outer_border.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/interleave.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/maximal_cells.h"
#include "src/coverage/block_mask.h"
#include "src/coverage/bucket_search.h"
#include "src/coverage/cell_list.h"
#include "src/internal/absl_text.h"
#include "src/internal/radix_sort.h"

namespace coincide::internal {
namespace {

constexpr int kBlockOrders = 3;
constexpr int kBlockBits = 2 * kBlockOrders;

void AppendCell(uint64_t index, int shift, uint64_t count, RangeBuffer* out) {
  const LeafRange cells = {index << shift, (index + count) << shift};
  if (!out->empty() && cells.begin <= out->back().end) {
    out->back().end = cells.end;
  } else {
    out->push_back(cells);
  }
}

// Orders 0 to 2 have no blocks: every cell in turn.
RangeBuffer SmallOuterBorder(std::span<const LeafRange> ranges, int order, bool corners) {
  const int shift = 2 * (Cell::kMaxOrder - order);
  RangeBuffer out;
  for (uint64_t i = 0; i < Cell::Count(order); ++i) {
    if (ContainsLeaf(ranges, i << shift)) continue;
    const NeighborLeaves near = NeighborsOf(i << shift, order);
    bool touches = false;
    for (size_t d = 0; d < near.size(); d += corners ? 1 : 2) {
      touches |= near[d] != kNoCell && ContainsLeaf(ranges, near[d]);
    }
    if (touches) AppendCell(i, shift, 1, &out);
  }
  return out;
}

// All blocks along the curve: runs of full and of empty blocks, and each other
// block by itself.
class Blocks {
 public:
  Blocks(std::span<const LeafRange> ranges, int order) {
    const int shift = 2 * (Cell::kMaxOrder - order);
    for (const LeafRange range : ranges) {
      const uint64_t begin = range.begin >> shift, end = range.end >> shift;
      const uint64_t first = begin >> kBlockBits, last = end >> kBlockBits;
      const uint64_t from_begin = kAllCells << (begin & 63);
      const uint64_t to_end = (uint64_t{1} << (end & 63)) - 1;
      if (first == last) {
        AddPart(first, from_begin & to_end);
        continue;
      }
      AddPart(first, from_begin);
      if (first + 1 < last) {
        Flush();
        Put(first + 1, last, kAllCells);
      }
      if (to_end != 0) AddPart(last, to_end);
    }
    Flush();
    Put(Cell::Count(order) >> kBlockBits, Cell::Count(order) >> kBlockBits, 0);
    begins_.pop_back();
    masks_.pop_back();
    end_ = Cell::Count(order) >> kBlockBits;
    search_ = BucketSearch(std::move(begins_));
  }

  size_t size() const { return masks_.size(); }
  uint64_t begin(size_t i) const { return search_[i]; }
  uint64_t end(size_t i) const { return i + 1 < size() ? search_[i + 1] : end_; }
  uint64_t mask(size_t i) const { return masks_[i]; }
  size_t Find(uint64_t block) const { return search_.Find(block); }
  uint64_t MaskOf(uint64_t block) const { return masks_[Find(block)]; }

 private:
  void AddPart(uint64_t block, uint64_t mask) {
    if (block != part_block_) Flush();
    part_block_ = block;
    part_ |= mask;
  }
  void Flush() {
    if (part_ != 0) Put(part_block_, part_block_ + 1, std::exchange(part_, 0));
  }
  void Put(uint64_t begin, uint64_t end, uint64_t mask) {
    if (done_ < begin) Push(done_, 0);
    if (mask != kAllCells || masks_.empty() || masks_.back() != kAllCells) Push(begin, mask);
    done_ = end;
  }
  void Push(uint64_t begin, uint64_t mask) {
    begins_.push_back(begin);
    masks_.push_back(mask);
  }

  std::vector<uint64_t> begins_;
  std::vector<uint64_t> masks_;
  BucketSearch search_;
  uint64_t end_ = 0;
  uint64_t done_ = 0;
  uint64_t part_block_ = 0;
  uint64_t part_ = 0;
};

struct BlockCells {
  uint64_t block;
  uint64_t mask;
};

// A side or a corner of a cell, of the order of blocks or larger.
struct Edge {
  uint64_t begin;  // First leaf of the cell.
  int order;
  int direction;
};

class BorderFinder {
 public:
  BorderFinder(const Blocks& blocks, int order, bool corners)
      : blocks_(blocks), order_(order), corners_(corners) {}

  // The border beside full blocks, without the part in mixed blocks, as edges of
  // cells; only then are the blocks along them made. Returns how many cells.
  uint64_t FindEdges() {
    const int shift = block_shift();
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_.mask(i) != kAllCells) continue;
      const LeafRange run = {blocks_.begin(i) << shift, blocks_.end(i) << shift};
      ForEachMaximalCell(run, [&](int order, LeafRange cell) {
        const NeighborLeaves near = NeighborsOf(cell.begin, order);
        for (int d = 0; d < kDirections; d += corners_ ? 1 : 2) {
          const uint64_t neighbor = near[static_cast<size_t>(d)];
          if (neighbor == kNoCell) continue;
          if (run.Contains(LeafRange{neighbor, neighbor + cell.size()})) continue;
          FindEdge({neighbor, order, -1}, cell.begin);
        }
      });
    }
    uint64_t count = 0;
    for (const Edge& edge : edges_) {
      count += edge.direction % 2 == 1 ? 1 : uint64_t{1} << (order_ - edge.order);
    }
    return count;
  }

  RangeBuffer Border() {
    for (const Edge& edge : edges_) AddEdge(edge);
    for (size_t i = 0; i < blocks_.size(); ++i) {
      const uint64_t mask = blocks_.mask(i);
      if (mask == 0 || mask == kAllCells) continue;
      const uint64_t block = blocks_.begin(i);
      if (IsAtBaseSide(block << block_shift(), block_order())) {
        AddOneByOne(block, mask);
      } else {
        AddAround(block, mask);
      }
    }
    RadixSortBy(&found_, [](const BlockCells& cells) { return cells.block; });
    RangeBuffer out;
    const int shift = 2 * (Cell::kMaxOrder - order_);
    for (size_t i = 0; i < found_.size();) {
      const uint64_t block = found_[i].block;
      uint64_t mask = 0;
      for (; i < found_.size() && found_[i].block == block; ++i) mask |= found_[i].mask;
      // Runs of ones.
      while (mask != 0) {
        const int first = std::countr_zero(mask), ones = std::countr_one(mask >> first);
        AppendCell((block << kBlockBits) + static_cast<uint64_t>(first), shift,
                   static_cast<uint64_t>(ones), &out);
        mask &= ones + first == 64 ? 0 : kAllCells << (first + ones);
      }
    }
    return out;
  }

 private:
  int block_order() const { return order_ - kBlockOrders; }
  int block_shift() const { return 2 * (Cell::kMaxOrder - block_order()); }

  // The parts of a full cell's neighbour that touch it and are empty: all of it,
  // or of its quarters. Blocks that are neither are seen to from their own side.
  void FindEdge(Edge edge, uint64_t full_cell) {
    const int shift = block_shift();
    const uint64_t first = edge.begin >> shift;
    const uint64_t count = uint64_t{1} << (2 * (block_order() - edge.order));
    const size_t i = blocks_.Find(first);
    const bool whole = blocks_.end(i) >= first + count;
    if (whole && blocks_.mask(i) != 0) return;
    if (edge.direction < 0) edge.direction = DirectionTo(edge.begin, edge.order, full_cell);
    if (whole) {
      edges_.push_back(edge);
      return;
    }
    const uint64_t quarter = count / 4 << shift;
    for (uint64_t q = 0; q < 4; ++q) {
      // Quarter q has its corner cell at the same corner of the block mask.
      const uint64_t corner = EdgeMask(kQuarterCorners[q]);
      if ((corner & EdgeMask(static_cast<Direction>(edge.direction))) == 0) continue;
      FindEdge({edge.begin + q * quarter, edge.order + 1, edge.direction}, full_cell);
    }
  }
  static constexpr Direction kQuarterCorners[] = {Direction::kS, Direction::kE, Direction::kW,
                                                  Direction::kN};

  void AddEdge(const Edge& edge) {
    const auto direction = static_cast<Direction>(edge.direction);
    const int depth = block_order() - edge.order;
    const uint64_t all_x = kEvenBits & ((uint64_t{1} << (2 * depth)) - 1), all_y = all_x << 1;
    // The bits of the block's place that are all ones, and those that run.
    const uint64_t mask = EdgeMask(direction);
    const uint64_t fixed =
        ((mask & block::kX0) == 0 ? all_x : 0) | ((mask & block::kY0) == 0 ? all_y : 0);
    const uint64_t along = direction == Direction::kSw || direction == Direction::kNe   ? all_y
                           : direction == Direction::kSe || direction == Direction::kNw ? all_x
                                                                                        : 0;
    const uint64_t first = edge.begin >> block_shift();
    uint64_t moving = 0;
    do {
      found_.push_back({first + (fixed | moving), mask});
      moving = (moving - along) & along;
    } while (moving != 0);
  }

  // A mixed block inside its base cell: its own part of the border, and what it
  // gives to the empty blocks around.
  void AddAround(uint64_t block, uint64_t mask) {
    const NeighborLeaves near = NeighborsOf(block << block_shift(), block_order());
    const MasksAround spill = Spill(mask, corners_);
    MasksAround around;
    for (size_t d = 0; d < near.size(); ++d) {
      const uint64_t other = near[d] >> block_shift();
      around[d] = blocks_.MaskOf(other);
      if (around[d] == 0 && spill[d] != 0) found_.push_back({other, spill[d]});
    }
    const uint64_t border = Dilate(mask, around, corners_) & ~mask;
    if (border != 0) found_.push_back({block, border});
  }

  // The same at a side of a base cell, where the block across may lie turned.
  void AddOneByOne(uint64_t block, uint64_t mask) {
    const int shift = 2 * (Cell::kMaxOrder - order_);
    uint64_t border = 0;
    for (uint64_t i = 0; i < 64; ++i) {
      const bool inside = (mask >> i & 1) != 0;
      const NeighborLeaves near = NeighborsOf(((block << kBlockBits) + i) << shift, order_);
      for (size_t d = 0; d < near.size(); d += corners_ ? 1 : 2) {
        if (near[d] == kNoCell) continue;
        const uint64_t cell = near[d] >> shift, other = cell >> kBlockBits;
        const uint64_t bit = uint64_t{1} << (cell & 63);
        const uint64_t other_mask = other == block ? mask : blocks_.MaskOf(other);
        if (!inside && (other_mask & bit) != 0) border |= uint64_t{1} << i;
        if (inside && other_mask == 0) found_.push_back({other, bit});
      }
    }
    if (border != 0) found_.push_back({block, border});
  }

  const Blocks& blocks_;
  int order_;
  bool corners_;
  std::vector<Edge> edges_;
  std::vector<BlockCells> found_;
};

}  // namespace

absl::StatusOr<RangeBuffer> OuterBorder(std::span<const LeafRange> ranges, int order, bool corners,
                                        uint64_t budget) {
  if (ranges.empty()) return RangeBuffer();
  if (order < kBlockOrders) return SmallOuterBorder(ranges, order, corners);
  const Blocks blocks(ranges, order);
  BorderFinder finder(blocks, order, corners);
  if (const uint64_t count = finder.FindEdges(); count > budget) {
    return InvalidArgument("the border may have " + std::to_string(count) + " cells of order " +
                           std::to_string(order) + ", more than the budget of " +
                           std::to_string(budget));
  }
  return finder.Border();
}

}  // namespace coincide::internal
