// Arguments: Python objects as spans.

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "arguments.h"
#include "numpy_api.h"
#include "numpy_arrays.h"

namespace coincide::python {
namespace {

constexpr int kBehaved = NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED | NPY_ARRAY_NOTSWAPPED;

// The bits of a Python or numpy scalar as `element`; false if it is neither.
bool ScalarBits(nb::handle object, Element element, uint64_t* bits) {
  PyObject* p = object.ptr();
  if (element == Element::kFloat64) {
    if (PyFloat_Check(p)) {  // Python floats and numpy's float64.
      *bits = std::bit_cast<uint64_t>(PyFloat_AsDouble(p));
      return true;
    }
    if (PyLong_Check(p) && !PyBool_Check(p)) {
      const double value = PyLong_AsDouble(p);
      if (value == -1 && PyErr_Occurred()) nb::raise_python_error();
      *bits = std::bit_cast<uint64_t>(value);
      return true;
    }
    return false;
  }
#ifndef Py_LIMITED_API  // The stable ABI takes the way of other integers.
  if (element == Element::kUint64 && PyArray_IsScalar(p, UInt64)) {
    *bits = PyArrayScalar_VAL(p, UInt64);
    return true;
  }
#endif
  if (PyLong_CheckExact(p)) {
    *bits = element == Element::kUint64 ? PyLong_AsUnsignedLongLong(p)
                                        : static_cast<uint64_t>(PyLong_AsLongLong(p));
    if (!PyErr_Occurred()) return true;
    PyErr_Clear();  // Out of range: the error is made by FromIntegers.
  }
  return false;
}

// What stands for a missing value: what no function takes for a valid one.
uint64_t Filler(Element element, Negative negative) {
  if (element == Element::kFloat64) {
    return std::bit_cast<uint64_t>(std::numeric_limits<double>::quiet_NaN());
  }
  if (element == Element::kInt64) return uint64_t{1} << 63;
  return negative == Negative::kWrap ? UINT64_MAX : 0;
}

// pandas' missing value, told by its type's name: pandas may not be installed.
bool IsNA(PyObject* item) {
#ifdef Py_LIMITED_API
  const nb::str name = nb::steal<nb::str>(PyType_GetName(Py_TYPE(item)));
  return name.is_valid() && std::strcmp(name.c_str(), "NAType") == 0;
#else
  return std::strcmp(Py_TYPE(item)->tp_name, "NAType") == 0;
#endif
}

[[noreturn]] void RaiseMissing(const char* name, const Shape& shape, size_t at) {
  RaiseValue(name + IndexText(shape, at) + " is missing: a value is wanted");
}

// Integers that are not an array of integers: Python ints of any size, or
// objects. Each is converted on its own, since NumPy would go through float64,
// which drops low bits of large words.
nb::object FromIntegers(nb::handle object, const char* name, Element element, Negative negative,
                        Missing missing) {
  nb::object items = Owned(
      PyArray_FROMANY(object.ptr(), NPY_OBJECT, 0, 0, NPY_ARRAY_CARRAY_RO | NPY_ARRAY_FORCECAST));
  PyArrayObject* in = AsArray(items);
  nb::object result =
      Owned(PyArray_SimpleNew(PyArray_NDIM(in), PyArray_DIMS(in), TypeNumber(element)));
  auto* out = static_cast<uint64_t*>(PyArray_DATA(AsArray(result)));
  auto* const* from = static_cast<PyObject**>(PyArray_DATA(in));
  const Shape shape = ShapeOf(in);
  const auto n = static_cast<size_t>(PyArray_SIZE(in));
  for (size_t i = 0; i < n; ++i) {
    PyObject* item = from[i];
    if (IsNA(item)) {
      if (missing == Missing::kError) RaiseMissing(name, shape, i);
      out[i] = Filler(element, negative);
      continue;
    }
    if (item == Py_None || PyBool_Check(item) || !PyIndex_Check(item)) {
      RaiseType(name + IndexText(shape, i) + " is " + TypeText(item) + ": integers are wanted");
    }
    nb::object whole = Owned(PyNumber_Index(item));
    if (element == Element::kUint64) {
      out[i] = PyLong_AsUnsignedLongLong(whole.ptr());
      if (negative == Negative::kWrap && PyErr_Occurred()) {
        PyErr_Clear();
        out[i] = static_cast<uint64_t>(PyLong_AsLongLong(whole.ptr()));
      }
    } else {
      out[i] = static_cast<uint64_t>(PyLong_AsLongLong(whole.ptr()));
    }
    if (PyErr_Occurred()) {
      PyErr_Clear();
      RaiseValue(name + IndexText(shape, i) + " is " + nb::cast<std::string>(nb::str(whole)) +
                 (element == Element::kUint64 ? ": 0 to 2^64 - 1 is allowed"
                                              : ": does not fit in 64 bits"));
    }
  }
  return result;
}

// An object array as one of doubles. Items that float() would take although they
// are no numbers, or that it would not take, are an error; None and NA become NaN.
nb::object FromNumbers(nb::handle array, const char* name) {
  nb::object items = Owned(PyArray_FROMANY(array.ptr(), NPY_OBJECT, 0, 0, NPY_ARRAY_CARRAY_RO));
  PyArrayObject* in = AsArray(items);
  nb::object result = Owned(PyArray_SimpleNew(PyArray_NDIM(in), PyArray_DIMS(in), NPY_DOUBLE));
  auto* out = static_cast<double*>(PyArray_DATA(AsArray(result)));
  auto* const* item = static_cast<PyObject**>(PyArray_DATA(in));
  const Shape shape = ShapeOf(in);
  for (size_t i = 0; i < CountOf(shape); ++i) {
    if (item[i] == Py_None || IsNA(item[i])) {
      out[i] = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    const bool number = PyNumber_Check(item[i]) && !PyBool_Check(item[i]);
    out[i] = number ? PyFloat_AsDouble(item[i]) : 0;
    if (number && !PyErr_Occurred()) continue;
    PyErr_Clear();
    RaiseType(name + IndexText(shape, i) + " is " + TypeText(item[i]) +
              ": real numbers are wanted");
  }
  return result;
}

// The mask of a masked array, or nothing.
nb::object MaskOf(nb::handle object) {
  if (PyArray_CheckExact(object.ptr()) || !PyArray_Check(object.ptr())) return {};
  if (!nb::hasattr(object, "mask") || !nb::hasattr(object, "filled")) return {};
  return nb::getattr(object, "mask");
}

// Numeric kinds that may become `element`.
bool KindFits(char kind, Element element) {
  if (element == Element::kFloat64) return kind == 'f' || kind == 'i' || kind == 'u';
  return kind == 'i' || kind == 'u';
}

// Refuses signed values that have no place in an unsigned array, and the
// opposite: a cast would wrap them.
void RequireRange(nb::handle array, const char* name, Element element) {
  PyArrayObject* in = AsArray(array);
  const char kind = PyArray_DESCR(in)->kind;
  const bool to_unsigned = element == Element::kUint64 && kind == 'i';
  const bool to_signed = element == Element::kInt64 && PyArray_TYPE(in) == NPY_UINT64;
  if (!to_unsigned && !to_signed) return;
  nb::object wide =
      Owned(PyArray_FROMANY(array.ptr(), NPY_INT64, 0, 0, kBehaved | NPY_ARRAY_FORCECAST));
  const auto* value = static_cast<const int64_t*>(PyArray_DATA(AsArray(wide)));
  const Shape shape = ShapeOf(in);
  for (size_t i = 0; i < CountOf(shape); ++i) {
    if (value[i] >= 0) continue;
    RaiseValue(
        name + IndexText(shape, i) + " is " +
        (to_unsigned ? std::to_string(value[i]) : std::to_string(static_cast<uint64_t>(value[i]))) +
        (to_unsigned ? ": 0 to 2^64 - 1 is allowed" : ": does not fit in 64 signed bits"));
  }
}

}  // namespace

size_t CountOf(const Shape& shape) {
  size_t count = 1;
  for (const Py_ssize_t length : shape) count *= static_cast<size_t>(length);
  return count;
}

std::string ShapeText(const Shape& shape) {
  std::string text = "(";
  for (size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

std::string IndexText(const Shape& shape, size_t at) {
  if (shape.empty()) return "";
  std::string text;
  for (size_t d = shape.size(); d-- > 0;) {
    const auto length = static_cast<size_t>(shape[d]);
    text = std::to_string(at % length) + (text.empty() ? "" : ", ") + text;
    at /= length;
  }
  return "[" + text + "]";
}

ArrayArgBase::ArrayArgBase(nb::handle object, const char* name, Element element, Negative negative,
                           Missing missing)
    : name_(name), element_(element), negative_(negative) {
  if (ScalarBits(object, element, &scalar_)) return;
  Convert(object, element, missing);
}

void ArrayArgBase::Convert(nb::handle object, Element element, Missing missing) {
  const int type = TypeNumber(element);
  nb::object mask = MaskOf(object);
  nb::object any;
  PyObject* p = object.ptr();
  if (PyArray_Check(p)) {
    any = nb::borrow(object);
  } else if (p == Py_None || PyUnicode_Check(p) || PyBytes_Check(p) || PyBool_Check(p)) {
    RaiseType(std::string(name_) + " is " + TypeText(object) +
              ": numbers or an array of them are wanted");
  } else {
    any = nb::steal(PyArray_FROM_O(p));
    if (!any.is_valid()) {
      // Ragged lists, or an __array__ that failed: NumPy's reason, our argument.
      nb::python_error reason;
      RaiseValue(std::string(name_) +
                 " is not an array of numbers: " + nb::cast<std::string>(nb::str(reason.value())));
    }
  }
  const char kind = PyArray_DESCR(AsArray(any))->kind;
  const bool sequence = !PyArray_Check(p);
  const bool integers = element != Element::kFloat64;
  if (mask.is_valid() && (kind == 'i' || kind == 'u')) {
    // What lies under the mask need not be in range.
    any = nb::getattr(object, "filled")(0);
  }
  if (PyArray_SIZE(AsArray(any)) == 0 && sequence) {
    any = Owned(PyArray_FROMANY(any.ptr(), type, 0, 0, kBehaved | NPY_ARRAY_FORCECAST));
  } else if (integers && (kind == 'O' || (kind == 'f' && sequence))) {
    any = FromIntegers(object, name_, element, negative_, missing);
  } else if (kind == 'O') {
    any = FromNumbers(any, name_);
  } else if (!KindFits(kind, element)) {
    RaiseType(std::string(name_) + " has dtype " + DtypeText(AsArray(any)) + ": " +
              (integers ? "integers" : "real numbers") + " are wanted");
  } else {
    if (negative_ == Negative::kError) RequireRange(any, name_, element);
    any = Owned(PyArray_FROMANY(any.ptr(), type, 0, 0,
                                kBehaved | NPY_ARRAY_FORCECAST | NPY_ARRAY_ENSUREARRAY));
  }
  if (mask.is_valid() && PyArray_Check(mask.ptr())) {
    // A copy, so that the caller's array under the mask stays as it was.
    any = Owned(PyArray_NewCopy(AsArray(any), NPY_CORDER));
    nb::object flags = Owned(PyArray_FROMANY(mask.ptr(), NPY_BOOL, 0, 0, kBehaved));
    auto* value = static_cast<uint64_t*>(PyArray_DATA(AsArray(any)));
    const auto* masked = static_cast<const npy_bool*>(PyArray_DATA(AsArray(flags)));
    const uint64_t filler = Filler(element, negative_);
    const Shape shape = ShapeOf(AsArray(any));
    const auto n =
        static_cast<size_t>(std::min(PyArray_SIZE(AsArray(any)), PyArray_SIZE(AsArray(flags))));
    for (size_t i = 0; i < n; ++i) {
      if (!masked[i]) continue;
      if (missing == Missing::kError) RaiseMissing(name_, shape, i);
      value[i] = filler;
    }
  }
  PyArrayObject* array = AsArray(any);
  if (PyArray_NDIM(array) == 0) {
    std::memcpy(&scalar_, PyArray_DATA(array), sizeof(scalar_));
    return;
  }
  shape_ = ShapeOf(array);
  size_ = static_cast<size_t>(PyArray_SIZE(array));
  data_ = PyArray_DATA(array);
  array_ = std::move(any);
}

void ArrayArgBase::ExpandTo(const Shape& shape) {
  nb::object wide =
      Owned(PyArray_SimpleNew(static_cast<int>(shape.size()), shape.data(), TypeNumber(element_)));
  auto* out = static_cast<uint64_t*>(PyArray_DATA(AsArray(wide)));
  const size_t size = CountOf(shape);
  if (size_ == 1) {
    uint64_t bits;
    std::memcpy(&bits, data(), sizeof(bits));
    std::fill_n(out, size, bits);
  } else if (PyArray_CopyInto(AsArray(wide), AsArray(array_)) < 0) {
    nb::raise_python_error();
  }
  array_ = std::move(wide);
  data_ = out;
  size_ = size;
  shape_ = shape;
}

Shape BroadcastArgs(std::initializer_list<ArrayArgBase*> args) {
  const Shape* first = &(*args.begin())->shape();
  if (std::all_of(args.begin(), args.end(), [&](auto* arg) { return arg->shape() == *first; })) {
    return *first;
  }
  Shape shape;
  const ArrayArgBase* widest = *args.begin();
  for (const ArrayArgBase* arg : args) {
    const Shape& other = arg->shape();
    if (other.size() > shape.size()) shape.insert(shape.begin(), other.size() - shape.size(), 1);
    const size_t skip = shape.size() - other.size();
    for (size_t d = 0; d < other.size(); ++d) {
      Py_ssize_t& length = shape[skip + d];
      if (other[d] == length || other[d] == 1) continue;
      if (length != 1) {
        const bool lists = widest->shape().size() == 1 && other.size() == 1;
        RaiseValue(std::string(widest->name()) + " and " + arg->name() +
                   (lists ? " differ in length: " + std::to_string(widest->shape()[0]) + " and " +
                                std::to_string(other[0])
                          : " have shapes that do not fit: " + ShapeText(widest->shape()) +
                                " and " + ShapeText(other)));
      }
      length = other[d];
    }
    if (CountOf(other) > CountOf(widest->shape()) || widest->is_scalar()) widest = arg;
  }
  for (ArrayArgBase* arg : args) {
    if (arg->shape() != shape) arg->ExpandTo(shape);
  }
  return shape;
}

}  // namespace coincide::python
