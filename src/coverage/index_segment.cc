#include "src/coverage/index_segment.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "coincide/cell/leaf_range.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {

absl::Status IndexDamage(std::string_view name, uint64_t byte, std::string_view what) {
  const std::string text =
      std::string(name) + ": byte " + std::to_string(byte) + ": " + std::string(what);
  return absl::DataLossError(ToAbsl(text));
}

absl::StatusOr<std::shared_ptr<const IndexSegment>> IndexSegment::Open(
    std::span<const uint8_t> bytes, std::shared_ptr<const void> owner, std::string_view name,
    uint64_t at) {
  if (bytes.size() < kIndexPage) {
    return IndexDamage(name, at + bytes.size(), "truncated: the header of a part has 512 bytes");
  }
  auto segment = std::make_shared<IndexSegment>();
  SegmentHeader& header = segment->header_;
  if (const int64_t fault = DecodeSegmentHeader(bytes.first(kIndexPage), &header); fault >= 0) {
    return IndexDamage(name, at + static_cast<uint64_t>(fault),
                       fault == 0 ? "no part of an index begins here"
                                  : "damaged: the checksum of a part's header is wrong");
  }
  // Sizes that a checksum cannot vouch for: they must agree with each other
  // before anything is read through them.
  const uint64_t limit = bytes.size() / kIndexPage;
  if (header.blocks > limit ||
      header.bytes != kIndexPage * (1 + header.blocks) + DirectoryBytes(header.blocks)) {
    return IndexDamage(name, at + 8,
                       "damaged: " + std::to_string(header.bytes) + " bytes for " +
                           std::to_string(header.blocks) + " blocks");
  }
  if (header.bytes > bytes.size()) {
    return IndexDamage(name, at + bytes.size(),
                       "truncated: the part has " + std::to_string(header.bytes) + " bytes");
  }
  if (header.rows > 0xFFFFFFFF || header.first_row > 0xFFFFFFFF - header.rows) {
    return IndexDamage(name, at + 16, "damaged: more than 2^32 - 1 rows");
  }
  if (header.shift > 60) return IndexDamage(name, at + 48, "damaged: shift above 60");
  uint64_t blocks = 0;
  for (size_t level = 0; level < kIndexLevels; ++level) {
    // None can overflow the sum, as each is at most `limit`.
    if (header.level_blocks[level] > limit) blocks = limit * kIndexLevels + 1;
    blocks += header.level_blocks[level];
    if (header.longest[level] > kLeafCount ||
        (header.level_blocks[level] == 0) != (header.longest[level] == 0)) {
      return IndexDamage(name, at + 184 + 8 * level, "damaged: no such length");
    }
  }
  if (blocks != header.blocks) {
    return IndexDamage(name, at + 56, "damaged: the levels do not have the part's blocks");
  }
  segment->bytes_ = bytes.first(header.bytes);
  segment->directory_ = segment->BlockAt(header.blocks);
  const uint64_t directory_at = kIndexPage * (1 + header.blocks);
  if (Crc32c(segment->bytes_.subspan(directory_at)) != header.directory_crc) {
    return IndexDamage(name, at + directory_at, "damaged: the directory's checksum is wrong");
  }
  segment->owner_ = std::move(owner);
  segment->name_ = name;
  segment->at_ = at;
  segment->checked_ = std::make_unique<std::atomic<uint64_t>[]>((header.blocks + 63) / 64);
  return std::shared_ptr<const IndexSegment>(std::move(segment));
}

absl::Status IndexSegment::CheckBlock(uint64_t number) const {
  const uint8_t* block = BlockAt(number);
  const uint64_t at = at_ + kIndexPage * (1 + number);
  const auto damage = [&](std::string_view what) {
    return IndexDamage(name_, at,
                       "damaged: block " + std::to_string(number) + ": " + std::string(what));
  };
  if (LoadLe<uint32_t>(block) != BlockChecksum(block, number)) {
    return damage("its checksum is wrong");
  }
  // A foreign writer may have made a good checksum for a bad block.
  const BlockHeader header = BlockHeader::Load(block);
  if (!header.valid()) return damage("its header is impossible");
  uint64_t level_end = 0;
  size_t level = 0;
  while (number >= level_end + header_.level_blocks[level]) {
    level_end += header_.level_blocks[level++];
  }
  level_end += header_.level_blocks[level];
  const uint64_t units = kLeafCount >> header_.shift;
  uint64_t last_begin = FirstBegin(number), max_end = 0;
  bool good = last_begin <= units;
  ForEachEntry(block, header, last_begin, [&](uint64_t begin, uint64_t end, uint32_t row) {
    good = good && begin >= last_begin && begin < end && end <= units &&
           end - begin <= header_.longest[level] && IndexLevel(end - begin) == level &&
           row >= header.row_base && row < header_.rows;
    last_begin = begin;
    max_end = std::max(max_end, end);
    return good;
  });
  if (!good) return damage("it holds a range or a row that is not there");
  if (max_end != MaxEnd(number) ||
      (number + 1 < level_end && FirstBegin(number + 1) < last_begin)) {
    return damage("it does not agree with the directory");
  }
  return absl::OkStatus();
}

absl::Status IndexSegment::CheckCount() const {
  uint64_t ranges = 0;
  for (uint64_t i = 0; i < header_.blocks; ++i) ranges += BlockHeader::Load(BlockAt(i)).count;
  if (ranges == header_.ranges) return absl::OkStatus();
  return IndexDamage(name_, at_ + 32,
                     "damaged: " + std::to_string(header_.ranges) + " ranges, the blocks hold " +
                         std::to_string(ranges));
}

namespace {

// The end of the last range of each row so far. An array where most rows have
// ranges, else a map: a foreign header may say 2^32 rows of a few.
class RowEnds {
 public:
  RowEnds(uint64_t rows, uint64_t ranges) : array_(rows / 8 <= ranges ? rows : 0) {}
  uint64_t& operator[](uint32_t row) { return array_.empty() ? map_[row] : array_[row]; }

 private:
  std::vector<uint64_t> array_;
  std::unordered_map<uint32_t, uint64_t> map_;
};

}  // namespace

absl::Status IndexSegment::CheckRows() const {
  // Where the merge is in one level: an entry of a decoded block.
  struct Cursor {
    uint64_t block, end_block;
    size_t at = 0;
    std::vector<IndexEntry> entries;
  };
  const auto load = [this](Cursor* cursor) {
    cursor->at = 0;
    cursor->entries.clear();
    if (cursor->block == cursor->end_block) return;
    const uint8_t* block = BlockAt(cursor->block);
    ForEachEntry(block, BlockHeader::Load(block), FirstBegin(cursor->block),
                 [&](uint64_t begin, uint64_t end, uint32_t row) {
                   cursor->entries.push_back({begin, end - 1 - begin, row});
                   return true;
                 });
  };
  std::vector<Cursor> cursors;
  uint64_t level_end = 0;
  for (const uint64_t blocks : header_.level_blocks) {
    if (blocks > 0) cursors.push_back({level_end, level_end + blocks, 0, {}});
    level_end += blocks;
  }
  for (Cursor& cursor : cursors) load(&cursor);
  RowEnds ends(header_.rows, header_.ranges);
  while (!cursors.empty()) {
    const auto least = std::min_element(
        cursors.begin(), cursors.end(),
        [](const Cursor& a, const Cursor& b) { return a.entries[a.at] < b.entries[b.at]; });
    const IndexEntry entry = least->entries[least->at];
    uint64_t& end = ends[entry.row];
    // An end of 0 is that of no range yet.
    if (end != 0 && entry.begin <= end) {
      return IndexDamage(name_, at_ + kIndexPage * (1 + least->block),
                         "damaged: block " + std::to_string(least->block) + ": a range of row " +
                             std::to_string(header_.first_row + entry.row) +
                             " overlaps or touches one before it");
    }
    end = entry.begin + entry.last + 1;
    if (++least->at == least->entries.size()) {
      ++least->block;
      load(&*least);
      if (least->entries.empty()) cursors.erase(least);
    }
  }
  return absl::OkStatus();
}

uint64_t IndexSegment::Seek(uint64_t from, uint64_t end, uint64_t unit) const {
  uint64_t step = 1, low = from;
  while (low + step <= end && FirstBegin(low + step - 1) < unit) {
    low += step;
    step *= 2;
  }
  uint64_t high = std::min(low + step - 1, end);
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (FirstBegin(middle) < unit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace coincide::internal
