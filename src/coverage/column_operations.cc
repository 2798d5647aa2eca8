#include "coincide/coverage/column_operations.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string>
#include <utility>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/complement.h"
#include "coincide/coverage/contains.h"
#include "coincide/coverage/difference.h"
#include "coincide/coverage/intersection.h"
#include "coincide/coverage/intersects.h"
#include "coincide/coverage/overlap.h"
#include "coincide/coverage/symmetric_difference.h"
#include "coincide/coverage/union.h"
#include "src/coverage/column_builder.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using Ranges = std::span<const LeafRange>;

constexpr size_t kGrain = 256;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

absl::Status DifferentEllipsoids(const Ellipsoid& a, const Ellipsoid& b) {
  return internal::InvalidArgument("the ellipsoids differ: " + a.name() + " and " + b.name());
}

// How many rows the result has, or what is wrong.
absl::StatusOr<size_t> CommonSize(const ColumnOperand& a, const ColumnOperand& b) {
  if (a.ellipsoid() != b.ellipsoid()) return DifferentEllipsoids(a.ellipsoid(), b.ellipsoid());
  if (a.is_column() && b.is_column() && a.size() != b.size()) {
    return internal::InvalidArgument("the columns have " + std::to_string(a.size()) + " and " +
                                     std::to_string(b.size()) + " rows: must have the same number");
  }
  return a.is_column() ? a.size() : b.size();
}

bool Holds(RowPredicate predicate, Ranges a, Ranges b) {
  switch (predicate) {
    case RowPredicate::kIntersects:
      return Intersects(a, b);
    case RowPredicate::kContains:
      return ContainsAll(a, b);
    case RowPredicate::kWithin:
      return ContainsAll(b, a);
    case RowPredicate::kSamePlace:
      break;
  }
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

LeafRange* WriteRow(RowOperation operation, Ranges a, Ranges b, LeafRange* out) {
  switch (operation) {
    case RowOperation::kUnion:
      return WriteUnion(a, b, out);
    case RowOperation::kIntersection:
      return WriteIntersection(a, b, out);
    case RowOperation::kDifference:
      return WriteDifference(a, b, out);
    case RowOperation::kSymmetricDifference:
      break;
  }
  return WriteSymmetricDifference(a, b, out);
}

double Measure(RowMeasure measure, Ranges a, Ranges b, double area_m2) {
  const uint64_t common = OverlapLeaves(a, b);
  if (measure == RowMeasure::kOverlapM2) {
    return static_cast<double>(common) / static_cast<double>(kLeafCount) * area_m2;
  }
  const uint64_t all = LeavesIn(a) + LeavesIn(b) - common;
  return all == 0 ? 1.0 : static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace

absl::StatusOr<std::vector<uint8_t>> EvaluateRows(RowPredicate predicate, const ColumnOperand& a,
                                                  const ColumnOperand& b, int threads) {
  COINCIDE_ASSIGN_OR_RETURN(const size_t rows, CommonSize(a, b));
  std::vector<uint8_t> result(rows);
  internal::ParallelFor(rows, kGrain, threads, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const bool known = !a.is_null(row) && !b.is_null(row);
      result[row] = known && Holds(predicate, a.ranges(row), b.ranges(row)) ? 1 : 0;
    }
  });
  return result;
}

absl::StatusOr<CoverageColumn> CombineRows(RowOperation operation, const ColumnOperand& a,
                                           const ColumnOperand& b, int threads) {
  COINCIDE_ASSIGN_OR_RETURN(const size_t rows, CommonSize(a, b));
  const auto is_null = [&](size_t row) { return a.is_null(row) || b.is_null(row); };
  bool has_nulls = false;
  for (size_t row = 0; row < rows && !has_nulls; ++row) has_nulls = is_null(row);
  // No operation gives more ranges than both sides have.
  const auto bound = [&](size_t row) { return a.ranges(row).size() + b.ranges(row).size(); };
  return internal::BuildRows(
      rows, std::max(a.order(), b.order()), a.ellipsoid(), has_nulls, threads, bound,
      [&](size_t row, LeafRange* out) {
        return WriteRow(operation, a.ranges(row), b.ranges(row), out);
      },
      is_null);
}

absl::StatusOr<std::vector<double>> MeasureRows(RowMeasure measure, const ColumnOperand& a,
                                                const ColumnOperand& b, int threads) {
  COINCIDE_ASSIGN_OR_RETURN(const size_t rows, CommonSize(a, b));
  const double area_m2 = a.ellipsoid().area_m2();
  std::vector<double> result(rows);
  internal::ParallelFor(rows, kGrain, threads, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const bool known = !a.is_null(row) && !b.is_null(row);
      result[row] = known ? Measure(measure, a.ranges(row), b.ranges(row), area_m2) : kNan;
    }
  });
  return result;
}

CoverageColumn ComplementRows(const CoverageColumn& column, int threads) {
  return internal::BuildRows(
      column.size(), column.order(), column.ellipsoid(), column.null_count() > 0, threads,
      [&](size_t row) { return column.ranges(row).size() + 1; },
      [&](size_t row, LeafRange* out) {
        RangeBuffer rest;
        AppendComplement(column.ranges(row), &rest);
        return std::copy(rest.begin(), rest.end(), out);
      },
      [&](size_t row) { return column.is_null(row); });
}

std::vector<uint64_t> RowLeafCounts(const CoverageColumn& column, int threads) {
  std::vector<uint64_t> counts(column.size());
  internal::ParallelFor(column.size(), kGrain, threads, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) counts[row] = LeavesIn(column.ranges(row));
  });
  return counts;
}

std::vector<double> RowAreasM2(const CoverageColumn& column, int threads) {
  const double area_m2 = column.ellipsoid().area_m2();
  std::vector<double> areas(column.size());
  internal::ParallelFor(column.size(), kGrain, threads, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const auto leaves = static_cast<double>(LeavesIn(column.ranges(row)));
      areas[row] = column.is_null(row) ? kNan : leaves / static_cast<double>(kLeafCount) * area_m2;
    }
  });
  return areas;
}

Coverage CoverageAt(const CoverageColumn& column, size_t row) {
  assert(row < column.size());
  return Coverage::FromCanonical(RangeBuffer(column.ranges(row)), column.order(),
                                 column.ellipsoid());
}

absl::StatusOr<CoverageColumn> ColumnOf(std::span<const Coverage> coverages) {
  if (coverages.empty()) return CoverageColumn();
  int order = 0;
  for (size_t i = 0; i < coverages.size(); ++i) {
    order = std::max(order, coverages[i].order());
    if (coverages[i].ellipsoid() != coverages[0].ellipsoid()) {
      return internal::InvalidArgument("coverages[" + std::to_string(i) + "] is on " +
                                       coverages[i].ellipsoid().name() + ", the first on " +
                                       coverages[0].ellipsoid().name());
    }
  }
  return internal::BuildRows(
      coverages.size(), order, coverages[0].ellipsoid(), false, 1,
      [&](size_t row) { return coverages[row].ranges().size(); },
      [&](size_t row, LeafRange* out) {
        const Ranges ranges = coverages[row].ranges();
        return std::copy(ranges.begin(), ranges.end(), out);
      },
      [](size_t) { return false; });
}

absl::StatusOr<CoverageColumn> ConcatenateColumns(std::span<const CoverageColumn> columns) {
  if (columns.empty()) return CoverageColumn();
  int order = 0;
  size_t rows = 0, ranges = 0, nulls = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].ellipsoid() != columns[0].ellipsoid()) {
      return internal::InvalidArgument("columns[" + std::to_string(i) + "] is on " +
                                       columns[i].ellipsoid().name() + ", the first on " +
                                       columns[0].ellipsoid().name());
    }
    order = std::max(order, columns[i].order());
    rows += columns[i].size();
    ranges += columns[i].range_count();
    nulls += columns[i].null_count();
  }
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  std::vector<uint8_t> validity(nulls > 0 ? (rows + 7) / 8 : 0);
  offsets.reserve(rows + 1);
  leaves.reserve(2 * ranges);
  for (const CoverageColumn& column : columns) {
    for (size_t row = 0; row < column.size(); ++row) {
      const size_t at = offsets.size() - 1;
      if (nulls > 0 && !column.is_null(row)) {
        validity[at / 8] = static_cast<uint8_t>(validity[at / 8] | 1u << (at % 8));
      }
      for (const LeafRange range : column.ranges(row)) {
        leaves.push_back(range.begin);
        leaves.push_back(range.end);
      }
      offsets.push_back(static_cast<int64_t>(leaves.size()));
    }
  }
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves),
                                              std::move(validity), order, columns[0].ellipsoid());
}

}  // namespace coincide
