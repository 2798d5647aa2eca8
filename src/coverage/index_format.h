// The bytes of a coverage index: constants, the two headers, and the block
// codec. docs/specification.md has the same in words; all numbers are
// little-endian.

#ifndef COINCIDE_COVERAGE_INDEX_FORMAT_H_
#define COINCIDE_COVERAGE_INDEX_FORMAT_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "src/internal/crc32c.h"

namespace coincide::internal {

template <typename T>
T LoadLe(const uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    auto* bytes = reinterpret_cast<uint8_t*>(&value);
    std::reverse(bytes, bytes + sizeof value);
  }
  return value;
}
template <typename T>
void StoreLe(uint8_t* at, T value) {
  if constexpr (std::endian::native == std::endian::big) {
    auto* bytes = reinterpret_cast<uint8_t*>(&value);
    std::reverse(bytes, bytes + sizeof value);
  }
  std::memcpy(at, &value, sizeof value);
}

// Headers, directories and blocks all start at multiples of this.
inline constexpr size_t kIndexPage = 512;
inline constexpr char kIndexMagic[9] = "COINCIX\n";
inline constexpr char kSegmentMagic[9] = "coinseg\n";
inline constexpr uint32_t kIndexVersion = 1;
inline constexpr size_t kIndexLevels = 16;

// The level of a range of `length` units: level k holds lengths above 16^k (0
// for k = 0) up to 16^(k+1).
constexpr size_t IndexLevel(uint64_t length) {
  const auto bits = static_cast<size_t>(std::bit_width(length - 1));
  return bits == 0 ? 0 : (bits - 1) / 4;
}

struct IndexHeader {
  uint32_t version = kIndexVersion;
  uint64_t bytes = 0;  // of the whole file
  uint64_t segments = 0;
  uint64_t rows = 0;
  uint64_t ranges = 0;
  uint32_t order = 0;
  double a = 0;
  double inverse_flattening = 0;
};

struct SegmentHeader {
  uint64_t bytes = 0;  // of the segment, this header included
  uint64_t first_row = 0;
  uint64_t rows = 0;
  uint64_t ranges = 0;
  uint64_t blocks = 0;
  uint32_t shift = 0;          // leaves = units << shift
  uint32_t directory_crc = 0;  // of the directory, padding included
  std::array<uint64_t, kIndexLevels> level_blocks{};
  std::array<uint64_t, kIndexLevels> longest{};  // in units, 0 in a level without blocks
};

using IndexPage = std::array<uint8_t, kIndexPage>;
IndexPage EncodeIndexHeader(const IndexHeader& header);
IndexPage EncodeSegmentHeader(const SegmentHeader& header);
// Where the fault lies, or -1 if there is none: then `*header` holds the fields,
// which have been checked for nothing but the checksum, magic and version.
// REQUIRES: page.size() == kIndexPage.
int64_t DecodeIndexHeader(std::span<const uint8_t> page, IndexHeader* header);
int64_t DecodeSegmentHeader(std::span<const uint8_t> page, SegmentHeader* header);

// Bytes of the directory of so many blocks: begin and greatest end of each.
constexpr uint64_t DirectoryBytes(uint64_t blocks) {
  return (16 * blocks + kIndexPage - 1) / kIndexPage * kIndexPage;
}

// One range of one row, in units.
struct IndexEntry {
  uint64_t begin;
  uint64_t last;  // length - 1
  uint32_t row;   // within its segment

  friend bool operator<(const IndexEntry& a, const IndexEntry& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.row < b.row;
  }
};

// A block: checksum of the block's number in its segment and bytes 4..511 (u32),
// count (u16), bits of delta, length and row (u8 each), 3 zero bytes, row base
// (u32), then per entry, low bit first: begin - the begin before (the directory's
// for the first), length - 1, row - row base.
inline constexpr size_t kBlockHeader = 16;
inline constexpr size_t kBlockPayloadBits = 8 * (kIndexPage - kBlockHeader);
inline constexpr size_t kBlockMaxEntries = 512;

struct BlockHeader {
  uint32_t count;
  uint32_t delta_bits, length_bits, row_bits;
  uint32_t row_base;

  uint32_t entry_bits() const { return delta_bits + length_bits + row_bits; }
  static BlockHeader Load(const uint8_t* block) {
    return {LoadLe<uint16_t>(block + 4), block[6], block[7], block[8],
            LoadLe<uint32_t>(block + 12)};
  }
  // Whether the entries lie in the block and every width is possible.
  bool valid() const {
    return count > 0 && count <= kBlockMaxEntries && delta_bits <= 62 && length_bits <= 62 &&
           row_bits <= 32 && size_t{count} * entry_bits() <= kBlockPayloadBits;
  }
};

inline uint32_t BlockChecksum(const uint8_t* block, uint64_t number) {
  uint8_t text[8];
  StoreLe(text, number);
  return Crc32c({block + 4, kIndexPage - 4}, Crc32c(text));
}

constexpr uint64_t LowBits(uint32_t bits) {
  return bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
}

// `width` bits from bit `at`. Reads 16 bytes from byte at / 8 on.
inline uint64_t ReadBits(const uint8_t* bytes, size_t at, uint32_t width) {
  const uint64_t low = LoadLe<uint64_t>(bytes + at / 8), shift = at % 8;
  uint64_t value = low >> shift;
  if (shift != 0) value |= LoadLe<uint64_t>(bytes + at / 8 + 8) << (64 - shift);
  return value & LowBits(width);
}

// Calls visit(begin, end, row), in order, with units and rows of the segment,
// until it returns false. Arithmetic wraps on a block that was not checked.
// REQUIRES: header.valid(); 15 readable bytes behind the block.
template <typename Visit>
void ForEachEntry(const uint8_t* block, const BlockHeader& header, uint64_t first_begin,
                  Visit&& visit) {
  const uint8_t* payload = block + kBlockHeader;
  const uint32_t delta_bits = header.delta_bits, length_bits = header.length_bits;
  const uint32_t width = header.entry_bits();
  uint64_t begin = first_begin;
  if (width <= 57) {  // One load holds an entry at any bit of a byte.
    const uint64_t delta_mask = LowBits(delta_bits), length_mask = LowBits(length_bits);
    const uint64_t row_mask = LowBits(header.row_bits);
    for (size_t i = 0, at = 0; i < header.count; ++i, at += width) {
      const uint64_t bits = LoadLe<uint64_t>(payload + at / 8) >> (at % 8);
      begin += bits & delta_mask;
      const uint64_t end = begin + ((bits >> delta_bits) & length_mask) + 1;
      const uint64_t row = (bits >> (delta_bits + length_bits)) & row_mask;
      if (!visit(begin, end, header.row_base + static_cast<uint32_t>(row))) return;
    }
    return;
  }
  for (size_t i = 0, at = 0; i < header.count; ++i, at += width) {
    begin += ReadBits(payload, at, delta_bits);
    const uint64_t end = begin + ReadBits(payload, at + delta_bits, length_bits) + 1;
    const uint64_t row = ReadBits(payload, at + delta_bits + length_bits, header.row_bits);
    if (!visit(begin, end, header.row_base + static_cast<uint32_t>(row))) return;
  }
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INDEX_FORMAT_H_
