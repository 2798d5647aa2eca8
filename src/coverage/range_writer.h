// Canonical ranges from masks of blocks and runs of cells that come in the order
// of the curve, some of which touch.

#ifndef COINCIDE_COVERAGE_RANGE_WRITER_H_
#define COINCIDE_COVERAGE_RANGE_WRITER_H_

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/range_buffer.h"

namespace coincide::internal {

// Ranges are written as the boundaries that they are: of a mask, the places where
// its bits change, without a branch for each.
class RangeWriter {
 public:
  // `shift` is that of a cell's number to its first leaf; there may be more ranges
  // than `expected`.
  RangeWriter(int shift, size_t expected) : shift_(shift) { Reserve(2 * expected); }

  // The cells of a block whose bits, along the curve, are set.
  void AddBlock(uint64_t block, uint64_t cells) {
    uint64_t changes = BeginBlock(block, cells);
    // The count of bits is not an instruction on every x86-64: counted on the way.
    std::byte* to = next_;
    while (changes != 0) {
      for (int k = 0; k < kAtOnce; ++k) {
        Put((block << 6) + static_cast<uint64_t>(std::countr_zero(changes)), to);
        to += changes != 0 ? 8 : 0;
        changes &= changes - 1;
      }
    }
    EndBlock(block, cells, static_cast<size_t>(to - next_) / 8);
  }

  // AddBlock in steps: what BeginBlock returns are the cells of the block that are
  // boundaries. Their leaves go to next(), where there is room for 64 and 8 more.
  uint64_t BeginBlock(uint64_t block, uint64_t cells) {
    GoTo(block << 6);
    Reserve(64 + kAtOnce);
    return cells ^ (cells << 1 | static_cast<uint64_t>(open_));
  }
  std::byte* next() const { return next_; }
  int shift() const { return shift_; }
  void EndBlock(uint64_t block, uint64_t cells, size_t boundaries) {
    next_ += 8 * boundaries;
    open_ = (cells >> 63) != 0;
    at_ = (block << 6) + 64;
  }

  // REQUIRES: begin < end.
  void AddRun(uint64_t begin, uint64_t end) {
    GoTo(begin);
    if (!open_) Write(begin);
    open_ = true;
    at_ = end;
  }

  RangeBuffer Take() {
    GoTo(UINT64_MAX);
    assert(used() % 2 == 0);
    out_.Commit(out_.data() + used() / 2);
    next_ = end_ = nullptr;
    return std::move(out_);
  }

 private:
  static constexpr int kAtOnce = 8;

  // Ends the run that is open unless it goes on at `begin`.
  void GoTo(uint64_t begin) {
    assert(at_ <= begin);
    if (open_ && at_ != begin) {
      Write(at_);
      open_ = false;
    }
  }
  void Write(uint64_t cell) {
    Reserve(1);
    Put(cell, next_);
    next_ += 8;
  }
  void Put(uint64_t cell, std::byte* to) const {
    const uint64_t leaf = cell << shift_;
    std::memcpy(to, &leaf, 8);
  }

  std::byte* data() { return reinterpret_cast<std::byte*>(out_.data()); }
  size_t used() { return static_cast<size_t>(next_ - data()) / 8; }
  void Reserve(size_t boundaries) {
    if (static_cast<size_t>(end_ - next_) >= 8 * boundaries) return;
    const size_t already = used();
    out_.Commit(out_.data() + (already + 1) / 2);
    out_.Prepare(std::max<size_t>(boundaries, 128) + out_.size() / 2);
    next_ = data() + 8 * already;
    end_ = data() + out_.capacity() * sizeof(LeafRange);
  }

  int shift_;
  bool open_ = false;
  uint64_t at_ = 0;  // Where what was added ends.
  RangeBuffer out_;
  std::byte* next_ = nullptr;  // Where the next boundary goes, and the end of the room.
  std::byte* end_ = nullptr;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_RANGE_WRITER_H_
