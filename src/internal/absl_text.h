// Text between std and Abseil. Debian builds Abseil with a string_view of its
// own, to which std::string_view does not convert.

#ifndef COINCIDE_INTERNAL_ABSL_TEXT_H_
#define COINCIDE_INTERNAL_ABSL_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace coincide::internal {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

inline absl::Status InvalidArgument(std::string_view message) {
  return absl::InvalidArgumentError(ToAbsl(message));
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_ABSL_TEXT_H_
