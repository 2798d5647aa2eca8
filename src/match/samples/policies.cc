#include "coincide/match/samples/policies.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>

#include "src/internal/radix_sort.h"

namespace coincide {
namespace {

using Order = std::vector<size_t>;

Order Identity(size_t n) {
  Order order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  return order;
}

// Ranks by (key, place in `order`) within the runs of equal `group`.
// REQUIRES: `order` visits the groups one after the other.
std::vector<int64_t> RanksIn(Order order, std::span<const int64_t> group,
                             std::span<const uint64_t> key) {
  std::vector<int64_t> ranks(group.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && group[order[end]] == group[order[begin]]) ++end;
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(end);
    std::stable_sort(first, last, [&](size_t p, size_t q) { return key[p] < key[q]; });
    for (size_t p = begin; p < end; ++p) ranks[order[p]] = static_cast<int64_t>(p - begin) + 1;
    begin = end;
  }
  return ranks;
}

Order ByB(std::span<const int64_t> j) {
  Order order = Identity(j.size());
  internal::RadixSortBy(&order, [&](size_t p) { return static_cast<uint64_t>(j[p]); });
  return order;
}

Order Where(const std::vector<int64_t>& ranks, int64_t most) {
  Order kept;
  for (size_t p = 0; p < ranks.size(); ++p) {
    if (ranks[p] <= most) kept.push_back(p);
  }
  return kept;
}

Order Unique(std::span<const int64_t> i, std::span<const int64_t> j,
             std::span<const uint64_t> key) {
  Order order = Identity(i.size()), kept;
  internal::RadixSortBy(&order, [&](size_t p) { return key[p]; });
  if (order.empty()) return kept;
  std::vector<bool> taken_a(static_cast<size_t>(*std::max_element(i.begin(), i.end())) + 1);
  std::vector<bool> taken_b(static_cast<size_t>(*std::max_element(j.begin(), j.end())) + 1);
  for (const size_t p : order) {
    const auto a = static_cast<size_t>(i[p]), b = static_cast<size_t>(j[p]);
    if (taken_a[a] || taken_b[b]) continue;
    taken_a[a] = taken_b[b] = true;
    kept.push_back(p);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace

// Doubles that are not negative sort as their bits do.
uint64_t DistanceKey(double distance_m) { return std::bit_cast<uint64_t>(distance_m); }

uint64_t TimeKey(int64_t time_a, int64_t time_b) {
  if (time_a == kMissingTime || time_b == kMissingTime) return kMissingKey;
  return TimeBetween(time_a, time_b);
}

uint64_t BothKey(double distance_m, double within_m, int64_t time_a, int64_t time_b,
                 int64_t window_ns) {
  if (time_a == kMissingTime || time_b == kMissingTime) return kMissingKey;
  const double x = within_m > 0 ? distance_m / within_m : 0;
  const double y = window_ns > 0 ? static_cast<double>(TimeBetween(time_a, time_b)) /
                                       static_cast<double>(window_ns)
                                 : 0;
  return std::bit_cast<uint64_t>(std::sqrt(x * x + y * y));
}

std::vector<uint64_t> DistanceKeys(std::span<const double> distance_m) {
  std::vector<uint64_t> keys(distance_m.size());
  for (size_t p = 0; p < keys.size(); ++p) keys[p] = DistanceKey(distance_m[p]);
  return keys;
}

PairRanks RankPairs(std::span<const int64_t> i, std::span<const int64_t> j,
                    std::span<const uint64_t> key) {
  assert(i.size() == j.size() && i.size() == key.size());
  return {RanksIn(Identity(i.size()), i, key), RanksIn(ByB(j), j, key)};
}

std::vector<size_t> KeepPairs(Keep keep, int64_t nearest, std::span<const int64_t> i,
                              std::span<const int64_t> j, std::span<const uint64_t> key) {
  assert(i.size() == j.size() && i.size() == key.size() && nearest >= 1);
  switch (keep) {
    case Keep::kAll:
      break;
    case Keep::kNearestA:
      return Where(RanksIn(Identity(i.size()), i, key), nearest);
    case Keep::kNearestB:
      return Where(RanksIn(ByB(j), j, key), nearest);
    case Keep::kMutual: {
      const PairRanks ranks = RankPairs(i, j, key);
      Order kept;
      for (size_t p = 0; p < i.size(); ++p) {
        if (ranks.a[p] == 1 && ranks.b[p] == 1) kept.push_back(p);
      }
      return kept;
    }
    case Keep::kUnique:
      return Unique(i, j, key);
  }
  return Identity(i.size());
}

}  // namespace coincide
