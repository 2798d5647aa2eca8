// The loop behind intersection, difference and union: pairs.h says how.

#ifndef COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_
#define COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "coincide/coverage/internal/pairs.h"

namespace coincide::internal {

// One list is looked up in the other instead of both being walked where it is
// this many times shorter.
inline constexpr size_t kGallopRatio = 24;

// Consumes pairs of both lists, one or two at a step, until one is used up.
// No branch depends on the data: where it is random, a missed branch would cost
// as much as three steps.
inline std::byte* IntersectByMerging(Pairs* a, Pairs* b, std::byte* out) {
  const std::byte *p = a->data, *q = b->data;
  const std::byte *const p_end = p + 16 * a->size, *const q_end = q + 16 * b->size;
  while (p != p_end && q != q_end) {
    const uint64_t a_end = Pairs::Load(p + 8), b_end = Pairs::Load(q + 8);
    const uint64_t begin = std::max(Pairs::Load(p), Pairs::Load(q));
    PutPair(out, {begin, std::min(a_end, b_end)});
    out += begin < std::min(a_end, b_end) ? 16 : 0;
    p += a_end <= b_end ? 16 : 0;
    q += b_end <= a_end ? 16 : 0;
  }
  a->Skip(static_cast<size_t>(p - a->data) / 16);
  b->Skip(static_cast<size_t>(q - b->data) / 16);
  return out;
}

// As above, for a short list against a long one.
inline std::byte* IntersectByLookup(Pairs* shorter, Pairs* longer, std::byte* out) {
  while (shorter->size > 0 && longer->size > 0) {
    out = IntersectWithOne(longer, (*shorter)[0], out);
    if (longer->size > 0) shorter->Skip(1);
  }
  return out;
}

// Writes the intersection of two lists of pairs, each sorted, disjoint and not
// touching; so is the result: for two results to touch, a touching pair in one
// list would be needed.
//
// Stops when one list is used up; what is left of the other has not met
// anything. Returns the end of the output. Writes nowhere beyond
// out + 16 (a->size + b->size - 1).
inline std::byte* IntersectPairs(Pairs* a, Pairs* b, std::byte* out) {
  if (a->size / kGallopRatio > b->size) return IntersectByLookup(b, a, out);
  if (b->size / kGallopRatio > a->size) return IntersectByLookup(a, b, out);
  return IntersectByMerging(a, b, out);
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_
