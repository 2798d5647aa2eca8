// The search through all blocks of samples, within a limit of pairs.

#ifndef COINCIDE_MATCH_SAMPLES_BLOCK_RUN_H_
#define COINCIDE_MATCH_SAMPLES_BLOCK_RUN_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/internal/interrupt.h"
#include "src/match/samples/pair_search.h"

namespace coincide::internal {

// Finds the hits of all blocks, or learns that there are too many before they fill
// the memory: where a few blocks say that there may be, all are counted first.
class BlockRun {
 public:
  // `blocks` is as long as the search has blocks. All are borrowed.
  BlockRun(const PairSearch& search, int64_t max_pairs, int threads, Interrupt* interrupt,
           std::vector<std::vector<Hit>>* blocks);

  // False: too many, a position that is invalid, or a stop. Which does not depend on
  // timing but for a stop.
  bool Run();
  bool valid() const { return valid_; }  // No position is invalid.

 private:
  int64_t Left() const { return max_pairs_ - pairs_.load(std::memory_order_relaxed); }
  bool GoesOn() const {
    return Left() >= 0 && valid_.load(std::memory_order_relaxed) && !interrupt_.stopped();
  }
  void Find(const std::vector<size_t>& which, int64_t most);
  bool Count(const std::vector<size_t>& which);

  const PairSearch& search_;
  const int64_t max_pairs_;
  const int threads_;
  Interrupt& interrupt_;
  std::vector<std::vector<Hit>>& blocks_;
  std::vector<uint8_t> done_;
  std::atomic<bool> valid_ = true, overflow_ = false;
  std::atomic<int64_t> pairs_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_BLOCK_RUN_H_
