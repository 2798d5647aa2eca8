#include "src/coverage/growth.h"

#include <array>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/interleave.h"
#include "coincide/coverage/maximal_cells.h"
#include "src/coverage/block_grid.h"
#include "src/coverage/block_mask.h"
#include "src/coverage/block_window.h"
#include "src/coverage/cell_list.h"
#include "src/coverage/kernels/grown_blocks.h"
#include "src/coverage/range_writer.h"
#include "src/internal/absl_text.h"
#include "src/internal/radix_sort.h"

namespace coincide::internal {
namespace {

// Orders that have no tiles have few cells: every one in turn.
RangeBuffer GrowOneByOne(std::span<const LeafRange> ranges, int order, bool corners,
                         Growth growth) {
  const int shift = 2 * (Cell::kMaxOrder - order);
  const uint64_t count = Cell::Count(order);
  std::vector<uint8_t> inside(count), beside(count), edge(count);
  for (const LeafRange range : ranges) {
    for (uint64_t i = range.begin >> shift; i < range.end >> shift; ++i) inside[i] = 1;
  }
  for (uint64_t i = 0; i < count; ++i) {
    if (inside[i] == 0) continue;
    const NeighborLeaves near = NeighborsOf(i << shift, order);
    for (size_t d = 0; d < near.size(); d += corners ? 1 : 2) {
      if (near[d] == kNoCell || inside[near[d] >> shift] != 0) continue;
      edge[i] = beside[near[d] >> shift] = 1;
    }
  }
  RangeWriter out(shift, ranges.size());
  for (uint64_t i = 0; i < count; ++i) {
    const bool outside = growth != Growth::kInside && beside[i] != 0;
    if (outside || (growth == Growth::kAll ? inside[i] : growth == Growth::kInside && edge[i])) {
      out.AddRun(i, i + 1);
    }
  }
  return out.Take();
}

// A side or a corner of a cell of the order of tiles or above.
struct Edge {
  uint64_t begin;  // First leaf of the cell.
  int order;
  int direction;
};

class TileGrower {
 public:
  TileGrower(const BlockGrid& grid, bool corners) : grid_(grid), corners_(corners) {}

  // The empty tiles along full ones, as edges of cells; only then are the tiles
  // made. Returns how many cells lie along the edges.
  uint64_t FindEdges() {
    const int shift = grid_.tile_shift();
    for (size_t i = 0; i < grid_.size(); ++i) {
      if (!grid_.is_full(i)) continue;
      const LeafRange run = {grid_.begin(i) << shift, grid_.end(i) << shift};
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
      count += edge.direction % 2 == 1 ? 1 : uint64_t{1} << (grid_.order() - edge.order);
    }
    return count;
  }

  RangeBuffer Ranges(Growth growth, size_t expected) {
    for (const Edge& edge : edges_) AddTilesAlong(edge);
    if (growth == Growth::kInside) TakeFullAround();
    // What is around each mixed tile, for the second pass, but at sides of base cells.
    std::vector<std::array<uint32_t, kDirections>> around;
    around.reserve(grid_.size());
    for (size_t i = 0; i < grid_.size(); ++i) {
      if (!grid_.is_mixed(i)) continue;
      const TilesAround tiles(grid_.begin(i), grid_);
      if (growth == Growth::kInside) {
        AddFullAround(tiles);
      } else {
        AddTilesAround(grid_.tile(i), tiles);
      }
      around.push_back(tiles.entries);
      if (tiles.at_base_side) around.back()[0] = kAtBaseSide;
    }
    RadixSort(&beside_);
    // What is beyond a corner where no tile is counts neither as inside nor outside.
    BlockWindow window(grid_, /*with_ids=*/false, growth == Growth::kInside ? kAllCells : 0);
    RangeWriter out(grid_.cell_shift(), expected);
    const auto write = [&](uint64_t tile) {
      WriteGrownBlocks(window, tile, growth, corners_, &out);
    };
    size_t mixed = 0, next = 0;
    for (size_t i = 0; i < grid_.size(); ++i) {
      const uint64_t end = grid_.end(i);
      if (grid_.is_mixed(i)) {
        const uint64_t tile = grid_.begin(i);
        if (around[mixed][0] == kAtBaseSide) {
          window.MoveTo(tile, i);
        } else {
          window.MoveTo(i, around[mixed]);
        }
        ++mixed;
        write(tile);
        continue;
      }
      if (grid_.is_full(i) && growth == Growth::kAll) {
        out.AddRun(grid_.begin(i) << kTileBits, end << kTileBits);
      }
      uint64_t last = TilesAround::kNoTile;
      for (; next < beside_.size() && beside_[next] < end; ++next) {
        if (beside_[next] == std::exchange(last, beside_[next])) continue;
        window.MoveTo(last, i);
        write(last);
      }
    }
    return out.Take();
  }

 private:
  static constexpr int kTileBits = BlockGrid::kTileBits;
  static constexpr uint32_t kAtBaseSide = TilesAround::kNoEntry;

  // The parts of a full cell's neighbour that touch it and are empty: all of it,
  // or of its quarters. Tiles that are neither are seen to from their own side.
  void FindEdge(Edge edge, uint64_t full_cell) {
    const int shift = grid_.tile_shift();
    const uint64_t first = edge.begin >> shift;
    const uint64_t count = uint64_t{1} << (2 * (grid_.tile_order() - edge.order));
    const size_t i = grid_.Find(first);
    const bool whole = grid_.end(i) >= first + count;
    if (whole && !grid_.is_empty(i)) return;
    if (edge.direction < 0) edge.direction = DirectionTo(edge.begin, edge.order, full_cell);
    if (whole) {
      edges_.push_back(edge);
      return;
    }
    const uint64_t quarter = count / 4 << shift;
    const int x = kStepX[static_cast<size_t>(edge.direction)];
    const int y = kStepY[static_cast<size_t>(edge.direction)];
    for (uint64_t q = 0; q < 4; ++q) {
      const bool touches =
          (x == 0 || (x > 0) == ((q & 1) != 0)) && (y == 0 || (y > 0) == ((q & 2) != 0));
      if (!touches) continue;
      FindEdge({edge.begin + q * quarter, edge.order + 1, edge.direction}, full_cell);
    }
  }

  void AddTilesAlong(const Edge& edge) {
    const int depth = grid_.tile_order() - edge.order;
    const uint64_t all_x = kEvenBits & ((uint64_t{1} << (2 * depth)) - 1), all_y = all_x << 1;
    // The bits of the tile's place that are all ones, and those that run.
    const int x = kStepX[static_cast<size_t>(edge.direction)];
    const int y = kStepY[static_cast<size_t>(edge.direction)];
    const uint64_t fixed = (x > 0 ? all_x : 0) | (y > 0 ? all_y : 0);
    const uint64_t along = (x == 0 ? all_x : 0) | (y == 0 ? all_y : 0);
    const uint64_t first = edge.begin >> grid_.tile_shift();
    uint64_t moving = 0;
    do {
      beside_.push_back(first + (fixed | moving));
      moving = (moving - along) & along;
    } while (moving != 0);
  }

  // The empty tiles into which a mixed one grows.
  void AddTilesAround(const BlockGrid::Tile& tile, const TilesAround& around) {
    for (size_t d = 0; d < around.tiles.size(); d += corners_ ? 1 : 2) {
      uint64_t left = tile.blocks() & kBlocksAlong[d];
      if (left == 0 || around.tiles[d] == TilesAround::kNoTile) continue;
      if (!grid_.is_empty(around.entries[d])) continue;
      bool reached = (left & tile.full) != 0;
      for (; left != 0 && !reached; left &= left - 1) {
        reached = (grid_.CellsOf(tile, left & (~left + 1)) & kCellsAlong[d]) != 0;
      }
      if (reached) beside_.push_back(around.tiles[d]);
    }
  }

  // The full tiles around one; around those of the list, which are empty.
  void AddFullAround(const TilesAround& around) {
    for (size_t d = 0; d < around.tiles.size(); d += corners_ ? 1 : 2) {
      const uint32_t entry = around.entries[d];
      if (entry != TilesAround::kNoEntry && grid_.is_full(entry)) {
        beside_.push_back(around.tiles[d]);
      }
    }
  }
  void TakeFullAround() {
    for (const uint64_t tile : std::exchange(beside_, {})) {
      AddFullAround(TilesAround(tile, grid_));
    }
  }

  const BlockGrid& grid_;
  bool corners_;
  std::vector<Edge> edges_;
  std::vector<uint64_t> beside_;  // Empty tiles beside others; full ones for kInside.
};

}  // namespace

absl::StatusOr<RangeBuffer> Grow(std::span<const LeafRange> ranges, int order, bool corners,
                                 Growth growth, uint64_t budget) {
  if (ranges.empty()) return RangeBuffer();
  if (order < BlockGrid::kTileOrders) return GrowOneByOne(ranges, order, corners, growth);
  const BlockGrid grid(ranges, order);
  TileGrower grower(grid, corners);
  if (const uint64_t count = grower.FindEdges(); count > budget) {
    return InvalidArgument("the border may have " + std::to_string(count) + " cells of order " +
                           std::to_string(order) + ", more than the budget of " +
                           std::to_string(budget));
  }
  return grower.Ranges(growth, ranges.size() + ranges.size() / 8);
}

}  // namespace coincide::internal
