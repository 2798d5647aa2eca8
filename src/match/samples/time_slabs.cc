#include "src/match/samples/time_slabs.h"

#include <algorithm>

#include "coincide/match/missing_time.h"
#include "src/internal/radix_sort.h"

namespace coincide::internal {
namespace {

// Times as numbers that sort the same way.
constexpr uint64_t Ordered(int64_t ns) {
  return static_cast<uint64_t>(ns) ^ uint64_t { 1 } << 63;
}

}  // namespace

std::vector<TimeSlabs::Item> TimeSlabs::InOrder(std::span<const int64_t> ns) {
  std::vector<Item> items(ns.size());
  for (size_t row = 0; row < ns.size(); ++row) {
    items[row] = {Ordered(ns[row]), static_cast<uint32_t>(row)};
  }
  RadixSortBy(&items, [](const Item& item) { return item.time; });
  return items;
}

TimeSlabs::TimeSlabs(std::span<const int64_t> streamed_ns, std::span<const int64_t> indexed_ns,
                     uint64_t window_ns)
    : streamed_(InOrder(streamed_ns)), indexed_(InOrder(indexed_ns)), window_(window_ns) {
  starts_.push_back(0);
  for (size_t k = 1; k < streamed_.size(); ++k) {
    const Item& first = streamed_[starts_.back()];
    if (k - starts_.back() >= kLeast && (streamed_[k].time - first.time) / 2 >= window_) {
      starts_.push_back(k);
    }
  }
  starts_.push_back(streamed_.size());
}

std::vector<uint32_t> TimeSlabs::Rows(std::span<const Item> items) {
  std::vector<uint32_t> rows;
  rows.reserve(items.size());
  for (const Item& item : items) rows.push_back(item.row);
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<uint32_t> TimeSlabs::StreamedRows(size_t k) const {
  return Rows(std::span(streamed_).subspan(starts_[k], starts_[k + 1] - starts_[k]));
}

std::vector<uint32_t> TimeSlabs::IndexedRows(size_t k) const {
  const uint64_t first = streamed_[starts_[k]].time, last = streamed_[starts_[k + 1] - 1].time;
  const uint64_t low = first - std::min(first, window_);
  const uint64_t high = last + std::min(~last, window_);
  const auto begin = std::partition_point(indexed_.begin(), indexed_.end(),
                                          [&](const Item& item) { return item.time < low; });
  const auto end = std::partition_point(begin, indexed_.end(),
                                        [&](const Item& item) { return item.time <= high; });
  return Rows({begin, end});
}

}  // namespace coincide::internal
