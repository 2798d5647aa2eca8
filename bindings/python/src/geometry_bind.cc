// Where cells lie: corners, sides, area, caps, distances, weights between centres.

#include <nanobind/nanobind.h>

#include "arguments.h"
#include "bind.h"
#include "coincide/cell/cell_ids.h"
#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/cell_geometry.h"
#include "coincide/healpix/interpolation.h"
#include "geometry_docs.h"
#include "numpy_arrays.h"
#include "word_map.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// (lon, lat) of `per_word` places of each word.
template <typename Batch>
nb::object Places(nb::handle w, size_t per_word, nb::handle errors, const Batch& batch) {
  const bool raises = RaisesArg(errors);
  const ArrayArg<uint64_t> words(w, "w");
  const Shape shape = WithAxis(words.shape(), per_word);
  ArrayOut<double> lon(shape), lat(shape);
  const size_t bad = WithoutGil(lon.values().size(),
                                [&] { return batch(words.values(), lon.values(), lat.values()); });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return nb::make_tuple(lon.Take(), lat.Take());
}

nb::object VerticesOfCells(nb::handle w, nb::handle ellipsoid_arg, nb::handle errors,
                           nb::handle threads_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const int threads = ThreadsArg(threads_arg);
  return Places(w, 4, errors, [&](auto words, auto lon, auto lat) {
    return VerticesOf(words, ellipsoid, lon, lat, threads);
  });
}

nb::object BoundaryOfCells(nb::handle w, nb::handle points_arg, nb::handle ellipsoid_arg,
                           nb::handle errors, nb::handle threads_arg) {
  const auto points =
      static_cast<int>(IntegerArg(points_arg, "points_per_side", 1, int64_t{1} << 24));
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const int threads = ThreadsArg(threads_arg);
  return Places(w, 4 * static_cast<size_t>(points), errors, [&](auto words, auto lon, auto lat) {
    return BoundariesOf(words, points, ellipsoid, lon, lat, threads);
  });
}

nb::object CapOfCells(nb::handle w, nb::handle ellipsoid_arg, nb::handle errors,
                      nb::handle threads_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  ArrayOut<double> lon(words.shape()), lat(words.shape()), radius(words.shape());
  const size_t bad = WithoutGil(words.size(), [&] {
    return CapsOf(words.values(), ellipsoid, lon.values(), lat.values(), radius.values(), threads);
  });
  if (bad < words.size() && raises) ExplainWord(words, bad);
  return nb::make_tuple(lon.Take(), lat.Take(), radius.Take());
}

nb::object AreaOfCells(nb::handle order_arg, nb::handle ellipsoid_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const ArrayArg<int64_t> orders(order_arg, "order");
  ArrayOut<double> area(orders.shape());
  for (size_t i = 0; i < orders.size(); ++i) {
    if (!IsValidOrder(orders[i])) {
      RaiseValue("order" + orders.IndexText(i) + " is " + std::to_string(orders[i]) +
                 ": 0 to 29 is allowed");
    }
    area.values()[i] = CellArea(static_cast<int>(orders[i]), ellipsoid);
  }
  return area.Take();
}

nb::object DistanceBoundsTo(nb::handle w, nb::handle lon_arg, nb::handle lat_arg,
                            nb::handle ellipsoid_arg, nb::handle errors, nb::handle threads_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<uint64_t> words(w, "w");
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = BroadcastArgs({&words, &lon, &lat});
  ArrayOut<double> lower(shape), upper(shape);
  const size_t bad = WithoutGil(words.size(), [&] {
    return DistancesTo(words.values(), lon.values(), lat.values(), ellipsoid, lower.values(),
                       upper.values(), threads);
  });
  if (bad < words.size() && raises) {
    if (!Cell::IsValidWord(words[bad])) ExplainWord(words, bad);
    RaiseBadCoordinate(lon, lat);
  }
  return nb::make_tuple(lower.Take(), upper.Take());
}

nb::object CellDistanceBounds(nb::handle w, nb::handle v, nb::handle ellipsoid_arg,
                              nb::handle errors, nb::handle threads_arg) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<uint64_t> a(w, "w"), b(v, "v");
  const Shape shape = BroadcastArgs({&a, &b});
  ArrayOut<double> lower(shape), upper(shape);
  const size_t bad = WithoutGil(a.size(), [&] {
    return DistancesTo(a.values(), b.values(), ellipsoid, lower.values(), upper.values(), threads);
  });
  if (bad < a.size() && raises) {
    if (!Cell::IsValidWord(a[bad])) ExplainWord(a, bad);
    ExplainWord(b, bad);
  }
  return nb::make_tuple(lower.Take(), upper.Take());
}

nb::object InterpWeights(nb::handle lon_arg, nb::handle lat_arg, nb::handle order_arg,
                         nb::handle ellipsoid_arg, nb::handle errors, nb::handle threads_arg) {
  const int order = RequiredOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = WithAxis(BroadcastArgs({&lon, &lat}), 4);
  ArrayOut<uint64_t> words(shape);
  ArrayOut<double> weights(shape);
  const size_t bad = WithoutGil(lon.size(), [&] {
    return InterpolationsAt(lon.values(), lat.values(), order, ellipsoid, words.values(),
                            weights.values(), threads);
  });
  if (bad < lon.size() && raises) RaiseBadCoordinate(lon, lat);
  return nb::make_tuple(words.Take(), weights.Take());
}

}  // namespace

void BindGeometry(nb::module_& m) {
  const auto w = nb::arg("w").none(), v = nb::arg("v").none();
  const auto lon = nb::arg("lon").none(), lat = nb::arg("lat").none();
  const auto order = nb::arg("order").none();
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const auto errors = nb::arg("errors").none() = "raise";
  const auto threads = nb::arg("threads") = nb::none();
  const nb::kw_only kw;
  m.def("vertices", &VerticesOfCells, w, kw, ellipsoid, errors, threads, nb::sig(kVerticesSig),
        kVerticesDoc);
  m.def("boundary", &BoundaryOfCells, w, nb::arg("points_per_side").none(), kw, ellipsoid, errors,
        threads, nb::sig(kBoundarySig), kBoundaryDoc);
  m.def("cap", &CapOfCells, w, kw, ellipsoid, errors, threads, nb::sig(kCapSig), kCapDoc);
  m.def("cell_area", &AreaOfCells, order, kw, ellipsoid, nb::sig(kCellAreaSig), kCellAreaDoc);
  m.def("distance_bounds", &DistanceBoundsTo, w, lon, lat, kw, ellipsoid, errors, threads,
        nb::sig(kDistanceBoundsSig), kDistanceBoundsDoc);
  m.def("cell_distance_bounds", &CellDistanceBounds, w, v, kw, ellipsoid, errors, threads,
        nb::sig(kCellDistanceBoundsSig), kCellDistanceBoundsDoc);
  m.def("interp_weights", &InterpWeights, lon, lat, order, kw, ellipsoid, errors, threads,
        nb::sig(kInterpWeightsSig), kInterpWeightsDoc);
}

}  // namespace coincide::python
