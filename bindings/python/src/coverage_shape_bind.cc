// The shape of coverages on the grid: parts, holes, borders, growing.

#include <nanobind/nanobind.h>

#include <cmath>

#include "arguments.h"
#include "coincide/coverage/coverage_shape.h"
#include "coverage_shape_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

Connectivity ConnectivityArg(nb::handle corners) {
  return BoolArg(corners, "corners") ? Connectivity::kCorners : Connectivity::kSides;
}

// More than WithoutGil takes to let other threads run, whatever the coverage is.
constexpr size_t kSlow = SIZE_MAX;

nb::list ComponentsOf(const Coverage& self, nb::handle corners) {
  const Connectivity connectivity = ConnectivityArg(corners);
  const std::vector<Coverage> parts =
      WithoutGil(kSlow, [&] { return Components(self, connectivity); });
  nb::list list;
  for (const Coverage& part : parts) list.append(nb::cast(part));
  return list;
}

Coverage FillHolesOf(const Coverage& self, nb::handle max_area_m2, nb::handle corners) {
  const Connectivity connectivity = ConnectivityArg(corners);
  const double limit = DoubleArg(max_area_m2, "max_area_m2");
  if (!(limit >= 0)) {
    RaiseValue("max_area_m2 is " + NumberText(limit) + ": 0 or more is allowed");
  }
  return WithoutGil(kSlow, [&] { return FillHoles(self, limit, connectivity); });
}

Coverage BorderOf(const Coverage& self, nb::handle side_arg, nb::handle corners) {
  const Connectivity connectivity = ConnectivityArg(corners);
  const BorderSide side = ChoiceArg(side_arg, "side", {"inner", "outer"}) == 0 ? BorderSide::kInner
                                                                               : BorderSide::kOuter;
  return ValueOrRaise(WithoutGil(kSlow, [&] { return Border(self, side, connectivity); }));
}

Coverage ExpandOf(const Coverage& self, nb::handle cells_arg, nb::handle corners) {
  const Connectivity connectivity = ConnectivityArg(corners);
  const int64_t cells = IntegerArg(cells_arg, "cells", INT32_MIN, INT32_MAX);
  return ValueOrRaise(WithoutGil(kSlow, [&] { return Expand(self, cells, connectivity); }));
}

}  // namespace

void BindCoverageShape(CoverageClass& coverage) {
  const auto corners = nb::arg("corners").none() = true;
  coverage.def("components", &ComponentsOf, corners, nb::sig(kComponentsSig), kComponentsDoc)
      .def("fill_holes", &FillHolesOf, nb::arg("max_area_m2").none(), corners,
           nb::sig(kFillHolesSig), kFillHolesDoc)
      .def("border", &BorderOf, nb::arg("side").none() = "inner", corners, nb::sig(kBorderSig),
           kBorderDoc)
      .def("expand", &ExpandOf, nb::arg("cells").none(), corners, nb::sig(kExpandSig), kExpandDoc);
}

}  // namespace coincide::python
