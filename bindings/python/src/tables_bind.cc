// CoverageColumn as a part of tables: rows in another sequence, columns put
// together, pyarrow and pandas.

#include <nanobind/nanobind.h>

#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/column_operations.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"
#include "tables_docs.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

// REQUIRES: rows outside the column are meant as null.
CoverageColumn TakeRows(const CoverageColumn& column, std::span<const int64_t> rows) {
  const auto n = static_cast<int64_t>(column.size());
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  std::vector<uint8_t> validity((rows.size() + 7) / 8);
  offsets.reserve(rows.size() + 1);
  bool any_null = false;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto row = static_cast<size_t>(rows[i]);
    if (rows[i] < 0 || rows[i] >= n || column.is_null(row)) {
      any_null = true;
    } else {
      validity[i / 8] = static_cast<uint8_t>(validity[i / 8] | 1u << (i % 8));
      for (const LeafRange range : column.ranges(row)) {
        leaves.push_back(range.begin);
        leaves.push_back(range.end);
      }
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
  }
  if (!any_null) validity.clear();
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves),
                                              std::move(validity), column.order(),
                                              column.ellipsoid());
}

CoverageColumn Take(const CoverageColumn& self, nb::handle rows_arg, nb::handle errors) {
  const bool raises = RaisesArg(errors);
  const ArrayArg<int64_t> rows(rows_arg, "rows");
  if (rows.shape().size() != 1) {
    RaiseValue("rows has shape " + ShapeText(rows.shape()) + ": (n,) is wanted");
  }
  const auto n = static_cast<int64_t>(self.size());
  for (size_t i = 0; raises && i < rows.size(); ++i) {
    if (rows[i] >= 0 && rows[i] < n) continue;
    RaiseValue(
        "rows" + rows.IndexText(i) + " is " + std::to_string(rows[i]) + ": " +
        (n == 0 ? "the column has no rows" : "0 to " + std::to_string(n - 1) + " is allowed"));
  }
  return WithoutGil(kSlow, [&] { return TakeRows(self, rows.values()); });
}

CoverageColumn Concatenate(nb::handle columns_arg) {
  if (!nb::isinstance<nb::iterable>(columns_arg)) {
    RaiseType("columns is " + TypeText(columns_arg) + ": an iterable of CoverageColumn is wanted");
  }
  std::vector<CoverageColumn> columns;
  for (nb::handle item : nb::iter(columns_arg)) {
    CoverageColumn* column = nullptr;
    if (!nb::try_cast(item, column) || column == nullptr) {
      RaiseType("columns[" + std::to_string(columns.size()) + "] is " + TypeText(item) +
                ": a CoverageColumn is wanted");
    }
    columns.push_back(*column);
  }
  return ValueOrRaise(WithoutGil(kSlow, [&] { return ConcatenateColumns(columns); }));
}

nb::object Reduce(nb::handle_t<CoverageColumn> self) {
  const auto& column = nb::cast<const CoverageColumn&>(self);
  return nb::make_tuple(nb::module_::import_("coincide._pickle").attr("column"),
                        nb::make_tuple(self.attr("offsets"), self.attr("ranges"), column.order(),
                                       column.ellipsoid(), self.attr("is_null")));
}

// `function` of a module that is imported only here: its library is optional.
nb::object Through(const char* module, const char* function, nb::handle self) {
  return nb::module_::import_(module).attr(function)(self);
}

}  // namespace

void BindTables(nb::module_& m) {
  ColumnClass column = nb::borrow<ColumnClass>(m.attr("CoverageColumn"));
  column
      .def_static("concatenate", &Concatenate, nb::arg("columns").none(), nb::sig(kConcatenateSig),
                  kConcatenateDoc)
      .def("take", &Take, nb::arg("rows").none(), nb::kw_only(), nb::arg("errors").none() = "raise",
           nb::sig(kTakeSig), kTakeDoc)
      .def("__reduce__", &Reduce, nb::sig("def __reduce__(self) -> tuple[Any, ...]"))
      .def(
          "to_arrow",
          [](nb::handle_t<CoverageColumn> self) {
            return Through("coincide.arrow", "to_arrow", self);
          },
          nb::sig(kToArrowSig), kToArrowDoc)
      .def(
          "to_pandas",
          [](nb::handle_t<CoverageColumn> self) {
            return Through("coincide.pandas", "to_pandas", self);
          },
          nb::sig(kToPandasSig), kToPandasDoc);
}

}  // namespace coincide::python
