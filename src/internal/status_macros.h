// Early return of a bad status, for .cc files.

#ifndef COINCIDE_INTERNAL_STATUS_MACROS_H_
#define COINCIDE_INTERNAL_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expression` from the function if it is not OK.
#define COINCIDE_RETURN_IF_ERROR(expression)                                \
  do {                                                                      \
    if (absl::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)

// COINCIDE_ASSIGN_OR_RETURN(auto value, MakeValue());
#define COINCIDE_ASSIGN_OR_RETURN(target, expression) \
  COINCIDE_ASSIGN_OR_RETURN_(COINCIDE_JOIN_(result_, __LINE__), target, expression)
#define COINCIDE_JOIN_(a, b) COINCIDE_JOIN_EXPANDED_(a, b)
#define COINCIDE_JOIN_EXPANDED_(a, b) a##b
#define COINCIDE_ASSIGN_OR_RETURN_(result, target, expression) \
  auto result = (expression);                                  \
  if (!result.ok()) return std::move(result).status();         \
  target = *std::move(result)

#endif  // COINCIDE_INTERNAL_STATUS_MACROS_H_
