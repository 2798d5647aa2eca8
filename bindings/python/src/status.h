// absl::Status as Python exceptions.

#ifndef COINCIDE_PYTHON_STATUS_H_
#define COINCIDE_PYTHON_STATUS_H_

#include <nanobind/nanobind.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace coincide::python {

// Adds coincide.FormatError(ValueError) to the module. Called once, before the
// functions below.
void BindErrors(nanobind::module_& m);

// Raises what a bad status means: ValueError for InvalidArgument and OutOfRange,
// FormatError for DataLoss, FileNotFoundError, PermissionError, MemoryError for
// ResourceExhausted, else OSError or RuntimeError. REQUIRES: !status.ok(); the
// GIL is held.
[[noreturn]] void RaiseStatus(const absl::Status& status);

inline void RaiseIfError(const absl::Status& status) {
  if (!status.ok()) RaiseStatus(status);
}

template <typename T>
T ValueOrRaise(absl::StatusOr<T> result) {
  if (!result.ok()) RaiseStatus(result.status());
  return *std::move(result);
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_STATUS_H_
