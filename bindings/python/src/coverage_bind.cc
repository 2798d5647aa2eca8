// Coverage: construction, properties, cells. Its operators: coverage_algebra_bind.cc.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <new>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_bytes.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/healpix/encode.h"
#include "coverage_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

Coverage FromCells(nb::handle w, nb::handle order_arg, nb::handle ellipsoid_arg) {
  const std::optional<int> order = OptionalOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const ArrayArg<uint64_t> words(w, "w");
  auto coverage = WithoutGil(words.size(),
                             [&] { return Coverage::FromCells(words.values(), order, ellipsoid); });
  if (!coverage.ok()) RequireCells(words);  // The same fault, by the argument's name.
  return ValueOrRaise(std::move(coverage));
}

Coverage FromPoints(nb::handle lon_arg, nb::handle lat_arg, nb::handle order_arg,
                    nb::handle ellipsoid_arg, nb::handle errors) {
  const int order = RequiredOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  BroadcastArgs({&lon, &lat});
  std::vector<uint64_t> words(lon.size());
  const size_t invalid = WithoutGil(words.size(), [&] {
    return EncodeCells(lon.values(), lat.values(), order, ellipsoid, words);
  });
  if (invalid > 0) {
    if (raises) RaiseBadCoordinate(lon, lat);
    std::erase(words, uint64_t{0});
  }
  return ValueOrRaise(
      WithoutGil(words.size(), [&] { return Coverage::FromCells(words, order, ellipsoid); }));
}

Coverage FromRanges(nb::handle r, nb::handle order_arg, nb::handle ellipsoid_arg) {
  const int order = RequiredOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const ArrayArg<uint64_t> leaves(r, "ranges", Negative::kError, Missing::kError);
  const Shape& shape = leaves.shape();
  const bool pairs = shape.size() == 2 && shape[1] == 2;
  if (!pairs && !(shape.size() == 1 && shape[0] == 0)) {
    RaiseValue("ranges has shape " + ShapeText(shape) + ": (n, 2) is wanted, begin and end");
  }
  const std::span<const LeafRange> ranges(
      reinterpret_cast<const LeafRange*>(leaves.values().data()), leaves.size() / 2);
  return ValueOrRaise(
      WithoutGil(ranges.size(), [&] { return Coverage::FromRanges(ranges, order, ellipsoid); }));
}

Coverage FromBytes(nb::handle bytes) {
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (!PyBytes_Check(bytes.ptr()) || PyBytes_AsStringAndSize(bytes.ptr(), &data, &size) < 0) {
    RaiseType("data is " + TypeText(bytes) + ": bytes are wanted");
  }
  auto coverage = CoverageFromBytes({data, static_cast<size_t>(size)});
  if (!coverage.ok()) RaiseStatus(absl::DataLossError(coverage.status().message()));
  return *std::move(coverage);
}

nb::bytes ToBytes(const Coverage& self) {
  const std::string bytes = CoverageToBytes(self);
  return nb::bytes(bytes.data(), bytes.size());
}

nb::object Ranges(nb::handle object) {
  const auto ranges = nb::cast<const Coverage&>(object).ranges();
  return ViewArray(Element::kUint64, {static_cast<Py_ssize_t>(ranges.size()), 2}, ranges.data(),
                   object);
}

nb::object WordArray(const std::vector<Cell>& cells) {
  ArrayOut<uint64_t> words({static_cast<Py_ssize_t>(cells.size())});
  std::span<uint64_t> out = words.values();
  for (size_t i = 0; i < cells.size(); ++i) out[i] = cells[i].word();
  return words.Take();
}

nb::object Cells(const Coverage& self, nb::handle order_arg) {
  const std::optional<int> order = OptionalOrder(order_arg);
  if (!order) {
    return WordArray(WithoutGil(self.ranges().size() + 64, [&] { return MaximalCells(self); }));
  }
  return WordArray(ValueOrRaise(
      WithoutGil(self.ranges().size() + 64, [&] { return CellsAtOrder(self, *order); })));
}

Coverage AtOrder(const Coverage& self, nb::handle order_arg, nb::handle kind) {
  const int order = RequiredOrder(order_arg);
  const CoverKind cover =
      ChoiceArg(kind, "kind", {"outer", "inner"}) == 0 ? CoverKind::kOuter : CoverKind::kInner;
  return WithoutGil(self.ranges().size(), [&] { return self.AtOrder(order, cover); });
}

std::string AreaText(double area_m2) { return NumberTextShort(area_m2 / 1e6) + " km²"; }

std::string Repr(const Coverage& self) {
  if (self.is_empty()) return "<Coverage order " + std::to_string(self.order()) + ", empty>";
  return "<Coverage order " + std::to_string(self.order()) + ", " +
         std::to_string(CountMaximalCells(self)) + " cells, " + AreaText(self.area_m2()) + ", " +
         self.ellipsoid().name() + ">";
}

}  // namespace

void BindCoverages(nb::module_& m) {
  CoverageClass coverage(m, "Coverage", nb::is_final(), kCoverageDoc);
  const auto order = nb::arg("order") = nb::none();
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const nb::kw_only kw;
  coverage
      .def_static("from_cells", &FromCells, nb::arg("w").none(), order, kw, ellipsoid,
                  nb::sig(kFromCellsSig), kFromCellsDoc)
      .def_static("from_points", &FromPoints, nb::arg("lon").none(), nb::arg("lat").none(),
                  nb::arg("order").none(), kw, ellipsoid, nb::arg("errors").none() = "raise",
                  nb::sig(kFromPointsSig), kFromPointsDoc)
      .def_static("from_ranges", &FromRanges, nb::arg("ranges").none(), kw,
                  nb::arg("order").none() = 29, ellipsoid, nb::sig(kFromRangesSig), kFromRangesDoc)
      .def_static("from_bytes", &FromBytes, nb::arg("data").none(), nb::sig(kFromBytesSig),
                  kFromBytesDoc)
      .def_prop_ro("order", &Coverage::order, kCoverageOrderDoc)
      .def_prop_ro("ellipsoid", &Coverage::ellipsoid, kCoverageEllipsoidDoc)
      .def_prop_ro("ranges", &Ranges, nb::sig(kRangesSig), kRangesDoc)
      .def_prop_ro(
          "n_cells", [](const Coverage& self) { return CountMaximalCells(self); }, kNCellsDoc)
      .def_prop_ro("area_m2", &Coverage::area_m2, kAreaDoc)
      .def_prop_ro("fraction", &Coverage::fraction, kFractionDoc)
      .def_prop_ro("is_empty", &Coverage::is_empty, kIsEmptyDoc)
      .def("cells", &Cells, order, nb::sig(kCellsSig), kCellsDoc)
      .def("at_order", &AtOrder, nb::arg("order").none(), nb::arg("kind").none() = "outer",
           nb::sig(kAtOrderSig), kAtOrderDoc)
      .def("__bytes__", &ToBytes)
      .def("__getstate__", &ToBytes)
      .def("__setstate__",
           [](Coverage& self, nb::handle state) { new (&self) Coverage(FromBytes(state)); })
      .def(
          "__copy__", [](nb::object self) { return self; },
          nb::sig("def __copy__(self) -> Coverage"))
      .def(
          "__deepcopy__", [](nb::object self, nb::handle) { return self; },
          nb::sig("def __deepcopy__(self, memo: object, /) -> Coverage"))
      .def(
          "__iter__", [](const Coverage& self) { return nb::iter(Cells(self, nb::none())); },
          nb::sig("def __iter__(self) -> Iterator[uint64]"))
      .def("__bool__", [](const Coverage& self) { return !self.is_empty(); })
      .def("__repr__", &Repr);
  coverage.attr("EMPTY") = nb::cast(Coverage::Empty());
  coverage.attr("FULL") = nb::cast(Coverage::Full());
  BindCoverageAlgebra(m, coverage);
  BindCoverageShape(coverage);
  BindCovers(m, coverage);
}

}  // namespace coincide::python
