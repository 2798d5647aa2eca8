// Which cells of a coverage are connected, in the blocks of block_grid.h.
//
// Within a block a flood over its mask finds the pieces, and neighbouring blocks
// tell by a shift which pieces touch. Full tiles are taken as the largest cells that
// make them up, so that the cost follows the outline.

#ifndef COINCIDE_COVERAGE_CONNECTED_PARTS_H_
#define COINCIDE_COVERAGE_CONNECTED_PARTS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"
#include "src/coverage/block_grid.h"
#include "src/coverage/block_mask.h"
#include "src/coverage/block_window.h"
#include "src/coverage/cell_list.h"
#include "src/coverage/disjoint_sets.h"
#include "src/coverage/range_writer.h"

namespace coincide::internal {

class ConnectedParts {
 public:
  // The parts of `ranges`, which are canonical, connected over sides alone or over
  // corners too.
  ConnectedParts(std::span<const LeafRange> ranges, bool corners);

  // Parts are numbered in the order of their first leaves.
  uint32_t count() const { return count_; }

  // Calls visit(part, range) for runs that make up the ranges. Those of a part come
  // along the curve; two may touch.
  template <class Visit>
  void ForEachRun(Visit&& visit) const {
    ForEachPiece([&](uint32_t piece, uint64_t block, uint64_t cells) {
      const uint32_t part = parts_[piece];
      if (piece < large_.size()) return visit(part, large_.leaves(piece));
      const uint64_t begin = block << BlockGrid::kBlockBits;
      for (uint64_t left = ZFromRows(cells); left != 0;) {
        const uint64_t carried = left + (left & (~left + 1));  // Ends the first run of ones.
        const auto first = static_cast<uint64_t>(std::countr_zero(left));
        const auto end = static_cast<uint64_t>(std::countr_zero(carried));  // 64 of none.
        visit(part, LeafRange{(begin + first) << cell_shift_, (begin + end) << cell_shift_});
        left &= carried;
      }
    });
  }

  // The parts for which chosen(part).
  template <class Chosen>
  RangeBuffer Ranges(Chosen&& chosen) const {
    RangeWriter out(cell_shift_, 0);
    uint64_t at = 0, mask = 0;  // What was chosen of a block so far.
    const auto end_block = [&] {
      if (mask != 0) out.AddBlock(at, ZFromRows(mask));
      mask = 0;
    };
    ForEachPiece([&](uint32_t piece, uint64_t block, uint64_t cells) {
      if (!chosen(parts_[piece])) return;
      if (piece < large_.size()) {
        end_block();
        const LeafRange range = large_.leaves(piece);
        return out.AddRun(range.begin >> cell_shift_, range.end >> cell_shift_);
      }
      if (block != at) end_block();
      at = block;
      mask |= cells;
    });
    end_block();
    return out.Take();
  }

 private:
  // Calls visit(piece, block, cells in rows) along the curve; the last two say
  // nothing of large cells.
  template <class Visit>
  void ForEachPiece(Visit&& visit) const {
    uint32_t large = 0;
    for (size_t i = 0; grid_ && i < grid_->size(); ++i) {
      if (grid_->is_full(i)) {
        const uint64_t end = grid_->end(i) << grid_->tile_shift();
        for (; large < large_.size() && large_.leaves(large).begin < end; ++large) {
          visit(large, 0, 0);
        }
      } else if (grid_->is_mixed(i)) {
        const BlockGrid::Tile& tile = grid_->tile(i);
        uint32_t mixed = tile.first, full = FirstFull() + tile.first_full;
        for (uint64_t left = tile.blocks(); left != 0; left &= left - 1) {
          const uint64_t block =
              (grid_->begin(i) << 6) + static_cast<uint64_t>(std::countr_zero(left));
          if ((tile.full & left & (~left + 1)) != 0) {
            visit(full++, block, kAllCells);
            continue;
          }
          const Pieces pieces = PiecesOf(mixed++);
          for (uint32_t piece = pieces.first; piece < pieces.end; ++piece) {
            visit(piece, block, CellsOf(piece));
          }
        }
      }
    }
    for (; large < large_.size(); ++large) visit(large, 0, 0);
  }
  struct Pieces {
    uint32_t first, end;
  };
  uint32_t FirstFull() const { return static_cast<uint32_t>(large_.size() + pieces_.size()); }
  // Of a block, by its id in a window.
  Pieces PiecesOf(uint32_t id) const {
    const size_t mixed = first_pieces_.size() - 1;
    if (id < mixed) return {first_pieces_[id], first_pieces_[id + 1]};
    const uint32_t full = FirstFull() + id - static_cast<uint32_t>(mixed);
    return {full, full + 1};
  }
  uint64_t CellsOf(uint32_t piece) const {
    const size_t i = piece - large_.size();
    return i < pieces_.size() ? pieces_[i] : kAllCells;
  }

  template <bool corners>
  void FindPieces();
  void MergePieces();
  template <bool corners>
  void JoinAcross(const BlockWindow& window, DisjointSets* sets) const;

  int cell_shift_ = 0;
  std::optional<BlockGrid> grid_;  // None at orders that have no tiles.
  CellList large_;                 // What makes up full tiles, or everything.
  // Pieces are the large cells, then those of each mixed block of the grid, block k
  // those from first_pieces_[k] on, then the full blocks.
  std::vector<uint32_t> first_pieces_;
  std::vector<uint64_t> pieces_;
  std::vector<uint32_t> parts_;  // By piece.
  uint32_t count_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_CONNECTED_PARTS_H_
