// Crossings of tracks: what coincide/_crossings.py is a face of.

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "arguments.h"
#include "bind.h"
#include "coincide/match/samples/crossing_values.h"
#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/super_crossovers.h"
#include "long_calls.h"
#include "numpy_arrays.h"
#include "status.h"
#include "value_rules.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr char kFindSig[] =
    "def find_crossings(a: tuple[Any, ...], b: tuple[Any, ...] | None, mode: str, max_gap: float | "
    "None, max_gap_time: int | None, min_angle: float | None, touches: bool, min_separation: "
    "float, ellipsoid: Any, threads: int | None) -> tuple[dict[str, Any], dict[str, Any], "
    "tuple[int, int], tuple[int, int]]";
constexpr char kValuesSig[] =
    "def crossing_values(samples: tuple[Any, ...], side: tuple[Any, ...], values: Any, sigma: Any, "
    "slope: Any, rules: tuple[str, int, float], ellipsoid: Any) -> tuple[Any, Any, Any]";

constexpr char kSitesSig[] =
    "def find_super_crossovers(lon: Any, lat: Any, track_a: Any, track_b: Any, time_a: Any, "
    "time_b: Any, radius_m: float, min_passes: tuple[int, int], min_revisit_ns: int, ellipsoid: "
    "Any, threads: "
    "int | None) -> dict[str, Any]";

constexpr size_t kAlways = std::numeric_limits<size_t>::max();

// (lon, lat, offsets, time or None), kept alive while they are read.
struct TracksArg {
  TracksArg(const nb::tuple& columns, const char* lon_name, const char* lat_name,
            const char* time_name)
      : lon(columns[0], lon_name), lat(columns[1], lat_name), offsets(columns[2], "offsets") {
    if (!columns[3].is_none()) time.emplace(columns[3], time_name);
  }
  TrackSamples view() const {
    TrackSamples samples{lon.values(), lat.values(), offsets.values()};
    if (time) samples.time = time->values();
    return samples;
  }

  ArrayArg<double> lon, lat;
  ArrayArg<int64_t> offsets;
  std::optional<ArrayArg<int64_t>> time;
};

nb::dict RowsOf(CrossingRows rows) {
  nb::dict columns;
  const auto take = [&](const char* name, auto* column) {
    columns[name] = TakeVector(std::move(*column));
  };
  take("lon", &rows.lon);
  take("lat", &rows.lat);
  take("track_a", &rows.track_a);
  take("track_b", &rows.track_b);
  take("seg_a", &rows.seg_a);
  take("seg_b", &rows.seg_b);
  take("frac_a", &rows.frac_a);
  take("frac_b", &rows.frac_b);
  take("s_a", &rows.s_a);
  take("s_b", &rows.s_b);
  take("gap_a", &rows.gap_a);
  take("gap_b", &rows.gap_b);
  take("near_a", &rows.near_a);
  take("near_b", &rows.near_b);
  take("azimuth_a", &rows.azimuth_a);
  take("azimuth_b", &rows.azimuth_b);
  take("angle", &rows.angle);
  take("max_gap_a", &rows.max_gap_a);
  take("max_gap_b", &rows.max_gap_b);
  take("time_a", &rows.time_a);
  take("time_b", &rows.time_b);
  take("dt", &rows.dt);
  take("flags", &rows.flags);
  take("cell", &rows.cell);
  take("leg_begin_a", &rows.leg_begin_a);
  take("leg_end_a", &rows.leg_end_a);
  take("leg_begin_b", &rows.leg_begin_b);
  take("leg_end_b", &rows.leg_end_b);
  return columns;
}

nb::dict OverlapsOf(OverlapRows rows) {
  nb::dict columns;
  const auto take = [&](const char* name, auto* column) {
    columns[name] = TakeVector(std::move(*column));
  };
  take("lon", &rows.lon);
  take("lat", &rows.lat);
  take("end_lon", &rows.end_lon);
  take("end_lat", &rows.end_lat);
  take("track_a", &rows.track_a);
  take("track_b", &rows.track_b);
  take("seg_a", &rows.seg_a);
  take("frac_a", &rows.frac_a);
  take("end_seg_a", &rows.end_seg_a);
  take("end_frac_a", &rows.end_frac_a);
  take("seg_b", &rows.seg_b);
  take("frac_b", &rows.frac_b);
  take("end_seg_b", &rows.end_seg_b);
  take("end_frac_b", &rows.end_frac_b);
  take("length_m", &rows.length_m);
  take("time_a", &rows.time_a);
  take("time_b", &rows.time_b);
  take("end_time_a", &rows.end_time_a);
  take("end_time_b", &rows.end_time_b);
  return columns;
}

nb::object FindCrossingsOf(const nb::tuple& side_a, nb::handle side_b, nb::handle mode,
                           std::optional<double> max_gap, std::optional<int64_t> max_gap_time,
                           nb::handle min_angle, nb::handle touches, double min_separation,
                           nb::handle ellipsoid, nb::handle threads) {
  CrossingOptions options;
  constexpr CrossingMode kModes[] = {CrossingMode::kExternal, CrossingMode::kSelf,
                                     CrossingMode::kWithin};
  options.mode = kModes[ChoiceArg(mode, "mode", {"external", "self", "within"})];
  options.legs_a.max_gap_m = options.legs_b.max_gap_m = max_gap;
  options.legs_a.max_gap_time = options.legs_b.max_gap_time = max_gap_time;
  if (!min_angle.is_none()) options.min_angle = DoubleArg(min_angle, "min_angle");
  options.touches = BoolArg(touches, "touches");
  options.min_separation_m = min_separation;
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  const TracksArg a(side_a, "lon_a", "lat_a", "time_a");
  std::optional<TracksArg> b;
  if (!side_b.is_none()) {
    b.emplace(nb::cast<nb::tuple>(side_b), "lon_b", "lat_b", "time_b");
  }
  Upcall upcall;
  options.keep_going = upcall.Signals();
  auto result = WithoutGil(
      kAlways, [&] { return FindCrossings(a.view(), b ? b->view() : TrackSamples{}, options); });
  upcall.Rethrow();
  Crossings found = ValueOrRaise(std::move(result));
  return nb::make_tuple(RowsOf(std::move(found.rows)), OverlapsOf(std::move(found.overlaps)),
                        nb::make_tuple(found.invalid_a, found.invalid_b),
                        nb::make_tuple(found.long_steps_a, found.long_steps_b));
}

nb::object CrossingValuesOf(const nb::tuple& samples, const nb::tuple& side, nb::handle values_arg,
                            nb::handle sigma_arg, nb::handle slope_arg, const nb::tuple& how,
                            nb::handle ellipsoid_arg) {
  const ValueRules rules = ValueRulesArg(how);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const ArrayArg<double> lon(samples[0], "lon"), lat(samples[1], "lat");
  const ArrayArg<double> x(side[0], "lon"), y(side[1], "lat"), frac(side[3], "frac");
  const ArrayArg<int64_t> seg(side[2], "seg"), begin(side[4], "leg_begin"), end(side[5], "leg_end");
  const ArrayArg<double> max_gap(side[6], "max_gap"), values(values_arg, "values");
  std::optional<ArrayArg<double>> sigma, slope;
  if (!sigma_arg.is_none()) sigma.emplace(sigma_arg, "sigma");
  if (!slope_arg.is_none()) slope.emplace(slope_arg, "slope");
  SampleValues columns{values.values()};
  if (sigma) columns.sigma = sigma->values();
  if (slope) columns.slope = slope->values();
  const TrackSamples track{lon.values(), lat.values()};
  const CrossingSide at{x.values(),     y.values(),   seg.values(),    frac.values(),
                        begin.values(), end.values(), max_gap.values()};
  Upcall upcall;
  auto found = WithoutGil(kAlways, [&] {
    return ValuesAtCrossings(track, at, columns, rules, ellipsoid, upcall.Signals());
  });
  upcall.Rethrow();
  CrossingValues result = ValueOrRaise(std::move(found));
  nb::object error = nb::none();
  if (sigma) error = TakeVector(std::move(result.sigma));
  return nb::make_tuple(TakeVector(std::move(result.value)), error,
                        TakeVector(std::move(result.flags)));
}

nb::object FindSuperCrossoversOf(nb::handle lon_arg, nb::handle lat_arg, nb::handle track_a_arg,
                                 nb::handle track_b_arg, nb::handle time_a_arg,
                                 nb::handle time_b_arg, double radius_m,
                                 const nb::tuple& min_passes, int64_t min_revisit_ns,
                                 nb::handle ellipsoid, nb::handle threads) {
  SuperCrossoverOptions options;
  options.radius_m = radius_m;
  options.min_passes_a = IntegerArg(min_passes[0], "min_passes", 1, int64_t{1} << 62);
  options.min_passes_b = IntegerArg(min_passes[1], "min_passes", 1, int64_t{1} << 62);
  options.min_revisit_ns = min_revisit_ns;
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  const ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const ArrayArg<int64_t> track_a(track_a_arg, "track_a"), track_b(track_b_arg, "track_b");
  std::optional<ArrayArg<int64_t>> time_a, time_b;
  if (!time_a_arg.is_none()) time_a.emplace(time_a_arg, "time_a");
  if (!time_b_arg.is_none()) time_b.emplace(time_b_arg, "time_b");
  CrossingPoints points{lon.values(), lat.values(), track_a.values(), track_b.values()};
  if (time_a) points.time_a = time_a->values();
  if (time_b) points.time_b = time_b->values();
  Upcall upcall;
  options.keep_going = upcall.Signals();
  options.max_pairs = MostPairs();
  auto found = WithoutGil(kAlways, [&] { return FindSuperCrossovers(points, options); });
  upcall.Rethrow();
  SuperCrossovers sites = ValueOrRaise(std::move(found));
  nb::dict columns;
  columns["lon"] = TakeVector(std::move(sites.lon));
  columns["lat"] = TakeVector(std::move(sites.lat));
  columns["cell"] = TakeVector(std::move(sites.cell));
  columns["radius_m"] = TakeVector(std::move(sites.radius_m));
  columns["tracks_a"] = TakeVector(std::move(sites.tracks_a));
  columns["tracks_b"] = TakeVector(std::move(sites.tracks_b));
  columns["passes_a"] = TakeVector(std::move(sites.passes_a));
  columns["passes_b"] = TakeVector(std::move(sites.passes_b));
  columns["time_first"] = TakeVector(std::move(sites.time_first));
  columns["time_last"] = TakeVector(std::move(sites.time_last));
  columns["offsets"] = TakeVector(std::move(sites.offsets));
  columns["member"] = TakeVector(std::move(sites.member));
  columns["pass_a"] = TakeVector(std::move(sites.pass_a));
  columns["pass_b"] = TakeVector(std::move(sites.pass_b));
  return columns;
}

}  // namespace

void BindCrossings(nb::module_& m) {
  m.def("find_crossings", &FindCrossingsOf, nb::arg("a"), nb::arg("b").none(), nb::arg("mode"),
        nb::arg("max_gap").none(), nb::arg("max_gap_time").none(), nb::arg("min_angle").none(),
        nb::arg("touches"), nb::arg("min_separation"), nb::arg("ellipsoid"),
        nb::arg("threads").none(), nb::sig(kFindSig),
        "Columns of `coincide.crossings`, before they are a table.");
  m.def("crossing_values", &CrossingValuesOf, nb::arg("samples"), nb::arg("side"),
        nb::arg("values"), nb::arg("sigma").none(), nb::arg("slope").none(), nb::arg("rules"),
        nb::arg("ellipsoid"), nb::sig(kValuesSig),
        "Values of samples at the crossings of `find_crossings`.");
  m.def("find_super_crossovers", &FindSuperCrossoversOf, nb::arg("lon"), nb::arg("lat"),
        nb::arg("track_a"), nb::arg("track_b"), nb::arg("time_a").none(), nb::arg("time_b").none(),
        nb::arg("radius_m"), nb::arg("min_passes"), nb::arg("min_revisit_ns"), nb::arg("ellipsoid"),
        nb::arg("threads").none(), nb::sig(kSitesSig),
        "Columns of `coincide.super_crossovers`, before they are a table.");
}

}  // namespace coincide::python
