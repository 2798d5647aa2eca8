#include <nanobind/nanobind.h>

#include <vector>

#include "arguments.h"
#include "bind.h"
#include "cell_id_docs.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/cell_id_batch.h"
#include "coincide/cell/cell_ids.h"
#include "numpy_arrays.h"
#include "word_map.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// What is wrong with "name[at] is value". A value above 2^63 was negative.
template <typename T>
[[noreturn]] void RaiseNumber(const ArrayArg<T>& arg, size_t at, const std::string& allowed) {
  RaiseValue(arg.name() + arg.IndexText(at) + " is " +
             std::to_string(static_cast<int64_t>(arg[at])) + ": " + allowed);
}

// Orders as the library takes them. One out of range becomes 255, which is no
// order, so that the batch reports its place.
std::vector<uint8_t> NarrowOrders(std::span<const int64_t> orders) {
  std::vector<uint8_t> narrow(orders.size());
  for (size_t i = 0; i < orders.size(); ++i) {
    narrow[i] = IsValidOrder(orders[i]) ? static_cast<uint8_t>(orders[i]) : uint8_t{255};
  }
  return narrow;
}

template <typename Batch>
nb::object ToIndex(nb::handle w, nb::handle errors, nb::handle threads_arg, const Batch& batch) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  ArrayOut<int64_t> order(words.shape());
  ArrayOut<uint64_t> index(words.shape());
  const size_t bad = WithoutGil(words.size(), [&] {
    std::vector<uint8_t> narrow(words.size());
    const size_t first = batch(words.values(), narrow, index.values(), threads);
    WidenOrders(narrow, words.values(), order.values());
    return first;
  });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return nb::make_tuple(order.Take(), index.Take());
}

// `one` takes an int order, `many` a span of them.
template <typename One, typename Many>
nb::object FromIndex(nb::handle order_arg, nb::handle index_arg, nb::handle errors,
                     nb::handle threads_arg, nb::handle out, const One& one, const Many& many) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<int64_t> order(order_arg, "order");
  ArrayArg<uint64_t> index(index_arg, "index", Negative::kWrap);
  const bool same = order.is_scalar() && IsValidOrder(order[0]);
  const Shape shape = same ? index.shape() : BroadcastArgs({&order, &index});
  ArrayOut<uint64_t> words(shape, out, {&order, &index});
  const size_t bad = WithoutGil(index.size(), [&] {
    return same ? one(static_cast<int>(order[0]), index.values(), words.values(), threads)
                : many(NarrowOrders(order.values()), index.values(), words.values(), threads);
  });
  if (bad < index.size() && raises) {
    const int64_t at_order = order[same ? 0 : bad];
    if (!IsValidOrder(at_order)) RaiseNumber(order, bad, "0 to 29 is allowed");
    RaiseNumber(index, bad,
                "0 to " + std::to_string(Cell::Count(static_cast<int>(at_order)) - 1) +
                    " is allowed at order " + std::to_string(at_order));
  }
  return words.Take();
}

nb::object ToNested(nb::handle w, nb::handle errors, nb::handle threads) {
  return ToIndex(w, errors, threads, &NestedOf);
}

nb::object ToRing(nb::handle w, nb::handle errors, nb::handle threads) {
  return ToIndex(w, errors, threads, &RingOf);
}

nb::object FromNested(nb::handle order, nb::handle index, nb::handle errors, nb::handle threads,
                      nb::handle out) {
  return FromIndex(
      order, index, errors, threads, out,
      [](int k, auto... rest) { return CellsFromNested(k, rest...); },
      [](std::vector<uint8_t> k, auto... rest) { return CellsFromNested(k, rest...); });
}

nb::object FromRing(nb::handle order, nb::handle index, nb::handle errors, nb::handle threads,
                    nb::handle out) {
  return FromIndex(
      order, index, errors, threads, out,
      [](int k, auto... rest) { return CellsFromRing(k, rest...); },
      [](std::vector<uint8_t> k, auto... rest) { return CellsFromRing(k, rest...); });
}

nb::object ToNuniq(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<ArrayOut<uint64_t>>(w, errors, threads, out, &NuniqOf);
}

nb::object ToZuniq(nb::handle w, nb::handle errors, nb::handle threads, nb::handle out) {
  return MapWords<ArrayOut<uint64_t>>(w, errors, threads, out, &ZuniqOf);
}

// Words of numbers that stand for a cell each.
template <typename Batch>
nb::object FromNumbers(nb::handle numbers_arg, const char* name, const std::string& allowed,
                       nb::handle errors, nb::handle threads_arg, nb::handle out,
                       const Batch& batch) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> numbers(numbers_arg, name, Negative::kWrap);
  ArrayOut<uint64_t> words(numbers.shape(), out, {&numbers});
  const size_t bad =
      WithoutGil(numbers.size(), [&] { return batch(numbers.values(), words.values(), threads); });
  if (bad < numbers.size() && raises) RaiseNumber(numbers, bad, allowed);
  return words.Take();
}

nb::object FromNuniq(nb::handle nuniq, nb::handle errors, nb::handle threads, nb::handle out) {
  return FromNumbers(nuniq, "nuniq", "4 to 16 * 4**29 - 1 is allowed", errors, threads, out,
                     &CellsFromNuniq);
}

nb::object FromZuniq(nb::handle zuniq, nb::handle errors, nb::handle threads, nb::handle out) {
  return FromNumbers(zuniq, "zuniq",
                     "not a cell; an even number of zero bits ends one, and it is below 24 * 4**29",
                     errors, threads, out, &CellsFromZuniq);
}

nb::object FromLeaves(nb::handle leaves, nb::handle errors, nb::handle threads, nb::handle out) {
  return FromNumbers(leaves, "leaves", "0 to 12 * 4**29 - 1 is allowed", errors, threads, out,
                     &PointsFromLeaves);
}

nb::object ToXy(nb::handle w, nb::handle errors, nb::handle threads_arg) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  ArrayOut<int64_t> order(words.shape()), base(words.shape()), x(words.shape()), y(words.shape());
  const size_t bad = WithoutGil(words.size(), [&] {
    const size_t n = words.size();
    std::vector<uint8_t> orders(n), bases(n);
    std::vector<uint32_t> xs(n), ys(n);
    const size_t first = XyOf(words.values(), orders, bases, xs, ys, threads);
    WidenOrders(orders, words.values(), order.values());
    for (size_t i = 0; i < n; ++i) {
      base.values()[i] = bases[i];
      x.values()[i] = xs[i];
      y.values()[i] = ys[i];
    }
    return first;
  });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return nb::make_tuple(order.Take(), base.Take(), x.Take(), y.Take());
}

nb::object FromXy(nb::handle order_arg, nb::handle base_arg, nb::handle x_arg, nb::handle y_arg,
                  nb::handle errors, nb::handle threads_arg, nb::handle out) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<int64_t> order(order_arg, "order"), base(base_arg, "base_cell"), x(x_arg, "x"),
      y(y_arg, "y");
  const Shape shape = BroadcastArgs({&order, &base, &x, &y});
  ArrayOut<uint64_t> words(shape, out, {&order, &base, &x, &y});
  const size_t n = order.size();
  const size_t bad = WithoutGil(n, [&] {
    // Out of range in 64 bits stays out of range in fewer.
    const std::vector<uint8_t> orders = NarrowOrders(order.values());
    std::vector<uint8_t> bases(n);
    std::vector<uint32_t> xs(n), ys(n);
    const auto narrow = [](int64_t v) {
      return v >= 0 && v < (int64_t{1} << 29) ? static_cast<uint32_t>(v) : UINT32_MAX;
    };
    for (size_t i = 0; i < n; ++i) {
      bases[i] = base[i] >= 0 && base[i] < 12 ? static_cast<uint8_t>(base[i]) : uint8_t{255};
      xs[i] = narrow(x[i]);
      ys[i] = narrow(y[i]);
    }
    return CellsFromXy(orders, bases, xs, ys, words.values(), threads);
  });
  if (bad < n && raises) {
    if (!IsValidOrder(order[bad])) RaiseNumber(order, bad, "0 to 29 is allowed");
    if (base[bad] < 0 || base[bad] > 11) RaiseNumber(base, bad, "0 to 11 is allowed");
    const int64_t last = (int64_t{1} << order[bad]) - 1;
    const ArrayArg<int64_t>& wrong = x[bad] < 0 || x[bad] > last ? x : y;
    RaiseNumber(
        wrong, bad,
        "0 to " + std::to_string(last) + " is allowed at order " + std::to_string(order[bad]));
  }
  return words.Take();
}

}  // namespace

void BindCellIds(nb::module_& m) {
  const auto w = nb::arg("w").none(), order = nb::arg("order").none();
  const auto index = nb::arg("index").none();
  const auto errors = nb::arg("errors").none() = "raise";
  const auto threads = nb::arg("threads") = nb::none();
  const auto out = nb::arg("out") = nb::none();
  const nb::kw_only kw;
  m.def("to_nested", &ToNested, w, kw, errors, threads, nb::sig(kToNestedSig), kToNestedDoc);
  m.def("from_nested", &FromNested, order, index, kw, errors, threads, out, nb::sig(kFromNestedSig),
        kFromNestedDoc);
  m.def("to_ring", &ToRing, w, kw, errors, threads, nb::sig(kToRingSig), kToRingDoc);
  m.def("from_ring", &FromRing, order, index, kw, errors, threads, out, nb::sig(kFromRingSig),
        kFromRingDoc);
  m.def("to_nuniq", &ToNuniq, w, kw, errors, threads, out, nb::sig(kToNuniqSig), kToNuniqDoc);
  m.def("from_nuniq", &FromNuniq, nb::arg("nuniq").none(), kw, errors, threads, out,
        nb::sig(kFromNuniqSig), kFromNuniqDoc);
  m.def("to_zuniq", &ToZuniq, w, kw, errors, threads, out, nb::sig(kToZuniqSig), kToZuniqDoc);
  m.def("from_zuniq", &FromZuniq, nb::arg("zuniq").none(), kw, errors, threads, out,
        nb::sig(kFromZuniqSig), kFromZuniqDoc);
  m.def("from_leaves", &FromLeaves, nb::arg("leaves").none(), kw, errors, threads, out,
        nb::sig(kFromLeavesSig), kFromLeavesDoc);
  m.def("to_xy", &ToXy, w, kw, errors, threads, nb::sig(kToXySig), kToXyDoc);
  m.def("from_xy", &FromXy, order, nb::arg("base_cell").none(), nb::arg("x").none(),
        nb::arg("y").none(), kw, errors, threads, out, nb::sig(kFromXySig), kFromXyDoc);
}

}  // namespace coincide::python
