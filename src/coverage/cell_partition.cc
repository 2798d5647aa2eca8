#include "src/coverage/cell_partition.h"

#include <algorithm>
#include <bit>

#include "coincide/cell/interleave.h"
#include "coincide/coverage/maximal_cells.h"

namespace coincide::internal {
namespace {

constexpr uint64_t kInBase = (uint64_t{1} << 58) - 1;

}  // namespace

NeighborLeaves NeighborsOf(uint64_t begin, int order) {
  const int shift = 2 * (Cell::kMaxOrder - order);
  const uint64_t unit = uint64_t{1} << shift;
  // The bits of x and of y at this order and above, in their Z-order places; a
  // sum carries over the bits of the other if those are all set.
  const uint64_t x_bits = kEvenBits & kInBase & ~(unit - 1), y_bits = x_bits << 1;
  const uint64_t x = begin & x_bits, y = begin & y_bits;
  if (x == 0 || x == x_bits || y == 0 || y == y_bits) {
    // At a side of the base cell.
    NeighborLeaves out;
    const auto near = Neighbors(Cell::FromNested(order, begin >> shift));
    for (size_t d = 0; d < out.size(); ++d) {
      out[d] = near[d].is_null() ? kNoCell : near[d].leaves().begin;
    }
    return out;
  }
  const uint64_t base = begin & ~kInBase;
  const uint64_t x_up = ((x | ~x_bits) + unit) & x_bits, x_down = (x - unit) & x_bits;
  const uint64_t y_up = ((y | ~y_bits) + 2 * unit) & y_bits, y_down = (y - 2 * unit) & y_bits;
  const uint64_t here_x = base | x, up_x = base | x_up, down_x = base | x_down;
  return {down_x | y, down_x | y_up, here_x | y_up,   up_x | y_up,
          up_x | y,   up_x | y_down, here_x | y_down, down_x | y_down};
}

CellPartition::CellPartition(std::span<const LeafRange> ranges) {
  uint64_t done = 0;
  for (const LeafRange range : ranges) {
    if (done < range.begin) Add({done, range.begin}, false);
    Add(range, true);
    done = range.end;
  }
  if (done < kLeafCount) Add({done, kLeafCount}, false);
  begins_.push_back(kLeafCount);

  if (!ranges.empty()) {
    origin_ = ranges.front().begin;
    end_ = ranges.back().end;
  }
  const int wanted = static_cast<int>(std::bit_width(size())) + 1;
  const int width = static_cast<int>(std::bit_width(end_ - origin_));
  shift_ = std::max(0, width - wanted);
  before_.resize(((end_ - origin_) >> shift_) + 2);
  size_t i = 0;
  for (size_t k = 0; k < before_.size(); ++k) {
    const uint64_t at = origin_ + (k << shift_);
    while (i < size() && begins_[i] < at) ++i;
    before_[k] = static_cast<uint32_t>(i);
  }
}

void CellPartition::Add(LeafRange range, bool inside) {
  ForEachMaximalCell(range, [&](int, LeafRange cell) {
    begins_.push_back(cell.begin);
    inside_.push_back(inside ? 1 : 0);
  });
}

int CellPartition::order(size_t i) const {
  return Cell::kMaxOrder - std::countr_zero(leaves(i).size()) / 2;
}

size_t CellPartition::Find(uint64_t leaf) const {
  // How many cells begin at or before the leaf: between `low` and `high`.
  size_t low = 0, high = size();
  if (leaf < origin_) {
    high = before_.front();
  } else if (leaf >= end_) {
    low = before_[(end_ - origin_) >> shift_];
  } else {
    const uint64_t bucket = (leaf - origin_) >> shift_;
    low = before_[bucket];
    high = before_[bucket + 1];
  }
  for (size_t n = high - low; n > 0;) {
    const size_t half = (n + 1) / 2;
    const bool counts = begins_[low + half - 1] <= leaf;
    low += counts ? half : 0;
    n = counts ? n - half : half - 1;
  }
  return low - 1;
}

}  // namespace coincide::internal
