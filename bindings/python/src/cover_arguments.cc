#include "cover_arguments.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "arguments.h"
#include "coincide/cover/cover_geometry.h"
#include "status.h"

namespace coincide::python {

namespace nb = nanobind;

namespace {

// Kept until the process ends, so that options can refer to it. The GIL is held.
const ProjCrs& CrsOf(const std::string& text) {
  static auto* const all = new std::map<std::string, ProjCrs>();
  const auto found = all->find(text);
  if (found != all->end()) return found->second;
  return all->emplace(text, ValueOrRaise(ProjCrs::Create(text))).first->second;
}

void SetPlane(const ProjCrs& crs, CoverOptions* options) {
  if (options->ellipsoid != Ellipsoid::Wgs84()) {
    RaiseValue("ellipsoid is " + options->ellipsoid.name() +
               ": planar edges, and geometries in a projected CRS, go with WGS84");
  }
  options->edges = Edges::kPlanar;
  options->projector = crs.projector();
}

}  // namespace

CoverOptions CoverOptionsArg(nb::handle edges, nb::handle orientation, nb::handle ellipsoid) {
  CoverOptions options;
  options.ellipsoid = EllipsoidArg(ellipsoid);
  if (!orientation.is_none()) {
    options.orientation = ChoiceArg(orientation, "orientation", {"smaller", "ccw"}) == 0
                              ? Orientation::kSmaller
                              : Orientation::kCounterClockwise;
  }
  if (edges.is_none()) return options;
  constexpr std::string_view kPlanar = "planar:";
  if (PyUnicode_Check(edges.ptr())) {
    const std::string text = TextOf(edges, "edges");
    if (text.starts_with(kPlanar)) {
      SetPlane(CrsOf(text.substr(kPlanar.size())), &options);
      return options;
    }
  }
  constexpr Edges kEdges[] = {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat,
                              Edges::kGeodesic};
  const size_t choice =
      ChoiceArg(edges, "edges", {"geodesic", "great_circle", "lonlat", "planar:CRS"});
  if (choice == 3)
    RaiseValue("edges is 'planar:CRS': CRS stands for one, as in 'planar:EPSG:3031'");
  options.edges = kEdges[choice];
  return options;
}

LineArgs::LineArgs(nb::handle lon_arg, nb::handle lat_arg)
    : lon(lon_arg, "lon"), lat(lat_arg, "lat") {
  if (lon.shape().size() != 1 || lon.shape() != lat.shape()) {
    RaiseValue("lon has shape " + ShapeText(lon.shape()) + " and lat " + ShapeText(lat.shape()) +
               ": (n,) and equal ones are wanted");
  }
  if (lon.size() == 0) RaiseEmpty("lon, lat");
}

void RaiseEmpty(const char* name) {
  RaiseValue(std::string(name) +
             " is empty: a place is wanted (Coverage.EMPTY is the coverage of none)");
}

double MetresArg(nb::handle metres, const char* name) {
  const double value =
      PyFloat_CheckExact(metres.ptr())
          ? PyFloat_AsDouble(metres.ptr())
          : nb::cast<double>(
                nb::module_::import_("coincide._units").attr("to_metres")(metres, name));
  if (!std::isfinite(value)) {
    RaiseValue(std::string(name) + " is " + NumberText(value) + ": a finite number is wanted");
  }
  return value;
}

PlaneOf::PlaneOf(nb::handle crs, nb::handle edges, CoverOptions* options) {
  if (crs.is_none()) return;
  crs_ = &CrsOf(TextOf(crs, "crs"));
  if (edges.is_none()) SetPlane(*crs_, options);
}

bool IsOuterArg(nb::handle kind) { return ChoiceArg(kind, "kind", {"outer", "inner"}) == 0; }

void RequireOrderOrBudget(bool order, std::initializer_list<nb::handle> budget) {
  const auto given = [](nb::handle argument) { return !argument.is_none(); };
  if (order && std::any_of(budget.begin(), budget.end(), given)) {
    RaiseValue("order goes without max_cells, min_order, max_order and tolerance_m");
  }
}

CellBudget CellBudgetArg(nb::handle max_cells, nb::handle min_order, nb::handle max_order,
                         nb::handle tolerance, const Ellipsoid& ellipsoid) {
  CellBudget budget;
  if (!max_cells.is_none()) {
    budget.max_cells = static_cast<size_t>(
        IntegerArg(max_cells, "max_cells", 1, std::numeric_limits<int64_t>::max()));
  }
  budget.min_order = OptionalOrder(min_order, "min_order").value_or(0);
  budget.max_order = OptionalOrder(max_order, "max_order").value_or(Cell::kMaxOrder);
  if (!tolerance.is_none()) {
    const double metres = DoubleArg(tolerance, "tolerance_m");
    if (!(metres > 0)) {
      RaiseValue("tolerance_m is " + NumberText(metres) + ": above 0 is wanted");
    }
    budget.max_order = std::min(budget.max_order,
                                std::max(budget.min_order, OrderForTolerance(metres, ellipsoid)));
  }
  return budget;
}

}  // namespace coincide::python
