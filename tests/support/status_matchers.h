// EXPECT_THAT(f(), IsOk()); EXPECT_THAT(f(), HasError("at byte 2"));

#ifndef COINCIDE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define COINCIDE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace coincide::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// An error whose message contains `text`.
MATCHER_P(HasError, text, "") {
  *result_listener << StatusOf(arg).ToString();
  return !StatusOf(arg).ok() &&
         std::string(StatusOf(arg).message()).find(text) != std::string::npos;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_STATUS_MATCHERS_H_
