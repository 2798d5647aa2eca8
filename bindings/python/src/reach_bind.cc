// What lies within a distance: cones, ellipses, buffers, distances.

#include <nanobind/nanobind.h>

#include <limits>
#include <utility>

#include "arguments.h"
#include "bind.h"
#include "coincide/cover/buffer.h"
#include "coincide/cover/cover_cone.h"
#include "coincide/cover/cover_corridor.h"
#include "coincide/cover/distance.h"
#include "cover_arguments.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "reach_docs.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kAlways = std::numeric_limits<size_t>::max();

Coverage Pick(OuterInner covers, bool outer) {
  return outer ? std::move(covers.outer) : std::move(covers.inner);
}

LonLat PlaceArg(nb::handle lon, nb::handle lat) {
  return {DoubleArg(lon, "lon"), DoubleArg(lat, "lat")};
}

Coverage FromCone(nb::handle lon, nb::handle lat, nb::handle radius, nb::handle order_arg,
                  nb::handle kind, nb::handle ellipsoid_arg) {
  const LonLat centre = PlaceArg(lon, lat);
  const double radius_m = MetresArg(radius, "radius_m");
  const int order = RequiredOrder(order_arg);
  const bool outer = IsOuterArg(kind);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  return Pick(ValueOrRaise(WithoutGil(
                  kAlways, [&] { return CoverCone(centre, radius_m, order, ellipsoid); })),
              outer);
}

Coverage FromEllipse(nb::handle lon, nb::handle lat, nb::handle semi_a, nb::handle semi_b,
                     nb::handle azimuth, nb::handle order_arg, nb::handle kind,
                     nb::handle ellipsoid_arg) {
  const GroundEllipse ellipse = {PlaceArg(lon, lat), MetresArg(semi_a, "semi_a_m"),
                                 MetresArg(semi_b, "semi_b_m"), DoubleArg(azimuth, "azimuth")};
  const int order = RequiredOrder(order_arg);
  const bool outer = IsOuterArg(kind);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  return Pick(
      ValueOrRaise(WithoutGil(kAlways, [&] { return CoverEllipse(ellipse, order, ellipsoid); })),
      outer);
}

Coverage FromCorridor(nb::handle lon_arg, nb::handle lat_arg, nb::handle left, nb::handle right,
                      nb::handle order_arg, nb::handle edges, nb::handle cap_arg, nb::handle kind,
                      nb::handle ellipsoid) {
  const CorridorWidths widths = {MetresArg(left, "left_m"), MetresArg(right, "right_m")};
  const int order = RequiredOrder(order_arg);
  const CoverOptions options = CoverOptionsArg(edges, nb::none(), ellipsoid);
  const LineCap cap =
      ChoiceArg(cap_arg, "cap", {"round", "flat"}) == 0 ? LineCap::kRound : LineCap::kFlat;
  const bool outer = IsOuterArg(kind);
  const LineArgs line(lon_arg, lat_arg);
  return Pick(
      ValueOrRaise(WithoutGil(
          kAlways, [&] { return CoverCorridor(line.view(), widths, order, cap, options); })),
      outer);
}

Coverage BufferOf(const Coverage& self, nb::handle metres_arg, nb::handle order_arg) {
  const double metres = MetresArg(metres_arg, "metres");
  const std::optional<int> order = OptionalOrder(order_arg);
  return ValueOrRaise(WithoutGil(kAlways, [&] { return Buffer(self, metres, order); }));
}

double DistanceToOther(const Coverage& self, nb::handle other_arg) {
  const Coverage& other = CoverageArg(other_arg, "other");
  return ValueOrRaise(WithoutGil(kAlways, [&] { return DistanceBetween(self, other); })).upper_m;
}

nb::object DistanceToPoints(const Coverage& self, nb::handle lon_arg, nb::handle lat_arg,
                            nb::handle errors, nb::handle threads_arg) {
  if (self.is_empty()) RaiseValue("the coverage is empty: it has no distance to anything");
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  ArrayOut<double> out(BroadcastArgs({&lon, &lat}));
  const size_t bad = WithoutGil(kAlways, [&] {
    return CoverageDistance(self).From(lon.values(), lat.values(), out.values(), threads);
  });
  if (raises && bad < lon.size()) RaiseBadCoordinate(lon, lat);
  return out.Take();
}

}  // namespace

void BindReach(nb::module_& m) {
  CoverageClass coverage = nb::borrow<CoverageClass>(m.attr("Coverage"));
  const auto lon = nb::arg("lon").none(), lat = nb::arg("lat").none();
  const auto order = nb::arg("order").none();
  const auto kind = nb::arg("kind").none() = "outer";
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const nb::kw_only kw;
  coverage
      .def_static("from_cone", &FromCone, lon, lat, nb::arg("radius_m").none(), order, kw, kind,
                  ellipsoid, nb::sig(kFromConeSig), kFromConeDoc)
      .def_static("from_ellipse", &FromEllipse, lon, lat, nb::arg("semi_a_m").none(),
                  nb::arg("semi_b_m").none(), nb::arg("azimuth").none(), order, kw, kind, ellipsoid,
                  nb::sig(kFromEllipseSig), kFromEllipseDoc)
      .def_static("from_corridor", &FromCorridor, lon, lat, nb::arg("left_m").none(),
                  nb::arg("right_m").none(), order, kw, nb::arg("edges").none() = "geodesic",
                  nb::arg("cap").none() = "round", kind, ellipsoid, nb::sig(kFromCorridorSig),
                  kFromCorridorDoc)
      .def("buffer", &BufferOf, nb::arg("metres").none(), kw, nb::arg("order") = nb::none(),
           nb::sig(kBufferSig), kBufferDoc)
      .def("distance_to", &DistanceToOther, nb::arg("other").none(), nb::sig(kDistanceToSig),
           kDistanceToDoc)
      .def("distance_to_points", &DistanceToPoints, lon, lat, kw,
           nb::arg("errors").none() = "raise", nb::arg("threads") = nb::none(),
           nb::sig(kDistanceToPointsSig), kDistanceToPointsDoc);
}

}  // namespace coincide::python
