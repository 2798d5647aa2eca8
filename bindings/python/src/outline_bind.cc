// Outlines of coverages, in the forms that other packages read.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cmath>
#include <limits>
#include <string>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/outline_forms.h"
#include "coincide/cover/outline.h"
#include "coincide/cover/to_ellipsoid.h"
#include "cover_arguments.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "outline_docs.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

Outline OutlineArg(const Coverage& self, nb::handle tolerance, nb::handle points) {
  OutlineOptions options;
  if (!tolerance.is_none()) options.tolerance_m = DoubleArg(tolerance, "tolerance_m");
  if (!points.is_none()) {
    options.points_per_side = static_cast<int>(IntegerArg(points, "points_per_side", 1, 1 << 20));
  }
  return ValueOrRaise(
      WithoutGil(64 + self.ranges().size(), [&] { return OutlineOf(self, options); }));
}

nb::bytes ToWkb(const Coverage& self, nb::handle tolerance, nb::handle points) {
  const std::string bytes = OutlineToWkb(OutlineArg(self, tolerance, points));
  return nb::bytes(bytes.data(), bytes.size());
}
std::string ToWkt(const Coverage& self, nb::handle tolerance, nb::handle points) {
  return OutlineToWkt(OutlineArg(self, tolerance, points));
}
std::string ToGeoJson(const Coverage& self, nb::handle tolerance, nb::handle points) {
  return OutlineToGeoJson(OutlineArg(self, tolerance, points));
}
nb::object ToGeometry(const Coverage& self, nb::handle tolerance, nb::handle points) {
  const nb::object from_wkb = nb::module_::import_("coincide._geometry").attr("from_wkb");
  return from_wkb(ToWkb(self, tolerance, points));
}
nb::object GeoInterface(const Coverage& self) {
  return nb::module_::import_("json").attr("loads")(ToGeoJson(self, nb::none(), nb::none()));
}

nb::tuple Bounds(const Coverage& self) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const LonLatBox box = BoundsOf(self).value_or(LonLatBox{kNan, kNan, kNan, kNan});
  return nb::make_tuple(box.west, box.south, box.east, box.north);
}

Coverage ToEllipsoidOf(const Coverage& self, nb::handle ellipsoid_arg, nb::handle order_arg,
                       nb::handle kind_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const int order = OptionalOrder(order_arg).value_or(self.order());
  const CoverKind kind = IsOuterArg(kind_arg) ? CoverKind::kOuter : CoverKind::kInner;
  return ValueOrRaise(WithoutGil(64 + self.ranges().size(),
                                 [&] { return ToEllipsoid(self, ellipsoid, order, kind); }));
}

}  // namespace

void BindOutlines(nb::module_& m) {
  CoverageClass coverage = nb::borrow<CoverageClass>(m.attr("Coverage"));
  const auto tolerance = nb::arg("tolerance_m") = nb::none();
  const auto points = nb::arg("points_per_side") = nb::none();
  const nb::kw_only kw;
  coverage.def("to_wkb", &ToWkb, kw, tolerance, points, nb::sig(kToWkbSig), kToWkbDoc)
      .def("to_wkt", &ToWkt, kw, tolerance, points, nb::sig(kToWktSig), kToWktDoc)
      .def("to_geojson", &ToGeoJson, kw, tolerance, points, nb::sig(kToGeoJsonSig), kToGeoJsonDoc)
      .def("to_geometry", &ToGeometry, kw, tolerance, points, nb::sig(kToGeometrySig),
           kToGeometryDoc)
      .def_prop_ro("__geo_interface__", &GeoInterface, nb::sig(kGeoInterfaceSig), kGeoInterfaceDoc)
      .def("to_ellipsoid", &ToEllipsoidOf, nb::arg("ellipsoid").none(),
           nb::arg("order") = nb::none(), kw, nb::arg("kind").none() = "outer",
           nb::sig(kToEllipsoidSig), kToEllipsoidDoc)
      .def_prop_ro("bounds", &Bounds, nb::sig(kBoundsSig), kBoundsDoc);
}

}  // namespace coincide::python
