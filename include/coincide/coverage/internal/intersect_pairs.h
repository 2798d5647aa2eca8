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
// steps over the one that ends first, over that of `a` if both end together.
// What ended at the same place meets nothing more. So each step takes one
// element, in the order of a merge by ends, and no branch depends on the data.
inline LeafRange TakeStep(MergePlace<16>* place, size_t taken) {
  const uint64_t a_end = place->InA(taken, 8), b_end = place->InB(8);
  const uint64_t a_begin = place->InA(taken, 0), b_begin = place->InB(0);
  const bool from_b = b_end < a_end;
  const LeafRange common = {a_begin > b_begin ? a_begin : b_begin, from_b ? b_end : a_end};
  place->Take(from_b);
  return common;
}

// What is done with common pairs: they are written.
struct WriteCommon {
  std::byte* out;

  static void Step(MergePlace<16>* place, size_t taken, std::byte** out) {
    const LeafRange common = TakeStep(place, taken);
    std::memcpy(*out, &common, sizeof common);
    *out += (size_t{0} - static_cast<size_t>(common.begin < common.end)) & 16;
  }

  void One(MergePlace<16>* place, size_t taken) { Step(place, taken, &out); }

  void InWindow(Pairs* pairs, LeafRange window) { out = IntersectWithOne(pairs, window, out); }

  // The pieces write to where they would if all pairs were common.
  void Merge(const std::byte* a, const std::byte* b, const Pieces& pieces) {
    static_assert(kStreams == 5);
    const auto place = [&](size_t s) {
      return MergePlace<16>(a + 16 * pieces.in_a[s], b + 16 * pieces.in_b[s]);
    };
    const size_t stretch = 16 * pieces.length;
    MergePlace<16> m0 = place(0), m1 = place(1), m2 = place(2), m3 = place(3), m4 = place(4);
    std::byte *o0 = out, *o1 = out + stretch, *o2 = o1 + stretch, *o3 = o2 + stretch;
    std::byte* o4 = o3 + stretch;
    for (size_t taken = 0; taken < stretch; taken += 16) {
      Step(&m0, taken, &o0);
      Step(&m1, taken, &o1);
      Step(&m2, taken, &o2);
      Step(&m3, taken, &o3);
      Step(&m4, taken, &o4);
    }
    out = MoveTogether<16>(pieces, {o0, o1, o2, o3, o4}, out);
  }
};

// What is done with common pairs: their leaves are counted.
struct CountCommon {
  uint64_t sum = 0;

  static uint64_t Step(MergePlace<16>* place, size_t taken) {
    const LeafRange common = TakeStep(place, taken);
    return common.begin < common.end ? common.end - common.begin : 0;
  }

  void One(MergePlace<16>* place, size_t taken) { sum += Step(place, taken); }

  void InWindow(Pairs* pairs, LeafRange window) {
    pairs->Skip(CountEndingBy(*pairs, window.begin));
    for (; pairs->size > 0 && pairs->begin(0) < window.end; pairs->Skip(1)) {
      const LeafRange pair = (*pairs)[0];
      sum += std::min(pair.end, window.end) - std::max(pair.begin, window.begin);
      if (pair.end > window.end) break;
    }
  }

  void Merge(const std::byte* a, const std::byte* b, const Pieces& pieces) {
    static_assert(kStreams == 5);
    const auto place = [&](size_t s) {
      return MergePlace<16>(a + 16 * pieces.in_a[s], b + 16 * pieces.in_b[s]);
    };
    const size_t stretch = 16 * pieces.length;
    MergePlace<16> m0 = place(0), m1 = place(1), m2 = place(2), m3 = place(3), m4 = place(4);
    uint64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0;
    for (size_t taken = 0; taken < stretch; taken += 16) {
      s0 += Step(&m0, taken);
      s1 += Step(&m1, taken);
      s2 += Step(&m2, taken);
      s3 += Step(&m3, taken);
      s4 += Step(&m4, taken);
    }
    sum += s0 + s1 + s2 + s3 + s4;
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
  MergePlace<16> place(a->data, b->data);
  const auto ends = MergePlace<16>(a->data + 16 * a->size, b->data + 16 * b->size);
  const uintptr_t b_begin = place.b;
  size_t taken = 0;
  for (; place.a + taken != ends.a && place.b != ends.b && !stop(*sink); taken += 16) {
    sink->One(&place, taken);
  }
  const size_t from_b = place.b - b_begin;
  a->Skip((taken - from_b) / 16);
  b->Skip(from_b / 16);
}

// The intersection as pairs at `out`; returns its end.
inline std::byte* IntersectPairs(Pairs* a, Pairs* b, std::byte* out) {
  WriteCommon sink = {out};
  IntersectPairs(a, b, &sink, [](const WriteCommon&) { return false; });
  return sink.out;
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_INTERNAL_INTERSECT_PAIRS_H_
