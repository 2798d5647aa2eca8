#include "arguments.h"

#include <nanobind/stl/string.h>

#include <charconv>
#include <cmath>

#include "coincide/cell/cell.h"
#include "coincide/healpix/projection.h"

namespace coincide::python {
namespace {

bool IsInteger(nb::handle object) {
  return PyIndex_Check(object.ptr()) && !PyBool_Check(object.ptr());
}

}  // namespace

void RaiseValue(const std::string& message) { throw nb::value_error(message.c_str()); }
void RaiseType(const std::string& message) { throw nb::type_error(message.c_str()); }

std::string NumberText(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

std::string NumberTextShort(double value) {
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::general, 4).ptr;
  return std::string(text, end);
}

std::string WordText(uint64_t word) {
  char text[24] = "0x";
  const auto end = std::to_chars(text + 2, text + sizeof text, word, 16).ptr;
  return std::string(text, end);
}

std::string TypeText(nb::handle object) {
  if (object.is_none()) return "None";
  const std::string name = nb::cast<std::string>(nb::getattr(object.type(), "__name__"));
  const bool vowel = std::string_view("aeiouAEIOU").find(name[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + name;
}

std::string PathArg(nb::handle path) {
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(path.ptr(), &bytes) == 0) {
    // A null byte, or what the file system cannot encode, is a ValueError.
    if (PyErr_ExceptionMatches(PyExc_ValueError)) nb::raise_python_error();
    PyErr_Clear();
    RaiseType("path is " + TypeText(path) + ": a str or a path is wanted");
  }
  const nb::object owner = nb::steal(bytes);
  return std::string(PyBytes_AsString(bytes), static_cast<size_t>(PyBytes_Size(bytes)));
}

int64_t IntegerArg(nb::handle object, const char* name, int64_t low, int64_t high) {
  if (!IsInteger(object)) {
    RaiseType(std::string(name) + " is " + TypeText(object) + ": an integer is wanted");
  }
  PyObject* whole = PyNumber_Index(object.ptr());
  if (whole == nullptr) nb::raise_python_error();
  const nb::object owner = nb::steal(whole);
  int overflow = 0;
  const int64_t value = PyLong_AsLongLongAndOverflow(whole, &overflow);
  if (overflow != 0 || value < low || value > high) {
    std::string allowed = std::to_string(low);
    allowed +=
        high == INT64_MAX ? " or more is allowed" : " to " + std::to_string(high) + " is allowed";
    RaiseValue(std::string(name) + " is " + nb::cast<std::string>(nb::str(owner)) + ": " + allowed);
  }
  return value;
}

std::optional<int> OptionalOrder(nb::handle object, const char* name) {
  if (object.is_none()) return std::nullopt;
  return RequiredOrder(object, name);
}

int RequiredOrder(nb::handle object, const char* name) {
  return static_cast<int>(IntegerArg(object, name, 0, Cell::kMaxOrder));
}

double DoubleArg(nb::handle object, const char* name) {
  const double value = PyFloat_AsDouble(object.ptr());
  if (value == -1 && PyErr_Occurred()) {
    PyErr_Clear();
    RaiseType(std::string(name) + " is " + TypeText(object) + ": a number is wanted");
  }
  return value;
}

bool BoolArg(nb::handle object, const char* name) {
  if (object.ptr() == Py_True) return true;
  if (object.ptr() == Py_False) return false;
  RaiseType(std::string(name) + " is " + TypeText(object) + ": True or False is wanted");
}

std::string TextOf(nb::handle object, const char* name) {
  if (!PyUnicode_Check(object.ptr())) {
    RaiseType(std::string(name) + " is " + TypeText(object) + ": text is wanted");
  }
  return nb::cast<std::string>(object);
}

int ThreadsArg(nb::handle object) {
  if (object.is_none()) return 0;
  return static_cast<int>(IntegerArg(object, "threads", 1, 4096));
}

Ellipsoid EllipsoidArg(nb::handle object) {
  if (PyUnicode_Check(object.ptr())) {
    Py_ssize_t size = 0;
    const char* text = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
    if (text == nullptr) nb::raise_python_error();
    const std::string_view name(text, static_cast<size_t>(size));
    if (name == "WGS84") return Ellipsoid::Wgs84();
    if (const auto ellipsoid = Ellipsoid::FromName(name)) return *ellipsoid;
    RaiseValue("ellipsoid is '" + std::string(name) +
               "': 'WGS84', 'GRS80', 'sphere' or an Ellipsoid is allowed");
  }
  Ellipsoid* ellipsoid = nullptr;
  if (!nb::try_cast(object, ellipsoid) || ellipsoid == nullptr) {
    RaiseType("ellipsoid is " + TypeText(object) + ": a name or an Ellipsoid is wanted");
  }
  return *ellipsoid;
}

bool RaisesArg(nb::handle object) { return ChoiceArg(object, "errors", {"raise", "null"}) == 0; }

size_t ChoiceArg(nb::handle object, const char* name, std::initializer_list<const char*> choices) {
  std::string allowed;
  size_t i = 0;
  for (const char* choice : choices) {
    if (PyUnicode_Check(object.ptr()) &&
        PyUnicode_CompareWithASCIIString(object.ptr(), choice) == 0) {
      return i;
    }
    allowed += (i == 0                    ? "'"
                : i + 1 == choices.size() ? " or '"
                                          : ", '") +
               std::string(choice) + "'";
    ++i;
  }
  RaiseValue(std::string(name) + " is " + nb::cast<std::string>(nb::repr(object)) + ": " + allowed +
             " is allowed");
}

void RaiseBadWord(const ArrayArgBase& words, size_t at, uint64_t word) {
  const std::string start = words.name() + words.IndexText(at) + " is " + WordText(word) + ": ";
  if (word == 0) RaiseValue(start + "the null word is no cell");
  const uint64_t front = word >> 60;
  if (front < 1 || front > 12) {
    RaiseValue(start + "not a cell, its top four bits hold " + std::to_string(front) +
               " where base cells are 1 to 12");
  }
  RaiseValue(start + "not a cell, it has stray bits below its order " + std::to_string(word & 63));
}

void RaiseBadCoordinate(const ArrayArg<double>& lon, const ArrayArg<double>& lat) {
  for (size_t i = 0; i < lon.size(); ++i) {
    if (IsValidLonLat(lon[i], lat[i])) continue;
    if (!std::isfinite(lon[i])) {
      RaiseValue(lon.name() + lon.IndexText(i) + " is " + NumberText(lon[i]) +
                 ": longitudes are finite degrees");
    }
    std::string message = lat.name() + lat.IndexText(i) + " is " + NumberText(lat[i]) +
                          ": latitudes are -90 to 90 degrees";
    if (std::abs(lat[i]) <= 360 && std::abs(lon[i]) <= 90) message += "; did you pass lat, lon?";
    RaiseValue(message);
  }
  RaiseValue("lon, lat: a coordinate is invalid");
}

void RequireCells(const ArrayArg<uint64_t>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (!Cell::IsValidWord(words[i])) RaiseBadWord(words, i, words[i]);
  }
}

}  // namespace coincide::python
