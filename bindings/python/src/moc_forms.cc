#include "moc_forms.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"
#include "numpy_arrays.h"

namespace coincide::python {
namespace {

const char* DimensionText(MocDimension dimension) {
  switch (dimension) {
    case MocDimension::kSpace:
      return "space";
    case MocDimension::kTime:
      return "time";
    case MocDimension::kSpaceTime:
      return "space and time";
  }
  return "";
}

std::string InFrontOf(const std::string& path) { return path.empty() ? "" : path + ": "; }

void WarnOfRepairs(const std::vector<std::string>& repairs, const std::string& path) {
  if (repairs.empty()) return;
  std::string message = InFrontOf(path) + "repaired: ";
  for (size_t i = 0; i < repairs.size(); ++i) message += (i == 0 ? "" : "; ") + repairs[i];
  const nb::object category = nb::module_::import_("coincide._core").attr("RepairWarning");
  if (PyErr_WarnEx(category.ptr(), message.c_str(), 1) < 0) nb::raise_python_error();
}

// What a reader gave, checked, its repairs told.
MocInput Take(absl::StatusOr<MocRead> read, MocDimension wanted, std::string path) {
  if (!read.ok()) {
    const std::string_view message(read.status().message().data(), read.status().message().size());
    RaiseStatus(absl::DataLossError((InFrontOf(path) + std::string(message)).c_str()));
  }
  if (read->moc.dimension != wanted) {
    RaiseStatus(
        absl::DataLossError((InFrontOf(path) + "a MOC of " + DimensionText(read->moc.dimension) +
                             ": one of " + DimensionText(wanted) + " is wanted")
                                .c_str()));
  }
  WarnOfRepairs(read->repairs, path);
  return {std::move(read->moc), std::move(path)};
}

MocRules RulesArg(nb::handle strict) {
  return BoolArg(strict, "strict") ? MocRules::kStrict : MocRules::kPermissive;
}

// What a prefix would say, where there is none.
MocDimension WithoutPrefix(MocDimension wanted) {
  return wanted == MocDimension::kTime ? MocDimension::kTime : MocDimension::kSpace;
}

// The path as a str, and for messages: what is not UTF-8 in it is escaped.
nb::object PathObject(nb::handle path, const char* name, const char* wanted) {
  PyObject* text = PyOS_FSPath(path.ptr());
  if (text == nullptr) PyErr_Clear();
  const nb::object owner = nb::steal(text);
  if (text == nullptr || !PyUnicode_Check(text)) {
    RaiseType(std::string(name) + " is " + TypeText(path) + ": " + wanted + " is wanted");
  }
  return owner;
}

std::string PathText(nb::handle path) {
  PyObject* bytes = PyUnicode_AsEncodedString(path.ptr(), "utf-8", "backslashreplace");
  if (bytes == nullptr) nb::raise_python_error();
  const nb::object owner = nb::steal(bytes);
  return std::string(PyBytes_AsString(bytes), static_cast<size_t>(PyBytes_Size(bytes)));
}

// The whole of a file, by Python's own open(), for its exceptions.
nb::object FileBytes(nb::handle path) {
  const nb::object file = nb::module_::import_("io").attr("open")(path, "rb");
  nb::object bytes;
  try {
    bytes = file.attr("read")();
  } catch (...) {
    file.attr("close")();
    throw;
  }
  file.attr("close")();
  return bytes;
}

std::string_view TextView(nb::handle text) {
  if (!PyUnicode_Check(text.ptr())) {
    RaiseType("text is " + TypeText(text) + ": text is wanted");
  }
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (data == nullptr) nb::raise_python_error();
  return {data, static_cast<size_t>(size)};
}

nb::str StrOf(const std::string& text) { return nb::str(text.data(), text.size()); }

}  // namespace

MocInput MocOfText(nb::handle text, nb::handle strict, MocDimension wanted) {
  const MocRules rules = RulesArg(strict);
  const std::string_view view = TextView(text);
  return Take(
      WithoutGil(view.size(), [&] { return ReadMocText(view, rules, WithoutPrefix(wanted)); }),
      wanted, "");
}

MocInput MocOfJson(nb::handle text, nb::handle strict, MocDimension wanted) {
  const MocRules rules = RulesArg(strict);
  const std::string_view view = TextView(text);
  return Take(
      WithoutGil(view.size(), [&] { return ReadMocJson(view, rules, WithoutPrefix(wanted)); }),
      wanted, "");
}

MocInput MocOfFits(nb::handle path_or_bytes, nb::handle strict, MocDimension wanted) {
  const MocRules rules = RulesArg(strict);
  nb::object bytes;
  std::string path;
  if (PyBytes_Check(path_or_bytes.ptr())) {
    bytes = nb::borrow(path_or_bytes);
  } else if (PyObject_CheckBuffer(path_or_bytes.ptr())) {
    // A copy: nobody changes it while other threads run.
    bytes = nb::steal(PyBytes_FromObject(path_or_bytes.ptr()));
    if (!bytes.is_valid()) nb::raise_python_error();
  } else {
    const nb::object name = PathObject(path_or_bytes, "path_or_bytes", "bytes, a str or a path");
    bytes = FileBytes(name);
    path = PathText(name);
  }
  const std::span<const uint8_t> view(
      reinterpret_cast<const uint8_t*>(PyBytes_AsString(bytes.ptr())),
      static_cast<size_t>(PyBytes_Size(bytes.ptr())));
  return Take(WithoutGil(view.size(), [&] { return ReadMocFits(view, rules); }), wanted,
              std::move(path));
}

nb::str TextOfMoc(const Moc& moc) {
  return StrOf(ValueOrRaise(WithoutGil(SIZE_MAX, [&] { return WriteMocText(moc); })));
}

nb::str JsonOfMoc(const Moc& moc) {
  return StrOf(ValueOrRaise(WithoutGil(SIZE_MAX, [&] { return WriteMocJson(moc); })));
}

nb::object FitsOfMoc(const Moc& moc, nb::handle path, MocPacking packing) {
  nb::object name;
  if (!path.is_none()) name = PathObject(path, "path", "a str or a path");
  const std::string file =
      ValueOrRaise(WithoutGil(SIZE_MAX, [&] { return WriteMocFits(moc, packing); }));
  const nb::bytes bytes(file.data(), file.size());
  if (path.is_none()) return bytes;
  nb::module_::import_("coincide._files").attr("replace")(name, bytes);
  return nb::none();
}

}  // namespace coincide::python
