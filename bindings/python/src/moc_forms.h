// MOC forms as Python objects: what the classes that have them share.

#ifndef COINCIDE_PYTHON_MOC_FORMS_H_
#define COINCIDE_PYTHON_MOC_FORMS_H_

#include <nanobind/nanobind.h>

#include <string>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/moc_fits.h"
#include "status.h"

namespace coincide::python {

namespace nb = nanobind;

// A MOC and the path that it came from, "" if it was no file.
struct MocInput {
  Moc moc;
  std::string path;
};

// The MOC of a str, or of FITS bytes or the path of a FITS file, of the dimension
// that is wanted. Repairs are a Python warning of class coincide.RepairWarning.
// FormatError, with the path in front, for what is no such MOC; TypeError for
// other objects; what open() raises.
MocInput MocOfText(nb::handle text, nb::handle strict, MocDimension wanted);
MocInput MocOfJson(nb::handle text, nb::handle strict, MocDimension wanted);
MocInput MocOfFits(nb::handle path_or_bytes, nb::handle strict, MocDimension wanted);

// A str; REQUIRES the invariant of Moc.
nb::str TextOfMoc(const Moc& moc);
nb::str JsonOfMoc(const Moc& moc);
// bytes; or None once a file of that path has them, all or none.
nb::object FitsOfMoc(const Moc& moc, nb::handle path, MocPacking packing);

// What a MOC that was read means, or FormatError with its path in front.
template <typename T>
T FromMoc(absl::StatusOr<T> value, const MocInput& input) {
  if (value.ok()) return *std::move(value);
  std::string message = input.path.empty() ? "" : input.path + ": ";
  message.append(value.status().message().data(), value.status().message().size());
  RaiseStatus(absl::DataLossError(message.c_str()));
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_MOC_FORMS_H_
