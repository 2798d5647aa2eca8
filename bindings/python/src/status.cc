#include "status.h"

#include <string>

#include "bind.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// Kept until the process ends, as the module is.
PyObject* format_error = nullptr;

constexpr char kFormatErrorDoc[] =
    "A file or bytes that break their format; the message names the path, and the byte or row.";

}  // namespace

void BindErrors(nb::module_& m) {
  format_error =
      PyErr_NewExceptionWithDoc("coincide.FormatError", kFormatErrorDoc, PyExc_ValueError, nullptr);
  if (format_error == nullptr) nb::raise_python_error();
  m.attr("FormatError") = nb::handle(format_error);
}

void RaiseStatus(const absl::Status& status) {
  PyObject* type = PyExc_RuntimeError;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      type = PyExc_ValueError;
      break;
    case absl::StatusCode::kDataLoss:
      type = format_error;
      break;
    case absl::StatusCode::kNotFound:
      type = PyExc_FileNotFoundError;
      break;
    case absl::StatusCode::kPermissionDenied:
      type = PyExc_PermissionError;
      break;
    case absl::StatusCode::kResourceExhausted:
      type = PyExc_MemoryError;
      break;
    case absl::StatusCode::kUnknown:  // What the system says of files: a full disk, a directory.
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kInternal:
      type = PyExc_OSError;
      break;
    default:
      break;
  }
  const std::string message(status.message().data(), status.message().size());
  PyErr_SetString(type, message.c_str());
  nb::raise_python_error();
}

}  // namespace coincide::python
