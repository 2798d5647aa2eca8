#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
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

// The rows of a column in pieces, each of which one thread looks through.
class RowPieces {
 public:
  RowPieces(const CoverageColumn& column, int threads) : rows_(column.size()) {
    // Pieces of unlike sizes even out if there are some more than threads.
    const size_t most = column.range_count() / kLeastRanges + 1;
    const int count = ThreadCount(threads);
    if (count > 1) pieces_ = std::min({most, kMostPieces, 4 * static_cast<size_t>(count)});
  }
  size_t size() const { return pieces_; }

  // Calls visit(piece, row, range) for every range, pieces side by side.
  template <class Visit>
  void ForEachRange(const CoverageColumn& column, int threads, const Visit& visit) const {
    ParallelFor(pieces_, 1, threads, [&](size_t from, size_t to) {
      for (size_t piece = from; piece < to; ++piece) {
        const size_t end = rows_ * (piece + 1) / pieces_;
        for (size_t row = rows_ * piece / pieces_; row < end; ++row) {
          for (const LeafRange range : column.ranges(row)) visit(piece, row, range);
        }
      }
    });
  }

 private:
  static constexpr size_t kMostPieces = 32, kLeastRanges = size_t{1} << 12;

  size_t rows_;
  size_t pieces_ = 1;
};

// The bits that no leaf number of the column uses. Footprints of order k leave
// at least 2 (29 - k).
uint32_t CommonShift(const CoverageColumn& column, const RowPieces& pieces, int threads) {
  std::vector<uint64_t> used(pieces.size(), 0);
  pieces.ForEachRange(column, threads, [&](size_t piece, size_t, LeafRange range) {
    used[piece] |= range.begin | range.end;
  });
  uint64_t all = 0;
  for (const uint64_t bits : used) all |= bits;
  return all == 0 ? 0 : static_cast<uint32_t>(std::countr_zero(all));
}

IndexEntry MakeEntry(LeafRange range, uint32_t shift, size_t row) {
  return {range.begin >> shift, (range.size() >> shift) - 1, static_cast<uint32_t>(row)};
}

using Levels = std::array<LevelCount, kIndexLevels>;

Levels CountLevels(const CoverageColumn& column, const RowPieces& pieces, uint32_t shift,
                   int threads) {
  std::vector<Levels> counts(pieces.size());
  pieces.ForEachRange(column, threads, [&](size_t piece, size_t row, LeafRange range) {
    const IndexEntry entry = MakeEntry(range, shift, row);
    LevelCount& level = counts[piece][IndexLevel(entry.last + 1)];
    ++level.entries;
    level.least = std::min(level.least, entry.begin);
    level.greatest = std::max(level.greatest, entry.begin);
    level.longest = std::max(level.longest, entry.last + 1);
  });
  Levels levels = counts.front();
  for (size_t piece = 1; piece < counts.size(); ++piece) {
    for (size_t i = 0; i < levels.size(); ++i) {
      const LevelCount& more = counts[piece][i];
      levels[i].entries += more.entries;
      levels[i].least = std::min(levels[i].least, more.least);
      levels[i].greatest = std::max(levels[i].greatest, more.greatest);
      levels[i].longest = std::max(levels[i].longest, more.longest);
    }
  }
  return levels;
}

// All ranges of the column, by level, then begin, then row.
std::vector<IndexEntry> SortedEntries(const CoverageColumn& column, const RowPieces& pieces,
                                      uint32_t shift, Levels* levels, int threads) {
  size_t buckets = 0, total = 0;
  for (LevelCount& level : *levels) {
    level.first_bucket = buckets;
    if (level.entries == 0) continue;
    total += level.entries;
    const uint64_t wanted = std::clamp<uint64_t>(level.entries / kBucketEntries, 1, kMaxBuckets);
    while (((level.greatest - level.least) >> level.bucket_shift) >= wanted) ++level.bucket_shift;
    buckets = level.Bucket(level.greatest) + 1;
  }
  const auto bucket_of = [&](const IndexEntry& entry) {
    return (*levels)[IndexLevel(entry.last + 1)].Bucket(entry.begin);
  };
  // How many of each bucket a piece has, then where it puts the next one.
  std::vector<std::vector<size_t>> next(pieces.size(), std::vector<size_t>(buckets, 0));
  pieces.ForEachRange(column, threads, [&](size_t piece, size_t row, LeafRange range) {
    ++next[piece][bucket_of(MakeEntry(range, shift, row))];
  });
  std::vector<size_t> begins(buckets + 1, 0);
  size_t sum = 0;
  for (size_t i = 0; i < buckets; ++i) {
    for (std::vector<size_t>& of_piece : next) sum += std::exchange(of_piece[i], sum);
    begins[i + 1] = sum;
  }
  std::vector<IndexEntry> entries(total);
  pieces.ForEachRange(column, threads, [&](size_t piece, size_t row, LeafRange range) {
    const IndexEntry entry = MakeEntry(range, shift, row);
    entries[next[piece][bucket_of(entry)]++] = entry;
  });
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

// The bits that the entries of a block need.
struct BlockWidths {
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

// Where blocks of sorted entries begin, as many into each as fit.
std::vector<size_t> BlockBegins(std::span<const IndexEntry> entries, size_t first) {
  std::vector<size_t> begins;
  BlockWidths widths;
  size_t begin = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i > begin) {
      BlockWidths wider = widths;
      wider.Take(entries[i].begin - entries[i - 1].begin, entries[i]);
      if (i - begin < kBlockMaxEntries && (i - begin + 1) * wider.bits() <= kBlockPayloadBits) {
        widths = wider;
        continue;
      }
    }
    begin = i;
    begins.push_back(first + i);
    widths = BlockWidths();
    widths.Take(0, entries[i]);
  }
  return begins;
}

// Writes numbers of some bits each, one after the other, into bytes that are zero.
class BitWriter {
 public:
  explicit BitWriter(uint8_t* to) : to_(to) {}
  void Put(uint64_t value, uint32_t width) {
    const uint64_t low = value & LowBits(width);
    word_ |= low << used_;
    if (used_ + width < 64) {
      used_ += width;
      return;
    }
    StoreLe(to_, word_);
    to_ += 8;
    const uint32_t done = 64 - used_;
    word_ = done < 64 ? low >> done : 0;
    used_ = used_ + width - 64;
  }
  void Flush() {
    for (uint32_t bit = 0; bit < used_; bit += 8) *to_++ = static_cast<uint8_t>(word_ >> bit);
  }

 private:
  uint8_t* to_;
  uint64_t word_ = 0;
  uint32_t used_ = 0;  // Bits of it; below 64.
};

// Packs the entries of one block, whose bytes are zero. Returns the greatest end.
uint64_t PackBlock(std::span<const IndexEntry> entries, uint64_t number, uint8_t* block) {
  BlockWidths widths;
  uint64_t begin = entries.front().begin, max_end = 0;
  for (const IndexEntry& entry : entries) {
    widths.Take(entry.begin - begin, entry);
    begin = entry.begin;
    max_end = std::max(max_end, entry.begin + entry.last + 1);
  }
  const uint32_t delta_bits = widths.delta_bits(), length_bits = widths.length_bits();
  const uint32_t row_bits = widths.row_bits();
  StoreLe(block + 4, static_cast<uint16_t>(entries.size()));
  block[6] = static_cast<uint8_t>(delta_bits);
  block[7] = static_cast<uint8_t>(length_bits);
  block[8] = static_cast<uint8_t>(row_bits);
  StoreLe(block + 12, widths.least_row);
  BitWriter payload(block + kBlockHeader);
  begin = entries.front().begin;
  for (const IndexEntry& entry : entries) {
    payload.Put(entry.begin - begin, delta_bits);
    payload.Put(entry.last, length_bits);
    payload.Put(entry.row - widths.least_row, row_bits);
    begin = entry.begin;
  }
  payload.Flush();
  StoreLe(block, BlockChecksum(block, number));
  return max_end;
}

}  // namespace

std::vector<uint8_t> IndexSegment::Build(const CoverageColumn& column, uint64_t first_row,
                                         int threads) {
  SegmentHeader header;
  header.first_row = first_row;
  header.rows = column.size();
  const RowPieces pieces(column, threads);
  header.shift = CommonShift(column, pieces, threads);
  Levels levels = CountLevels(column, pieces, header.shift, threads);
  const std::vector<IndexEntry> entries =
      SortedEntries(column, pieces, header.shift, &levels, threads);
  header.ranges = entries.size();

  // How many entries fit into a block is found from the first of a level on.
  std::array<size_t, kIndexLevels + 1> first_entry = {};
  for (size_t i = 0; i < kIndexLevels; ++i) first_entry[i + 1] = first_entry[i] + levels[i].entries;
  std::array<std::vector<size_t>, kIndexLevels> begins;
  ParallelFor(kIndexLevels, 1, threads, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      begins[i] = BlockBegins(std::span(entries).subspan(first_entry[i], levels[i].entries),
                              first_entry[i]);
    }
  });
  std::vector<size_t> block_begins;
  for (size_t i = 0; i < kIndexLevels; ++i) {
    header.level_blocks[i] = begins[i].size();
    header.longest[i] = levels[i].longest;
    block_begins.insert(block_begins.end(), begins[i].begin(), begins[i].end());
    begins[i] = {};
  }
  header.blocks = block_begins.size();
  block_begins.push_back(entries.size());

  const size_t directory = kIndexPage * (1 + header.blocks);
  std::vector<uint8_t> bytes(directory + DirectoryBytes(header.blocks));
  ParallelFor(header.blocks, 64, threads, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      const auto in_block =
          std::span(entries).subspan(block_begins[i], block_begins[i + 1] - block_begins[i]);
      const uint64_t max_end = PackBlock(in_block, i, bytes.data() + kIndexPage * (1 + i));
      StoreLe(bytes.data() + directory + 8 * i, in_block.front().begin);
      StoreLe(bytes.data() + directory + 8 * (header.blocks + i), max_end);
    }
  });
  header.directory_crc = Crc32c(std::span<const uint8_t>(bytes).subspan(directory));
  header.bytes = bytes.size();
  const IndexPage page = EncodeSegmentHeader(header);
  std::copy(page.begin(), page.end(), bytes.begin());
  return bytes;
}

}  // namespace coincide::internal
