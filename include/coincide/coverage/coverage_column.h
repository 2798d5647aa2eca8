// File: coverage_column.h
//
// Many coverages as one ragged column in Arrow's list layout: what crosses
// between libraries, and what an index is built from. Operations on columns are
// in column_operations.h, the Arrow C data interface in column_arrow.h.
//
//   auto column = CoverageColumn::FromBuffers(offsets, leaves, {}, 10, Ellipsoid());
//   for (size_t row = 0; row < column->size(); ++row) Use(column->ranges(row));

#ifndef COINCIDE_COVERAGE_COVERAGE_COLUMN_H_
#define COINCIDE_COVERAGE_COVERAGE_COLUMN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

// The buffers of a column, in the layout of Arrow's list<uint64> or
// large_list<uint64>. Nothing here owns memory.
struct CoverageBuffers {
  const int32_t* offsets32 = nullptr;  // [offset + length + 1], or
  const int64_t* offsets64 = nullptr;  // the same, if this is not null
  const uint64_t* leaves = nullptr;    // begin, end, begin, end, ..
  const uint8_t* validity = nullptr;   // a bit a row, low bit first; null: no row is null
  size_t offset = 0;                   // rows of the buffers that come before row 0
  size_t length = 0;
};

// An immutable column of coverages; copies are cheap and share the buffers, and
// may be used from several threads.
//
// Row i is the leaves [begin, end), [begin, end), .. between two offsets, or
// null. The order and the ellipsoid are those of the column, not of a row: as
// with the operators of two coverages, a column made of coverages of several
// orders has the largest, and every row is a coverage of that order. A null row
// is a row without a coverage; it holds no leaf, and differs from an empty one
// only in is_null().
//
// INVARIANT: every row is canonical (sorted, disjoint, not touching) and made of
// whole cells of the column's order.
class CoverageColumn {
 public:
  CoverageColumn() = default;  // No rows, order 0, WGS84.

  // offsets   [n + 1]  into `leaves`, even, from 0 to leaves.size()
  // leaves             begin, end of every range, row after row
  // validity  [(n + 7) / 8] or empty: bit i, low bit first, is 0 if row i is null
  //
  // Errors (InvalidArgument): what Validate names, or buffers of wrong size.
  static absl::StatusOr<CoverageColumn> FromBuffers(std::vector<int64_t> offsets,
                                                    std::vector<uint64_t> leaves,
                                                    std::vector<uint8_t> validity, int order,
                                                    const Ellipsoid& ellipsoid, int threads = 0);
  // The same without the check. REQUIRES: the invariant.
  static CoverageColumn FromBuffersUnchecked(std::vector<int64_t> offsets,
                                             std::vector<uint64_t> leaves,
                                             std::vector<uint8_t> validity, int order,
                                             const Ellipsoid& ellipsoid);
  static CoverageColumn FromRangesUnchecked(std::vector<int64_t> offsets, RangeBuffer ranges,
                                            std::vector<uint8_t> validity, int order,
                                            const Ellipsoid& ellipsoid);
  // Takes buffers that `owner` keeps alive, without a copy, and checks them.
  static absl::StatusOr<CoverageColumn> Borrow(const CoverageBuffers& buffers,
                                               std::shared_ptr<const void> owner, int order,
                                               const Ellipsoid& ellipsoid, int threads = 0);

  size_t size() const { return buffers_.length; }
  int order() const { return order_; }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }
  size_t null_count() const { return null_count_; }
  // How many ranges the rows have together.
  size_t range_count() const;

  // REQUIRES, here and below: row < size().
  bool is_null(size_t row) const {
    if (buffers_.validity == nullptr) return false;
    const size_t bit = buffers_.offset + row;
    return (buffers_.validity[bit / 8] >> (bit % 8) & 1) == 0;
  }
  // The ranges of a row; none if it is null. Valid while a copy of the column is.
  std::span<const LeafRange> ranges(size_t row) const {
    if (is_null(row)) return {};
    const size_t begin = Offset(row);
    // Two uint64_t and a LeafRange have the same size, alignment and bytes.
    return {reinterpret_cast<const LeafRange*>(buffers_.leaves + begin),
            (Offset(row + 1) - begin) / 2};
  }

  // The rows [begin, begin + count) of the same buffers.
  // REQUIRES: begin + count <= size().
  CoverageColumn Slice(size_t begin, size_t count) const;

  const CoverageBuffers& buffers() const { return buffers_; }
  // What keeps the buffers alive.
  const std::shared_ptr<const void>& owner() const { return owner_; }

  // The same rows: ranges, nulls, order and ellipsoid.
  friend bool operator==(const CoverageColumn& a, const CoverageColumn& b);

 private:
  size_t Offset(size_t row) const {
    if (buffers_.offsets64 != nullptr) {
      return static_cast<size_t>(buffers_.offsets64[buffers_.offset + row]);
    }
    if (buffers_.offsets32 == nullptr) return 0;
    return static_cast<size_t>(buffers_.offsets32[buffers_.offset + row]);
  }
  size_t CountNulls() const;
  static CoverageColumn FromOwned(std::vector<int64_t> offsets, const uint64_t* leaves,
                                  std::shared_ptr<const void> leaves_owner,
                                  std::vector<uint8_t> validity, int order,
                                  const Ellipsoid& ellipsoid);

  CoverageBuffers buffers_;
  std::shared_ptr<const void> owner_;
  int order_ = 0;
  Ellipsoid ellipsoid_;
  size_t null_count_ = 0;
};

// Whether buffers hold the invariant of CoverageColumn for `order`. Errors
// (InvalidArgument) name the first bad row, its range and what is allowed:
// order outside 0..29; offsets that fall, are odd or negative; a range that is
// empty, reversed or past the last leaf, that touches or overlaps the one
// before, or does not consist of cells of the order. Null rows are not looked
// into, but their offsets are. Every thread count finds the same row.
// COST: one pass, about as fast as memory.
absl::Status ValidateCoverageBuffers(const CoverageBuffers& buffers, int order, int threads = 0);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COVERAGE_COLUMN_H_
