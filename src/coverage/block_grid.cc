#include "src/coverage/block_grid.h"

#include <cassert>
#include <cstddef>
#include <utility>

#include "coincide/coverage/internal/pairs.h"
#include "src/coverage/block_mask.h"

namespace coincide::internal {
namespace {

// Bits [from, to) of a mask; to <= 64.
constexpr uint64_t Between(uint64_t from, uint64_t to) {
  const uint64_t below = to < 64 ? (uint64_t{1} << to) - 1 : kAllCells;
  return below & (kAllCells << from);
}

// Each bit the parity of those up to it: from where a set changes to the set.
constexpr uint64_t FillBetween(uint64_t changes) {
  for (int shift = 1; shift < 64; shift *= 2) changes ^= changes << shift;
  return changes;
}

}  // namespace

// Takes the boundaries of the ranges in turn.
class BlockGrid::Builder {
 public:
  explicit Builder(BlockGrid* grid) : grid_(*grid) {}

  void Build(std::span<const LeafRange> ranges) {
    grid_.masks_.reserve(ranges.size() / 4);
    const int shift = grid_.cell_shift();
    const size_t count = 2 * ranges.size();
    const auto* const bytes = reinterpret_cast<const std::byte*>(ranges.data());
    const auto cell_at = [&](size_t k) { return Pairs::Load(bytes + 8 * k) >> shift; };
    uint64_t cell = cell_at(0);
    for (size_t k = 0; k < count;) {
      const uint64_t block = cell >> kBlockBits;
      uint64_t changes = 0;
      do {
        changes |= uint64_t{1} << (cell & 63);
        cell = ++k < count ? cell_at(k) : UINT64_MAX;
      } while (cell >> kBlockBits == block);
      AddBlock(block, FillBetween(changes) ^ inside_);
      if (inside_ != 0 && block + 1 < cell >> kBlockBits) AddFull(block + 1, cell >> kBlockBits);
    }
    EndTile();
    Skip(grid_.end_);
    grid_.begins_ = BucketSearch(std::move(begins_));
  }

 private:
  void AddBlock(uint64_t block, uint64_t cells) {
    inside_ = uint64_t{0} - (cells >> 63);
    if (cells == 0) return;
    if (cells == kAllCells) return AddFull(block, block + 1);
    OpenTile(block >> 6);
    tile_.mixed |= uint64_t{1} << (block & 63);
    grid_.masks_.push_back(RowsFromZ(cells));
  }

  void AddFull(uint64_t begin, uint64_t end) {
    uint64_t first = begin >> 6;
    const uint64_t last = end >> 6;
    if (first == last) return AddFullBlocks(first, Between(begin & 63, end & 63));
    if ((begin & 63) != 0) AddFullBlocks(first++, Between(begin & 63, 64));
    if (first < last) {
      EndTile();
      AddFullTiles(first, last);
    }
    if ((end & 63) != 0) AddFullBlocks(last, Between(0, end & 63));
  }

  void AddFullBlocks(uint64_t tile, uint64_t blocks) {
    OpenTile(tile);
    tile_.full |= blocks;
  }

  void OpenTile(uint64_t tile) {
    if (tile == at_) return;
    EndTile();
    at_ = tile;
  }
  void EndTile() {
    if (tile_.blocks() == 0) return;
    if (tile_.full == kAllCells) {
      AddFullTiles(at_, at_ + 1);
    } else {
      Skip(at_);
      Push(at_, static_cast<uint32_t>(grid_.tiles_.size()));
      tile_.first = first_;
      tile_.first_full = grid_.full_count_;
      grid_.tiles_.push_back(tile_);
      grid_.full_count_ += CountBits(tile_.full);
      done_ = at_ + 1;
    }
    tile_ = Tile();
    first_ = static_cast<uint32_t>(grid_.masks_.size());
  }

  void AddFullTiles(uint64_t begin, uint64_t end) {
    Skip(begin);
    if (grid_.kinds_.empty() || grid_.kinds_.back() != kFull) Push(begin, kFull);
    done_ = end;
  }
  void Skip(uint64_t tile) {
    if (done_ < tile) Push(done_, kEmpty);
    done_ = tile;
  }
  void Push(uint64_t begin, uint32_t kind) {
    begins_.push_back(begin);
    grid_.kinds_.push_back(kind);
  }

  BlockGrid& grid_;
  std::vector<uint64_t> begins_;
  uint64_t done_ = 0;  // Tiles that have an entry.
  uint64_t at_ = UINT64_MAX;
  Tile tile_;
  uint32_t first_ = 0;   // Of its masks.
  uint64_t inside_ = 0;  // All ones between the begin and the end of a range.
};

BlockGrid::BlockGrid(std::span<const LeafRange> ranges, int order)
    : order_(order), end_(Cell::Count(order) >> kTileBits) {
  assert(order >= kTileOrders && !ranges.empty());
  Builder(this).Build(ranges);
}

}  // namespace coincide::internal
