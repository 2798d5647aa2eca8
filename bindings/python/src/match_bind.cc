// Samples that meet: pairs of points and their ranks.

#include <nanobind/nanobind.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "arguments.h"
#include "bind.h"
#include "coincide/match/samples/match_points.h"
#include "match_docs.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

nb::object Units(const char* function, nb::handle value, const char* name) {
  return nb::module_::import_("coincide._units").attr(function)(value, name);
}

// Nanoseconds a row of None, a time for all rows, or one a row.
nb::object Times(nb::handle times, const char* name) {
  if (times.is_none()) return nb::none();
  return nb::module_::import_("coincide._times").attr("to_ns")(times, name);
}

// The columns of one side, kept alive while they are read.
struct SideArg {
  SideArg(nb::handle lon_arg, nb::handle lat_arg, nb::handle time_arg, const char* lon_name,
          const char* lat_name, const char* time_name)
      : lon(lon_arg, lon_name), lat(lat_arg, lat_name) {
    const nb::object ns = Times(time_arg, time_name);
    if (ns.is_none()) {
      BroadcastArgs({&lon, &lat});
    } else {
      time.emplace(ns, time_name);
      BroadcastArgs({&lon, &lat, &*time});
    }
  }

  SamplePoints points() const {
    SamplePoints points{lon.values(), lat.values()};
    if (time) points.time_ns = time->values();
    return points;
  }

  ArrayArg<double> lon, lat;
  std::optional<ArrayArg<int64_t>> time;
};

void ReadKeep(nb::handle keep, MatchPointsOptions* options) {
  if (!PyUnicode_Check(keep.ptr())) {
    options->keep = Keep::kNearestA;
    options->nearest = IntegerArg(keep, "keep", 1, std::numeric_limits<int64_t>::max());
    return;
  }
  constexpr Keep kChoices[] = {Keep::kAll,      Keep::kNearestA, Keep::kNearestA,
                               Keep::kNearestB, Keep::kMutual,   Keep::kUnique};
  options->keep = kChoices[ChoiceArg(
      keep, "keep", {"all", "nearest", "nearest_a", "nearest_b", "mutual", "unique"})];
}

nb::object MatchPointsOf(nb::handle lon_a, nb::handle lat_a, nb::handle lon_b, nb::handle lat_b,
                         nb::handle within, nb::handle time_a, nb::handle time_b,
                         nb::handle time_window, nb::handle missing_time, nb::handle keep,
                         nb::handle metric, nb::handle missing_position, nb::handle ellipsoid,
                         nb::handle threads) {
  MatchPointsOptions options;
  if (!within.is_none()) options.within_m = nb::cast<double>(Units("to_metres", within, "within"));
  if (!time_window.is_none()) {
    options.time_window_ns = nb::cast<int64_t>(Units("to_nanoseconds", time_window, "time_window"));
  }
  constexpr MissingTime kTimes[] = {MissingTime::kRaise, MissingTime::kDrop, MissingTime::kMatch};
  options.missing_time =
      kTimes[ChoiceArg(missing_time, "missing_time", {"raise", "drop", "match"})];
  ReadKeep(keep, &options);
  constexpr PairMetric kMetrics[] = {PairMetric::kDistance, PairMetric::kTime, PairMetric::kBoth};
  options.metric = kMetrics[ChoiceArg(metric, "metric", {"distance", "time", "both"})];
  constexpr InvalidPosition kPositions[] = {InvalidPosition::kRaise, InvalidPosition::kDrop};
  options.invalid_position =
      kPositions[ChoiceArg(missing_position, "missing_position", {"raise", "drop"})];
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  const SideArg a(lon_a, lat_a, time_a, "lon_a", "lat_a", "time_a");
  const SideArg b(lon_b, lat_b, time_b, "lon_b", "lat_b", "time_b");
  PointPairs pairs =
      ValueOrRaise(WithoutGil(kSlow, [&] { return MatchPoints(a.points(), b.points(), options); }));
  return nb::make_tuple(TakeVector(std::move(pairs.i)), TakeVector(std::move(pairs.j)),
                        TakeVector(std::move(pairs.distance_m)));
}

nb::object RankPairsOf(nb::handle i_arg, nb::handle j_arg, nb::handle by_arg) {
  const ArrayArg<int64_t> i(i_arg, "i"), j(j_arg, "j");
  const ArrayArg<double> by(by_arg, "by");
  const size_t n = i.size();
  if (j.size() != n || by.size() != n) {
    RaiseValue("i, j and by differ in length: " + std::to_string(n) + ", " +
               std::to_string(j.size()) + " and " + std::to_string(by.size()));
  }
  for (size_t p = 0; p < n; ++p) {
    if (i[p] < 0 || j[p] < 0) {
      RaiseValue(std::string(i[p] < 0 ? "i" : "j") + i.IndexText(p) + " is " +
                 std::to_string(i[p] < 0 ? i[p] : j[p]) + ": rows are 0 or more");
    }
    if (p > 0 && (i[p] < i[p - 1] || (i[p] == i[p - 1] && j[p] <= j[p - 1]))) {
      RaiseValue("i, j are out of order at " + i.IndexText(p) +
                 ": pairs ascend by (i, j), none twice");
    }
    if (!(by[p] >= 0)) {
      RaiseValue("by" + by.IndexText(p) + " is " + NumberText(by[p]) + ": 0 or more is allowed");
    }
  }
  PairRanks ranks =
      WithoutGil(n, [&] { return RankPairs(i.values(), j.values(), DistanceKeys(by.values())); });
  return nb::make_tuple(TakeVector(std::move(ranks.a)), TakeVector(std::move(ranks.b)));
}

}  // namespace

void BindMatch(nb::module_& m) {
  const nb::kw_only kw;
  const auto none = [](const char* name) { return nb::arg(name) = nb::none(); };
  m.def("match_points", &MatchPointsOf, nb::arg("lon_a").none(), nb::arg("lat_a").none(),
        nb::arg("lon_b").none(), nb::arg("lat_b").none(), nb::arg("within").none(), kw,
        none("time_a"), none("time_b"), none("time_window"),
        nb::arg("missing_time").none() = "raise", nb::arg("keep").none() = "all",
        nb::arg("metric").none() = "distance", nb::arg("missing_position").none() = "raise",
        nb::arg("ellipsoid").none() = "WGS84", none("threads"), nb::sig(kMatchPointsSig),
        kMatchPointsDoc);
  m.def("rank_pairs", &RankPairsOf, nb::arg("i").none(), nb::arg("j").none(), nb::arg("by").none(),
        nb::sig(kRankPairsSig), kRankPairsDoc);
}

}  // namespace coincide::python
