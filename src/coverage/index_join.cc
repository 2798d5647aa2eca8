#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "src/coverage/index_segment.h"
#include "src/coverage/row_set.h"
#include "src/coverage/unit_ranges.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

using internal::IndexSegment;
using internal::RowSet;
using internal::UnitRange;
using Segments = std::vector<std::shared_ptr<const IndexSegment>>;

// Rows that one task looks up, with one bitmap.
constexpr size_t kRowsAtOnce = 128;
// Ranges of an index that are held row by row at one time: 256 MB.
constexpr uint64_t kRangesAtOnce = uint64_t{1} << 24;
constexpr uint64_t kRowsOfAWindow = uint64_t{1} << 24;

absl::Status CheckEllipsoids(const Ellipsoid& a, const Ellipsoid& b) {
  if (a == b) return absl::OkStatus();
  return internal::InvalidArgument("the ellipsoids differ: " + a.name() + " and " + b.name());
}

// Appends to `*pairs`, for each row of [0, rows), the pairs (first_row + row, a
// row of `segments`), ordered. ranges_of(row) gives the canonical ranges.
template <typename RangesOf>
absl::Status AppendPairs(size_t rows, uint32_t first_row, const RangesOf& ranges_of,
                         const Segments& segments, size_t segment_rows, int threads,
                         RowPairs* pairs) {
  const size_t tasks = (rows + kRowsAtOnce - 1) / kRowsAtOnce;
  std::vector<RowPairs> found(tasks);
  std::vector<absl::Status> faults(tasks);
  internal::ParallelFor(tasks, 1, threads, [&](size_t begin, size_t end) {
    RowSet met(segment_rows);
    std::vector<UnitRange> units;
    for (size_t task = begin; task < end; ++task) {
      const size_t last = std::min(rows, (task + 1) * kRowsAtOnce);
      for (size_t row = task * kRowsAtOnce; row < last && faults[task].ok(); ++row) {
        const std::span<const LeafRange> ranges = ranges_of(row);
        if (ranges.empty()) continue;
        for (const auto& segment : segments) {
          internal::ToUnits(ranges, segment->shift(), &units);
          const auto offset = static_cast<uint32_t>(segment->first_row());
          faults[task] = segment->Scan(
              units, [&](uint32_t other, size_t, uint64_t, uint64_t) { met.Add(offset + other); });
          if (!faults[task].ok()) break;
        }
        met.Take(&found[task].b);
        found[task].a.resize(found[task].b.size(), first_row + static_cast<uint32_t>(row));
      }
    }
  });
  size_t count = pairs->size();
  for (size_t task = 0; task < tasks; ++task) {
    if (!faults[task].ok()) return faults[task];
    count += found[task].size();
  }
  pairs->a.reserve(count);
  pairs->b.reserve(count);
  for (RowPairs& part : found) {
    pairs->a.insert(pairs->a.end(), part.a.begin(), part.a.end());
    pairs->b.insert(pairs->b.end(), part.b.begin(), part.b.end());
    part = RowPairs();
  }
  return absl::OkStatus();
}

// The ranges of a segment row by row, as many rows at a time as fit. Rows are
// counted in windows, so that memory follows the ranges of a file and not the
// number of rows that its header claims.
class SegmentRows {
 public:
  explicit SegmentRows(const IndexSegment& segment) : segment_(&segment) {}

  // Loads the next rows; false once there are none.
  absl::StatusOr<bool> Next() {
    first_ = end_;
    if (first_ == segment_->rows()) return false;
    if (first_ == window_ + counts_.size()) {
      if (absl::Status status = CountWindow(); !status.ok()) return status;
    }
    begins_.assign(1, 0);
    do {
      begins_.push_back(begins_.back() + counts_[end_++ - window_]);
    } while (end_ < window_ + counts_.size() &&
             begins_.back() + counts_[end_ - window_] <= kRangesAtOnce);
    ranges_.resize(begins_.back());
    if (ranges_.empty()) return true;
    std::vector<uint64_t> next(begins_.begin(), begins_.end() - 1);
    absl::Status status = segment_->ForEachRange([&](uint32_t row, LeafRange range) {
      if (row >= first_ && row < end_) ranges_[next[row - first_]++] = range;
    });
    if (!status.ok()) return status;
    return true;
  }

  size_t first() const { return first_; }
  size_t size() const { return end_ - first_; }
  // REQUIRES: i < size(). The ranges of row first() + i, sorted.
  std::span<const LeafRange> ranges(size_t i) const {
    return {ranges_.data() + begins_[i], begins_[i + 1] - begins_[i]};
  }
  // Levels come one after the other, so a row's ranges are not yet sorted.
  void Sort(int threads) {
    internal::ParallelFor(size(), kRowsAtOnce, threads, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        std::sort(ranges_.begin() + static_cast<std::ptrdiff_t>(begins_[i]),
                  ranges_.begin() + static_cast<std::ptrdiff_t>(begins_[i + 1]));
      }
    });
  }

 private:
  absl::Status CountWindow() {
    window_ = first_;
    counts_.assign(std::min<uint64_t>(kRowsOfAWindow, segment_->rows() - window_), 0);
    return segment_->ForEachRange([&](uint32_t row, LeafRange) {
      if (row >= window_ && row - window_ < counts_.size()) ++counts_[row - window_];
    });
  }

  const IndexSegment* segment_;
  size_t window_ = 0;
  std::vector<uint32_t> counts_;  // of the rows from window_ on
  size_t first_ = 0, end_ = 0;
  std::vector<uint64_t> begins_;
  std::vector<LeafRange> ranges_;
};

// Pairs (row of `outer`, row of `inner`), ordered.
absl::Status JoinSegments(const Segments& outer, const Segments& inner, size_t inner_rows,
                          int threads, RowPairs* pairs) {
  for (const auto& segment : outer) {
    SegmentRows rows(*segment);
    for (;;) {
      absl::StatusOr<bool> more = rows.Next();
      if (!more.ok()) return std::move(more).status();
      if (!*more) break;
      rows.Sort(threads);
      absl::Status status = AppendPairs(
          rows.size(), static_cast<uint32_t>(segment->first_row() + rows.first()),
          [&](size_t row) { return rows.ranges(row); }, inner, inner_rows, threads, pairs);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

// Pairs ordered by (a, b) from the same ordered by (b, a), a below `rows`. A
// counting sort keeps b ascending; where few of very many rows have a pair, a
// plain sort needs less memory.
RowPairs Transposed(const RowPairs& pairs, size_t rows) {
  RowPairs result;
  result.a.resize(pairs.size());
  result.b.resize(pairs.size());
  if (rows / 16 > pairs.size()) {
    std::vector<std::pair<uint32_t, uint32_t>> sorted(pairs.size());
    for (size_t i = 0; i < pairs.size(); ++i) sorted[i] = {pairs.b[i], pairs.a[i]};
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < pairs.size(); ++i) {
      result.a[i] = sorted[i].first;
      result.b[i] = sorted[i].second;
    }
    return result;
  }
  std::vector<uint64_t> next(rows + 1, 0);
  for (const uint32_t a : pairs.b) ++next[a + 1];
  for (size_t i = 1; i <= rows; ++i) next[i] += next[i - 1];
  for (size_t i = 0; i < pairs.size(); ++i) {
    const uint64_t at = next[pairs.b[i]]++;
    result.a[at] = pairs.b[i];
    result.b[at] = pairs.a[i];
  }
  return result;
}

}  // namespace

absl::StatusOr<RowPairs> CoverageIndex::Join(const CoverageIndex& other, int threads) const {
  if (absl::Status status = CheckEllipsoids(ellipsoid_, other.ellipsoid_); !status.ok()) {
    return status;
  }
  RowPairs pairs;
  const bool swap = ranges_ > other.ranges_;
  absl::Status status =
      swap ? JoinSegments(other.segments_, segments_, rows_, threads, &pairs)
           : JoinSegments(segments_, other.segments_, other.rows_, threads, &pairs);
  if (!status.ok()) return status;
  return swap ? Transposed(pairs, rows_) : std::move(pairs);
}

absl::StatusOr<RowPairs> CoverageIndex::QueryColumn(const CoverageColumn& column,
                                                    int threads) const {
  if (absl::Status status = CheckEllipsoids(column.ellipsoid(), ellipsoid_); !status.ok()) {
    return status;
  }
  if (column.size() > 0xFFFFFFFF) {
    return internal::InvalidArgument(std::to_string(column.size()) +
                                     " rows: at most 2^32 - 1 in a column to look up");
  }
  RowPairs pairs;
  absl::Status status = AppendPairs(
      column.size(), 0, [&](size_t row) { return column.ranges(row); }, segments_, rows_, threads,
      &pairs);
  if (!status.ok()) return status;
  return pairs;
}

absl::StatusOr<CoverageIndex> CoverageIndex::Compact(int threads) const {
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  leaves.reserve(2 * ranges_);
  for (const auto& segment : segments_) {
    SegmentRows rows(*segment);
    for (;;) {
      absl::StatusOr<bool> more = rows.Next();
      if (!more.ok()) return std::move(more).status();
      if (!*more) break;
      rows.Sort(threads);
      for (size_t row = 0; row < rows.size(); ++row) {
        for (const LeafRange range : rows.ranges(row)) {
          leaves.push_back(range.begin);
          leaves.push_back(range.end);
        }
        offsets.push_back(static_cast<int64_t>(leaves.size()));
      }
    }
  }
  return Build(CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves), {},
                                                    order_, ellipsoid_),
               threads);
}

}  // namespace coincide
