// Functions over arrays of words whose C++ form returns the lowest index that has
// no answer.

#ifndef COINCIDE_PYTHON_WORD_MAP_H_
#define COINCIDE_PYTHON_WORD_MAP_H_

#include <nanobind/nanobind.h>

#include <cstdint>

#include "arguments.h"
#include "coincide/cell/cell.h"
#include "numpy_arrays.h"

namespace coincide::python {

// `shape` with one more axis of `length`.
inline Shape WithAxis(Shape shape, size_t length) {
  shape.push_back(static_cast<Py_ssize_t>(length));
  return shape;
}

// The answer `batch(words, out, threads)` for argument `w`. Where it has none and
// errors is "raise", `explain(words, at)` raises the error.
template <typename Out, typename Batch, typename Explain>
nb::object MapWords(nb::handle w, nb::handle errors, nb::handle threads_arg, nb::handle out_arg,
                    const Batch& batch, const Explain& explain) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  Out out(words.shape(), out_arg, {&words});
  const size_t bad =
      WithoutGil(words.size(), [&] { return batch(words.values(), out.values(), threads); });
  if (bad < words.size() && raises) explain(words, bad);
  return out.Take();
}

inline void ExplainWord(const ArrayArg<uint64_t>& words, size_t at) {
  RaiseBadWord(words, at, words[at]);
}

template <typename Out, typename Batch>
nb::object MapWords(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out,
                    const Batch& batch) {
  return MapWords<Out>(w, errors, threads, out, batch, ExplainWord);
}

// C++ orders are uint8_t. In Python they are int64, so that arithmetic on them
// (2**order, order - 5) does not wrap. -1 where there is no answer.
inline void WidenOrders(std::span<const uint8_t> orders, std::span<const uint64_t> words,
                        std::span<int64_t> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = Cell::IsValidWord(words[i]) ? int64_t{orders[i]} : -1;
  }
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_WORD_MAP_H_
