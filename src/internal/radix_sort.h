// Ascending sort of 64-bit keys in linear time.

#ifndef COINCIDE_INTERNAL_RADIX_SORT_H_
#define COINCIDE_INTERNAL_RADIX_SORT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace coincide::internal {

// Least digit first, 11 bits at a time; digits that all keys share cost nothing,
// so keys of a few bits or of one neighbourhood are sorted in few passes.
// Memory: as much again as the keys.
inline void RadixSort(std::vector<uint64_t>* keys) {
  constexpr int kBits = 11, kDigits = 6;
  constexpr size_t kValues = size_t{1} << kBits, kSmall = 512;
  const size_t n = keys->size();
  if (n < kSmall) return std::sort(keys->begin(), keys->end());
  std::vector<std::array<size_t, kValues>> counts(kDigits);
  bool sorted = true;
  uint64_t last = 0;
  for (const uint64_t key : *keys) {
    sorted &= last <= key;
    last = key;
    for (int d = 0; d < kDigits; ++d) {
      ++counts[static_cast<size_t>(d)][(key >> (d * kBits)) & (kValues - 1)];
    }
  }
  if (sorted) return;
  std::unique_ptr<uint64_t[]> other(new uint64_t[n]);
  uint64_t *from = keys->data(), *to = other.get();
  for (int d = 0; d < kDigits; ++d) {
    auto& count = counts[static_cast<size_t>(d)];
    const int shift = d * kBits;
    if (count[(from[0] >> shift) & (kValues - 1)] == n) continue;
    size_t sum = 0;
    for (size_t& c : count) sum += std::exchange(c, sum);
    for (size_t i = 0; i < n; ++i) to[count[(from[i] >> shift) & (kValues - 1)]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys->data()) std::copy(from, from + n, keys->data());
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_RADIX_SORT_H_
