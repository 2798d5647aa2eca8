#include "src/cover/key_list.h"

#include <array>
#include <bit>

namespace coincide::internal {
namespace {

constexpr int kDigitBits = 11;
constexpr size_t kBuckets = size_t{1} << kDigitBits;
constexpr size_t kSmall = 600;  // Below this std::sort is faster.

// Least significant digit first, over the bits in which the keys differ.
void RadixSort(std::vector<uint64_t>* keys, std::vector<uint64_t>* scratch) {
  const auto [least, most] = std::minmax_element(keys->begin(), keys->end());
  const uint64_t base = *least;
  const auto bits = static_cast<int>(std::bit_width(*most - base));
  scratch->resize(keys->size());
  for (int shift = 0; shift < bits; shift += kDigitBits) {
    std::array<size_t, kBuckets> start{};
    for (const uint64_t key : *keys) ++start[((key - base) >> shift) & (kBuckets - 1)];
    size_t sum = 0;
    for (size_t& count : start) {
      const size_t here = count;
      count = sum;
      sum += here;
    }
    for (const uint64_t key : *keys) {
      (*scratch)[start[((key - base) >> shift) & (kBuckets - 1)]++] = key;
    }
    keys->swap(*scratch);
  }
}

}  // namespace

void KeyList::SortAndMerge() {
  if (keys_.size() < kSmall) {
    std::sort(keys_.begin(), keys_.end());
  } else {
    RadixSort(&keys_, &scratch_);
  }
  size_t size = 0;
  for (const uint64_t key : keys_) {
    if (size > 0 && keys_[size - 1] >> 2 == key >> 2) {
      keys_[size - 1] ^= key & 3;
    } else {
      keys_[size++] = key;
    }
  }
  keys_.resize(size);
}

}  // namespace coincide::internal
