#include "coincide/coverage/coverage_column.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cassert>
#include <limits>
#include <string>
#include <utility>

#include "coincide/cell/cell.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

constexpr size_t kGrain = 4096;
constexpr size_t kNone = std::numeric_limits<size_t>::max();

int64_t OffsetAt(const CoverageBuffers& buffers, size_t row) {
  const size_t at = buffers.offset + row;
  return buffers.offsets64 != nullptr ? buffers.offsets64[at] : buffers.offsets32[at];
}

bool IsNull(const CoverageBuffers& buffers, size_t row) {
  const size_t bit = buffers.offset + row;
  return buffers.validity != nullptr && (buffers.validity[bit / 8] >> (bit % 8) & 1) == 0;
}

// The first range of [leaves, leaves + 2 count) that is not allowed, or kNone.
size_t FirstBadRange(const uint64_t* leaves, size_t count, uint64_t cell_mask) {
  uint64_t least = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t begin = leaves[2 * i], end = leaves[2 * i + 1];
    // Ranges may not touch, so all but the first begin beyond the last end.
    if (begin < least || begin >= end || end > kLeafCount || ((begin | end) & cell_mask) != 0) {
      return i;
    }
    least = end + 1;
  }
  return kNone;
}

std::string RangeText(uint64_t begin, uint64_t end) {
  return "[" + std::to_string(begin) + ", " + std::to_string(end) + ")";
}

absl::Status BadRange(const CoverageBuffers& buffers, int order, size_t row, size_t range) {
  const uint64_t* at = buffers.leaves + OffsetAt(buffers, row) + 2 * range;
  const uint64_t begin = at[0], end = at[1];
  std::string text = "row " + std::to_string(row) + ", range " + std::to_string(range) + " " +
                     RangeText(begin, end) + ": ";
  if (begin >= end) {
    text += "begin must be less than end";
  } else if (end > kLeafCount) {
    text += "end must be at most " + std::to_string(kLeafCount);
  } else if (range > 0 && begin <= at[-1]) {
    text += "must begin beyond the end of the range before, " + RangeText(at[-2], at[-1]);
  } else {
    text += "must consist of cells of order " + std::to_string(order) +
            ", that is of multiples of " +
            std::to_string(uint64_t{1} << (2 * (Cell::kMaxOrder - order)));
  }
  return internal::InvalidArgument(text);
}

// What FromBuffers keeps alive.
struct OwnedBuffers {
  std::vector<int32_t> offsets32;
  std::vector<int64_t> offsets64;
  std::vector<uint8_t> validity;
  std::shared_ptr<const void> leaves_owner;
};

}  // namespace

absl::Status ValidateCoverageBuffers(const CoverageBuffers& buffers, int order, int threads) {
  if (order < 0 || order > Cell::kMaxOrder) {
    return internal::InvalidArgument("order " + std::to_string(order) + ": must be 0 to 29");
  }
  if (buffers.length == 0) return absl::OkStatus();
  if (buffers.offsets32 == nullptr && buffers.offsets64 == nullptr) {
    return internal::InvalidArgument("a column with rows has no offsets");
  }
  const int64_t first = OffsetAt(buffers, 0);
  if (first < 0 || first % 2 != 0) {
    return internal::InvalidArgument("row 0: offset " + std::to_string(first) +
                                     ": must be even and not negative");
  }
  if (buffers.leaves == nullptr && OffsetAt(buffers, buffers.length) != first) {
    return internal::InvalidArgument("a column with ranges has no leaves");
  }
  const uint64_t cell_mask = (uint64_t{1} << (2 * (Cell::kMaxOrder - order))) - 1;
  // Offsets first: a bad one makes every read after it unsafe.
  for (size_t row = 0; row < buffers.length; ++row) {
    const int64_t begin = OffsetAt(buffers, row), end = OffsetAt(buffers, row + 1);
    if (end < begin || end % 2 != 0) {
      return internal::InvalidArgument("row " + std::to_string(row) + ": offsets " +
                                       std::to_string(begin) + " to " + std::to_string(end) +
                                       ": must be even and not fall");
    }
  }
  std::atomic<size_t> bad_row = kNone;
  internal::ParallelFor(buffers.length, kGrain, threads, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      if (IsNull(buffers, row)) continue;
      const auto from = static_cast<size_t>(OffsetAt(buffers, row));
      const auto to = static_cast<size_t>(OffsetAt(buffers, row + 1));
      if (from == to) continue;
      if (FirstBadRange(buffers.leaves + from, (to - from) / 2, cell_mask) == kNone) continue;
      // The least row wins, whichever thread was first.
      size_t seen = bad_row.load();
      while (row < seen && !bad_row.compare_exchange_weak(seen, row)) {
      }
      return;
    }
  });
  if (bad_row == kNone) return absl::OkStatus();
  const auto from = static_cast<size_t>(OffsetAt(buffers, bad_row));
  const auto to = static_cast<size_t>(OffsetAt(buffers, bad_row + 1));
  return BadRange(buffers, order, bad_row,
                  FirstBadRange(buffers.leaves + from, (to - from) / 2, cell_mask));
}

size_t CoverageColumn::CountNulls() const {
  if (buffers_.validity == nullptr) return 0;
  size_t nulls = 0;
  for (size_t row = 0; row < size(); ++row) nulls += is_null(row) ? 1 : 0;
  return nulls;
}

size_t CoverageColumn::range_count() const {
  if (null_count_ == 0) return (Offset(size()) - Offset(0)) / 2;
  // Arrow lets the offsets of a null row enclose anything.
  size_t count = 0;
  for (size_t row = 0; row < size(); ++row) count += ranges(row).size();
  return count;
}

absl::StatusOr<CoverageColumn> CoverageColumn::FromBuffers(std::vector<int64_t> offsets,
                                                           std::vector<uint64_t> leaves,
                                                           std::vector<uint8_t> validity, int order,
                                                           const Ellipsoid& ellipsoid,
                                                           int threads) {
  if (offsets.empty()) {
    if (!leaves.empty()) return internal::InvalidArgument("leaves without offsets");
    offsets.push_back(0);
  }
  const size_t rows = offsets.size() - 1;
  if (offsets.front() != 0 || offsets.back() < 0 ||
      static_cast<uint64_t>(offsets.back()) != leaves.size()) {
    return internal::InvalidArgument("offsets run from " + std::to_string(offsets.front()) +
                                     " to " + std::to_string(offsets.back()) +
                                     ": must run from 0 to the " + std::to_string(leaves.size()) +
                                     " leaves");
  }
  if (!validity.empty() && validity.size() != (rows + 7) / 8) {
    return internal::InvalidArgument("validity has " + std::to_string(validity.size()) +
                                     " bytes: must have " + std::to_string((rows + 7) / 8) +
                                     " for " + std::to_string(rows) + " rows, or none");
  }
  CoverageBuffers buffers;
  buffers.offsets64 = offsets.data();
  buffers.leaves = leaves.data();
  buffers.validity = validity.empty() ? nullptr : validity.data();
  buffers.length = rows;
  if (absl::Status status = ValidateCoverageBuffers(buffers, order, threads); !status.ok()) {
    return status;
  }
  return FromBuffersUnchecked(std::move(offsets), std::move(leaves), std::move(validity), order,
                              ellipsoid);
}

CoverageColumn CoverageColumn::FromBuffersUnchecked(std::vector<int64_t> offsets,
                                                    std::vector<uint64_t> leaves,
                                                    std::vector<uint8_t> validity, int order,
                                                    const Ellipsoid& ellipsoid) {
  const auto owner = std::make_shared<const std::vector<uint64_t>>(std::move(leaves));
  return FromOwned(std::move(offsets), owner->data(), owner, std::move(validity), order, ellipsoid);
}

CoverageColumn CoverageColumn::FromRangesUnchecked(std::vector<int64_t> offsets, RangeBuffer ranges,
                                                   std::vector<uint8_t> validity, int order,
                                                   const Ellipsoid& ellipsoid) {
  const auto owner = std::make_shared<const RangeBuffer>(std::move(ranges));
  // Two uint64_t and a LeafRange have the same size, alignment and bytes.
  const auto* const leaves = reinterpret_cast<const uint64_t*>(owner->data());
  return FromOwned(std::move(offsets), leaves, owner, std::move(validity), order, ellipsoid);
}

CoverageColumn CoverageColumn::FromOwned(std::vector<int64_t> offsets, const uint64_t* leaves,
                                         std::shared_ptr<const void> leaves_owner,
                                         std::vector<uint8_t> validity, int order,
                                         const Ellipsoid& ellipsoid) {
  auto owned = std::make_shared<OwnedBuffers>();
  CoverageColumn column;
  column.buffers_.length = offsets.size() - 1;
  // A list<uint64> wherever its 32-bit offsets reach.
  if (offsets.back() <= std::numeric_limits<int32_t>::max()) {
    owned->offsets32.resize(offsets.size());
    std::transform(offsets.begin(), offsets.end(), owned->offsets32.begin(),
                   [](int64_t offset) { return static_cast<int32_t>(offset); });
    column.buffers_.offsets32 = owned->offsets32.data();
  } else {
    owned->offsets64 = std::move(offsets);
    column.buffers_.offsets64 = owned->offsets64.data();
  }
  owned->validity = std::move(validity);
  owned->leaves_owner = std::move(leaves_owner);
  column.buffers_.leaves = leaves;
  column.buffers_.validity = owned->validity.empty() ? nullptr : owned->validity.data();
  column.owner_ = std::move(owned);
  column.order_ = order;
  column.ellipsoid_ = ellipsoid;
  column.null_count_ = column.CountNulls();
  return column;
}

absl::StatusOr<CoverageColumn> CoverageColumn::Borrow(const CoverageBuffers& buffers,
                                                      std::shared_ptr<const void> owner, int order,
                                                      const Ellipsoid& ellipsoid, int threads) {
  if (absl::Status status = ValidateCoverageBuffers(buffers, order, threads); !status.ok()) {
    return status;
  }
  CoverageColumn column;
  column.buffers_ = buffers;
  column.owner_ = std::move(owner);
  column.order_ = order;
  column.ellipsoid_ = ellipsoid;
  column.null_count_ = column.CountNulls();
  return column;
}

CoverageColumn CoverageColumn::Slice(size_t begin, size_t count) const {
  assert(begin <= size() && count <= size() - begin);
  CoverageColumn slice = *this;
  slice.buffers_.offset += begin;
  slice.buffers_.length = count;
  slice.null_count_ = null_count_ == 0 ? 0 : slice.CountNulls();
  return slice;
}

bool operator==(const CoverageColumn& a, const CoverageColumn& b) {
  if (a.size() != b.size() || a.order_ != b.order_ || a.ellipsoid_ != b.ellipsoid_) return false;
  for (size_t row = 0; row < a.size(); ++row) {
    if (a.is_null(row) != b.is_null(row)) return false;
    const auto left = a.ranges(row), right = b.ranges(row);
    if (!std::equal(left.begin(), left.end(), right.begin(), right.end())) return false;
  }
  return true;
}

}  // namespace coincide
