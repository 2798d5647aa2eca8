#include "src/match/samples/block_run.h"

#include <algorithm>

#include "src/internal/parallel.h"

namespace coincide::internal {
namespace {

// Blocks that tell how many pairs there are, and hits that each may take for it.
constexpr size_t kSamples = 8;
constexpr int64_t kSampleHits = int64_t{1} << 20;

}  // namespace

BlockRun::BlockRun(const PairSearch& search, int64_t max_pairs, int threads, Interrupt* interrupt,
                   std::vector<std::vector<Hit>>* blocks)
    : search_(search),
      max_pairs_(max_pairs),
      threads_(threads),
      interrupt_(*interrupt),
      blocks_(*blocks),
      done_(blocks->size(), 0) {}

bool BlockRun::Run() {
  const size_t n = blocks_.size(), samples = std::min(n, kSamples);
  std::vector<size_t> some;
  for (size_t k = 0; k < samples; ++k) some.push_back(k * n / samples);
  const int64_t share = max_pairs_ / static_cast<int64_t>(n);
  Find(some, 2 * std::min(share, kSampleHits / 2));
  if (!GoesOn()) return false;
  const double each = static_cast<double>(pairs_) / static_cast<double>(samples);
  const bool many =
      overflow_ || each * static_cast<double>(n) > 0.25 * static_cast<double>(max_pairs_);
  std::vector<size_t> rest;
  for (size_t k = 0; k < n; ++k) {
    if (done_[k] == 0) rest.push_back(k);
  }
  if (many && !Count(rest)) return false;
  overflow_ = false;
  Find(rest, max_pairs_);
  return GoesOn() && !overflow_;
}
// Finds the hits of blocks until one has more than `most`, or than may be: overflow_.
void BlockRun::Find(const std::vector<size_t>& which, int64_t most) {
  ParallelFor(which.size(), 1, threads_, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) {
      if (!GoesOn() || overflow_.load(std::memory_order_relaxed)) return;
      std::vector<Hit>& hits = blocks_[which[k]];
      const auto limit = static_cast<size_t>(std::min(most, Left()));
      if (!search_.FindBlock(which[k], limit, &interrupt_, &hits)) valid_ = false;
      if (hits.size() > limit) {
        overflow_ = true;
        hits = {};
      } else {
        pairs_ += static_cast<int64_t>(hits.size());
        done_[which[k]] = 1;
      }
    }
  });
}

// Whether with those of `which` there are not too many.
bool BlockRun::Count(const std::vector<size_t>& which) {
  const int64_t before = pairs_;
  ParallelFor(which.size(), 1, threads_, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) {
      if (!GoesOn()) return;
      size_t count = 0;
      if (!search_.CountBlock(which[k], static_cast<size_t>(Left()), &interrupt_, &count)) {
        valid_ = false;
      }
      pairs_ += static_cast<int64_t>(count);
    }
  });
  if (!GoesOn()) return false;
  pairs_ = before;
  return true;
}

}  // namespace coincide::internal
