// Runs over catalogs: what coincide/pipeline.py calls.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#if defined(__linux__)
#include <malloc.h>
#endif

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/wkb.h"
#include "coincide/cover/geometry.h"
#include "coincide/pipeline/crossing_run.h"
#include "coincide/pipeline/match_run.h"
#include "coincide/pipeline/plan.h"
#include "coincide/pipeline/run.h"
#include "long_calls.h"
#include "match_options.h"
#include "numpy_arrays.h"
#include "python_source.h"
#include "status.h"
#include "value_rules.h"

namespace coincide::python {
namespace {

//----------------------------- What all runs share ----------------------------

std::vector<size_t> RowsOf(nb::handle object, const char* name) {
  const ArrayArg<int64_t> rows(object, name);
  return {rows.values().begin(), rows.values().end()};
}

template <typename T>
std::vector<T> VectorOf(nb::handle object, const char* name) {
  const ArrayArg<T> array(object, name);
  return {array.values().begin(), array.values().end()};
}

// What every run is given, as Python has it.
struct RunInputs {
  nb::handle a, b, keys, read_a, read_b, bytes_a, bytes_b;
  int64_t memory;
  bool skip_bad;
  const nb::callable& task_done;
  const nb::callable& keep_going;
};

nb::dict ProgressDict(const RunProgress& progress) {
  nb::dict dict;
  dict["tasks"] = progress.tasks;
  dict["all_tasks"] = progress.all_tasks;
  dict["pairs"] = progress.pairs;
  dict["all_pairs"] = progress.all_pairs;
  dict["granules_read"] = progress.granules_read;
  dict["samples_read"] = progress.samples_read;
  dict["peak_bytes"] = progress.peak_bytes;
  return dict;
}

// (progress, errors): what a run returns to Python.
nb::object ResultTuple(const RunResult& result) {
  nb::list errors;
  for (const GranuleError& error : result.errors) {
    errors.append(nb::make_tuple(error.side == Side::kA ? "a" : "b", error.granule, error.message));
  }
  return nb::make_tuple(ProgressDict(result.progress), errors);
}

nb::list MakePlanList(nb::handle a, nb::handle b, nb::handle keys) {
  const Plan plan =
      MakePlan(RowsOf(a, "a"), RowsOf(b, "b"), ArrayArg<uint64_t>(keys, "keys").values());
  nb::list tasks;
  for (const MatchTask& task : plan.tasks) tasks.append(nb::make_tuple(task.a, task.b, task.pairs));
  return tasks;
}

//----------------------------------- Matches ----------------------------------

// The columns of a side as NAME_a or NAME_b, values by their number.
void PutSide(nb::dict& columns, MatchSide side, const std::string& suffix) {
  std::vector<int64_t> track(side.track.begin(), side.track.end());
  const auto put = [&](const std::string& name, auto& column) {
    columns[nb::cast(name + suffix)] = TakeVector(std::move(column));
  };
  put("granule", side.granule), put("idx", side.idx), put("track", track);
  put("time", side.time_ns), put("lon", side.lon), put("lat", side.lat);
  for (size_t v = 0; v < side.values.size(); ++v) put("value" + std::to_string(v), side.values[v]);
}

nb::dict RowsDict(MatchRows rows) {
  nb::dict columns;
  PutSide(columns, std::move(rows.a), "_a");
  PutSide(columns, std::move(rows.b), "_b");
  columns["distance_m"] = TakeVector(std::move(rows.distance_m));
  columns["azimuth"] = TakeVector(std::move(rows.azimuth));
  columns["cell"] = TakeVector(std::move(rows.cell));
  columns["track_names"] = nb::cast(rows.track_names);
  return columns;
}

}  // namespace

MatchPointsOptions MatchOptions(const nb::dict& given) {
  MatchPointsOptions options;
  options.within_m = DoubleArg(given["within_m"], "within");
  const nb::object window = given["window_ns"];
  if (!window.is_none()) {
    options.time_window_ns =
        IntegerArg(window, "time_window", 0, std::numeric_limits<int64_t>::max());
  }
  constexpr MissingTime kMissing[] = {MissingTime::kRaise, MissingTime::kDrop, MissingTime::kMatch};
  options.missing_time =
      kMissing[ChoiceArg(given["missing_time"], "missing_time", {"raise", "drop", "match"})];
  constexpr Keep kKeep[] = {Keep::kAll, Keep::kNearestA, Keep::kNearestB, Keep::kMutual,
                            Keep::kUnique};
  options.keep = kKeep[ChoiceArg(given["keep"], "keep",
                                 {"all", "nearest_a", "nearest_b", "mutual", "unique"})];
  options.nearest = IntegerArg(given["nearest"], "keep", 1, std::numeric_limits<int64_t>::max());
  options.ellipsoid = EllipsoidArg(given["ellipsoid"]);
  options.threads = ThreadsArg(given["threads"]);
  return options;
}

namespace {

// What samples took is in pieces that the allocator keeps, and what comes next is large.
void GiveBackMemory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

// Runs a plan with a collector; `rows_dict` turns what it takes of a task into columns.
template <typename Collector, typename RowsDict>
nb::object RunCollector(Collector& collector, const RowsDict& rows_dict, const RunInputs& inputs,
                        Upcall& upcall) {
  const Plan plan = MakePlan(RowsOf(inputs.a, "a"), RowsOf(inputs.b, "b"),
                             ArrayArg<uint64_t>(inputs.keys, "keys").values());
  PythonSource source_a(nb::borrow(inputs.read_a), VectorOf<int64_t>(inputs.bytes_a, "bytes_a"),
                        "a");
  PythonSource source_b(nb::borrow(inputs.read_b), VectorOf<int64_t>(inputs.bytes_b, "bytes_b"),
                        "b");
  RunOptions options;
  options.memory_bytes = static_cast<size_t>(inputs.memory);
  options.skip_bad_granules = inputs.skip_bad;
  RunCallbacks callbacks;
  callbacks.pair = [&](const MatchTask& task, size_t i, const Samples& sa, const Samples& sb) {
    return collector.Add(task, i, sa, sb);
  };
  callbacks.task_done = [&](size_t task, bool complete) {
    auto rows = collector.TakeTask();
    return upcall([&] { inputs.task_done(task, complete, rows_dict(std::move(rows))); });
  };
  callbacks.keep_going = [&](const RunProgress& progress) {
    return upcall([&] {
             if (PyErr_CheckSignals() != 0) throw nb::python_error();
             inputs.keep_going(ProgressDict(progress));
           })
        .ok();
  };
  absl::StatusOr<RunResult> result = absl::UnknownError("");
  {
    const nb::gil_scoped_release unlocked;
    GiveBackMemory();  // What stage one took.
    result = RunTasks(plan, source_a, source_b, options, callbacks);
    GiveBackMemory();
  }
  upcall.Rethrow();
  return ResultTuple(ValueOrRaise(std::move(result)));
}

nb::object MatchTasks(nb::handle a, nb::handle b, nb::handle keys, nb::handle read_a,
                      nb::handle read_b, nb::handle bytes_a, nb::handle bytes_b,
                      const nb::dict& match_options, int64_t memory, bool skip_bad,
                      const nb::callable& task_done, const nb::callable& keep_going) {
  Upcall upcall;
  MatchPointsOptions options = MatchOptions(match_options);
  options.keep_going = upcall.Signals();
  options.max_pairs = MostPairs();
  MatchCollector collector(options);
  return RunCollector(
      collector, [](MatchRows rows) { return RowsDict(std::move(rows)); },
      {a, b, keys, read_a, read_b, bytes_a, bytes_b, memory, skip_bad, task_done, keep_going},
      upcall);
}

//---------------------------------- Crossovers --------------------------------

nb::dict OverlapDict(CrossoverRows* found) {
  OverlapRows& rows = found->overlaps;
  nb::dict columns;
  const auto put = [&columns](const char* name, auto& column) {
    columns[name] = TakeVector(std::move(column));
  };
  put("granule_a", found->overlap_granule_a), put("granule_b", found->overlap_granule_b);
  std::vector<int64_t> name_a(found->overlap_name_a.begin(), found->overlap_name_a.end());
  std::vector<int64_t> name_b(found->overlap_name_b.begin(), found->overlap_name_b.end());
  put("track_a", name_a), put("track_b", name_b);
  put("lon", rows.lon), put("lat", rows.lat);
  put("end_lon", rows.end_lon), put("end_lat", rows.end_lat);
  put("length_m", rows.length_m);
  put("seg_a", rows.seg_a), put("frac_a", rows.frac_a);
  put("end_seg_a", rows.end_seg_a), put("end_frac_a", rows.end_frac_a);
  put("seg_b", rows.seg_b), put("frac_b", rows.frac_b);
  put("end_seg_b", rows.end_seg_b), put("end_frac_b", rows.end_frac_b);
  put("time_a", rows.time_a), put("end_time_a", rows.end_time_a);
  put("time_b", rows.time_b), put("end_time_b", rows.end_time_b);
  return columns;
}

// (column, column of errors or None, column of slopes or None, rules) a value.
std::vector<CrossoverValue> CrossoverValuesOf(nb::handle given) {
  std::vector<CrossoverValue> values;
  for (nb::handle item : nb::cast<nb::list>(given)) {
    const auto parts = nb::cast<nb::tuple>(item);
    CrossoverValue value{.column = nb::cast<size_t>(parts[0])};
    if (!parts[1].is_none()) value.sigma = nb::cast<size_t>(parts[1]);
    if (!parts[2].is_none()) value.slope = nb::cast<size_t>(parts[2]);
    value.rules = ValueRulesArg(nb::cast<nb::tuple>(parts[3]));
    values.push_back(value);
  }
  return values;
}

nb::dict CrossoverDict(CrossoverRows found) {
  CrossingRows& rows = found.rows;
  nb::dict columns;
  const auto put = [&columns](const char* name, auto& column) {
    columns[name] = TakeVector(std::move(column));
  };
  put("granule_a", found.granule_a), put("granule_b", found.granule_b);
  std::vector<int64_t> name_a(found.name_a.begin(), found.name_a.end());
  std::vector<int64_t> name_b(found.name_b.begin(), found.name_b.end());
  put("track_a", name_a), put("track_b", name_b);
  put("lon", rows.lon), put("lat", rows.lat);
  put("seg_a", rows.seg_a), put("seg_b", rows.seg_b);
  put("frac_a", rows.frac_a), put("frac_b", rows.frac_b);
  put("s_a", rows.s_a), put("s_b", rows.s_b);
  put("gap_a", rows.gap_a), put("gap_b", rows.gap_b);
  put("near_a", rows.near_a), put("near_b", rows.near_b);
  put("time_a", rows.time_a), put("time_b", rows.time_b), put("dt", rows.dt);
  put("azimuth_a", rows.azimuth_a), put("azimuth_b", rows.azimuth_b);
  put("angle", rows.angle);
  put("max_gap_a", rows.max_gap_a), put("max_gap_b", rows.max_gap_b);
  put("flags", rows.flags), put("cell", rows.cell);
  nb::list values_a, values_b;
  for (auto& column : found.values_a) values_a.append(TakeVector(std::move(column)));
  for (auto& column : found.values_b) values_b.append(TakeVector(std::move(column)));
  columns["values_a"] = values_a;
  columns["values_b"] = values_b;
  nb::list sigmas_a, sigmas_b;
  for (auto& column : found.sigmas_a) sigmas_a.append(TakeVector(std::move(column)));
  for (auto& column : found.sigmas_b) sigmas_b.append(TakeVector(std::move(column)));
  columns["sigmas_a"] = sigmas_a;
  columns["sigmas_b"] = sigmas_b;
  const auto kinds = [](const std::vector<ValueKind>& of) {
    nb::list numbers;
    for (const ValueKind kind : of) numbers.append(static_cast<int>(kind));
    return numbers;
  };
  columns["kinds_a"] = kinds(found.kinds_a);
  columns["kinds_b"] = kinds(found.kinds_b);
  columns["overlaps"] = OverlapDict(&found);
  columns["long_steps"] = found.long_steps;
  columns["track_names"] = nb::cast(found.track_names);
  return columns;
}

CrossingRunOptions CrossoverOptions(const nb::dict& given) {
  CrossingRunOptions options;
  const auto number = [&](const char* name) -> std::optional<double> {
    const nb::object value = given[name];
    if (value.is_none()) return std::nullopt;
    return DoubleArg(value, name);
  };
  const auto span = [&](const char* name) -> std::optional<int64_t> {
    const nb::object value = given[name];
    if (value.is_none()) return std::nullopt;
    return IntegerArg(value, name, 0, std::numeric_limits<int64_t>::max());
  };
  CrossingOptions& crossings = options.crossings;
  crossings.legs_a.max_gap_m = crossings.legs_b.max_gap_m = number("max_gap");
  crossings.legs_a.max_gap_time = crossings.legs_b.max_gap_time = span("max_gap_time");
  crossings.min_angle = number("min_angle");
  crossings.touches = BoolArg(given["touches"], "touches");
  crossings.ellipsoid = EllipsoidArg(given["ellipsoid"]);
  crossings.threads = ThreadsArg(given["threads"]);
  options.values_a = CrossoverValuesOf(given["values_a"]);
  options.values_b = CrossoverValuesOf(given["values_b"]);
  options.time_window_ns = span("window_ns");
  constexpr MissingTime kMissing[] = {MissingTime::kRaise, MissingTime::kDrop, MissingTime::kMatch};
  options.missing_time =
      kMissing[ChoiceArg(given["missing_time"], "missing_time", {"raise", "drop", "match"})];
  return options;
}

nb::object CrossingTasks(nb::handle a, nb::handle b, nb::handle keys, nb::handle read_a,
                         nb::handle read_b, nb::handle bytes_a, nb::handle bytes_b,
                         const nb::dict& given, int64_t memory, bool skip_bad,
                         const nb::callable& task_done, const nb::callable& keep_going) {
  Upcall upcall;
  CrossingRunOptions options = CrossoverOptions(given);
  options.crossings.keep_going = upcall.Signals();
  CrossingCollector collector(options);
  return RunCollector(
      collector, [](CrossoverRows rows) { return CrossoverDict(std::move(rows)); },
      {a, b, keys, read_a, read_b, bytes_a, bytes_b, memory, skip_bad, task_done, keep_going},
      upcall);
}

//---------------------------------- Geometries --------------------------------

// The points, lines and polygons of WKB, in its order, each as (kind, [(lon, lat) of
// every run]): a polygon's runs are its rings.
nb::list WkbParts(nb::bytes wkb) {
  Geometry geometry;
  RaiseIfError(ReadWkb({static_cast<const uint8_t*>(wkb.data()), wkb.size()}, &geometry));
  nb::list parts;
  for (const Geometry::Part& part : geometry.parts()) {
    nb::list runs;
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      const LineView line = geometry.Run(run);
      runs.append(
          nb::make_tuple(TakeVector(std::vector<double>(line.lon.begin(), line.lon.end())),
                         TakeVector(std::vector<double>(line.lat.begin(), line.lat.end()))));
    }
    const char* kind = part.kind == PartKind::kPoints ? "points"
                       : part.kind == PartKind::kLine ? "line"
                                                      : "polygon";
    parts.append(nb::make_tuple(kind, runs));
  }
  return parts;
}

}  // namespace

void BindPipeline(nanobind::module_& m) {
  m.def("wkb_parts", &WkbParts, nb::arg("wkb"),
        nb::sig("def wkb_parts(wkb: bytes) -> "
                "list[tuple[str, list[tuple[_Doubles, _Doubles]]]]"));
  m.def("plan_tasks", &MakePlanList, nb::arg("a"), nb::arg("b"), nb::arg("keys"),
        nb::sig("def plan_tasks(a: _Ints, b: _Ints, keys: _Words) -> "
                "list[tuple[int, list[int], list[int]]]"));
  m.def("match_tasks", &MatchTasks, nb::arg("a"), nb::arg("b"), nb::arg("keys"), nb::arg("read_a"),
        nb::arg("read_b"), nb::arg("bytes_a"), nb::arg("bytes_b"), nb::arg("options"),
        nb::arg("memory"), nb::arg("skip_bad"), nb::arg("task_done"), nb::arg("keep_going"),
        nb::sig("def match_tasks(a: _Ints, b: _Ints, keys: _Words, read_a: Any, read_b: Any, "
                "bytes_a: _Ints, bytes_b: _Ints, options: dict[str, Any], memory: int, skip_bad: "
                "bool, task_done: Any, keep_going: Any) -> tuple[dict[str, int], "
                "list[tuple[str, int, str]]]"));
  m.def("crossing_tasks", &CrossingTasks, nb::arg("a"), nb::arg("b"), nb::arg("keys"),
        nb::arg("read_a"), nb::arg("read_b"), nb::arg("bytes_a"), nb::arg("bytes_b"),
        nb::arg("options"), nb::arg("memory"), nb::arg("skip_bad"), nb::arg("task_done"),
        nb::arg("keep_going"),
        nb::sig("def crossing_tasks(a: _Ints, b: _Ints, keys: _Words, read_a: Any, read_b: Any, "
                "bytes_a: _Ints, bytes_b: _Ints, options: dict[str, Any], memory: int, skip_bad: "
                "bool, task_done: Any, keep_going: Any) -> tuple[dict[str, int], "
                "list[tuple[str, int, str]]]"));
}

}  // namespace coincide::python
