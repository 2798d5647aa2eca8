// Cutting the merge of two sorted lists into pieces that can be merged side by
// side.
//
// A merge without branches is bound by latency: where the next element is read
// follows from the comparison before it. Four merges in one loop hide each
// other's latency and run more than twice as fast as one after the other.

#ifndef COINCIDE_COVERAGE_INTERNAL_MERGE_PATH_H_
#define COINCIDE_COVERAGE_INTERNAL_MERGE_PATH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "coincide/coverage/internal/pairs.h"

namespace coincide::internal {

// How many merges run side by side, and the most elements each takes at a time:
// what the four write (256 KB) stays in the second-level cache until it is moved
// together. Shorter lists are cut into shorter pieces.
inline constexpr size_t kStreams = 4;
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
