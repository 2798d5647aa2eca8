// One part of a coverage index: the rows of one build, as bytes.

#ifndef COINCIDE_COVERAGE_INDEX_SEGMENT_H_
#define COINCIDE_COVERAGE_INDEX_SEGMENT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/coverage/coverage_column.h"
#include "src/coverage/index_format.h"

namespace coincide::internal {

// "FILE: byte N: what", as DataLoss.
absl::Status IndexDamage(std::string_view name, uint64_t byte, std::string_view what);

// A half-open run of units: leaves >> shift, rounded outward.
struct UnitRange {
  uint64_t begin;
  uint64_t end;
};

class IndexSegment {
 public:
  // `bytes` begin with the segment's header and may go on behind it; `owner`
  // keeps them alive. `name` and `at`, the byte of the file where the segment
  // begins, are for messages. Checks the header and the directory.
  static absl::StatusOr<std::shared_ptr<const IndexSegment>> Open(std::span<const uint8_t> bytes,
                                                                  std::shared_ptr<const void> owner,
                                                                  std::string_view name,
                                                                  uint64_t at);

  // The bytes of a segment for the rows of a column, the first of which has the
  // number `first_row`.
  static std::vector<uint8_t> Build(const CoverageColumn& column, uint64_t first_row, int threads);

  std::span<const uint8_t> bytes() const { return bytes_; }
  uint64_t first_row() const { return header_.first_row; }
  uint64_t rows() const { return header_.rows; }
  uint64_t ranges() const { return header_.ranges; }
  uint32_t shift() const { return header_.shift; }
  uint64_t blocks() const { return header_.blocks; }

  // Checks one block, each time that it is called.
  absl::Status CheckBlock(uint64_t number) const;
  // Checks that the blocks hold as many ranges as the header says.
  absl::Status CheckCount() const;
  // Checks that the ranges of each row are disjoint and do not touch, the error
  // being of the first along the curve that is not so. Merges the levels, with 8
  // bytes of memory a row that has ranges. REQUIRES: every block passed CheckBlock.
  absl::Status CheckRows() const;

  // Calls match(row, first query, begin, end) for each range [begin, end) of a
  // row of this segment that meets a query, with the number of the first query
  // that it meets: in each level in order of begin.
  //
  // REQUIRES: both begins and ends of `queries` ascend (equal ones may follow
  // each other) and no query is empty.
  template <typename Match>
  absl::Status Scan(std::span<const UnitRange> queries, Match&& match) const;

  // Calls visit(row, LeafRange) for every range, in order of level and begin.
  template <typename Visit>
  absl::Status ForEachRange(Visit&& visit) const;

 private:
  uint64_t FirstBegin(uint64_t block) const { return LoadLe<uint64_t>(directory_ + 8 * block); }
  uint64_t MaxEnd(uint64_t block) const {
    return LoadLe<uint64_t>(directory_ + 8 * (header_.blocks + block));
  }
  const uint8_t* BlockAt(uint64_t block) const { return bytes_.data() + kIndexPage * (1 + block); }
  // Checks a block the first time.
  absl::Status UseBlock(uint64_t block) const {
    if ((checked_[block / 64].load(std::memory_order_relaxed) >> (block % 64) & 1) != 0) {
      return absl::OkStatus();
    }
    absl::Status status = CheckBlock(block);
    if (status.ok()) {
      checked_[block / 64].fetch_or(uint64_t{1} << (block % 64), std::memory_order_relaxed);
    }
    return status;
  }
  // The first block of [from, end) that begins at `unit` or later, by galloping.
  uint64_t Seek(uint64_t from, uint64_t end, uint64_t unit) const;

  std::span<const uint8_t> bytes_;
  std::shared_ptr<const void> owner_;
  std::string name_;
  uint64_t at_ = 0;
  SegmentHeader header_;
  const uint8_t* directory_ = nullptr;
  // A bit a block: its checksum and its content were found good.
  std::unique_ptr<std::atomic<uint64_t>[]> checked_;
};

template <typename Match>
absl::Status IndexSegment::Scan(std::span<const UnitRange> queries, Match&& match) const {
  uint64_t level_end = 0;
  for (size_t level = 0; level < kIndexLevels; ++level) {
    uint64_t block = level_end;
    level_end += header_.level_blocks[level];
    const uint64_t longest = header_.longest[level];
    size_t first = 0;  // The first query that ends beyond FirstBegin(block).
    while (block < level_end) {
      const uint64_t block_begin = FirstBegin(block);
      while (first < queries.size() && queries[first].end <= block_begin) ++first;
      if (first == queries.size()) break;
      const UnitRange query = queries[first];
      // Ranges that reach the query begin after query.begin - longest. Blocks
      // whose successor begins at or before that hold none of them.
      if (query.begin >= longest && block + 1 < level_end) {
        const uint64_t least = query.begin - longest + 1;
        if (FirstBegin(block + 1) < least) {
          block = Seek(block + 2, level_end, least) - 1;
          continue;
        }
      }
      if (MaxEnd(block) > query.begin) {
        if (absl::Status status = UseBlock(block); !status.ok()) return status;
        size_t at = first;
        const uint8_t* bytes = BlockAt(block);
        ForEachEntry(bytes, BlockHeader::Load(bytes), block_begin,
                     [&](uint64_t begin, uint64_t end, uint32_t row) {
                       while (queries[at].end <= begin) {
                         if (++at == queries.size()) return false;
                       }
                       if (queries[at].begin < end) match(row, at, begin, end);
                       return true;
                     });
      }
      ++block;
    }
  }
  return absl::OkStatus();
}

template <typename Visit>
absl::Status IndexSegment::ForEachRange(Visit&& visit) const {
  for (uint64_t block = 0; block < header_.blocks; ++block) {
    if (absl::Status status = UseBlock(block); !status.ok()) return status;
    const uint8_t* bytes = BlockAt(block);
    ForEachEntry(bytes, BlockHeader::Load(bytes), FirstBegin(block),
                 [&](uint64_t begin, uint64_t end, uint32_t row) {
                   visit(row, LeafRange{begin << header_.shift, end << header_.shift});
                   return true;
                 });
  }
  return absl::OkStatus();
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INDEX_SEGMENT_H_
