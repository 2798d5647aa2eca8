// File: column_operations.h
//
// Operations on columns of coverages: row by row, or all rows with one coverage.
//
//   auto meet = EvaluateRows(RowPredicate::kIntersects, column, coverage);
//   auto both = CombineRows(RowOperation::kIntersection, column, other_column);
//
// A null row is unknown: a predicate of it is false, a set operation null, a
// number NaN, as with missing geometries in GeoPandas. Results are the same on
// every thread count.

#ifndef COINCIDE_COVERAGE_COLUMN_OPERATIONS_H_
#define COINCIDE_COVERAGE_COLUMN_OPERATIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_column.h"

namespace coincide {

// One side of an operation: a column, or one coverage that stands for every
// row. Made on the spot from either; refers to it, so it must not outlive it.
class ColumnOperand {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a call reads like one of two columns.
  ColumnOperand(const CoverageColumn& column) : column_(&column) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  ColumnOperand(const Coverage& coverage) : coverage_(&coverage) {}

  bool is_column() const { return column_ != nullptr; }
  // 1 for a coverage.
  size_t size() const { return is_column() ? column_->size() : 1; }
  int order() const { return is_column() ? column_->order() : coverage_->order(); }
  const Ellipsoid& ellipsoid() const {
    return is_column() ? column_->ellipsoid() : coverage_->ellipsoid();
  }
  bool is_null(size_t row) const { return is_column() && column_->is_null(row); }
  std::span<const LeafRange> ranges(size_t row) const {
    return is_column() ? column_->ranges(row) : coverage_->ranges();
  }

 private:
  const CoverageColumn* column_ = nullptr;
  const Coverage* coverage_ = nullptr;
};

enum class RowPredicate {
  kIntersects,  // a and b have a leaf in common
  kContains,    // all of b lies in a
  kWithin,      // all of a lies in b
  kSamePlace,   // equal ranges
};
enum class RowOperation { kUnion, kIntersection, kDifference, kSymmetricDifference };
enum class RowMeasure {
  kOverlapM2,  // area common to both in square metres
  kJaccard,    // that over the area of the union; 1 for two empty rows
};

// Errors of the three below (InvalidArgument): columns of different length, or
// different ellipsoids, naming both. Two coverages are taken as one row.

// 1 or 0 for each row.
absl::StatusOr<std::vector<uint8_t>> EvaluateRows(RowPredicate predicate, const ColumnOperand& a,
                                                  const ColumnOperand& b, int threads = 0);
// A coverage for each row; the column has the larger of the two orders.
// MEMORY: the result, and for each thread four pieces of it of 256 KB, or of 8 rows
// if these are larger: bench/compare/peak_memory.py.
absl::StatusOr<CoverageColumn> CombineRows(RowOperation operation, const ColumnOperand& a,
                                           const ColumnOperand& b, int threads = 0);
// A number for each row.
absl::StatusOr<std::vector<double>> MeasureRows(RowMeasure measure, const ColumnOperand& a,
                                                const ColumnOperand& b, int threads = 0);

// The complement of each row.
CoverageColumn ComplementRows(const CoverageColumn& column, int threads = 0);
// The area of each row in square metres, as Coverage::area_m2, bit for bit.
std::vector<double> RowAreasM2(const CoverageColumn& column, int threads = 0);
// How many leaves each row has: exact; 0 for null.
std::vector<uint64_t> RowLeafCounts(const CoverageColumn& column, int threads = 0);

// All leaves of any row; null rows have none.
// COST: O(n log r) for n ranges in r rows, in parallel by windows along the curve.
// MEMORY: the result, n / 30 ranges or 256 KB a thread at most, and 16 bytes a row and thread.
Coverage UnionOfRows(const CoverageColumn& column, int threads = 0);

// One row as a value of its own. REQUIRES: row < column.size().
Coverage CoverageAt(const CoverageColumn& column, size_t row);
// A column of the coverages; its order is the largest of theirs.
// Errors (InvalidArgument): the first whose ellipsoid differs from that of the
// first, naming both.
absl::StatusOr<CoverageColumn> ColumnOf(std::span<const Coverage> coverages);

// The rows of several columns, one after the other; the order is the largest.
// Errors as ColumnOf.
absl::StatusOr<CoverageColumn> ConcatenateColumns(std::span<const CoverageColumn> columns);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COLUMN_OPERATIONS_H_
