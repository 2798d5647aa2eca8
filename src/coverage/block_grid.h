// A coverage as blocks of 8 x 8 cells, in tiles of 8 x 8 blocks.
//
// Blocks are runs of 64 cells on the curve, tiles runs of 64 blocks. Tiles that
// are full or empty come in long runs and are kept as such; every other tile has
// masks of its blocks that are full and of those that are mixed, and the cells of
// the latter. So the cost of what is built on it follows the outline of a coverage,
// not its area, and neighbouring blocks are found by a search once a tile.

#ifndef COINCIDE_COVERAGE_BLOCK_GRID_H_
#define COINCIDE_COVERAGE_BLOCK_GRID_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "src/coverage/block_mask.h"
#include "src/coverage/bucket_search.h"

namespace coincide::internal {

class BlockGrid {
 public:
  static constexpr int kBlockOrders = 3, kTileOrders = 6;
  static constexpr int kBlockBits = 2 * kBlockOrders, kTileBits = 2 * kTileOrders;

  // Bit i of the two masks is the tile's block i along the curve.
  struct Tile {
    uint64_t mixed = 0;
    uint64_t full = 0;
    uint32_t first = 0;       // Where the masks of `mixed` begin.
    uint32_t first_full = 0;  // How many full blocks the tiles before it have.

    uint64_t blocks() const { return mixed | full; }
  };

  // REQUIRES: order >= kTileOrders; canonical ranges of its cells, not empty.
  BlockGrid(std::span<const LeafRange> ranges, int order);

  int order() const { return order_; }
  int tile_order() const { return order_ - kTileOrders; }
  int cell_shift() const { return 2 * (Cell::kMaxOrder - order_); }
  int tile_shift() const { return cell_shift() + kTileBits; }

  // Entries along the curve make up all tiles: runs, and mixed tiles one by one.
  size_t size() const { return kinds_.size(); }
  uint64_t begin(size_t i) const { return begins_[i]; }
  uint64_t end(size_t i) const { return i + 1 < size() ? begins_[i + 1] : end_; }
  bool is_empty(size_t i) const { return kinds_[i] == kEmpty; }
  bool is_full(size_t i) const { return kinds_[i] == kFull; }
  bool is_mixed(size_t i) const { return kinds_[i] < kFull; }
  // REQUIRES: is_mixed(i).
  const Tile& tile(size_t i) const { return tiles_[kinds_[i]]; }
  size_t Find(uint64_t tile) const { return begins_.Find(tile); }

  // The cells of each mixed block, in rows (block_mask.h).
  std::span<const uint64_t> masks() const { return masks_; }
  // How many blocks of mixed tiles are full.
  uint32_t full_count() const { return full_count_; }
  // The cells of a block of a mixed tile, given as a bit. 0 if it is empty.
  uint64_t CellsOf(const Tile& tile, uint64_t block) const {
    if ((tile.mixed & block) != 0) return masks_[MaskIndex(tile, block)];
    return (tile.full & block) != 0 ? kAllCells : 0;
  }
  // REQUIRES: block is one bit of tile.mixed.
  static uint32_t MaskIndex(const Tile& tile, uint64_t block) {
    return tile.first + CountBits(tile.mixed & (block - 1));
  }

 private:
  static constexpr uint32_t kEmpty = UINT32_MAX, kFull = UINT32_MAX - 1;
  class Builder;

  int order_;
  uint64_t end_;  // Of all tiles.
  BucketSearch begins_;
  std::vector<uint32_t> kinds_;  // Index of a tile, or one of the above.
  std::vector<Tile> tiles_;
  std::vector<uint64_t> masks_;
  uint32_t full_count_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_BLOCK_GRID_H_
