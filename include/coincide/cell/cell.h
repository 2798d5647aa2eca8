// File: cell.h
//
// One HEALPix cell of any order, or one order-29 point, in a 64-bit word.
//
//   constexpr Cell c = Cell::FromNested(6, 19456);
//   c.Parent(3).Contains(c);          // true
//   c.leaves();                       // its run of order-29 leaves
//
// Conversions to the other numberings are in cell_ids.h, the text form in
// cell_text.h. The words on disk: docs/specification.md, section 1.

#ifndef COINCIDE_CELL_CELL_H_
#define COINCIDE_CELL_CELL_H_

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "coincide/cell/leaf_range.h"

namespace coincide {

// A HEALPix cell of order 0..29, an order-29 point, or null. Copy it by value.
//
//   word = [ base cell + 1 : 4 | path : 27 digits of 2 bits | suffix : 6 ]
//
// The path is the NESTED index below its base cell, order 1 in the highest
// digit, with zeros below the order. The suffix is the order up to 27; above
// that it also holds the last digits, t28 and t29:
//
//   0..27                 area cell of that order
//   28 + 5 t28            area cell of order 28
//   29 + 5 t28 + t29      area cell of order 29
//   48 + 4 t28 + t29      point
//
// Unsigned order of area cells up to order 29 is Z-order with every ancestor
// before its descendants. Points follow the area cells of orders 28 and 29 of
// their order-27 cell, so lists that mix both are ordered and joined by
// leaves(), never by word. Equality is equality of words: a point and the
// order-29 cell around it differ, although their leaves are the same.
class Cell {
 public:
  static constexpr int kMaxOrder = 29;
  static constexpr int kPathDigits = 27;

  constexpr Cell() = default;  // Null: word 0, before every valid cell.

  // How many cells of `order` there are: 12 * 4^order.
  static constexpr uint64_t Count(int order) { return uint64_t{12} << (2 * order); }

  // REQUIRES: 0 <= order <= kMaxOrder, nested < Count(order).
  static constexpr Cell FromNested(int order, uint64_t nested) {
    assert(order >= 0 && order <= kMaxOrder && nested < Count(order));
    if (order <= kPathDigits) {
      return Cell(PathBits(order, nested) | static_cast<uint64_t>(order));
    }
    const uint64_t tail = nested & (order == 28 ? 3 : 15);
    const uint64_t suffix = order == 28 ? 28 + 5 * tail : 29 + 5 * (tail >> 2) + (tail & 3);
    return Cell(PathBits(kPathDigits, nested >> (2 * (order - kPathDigits))) | suffix);
  }

  // The point word of a leaf. REQUIRES: leaf < kLeafCount.
  static constexpr Cell FromPoint(uint64_t leaf) {
    assert(leaf < kLeafCount);
    return Cell(PathBits(kPathDigits, leaf >> 4) | kPointSuffix | (leaf & 15));
  }

  // The cell of a word, or nothing if the word is not one: null, base cell
  // above 11, or digits set below the order.
  static constexpr std::optional<Cell> FromWord(uint64_t word) {
    if (!IsValidWord(word)) return std::nullopt;
    return Cell(word);
  }

  // For words known to be valid or null, e.g. from a store that was checked.
  static constexpr Cell FromWordUnchecked(uint64_t word) { return Cell(word); }

  static constexpr bool IsValidWord(uint64_t word) {
    const uint64_t front = word >> 60;
    if (front < 1 || front > 12) return false;
    const int suffix = static_cast<int>(word & 63);
    // An order-k path leaves 2 (27 - k) bits above the suffix clear.
    return suffix > kPathDigits || (word & BelowPath(suffix)) == 0;
  }

  constexpr uint64_t word() const { return word_; }
  constexpr bool is_null() const { return word_ == 0; }
  constexpr bool is_point() const { return (word_ & 48) == 48; }

  // 29 for a point. REQUIRES, here and below: !is_null().
  constexpr int order() const {
    const int suffix = static_cast<int>(word_ & 63);
    if (suffix <= kPathDigits) return suffix;
    return suffix < 48 && (suffix - 28) % 5 == 0 ? 28 : 29;
  }

  constexpr int base_cell() const { return static_cast<int>(word_ >> 60) - 1; }

  // NESTED index at the cell's own order; a point's is its leaf.
  constexpr uint64_t nested() const {
    const int suffix = static_cast<int>(word_ & 63);
    if (suffix <= kPathDigits) return PathIndex(suffix);
    const uint64_t index = PathIndex(kPathDigits);
    if (suffix >= 48) return index << 4 | static_cast<uint64_t>(suffix - 48);
    const auto t28 = static_cast<uint64_t>((suffix - 28) / 5);
    const auto last = static_cast<uint64_t>((suffix - 28) % 5);
    return last == 0 ? (index << 2 | t28) : (index << 4 | t28 << 2 | (last - 1));
  }

  constexpr LeafRange leaves() const {
    const int shift = 2 * (kMaxOrder - order());
    const uint64_t index = nested();
    return {index << shift, (index + 1) << shift};
  }

  // The area cell of `order` that holds this one; of a point, at order 29, the
  // area cell around it. REQUIRES: 0 <= order <= this->order().
  constexpr Cell Parent(int order) const {
    assert(order >= 0 && order <= this->order());
    if (order > kPathDigits) {
      return FromNested(order, nested() >> (2 * (this->order() - order)));
    }
    return Cell((word_ & ~BelowPath(order) & ~uint64_t{63}) | static_cast<uint64_t>(order));
  }

  // Child 0..3 in Z-order: S, E, W, N. REQUIRES: order() < kMaxOrder.
  constexpr Cell Child(int i) const {
    assert(order() < kMaxOrder && i >= 0 && i < 4);
    return FromNested(order() + 1, nested() << 2 | static_cast<uint64_t>(i));
  }

  // Whether every leaf of `other` is in this cell; true of itself.
  constexpr bool Contains(Cell other) const { return leaves().Contains(other.leaves()); }
  // Whether they share a leaf: one then contains the other.
  constexpr bool Intersects(Cell other) const { return leaves().Intersects(other.leaves()); }

  // The next (previous) cell of the same order and kind on the curve; null past
  // the end.
  constexpr Cell Next() const {
    const uint64_t index = nested() + 1;
    if (index == Count(order())) return Cell();
    return is_point() ? FromPoint(index) : FromNested(order(), index);
  }
  constexpr Cell Previous() const {
    const uint64_t index = nested();
    if (index == 0) return Cell();
    return is_point() ? FromPoint(index - 1) : FromNested(order(), index - 1);
  }

  friend constexpr auto operator<=>(Cell, Cell) = default;

 private:
  static constexpr uint64_t kPointSuffix = 48;

  // Base cell + 1 and `order` digits, left-aligned. One shift does both: the
  // index with base cell + 1 in front is (12 -> 13 base cells) << 2 * order.
  static constexpr uint64_t PathBits(int order, uint64_t nested) {
    return (nested + (uint64_t{1} << (2 * order))) << (60 - 2 * order);
  }
  // Inverse of PathBits; the suffix is shifted out since order <= 27.
  constexpr uint64_t PathIndex(int order) const {
    return (word_ >> (60 - 2 * order)) - (uint64_t{1} << (2 * order));
  }
  // Mask of the path bits below `order` digits.
  static constexpr uint64_t BelowPath(int order) {
    return ((uint64_t{1} << (2 * (kPathDigits - order))) - 1) << 6;
  }

  constexpr explicit Cell(uint64_t word) : word_(word) {}
  uint64_t word_ = 0;
};
static_assert(sizeof(Cell) == 8, "Cell is persisted and passed to C as uint64_t");

// The deepest cell that contains both; null if they lie in two base cells.
// A cell with itself gives itself; two different points give an area cell.
// REQUIRES: neither is null.
constexpr Cell CommonAncestor(Cell a, Cell b) {
  if (a == b) return a;
  if (a.base_cell() != b.base_cell()) return Cell();
  int order = a.order() < b.order() ? a.order() : b.order();
  uint64_t i = a.nested() >> (2 * (a.order() - order));
  uint64_t j = b.nested() >> (2 * (b.order() - order));
  for (; i != j; --order, i >>= 2, j >>= 2) {
  }
  return Cell::FromNested(order, i);
}

}  // namespace coincide

template <>
struct std::hash<coincide::Cell> {
  // Words differ mostly in their high bits; one multiplication spreads them.
  size_t operator()(coincide::Cell cell) const noexcept {
    const uint64_t mixed = cell.word() * 0x9E3779B97F4A7C15u;
    return static_cast<size_t>(mixed ^ (mixed >> 32));
  }
};

#endif  // COINCIDE_CELL_CELL_H_
