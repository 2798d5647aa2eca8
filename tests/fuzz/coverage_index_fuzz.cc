// Bytes as the file of a coverage index: whatever they are, opening gives an
// index or an error, and an index that passes Verify answers consistently.
//
// Checksums would keep a fuzzer out of everything behind them, so inputs are
// tried as they are and once more with all checksums made right.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "src/coverage/index_format.h"

namespace coincide {
namespace {

using internal::kIndexPage;

void Require(bool holds) {
  if (!holds) std::abort();
}

void SetChecksum(uint8_t* page) {
  internal::StoreLe(page + kIndexPage - 4, internal::Crc32c({page, kIndexPage - 4}));
}

// Makes every checksum right where headers lead, as far as the bytes go.
void Repair(std::vector<uint8_t>* bytes) {
  if (bytes->size() < kIndexPage) return;
  SetChecksum(bytes->data());
  for (size_t at = kIndexPage; bytes->size() - at >= kIndexPage;) {
    uint8_t* segment = bytes->data() + at;
    const size_t left = bytes->size() - at;
    const auto blocks = internal::LoadLe<uint64_t>(segment + 40);
    if (blocks > left / kIndexPage) return;
    const size_t size = kIndexPage * (1 + blocks) + internal::DirectoryBytes(blocks);
    if (size > left) return;
    for (uint64_t i = 0; i < blocks; ++i) {
      uint8_t* block = segment + kIndexPage * (1 + i);
      internal::StoreLe(block, internal::BlockChecksum(block, i));
    }
    const size_t directory = kIndexPage * (1 + blocks);
    internal::StoreLe(segment + 52, internal::Crc32c({segment + directory, size - directory}));
    SetChecksum(segment);
    at += size;
  }
}

void Use(const std::vector<uint8_t>& bytes) {
  const auto index = CoverageIndex::FromBytes(bytes);
  if (!index.ok()) {
    Require(index.status().code() == absl::StatusCode::kDataLoss);
    return;
  }
  const bool good = index->Verify(1).ok();
  const auto all = index->QueryRange({0, kLeafCount});
  Require(all.ok() || !good);
  const auto leaf = index->QueryLeaf(kLeafCount / 3);
  const std::vector<uint64_t> leaves = {kLeafCount - 1, 0, kLeafCount / 3, 0};
  const auto lists = index->QueryLeaves(leaves, 1);
  const std::vector<LeafRange> parts = {
      {0, 1}, {1, 1000}, {kLeafCount / 4, kLeafCount / 4 + 5}, {kLeafCount / 3, kLeafCount}};
  const auto some = index->QueryRanges(parts);
  // 300 rows that all meet are 90,000 pairs: enough to find faults with.
  if (all.ok() && all->size() <= 300) Require(index->Join(*index, 1).ok() || !good);
  if (!good) return;
  Require(leaf.ok() && lists.ok() && some.ok());
  // Ranges of one row may overlap in a file that no builder made: such a row is
  // listed once for each.
  std::vector<uint32_t> listed(lists->rows.begin() + lists->offsets[2],
                               lists->rows.begin() + lists->offsets[3]);
  listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
  Require(listed == *leaf);
  Require(all->empty() == (index->range_count() == 0));
  if (index->size() < 100000) {
    const auto compact = index->Compact(1);
    Require(compact.ok() && compact->QueryRange({0, kLeafCount}).value() == *all);
  }
  const auto again = CoverageIndex::FromBytes(index->ToBytes());
  Require(again.ok() && again->QueryRanges(parts).value() == *some);
}

}  // namespace
}  // namespace coincide

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<uint8_t> bytes(data, data + size);
  coincide::Use(bytes);
  coincide::Repair(&bytes);
  coincide::Use(bytes);
  return 0;
}
