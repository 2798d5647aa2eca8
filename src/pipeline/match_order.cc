#include "coincide/pipeline/match_order.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

#include "src/internal/radix_sort.h"

namespace coincide {
namespace {

// A row and what it is sorted by, which move together.
struct Keyed {
  uint64_t key;
  size_t row;
};

auto SampleOf(const SampleColumns& side, size_t row) {
  return std::tuple(side.granule[row], side.track[row], side.idx[row]);
}

// Calls body(first, end) on the runs of items that `same` joins with their neighbour.
template <typename Items, typename Same, typename Body>
void ForRuns(Items* items, const Same& same, const Body& body) {
  for (auto first = items->begin(); first != items->end();) {
    auto end = first + 1;
    while (end != items->end() && same(*first, *end)) ++end;
    if (end - first > 1) body(first, end);
    first = end;
  }
}

}  // namespace

std::vector<size_t> TableOrder(std::span<const uint64_t> cell, const SampleColumns& a,
                               const SampleColumns& b) {
  std::vector<Keyed> items(cell.size());
  for (size_t row = 0; row < items.size(); ++row) items[row] = {cell[row], row};
  internal::RadixSortBy(&items, [](const Keyed& item) { return item.key; });
  const auto before = [&](const Keyed& p, const Keyed& q) {
    const auto of_p = SampleOf(a, p.row), of_q = SampleOf(a, q.row);
    return of_p != of_q ? of_p < of_q : SampleOf(b, p.row) < SampleOf(b, q.row);
  };
  ForRuns(
      &items, [](const Keyed& p, const Keyed& q) { return p.key == q.key; },
      [&](auto first, auto end) {
        if (!std::is_sorted(first, end, before)) std::sort(first, end, before);
      });
  std::vector<size_t> order(items.size());
  for (size_t k = 0; k < items.size(); ++k) order[k] = items[k].row;
  return order;
}

std::vector<int64_t> RankRows(const SampleColumns& of, const SampleColumns& other,
                              std::span<const uint64_t> key) {
  std::vector<Keyed> items(key.size());
  for (size_t row = 0; row < items.size(); ++row) {
    items[row] = {static_cast<uint64_t>(of.idx[row]), row};
  }
  const auto by_key = [](const Keyed& item) { return item.key; };
  internal::RadixSortBy(&items, by_key);
  for (Keyed& item : items) {
    // A track that is not named is -1.
    item.key = static_cast<uint64_t>(int64_t{of.track[item.row]} + 1);
  }
  internal::RadixSortBy(&items, by_key);
  for (Keyed& item : items) item.key = static_cast<uint64_t>(of.granule[item.row]);
  internal::RadixSortBy(&items, by_key);
  const auto before = [&](const Keyed& p, const Keyed& q) {
    if (key[p.row] != key[q.row]) return key[p.row] < key[q.row];
    return SampleOf(other, p.row) < SampleOf(other, q.row);
  };
  std::vector<int64_t> ranks(items.size(), 1);
  ForRuns(
      &items,
      [&](const Keyed& p, const Keyed& q) { return SampleOf(of, p.row) == SampleOf(of, q.row); },
      [&](auto first, auto end) {
        std::sort(first, end, before);
        int64_t rank = 0;
        for (auto item = first; item != end; ++item) ranks[item->row] = ++rank;
      });
  return ranks;
}

}  // namespace coincide
