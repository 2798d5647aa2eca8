// Columns of geometries to columns of coverages.

#include <nanobind/nanobind.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/wkb.h"
#include "coincide/cover/cover_geometry.h"
#include "cover_arguments.h"
#include "cover_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// Bytes of a numpy array of uint8, as long as it lives.
std::span<const uint8_t> BytesOf(nb::handle array) {
  Py_buffer buffer;
  if (PyObject_GetBuffer(array.ptr(), &buffer, PyBUF_SIMPLE) != 0) throw nb::python_error();
  const std::span bytes(static_cast<const uint8_t*>(buffer.buf), static_cast<size_t>(buffer.len));
  PyBuffer_Release(&buffer);
  return bytes;
}

CoverageColumn CoverColumnOf(nb::handle geometries, nb::handle order, nb::handle kind,
                             nb::handle edges, nb::handle max_cells, nb::handle min_order,
                             nb::handle max_order, nb::handle tolerance, nb::handle orientation,
                             nb::handle ellipsoid, nb::handle threads) {
  ColumnOptions options;
  options.order = OptionalOrder(order);
  options.cover = CoverOptionsArg(edges, orientation, ellipsoid);
  options.kind = IsOuterArg(kind) ? CoverKind::kOuter : CoverKind::kInner;
  options.threads = ThreadsArg(threads);
  RequireOrderOrBudget(options.order.has_value(), {max_cells, min_order, max_order, tolerance});
  options.budget =
      CellBudgetArg(max_cells, min_order, max_order, tolerance, options.cover.ellipsoid);
  const nb::tuple columns = nb::cast<nb::tuple>(
      nb::module_::import_("coincide._geometry_columns").attr("to_wkb_column")(geometries));
  const nb::object data = columns[0], nulls = columns[2];
  const ArrayArg<int64_t> offsets(columns[1], "offsets");
  const std::span<const uint8_t> bytes = BytesOf(data), is_null = BytesOf(nulls);
  const std::span<const int64_t> begins = offsets.values();
  const PlaneOf plane(columns[3], edges, &options.cover);
  constexpr size_t kNone = std::numeric_limits<size_t>::max();
  std::atomic<size_t> empty_rows = 0, first_empty = kNone;
  const GeometrySource source = [&](size_t row, Geometry* geometry) -> absl::StatusOr<bool> {
    if (is_null[row] != 0) return false;
    const auto begin = static_cast<size_t>(begins[row]), end = static_cast<size_t>(begins[row + 1]);
    const absl::Status status = ReadWkb(bytes.subspan(begin, end - begin), geometry);
    if (!status.ok()) return status;
    if (geometry->is_empty()) {
      ++empty_rows;
      size_t first = first_empty;
      while (row < first && !first_empty.compare_exchange_weak(first, row)) {
      }
    }
    const absl::Status placed = plane.Unproject(geometry);
    if (!placed.ok()) return placed;
    return true;
  };
  constexpr size_t kAlways = std::numeric_limits<size_t>::max();
  CoverageColumn column = ValueOrRaise(
      WithoutGil(kAlways, [&] { return CoverColumn(is_null.size(), source, options); }));
  if (first_empty != kNone) {
    const std::string text = "geometries: row " + std::to_string(first_empty) + " is empty (" +
                             std::to_string(empty_rows) +
                             " in all), and so are such rows' coverages; None is no geometry";
    if (PyErr_WarnEx(PyExc_UserWarning, text.c_str(), 2) < 0) throw nb::python_error();
  }
  return column;
}

}  // namespace

void BindCoverColumns(nb::module_& m) {
  const auto none = nb::none();
  m.def("cover_column", &CoverColumnOf, nb::arg("geometries").none(), nb::arg("order") = none,
        nb::kw_only(), nb::arg("kind").none() = "outer", nb::arg("edges") = none,
        nb::arg("max_cells") = none, nb::arg("min_order") = none, nb::arg("max_order") = none,
        nb::arg("tolerance_m") = none, nb::arg("orientation").none() = "smaller",
        nb::arg("ellipsoid").none() = "WGS84", nb::arg("threads") = none, nb::sig(kCoverColumnSig),
        kCoverColumnDoc);
}

}  // namespace coincide::python
