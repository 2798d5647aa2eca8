// One tile of a BlockGrid with the blocks around it, laid out in rows, in the
// tile's own axes: what neighbourhoods of its blocks are read from.

#ifndef COINCIDE_COVERAGE_BLOCK_WINDOW_H_
#define COINCIDE_COVERAGE_BLOCK_WINDOW_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "src/coverage/block_grid.h"
#include "src/coverage/block_mask.h"

namespace coincide::internal {

// The tiles around one, by Direction.
struct TilesAround {
  static constexpr uint64_t kNoTile = UINT64_MAX;
  static constexpr uint32_t kNoEntry = UINT32_MAX;

  std::array<uint64_t, kDirections> tiles;    // kNoTile at corners of three base cells.
  std::array<uint32_t, kDirections> entries;  // Of the grid; of kNoTile undefined.
  std::array<Turn, kDirections> turns = {};
  bool at_base_side = false;

  TilesAround() = default;
  TilesAround(uint64_t tile, const BlockGrid& grid);
};

class BlockWindow {
 public:
  static constexpr int kStride = 10;
  static constexpr size_t kPlaceCount = 100;
  // In ids, of blocks in a tile that is full; less the direction of the tile.
  static constexpr uint32_t kInFullTile = UINT32_MAX;

  // `missing` is what masks() have at corners where no tile is; without `with_ids`,
  // ids() are undefined. REQUIRES: `grid` lives as long.
  BlockWindow(const BlockGrid& grid, bool with_ids, uint64_t missing = 0)
      : grid_(grid), with_ids_(with_ids), missing_(missing) {}

  // Moves to a tile, which is in entry `i` of the grid.
  void MoveTo(uint64_t tile, size_t i) { MoveTo(i, TilesAround(tile, grid_)); }
  void MoveTo(size_t i, const TilesAround& around);
  // The same where the entries around are known. REQUIRES: not at a base cell's side.
  void MoveTo(size_t i, const std::array<uint32_t, kDirections>& entries);

  const TilesAround& around() const { return around_; }

  // Blocks of the tile that are not empty; that are full; those within or beside
  // which there are cells, so that a border can reach them. Bits along the curve.
  uint64_t blocks() const { return blocks_; }
  uint64_t full() const { return full_; }
  uint64_t reached() const;

  // Where block i along the curve stands in masks() and ids(), and how far from
  // there its neighbour in direction d.
  static size_t Place(uint64_t i) { return kPlaces[i]; }
  static constexpr std::array<int, kDirections> kSteps = [] {
    std::array<int, kDirections> steps = {};
    for (size_t d = 0; d < steps.size(); ++d) steps[d] = kStride * kStepY[d] + kStepX[d];
    return steps;
  }();
  // How the block at a place is turned: not at all within the tile.
  Turn TurnAt(size_t place) const;

  // Cells in rows; 0 outside the coverage.
  const uint64_t* masks() const { return masks_.data(); }
  // Where the grid's masks have a mixed block; of a full one, the number of all
  // masks and how many full ones are before it; else undefined.
  const uint32_t* ids() const { return ids_.data(); }

 private:
  static constexpr std::array<uint8_t, 64> kPlaces = [] {
    std::array<uint8_t, 64> places = {};
    for (uint32_t i = 0; i < 64; ++i) {
      const uint32_t x = (i & 1) | (i >> 1 & 2) | (i >> 2 & 4);
      const uint32_t y = (i >> 1 & 1) | (i >> 2 & 2) | (i >> 3 & 4);
      places[i] = static_cast<uint8_t>(kStride * (y + 1) + x + 1);
    }
    return places;
  }();

  uint32_t FullId(const BlockGrid::Tile& tile, uint64_t block) const {
    return static_cast<uint32_t>(grid_.masks().size()) + tile.first_full +
           CountBits(tile.full & (block - 1));
  }
  void AddBlocks(size_t i);
  void AddFullBlocks(uint64_t full);
  void AddSide(size_t d);
  void AddTurnedSide(size_t d);
  void Put(size_t place, uint64_t mask, uint32_t id);

  const BlockGrid& grid_;
  bool with_ids_;
  uint64_t missing_;
  TilesAround around_;
  uint64_t blocks_ = 0;
  uint64_t full_ = 0;
  std::array<uint64_t, kPlaceCount> masks_ = {};
  std::array<uint8_t, kPlaceCount> filled_ = {};  // Places in use, as a list.
  size_t filled_count_ = 0;
  bool many_filled_ = false;  // Others than those of the list too.
  std::array<uint32_t, kPlaceCount> ids_ = {};
  // Bit x + 1 of row y + 1: a cell of a block there, or beside it.
  std::array<uint32_t, kStride + 2> reached_ = {};
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_BLOCK_WINDOW_H_
