// Arrays of text in and out, in Arrow's layout: text i is
// chars[offsets[i] .. offsets[i + 1]).

#ifndef COINCIDE_PYTHON_NUMPY_TEXT_H_
#define COINCIDE_PYTHON_NUMPY_TEXT_H_

#include <nanobind/nanobind.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "numpy_arrays.h"

namespace coincide::python {

// A str, or any array or sequence of str or bytes. None is the empty text.
// TypeError naming the first item that is something else.
class TextArg {
 public:
  TextArg(nb::handle object, const char* name);

  const char* name() const { return name_; }
  const Shape& shape() const { return shape_; }  // Empty for one str.
  size_t size() const { return offsets_.size() - 1; }
  std::span<const int64_t> offsets() const { return offsets_; }
  std::string_view chars() const { return chars_; }
  std::string_view operator[](size_t i) const {
    return std::string_view(chars_).substr(static_cast<size_t>(offsets_[i]),
                                           static_cast<size_t>(offsets_[i + 1] - offsets_[i]));
  }
  std::string IndexText(size_t at) const { return python::IndexText(shape_, at); }

 private:
  void Append(nb::handle item, size_t at);

  const char* name_;
  Shape shape_;
  std::vector<int64_t> offsets_;
  std::string chars_;
};

// A str if `shape` is empty, else an array of fixed-width text (dtype U). The
// texts are ASCII.
nb::object TextArray(std::span<const int64_t> offsets, std::string_view chars, const Shape& shape);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_NUMPY_TEXT_H_
