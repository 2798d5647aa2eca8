// File: cell_ids.h
//
// The other numberings of cells, one cell at a time:
//
//   nested   (order, index along the Z-curve): Cell::FromNested, Cell::nested
//   ring     (order, index along the parallels)
//   nuniq    4 * 4^order + nested: sorted by order first (MOC 2.0)
//   zuniq    (2 nested + 1) << 2 (29 - order): sorted along the Z-curve, a cell
//            between its children (MOC 2.0)
//   leaves   the run of order-29 leaves
//   xy       (order, base cell, x toward north-east, y toward north-west)
//
//   const std::optional<Cell> cell = CellFromNuniq(4 * 4096 + 19456);
//   cell->order();       // 6
//   Zuniq(*cell);        // back in another numbering
//
// All keep the cell; none keeps that a word is a point: a point comes back as
// the order-29 cell around it. Functions that make a cell return nothing when
// there is no such cell, whatever the numbers. Batch forms: cell_id_batch.h;
// text forms: cell_text.h, cell_ogc.h.

#ifndef COINCIDE_CELL_CELL_IDS_H_
#define COINCIDE_CELL_CELL_IDS_H_

#include <bit>
#include <cstdint>
#include <optional>

#include "coincide/cell/cell.h"
#include "coincide/cell/interleave.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/cell/ring_index.h"

namespace coincide {

// A cell's place in its base cell: x, y = 0 .. 2^order - 1 from the southern
// corner, x toward the north-east and y toward the north-west.
struct CellXy {
  int order = 0;
  int base_cell = 0;
  uint32_t x = 0;
  uint32_t y = 0;
  friend constexpr bool operator==(const CellXy&, const CellXy&) = default;
};

constexpr bool IsValidOrder(int64_t order) { return order >= 0 && order <= Cell::kMaxOrder; }

//--------------------------- To numbers -------------------------------------
// REQUIRES, of all: !cell.is_null(). The order is cell.order().

constexpr uint64_t RingIndex(Cell cell) { return RingFromNested(cell.order(), cell.nested()); }

constexpr uint64_t Nuniq(Cell cell) { return (uint64_t{4} << (2 * cell.order())) + cell.nested(); }

constexpr uint64_t Zuniq(Cell cell) {
  return (2 * cell.nested() + 1) << (2 * (Cell::kMaxOrder - cell.order()));
}

constexpr CellXy PlaceOf(Cell cell) {
  const int order = cell.order();
  const uint64_t place = cell.nested() & ((uint64_t{1} << (2 * order)) - 1);
  return {order, cell.base_cell(), CompressBits(place), CompressBits(place >> 1)};
}

//-------------------------- From numbers ------------------------------------

constexpr std::optional<Cell> CellFromNested(int64_t order, uint64_t nested) {
  if (!IsValidOrder(order) || nested >= Cell::Count(static_cast<int>(order))) return std::nullopt;
  return Cell::FromNested(static_cast<int>(order), nested);
}

constexpr std::optional<Cell> CellFromRing(int64_t order, uint64_t ring) {
  if (!IsValidOrder(order) || ring >= Cell::Count(static_cast<int>(order))) return std::nullopt;
  return Cell::FromNested(static_cast<int>(order), NestedFromRing(static_cast<int>(order), ring));
}

// Every number from 4 to 16 * 4^29 - 1 is a cell.
constexpr std::optional<Cell> CellFromNuniq(uint64_t nuniq) {
  const int order = (static_cast<int>(std::bit_width(nuniq)) - 3) >> 1;
  if (nuniq < 4 || order > Cell::kMaxOrder) return std::nullopt;
  return Cell::FromNested(order, nuniq - (uint64_t{4} << (2 * order)));
}

constexpr std::optional<Cell> CellFromZuniq(uint64_t zuniq) {
  const int zeros = std::countr_zero(zuniq);
  if ((zeros & 1) != 0) return std::nullopt;
  return CellFromNested(Cell::kMaxOrder - zeros / 2, zeros > 62 ? 0 : zuniq >> zeros >> 1);
}

// The cell with exactly these leaves: 4^k of them, the first a multiple of 4^k.
constexpr std::optional<Cell> CellFromLeaves(LeafRange leaves) {
  if (!leaves.valid() || !std::has_single_bit(leaves.size())) return std::nullopt;
  const int zeros = std::countr_zero(leaves.size());
  if ((zeros & 1) != 0 || zeros > 2 * Cell::kMaxOrder) return std::nullopt;
  if ((leaves.begin & (leaves.size() - 1)) != 0) return std::nullopt;
  return Cell::FromNested(Cell::kMaxOrder - zeros / 2, leaves.begin >> zeros);
}

constexpr std::optional<Cell> CellFromXy(int64_t order, int64_t base_cell, uint64_t x, uint64_t y) {
  if (!IsValidOrder(order) || base_cell < 0 || base_cell > 11) return std::nullopt;
  if ((x >> order) != 0 || (y >> order) != 0) return std::nullopt;
  return Cell::FromNested(static_cast<int>(order),
                          static_cast<uint64_t>(base_cell) << (2 * order) |
                              Interleave(static_cast<uint32_t>(x), static_cast<uint32_t>(y)));
}
constexpr std::optional<Cell> CellFromXy(const CellXy& place) {
  return CellFromXy(place.order, place.base_cell, place.x, place.y);
}

}  // namespace coincide

#endif  // COINCIDE_CELL_CELL_IDS_H_
