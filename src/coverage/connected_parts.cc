#include "src/coverage/connected_parts.h"

namespace coincide::internal {
namespace {

// The least order of which the ranges are cells. What is connected does not depend
// on the order that the cells are cut into.
int LeastOrder(std::span<const LeafRange> ranges) {
  uint64_t bits = uint64_t{1} << (2 * Cell::kMaxOrder);
  for (const LeafRange range : ranges) bits |= range.begin | range.end;
  return Cell::kMaxOrder - std::countr_zero(bits) / 2;
}

RangeBuffer FullTiles(const BlockGrid& grid) {
  RangeBuffer full;
  const int shift = grid.tile_shift();
  for (size_t i = 0; i < grid.size(); ++i) {
    if (grid.is_full(i)) full.push_back({grid.begin(i) << shift, grid.end(i) << shift});
  }
  return full;
}

}  // namespace

ConnectedParts::ConnectedParts(std::span<const LeafRange> ranges, bool corners) {
  if (ranges.empty()) return;
  const int order = LeastOrder(ranges);
  if (order < BlockGrid::kTileOrders) {
    large_ = CellList(ranges);
  } else {
    grid_.emplace(ranges, order);
    cell_shift_ = grid_->cell_shift();
    large_ = CellList(FullTiles(*grid_).span());
    corners ? FindPieces<true>() : FindPieces<false>();
  }
  DisjointSets sets(large_.size() + pieces_.size() + (grid_ ? grid_->full_count() : 0));
  for (size_t i = 0; i < large_.size(); ++i) {
    large_.ForEachContact(i, corners, [&](size_t j) {
      sets.Join(static_cast<uint32_t>(i), static_cast<uint32_t>(j));
    });
  }
  if (grid_) {
    BlockWindow window(*grid_, /*with_ids=*/true);
    for (size_t i = 0; i < grid_->size(); ++i) {
      if (!grid_->is_mixed(i)) continue;
      window.MoveTo(grid_->begin(i), i);
      corners ? JoinAcross<true>(window, &sets) : JoinAcross<false>(window, &sets);
    }
  }
  constexpr uint32_t kNone = UINT32_MAX;
  parts_.assign(sets.size(), kNone);
  ForEachPiece([&](uint32_t piece, uint64_t, uint64_t) {
    uint32_t& part = parts_[sets.Find(piece)];
    if (part == kNone) part = count_++;
    parts_[piece] = part;
  });
  MergePieces();
}

// Pieces of a block that are connected outside of it become one; the others empty.
void ConnectedParts::MergePieces() {
  for (size_t block = 0; block + 1 < first_pieces_.size(); ++block) {
    const uint32_t end = first_pieces_[block + 1];
    for (uint32_t p = first_pieces_[block]; p + 1 < end; ++p) {
      for (uint32_t q = p + 1; q < end; ++q) {
        if (parts_[p] != parts_[q]) continue;
        uint64_t& cells = pieces_[q - large_.size()];
        pieces_[p - large_.size()] |= cells;
        cells = 0;
      }
    }
  }
}

template <bool corners>
void ConnectedParts::FindPieces() {
  const std::span<const uint64_t> masks = grid_->masks();
  const auto first = static_cast<uint32_t>(large_.size());
  first_pieces_.reserve(masks.size() + 1);
  pieces_.reserve(masks.size());
  for (const uint64_t mask : masks) {
    first_pieces_.push_back(first + static_cast<uint32_t>(pieces_.size()));
    if (Flood<corners>(mask & (~mask + 1), mask) == mask) {
      pieces_.push_back(mask);
      continue;
    }
    // In the order of their first cells along the curve.
    for (uint64_t left = ZFromRows(mask); left != 0;) {
      const uint64_t piece = Flood<corners>(RowsFromZ(left & (~left + 1)), mask);
      pieces_.push_back(piece);
      left &= ~ZFromRows(piece);
    }
  }
  first_pieces_.push_back(first + static_cast<uint32_t>(pieces_.size()));
}

// Joins the pieces of the blocks of a window's tile and of those around that touch.
template <bool corners>
void ConnectedParts::JoinAcross(const BlockWindow& window, DisjointSets* sets) const {
  const TilesAround& around = window.around();
  // Within and between tiles of the same axes each pair of blocks is seen from both,
  // so half of the directions are enough; full tiles do not look at others.
  bool all = around.at_base_side;
  std::array<uint32_t, kDirections> large = {};
  for (size_t d = 0; d < kDirections; ++d) {
    if (around.tiles[d] == TilesAround::kNoTile || !grid_->is_full(around.entries[d])) continue;
    large[d] = static_cast<uint32_t>(large_.Find(around.tiles[d] << grid_->tile_shift()));
    all = true;
  }
  constexpr std::array<Direction, kDirections> kOrder = {
      Direction::kNe, Direction::kNw, Direction::kN, Direction::kE,
      Direction::kSw, Direction::kSe, Direction::kS, Direction::kW};
  const size_t looks = all ? kDirections : kDirections / 2;
  for (uint64_t left = window.blocks(); left != 0; left &= left - 1) {
    const size_t place = BlockWindow::Place(static_cast<uint64_t>(std::countr_zero(left)));
    const uint64_t cells = window.masks()[place];
    const Pieces own = PiecesOf(window.ids()[place]);
    for (size_t k = 0; k < looks; ++k) {
      const Direction direction = kOrder[k];
      const auto d = static_cast<size_t>(direction);
      if (!corners && d % 2 == 1) continue;
      const size_t other_place = place + static_cast<size_t>(BlockWindow::kSteps[d]);
      const uint64_t other_cells = window.masks()[other_place];
      if ((Reach<corners>(cells, direction) & other_cells) == 0) continue;
      const uint32_t other = window.ids()[other_place];
      if (other > BlockWindow::kInFullTile - kDirections) {
        const uint32_t cell = large[BlockWindow::kInFullTile - other];
        for (uint32_t p = own.first; p < own.end; ++p) {
          if (Reach<corners>(CellsOf(p), direction) != 0) sets->Join(p, cell);
        }
        continue;
      }
      const Pieces others = PiecesOf(other);
      if (own.first + 1 == own.end && others.first + 1 == others.end) {
        sets->Join(own.first, others.first);
        continue;
      }
      const Turn turn = window.TurnAt(other_place);
      for (uint32_t q = others.first; q < others.end; ++q) {
        const uint64_t beyond = Turned(CellsOf(q), turn);
        for (uint32_t p = own.first; p < own.end; ++p) {
          if ((Reach<corners>(CellsOf(p), direction) & beyond) != 0) sets->Join(p, q);
        }
      }
    }
  }
}

}  // namespace coincide::internal
