// The loop behind symmetric difference: the boundaries of a ^ b are those of a
// and b, merged, without the ones they share.

#ifndef COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_
#define COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "coincide/coverage/internal/pairs.h"

namespace coincide::internal {

// A strictly increasing sequence of boundaries, 8 bytes each.
struct Boundaries {
  const std::byte* data;
  size_t size;

  uint64_t operator[](size_t i) const { return Pairs::Load(data + 8 * i); }
  void Skip(size_t n) {
    data += 8 * n;
    size -= n;
  }
};

inline size_t CountBelow(const Boundaries& list, uint64_t value) {
  size_t low = 0, high = 0;
  for (size_t step = 1; high < list.size && list[high] < value; step *= 2) {
    low = high + 1;
    high = low + step;
  }
  if (high > list.size) high = list.size;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (list[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Writes the first `n` boundaries and skips them.
inline std::byte* CopyBoundaries(Boundaries* list, size_t n, std::byte* out) {
  if (n == 0) return out;
  std::memcpy(out, list->data, 8 * n);
  list->Skip(n);
  return out + 8 * n;
}

inline constexpr size_t kCopyRatio = 24;

// Merges two sequences and drops the values that stand in both. Writes nowhere
// beyond out + 8 (a.size + b.size).
inline std::byte* MergeWithoutCommon(Boundaries a, Boundaries b, std::byte* out) {
  if (a.size < b.size) {
    const Boundaries other = a;
    a = b;
    b = other;
  }
  if (a.size / kCopyRatio > b.size) {
    while (b.size > 0) {
      out = CopyBoundaries(&a, CountBelow(a, b[0]), out);
      if (a.size > 0 && a[0] == b[0]) {
        a.Skip(1);
        b.Skip(1);
      } else {
        out = CopyBoundaries(&b, 1, out);
      }
    }
    return CopyBoundaries(&a, a.size, out);
  }
  const std::byte *p = a.data, *q = b.data;
  const std::byte *const p_end = p + 8 * a.size, *const q_end = q + 8 * b.size;
  while (p != p_end && q != q_end) {
    const uint64_t x = Pairs::Load(p), y = Pairs::Load(q);
    const uint64_t least = x < y ? x : y;
    std::memcpy(out, &least, 8);
    out += x != y ? 8 : 0;
    p += x <= y ? 8 : 0;
    q += y <= x ? 8 : 0;
  }
  a.Skip(static_cast<size_t>(p - a.data) / 8);
  b.Skip(static_cast<size_t>(q - b.data) / 8);
  out = CopyBoundaries(&a, a.size, out);
  return CopyBoundaries(&b, b.size, out);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_
