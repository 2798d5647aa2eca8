// CoverageColumn: rows, views of its buffers, operations. Arrow: column_arrow_bind.cc.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <new>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/coverage/coverage_index.h"
#include "column_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

// The column with `null` rows made null.
CoverageColumn WithNulls(const CoverageColumn& column, const std::vector<bool>& null) {
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  std::vector<uint8_t> validity((column.size() + 7) / 8);
  for (size_t row = 0; row < column.size(); ++row) {
    for (const LeafRange range : column.ranges(row)) {
      leaves.push_back(range.begin);
      leaves.push_back(range.end);
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
    if (!null[row]) validity[row / 8] |= static_cast<uint8_t>(1 << row % 8);
  }
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves),
                                              std::move(validity), column.order(),
                                              column.ellipsoid());
}

CoverageColumn FromCoverages(nb::handle iterable) {
  if (!nb::isinstance<nb::iterable>(iterable)) {
    RaiseType("coverages is " + TypeText(iterable) + ": an iterable of Coverage is wanted");
  }
  std::vector<Coverage> rows;
  std::vector<bool> null;
  const Coverage* first = nullptr;
  for (nb::handle item : nb::iter(iterable)) {
    null.push_back(item.is_none());
    if (item.is_none()) {
      rows.emplace_back();
      continue;
    }
    const std::string name = "coverages[" + std::to_string(rows.size()) + "]";
    rows.push_back(CoverageArg(item, name.c_str()));
  }
  bool any_null = false;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (null[i])
      any_null = true;
    else if (first == nullptr)
      first = &rows[i];
  }
  if (first != nullptr) {  // An empty row on the ellipsoid of the others.
    const Ellipsoid ellipsoid = first->ellipsoid();
    for (size_t i = 0; i < rows.size(); ++i) {
      if (null[i]) rows[i] = Coverage::Empty(0, ellipsoid);
    }
  }
  CoverageColumn column = ValueOrRaise(ColumnOf(rows));
  return any_null ? WithNulls(column, null) : column;
}

CoverageColumn FromRanges(nb::handle offsets_arg, nb::handle ranges_arg, nb::handle order_arg,
                          nb::handle ellipsoid_arg, nb::handle threads_arg) {
  const int order = RequiredOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<int64_t> offsets(offsets_arg, "offsets");
  const ArrayArg<uint64_t> leaves(ranges_arg, "ranges", Negative::kError, Missing::kError);
  if (offsets.shape().size() != 1 || offsets.size() == 0) {
    RaiseValue("offsets has shape " + ShapeText(offsets.shape()) + ": (n + 1,) is wanted");
  }
  const Shape& shape = leaves.shape();
  const bool none = shape.size() == 1 && shape[0] == 0;
  if (!none && (shape.size() != 2 || shape[1] != 2)) {
    RaiseValue("ranges has shape " + ShapeText(shape) + ": (n, 2) is wanted, begin and end");
  }
  // From ranges to leaves, of which each range has two.
  std::vector<int64_t> begins(offsets.size());
  for (size_t i = 0; i < begins.size(); ++i) {
    if (offsets[i] < 0 || offsets[i] > shape[0]) {
      RaiseValue("offsets" + offsets.IndexText(i) + " is " + std::to_string(offsets[i]) +
                 ": 0 to " + std::to_string(shape[0]) + " is allowed");
    }
    begins[i] = 2 * offsets[i];
  }
  std::vector<uint64_t> copy(leaves.values().begin(), leaves.values().end());
  return ValueOrRaise(WithoutGil(kSlow, [&] {
    return CoverageColumn::FromBuffers(std::move(begins), std::move(copy), {}, order, ellipsoid,
                                       threads);
  }));
}

size_t RowOf(const CoverageColumn& self, nb::handle index) {
  const auto n = static_cast<int64_t>(self.size());
  const int64_t row = IntegerArg(index, "row", INT64_MIN, INT64_MAX);
  if (row < -n || row >= n) {
    throw nb::index_error(
        ("row is " + std::to_string(row) + ", the column has " + std::to_string(n) + " rows")
            .c_str());
  }
  return static_cast<size_t>(row < 0 ? row + n : row);
}

nb::object At(const CoverageColumn& self, nb::handle index) {
  if (PySlice_Check(index.ptr())) {
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(index.ptr(), &start, &stop, &step) < 0) nb::raise_python_error();
    const Py_ssize_t count =
        PySlice_AdjustIndices(static_cast<Py_ssize_t>(self.size()), &start, &stop, step);
    if (step == 1) {
      return nb::cast(self.Slice(static_cast<size_t>(start), static_cast<size_t>(count)));
    }
    nb::list rows;
    for (Py_ssize_t i = 0; i < count; ++i) rows.append(At(self, nb::int_(start + i * step)));
    return nb::cast(FromCoverages(rows));
  }
  const size_t row = RowOf(self, index);
  if (self.is_null(row)) return nb::none();
  return nb::cast(CoverageAt(self, row));
}

nb::object IsNull(const CoverageColumn& self) {
  FlagsOut out({static_cast<Py_ssize_t>(self.size())});
  for (size_t row = 0; row < self.size(); ++row) out.values()[row] = self.is_null(row);
  return out.Take();
}

nb::object Offsets(const CoverageColumn& self) {
  ArrayOut<int64_t> out({static_cast<Py_ssize_t>(self.size() + 1)});
  int64_t total = 0;
  for (size_t row = 0; row < self.size(); ++row) {
    out.values()[row] = total;
    total += static_cast<int64_t>(self.ranges(row).size());
  }
  out.values()[self.size()] = total;
  return out.Take();
}

// The ranges of all rows: a view where no null row has any.
nb::object Ranges(nb::handle object) {
  const auto& self = nb::cast<const CoverageColumn&>(object);
  const LeafRange* first = nullptr;
  size_t total = 0;
  for (size_t row = 0; row < self.size(); ++row) {
    const auto ranges = self.ranges(row);
    if (ranges.empty()) continue;
    if (first == nullptr) first = ranges.data();
    if (ranges.data() != first + total) {
      ArrayOut<uint64_t> copy({static_cast<Py_ssize_t>(self.range_count()), 2});
      auto* to = reinterpret_cast<LeafRange*>(copy.values().data());
      for (size_t i = 0; i < self.size(); ++i) {
        to = std::copy(self.ranges(i).begin(), self.ranges(i).end(), to);
      }
      return copy.Take();
    }
    total += ranges.size();
  }
  return ViewArray(Element::kUint64, {static_cast<Py_ssize_t>(total), 2}, first, object);
}

nb::object AreasM2(const CoverageColumn& self) {
  return TakeVector(WithoutGil(kSlow, [&] { return RowAreasM2(self); }));
}

// A column or a coverage, for the functions of both.
ColumnOperand OperandArg(nb::handle object, const char* name) {
  const CoverageColumn* column = nullptr;
  if (nb::try_cast(object, column) && column != nullptr) return *column;
  const Coverage* coverage = nullptr;
  if (nb::try_cast(object, coverage) && coverage != nullptr) return *coverage;
  RaiseType(std::string(name) + " is " + TypeText(object) +
            ": a Coverage or a CoverageColumn is wanted");
}

template <RowPredicate kPredicate>
nb::object Predicate(const CoverageColumn& self, nb::handle other_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ColumnOperand other = OperandArg(other_arg, "other");
  const std::vector<uint8_t> flags = ValueOrRaise(
      WithoutGil(kSlow, [&] { return EvaluateRows(kPredicate, self, other, threads); }));
  FlagsOut out({static_cast<Py_ssize_t>(flags.size())});
  std::copy(flags.begin(), flags.end(), out.values().begin());
  return out.Take();
}

template <RowMeasure kMeasure>
nb::object Measure(const CoverageColumn& self, nb::handle other_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ColumnOperand other = OperandArg(other_arg, "other");
  return TakeVector(
      ValueOrRaise(WithoutGil(kSlow, [&] { return MeasureRows(kMeasure, self, other, threads); })));
}

bool IsOperand(nb::handle object) {
  return nb::isinstance<CoverageColumn>(object) || nb::isinstance<Coverage>(object);
}

template <RowOperation kOperation>
nb::object Combine(const CoverageColumn& self, nb::handle other_arg) {
  if (!IsOperand(other_arg)) return nb::borrow(Py_NotImplemented);
  const ColumnOperand other = OperandArg(other_arg, "other");
  return nb::cast(
      ValueOrRaise(WithoutGil(kSlow, [&] { return CombineRows(kOperation, self, other); })));
}

// coverage - column: only the difference depends on the side.
template <RowOperation kOperation>
nb::object CombineReversed(const CoverageColumn& self, nb::handle other_arg) {
  if (!IsOperand(other_arg)) return nb::borrow(Py_NotImplemented);
  const ColumnOperand other = OperandArg(other_arg, "other");
  return nb::cast(
      ValueOrRaise(WithoutGil(kSlow, [&] { return CombineRows(kOperation, other, self); })));
}

nb::object Equal(const CoverageColumn& self, nb::handle other) {
  const CoverageColumn* column = nullptr;
  if (!nb::try_cast(other, column) || column == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::bool_(self == *column);
}

std::string Repr(const CoverageColumn& self) {
  return "<CoverageColumn of " + std::to_string(self.size()) + " rows, order " +
         std::to_string(self.order()) + ", " + std::to_string(self.range_count()) + " ranges, " +
         std::to_string(self.null_count()) + " null, " + self.ellipsoid().name() + ">";
}

}  // namespace

void BindColumn(nb::module_& m) {
  ColumnClass column(m, "CoverageColumn", nb::is_final(), kColumnDoc);
  const auto other = nb::arg("other").none();
  const auto threads = nb::arg("threads") = nb::none();
  const nb::kw_only kw;
  column
      .def(
          "__init__",
          [](CoverageColumn* self, nb::handle coverages) {
            new (self) CoverageColumn(FromCoverages(coverages));
          },
          nb::arg("coverages").none(), nb::sig(kColumnInitSig))
      .def_static("from_ranges", &FromRanges, nb::arg("offsets").none(), nb::arg("ranges").none(),
                  nb::arg("order").none(), kw, nb::arg("ellipsoid").none() = "WGS84", threads,
                  nb::sig(kColumnFromRangesSig), kColumnFromRangesDoc)
      .def("__len__", &CoverageColumn::size)
      .def("__getitem__", &At, nb::arg("row").none(), nb::sig(kColumnGetItemSig))
      .def(
          "__iter__", [](nb::handle self) { return nb::steal(PySeqIter_New(self.ptr())); },
          nb::sig("def __iter__(self) -> Iterator[Coverage | None]"))
      .def("__eq__", &Equal, nb::arg().none(),
           nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__repr__", &Repr)
      .def_prop_ro("order", &CoverageColumn::order, kColumnOrderDoc)
      .def_prop_ro("ellipsoid", &CoverageColumn::ellipsoid, kColumnEllipsoidDoc)
      .def_prop_ro("null_count", &CoverageColumn::null_count, kNullCountDoc)
      .def_prop_ro("is_null", &IsNull, nb::sig("def is_null(self) -> _Flags"), kColumnIsNullDoc)
      .def_prop_ro("offsets", &Offsets, nb::sig("def offsets(self) -> _Ints"), kOffsetsDoc)
      .def_prop_ro("ranges", &Ranges, nb::sig("def ranges(self) -> _Words"), kColumnRangesDoc)
      .def_prop_ro("area_m2", &AreasM2, nb::sig("def area_m2(self) -> _Doubles"), kColumnAreaDoc)
      .def("intersects", &Predicate<RowPredicate::kIntersects>, other, kw, threads,
           nb::sig(kColumnIntersectsSig), kColumnIntersectsDoc)
      .def("contains", &Predicate<RowPredicate::kContains>, other, kw, threads,
           nb::sig(kColumnContainsSig), kColumnContainsDoc)
      .def("within", &Predicate<RowPredicate::kWithin>, other, kw, threads,
           nb::sig(kColumnWithinSig), kColumnWithinDoc)
      .def("same_place", &Predicate<RowPredicate::kSamePlace>, other, kw, threads,
           nb::sig(kColumnSamePlaceSig), kColumnSamePlaceDoc)
      .def("overlap", &Measure<RowMeasure::kOverlapM2>, other, kw, threads,
           nb::sig(kColumnOverlapSig), kColumnOverlapDoc)
      .def("jaccard", &Measure<RowMeasure::kJaccard>, other, kw, threads,
           nb::sig(kColumnJaccardSig), kColumnJaccardDoc)
      .def("__or__", &Combine<RowOperation::kUnion>, nb::arg().none(), nb::sig(kColumnOrSig))
      .def("__and__", &Combine<RowOperation::kIntersection>, nb::arg().none(),
           nb::sig(kColumnAndSig))
      .def("__sub__", &Combine<RowOperation::kDifference>, nb::arg().none(), nb::sig(kColumnSubSig))
      .def("__xor__", &Combine<RowOperation::kSymmetricDifference>, nb::arg().none(),
           nb::sig(kColumnXorSig))
      .def("__ror__", &CombineReversed<RowOperation::kUnion>, nb::arg().none(),
           nb::sig(kColumnRorSig))
      .def("__rand__", &CombineReversed<RowOperation::kIntersection>, nb::arg().none(),
           nb::sig(kColumnRandSig))
      .def("__rsub__", &CombineReversed<RowOperation::kDifference>, nb::arg().none(),
           nb::sig(kColumnRsubSig))
      .def("__rxor__", &CombineReversed<RowOperation::kSymmetricDifference>, nb::arg().none(),
           nb::sig(kColumnRxorSig))
      .def("__invert__",
           [](const CoverageColumn& self) {
             return WithoutGil(kSlow, [&] { return ComplementRows(self); });
           })
      .def(
          "union",
          [](const CoverageColumn& self, nb::handle threads_arg) {
            const int n = ThreadsArg(threads_arg);
            return WithoutGil(kSlow, [&] { return UnionOfRows(self, n); });
          },
          kw, threads, nb::sig(kColumnUnionSig), kColumnUnionDoc)
      .def(
          "index",
          [](const CoverageColumn& self, nb::handle threads_arg) {
            const int n = ThreadsArg(threads_arg);
            return ValueOrRaise(WithoutGil(kSlow, [&] { return CoverageIndex::Build(self, n); }));
          },
          kw, threads, nb::sig(kColumnIndexSig), kColumnIndexDoc);
  // Compared by value, which would take long to hash.
  column.attr("__hash__") = nb::none();
  BindColumnArrow(column);
}

}  // namespace coincide::python
