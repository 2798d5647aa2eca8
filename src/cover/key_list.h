// The boundary cells of a curve, collected as keys (staircase.h).

#ifndef COINCIDE_COVER_KEY_LIST_H_
#define COINCIDE_COVER_KEY_LIST_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "src/cover/staircase.h"

namespace coincide::internal {

// Collects (cell, bits), merging most repeats by exclusive-or as they come: a
// curve often returns to a cell soon.
class KeyList {
 public:
  void Add(uint64_t cell, unsigned bits) {
    uint32_t& slot = recent_[cell % kRecent];
    // A stale slot fails the comparison, so the table needs no clearing.
    if (slot < keys_.size() && keys_[slot] >> 2 == cell) {
      keys_[slot] ^= bits;
      return;
    }
    slot = static_cast<uint32_t>(keys_.size());
    keys_.push_back(cell << 2 | bits);
  }

  // Ascending, one key a cell.
  void SortAndMerge();

  std::vector<uint64_t>& keys() { return keys_; }
  const std::vector<uint64_t>& keys() const { return keys_; }
  void clear() { keys_.clear(); }

 private:
  static constexpr size_t kRecent = 4096;
  std::vector<uint64_t> keys_;
  std::vector<uint64_t> scratch_;
  std::vector<uint32_t> recent_ = std::vector<uint32_t>(kRecent, ~uint32_t{0});
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_KEY_LIST_H_
