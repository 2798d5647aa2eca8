// Text in and out.

#include "numpy_text.h"

#include <algorithm>

#include "arguments.h"
#include "numpy_api.h"

namespace coincide::python {

TextArg::TextArg(nb::handle object, const char* name) : name_(name) {
  offsets_.push_back(0);
  if (PyUnicode_Check(object.ptr())) {
    Append(object, 0);
    return;
  }
  nb::object items = nb::steal(
      PyArray_FROMANY(object.ptr(), NPY_OBJECT, 0, 0, NPY_ARRAY_CARRAY_RO | NPY_ARRAY_FORCECAST));
  if (!items.is_valid()) {
    const nb::python_error reason;
    RaiseValue(std::string(name) +
               " is not an array of text: " + nb::cast<std::string>(nb::str(reason.value())));
  }
  PyArrayObject* array = AsArray(items);
  if (PyArray_NDIM(array) == 0 && !PyUnicode_Check(*static_cast<PyObject**>(PyArray_DATA(array)))) {
    RaiseType(std::string(name) + " is " + TypeText(object) + ": text or an array of it is wanted");
  }
  shape_ = ShapeOf(array);
  auto* const* item = static_cast<PyObject**>(PyArray_DATA(array));
  offsets_.reserve(CountOf(shape_) + 1);
  for (size_t i = 0; i < CountOf(shape_); ++i) Append(item[i], i);
}

void TextArg::Append(nb::handle item, size_t at) {
  if (PyUnicode_Check(item.ptr())) {
    Py_ssize_t size = 0;
    const char* text = PyUnicode_AsUTF8AndSize(item.ptr(), &size);
    if (text == nullptr) nb::raise_python_error();
    chars_.append(text, static_cast<size_t>(size));
  } else if (PyBytes_Check(item.ptr())) {
    chars_.append(PyBytes_AsString(item.ptr()), static_cast<size_t>(PyBytes_Size(item.ptr())));
  } else if (!item.is_none()) {
    RaiseType(name_ + python::IndexText(shape_, at) + " is " + TypeText(item) + ": text is wanted");
  }
  offsets_.push_back(static_cast<int64_t>(chars_.size()));
}

nb::object TextArray(std::span<const int64_t> offsets, std::string_view chars, const Shape& shape) {
  if (shape.empty()) return nb::str(chars.data(), chars.size());
  int64_t width = 1;
  for (size_t i = 0; i + 1 < offsets.size(); ++i)
    width = std::max(width, offsets[i + 1] - offsets[i]);
  PyArray_Descr* descr = PyArray_DescrNewFromType(NPY_UNICODE);
  PyDataType_SET_ELSIZE(descr, 4 * width);
  nb::object array = Owned(PyArray_Zeros(static_cast<int>(shape.size()), shape.data(), descr, 0));
  auto* out = static_cast<Py_UCS4*>(PyArray_DATA(AsArray(array)));
  for (size_t i = 0; i + 1 < offsets.size(); ++i, out += width) {
    for (int64_t at = offsets[i]; at < offsets[i + 1]; ++at) {
      out[at - offsets[i]] = static_cast<unsigned char>(chars[static_cast<size_t>(at)]);
    }
  }
  return array;
}

}  // namespace coincide::python
