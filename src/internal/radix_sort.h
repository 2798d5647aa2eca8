// Sorting by 64-bit keys in linear time.

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

// Sorts by a 64-bit key of each item, items with equal keys in their order. Least
// digit first, 11 bits at a time; digits that all keys share cost nothing, so keys
// of a few bits or of one neighbourhood are sorted in few passes.
// Memory: as much again as the items.
template <class Item, class Key>
void RadixSortBy(std::vector<Item>* items, Key key) {
  constexpr int kBits = 11, kDigits = 6;
  constexpr size_t kValues = size_t{1} << kBits, kSmall = 512;
  const size_t n = items->size();
  if (n < kSmall) {
    std::stable_sort(items->begin(), items->end(),
                     [&](const Item& a, const Item& b) { return key(a) < key(b); });
    return;
  }
  uint64_t differing = 0, last = 0;
  bool sorted = true;
  for (const Item& item : *items) {
    const uint64_t k = key(item);
    sorted &= last <= k;
    differing |= k ^ key(items->front());
    last = k;
  }
  if (sorted) return;
  std::unique_ptr<Item[]> other(new Item[n]);
  Item *from = items->data(), *to = other.get();
  std::array<size_t, kValues> count;
  for (int d = 0; d < kDigits; ++d) {
    const int shift = d * kBits;
    const auto digit = [&](const Item& item) {
      return static_cast<size_t>(key(item) >> shift) & (kValues - 1);
    };
    if ((differing >> shift & (kValues - 1)) == 0) continue;
    count.fill(0);
    for (size_t i = 0; i < n; ++i) ++count[digit(from[i])];
    size_t sum = 0;
    for (size_t& c : count) sum += std::exchange(c, sum);
    for (size_t i = 0; i < n; ++i) to[count[digit(from[i])]++] = from[i];
    std::swap(from, to);
  }
  if (from != items->data()) std::copy(from, from + n, items->data());
}

inline void RadixSort(std::vector<uint64_t>* keys) {
  RadixSortBy(keys, [](uint64_t key) { return key; });
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_RADIX_SORT_H_
