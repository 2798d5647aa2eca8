#include "src/coverage/cell_list.h"

#include <cassert>
#include <utility>

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

int DirectionTo(uint64_t begin, int order, uint64_t other) {
  const NeighborLeaves near = NeighborsOf(begin, order);
  for (int d = 0; d < kDirections; ++d) {
    if (near[static_cast<size_t>(d)] == other) return d;
  }
  assert(false && "neighbours see each other");
  return 0;
}

CellList::CellList(std::span<const LeafRange> ranges) {
  if (ranges.empty()) return;
  std::vector<uint64_t> begins;
  for (const LeafRange range : ranges) {
    ForEachMaximalCell(range, [&](int order, LeafRange cell) {
      begins.push_back(cell.begin);
      orders_.push_back(static_cast<uint8_t>(order));
    });
  }
  begins_ = BucketSearch(std::move(begins));
}

}  // namespace coincide::internal
