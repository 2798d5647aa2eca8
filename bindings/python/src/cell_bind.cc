#include <nanobind/nanobind.h>

#include <vector>

#include "arguments.h"
#include "bind.h"
#include "cell_docs.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/cell_batch.h"
#include "numpy_arrays.h"
#include "word_map.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

int OrderOf(uint64_t word) { return Cell::FromWordUnchecked(word).order(); }

nb::object Order(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<ArrayOut<int64_t>>(w, errors, threads, out,
                                     [](auto words, std::span<int64_t> orders, int n_threads) {
                                       std::vector<uint8_t> narrow(words.size());
                                       const size_t bad = OrdersOf(words, narrow, n_threads);
                                       WidenOrders(narrow, words, orders);
                                       return bad;
                                     });
}

nb::object IsPoint(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<FlagsOut>(w, errors, threads, out, &ArePoints);
}

nb::object IsValid(nb::handle w, nb::handle threads_arg, nb::handle out_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  FlagsOut out(words.shape(), out_arg, {&words});
  WithoutGil(words.size(), [&] { AreValid(words.values(), out.values(), threads); });
  return out.Take();
}

nb::object Parent(nb::handle w, nb::handle order_arg, nb::handle errors, nb::handle threads,
                  nb::handle out) {
  const int order = RequiredOrder(order_arg);
  return MapWords<ArrayOut<uint64_t>>(
      w, errors, threads, out,
      [order](auto words, auto parents, int n_threads) {
        return ParentsOf(words, order, parents, n_threads);
      },
      [order](const ArrayArg<uint64_t>& words, size_t at) {
        if (!Cell::IsValidWord(words[at])) ExplainWord(words, at);
        RaiseValue(words.name() + words.IndexText(at) + " has order " +
                   std::to_string(OrderOf(words[at])) + ": it has no parent of the finer order " +
                   std::to_string(order) + " (see children)");
      });
}

// How many orders `order` is below that of the words, which must have one order;
// -1 if none of them is a cell.
int LevelsBelow(const ArrayArg<uint64_t>& words, int order) {
  int from = -1;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!Cell::IsValidWord(words[i])) continue;
    const int own = OrderOf(words[i]);
    if (own == from) continue;
    const std::string start =
        words.name() + words.IndexText(i) + " has order " + std::to_string(own);
    if (from >= 0) {
      RaiseValue(start + ", words before it " + std::to_string(from) + ": one order is wanted");
    }
    if (own > order) {
      RaiseValue(start + ": it has no children of the coarser order " + std::to_string(order) +
                 " (see parent)");
    }
    from = own;
  }
  return from < 0 ? -1 : order - from;
}

nb::object Children(nb::handle w, nb::handle order_arg, nb::handle errors, nb::handle threads_arg,
                    nb::handle out_arg) {
  constexpr uint64_t kMostWords = uint64_t{1} << 32;
  const int order = RequiredOrder(order_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  if (raises) RequireCells(words);
  const int levels = LevelsBelow(words, order);
  if (levels < 0) {  // No cell says how many children there are.
    ArrayOut<uint64_t> nulls(WithAxis(words.shape(), 1), out_arg, {&words});
    for (uint64_t& word : nulls.values()) word = 0;
    return nulls.Take();
  }
  const uint64_t count = uint64_t{1} << (2 * levels);
  if (words.size() > kMostWords / count) {
    RaiseValue("order is " + std::to_string(order) + ": " + std::to_string(words.size()) +
               " cells have " + std::to_string(count) +
               " children each, more than the 2^32 words that one call returns");
  }
  ArrayOut<uint64_t> out(WithAxis(words.shape(), count), out_arg, {&words});
  WithoutGil(out.values().size(),
             [&] { return ChildrenOf(words.values(), levels, out.values(), threads); });
  return out.Take();
}

// A predicate of the cells of two broadcast arrays. One word on a side is not
// repeated: the C++ form takes it as it is.
template <typename Batch>
nb::object MapPairs(nb::handle w, nb::handle v, nb::handle threads_arg, nb::handle out_arg,
                    const Batch& batch) {
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<uint64_t> a(w, "w"), b(v, "v");
  RequireCells(a);
  RequireCells(b);
  const Shape shape = a.is_scalar()   ? b.shape()
                      : b.is_scalar() ? a.shape()
                                      : BroadcastArgs({&a, &b});
  FlagsOut out(shape, out_arg, {&a, &b});
  WithoutGil(out.values().size(),
             [&] { return batch(a.values(), b.values(), out.values(), threads); });
  return out.Take();
}

nb::object Contains(nb::handle w, nb::handle v, nb::handle threads, nb::handle out) {
  return MapPairs(w, v, threads, out, &AreContained);
}

nb::object Intersects(nb::handle w, nb::handle v, nb::handle threads, nb::handle out) {
  return MapPairs(w, v, threads, out, &AreIntersecting);
}

nb::object AncestorOf(nb::handle w) {
  const ArrayArg<uint64_t> words(w, "w");
  if (words.size() == 0) RaiseValue("w is empty: a common ancestor needs one cell or more");
  RequireCells(words);
  Cell ancestor;
  WithoutGil(words.size(), [&] { return CommonAncestorOf(words.values(), &ancestor); });
  const uint64_t word = ancestor.word();
  return NewScalar(Element::kUint64, &word);
}

nb::object NextCell(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<ArrayOut<uint64_t>>(w, errors, threads, out, &NextOf);
}

nb::object PreviousCell(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<ArrayOut<uint64_t>>(w, errors, threads, out, &PreviousOf);
}

nb::object LeafRangeOf(nb::handle w, nb::handle errors, nb::handle threads_arg) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  ArrayOut<uint64_t> out(WithAxis(words.shape(), 2));
  // A LeafRange is two uint64_t, begin then end.
  const std::span<LeafRange> ranges(reinterpret_cast<LeafRange*>(out.values().data()),
                                    words.size());
  const size_t bad =
      WithoutGil(words.size(), [&] { return LeavesOf(words.values(), ranges, threads); });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return out.Take();
}

}  // namespace

void BindCells(nb::module_& m) {
  const auto w = nb::arg("w").none(), v = nb::arg("v").none(), order = nb::arg("order").none();
  const auto errors = nb::arg("errors").none() = "raise";
  const auto threads = nb::arg("threads") = nb::none();
  const auto out = nb::arg("out") = nb::none();
  const nb::kw_only kw;
  m.def("order", &Order, w, kw, errors, threads, out, nb::sig(kOrderSig), kOrderDoc);
  m.def("is_point", &IsPoint, w, kw, errors, threads, out, nb::sig(kIsPointSig), kIsPointDoc);
  m.def("is_valid", &IsValid, w, kw, threads, out, nb::sig(kIsValidSig), kIsValidDoc);
  m.def("parent", &Parent, w, order, kw, errors, threads, out, nb::sig(kParentSig), kParentDoc);
  m.def("children", &Children, w, order, kw, errors, threads, out, nb::sig(kChildrenSig),
        kChildrenDoc);
  m.def("contains", &Contains, w, v, kw, threads, out, nb::sig(kContainsSig), kContainsDoc);
  m.def("intersects", &Intersects, w, v, kw, threads, out, nb::sig(kIntersectsSig), kIntersectsDoc);
  m.def("common_ancestor", &AncestorOf, w, nb::sig(kCommonAncestorSig), kCommonAncestorDoc);
  m.def("next_cell", &NextCell, w, kw, errors, threads, out, nb::sig(kNextCellSig), kNextCellDoc);
  m.def("previous_cell", &PreviousCell, w, kw, errors, threads, out, nb::sig(kPreviousCellSig),
        kPreviousCellDoc);
  m.def("leaf_range", &LeafRangeOf, w, kw, errors, threads, nb::sig(kLeafRangeSig), kLeafRangeDoc);
}

}  // namespace coincide::python
