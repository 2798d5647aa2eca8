#include "src/capi/call.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "coincide/cell/cell.h"
#include "src/internal/utf8.h"

namespace coincide::capi {
namespace {

thread_local std::string last_error;

int32_t CodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return COINCIDE_OK;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return COINCIDE_INVALID_ARGUMENT;
    case absl::StatusCode::kFailedPrecondition:
      return COINCIDE_BAD_HANDLE;
    case absl::StatusCode::kDataLoss:
      return COINCIDE_BAD_DATA;
    case absl::StatusCode::kNotFound:
      return COINCIDE_NOT_FOUND;
    case absl::StatusCode::kPermissionDenied:
      return COINCIDE_PERMISSION_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return COINCIDE_OUT_OF_MEMORY;
    case absl::StatusCode::kAborted:
      return COINCIDE_ABORTED;
    case absl::StatusCode::kCancelled:
      return COINCIDE_CANCELLED;
    case absl::StatusCode::kInternal:
      return COINCIDE_INTERNAL;
    default:
      return COINCIDE_SYSTEM;
  }
}

// Where there is no memory for a message, the empty one stands.
void SetLastError(std::string_view text) noexcept {
  try {
    // Messages may quote bytes of files.
    last_error = internal::PrintableUtf8(text);
  } catch (...) {
    last_error.clear();
  }
}

std::string Hex(uint64_t word) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, word, 16).ptr;
  return "0x" + std::string(digits, end);
}

std::string Number(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

}  // namespace

const char* LastError() noexcept { return last_error.c_str(); }

int32_t Fail(const absl::Status& status) noexcept {
  SetLastError(internal::ToStd(status.message()));
  return CodeOf(status.code());
}

int32_t FailOutOfMemory() noexcept {
  SetLastError("out of memory");
  return COINCIDE_OUT_OF_MEMORY;
}

int32_t FailInternal(const char* what) noexcept {
  SetLastError(what);
  return COINCIDE_INTERNAL;
}

void Arguments::Fault(const std::string& message) {
  if (status_.ok()) status_ = internal::InvalidArgument(message);
}

bool Arguments::CheckArray(const void* data, size_t n, size_t times, size_t size, size_t alignment,
                           const char* name) {
  if (!ok()) return false;
  if (n == 0 || times == 0) return true;
  // No address space of today has more bytes. No division: this is in every call.
  constexpr uint64_t kMost = uint64_t{1} << 56;
  const uint64_t element = times * size;
  uint64_t bytes = 0;
  if (__builtin_mul_overflow(n, element, &bytes) || bytes > kMost) {
    Fault(std::string(name) + " would have " + std::to_string(n) + " x " + std::to_string(element) +
          " bytes: more than memory can have");
  } else if (data == nullptr) {
    Fault(std::string(name) + " is null");
  } else if ((reinterpret_cast<uintptr_t>(data) & (alignment - 1)) != 0) {
    Fault(std::string(name) + " is not aligned to " + std::to_string(alignment) + " bytes");
  } else if (reinterpret_cast<uintptr_t>(data) > std::numeric_limits<uintptr_t>::max() - bytes) {
    Fault(std::string(name) + " would end beyond the last address");
  }
  return ok();
}

std::string_view Arguments::Text(const char* data, size_t length, const char* name) {
  const auto span = Array(data, length, name);
  if (!ok()) return {};
  const std::string_view text = {span.data(), span.size()};
  const size_t valid = internal::ValidUtf8Prefix(text);
  if (valid < text.size()) {
    Fault(std::string(name) + " is not UTF-8 at byte " + std::to_string(valid));
    return {};
  }
  return text;
}

std::string Arguments::Path(const char* data, size_t length) {
  const std::string_view path = Text(data, length, "path");
  if (path.empty()) Fault("path is empty");
  const size_t zero = path.find('\0');
  if (zero != std::string_view::npos) {
    Fault("path has a zero at byte " + std::to_string(zero));
  }
  return std::string(path);
}

int Arguments::Order(int32_t order, const char* name) {
  if (order >= 0 && order <= Cell::kMaxOrder) return order;
  Fault(std::string(name) + " is " + std::to_string(order) + ": 0 to 29 are allowed");
  return 0;
}

std::optional<int> Arguments::OptionalOrder(int32_t order, const char* name) {
  if (order == -1) return std::nullopt;
  if (order < -1 || order > Cell::kMaxOrder) {
    Fault(std::string(name) + " is " + std::to_string(order) + ": 0 to 29 or -1 are allowed");
    return std::nullopt;
  }
  return order;
}

int Arguments::Choice(int32_t value, int count, const char* name) {
  if (value >= 0 && value < count) return value;
  Fault(std::string(name) + " is " + std::to_string(value) + ": 0 to " + std::to_string(count - 1) +
        " are allowed");
  return 0;
}

Ellipsoid Arguments::Earth(const coincide_ellipsoid* ellipsoid) {
  if (ellipsoid == nullptr || !Pointer(ellipsoid, "ellipsoid")) return {};
  const auto made = Ellipsoid::Create(ellipsoid->a, ellipsoid->inverse_flattening);
  if (!made) {
    Fault("ellipsoid is (" + Number(ellipsoid->a) + ", " + Number(ellipsoid->inverse_flattening) +
          "): a > 0 metres, and an inverse flattening of 150 or more, or 0 for a sphere");
    return {};
  }
  return *made;
}

std::span<const int64_t> Arguments::Offsets(const int64_t* offsets, size_t n, size_t end,
                                            const char* name) {
  if (n == std::numeric_limits<size_t>::max()) {
    Fault(std::string(name) + " would have more numbers than memory can have");
    return {};
  }
  const auto span = Array(offsets, n + 1, name);
  int64_t before = 0;
  for (size_t i = 0; i < span.size(); ++i) {
    if (span[i] < before || static_cast<uint64_t>(span[i]) > end) {
      Fault(std::string(name) + "[" + std::to_string(i) + "] is " + std::to_string(span[i]) +
            ": ascending numbers from 0 to " + std::to_string(end) + " are allowed");
      return {};
    }
    before = span[i];
  }
  return span;
}

void Arguments::BadHandle(coincide_handle handle, Kind wanted, const char* name) {
  if (!ok()) return;
  const std::string message = std::string(name) + " is " + Hex(handle) + ", " +
                              KindName(KindOf(handle)) + ": a live " + KindName(wanted) +
                              " is wanted";
  status_ = absl::FailedPreconditionError(internal::ToAbsl(message));
}

void Arguments::NotLive(coincide_handle handle) {
  const std::string message = "handle " + Hex(handle) + " is not live: released or never given";
  status_ = absl::FailedPreconditionError(internal::ToAbsl(message));
}

std::string BadWord(std::span<const uint64_t> words, size_t at, const char* name,
                    const std::string& otherwise) {
  const uint64_t word = words[at];
  const char* const fault = word == 0 ? "null" : "not a cell or point";
  return std::string(name) + "[" + std::to_string(at) + "] = " + Hex(word) + ": " +
         (Cell::IsValidWord(word) ? otherwise : fault);
}

std::string BadPosition(std::span<const double> lon, std::span<const double> lat, size_t at) {
  const std::string index = "[" + std::to_string(at) + "]";
  std::string message = "lon" + index + ", lat" + index + " = " + Number(lon[at]) + ", " +
                        Number(lat[at]) + ": both must be finite, and lat within -90 to 90";
  if (std::isfinite(lon[at]) && std::abs(lat[at]) > 90) message += ": did you pass lat, lon?";
  return message;
}

}  // namespace coincide::capi
