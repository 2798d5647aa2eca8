// Finding the last of many ascending numbers that is not above a value.

#ifndef COINCIDE_COVERAGE_BUCKET_SEARCH_H_
#define COINCIDE_COVERAGE_BUCKET_SEARCH_H_

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace coincide::internal {

// Numbers and a table that cuts their stretch into equal buckets, two to eight for
// each: a search looks at one bucket.
class BucketSearch {
 public:
  BucketSearch() = default;
  // REQUIRES: strictly ascending, not empty, fewer than 2^32.
  explicit BucketSearch(std::vector<uint64_t> values) : values_(std::move(values)) {
    assert(!values_.empty() && values_.size() < UINT32_MAX);
    // The whole surface is one long stretch before the first and after the last
    // change, so those two do not count.
    const size_t n = values_.size();
    origin_ = n > 2 ? values_[1] : values_[0];
    last_ = values_[n - 1];
    const int wanted = static_cast<int>(std::bit_width(n)) + 2;
    const int width = static_cast<int>(std::bit_width(last_ - origin_));
    shift_ = std::max(0, width - wanted);
    below_.resize(((last_ - origin_) >> shift_) + 2);
    // Written from each number to the next: most buckets are between two.
    uint32_t* next = below_.data();
    for (size_t i = 0; i < n; ++i) {
      // The first bucket that begins above the number.
      const size_t bucket =
          values_[i] < origin_ ? 0 : static_cast<size_t>((values_[i] - origin_) >> shift_) + 1;
      uint32_t* const end = below_.data() + bucket;
      if (next < end) next = std::fill_n(next, end - next, static_cast<uint32_t>(i));
    }
    std::fill(next, below_.data() + below_.size(), static_cast<uint32_t>(n));
  }

  size_t size() const { return values_.size(); }
  uint64_t operator[](size_t i) const { return values_[i]; }

  // REQUIRES: value >= (*this)[0].
  size_t Find(uint64_t value) const {
    assert(value >= values_[0]);
    // How many are not above the value: between `low` and `high`.
    if (value >= last_) return values_.size() - 1;
    if (value < origin_) return 0;
    const uint64_t bucket = (value - origin_) >> shift_;
    if (shift_ == 0) return below_[bucket + 1] - size_t{1};  // A bucket of one number.
    size_t low = below_[bucket];
    for (size_t n = below_[bucket + 1] - low; n > 0;) {
      const size_t half = (n + 1) / 2;
      const bool counts = values_[low + half - 1] <= value;
      low += counts ? half : 0;
      n = counts ? n - half : half - 1;
    }
    return low - 1;
  }

 private:
  std::vector<uint64_t> values_;
  uint64_t origin_ = 0;
  uint64_t last_ = 0;
  int shift_ = 0;
  std::vector<uint32_t> below_;  // How many are below the begin of a bucket.
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_BUCKET_SEARCH_H_
