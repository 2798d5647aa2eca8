// NumPy's C API for the numpy_*.cc files, and nothing but them: one table of
// functions, which numpy_outputs.cc defines and ImportNumpy fills.

#ifndef COINCIDE_PYTHON_NUMPY_API_H_
#define COINCIDE_PYTHON_NUMPY_API_H_

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#define NPY_NO_DEPRECATED_API NPY_2_0_API_VERSION
#define NPY_TARGET_VERSION NPY_2_0_API_VERSION
#define PY_ARRAY_UNIQUE_SYMBOL coincide_numpy_api
#ifndef COINCIDE_PYTHON_DEFINES_NUMPY_API
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>
#include <numpy/arrayscalars.h>

#include <string>

#include "numpy_arrays.h"

namespace coincide::python {

inline int TypeNumber(Element element) {
  switch (element) {
    case Element::kBool:
      return NPY_BOOL;
    case Element::kInt64:
      return NPY_INT64;
    case Element::kUint64:
      return NPY_UINT64;
    case Element::kFloat64:
      return NPY_FLOAT64;
  }
  return NPY_NOTYPE;
}

inline PyArrayObject* AsArray(nb::handle object) {
  return reinterpret_cast<PyArrayObject*>(object.ptr());
}

// The object of a new reference; the pending Python error if there is none.
inline nb::object Owned(PyObject* object) {
  if (object == nullptr) nb::raise_python_error();
  return nb::steal(object);
}

inline std::string DtypeText(PyArrayObject* array) {
  return nb::cast<std::string>(
      nb::str(nb::handle(reinterpret_cast<PyObject*>(PyArray_DESCR(array)))));
}

inline Shape ShapeOf(PyArrayObject* array) {
  return Shape(PyArray_DIMS(array), PyArray_DIMS(array) + PyArray_NDIM(array));
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_NUMPY_API_H_
