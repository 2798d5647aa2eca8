#include <nanobind/nanobind.h>

#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/healpix/disk.h"
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

// Cells as ragged lists: (offsets, words). The most of them is known before any
// memory is used.
template <typename Batch>
nb::object Lists(nb::handle w, nb::handle k, nb::handle errors, nb::handle threads_arg,
                 const Batch& batch) {
  constexpr uint64_t kMostWords = uint64_t{1} << 32;
  const auto steps = static_cast<uint64_t>(IntegerArg(k, "k", 0, INT64_MAX));
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> centers(w, "w");
  if (centers.shape().size() > 1) {
    RaiseValue("w has shape " + ShapeText(centers.shape()) + ": a scalar or (n,) is wanted");
  }
  if (raises) RequireCells(centers);
  uint64_t most = 0;
  for (const uint64_t word : centers.values()) {
    if (!Cell::IsValidWord(word)) continue;
    most += DiskSizeLimit(Cell::FromWordUnchecked(word).order(), steps);
    if (most > kMostWords) {
      RaiseValue("k is " + std::to_string(steps) + ": the disks of " +
                 std::to_string(centers.size()) +
                 " cells may have more than the 2^32 words that one call returns");
    }
  }
  std::vector<int64_t> offsets;
  std::vector<uint64_t> words;
  WithoutGil(static_cast<size_t>(most),
             [&] { return batch(centers.values(), steps, &offsets, &words, threads); });
  return nb::make_tuple(TakeVector(std::move(offsets)), TakeVector(std::move(words)));
}

nb::object Disk(nb::handle w, nb::handle k, nb::handle errors, nb::handle threads) {
  return Lists(w, k, errors, threads, &Disks);
}

nb::object Ring(nb::handle w, nb::handle k, nb::handle errors, nb::handle threads) {
  return Lists(w, k, errors, threads, &Rings);
}

nb::object Touching(nb::handle w, nb::handle order_arg) {
  constexpr int kMostLevels = 24;  // 4 * 2^24 cells round one.
  const int order = RequiredOrder(order_arg);
  const ArrayArg<uint64_t> word(w, "w");
  if (!word.is_scalar()) {
    RaiseValue("w has shape " + ShapeText(word.shape()) + ": one word is wanted");
  }
  RequireCells(word);
  const Cell cell = Cell::FromWordUnchecked(word[0]);
  if (order - cell.order() > kMostLevels) {
    RaiseValue("order is " + std::to_string(order) + ": up to " +
               std::to_string(cell.order() + kMostLevels) + " is allowed round a cell of order " +
               std::to_string(cell.order()));
  }
  std::vector<uint64_t> words;
  AppendTouching(cell, order, &words);
  return TakeVector(std::move(words));
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
  const auto k = nb::arg("k").none();
  m.def("disk", &Disk, w, k, kw, errors, threads, nb::sig(kDiskSig), kDiskDoc);
  m.def("ring", &Ring, w, k, kw, errors, threads, nb::sig(kRingSig), kRingDoc);
  m.def("touching", &Touching, w, nb::arg("order").none(), nb::sig(kTouchingSig), kTouchingDoc);
}

}  // namespace coincide::python
