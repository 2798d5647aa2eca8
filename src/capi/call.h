// What every function of the C ABI goes through: arguments checked, exceptions and
// statuses turned into codes, results into handles.

#ifndef COINCIDE_SRC_CAPI_CALL_H_
#define COINCIDE_SRC_CAPI_CALL_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/capi/base.h"
#include "coincide/capi/coverage.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/healpix/ellipsoid.h"
#include "src/capi/handles.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide::capi {

using HeldCoverage = Held<Kind::kCoverage, Coverage>;
using HeldColumn = Held<Kind::kColumn, CoverageColumn>;
using HeldIndex = Held<Kind::kIndex, CoverageIndex>;

//------------------------------- One call -----------------------------------

const char* LastError() noexcept;
// Records the error for coincide_last_error and returns its code.
int32_t Fail(const absl::Status& status) noexcept;
int32_t FailOutOfMemory() noexcept;
int32_t FailInternal(const char* what) noexcept;

// body() -> absl::Status, as a code.
template <typename Body>
int32_t Call(const Body& body) noexcept {
  try {
    const absl::Status status = body();
    return status.ok() ? COINCIDE_OK : Fail(status);
  } catch (const std::bad_alloc&) {
    return FailOutOfMemory();
  } catch (const std::length_error&) {
    return FailOutOfMemory();
  } catch (const std::exception& error) {
    return FailInternal(error.what());
  } catch (...) {
    return FailInternal("an unknown exception");
  }
}

//------------------------------- Arguments ----------------------------------

// Checks the arguments of a call and keeps the first fault. What it gives after a
// fault is empty, so a body checks once:
//
//   Arguments args;
//   const auto in = args.In(words, n, "words");
//   if (!args.ok()) return args.status();
class Arguments {
 public:
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  void Fault(const std::string& message);

  // An array of n; `times` elements for each.
  template <typename T>
  std::span<T> Array(T* data, size_t n, const char* name, size_t times = 1) {
    if (!CheckArray(data, n, times, sizeof(T), alignof(T), name)) return {};
    return {data, n * times};
  }
  // C's ranges and characters are the library's.
  std::span<const LeafRange> Ranges(const coincide_range* data, size_t n, const char* name) {
    const auto span = Array(data, n, name);
    return {reinterpret_cast<const LeafRange*>(span.data()), span.size()};
  }
  // A pointer to one value: not null, aligned.
  template <typename T>
  bool Pointer(T* data, const char* name) {
    return CheckArray(data, 1, 1, sizeof(T), alignof(T), name);
  }
  // The same for a handle to be made, which becomes 0 at once.
  void Output(coincide_handle* out, const char* name) {
    if (Pointer(out, name)) *out = 0;
  }
  void OptionalOutput(coincide_handle* out, const char* name) {
    if (out != nullptr) Output(out, name);
  }
  // UTF-8.
  std::string_view Text(const char* data, size_t length, const char* name);
  // A file: text that is not empty and has no zero in it.
  std::string Path(const char* data, size_t length);

  int Order(int32_t order, const char* name = "order");
  // Nothing for -1.
  std::optional<int> OptionalOrder(int32_t order, const char* name = "order");
  // 0 <= value < count.
  int Choice(int32_t value, int count, const char* name);
  Ellipsoid Earth(const coincide_ellipsoid* ellipsoid);
  // offsets[n + 1]: ascending, 0 or more, at most `end`.
  std::span<const int64_t> Offsets(const int64_t* offsets, size_t n, size_t end, const char* name);

  // What a handle stands for; HeldCoverage and its like.
  template <typename H>
  Pinned<H> Get(coincide_handle handle, const char* name) {
    Pinned<H> pinned(handle);
    if (!pinned) BadHandle(handle, H::kind, name);
    return pinned;
  }
  // Copies, which share what they hold.
  template <typename H>
  auto GetAll(const coincide_handle* handles, size_t n, const char* name) {
    std::vector<std::decay_t<decltype(*std::declval<Pinned<H>>())>> values;
    const auto all = Array(handles, n, name);
    values.reserve(all.size());
    for (size_t i = 0; ok() && i < all.size(); ++i) {
      const auto pinned =
          Get<H>(all[i], (std::string(name) + "[" + std::to_string(i) + "]").c_str());
      if (pinned) values.push_back(*pinned);
    }
    return values;
  }
  CoverKind Cover(int32_t kind) {
    return Choice(kind, 2, "kind") == COINCIDE_OUTER ? CoverKind::kOuter : CoverKind::kInner;
  }
  void BadHandle(coincide_handle handle, Kind wanted, const char* name);
  void NotLive(coincide_handle handle);

 private:
  bool CheckArray(const void* data, size_t n, size_t times, size_t size, size_t alignment,
                  const char* name);

  absl::Status status_;
};

// What to say of an index without an answer: the error if `first_bad` is null, else
// OK with *first_bad = at. `describe(at)` gives the message.
template <typename Describe>
absl::Status Answer(size_t at, size_t n, size_t* first_bad, const Describe& describe) {
  if (first_bad != nullptr) {
    *first_bad = at;
    return absl::OkStatus();
  }
  if (at >= n) return absl::OkStatus();
  return internal::InvalidArgument(describe(at));
}
// "words[3] = 0x10: null or invalid", or, of a valid word, with `otherwise`.
std::string BadWord(std::span<const uint64_t> words, size_t at, const char* name = "words",
                    const std::string& otherwise = "has no answer");
// "lon[3], lat[3] = 1, 95: a position has ..."
std::string BadPosition(std::span<const double> lon, std::span<const double> lat, size_t at);

inline constexpr uint64_t kDefaultBudget = uint64_t{1} << 27;
// So that a sum of it and of all cells does not wrap.
inline constexpr uint64_t kMostBudget = uint64_t{1} << 60;
inline uint64_t BudgetOr(uint64_t budget) {
  return budget == 0 ? kDefaultBudget : std::min(budget, kMostBudget);
}

//-------------------------------- Results -----------------------------------

// An array that the library made. Owns anything that holds the elements.
struct BufferValue {
  int32_t type = COINCIDE_U8;
  const void* data = nullptr;
  size_t length = 0;
  std::shared_ptr<const void> owner;
};
using HeldBuffer = Held<Kind::kBuffer, BufferValue>;

BufferValue BufferOf(std::string text);
BufferValue BufferOf(std::vector<uint8_t> values);
BufferValue BufferOf(std::vector<uint32_t> values);
BufferValue BufferOf(std::vector<uint64_t> values);
BufferValue BufferOf(std::vector<int64_t> values);
BufferValue BufferOf(std::vector<double> values);

template <typename H, typename T>
coincide_handle NewHandleOf(T value) {
  return NewHandle(H::kind, std::make_unique<H>(std::move(value)));
}
inline void Give(Coverage value, coincide_handle* out) {
  *out = NewHandleOf<HeldCoverage>(std::move(value));
}
inline void Give(CoverageColumn value, coincide_handle* out) {
  *out = NewHandleOf<HeldColumn>(std::move(value));
}
inline void Give(CoverageIndex value, coincide_handle* out) {
  *out = NewHandleOf<HeldIndex>(std::move(value));
}
inline void Give(BufferValue value, coincide_handle* out) {
  *out = NewHandleOf<HeldBuffer>(std::move(value));
}
template <typename T>
void Give(std::vector<T> values, coincide_handle* out) {
  Give(BufferOf(std::move(values)), out);
}
inline void Give(std::string text, coincide_handle* out) { Give(BufferOf(std::move(text)), out); }

template <typename T>
absl::Status GiveResult(absl::StatusOr<T> result, coincide_handle* out) {
  if (!result.ok()) return std::move(result).status();
  Give(*std::move(result), out);
  return absl::OkStatus();
}

// Two handles or, if the second cannot be made, none.
template <typename A, typename B>
void GiveBoth(A a, coincide_handle* out_a, B b, coincide_handle* out_b) {
  Give(std::move(a), out_a);
  try {
    Give(std::move(b), out_b);
  } catch (...) {
    ReleaseHandle(std::exchange(*out_a, 0));
    throw;
  }
}

inline coincide_ellipsoid EllipsoidOut(const Ellipsoid& ellipsoid) {
  return {ellipsoid.a(), ellipsoid.inverse_flattening()};
}

}  // namespace coincide::capi

#endif  // COINCIDE_SRC_CAPI_CALL_H_
