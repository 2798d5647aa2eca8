// Any bytes as a program of calls on the C interface: what the fuzz targets of it have in
// common. A target derives from CapiProgram and makes one call a step, with any handles,
// orders and choices. Each call ends with a status of the header, gives a live handle or
// none, and leaves a message that is text.

#ifndef COINCIDE_TESTS_FUZZ_CAPI_PROGRAM_H_
#define COINCIDE_TESTS_FUZZ_CAPI_PROGRAM_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

#include "coincide/capi/coincide.h"
#include "src/internal/utf8.h"

namespace coincide::fuzz {

using WordList = std::vector<uint64_t>;

inline void Require(bool holds) {
  if (!holds) std::abort();
}

class CapiProgram {
 public:
  explicit CapiProgram(std::span<const uint8_t> bytes) : bytes_(bytes) {}
  virtual ~CapiProgram() {
    for (const coincide_handle handle : handles_) {
      if (handle != 0) Require(coincide_release(handle) == COINCIDE_OK);
    }
    Require(coincide_live_handles() == 0);
  }

  void Run() {
    for (int step = 0; step < 40 && !bytes_.empty(); ++step) Step(Byte());
  }

 protected:
  virtual void Step(uint8_t op) = 0;

  template <typename T>
  T Value() {
    T value{};
    const size_t size = std::min(sizeof value, bytes_.size());
    if (size > 0) std::memcpy(&value, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
    return value;
  }
  uint8_t Byte() { return Value<uint8_t>(); }
  // Mostly allowed values, a few that are not.
  int32_t Small(int32_t most) { return Byte() % (most + 3) - 1; }
  template <typename T>
  std::vector<T> Array() {
    std::vector<T> values(Byte() % 20);
    for (T& value : values) value = Value<T>();
    return values;
  }
  // Words that often are cells.
  WordList Words() {
    auto words = Array<uint64_t>();
    for (uint64_t& word : words) {
      if (word % 4 != 0)
        word = coincide_cell_from_nested(static_cast<int32_t>(word % 30), word >> 40);
    }
    return words;
  }
  // Degrees that often are places.
  std::vector<double> Degrees(size_t n, double most) {
    std::vector<double> values(n);
    for (double& value : values) {
      const auto raw = Value<uint16_t>();
      value = raw % 64 == 0 ? Value<double>() : (raw / 32768.0 - 1) * most;
    }
    return values;
  }
  std::vector<int64_t> Offsets(size_t n) {
    const auto split = static_cast<int64_t>(Byte());
    return {0, std::min(split, static_cast<int64_t>(n)),
            split % 7 == 0 ? split : static_cast<int64_t>(n)};
  }
  // A handle that is live, was live, or never was.
  coincide_handle Handle() {
    const uint8_t which = Byte();
    if (which % 16 == 15) return Value<uint64_t>();
    return (which & 32) != 0 ? released_[which % 16] : handles_[which % 8];
  }
  coincide_handle* Slot() {
    coincide_handle& slot = handles_[Byte() % handles_.size()];
    Release(&slot);
    return &slot;
  }
  void Release(coincide_handle* slot) {
    if (*slot == 0) return;
    Require(coincide_release(*slot) == COINCIDE_OK);
    released_[*slot % released_.size()] = *slot;
    *slot = 0;
  }

  void ReleaseAny() { Release(&handles_[Byte() % handles_.size()]); }

  // Mostly the array, now and then what a caller may not pass: null, not aligned.
  template <typename T>
  const T* Pointer(const std::vector<T>& values) {
    const uint8_t which = Byte();
    if (which == 1) return nullptr;
    if (which == 2 && alignof(T) > 1 && !values.empty()) {
      return reinterpret_cast<const T*>(reinterpret_cast<const char*>(values.data()) + 1);
    }
    return values.data();
  }
  // Mostly n, now and then more than any memory has.
  size_t Length(size_t n) {
    const uint8_t which = Byte();
    return which == 1 ? SIZE_MAX : which == 2 ? SIZE_MAX / 8 + 1 : which == 3 ? size_t{1} << 61 : n;
  }

  void Check(int32_t status) {
    Require(status >= COINCIDE_OK && status < COINCIDE_INTERNAL);
    if (status == COINCIDE_OK) return;
    const char* const message = coincide_last_error();
    const size_t length = std::strlen(message);
    Require(length > 0 && coincide::internal::ValidUtf8Prefix(message) == length);
  }
  // The status of a call that gives handles to these two slots.
  void CheckMade(int32_t status, const coincide_handle* slot,
                 const coincide_handle* other = nullptr) {
    Check(status);
    for (const coincide_handle* made : {slot, other}) {
      if (made != nullptr) Require((coincide_kind(*made) != 0) == (status == COINCIDE_OK));
    }
  }

  std::span<const uint8_t> bytes_;
  std::array<coincide_handle, 8> handles_{};
  std::array<coincide_handle, 16> released_{};
};

}  // namespace coincide::fuzz

#endif  // COINCIDE_TESTS_FUZZ_CAPI_PROGRAM_H_
