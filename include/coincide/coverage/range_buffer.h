// File: range_buffer.h
//
// The growable array that set operations write to. A std::vector cannot be
// sized without being filled first, which costs as much as the operations
// themselves; and it cannot give memory back without a copy.
//
//   RangeBuffer out;
//   AppendUnion(a, b, &out);      // union.h
//   out.clear();                  // keeps the memory for the next one

#ifndef COINCIDE_COVERAGE_RANGE_BUFFER_H_
#define COINCIDE_COVERAGE_RANGE_BUFFER_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <new>
#include <span>
#include <utility>

#include "coincide/cell/leaf_range.h"

namespace coincide {

// An array of ranges in one malloc'ed block. Movable; copies are explicit
// (Append). Converts to std::span<const LeafRange>, as every operation takes it.
class RangeBuffer {
 public:
  RangeBuffer() = default;
  RangeBuffer(std::initializer_list<LeafRange> ranges) { Append({ranges.begin(), ranges.size()}); }
  explicit RangeBuffer(std::span<const LeafRange> ranges) { Append(ranges); }
  RangeBuffer(RangeBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  RangeBuffer& operator=(RangeBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~RangeBuffer() { std::free(data_); }

  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  LeafRange* data() { return data_; }
  const LeafRange* data() const { return data_; }
  LeafRange* begin() { return data_; }
  LeafRange* end() { return data_ + size_; }
  const LeafRange* begin() const { return data_; }
  const LeafRange* end() const { return data_ + size_; }
  LeafRange& operator[](size_t i) { return data_[i]; }
  const LeafRange& operator[](size_t i) const { return data_[i]; }
  LeafRange& back() { return data_[size_ - 1]; }
  const LeafRange& back() const { return data_[size_ - 1]; }
  std::span<const LeafRange> span() const { return {data_, size_}; }

  void clear() { size_ = 0; }
  // REQUIRES: size <= this->size().
  void Truncate(size_t size) {
    assert(size <= size_);
    size_ = size;
  }

  void push_back(LeafRange range) {
    if (size_ == capacity_) Reallocate(capacity_ + capacity_ / 2 + 8);
    data_[size_++] = range;
  }
  // `ranges` may not be part of this buffer.
  void Append(std::span<const LeafRange> ranges) {
    if (ranges.empty()) return;
    std::memcpy(Prepare(ranges.size()), ranges.data(), ranges.size_bytes());
    size_ += ranges.size();
  }

  // Makes room for `n` more ranges, uninitialised, and returns where they go.
  // Whoever writes there calls Commit with the end of what was written.
  // Never grows beyond what is asked: an operation's memory is its bound.
  LeafRange* Prepare(size_t n) {
    if (capacity_ - size_ < n) Reallocate(size_ + n);
    return data_ + size_;
  }
  // REQUIRES: `end` lies within what Prepare made room for.
  void Commit(const LeafRange* end) {
    size_ = static_cast<size_t>(end - data_);
    assert(size_ <= capacity_);
  }

  // Gives unused memory back, without a copy where the allocator can.
  void ShrinkToFit() {
    if (size_ < capacity_) Reallocate(size_);
  }

  friend bool operator==(const RangeBuffer& a, const RangeBuffer& b) {
    return a.size_ == b.size_ &&
           (a.size_ == 0 || std::memcmp(a.data_, b.data_, a.size_ * sizeof(LeafRange)) == 0);
  }

 private:
  void Reallocate(size_t capacity) {
    if (capacity == 0) {
      std::free(std::exchange(data_, nullptr));
      capacity_ = 0;
      return;
    }
    if (capacity > SIZE_MAX / sizeof(LeafRange)) throw std::bad_alloc();
    void* moved = std::realloc(data_, capacity * sizeof(LeafRange));
    if (moved == nullptr) throw std::bad_alloc();
    data_ = static_cast<LeafRange*>(moved);
    capacity_ = capacity;
  }

  LeafRange* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_RANGE_BUFFER_H_
