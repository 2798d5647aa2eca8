// Making coverages, and comparing them.

#include "coincide/coverage/coverage.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "src/internal/absl_text.h"
#include "src/internal/radix_sort.h"
#include "src/internal/xxhash64.h"

namespace coincide {
namespace {

using internal::InvalidArgument;

std::string Text(LeafRange range) {
  return "[" + std::to_string(range.begin) + ", " + std::to_string(range.end) + ")";
}

absl::Status CheckOrder(int order) {
  if (order >= 0 && order <= Cell::kMaxOrder) return absl::OkStatus();
  return InvalidArgument("order is " + std::to_string(order) + "; allowed are 0 to 29");
}

// The bits of a leaf below a cell of `order`.
uint64_t BelowOrder(int order) { return (uint64_t{1} << (2 * (Cell::kMaxOrder - order))) - 1; }

absl::Status CheckRanges(std::span<const LeafRange> ranges, int order) {
  const uint64_t below = BelowOrder(order);
  for (size_t i = 0; i < ranges.size(); ++i) {
    const LeafRange range = ranges[i];
    const char* fault = range.begin >= range.end                   ? "is empty or reversed"
                        : range.end > kLeafCount                   ? "ends beyond leaf 12 * 4^29"
                        : ((range.begin | range.end) & below) != 0 ? "cuts a cell of the order"
                                                                   : nullptr;
    if (fault == nullptr) continue;
    return InvalidArgument("ranges[" + std::to_string(i) + "] = " + Text(range) + " " + fault +
                           " (order " + std::to_string(order) + ")");
  }
  return absl::OkStatus();
}

// One number for a cell such that numbers are ordered as the cells' centres on
// the curve: (2 index + 1) << 2 (29 - order), the MOC standard's "zuniq".
uint64_t CentreKey(Cell cell, int order) {
  const int below = 2 * (Cell::kMaxOrder - order);
  const uint64_t index = cell.leaves().begin >> below;
  return (2 * index + 1) << below;
}

LeafRange RangeOfKey(uint64_t key) {
  const uint64_t half = key & (~key + 1);
  return {(key - half) >> 1, (key + half) >> 1};
}

// Adding zero turns -0.0, which equals it, into 0.0.
uint64_t BitsOf(double value) { return std::bit_cast<uint64_t>(value + 0.0); }

void PutBigEndian(uint64_t value, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}

}  // namespace

Coverage::Coverage(RangeBuffer ranges, int order, const Ellipsoid& ellipsoid)
    : order_(order), ellipsoid_(ellipsoid) {
  if (!ranges.empty()) {
    ranges.ShrinkToFit();
    storage_ = std::make_shared<const RangeBuffer>(std::move(ranges));
    ranges_ = storage_->span();
  }
  CheckInvariant();
}

void Coverage::CheckInvariant() const {
  assert(CheckOrder(order_).ok());
  assert(IsCanonical(ranges_));
  assert(CheckRanges(ranges_, order_).ok());
}

Coverage Coverage::Empty(int order, const Ellipsoid& ellipsoid) {
  return Coverage(RangeBuffer(), order, ellipsoid);
}

Coverage Coverage::Full(int order, const Ellipsoid& ellipsoid) {
  return Coverage(RangeBuffer{{0, kLeafCount}}, order, ellipsoid);
}

absl::StatusOr<Coverage> Coverage::FromRanges(std::span<const LeafRange> ranges, int order,
                                              const Ellipsoid& ellipsoid) {
  if (absl::Status status = CheckOrder(order); !status.ok()) return status;
  if (absl::Status status = CheckRanges(ranges, order); !status.ok()) return status;
  RangeBuffer out;
  AppendCanonical(ranges, &out);
  return Coverage(std::move(out), order, ellipsoid);
}

Coverage Coverage::FromCanonical(RangeBuffer ranges, int order, const Ellipsoid& ellipsoid) {
  return Coverage(std::move(ranges), order, ellipsoid);
}

absl::StatusOr<Coverage> Coverage::FromCells(std::span<const uint64_t> words,
                                             std::optional<int> order, const Ellipsoid& ellipsoid) {
  if (order.has_value()) {
    if (absl::Status status = CheckOrder(*order); !status.ok()) return status;
  }
  int largest = 0;
  std::vector<uint64_t> keys(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    if (!cell.has_value()) {
      return InvalidArgument("words[" + std::to_string(i) + "] = " + std::to_string(words[i]) +
                             (words[i] == 0 ? " is null" : " is not a cell"));
    }
    const int cell_order = order.has_value() ? std::min(*order, cell->order()) : cell->order();
    largest = std::max(largest, cell_order);
    keys[i] = CentreKey(*cell, cell_order);
  }
  internal::RadixSort(&keys);
  // Cells are nested or apart. In the order of centres, a cell comes after the
  // first half of what it holds: that part is taken back.
  RangeBuffer out;
  for (const uint64_t key : keys) {
    const LeafRange cell = RangeOfKey(key);
    while (!out.empty() && out.back().begin >= cell.begin) out.Truncate(out.size() - 1);
    if (!out.empty() && out.back().end >= cell.begin) {
      out.back().end = std::max(out.back().end, cell.end);
    } else {
      out.push_back(cell);
    }
  }
  return Coverage(std::move(out), order.value_or(largest), ellipsoid);
}

Coverage Coverage::FromSortedLeaves(std::span<const uint64_t> leaves, int order,
                                    const Ellipsoid& ellipsoid) {
  assert(CheckOrder(order).ok() && std::is_sorted(leaves.begin(), leaves.end()));
  const uint64_t below = BelowOrder(order);
  RangeBuffer out;
  for (const uint64_t leaf : leaves) {
    const uint64_t begin = leaf & ~below;
    if (!out.empty() && out.back().end >= begin) {
      out.back().end = begin + below + 1;
    } else {
      out.push_back({begin, begin + below + 1});
    }
  }
  return Coverage(std::move(out), order, ellipsoid);
}

std::vector<Coverage> Coverage::FromCanonicalParts(RangeBuffer ranges,
                                                   std::span<const size_t> offsets, int order,
                                                   const Ellipsoid& ellipsoid) {
  assert(!offsets.empty() && offsets.front() == 0 && offsets.back() == ranges.size());
  ranges.ShrinkToFit();
  const auto storage = std::make_shared<const RangeBuffer>(std::move(ranges));
  std::vector<Coverage> parts(offsets.size() - 1, Empty(order, ellipsoid));
  for (size_t i = 0; i < parts.size(); ++i) {
    if (offsets[i] == offsets[i + 1]) continue;
    parts[i].storage_ = storage;
    parts[i].ranges_ = storage->span().subspan(offsets[i], offsets[i + 1] - offsets[i]);
    parts[i].CheckInvariant();
  }
  return parts;
}

bool operator==(const Coverage& a, const Coverage& b) {
  return a.order_ == b.order_ && a.SamePlace(b);
}

bool Coverage::SamePlace(const Coverage& other) const {
  return ellipsoid_ == other.ellipsoid_ &&
         std::equal(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end());
}

uint64_t Coverage::Hash() const {
  const uint64_t rest[] = {static_cast<uint64_t>(order_), BitsOf(ellipsoid_.a()),
                           BitsOf(ellipsoid_.inverse_flattening())};
  return internal::XxHash64(std::as_bytes(ranges_),
                            internal::XxHash64(std::as_bytes(std::span(rest))));
}

std::strong_ordering Coverage::CompareForSorting(const Coverage& other) const {
  const auto by_ranges = std::lexicographical_compare_three_way(
      ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  if (by_ranges != 0) return by_ranges;
  if (order_ != other.order_) return order_ <=> other.order_;
  // Bits of positive doubles are ordered as their values.
  const auto by_a = BitsOf(ellipsoid_.a()) <=> BitsOf(other.ellipsoid_.a());
  if (by_a != 0) return by_a;
  return BitsOf(ellipsoid_.inverse_flattening()) <=> BitsOf(other.ellipsoid_.inverse_flattening());
}

std::string Coverage::SortKey() const {
  std::string key;
  key.reserve(16 * ranges_.size() + 25);
  // One more than begin, so that the zero after the last range, where a longer
  // list goes on, is less than any.
  for (const LeafRange range : ranges_) {
    PutBigEndian(range.begin + 1, &key);
    PutBigEndian(range.end, &key);
  }
  PutBigEndian(0, &key);
  key.push_back(static_cast<char>(order_));
  PutBigEndian(BitsOf(ellipsoid_.a()), &key);
  PutBigEndian(BitsOf(ellipsoid_.inverse_flattening()), &key);
  return key;
}

}  // namespace coincide
