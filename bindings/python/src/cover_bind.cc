// Covers: geometry to coverage.

#include <nanobind/nanobind.h>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/wkb.h"
#include "coincide/cover/buffer.h"
#include "coincide/cover/cover_box.h"
#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_line.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/cover/line_cells.h"
#include "cover_arguments.h"
#include "cover_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// Covering costs far more than a vertex is worth elsewhere: always without the GIL.
constexpr size_t kAlways = std::numeric_limits<size_t>::max();

Coverage Pick(OuterInner covers, bool outer) {
  return outer ? std::move(covers.outer) : std::move(covers.inner);
}

Coverage FromLine(nb::handle lon, nb::handle lat, nb::handle order_arg, nb::handle edges,
                  nb::handle buffer, nb::handle kind, nb::handle ellipsoid) {
  const int order = RequiredOrder(order_arg);
  const CoverOptions options = CoverOptionsArg(edges, nb::none(), ellipsoid);
  const double buffer_m = MetresArg(buffer, "buffer_m");
  const bool outer = IsOuterArg(kind);
  const LineArgs line(lon, lat);
  if (buffer_m == 0) {
    if (!outer) return Coverage::Empty(order, options.ellipsoid);
    return ValueOrRaise(
        WithoutGil(kAlways, [&] { return CoverLine(line.view(), order, options); }));
  }
  return Pick(ValueOrRaise(WithoutGil(kAlways,
                                      [&] {
                                        Geometry geometry;
                                        geometry.BeginLine();
                                        for (size_t i = 0; i < line.view().size(); ++i) {
                                          geometry.AddVertex(line.lon[i], line.lat[i]);
                                        }
                                        return CoverBuffered(geometry, buffer_m, order, options);
                                      })),
              outer);
}

Coverage FromPolygon(nb::handle rings_arg, nb::handle order_arg, nb::handle edges, nb::handle kind,
                     nb::handle orientation, nb::handle ellipsoid) {
  const int order = RequiredOrder(order_arg);
  const CoverOptions options = CoverOptionsArg(edges, orientation, ellipsoid);
  const bool outer = IsOuterArg(kind);
  const nb::tuple columns =
      nb::cast<nb::tuple>(nb::module_::import_("coincide._geometry").attr("to_rings")(rings_arg));
  const ArrayArg<double> lon(columns[0], "lon"), lat(columns[1], "lat");
  const ArrayArg<int64_t> offsets(columns[2], "offsets");
  const RingsView rings = {lon.values(), lat.values(), offsets.values()};
  if (rings.size() == 0) RaiseEmpty("rings");
  return Pick(
      ValueOrRaise(WithoutGil(kAlways, [&] { return CoverPolygon(rings, order, options); })),
      outer);
}

Coverage FromBox(nb::handle west, nb::handle south, nb::handle east, nb::handle north,
                 nb::handle order_arg, nb::handle kind, nb::handle ellipsoid_arg) {
  const int order = RequiredOrder(order_arg);
  const bool outer = IsOuterArg(kind);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const LonLatBox box = {DoubleArg(west, "west"), DoubleArg(south, "south"),
                         DoubleArg(east, "east"), DoubleArg(north, "north")};
  return Pick(ValueOrRaise(WithoutGil(kAlways, [&] { return CoverBox(box, order, ellipsoid); })),
              outer);
}

// A geometry that may be in a projected CRS: what `options` says of edges follows it, if
// `edges` is None.
Geometry GeometryArg(nb::handle object, nb::handle edges, CoverOptions* options) {
  const nb::tuple parts = nb::cast<nb::tuple>(
      nb::module_::import_("coincide._geometry").attr("to_wkb_and_crs")(object));
  const nb::object wkb = parts[0];
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (PyBytes_AsStringAndSize(wkb.ptr(), &data, &size) < 0) throw nb::python_error();
  Geometry geometry;
  geometry.Clear();
  RaiseIfError(
      ReadWkb({reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(size)}, &geometry));
  if (geometry.is_empty()) RaiseEmpty("geometry");
  RaiseIfError(PlaneOf(parts[1], edges, options).Unproject(&geometry));
  return geometry;
}

Coverage FromGeometry(nb::handle object, nb::handle order_arg, nb::handle kind, nb::handle edges,
                      nb::handle max_cells, nb::handle min_order, nb::handle max_order,
                      nb::handle tolerance, nb::handle buffer, nb::handle orientation,
                      nb::handle ellipsoid) {
  const std::optional<int> order = OptionalOrder(order_arg);
  CoverOptions options = CoverOptionsArg(edges, orientation, ellipsoid);
  const bool outer = IsOuterArg(kind);
  RequireOrderOrBudget(order.has_value(), {max_cells, min_order, max_order, tolerance});
  const CellBudget budget =
      CellBudgetArg(max_cells, min_order, max_order, tolerance, options.ellipsoid);
  const double buffer_m = MetresArg(buffer, "buffer_m");
  const Geometry geometry = GeometryArg(object, edges, &options);
  if (order) {
    return Pick(ValueOrRaise(WithoutGil(
                    kAlways, [&] { return CoverBuffered(geometry, buffer_m, *order, options); })),
                outer);
  }
  return ValueOrRaise(WithoutGil(kAlways, [&] {
    return CoverBufferedWithin(geometry, buffer_m, budget,
                               outer ? CoverKind::kOuter : CoverKind::kInner, options);
  }));
}

nb::tuple Cover(nb::handle object, nb::handle order_arg, nb::handle edges, nb::handle buffer,
                nb::handle orientation, nb::handle ellipsoid) {
  const int order = RequiredOrder(order_arg);
  CoverOptions options = CoverOptionsArg(edges, orientation, ellipsoid);
  const double buffer_m = MetresArg(buffer, "buffer_m");
  const Geometry geometry = GeometryArg(object, edges, &options);
  OuterInner covers = ValueOrRaise(
      WithoutGil(kAlways, [&] { return CoverBuffered(geometry, buffer_m, order, options); }));
  return nb::make_tuple(std::move(covers.outer), std::move(covers.inner));
}

nb::tuple LineCellsOf(nb::handle lon, nb::handle lat, nb::handle order_arg, nb::handle edges,
                      nb::handle ellipsoid) {
  const int order = RequiredOrder(order_arg);
  const CoverOptions options = CoverOptionsArg(edges, nb::none(), ellipsoid);
  const LineArgs line(lon, lat);
  LineCells rows =
      ValueOrRaise(WithoutGil(kAlways, [&] { return CellsAlong(line.view(), order, options); }));
  ArrayOut<uint64_t> words({static_cast<Py_ssize_t>(rows.cells.size())});
  for (size_t i = 0; i < rows.cells.size(); ++i) words.values()[i] = rows.cells[i].word();
  return nb::make_tuple(words.Take(), TakeVector(std::move(rows.enter_m)),
                        TakeVector(std::move(rows.exit_m)));
}

}  // namespace

void BindCovers(nb::module_& m, CoverageClass& coverage) {
  const auto edges = nb::arg("edges").none() = "geodesic";
  const auto edges_of_crs = nb::arg("edges") = nb::none();
  const auto kind = nb::arg("kind").none() = "outer";
  const auto buffer = nb::arg("buffer_m").none() = 0.0;
  const auto orientation = nb::arg("orientation").none() = "smaller";
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const auto order = nb::arg("order").none();
  const nb::kw_only kw;
  coverage
      .def_static("from_line", &FromLine, nb::arg("lon").none(), nb::arg("lat").none(), order, kw,
                  edges, buffer, kind, ellipsoid, nb::sig(kFromLineSig), kFromLineDoc)
      .def_static("from_polygon", &FromPolygon, nb::arg("rings").none(), order, kw, edges, kind,
                  orientation, ellipsoid, nb::sig(kFromPolygonSig), kFromPolygonDoc)
      .def_static("from_box", &FromBox, nb::arg("west").none(), nb::arg("south").none(),
                  nb::arg("east").none(), nb::arg("north").none(), order, kw, kind, ellipsoid,
                  nb::sig(kFromBoxSig), kFromBoxDoc)
      .def_static("from_geometry", &FromGeometry, nb::arg("obj").none(),
                  nb::arg("order") = nb::none(), kw, kind, edges_of_crs,
                  nb::arg("max_cells") = nb::none(), nb::arg("min_order") = nb::none(),
                  nb::arg("max_order") = nb::none(), nb::arg("tolerance_m") = nb::none(), buffer,
                  orientation, ellipsoid, nb::sig(kFromGeometrySig), kFromGeometryDoc);
  m.def("cover", &Cover, nb::arg("obj").none(), order, kw, edges_of_crs, buffer, orientation,
        ellipsoid, nb::sig(kCoverSig), kCoverDoc);
  m.def("line_cells", &LineCellsOf, nb::arg("lon").none(), nb::arg("lat").none(), order, kw, edges,
        ellipsoid, nb::sig(kLineCellsSig), kLineCellsDoc);
}

}  // namespace coincide::python
