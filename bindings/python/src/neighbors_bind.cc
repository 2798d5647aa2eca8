#include <nanobind/nanobind.h>

#include "arguments.h"
#include "bind.h"
#include "coincide/healpix/neighbors.h"
#include "neighbors_docs.h"
#include "numpy_arrays.h"
#include "word_map.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

nb::object NeighborsOf(nb::handle w, nb::handle errors, nb::handle threads_arg,
                       nb::handle out_arg) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  ArrayOut<uint64_t> out(WithAxis(words.shape(), kDirections), out_arg, {&words});
  const size_t bad =
      WithoutGil(words.size(), [&] { return Neighbors(words.values(), out.values(), threads); });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return out.Take();
}

}  // namespace

void BindNeighbors(nb::module_& m) {
  const auto w = nb::arg("w").none();
  const auto errors = nb::arg("errors").none() = "raise";
  const auto threads = nb::arg("threads") = nb::none();
  const auto out = nb::arg("out") = nb::none();
  const nb::kw_only kw;
  m.def("neighbors", &NeighborsOf, w, kw, errors, threads, out, nb::sig(kNeighborsSig),
        kNeighborsDoc);
}

}  // namespace coincide::python
