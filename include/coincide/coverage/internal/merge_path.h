// Cutting the merge of two sorted lists into pieces that can be merged side by
// side.
//
// A merge without branches is bound by latency: where the next element is read
// follows from the comparison before it. Five merges in one loop hide each
// other's latency and run more than twice as fast as one after the other.

#ifndef COINCIDE_COVERAGE_INTERNAL_MERGE_PATH_H_
#define COINCIDE_COVERAGE_INTERNAL_MERGE_PATH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "coincide/coverage/internal/pairs.h"

namespace coincide::internal {

// How many merges run side by side, and the most elements each takes at a time:
// what the five write (320 KB) stays in the second-level cache until it is moved
// together. Shorter lists are cut into shorter pieces.
inline constexpr size_t kStreams = 5;
inline constexpr size_t kStreamLength = 4096;
// Below this many elements the cutting does not pay.
inline constexpr size_t kLeastForStreams = 128;

// One list is looked up in the other instead of both being walked where it is
// this many times shorter.
inline constexpr size_t kGallopRatio = 24;

// Of the first `taken` elements of the merge of two lists, how many come from
// `a`. Of equal keys that of `a` comes first. The key of element i is the 8 bytes
// at data + kStride i + kKey.
//
// Looks around `guess` first: far from there the lists are not in any cache yet.
// REQUIRES: taken <= a_size + b_size.
template <size_t kStride, size_t kKey>
size_t TakenFromA(const std::byte* a, size_t a_size, const std::byte* b, size_t b_size,
                  size_t taken, size_t guess) {
  // Whether a[i] is among them, given that i others of `a` are before it.
  const auto is_taken = [=](size_t i) {
    return Pairs::Load(a + kStride * i + kKey) <= Pairs::Load(b + kStride * (taken - 1 - i) + kKey);
  };
  size_t low = taken > b_size ? taken - b_size : 0;
  size_t high = std::min(taken, a_size);
  guess = std::clamp(guess, low, high);
  size_t step = 8;
  if (guess < high && is_taken(guess)) {
    low = guess + 1;
    for (; low + step < high && is_taken(low + step); step *= 2) low += step + 1;
    high = std::min(high, low + step);
  } else {
    high = guess;
    for (; high > low + step && !is_taken(high - step); step *= 2) high -= step;
    if (high > low + step) low = high - step;
  }
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (is_taken(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Where the pieces of the next elements of a merge begin: piece s takes from
// a[in_a[s]] and b[in_b[s]] on, kStreams is the end of the last.
struct Pieces {
  size_t length = 0;  // Elements of each piece; 0 if the lists are too short.
  size_t in_a[kStreams + 1] = {};
  size_t in_b[kStreams + 1] = {};
};

// Where a merge of elements of kStride bytes is. All merges of a loop have taken
// equally much, `taken` bytes, which they share: the place in `a` is kept less that,
// and moves back where an element of `b` is taken. So a step needs two registers
// and the flag of one comparison, and five merges fit into the registers there are.
// Addresses are integers, as a place less what was taken may be before the list.
template <size_t kStride>
struct MergePlace {
  uintptr_t a;
  uintptr_t b;

  MergePlace(const std::byte* at_a, const std::byte* at_b)
      : a(reinterpret_cast<uintptr_t>(at_a)), b(reinterpret_cast<uintptr_t>(at_b)) {}

  uint64_t InA(size_t taken, size_t at) const { return Load(a + taken + at); }
  uint64_t InB(size_t at) const { return Load(b + at); }
  void Take(bool from_b) {
    const size_t step = (size_t{0} - static_cast<size_t>(from_b)) & kStride;
    a -= step;
    b += step;
  }

 private:
  static uint64_t Load(uintptr_t at) { return Pairs::Load(reinterpret_cast<const std::byte*>(at)); }
};

// Moves together what the pieces wrote: piece s to out + kStride (places of its
// first element), up to ends[s]. Returns the end.
template <size_t kStride>
std::byte* MoveTogether(const Pieces& pieces, std::byte* const (&ends)[kStreams], std::byte* out) {
  std::byte* end = ends[0];
  for (size_t s = 1; s < kStreams; ++s) {
    const std::byte* const from = out + kStride * (pieces.in_a[s] + pieces.in_b[s]);
    const auto size = static_cast<size_t>(ends[s] - from);
    std::memmove(end, from, size);
    end += size;
  }
  return end;
}

// Cuts off pieces that leave at least one element of each list: a merge may
// look at the next element of a list of which it takes none.
template <size_t kStride, size_t kKey>
Pieces CutPieces(const std::byte* a, size_t a_size, const std::byte* b, size_t b_size) {
  Pieces pieces;
  const size_t both = a_size + b_size;
  if (both < kLeastForStreams) return pieces;
  const size_t length = std::min(kStreamLength, (both - 2) / kStreams);
  const size_t total = kStreams * length;
  const double part = static_cast<double>(a_size) / static_cast<double>(both);
  const size_t end_a = TakenFromA<kStride, kKey>(
      a, a_size, b, b_size, total, static_cast<size_t>(part * static_cast<double>(total)));
  if (end_a >= a_size || total - end_a >= b_size) return pieces;
  pieces.length = length;
  for (size_t s = 1; s < kStreams; ++s) {
    pieces.in_a[s] =
        TakenFromA<kStride, kKey>(a, end_a, b, total - end_a, s * length, end_a * s / kStreams);
    pieces.in_b[s] = s * length - pieces.in_a[s];
  }
  pieces.in_a[kStreams] = end_a;
  pieces.in_b[kStreams] = total - end_a;
  return pieces;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_MERGE_PATH_H_
