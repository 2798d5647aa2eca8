// plot() and explore() of coverages, and what notebooks show: made in Python.

#include <nanobind/nanobind.h>

#include "bind.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/coverage/space_time_coverage.h"
#include "coincide/coverage/time_coverage.h"
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

// What notebooks show of objects of this class: by a function of coincide._html.
template <typename Class>
void BindHtml(Class type, const char* function) {
  type.def("_repr_html_", [function](const nb::handle& self) {
    return nb::module_::import_("coincide._html").attr(function)(self);
  });
}

}  // namespace

void BindPictures(nb::module_& m) {
  Bind(nb::borrow<CoverageClass>(m.attr("Coverage")));
  Bind(nb::borrow<ColumnClass>(m.attr("CoverageColumn")));
  BindHtml(nb::borrow<CoverageClass>(m.attr("Coverage")), "coverage");
  BindHtml(nb::borrow<ColumnClass>(m.attr("CoverageColumn")), "column");
  BindHtml(nb::borrow<nb::class_<CoverageIndex>>(m.attr("CoverageIndex")), "index");
  BindHtml(nb::borrow<nb::class_<TimeCoverage>>(m.attr("TimeCoverage")), "times");
  BindHtml(nb::borrow<nb::class_<SpaceTimeCoverage>>(m.attr("SpaceTimeCoverage")), "space_time");
}

}  // namespace coincide::python
