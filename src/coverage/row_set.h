// Rows of an index met by a query, each counted once.

#ifndef COINCIDE_COVERAGE_ROW_SET_H_
#define COINCIDE_COVERAGE_ROW_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace coincide::internal {

// Gathers row numbers below `rows`, any of them many times, and gives them
// ascending. Few are kept as a list; past a limit a bitmap takes over, whose
// words are cleared through a list of those in use, so that the cost follows
// the rows met and not the rows there are.
class RowSet {
 public:
  explicit RowSet(size_t rows) : rows_(rows), list_limit_(std::max<size_t>(64, rows / 512)) {}

  void Add(uint32_t row) {
    if (bits_.empty()) {
      list_.push_back(row);
      if (list_.size() > list_limit_) UseBits();
      return;
    }
    uint64_t& word = bits_[row / 64];
    if (word == 0) used_.push_back(row / 64);
    word |= uint64_t{1} << (row % 64);
  }

  // Appends the rows to `*out`, ascending, and forgets them.
  void Take(std::vector<uint32_t>* out) {
    if (bits_.empty()) {
      std::sort(list_.begin(), list_.end());
      list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
      out->insert(out->end(), list_.begin(), list_.end());
      list_.clear();
      return;
    }
    if (used_.size() > bits_.size() / 32) {
      for (uint32_t word = 0; word < bits_.size(); ++word) TakeWord(word, out);
    } else {
      std::sort(used_.begin(), used_.end());
      for (const uint32_t word : used_) TakeWord(word, out);
    }
    used_.clear();
  }

 private:
  void UseBits() {
    bits_.resize((rows_ + 63) / 64);
    for (const uint32_t row : list_) Add(row);
    list_.clear();
  }
  void TakeWord(uint32_t word, std::vector<uint32_t>* out) {
    for (uint64_t left = bits_[word]; left != 0; left &= left - 1) {
      out->push_back(word * 64 + static_cast<uint32_t>(std::countr_zero(left)));
    }
    bits_[word] = 0;
  }

  size_t rows_;
  size_t list_limit_;
  std::vector<uint32_t> list_;
  std::vector<uint64_t> bits_;
  std::vector<uint32_t> used_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_ROW_SET_H_
