// Results: arrays that NumPy owns, or the caller.

#include <algorithm>
#include <cstring>
#include <utility>

#include "arguments.h"
#define COINCIDE_PYTHON_DEFINES_NUMPY_API
#include "numpy_api.h"
#include "numpy_arrays.h"
#include "result_memory.h"

namespace coincide::python {
namespace {

void* Allocate(void*, size_t bytes) { return TakeResultMemory(bytes); }

void* AllocateZeros(void*, size_t count, size_t bytes) {
  void* const data = TakeResultMemory(count * bytes);
  if (data != nullptr) std::memset(data, 0, count * bytes);
  return data;
}

// For ndarray.resize.
void* Reallocate(void*, void* data, size_t bytes) {
  const size_t size = ResultMemorySize(data);
  if (bytes <= size) return data;
  void* const larger = TakeResultMemory(bytes);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, data, size);
  GiveResultMemory(data);
  return larger;
}

void Free(void*, void* data, size_t) { GiveResultMemory(data); }

// While it lives, arrays that this thread makes own memory of TakeResultMemory.
// They look like any other: each array remembers where its memory came from.
class LargeResults {
 public:
  LargeResults() {
    static PyDataMem_Handler handler = {
        "coincide", 1, {nullptr, Allocate, AllocateZeros, Reallocate, Free}};
    static PyObject* const capsule = PyCapsule_New(&handler, "mem_handler", nullptr);
    if (capsule == nullptr) nb::raise_python_error();
    before_ = Owned(PyDataMem_SetHandler(capsule));
  }
  LargeResults(const LargeResults&) = delete;
  LargeResults& operator=(const LargeResults&) = delete;
  ~LargeResults() {
    // With an array made, or an error to report, there is nothing more to do about this one.
    Py_XDECREF(PyDataMem_SetHandler(before_.ptr()));
  }

 private:
  nb::object before_;
};

nb::object SimpleNew(Element element, const Shape& shape) {
  return Owned(
      PyArray_SimpleNew(static_cast<int>(shape.size()), shape.data(), TypeNumber(element)));
}

}  // namespace

void ImportNumpy() {
  if (_import_array() < 0) nb::raise_python_error();
}

nb::object NewArray(Element element, const Shape& shape, void** data) {
  const size_t item = element == Element::kBool ? 1 : 8;
  nb::object array;
  if (CountOf(shape) >= kLargeResult / item) {
    const LargeResults large;
    array = SimpleNew(element, shape);
  } else {
    array = SimpleNew(element, shape);
  }
  *data = PyArray_DATA(AsArray(array));
  return array;
}

nb::object NewScalar(Element element, const void* value) {
#ifndef Py_LIMITED_API  // Faster.
  if (element == Element::kUint64) {
    nb::object scalar = Owned(PyArrayScalar_New(UInt64));
    std::memcpy(&PyArrayScalar_VAL(scalar.ptr(), UInt64), value, sizeof(uint64_t));
    return scalar;
  }
#endif
  PyArray_Descr* descr = PyArray_DescrFromType(TypeNumber(element));
  PyObject* scalar = PyArray_Scalar(const_cast<void*>(value), descr, nullptr);
  Py_DECREF(descr);
  return Owned(scalar);
}

class OutputChecks {
 public:
  static bool Overlaps(const ArrayArgBase& input, const void* begin, const void* end) {
    if (!input.array_.is_valid()) return false;
    const auto* from = static_cast<const char*>(input.data_);
    return from < static_cast<const char*>(end) &&
           static_cast<const char*>(begin) < from + 8 * input.size_;
  }
};

nb::object CheckedOut(nb::handle out, const char* name, Element element, const Shape& shape,
                      std::initializer_list<const ArrayArgBase*> inputs, void** data) {
  const std::string what = name;
  if (!PyArray_Check(out.ptr()))
    RaiseType(what + " is " + TypeText(out) + ": a numpy array is wanted");
  PyArrayObject* array = AsArray(out);
  if (PyArray_TYPE(array) != TypeNumber(element) || !PyArray_ISNOTSWAPPED(array)) {
    PyArray_Descr* wanted = PyArray_DescrFromType(TypeNumber(element));
    nb::object descr = nb::steal(reinterpret_cast<PyObject*>(wanted));
    RaiseType(what + " has dtype " + DtypeText(array) + ": " +
              nb::cast<std::string>(nb::str(descr)) + " is wanted");
  }
  const Shape have = ShapeOf(array);
  if (have != shape) {
    RaiseValue(what + " has shape " + ShapeText(have) + ": " + ShapeText(shape) + " is wanted");
  }
  if (!PyArray_ISWRITEABLE(array)) RaiseValue(what + " is read-only");
  if (!PyArray_IS_C_CONTIGUOUS(array) || !PyArray_ISALIGNED(array)) {
    RaiseValue(what + " is not C-contiguous");
  }
  *data = PyArray_DATA(array);
  const char* end = static_cast<char*>(*data) + PyArray_NBYTES(array);
  for (const ArrayArgBase* input : inputs) {
    if (OutputChecks::Overlaps(*input, *data, end)) {
      RaiseValue(what + " shares memory with " + input->name());
    }
  }
  return nb::borrow(out);
}

std::pair<nb::object, nb::object> OutPair(nb::handle out) {
  if (out.is_none()) return {nb::none(), nb::none()};
  if (!PyTuple_Check(out.ptr()) || PyTuple_Size(out.ptr()) != 2) {
    RaiseType("out is " + TypeText(out) + ": a tuple of two arrays is wanted");
  }
  return {nb::borrow(PyTuple_GetItem(out.ptr(), 0)), nb::borrow(PyTuple_GetItem(out.ptr(), 1))};
}

void RequireApart(const void* a, size_t a_bytes, const void* b, size_t b_bytes) {
  const auto* first = static_cast<const char*>(a);
  const auto* second = static_cast<const char*>(b);
  if (first < second + b_bytes && second < first + a_bytes) {
    RaiseValue("out[0] shares memory with out[1]");
  }
}

nb::object ViewArray(Element element, const Shape& shape, const void* data, nb::handle owner,
                     bool writable) {
  // NumPy wants an address even where there is nothing to read.
  static uint64_t nothing = 0;
  if (data == nullptr) data = &nothing;
  nb::object array = Owned(PyArray_SimpleNewFromData(static_cast<int>(shape.size()), shape.data(),
                                                     TypeNumber(element), const_cast<void*>(data)));
  owner.inc_ref();
  if (PyArray_SetBaseObject(AsArray(array), owner.ptr()) < 0) nb::raise_python_error();
  if (!writable) PyArray_CLEARFLAGS(AsArray(array), NPY_ARRAY_WRITEABLE);
  return array;
}

}  // namespace coincide::python
