#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <functional>
#include <new>
#include <tuple>

#include "arguments.h"
#include "bind.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr char kDoc[] = R"(An ellipsoid of revolution, or a sphere: a value, hashable and picklable.

``Ellipsoid(name)`` takes ``"WGS84"``, ``"GRS80"`` or ``"sphere"`` (the sphere with
the area of WGS84), in any case. ``Ellipsoid(a, inverse_flattening)`` takes the
semi-major axis in metres and 1/f: 80 or more, or 0 for a sphere.

Raises
------
ValueError
    An unknown name, ``a`` not positive, or ``inverse_flattening`` neither 0 nor
    80 or more.

Examples
--------
>>> import coincide as co
>>> co.Ellipsoid("WGS84").b
6356752.314245179
>>> co.Ellipsoid(6378137.0, 298.257223563) == co.Ellipsoid("wgs84")
True
)";

void InitFromName(Ellipsoid* self, const std::string& name) {
  const auto ellipsoid = Ellipsoid::FromName(name);
  if (!ellipsoid) {
    RaiseValue("name is '" + name + "': 'WGS84', 'GRS80' or 'sphere' is allowed");
  }
  new (self) Ellipsoid(*ellipsoid);
}

void InitFromAxes(Ellipsoid* self, double a, double inverse_flattening) {
  const auto ellipsoid = Ellipsoid::Create(a, inverse_flattening);
  if (!ellipsoid) {
    if (!Ellipsoid::Create(a, 0)) {
      RaiseValue("a is " + NumberText(a) + ": more than 0 and below 1e12 metres is allowed");
    }
    RaiseValue("inverse_flattening is " + NumberText(inverse_flattening) +
               ": 0 (a sphere) or 80 and more is allowed");
  }
  new (self) Ellipsoid(*ellipsoid);
}

std::string Repr(const Ellipsoid& self) {
  const std::string name = self.name();
  return Ellipsoid::FromName(name) ? "Ellipsoid('" + name + "')" : name;
}

}  // namespace

void BindEllipsoid(nb::module_& m) {
  nb::class_<Ellipsoid>(m, "Ellipsoid", nb::is_final(), kDoc)
      .def("__init__", &InitFromName, nb::arg("name"))
      .def("__init__", &InitFromAxes, nb::arg("a"), nb::arg("inverse_flattening"))
      .def_prop_ro("name", &Ellipsoid::name,
                   "``\"WGS84\"``, ..., or the numbers where it has no name.")
      .def_prop_ro("a", &Ellipsoid::a, "Semi-major axis in metres.")
      .def_prop_ro("b", &Ellipsoid::b, "Semi-minor axis in metres.")
      .def_prop_ro("inverse_flattening", &Ellipsoid::inverse_flattening, "1/f; 0 for a sphere.")
      .def_prop_ro("flattening", &Ellipsoid::flattening, "f = (a - b) / a.")
      .def_prop_ro("area_m2", &Ellipsoid::area_m2, "Area of the surface in square metres.")
      .def_prop_ro("authalic_radius", &Ellipsoid::authalic_radius,
                   "Radius in metres of the sphere of equal area.")
      .def(
          "__eq__", [](const Ellipsoid& self, const Ellipsoid& other) { return self == other; },
          nb::is_operator(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__",
           [](const Ellipsoid& self) {
             return nb::hash(nb::make_tuple(self.a(), self.inverse_flattening()));
           })
      .def("__repr__", &Repr)
      .def(
          "__reduce__",
          [](nb::handle self) {
            const auto& ellipsoid = nb::cast<const Ellipsoid&>(self);
            return nb::make_tuple(self.type(),
                                  nb::make_tuple(ellipsoid.a(), ellipsoid.inverse_flattening()));
          },
          nb::sig("def __reduce__(self) -> tuple[type[Ellipsoid], tuple[float, float]]"));
}

}  // namespace coincide::python
