// File: coverage_index.h
//
// The inverted index over a column of coverages: which rows meet this leaf,
// cell, range or coverage; and which rows of two indexes meet each other. One
// immutable file, memory-mapped, opened without decoding.
//
//   auto index = CoverageIndex::Build(column);
//   index->Save("footprints.coix");
//   auto opened = CoverageIndex::Open("footprints.coix");
//   auto rows = opened->QueryCoverage(coverage);
//
// The bytes on disk: docs/specification.md, section "Coverage index".

#ifndef COINCIDE_COVERAGE_COVERAGE_INDEX_H_
#define COINCIDE_COVERAGE_COVERAGE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

namespace internal {
class IndexSegment;
}  // namespace internal

// Pairs of rows, ordered by (a, b), none twice.
struct RowPairs {
  std::vector<uint32_t> a;
  std::vector<uint32_t> b;
  size_t size() const { return a.size(); }
  friend bool operator==(const RowPairs&, const RowPairs&) = default;
};

// For each of n queries the rows that it meets, ascending: query i has
// rows[offsets[i]] up to rows[offsets[i + 1]].
struct RowLists {
  std::vector<int64_t> offsets;
  std::vector<uint32_t> rows;
  friend bool operator==(const RowLists&, const RowLists&) = default;
};

// An immutable index; copies are cheap and share it, and all functions may be
// called from several threads at once.
//
// Every range of a row is held once, so the size depends on how many there are
// and not on how deep they overlap: bit-packed blocks of 512 bytes, sorted by
// where ranges begin, in 16 levels by length, each level at most 16 times
// longer than the one before it. A query reads, in each level, the blocks whose
// ranges begin inside it or at most the longest range of the level before it.
// Rows are numbered from 0 in the order of building and appending; empty and
// null rows count, and no query finds them.
//
// Errors of all that reads: DataLoss if a block or a header is damaged, naming
// the file and the byte. A block is checked when it is first read, so a query
// may find damage long after Open; Verify looks at everything at once. A file
// that another program shortens while it is open ends the process (SIGBUS), as
// with any mapped file.
class CoverageIndex {
 public:
  CoverageIndex() = default;  // No rows, order 0, WGS84.

  // The index of a column: at most 2^32 - 1 rows. The same bytes on every
  // thread count. Errors (InvalidArgument): too many rows.
  // COST: O(n log n) for n ranges, 24 bytes of memory a range beside the result.
  static absl::StatusOr<CoverageIndex> Build(const CoverageColumn& column, int threads = 0);

  // Opens a file by mapping it. Reads the headers and the directory of blocks
  // (3 % of the file); decodes nothing.
  //
  // Errors: NotFound and PermissionDenied as the system says; DataLoss if the
  // file is empty, truncated, foreign, damaged or of a newer version, naming
  // the path and the byte.
  static absl::StatusOr<CoverageIndex> Open(const std::string& path);
  // The same for the bytes of a file in memory; messages call them `name`.
  static absl::StatusOr<CoverageIndex> FromBytes(std::vector<uint8_t> bytes,
                                                 std::string_view name = "bytes");

  // Writes the file under a temporary name beside `path`, then renames it, so
  // that `path` is never half-written. Errors: as the system says.
  absl::Status Save(const std::string& path) const;
  // What Save writes.
  std::vector<uint8_t> ToBytes() const;

  // An index of these rows and, after them, the rows of `column`. Nothing is
  // built anew but an index of the new rows; a query costs a search in each
  // part, so build once from all rows where many parts have gathered (Compact).
  // Errors (InvalidArgument): another ellipsoid, naming both; too many rows.
  absl::StatusOr<CoverageIndex> Append(const CoverageColumn& column, int threads = 0) const;
  // The same to a file in place: new bytes behind the old ones, then the new
  // header. Programs that have the file open go on seeing the old rows; a run
  // that is cut short leaves the old index. Errors: as Open and Append; Aborted
  // if another program is appending.
  static absl::Status AppendToFile(const std::string& path, const CoverageColumn& column,
                                   int threads = 0);
  // The same rows in one part: the bytes that Build gives for all of them.
  absl::StatusOr<CoverageIndex> Compact(int threads = 0) const;

  // Checks every block, and that the ranges of each row are canonical. OK, or the
  // DataLoss of the first damaged one.
  absl::Status Verify(int threads = 0) const;

  size_t size() const { return rows_; }  // rows
  size_t range_count() const { return ranges_; }
  size_t part_count() const { return segments_.size(); }
  size_t byte_count() const;
  int order() const { return order_; }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  // The rows that hold a leaf of the query, ascending, none twice. Query ranges
  // are canonical (sorted, disjoint); they are taken to be on the ellipsoid of
  // the index. Errors (InvalidArgument): a leaf, range or cell that does not
  // exist, naming its index and value.
  // COST: O(levels (log blocks + blocks read)), about 0.3 us a block read.
  absl::StatusOr<std::vector<uint32_t>> QueryLeaf(uint64_t leaf) const;
  absl::StatusOr<std::vector<uint32_t>> QueryCell(Cell cell) const;
  absl::StatusOr<std::vector<uint32_t>> QueryRange(LeafRange range) const;
  absl::StatusOr<std::vector<uint32_t>> QueryRanges(std::span<const LeafRange> ranges) const;
  // Errors also if the ellipsoids differ, naming both.
  absl::StatusOr<std::vector<uint32_t>> QueryCoverage(const Coverage& coverage) const;

  // The rows of each leaf; faster than one by one, in any order of leaves.
  absl::StatusOr<RowLists> QueryLeaves(std::span<const uint64_t> leaves, int threads = 0) const;
  // The same for words of points or of order-29 cells, as EncodePoints gives them.
  // Errors (InvalidArgument): the first word that is neither, null included.
  absl::StatusOr<RowLists> QueryPoints(std::span<const uint64_t> words, int threads = 0) const;

  // All pairs (row of this, row of `other`) that share a leaf; with itself, each
  // row also pairs with itself. Errors (InvalidArgument): ellipsoids differ.
  // COST: a query of the side with more ranges for each row of the other one,
  // and memory for the ranges of that other side, 256 MB at a time.
  absl::StatusOr<RowPairs> Join(const CoverageIndex& other, int threads = 0) const;
  // The same for the rows of a column (a) and the rows of this index (b).
  absl::StatusOr<RowPairs> QueryColumn(const CoverageColumn& column, int threads = 0) const;

 private:
  static absl::StatusOr<CoverageIndex> Parse(std::span<const uint8_t> bytes,
                                             std::shared_ptr<const void> owner,
                                             std::string_view name);
  void AddSegment(std::shared_ptr<const internal::IndexSegment> segment);
  // Writes the header of the file to `header` (512 bytes) and gives all parts.
  std::vector<std::span<const uint8_t>> Parts(std::span<uint8_t> header) const;

  std::vector<std::shared_ptr<const internal::IndexSegment>> segments_;
  size_t rows_ = 0;
  size_t ranges_ = 0;
  int order_ = 0;
  Ellipsoid ellipsoid_;
};

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COVERAGE_INDEX_H_
