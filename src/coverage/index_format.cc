#include "src/coverage/index_format.h"

namespace coincide::internal {
namespace {

void SetChecksum(IndexPage* page) {
  StoreLe(page->data() + kIndexPage - 4, Crc32c({page->data(), kIndexPage - 4}));
}

bool ChecksumHolds(std::span<const uint8_t> page) {
  return LoadLe<uint32_t>(page.data() + kIndexPage - 4) == Crc32c(page.first(kIndexPage - 4));
}

}  // namespace

IndexPage EncodeIndexHeader(const IndexHeader& header) {
  IndexPage page{};
  std::memcpy(page.data(), kIndexMagic, 8);
  StoreLe(page.data() + 8, header.version);
  StoreLe(page.data() + 12, static_cast<uint32_t>(kIndexPage));
  StoreLe(page.data() + 16, header.bytes);
  StoreLe(page.data() + 24, header.segments);
  StoreLe(page.data() + 32, header.rows);
  StoreLe(page.data() + 40, header.ranges);
  StoreLe(page.data() + 48, header.order);
  StoreLe(page.data() + 56, header.a);
  StoreLe(page.data() + 64, header.inverse_flattening);
  SetChecksum(&page);
  return page;
}

int64_t DecodeIndexHeader(std::span<const uint8_t> page, IndexHeader* header) {
  if (std::memcmp(page.data(), kIndexMagic, 8) != 0) return 0;
  // The version comes before the checksum, whose place a newer one may change.
  header->version = LoadLe<uint32_t>(page.data() + 8);
  if (header->version != kIndexVersion) return 8;
  if (!ChecksumHolds(page)) return kIndexPage - 4;
  if (LoadLe<uint32_t>(page.data() + 12) != kIndexPage) return 12;
  header->bytes = LoadLe<uint64_t>(page.data() + 16);
  header->segments = LoadLe<uint64_t>(page.data() + 24);
  header->rows = LoadLe<uint64_t>(page.data() + 32);
  header->ranges = LoadLe<uint64_t>(page.data() + 40);
  header->order = LoadLe<uint32_t>(page.data() + 48);
  header->a = LoadLe<double>(page.data() + 56);
  header->inverse_flattening = LoadLe<double>(page.data() + 64);
  return -1;
}

IndexPage EncodeSegmentHeader(const SegmentHeader& header) {
  IndexPage page{};
  std::memcpy(page.data(), kSegmentMagic, 8);
  StoreLe(page.data() + 8, header.bytes);
  StoreLe(page.data() + 16, header.first_row);
  StoreLe(page.data() + 24, header.rows);
  StoreLe(page.data() + 32, header.ranges);
  StoreLe(page.data() + 40, header.blocks);
  StoreLe(page.data() + 48, header.shift);
  StoreLe(page.data() + 52, header.directory_crc);
  for (size_t level = 0; level < kIndexLevels; ++level) {
    StoreLe(page.data() + 56 + 8 * level, header.level_blocks[level]);
    StoreLe(page.data() + 184 + 8 * level, header.longest[level]);
  }
  SetChecksum(&page);
  return page;
}

int64_t DecodeSegmentHeader(std::span<const uint8_t> page, SegmentHeader* header) {
  if (std::memcmp(page.data(), kSegmentMagic, 8) != 0) return 0;
  if (!ChecksumHolds(page)) return kIndexPage - 4;
  header->bytes = LoadLe<uint64_t>(page.data() + 8);
  header->first_row = LoadLe<uint64_t>(page.data() + 16);
  header->rows = LoadLe<uint64_t>(page.data() + 24);
  header->ranges = LoadLe<uint64_t>(page.data() + 32);
  header->blocks = LoadLe<uint64_t>(page.data() + 40);
  header->shift = LoadLe<uint32_t>(page.data() + 48);
  header->directory_crc = LoadLe<uint32_t>(page.data() + 52);
  for (size_t level = 0; level < kIndexLevels; ++level) {
    header->level_blocks[level] = LoadLe<uint64_t>(page.data() + 56 + 8 * level);
    header->longest[level] = LoadLe<uint64_t>(page.data() + 184 + 8 * level);
  }
  return -1;
}

}  // namespace coincide::internal
