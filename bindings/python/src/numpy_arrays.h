// NumPy arrays in and out: the one place that turns Python objects into spans
// and owns what is returned. Everything else in this folder sees spans only.
//
// What an input may be:
//   borrowed    arrays of the wanted dtype, C-contiguous, aligned, native order
//   one copy    any other numeric array or sequence: other dtypes, strides, lists,
//               Series and whatever has __array__
//   scalars     Python numbers, numpy scalars, 0-d arrays: no array is made
// Missing entries (masked, or pandas' NA) become NaN, the null word or an integer
// out of every range, which functions treat as invalid.
//
// NumPy's own C API is used rather than nb::ndarray, whose return alone costs
// more than a call on one point may.

#ifndef COINCIDE_PYTHON_NUMPY_ARRAYS_H_
#define COINCIDE_PYTHON_NUMPY_ARRAYS_H_

#include <nanobind/nanobind.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace coincide::python {

namespace nb = nanobind;

using Shape = std::vector<Py_ssize_t>;

// Imports NumPy's C API; called once, before anything below.
void ImportNumpy();

enum class Element { kBool, kInt64, kUint64, kFloat64 };

template <typename T>
struct ElementOf;
template <>
struct ElementOf<int64_t> {
  static constexpr Element kElement = Element::kInt64;
};
template <>
struct ElementOf<uint64_t> {
  static constexpr Element kElement = Element::kUint64;
};
template <>
struct ElementOf<double> {
  static constexpr Element kElement = Element::kFloat64;
};

// "(2, 3)", as Python writes it.
std::string ShapeText(const Shape& shape);

// How many items an array of this shape has; 1 for a scalar.
size_t CountOf(const Shape& shape);

// "[3]", or "[1, 2]" for item `at` of an array of this shape, "" for a scalar.
std::string IndexText(const Shape& shape, size_t at);

// What a negative integer does where uint64_t is wanted: an error, or the value
// modulo 2^64, which is no cell's index, so that -1 can stand for "none".
enum class Negative { kError, kWrap };

// What a missing entry does: become an invalid value, or an error, where no
// integer is invalid.
enum class Missing { kInvalid, kError };

// One input argument of 8-byte elements (double, int64_t or uint64_t).
class ArrayArgBase {
 public:
  const char* name() const { return name_; }
  const Shape& shape() const { return shape_; }
  bool is_scalar() const { return shape_.empty(); }
  size_t size() const { return size_; }
  std::string IndexText(size_t at) const { return python::IndexText(shape_, at); }

 protected:
  ArrayArgBase(nb::handle object, const char* name, Element element, Negative negative,
               Missing missing);

  const void* data() const { return array_.is_valid() ? data_ : &scalar_; }

 private:
  friend Shape BroadcastArgs(std::initializer_list<ArrayArgBase*> args);
  friend class OutputChecks;

  void Convert(nb::handle object, Element element, Missing missing);
  // Repeats the values into `shape`, which this one's broadcasts to.
  void ExpandTo(const Shape& shape);

  const char* name_;
  Element element_;
  Negative negative_;
  uint64_t scalar_ = 0;  // The bits of the value, where it is a scalar.
  nb::object array_;
  const void* data_ = nullptr;
  size_t size_ = 1;
  Shape shape_;
};

template <typename T>
class ArrayArg : public ArrayArgBase {
  static_assert(sizeof(T) == 8);

 public:
  ArrayArg(nb::handle object, const char* name, Negative negative = Negative::kError,
           Missing missing = Missing::kInvalid)
      : ArrayArgBase(object, name, ElementOf<T>::kElement, negative, missing) {}
  std::span<const T> values() const { return {static_cast<const T*>(data()), size()}; }
  T operator[](size_t at) const { return static_cast<const T*>(data())[at]; }
};

// Gives all arguments one shape by NumPy's broadcasting rule and returns it.
// Arguments of that shape already are not copied. ValueError naming two
// arguments and their shapes if there is none.
Shape BroadcastArgs(std::initializer_list<ArrayArgBase*> args);

// A fresh array of `shape`, uninitialised; *data points to its items.
nb::object NewArray(Element element, const Shape& shape, void** data);
nb::object NewScalar(Element element, const void* value);
// The caller's `out`, checked: an array of this dtype and shape, C-contiguous,
// aligned, writable, and apart from every input. TypeError or ValueError.
nb::object CheckedOut(nb::handle out, const char* name, Element element, const Shape& shape,
                      std::initializer_list<const ArrayArgBase*> inputs, void** data);

// One result: a scalar if `shape` is empty, else an array that is fresh or the
// caller's `out`. Fill values(), then return Take().
template <typename T, Element kElement = ElementOf<T>::kElement>
class ArrayOut {
 public:
  explicit ArrayOut(const Shape& shape) : size_(CountOf(shape)) {
    if (!shape.empty()) {
      void* data;
      array_ = NewArray(kElement, shape, &data);
      data_ = static_cast<T*>(data);
    }
  }
  // `out` may be None. A scalar result takes an `out` of shape ().
  ArrayOut(const Shape& shape, nb::handle out, std::initializer_list<const ArrayArgBase*> inputs,
           const char* name = "out")
      : size_(CountOf(shape)) {
    void* data;
    if (!out.is_none()) {
      array_ = CheckedOut(out, name, kElement, shape, inputs, &data);
      data_ = static_cast<T*>(data);
    } else if (!shape.empty()) {
      array_ = NewArray(kElement, shape, &data);
      data_ = static_cast<T*>(data);
    }
  }

  std::span<T> values() { return {array_.is_valid() ? data_ : &scalar_, size_}; }
  nb::object Take() {
    if (array_.is_valid()) return std::move(array_);
    return NewScalar(kElement, &scalar_);
  }

 private:
  size_t size_;
  nb::object array_;
  T* data_ = nullptr;
  T scalar_{};
};

// Booleans, which the library writes as bytes of 0 and 1.
using FlagsOut = ArrayOut<uint8_t, Element::kBool>;

// The two arrays of an `out=(first, second)`; both None if it is None.
std::pair<nb::object, nb::object> OutPair(nb::handle out);

// ValueError if two results of one call, given as `out`, share memory.
void RequireApart(const void* a, size_t a_bytes, const void* b, size_t b_bytes);
template <typename A, typename B>
void RequireApart(ArrayOut<A>& a, ArrayOut<B>& b) {
  RequireApart(a.values().data(), a.values().size_bytes(), b.values().data(),
               b.values().size_bytes());
}

// An array over memory that `owner` keeps alive.
nb::object ViewArray(Element element, const Shape& shape, const void* data, nb::handle owner,
                     bool writable = false);

// A vector's items as an array that owns the vector: no copy.
template <typename T>
nb::object TakeVector(std::vector<T> values) {
  auto* kept = new std::vector<T>(std::move(values));
  nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
  return ViewArray(ElementOf<T>::kElement, {static_cast<Py_ssize_t>(kept->size())}, kept->data(),
                   owner, true);
}

// Runs `work` with the GIL released if there is enough to do to be worth it.
template <typename Work>
auto WithoutGil(size_t items, const Work& work) {
  constexpr size_t kWorthIt = 64;
  if (items < kWorthIt) return work();
  nb::gil_scoped_release unlocked;
  return work();
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_NUMPY_ARRAYS_H_
