// The loop behind symmetric difference: the boundaries of a ^ b are those of a
// and b, merged, without the ones they share.

#ifndef COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_
#define COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "coincide/coverage/internal/merge_path.h"
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

// How many of the first boundaries are below `value`: O(log of the answer).
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
inline std::byte* TakeBoundaries(Boundaries* list, size_t n, std::byte* out) {
  if (n == 0) return out;
  std::memcpy(out, list->data, 8 * n);
  list->Skip(n);
  return out + 8 * n;
}

// Merges the first `count` of the short list with what is before them in the
// long one.
inline std::byte* MergeByLookup(Boundaries* shorter, size_t count, Boundaries* longer,
                                std::byte* out) {
  for (; count > 0 && shorter->size > 0; --count) {
    const uint64_t value = (*shorter)[0];
    out = TakeBoundaries(longer, CountBelow(*longer, value), out);
    if (longer->size > 0 && (*longer)[0] == value) {
      longer->Skip(1);
      shorter->Skip(1);
    } else {
      out = TakeBoundaries(shorter, 1, out);
    }
  }
  return out;
}

// One merge that takes one boundary a step. A boundary equal to the last one
// takes that back: both lists have it. `out` is kept less what was taken.
struct BoundaryMerge {
  MergePlace<8> place;
  uintptr_t out;
  // No boundary comes twice in one list, so all ones cannot repeat the first.
  uint64_t last = UINT64_MAX;

  void Step(size_t taken) {
    const uint64_t x = place.InA(taken, 0), y = place.InB(0);
    const bool from_b = y < x;
    const uint64_t least = from_b ? y : x;
    std::memcpy(reinterpret_cast<std::byte*>(out + taken), &least, 8);
    out -= static_cast<size_t>(least == last) << 4;
    last = least;
    place.Take(from_b);
  }
};

// Runs the pieces side by side and moves what they wrote together. Equal
// boundaries must not be parted: where a piece ends between two, it takes the
// second one too.
inline std::byte* MergePieces(Boundaries* a, Boundaries* b, Pieces pieces, std::byte* out) {
  static_assert(kStreams == 5);
  for (size_t s = 1; s <= kStreams; ++s) {
    const size_t i = pieces.in_a[s], j = pieces.in_b[s];
    if (i > 0 && (*a)[i - 1] == (*b)[j]) ++pieces.in_b[s];
  }
  const auto length = [&](size_t s) {
    return pieces.in_a[s + 1] + pieces.in_b[s + 1] - pieces.in_a[s] - pieces.in_b[s];
  };
  const auto piece = [&](size_t s) {
    const size_t i = pieces.in_a[s], j = pieces.in_b[s];
    return BoundaryMerge{MergePlace<8>(a->data + 8 * i, b->data + 8 * j),
                         reinterpret_cast<uintptr_t>(out + 8 * (i + j))};
  };
  BoundaryMerge m0 = piece(0), m1 = piece(1), m2 = piece(2), m3 = piece(3), m4 = piece(4);
  const size_t common = 8 * (pieces.length - 1);  // Each piece has that many at least.
  for (size_t taken = 0; taken < common; taken += 8) {
    m0.Step(taken);
    m1.Step(taken);
    m2.Step(taken);
    m3.Step(taken);
    m4.Step(taken);
  }
  // Copies: those of the loop stay in registers as nothing points to them.
  BoundaryMerge merges[] = {m0, m1, m2, m3, m4};
  std::byte* ends[kStreams];
  for (size_t s = 0; s < kStreams; ++s) {
    size_t taken = common;
    for (; taken < 8 * length(s); taken += 8) merges[s].Step(taken);
    ends[s] = reinterpret_cast<std::byte*>(merges[s].out + taken);
  }
  out = MoveTogether<8>(pieces, ends, out);
  a->Skip(pieces.in_a[kStreams]);
  b->Skip(pieces.in_b[kStreams]);
  return out;
}

// Merges two sequences and drops the values that stand in both. Writes nowhere
// beyond out + 8 (a.size + b.size).
inline std::byte* MergeWithoutCommon(Boundaries a, Boundaries b, std::byte* out) {
  if (a.size / kGallopRatio > b.size) {
    out = MergeByLookup(&b, b.size, &a, out);
  } else if (b.size / kGallopRatio > a.size) {
    out = MergeByLookup(&a, a.size, &b, out);
  }
  while (a.size > 0 && b.size > 0) {
    const Pieces pieces = CutPieces<8, 0>(a.data, a.size, b.data, b.size);
    if (pieces.length == 0) break;
    const size_t from_a = pieces.in_a[kStreams], from_b = pieces.in_b[kStreams];
    if (from_a / kGallopRatio > from_b) {
      out = MergeByLookup(&b, from_b + 1, &a, out);
    } else if (from_b / kGallopRatio > from_a) {
      out = MergeByLookup(&a, from_a + 1, &b, out);
    } else {
      out = MergePieces(&a, &b, pieces, out);
    }
  }
  const std::byte *p = a.data, *q = b.data;
  const std::byte *const p_end = p + 8 * a.size, *const q_end = q + 8 * b.size;
  while (p != p_end && q != q_end) {
    const uint64_t x = Pairs::Load(p), y = Pairs::Load(q);
    const uint64_t least = x <= y ? x : y;
    std::memcpy(out, &least, 8);
    out += static_cast<size_t>(x != y) << 3;
    p += static_cast<size_t>(x <= y) << 3;
    q += static_cast<size_t>(y <= x) << 3;
  }
  a.Skip(static_cast<size_t>(p - a.data) / 8);
  b.Skip(static_cast<size_t>(q - b.data) / 8);
  out = TakeBoundaries(&a, a.size, out);
  return TakeBoundaries(&b, b.size, out);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_MERGE_BOUNDARIES_H_
