#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "coincide/coverage/coverage_column.h"
#include "src/coverage/index_format.h"
#include "src/coverage/index_segment.h"
#include "src/internal/parallel.h"

namespace coincide::internal {
namespace {

// What is known of the ranges of one level before they are sorted.
struct LevelCount {
  uint64_t entries = 0;
  uint64_t least = std::numeric_limits<uint64_t>::max();  // begin, in units
  uint64_t greatest = 0;
  uint64_t longest = 0;
  // Entries are scattered into buckets of equal width, then each is sorted.
  uint32_t bucket_shift = 0;
  size_t first_bucket = 0;

  size_t Bucket(uint64_t begin) const {
    return first_bucket + static_cast<size_t>((begin - least) >> bucket_shift);
  }
};

// Entries of a bucket on average: a bucket then sorts within the first cache.
constexpr uint64_t kBucketEntries = 512;
constexpr uint64_t kMaxBuckets = uint64_t{1} << 20;

// The bits that no leaf number of the column uses. Footprints of order k leave
// at least 2 (29 - k).
uint32_t CommonShift(const CoverageColumn& column) {
  uint64_t used = 0;
  for (size_t row = 0; row < column.size(); ++row) {
    for (const LeafRange range : column.ranges(row)) used |= range.begin | range.end;
  }
  return used == 0 ? 0 : static_cast<uint32_t>(std::countr_zero(used));
}

IndexEntry MakeEntry(LeafRange range, uint32_t shift, size_t row) {
  return {range.begin >> shift, (range.size() >> shift) - 1, static_cast<uint32_t>(row)};
}

// All ranges of the column, by level, then begin, then row.
std::vector<IndexEntry> SortedEntries(const CoverageColumn& column, uint32_t shift,
                                      std::array<LevelCount, kIndexLevels>* levels, int threads) {
  for (size_t row = 0; row < column.size(); ++row) {
    for (const LeafRange range : column.ranges(row)) {
      const IndexEntry entry = MakeEntry(range, shift, row);
      LevelCount& level = (*levels)[IndexLevel(entry.last + 1)];
      ++level.entries;
      level.least = std::min(level.least, entry.begin);
      level.greatest = std::max(level.greatest, entry.begin);
      level.longest = std::max(level.longest, entry.last + 1);
    }
  }
  size_t buckets = 0, total = 0;
  for (LevelCount& level : *levels) {
    level.first_bucket = buckets;
    if (level.entries == 0) continue;
    total += level.entries;
    const uint64_t wanted = std::clamp<uint64_t>(level.entries / kBucketEntries, 1, kMaxBuckets);
    while (((level.greatest - level.least) >> level.bucket_shift) >= wanted) ++level.bucket_shift;
    buckets = level.Bucket(level.greatest) + 1;
  }
  std::vector<size_t> begins(buckets + 1, 0);
  for (size_t row = 0; row < column.size(); ++row) {
    for (const LeafRange range : column.ranges(row)) {
      const IndexEntry entry = MakeEntry(range, shift, row);
      ++begins[(*levels)[IndexLevel(entry.last + 1)].Bucket(entry.begin) + 1];
    }
  }
  for (size_t i = 1; i <= buckets; ++i) begins[i] += begins[i - 1];
  std::vector<IndexEntry> entries(total);
  std::vector<size_t> next(begins.begin(), begins.end() - 1);
  for (size_t row = 0; row < column.size(); ++row) {
    for (const LeafRange range : column.ranges(row)) {
      const IndexEntry entry = MakeEntry(range, shift, row);
      entries[next[(*levels)[IndexLevel(entry.last + 1)].Bucket(entry.begin)]++] = entry;
    }
  }
  // No two entries are equal, as a row has one range at a begin: the sorted
  // order, and so the bytes, are the same however the work was split.
  ParallelFor(buckets, 64, threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      std::sort(entries.begin() + static_cast<std::ptrdiff_t>(begins[i]),
                entries.begin() + static_cast<std::ptrdiff_t>(begins[i + 1]));
    }
  });
  return entries;
}

// Packs sorted entries into blocks, as many into each as fit.
class BlockWriter {
 public:
  explicit BlockWriter(std::vector<uint8_t>* bytes) : bytes_(bytes) {
    pending_.reserve(kBlockMaxEntries);
  }

  void Add(const IndexEntry& entry) {
    if (!pending_.empty()) {
      Widths widths = widths_;
      widths.Take(entry.begin - pending_.back().begin, entry);
      if (pending_.size() < kBlockMaxEntries &&
          (pending_.size() + 1) * widths.bits() <= kBlockPayloadBits) {
        widths_ = widths;
        pending_.push_back(entry);
        return;
      }
      Flush();
    }
    widths_ = Widths();
    widths_.Take(0, entry);
    pending_.push_back(entry);
  }

  // Ends the block that is being filled, if any.
  void Flush() {
    if (pending_.empty()) return;
    const size_t at = bytes_->size();
    bytes_->resize(at + kIndexPage);
    uint8_t* block = bytes_->data() + at;
    StoreLe(block + 4, static_cast<uint16_t>(pending_.size()));
    const uint32_t delta_bits = widths_.delta_bits(), length_bits = widths_.length_bits();
    block[6] = static_cast<uint8_t>(delta_bits);
    block[7] = static_cast<uint8_t>(length_bits);
    block[8] = static_cast<uint8_t>(widths_.row_bits());
    StoreLe(block + 12, widths_.least_row);
    uint64_t begin = pending_.front().begin, max_end = 0;
    size_t bit = 0;
    for (const IndexEntry& entry : pending_) {
      Put(block + kBlockHeader, &bit, entry.begin - begin, delta_bits);
      Put(block + kBlockHeader, &bit, entry.last, length_bits);
      Put(block + kBlockHeader, &bit, entry.row - widths_.least_row, widths_.row_bits());
      begin = entry.begin;
      max_end = std::max(max_end, entry.begin + entry.last + 1);
    }
    StoreLe(block, BlockChecksum(block, first_begins_.size()));
    first_begins_.push_back(pending_.front().begin);
    max_ends_.push_back(max_end);
    pending_.clear();
  }

  size_t blocks() const { return first_begins_.size(); }
  const std::vector<uint64_t>& first_begins() const { return first_begins_; }
  const std::vector<uint64_t>& max_ends() const { return max_ends_; }

 private:
  struct Widths {
    uint64_t deltas = 0, lasts = 0;  // bits that any of them uses
    uint32_t least_row = std::numeric_limits<uint32_t>::max(), greatest_row = 0;

    void Take(uint64_t delta, const IndexEntry& entry) {
      deltas |= delta;
      lasts |= entry.last;
      least_row = std::min(least_row, entry.row);
      greatest_row = std::max(greatest_row, entry.row);
    }
    uint32_t delta_bits() const { return static_cast<uint32_t>(std::bit_width(deltas)); }
    uint32_t length_bits() const { return static_cast<uint32_t>(std::bit_width(lasts)); }
    uint32_t row_bits() const {
      return static_cast<uint32_t>(std::bit_width(greatest_row - least_row));
    }
    size_t bits() const { return size_t{delta_bits()} + length_bits() + row_bits(); }
  };

  // Adds the `width` low bits of `value`; the bytes were zero.
  static void Put(uint8_t* payload, size_t* bit, uint64_t value, uint32_t width) {
    for (uint32_t done = 0; done < width;) {
      const size_t shift = *bit % 8;
      const auto now = std::min<uint32_t>(width - done, static_cast<uint32_t>(8 - shift));
      const uint64_t part = (value >> done) & LowBits(now);
      payload[*bit / 8] = static_cast<uint8_t>(payload[*bit / 8] | part << shift);
      *bit += now;
      done += now;
    }
  }

  std::vector<uint8_t>* bytes_;
  std::vector<IndexEntry> pending_;
  Widths widths_;
  std::vector<uint64_t> first_begins_, max_ends_;
};

}  // namespace

std::vector<uint8_t> IndexSegment::Build(const CoverageColumn& column, uint64_t first_row,
                                         int threads) {
  SegmentHeader header;
  header.first_row = first_row;
  header.rows = column.size();
  header.shift = CommonShift(column);
  std::array<LevelCount, kIndexLevels> levels;
  const std::vector<IndexEntry> entries = SortedEntries(column, header.shift, &levels, threads);
  header.ranges = entries.size();

  std::vector<uint8_t> bytes(kIndexPage);
  BlockWriter writer(&bytes);
  auto entry = entries.begin();
  for (size_t level = 0; level < kIndexLevels; ++level) {
    const size_t before = writer.blocks();
    for (uint64_t i = 0; i < levels[level].entries; ++i) writer.Add(*entry++);
    writer.Flush();
    header.level_blocks[level] = writer.blocks() - before;
    header.longest[level] = levels[level].longest;
  }
  assert(entry == entries.end());
  header.blocks = writer.blocks();

  const size_t directory = bytes.size();
  bytes.resize(directory + DirectoryBytes(header.blocks));
  for (size_t i = 0; i < header.blocks; ++i) {
    StoreLe(bytes.data() + directory + 8 * i, writer.first_begins()[i]);
    StoreLe(bytes.data() + directory + 8 * (header.blocks + i), writer.max_ends()[i]);
  }
  header.directory_crc = Crc32c(std::span<const uint8_t>(bytes).subspan(directory));
  header.bytes = bytes.size();
  const IndexPage page = EncodeSegmentHeader(header);
  std::copy(page.begin(), page.end(), bytes.begin());
  return bytes;
}

}  // namespace coincide::internal
