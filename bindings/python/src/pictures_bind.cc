// plot() and explore() of coverages: the pictures are made in Python.

#include <nanobind/nanobind.h>

#include "bind.h"
#include "coverage_types.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr char kPlotSig[] = "def plot(self, *under: Any, **options: Any) -> Any";
constexpr char kPlotDoc[] =
    "A map over other things (catalogs, coverages, tables): see `coincide.plot.plot`.";
constexpr char kExploreSig[] = "def explore(self, *under: Any, **options: Any) -> Any";
constexpr char kExploreDoc[] =
    "A page to pan and zoom, over other things: see `coincide.explore.explore`.";

nb::object Plot(const nb::handle& self, const nb::args& under, const nb::kwargs& options) {
  return nb::module_::import_("coincide.plot").attr("plot")(*under, self, **options);
}
nb::object Explore(const nb::handle& self, const nb::args& under, const nb::kwargs& options) {
  return nb::module_::import_("coincide.explore").attr("explore")(*under, self, **options);
}

template <typename Class>
void Bind(Class type) {
  type.def("plot", &Plot, nb::sig(kPlotSig), kPlotDoc)
      .def("explore", &Explore, nb::sig(kExploreSig), kExploreDoc);
}

}  // namespace

void BindPictures(nb::module_& m) {
  Bind(nb::borrow<CoverageClass>(m.attr("Coverage")));
  Bind(nb::borrow<ColumnClass>(m.attr("CoverageColumn")));
}

}  // namespace coincide::python
