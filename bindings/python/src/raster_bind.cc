// Lines over rasters: what coincide/_raster.py is a face of.

#include <nanobind/nanobind.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/geodesy/places_between.h"
#include "coincide/match/samples/raster_window.h"
#include "numpy_arrays.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kAlways = std::numeric_limits<size_t>::max();

constexpr char kDistancesSig[] =
    "def distances_along(lon: Any, lat: Any, offsets: Any, threads: int | None) -> "
    "tuple[_Doubles, _Doubles]";
constexpr char kPlacesSig[] =
    "def places_between(lon: Any, lat: Any, start: Any, stop: Any, fraction: Any, threads: int | "
    "None) -> tuple[_Doubles, _Doubles]";
constexpr char kEdgesSig[] =
    "def edges_at(along: Any, step: Any, offsets: Any, line: Any, at_m: Any, threads: int | None) "
    "-> tuple[_Ints, _Doubles]";
constexpr char kPixelsSig[] =
    "def pixels_along(x: Any, y: Any, along_m: Any, offsets: Any, rows: int, cols: int, threads: "
    "int | None) -> tuple[_Ints, _Ints, _Ints, _Doubles, _Doubles]";

// Lines one after the other: offsets[k] to offsets[k + 1] of n vertices.
void CheckOffsets(const ArrayArg<int64_t>& offsets, size_t n) {
  for (size_t k = 0; k < offsets.size(); ++k) {
    const int64_t least = k == 0 ? 0 : offsets[k - 1];
    if (offsets[k] < least || offsets[k] > static_cast<int64_t>(n)) {
      RaiseValue("offsets" + offsets.IndexText(k) + " is " + std::to_string(offsets[k]) +
                 ": offsets ascend from 0 to " + std::to_string(n));
    }
  }
}

nb::object DistancesAlongOf(nb::handle lon_arg, nb::handle lat_arg, nb::handle offsets_arg,
                            nb::handle threads_arg) {
  const ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const ArrayArg<int64_t> offsets(offsets_arg, "offsets");
  const size_t n = lon.size();
  if (lat.size() != n) RaiseValue("lon and lat differ in length");
  CheckOffsets(offsets, n);
  const int threads = ThreadsArg(threads_arg);
  ArrayOut<double> along({static_cast<Py_ssize_t>(n)}), step({static_cast<Py_ssize_t>(n)});
  WithoutGil(n, [&] {
    DistancesAlong(lon.values(), lat.values(), offsets.values(), Ellipsoid::Wgs84(), along.values(),
                   step.values(), threads);
  });
  return nb::make_tuple(along.Take(), step.Take());
}

void CheckRows(const ArrayArg<int64_t>& rows, size_t n) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] >= 0 && rows[i] < static_cast<int64_t>(n)) continue;
    RaiseValue(std::string(rows.name()) + rows.IndexText(i) + " is " + std::to_string(rows[i]) +
               ": a row below " + std::to_string(n) + " is wanted");
  }
}

nb::object PlacesBetweenOf(nb::handle lon_arg, nb::handle lat_arg, nb::handle from_arg,
                           nb::handle to_arg, nb::handle fraction_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat"), at(fraction_arg, "fraction");
  const ArrayArg<int64_t> from(from_arg, "start"), to(to_arg, "stop");
  const size_t n = from.size();
  if (lat.size() != lon.size()) RaiseValue("lon and lat differ in length");
  if (to.size() != n || at.size() != n) RaiseValue("start, stop and fraction differ in length");
  CheckRows(from, lon.size());
  CheckRows(to, lon.size());
  for (size_t i = 0; i < n; ++i) {
    if (at[i] >= 0 && at[i] <= 1) continue;
    RaiseValue("fraction" + at.IndexText(i) + " is " + NumberText(at[i]) + ": 0 to 1 is allowed");
  }
  ArrayOut<double> out_lon({static_cast<Py_ssize_t>(n)}), out_lat({static_cast<Py_ssize_t>(n)});
  WithoutGil(n, [&] {
    PlacesBetween(lon.values(), lat.values(), from.values(), to.values(), at.values(),
                  Ellipsoid::Wgs84(), out_lon.values(), out_lat.values(), threads);
  });
  return nb::make_tuple(out_lon.Take(), out_lat.Take());
}

nb::object EdgesAtOf(nb::handle along_arg, nb::handle step_arg, nb::handle offsets_arg,
                     nb::handle line_arg, nb::handle at_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<double> along(along_arg, "along"), step(step_arg, "step"), at(at_arg, "at_m");
  const ArrayArg<int64_t> offsets(offsets_arg, "offsets"), line(line_arg, "line");
  if (step.size() != along.size()) RaiseValue("along and step differ in length");
  if (at.size() != line.size()) RaiseValue("line and at_m differ in length");
  CheckOffsets(offsets, along.size());
  CheckRows(line, offsets.size() == 0 ? 0 : offsets.size() - 1);
  for (size_t i = 0; i < line.size(); ++i) {
    const auto k = static_cast<size_t>(line[i]);
    if (offsets[k] < offsets[k + 1] && along[static_cast<size_t>(offsets[k + 1]) - 1] > 0) continue;
    RaiseValue("line" + line.IndexText(i) + " is " + std::to_string(k) + ": it has no length");
  }
  const auto n = static_cast<Py_ssize_t>(line.size());
  ArrayOut<int64_t> edge({n});
  ArrayOut<double> fraction({n});
  WithoutGil(line.size(), [&] {
    EdgesAt(along.values(), step.values(), offsets.values(), line.values(), at.values(),
            edge.values(), fraction.values(), threads);
  });
  return nb::make_tuple(edge.Take(), fraction.Take());
}

nb::object PixelsAlongOf(nb::handle x_arg, nb::handle y_arg, nb::handle along_arg,
                         nb::handle offsets_arg, int64_t rows, int64_t cols,
                         nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<double> x(x_arg, "x"), y(y_arg, "y"), along(along_arg, "along_m");
  const ArrayArg<int64_t> offsets(offsets_arg, "offsets");
  if (y.size() != x.size() || along.size() != x.size()) {
    RaiseValue("x, y and along_m differ in length");
  }
  CheckOffsets(offsets, x.size());
  LineVisits all = WithoutGil(kAlways, [&] {
    return PixelsAlong(x.values(), y.values(), along.values(), offsets.values(), rows, cols,
                       threads);
  });
  return nb::make_tuple(TakeVector(std::move(all.line)), TakeVector(std::move(all.visits.row)),
                        TakeVector(std::move(all.visits.col)),
                        TakeVector(std::move(all.visits.enter_m)),
                        TakeVector(std::move(all.visits.exit_m)));
}

}  // namespace

void BindRaster(nb::module_& m) {
  m.def("distances_along", &DistancesAlongOf, nb::arg("lon"), nb::arg("lat"), nb::arg("offsets"),
        nb::arg("threads").none(), nb::sig(kDistancesSig),
        "Of the vertices of lines: metres from the first, and to the next (0 at the last).");
  m.def("places_between", &PlacesBetweenOf, nb::arg("lon"), nb::arg("lat"), nb::arg("start"),
        nb::arg("stop"), nb::arg("fraction"), nb::arg("threads").none(), nb::sig(kPlacesSig),
        "Places on the geodesics between points given by row: (lon, lat).");
  m.def("edges_at", &EdgesAtOf, nb::arg("along"), nb::arg("step"), nb::arg("offsets"),
        nb::arg("line"), nb::arg("at_m"), nb::arg("threads").none(), nb::sig(kEdgesSig),
        "Of distances along lines: the edges they fall on, and at what fraction of them.");
  m.def("pixels_along", &PixelsAlongOf, nb::arg("x"), nb::arg("y"), nb::arg("along_m"),
        nb::arg("offsets"), nb::arg("rows"), nb::arg("cols"), nb::arg("threads").none(),
        nb::sig(kPixelsSig),
        "Pixels that paths pass through: path, row, col, and where it enters and leaves them.");
}

}  // namespace coincide::python
