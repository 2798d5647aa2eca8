// The loop behind intersection, difference, union and overlap: pairs.h says how.

#ifndef COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_
#define COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "coincide/coverage/internal/merge_path.h"
#include "coincide/coverage/internal/pairs.h"

namespace coincide::internal {

// What the current pairs of two lists have in common, empty if begin >= end; then
// steps over the one that ends first, over that of `p` if both end together.
// What ended at the same place meets nothing more. So each step takes one
// element, in the order of a merge by ends, and no branch depends on the data.
inline LeafRange TakeStep(const std::byte** p, const std::byte** q) {
  const uint64_t p_end = Pairs::Load(*p + 8), q_end = Pairs::Load(*q + 8);
  const uint64_t p_begin = Pairs::Load(*p), q_begin = Pairs::Load(*q);
  const size_t step_p = static_cast<size_t>(p_end <= q_end) << 4;
  const LeafRange common = {p_begin > q_begin ? p_begin : q_begin, p_end <= q_end ? p_end : q_end};
  *p += step_p;
  *q += 16 - step_p;
  return common;
}

// What is done with common pairs: they are written.
struct WriteCommon {
  std::byte* out;

  static void Step(const std::byte** p, const std::byte** q, std::byte** out) {
    const LeafRange common = TakeStep(p, q);
    std::memcpy(*out, &common, sizeof common);
    *out += static_cast<size_t>(common.begin < common.end) << 4;
  }

  void One(const std::byte** p, const std::byte** q) { Step(p, q, &out); }

  void InWindow(Pairs* pairs, LeafRange window) { out = IntersectWithOne(pairs, window, out); }

  // The pieces write to where they would if all pairs were common; then what they
  // wrote is moved together.
  void Merge(const std::byte* a, const std::byte* b, const Pieces& pieces) {
    static_assert(kStreams == 4);
    const auto p = [&](size_t s) { return a + 16 * pieces.in_a[s]; };
    const auto q = [&](size_t s) { return b + 16 * pieces.in_b[s]; };
    const size_t stretch = 16 * pieces.length;
    const std::byte *p0 = p(0), *p1 = p(1), *p2 = p(2), *p3 = p(3);
    const std::byte *q0 = q(0), *q1 = q(1), *q2 = q(2), *q3 = q(3);
    std::byte *o0 = out, *o1 = out + stretch, *o2 = o1 + stretch, *o3 = o2 + stretch;
    for (size_t i = 0; i < pieces.length; ++i) {
      Step(&p0, &q0, &o0);
      Step(&p1, &q1, &o1);
      Step(&p2, &q2, &o2);
      Step(&p3, &q3, &o3);
    }
    const std::byte* const from = out;
    out = o0;
    const std::byte* const ends[] = {o1, o2, o3};
    for (size_t s = 1; s < kStreams; ++s) {
      const size_t size = static_cast<size_t>(ends[s - 1] - (from + s * stretch));
      std::memmove(out, from + s * stretch, size);
      out += size;
    }
  }
};

// What is done with common pairs: their leaves are counted.
struct CountCommon {
  uint64_t sum = 0;

  static uint64_t Step(const std::byte** p, const std::byte** q) {
    const LeafRange common = TakeStep(p, q);
    return common.begin < common.end ? common.end - common.begin : 0;
  }

  void One(const std::byte** p, const std::byte** q) { sum += Step(p, q); }

  void InWindow(Pairs* pairs, LeafRange window) {
    pairs->Skip(CountEndingBy(*pairs, window.begin));
    for (; pairs->size > 0 && pairs->begin(0) < window.end; pairs->Skip(1)) {
      const LeafRange pair = (*pairs)[0];
      sum += std::min(pair.end, window.end) - std::max(pair.begin, window.begin);
      if (pair.end > window.end) break;
    }
  }

  void Merge(const std::byte* a, const std::byte* b, const Pieces& pieces) {
    static_assert(kStreams == 4);
    const auto p = [&](size_t s) { return a + 16 * pieces.in_a[s]; };
    const auto q = [&](size_t s) { return b + 16 * pieces.in_b[s]; };
    const std::byte *p0 = p(0), *p1 = p(1), *p2 = p(2), *p3 = p(3);
    const std::byte *q0 = q(0), *q1 = q(1), *q2 = q(2), *q3 = q(3);
    uint64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (size_t i = 0; i < pieces.length; ++i) {
      s0 += Step(&p0, &q0);
      s1 += Step(&p1, &q1);
      s2 += Step(&p2, &q2);
      s3 += Step(&p3, &q3);
    }
    sum += s0 + s1 + s2 + s3;
  }
};

// Looks up the first `count` pairs of the short list in the long one, until one
// list is used up.
template <class Sink>
void IntersectByLookup(Pairs* shorter, size_t count, Pairs* longer, Sink* sink) {
  for (; count > 0 && shorter->size > 0 && longer->size > 0; --count) {
    sink->InWindow(longer, (*shorter)[0]);
    if (longer->size > 0) shorter->Skip(1);
  }
}

// Gives the common pairs of two lists, each sorted, disjoint and not touching,
// to the sink in order; the common pairs are so too: for two of them to touch, a
// touching pair in one list would be needed.
//
// Stops when one list is used up; what is left of the other has not met
// anything, apart from its first pair perhaps. `stop(sink)` may end it early.
// WriteCommon writes nowhere beyond out + 16 (a->size + b->size - 1).
template <class Sink, class Stop>
void IntersectPairs(Pairs* a, Pairs* b, Sink* sink, Stop stop) {
  if (a->size / kGallopRatio > b->size) return IntersectByLookup(b, b->size, a, sink);
  if (b->size / kGallopRatio > a->size) return IntersectByLookup(a, a->size, b, sink);
  while (a->size > 0 && b->size > 0 && !stop(*sink)) {
    const Pieces pieces = CutPieces<16, 8>(a->data, a->size, b->data, b->size);
    if (pieces.length == 0) break;
    // Where one list is sparse here, though not as a whole, its next pair (and
    // those after it in these pieces) is looked up.
    const size_t from_a = pieces.in_a[kStreams], from_b = pieces.in_b[kStreams];
    if (from_a / kGallopRatio > from_b) {
      IntersectByLookup(b, from_b + 1, a, sink);
    } else if (from_b / kGallopRatio > from_a) {
      IntersectByLookup(a, from_a + 1, b, sink);
    } else {
      sink->Merge(a->data, b->data, pieces);
      a->Skip(from_a);
      b->Skip(from_b);
    }
  }
  const std::byte *p = a->data, *q = b->data;
  const std::byte *const p_end = p + 16 * a->size, *const q_end = q + 16 * b->size;
  while (p != p_end && q != q_end && !stop(*sink)) sink->One(&p, &q);
  a->Skip(static_cast<size_t>(p - a->data) / 16);
  b->Skip(static_cast<size_t>(q - b->data) / 16);
}

// The intersection as pairs at `out`; returns its end.
inline std::byte* IntersectPairs(Pairs* a, Pairs* b, std::byte* out) {
  WriteCommon sink = {out};
  IntersectPairs(a, b, &sink, [](const WriteCommon&) { return false; });
  return sink.out;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_
