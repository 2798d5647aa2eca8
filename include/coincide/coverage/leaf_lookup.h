// File: leaf_lookup.h
//
// Many leaves against one list of canonical ranges, in any order of the leaves.
//
//   const LeafLookup lookup(ranges);
//   lookup.Contains(leaves, inside);      // a few ns a leaf

#ifndef COINCIDE_COVERAGE_LEAF_LOOKUP_H_
#define COINCIDE_COVERAGE_LEAF_LOOKUP_H_

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/coverage/canonical.h"

namespace coincide {

// A table that cuts the stretch of leaves from the first range to the last into
// equal buckets, about two for each range, and says which ranges end in each.
// A leaf then needs a look at the table and a search among the few ranges of
// its bucket: constant time where the ranges are spread evenly, log2(n) steps
// where all lie in one bucket.
//
// Refers to the ranges, which must outlive it. 4 bytes a bucket.
class LeafLookup {
 public:
  // REQUIRES: IsCanonical(ranges), fewer than 2^32 of them.
  explicit LeafLookup(std::span<const LeafRange> ranges) : ranges_(ranges) {
    assert(IsCanonical(ranges) && ranges.size() < UINT32_MAX);
    if (ranges.empty()) return;
    origin_ = ranges.front().begin;
    const uint64_t last = ranges.back().end - 1 - origin_;
    const int wanted = static_cast<int>(std::bit_width(ranges.size())) + 1;
    const int width = static_cast<int>(std::bit_width(last));
    shift_ = width > wanted ? width - wanted : 0;
    first_.resize((last >> shift_) + 3);
    // first_[k]: the first range that ends after the begin of bucket k. A range
    // ends in the bucket of its last leaf, so count, then sum.
    for (const LeafRange range : ranges) ++first_[((range.end - 1 - origin_) >> shift_) + 1];
    uint32_t sum = 0;
    for (uint32_t& entry : first_) entry = sum += entry;
  }

  // Index of the first range that ends after the leaf, ranges.size() if none.
  size_t FirstEndingAfter(uint64_t leaf) const { return Search(BucketOf(leaf), leaf); }

  bool Contains(uint64_t leaf) const {
    const size_t i = FirstEndingAfter(leaf);
    return i < ranges_.size() && ranges_[i].begin <= leaf;
  }

  // 1 in `inside` for each leaf held, else 0; returns how many are held. Leaves
  // may have any value. REQUIRES: equal sizes.
  size_t Contains(std::span<const uint64_t> leaves, std::span<uint8_t> inside) const {
    assert(leaves.size() == inside.size());
    // A few at a time, so that what one needs is on its way from memory while
    // others are looked up.
    constexpr size_t kAtOnce = 32;
    size_t held = 0;
    for (size_t i = 0; i < leaves.size(); i += kAtOnce) {
      const size_t n = leaves.size() - i < kAtOnce ? leaves.size() - i : kAtOnce;
      Bucket buckets[kAtOnce];
      for (size_t k = 0; k < n; ++k) {
        buckets[k] = BucketOf(leaves[i + k]);
        __builtin_prefetch(ranges_.data() + buckets[k].first);
      }
      for (size_t k = 0; k < n; ++k) {
        const size_t at = Search(buckets[k], leaves[i + k]);
        const bool in = at < ranges_.size() && ranges_[at].begin <= leaves[i + k];
        inside[i + k] = in ? 1 : 0;
        held += in;
      }
    }
    return held;
  }

 private:
  // The answer is one of `count` ranges from `first` on, or the one after them.
  struct Bucket {
    size_t first;
    size_t count;
  };
  Bucket BucketOf(uint64_t leaf) const {
    if (ranges_.empty() || leaf < origin_) return {0, 0};
    if (leaf >= ranges_.back().end) return {ranges_.size(), 0};
    const uint64_t bucket = (leaf - origin_) >> shift_;
    return {first_[bucket], first_[bucket + 1] - first_[bucket]};
  }
  size_t Search(Bucket bucket, uint64_t leaf) const {
    size_t at = bucket.first;
    for (size_t n = bucket.count; n > 0;) {
      const size_t half = (n + 1) / 2;
      const bool before = ranges_[at + half - 1].end <= leaf;
      at += before ? half : 0;
      n = before ? n - half : half - 1;
    }
    return at;
  }

  std::span<const LeafRange> ranges_;
  uint64_t origin_ = 0;
  int shift_ = 0;
  std::vector<uint32_t> first_;
};

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_LEAF_LOOKUP_H_
