// Samples that meet: pairs of points and their ranks, samples near lines and in polygons.

#include <nanobind/nanobind.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/wkb.h"
#include "coincide/match/samples/aggregate.h"
#include "coincide/match/samples/in_polygons.h"
#include "coincide/match/samples/match_points.h"
#include "coincide/match/samples/near_line.h"
#include "long_calls.h"
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

InvalidPosition MissingPositionArg(nb::handle object) {
  return ChoiceArg(object, "missing_position", {"raise", "drop"}) == 0 ? InvalidPosition::kRaise
                                                                       : InvalidPosition::kDrop;
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
  options.invalid_position = MissingPositionArg(missing_position);
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  const SideArg a(lon_a, lat_a, time_a, "lon_a", "lat_a", "time_a");
  const SideArg b(lon_b, lat_b, time_b, "lon_b", "lat_b", "time_b");
  Upcall upcall;
  options.keep_going = upcall.Signals();
  options.max_pairs = MostPairs();
  absl::StatusOr<PointPairs> found =
      WithoutGil(kSlow, [&] { return MatchPoints(a.points(), b.points(), options); });
  upcall.Rethrow();
  PointPairs pairs = ValueOrRaise(std::move(found));
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

NearLineOptions NearOptions(nb::handle within, nb::handle cap, nb::handle missing_position,
                            nb::handle ellipsoid, nb::handle threads) {
  NearLineOptions options;
  options.within_m = nb::cast<double>(Units("to_metres", within, "within"));
  options.cap = ChoiceArg(cap, "cap", {"round", "flat"}) == 0 ? LineCap::kRound : LineCap::kFlat;
  options.invalid_position = MissingPositionArg(missing_position);
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  return options;
}

LinePoints Near(nb::handle lon_arg, nb::handle lat_arg, nb::handle line_lon_arg,
                nb::handle line_lat_arg, std::span<const int64_t> offsets,
                NearLineOptions options) {
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  ArrayArg<double> line_lon(line_lon_arg, "line_lon"), line_lat(line_lat_arg, "line_lat");
  BroadcastArgs({&lon, &lat});
  BroadcastArgs({&line_lon, &line_lat});
  const auto n = static_cast<int64_t>(line_lon.size());
  const int64_t whole[] = {0, n};
  if (offsets.empty()) offsets = whole;
  for (size_t k = 0; k < offsets.size(); ++k) {
    if (offsets[k] < (k == 0 ? 0 : offsets[k - 1]) || offsets[k] > n) {
      RaiseValue("offsets[" + std::to_string(k) + "] is " + std::to_string(offsets[k]) +
                 ": offsets ascend from 0 to " + std::to_string(n));
    }
  }
  const RingsView lines{line_lon.values(), line_lat.values(), offsets};
  Upcall upcall;
  options.keep_going = upcall.Signals();
  auto found =
      WithoutGil(kSlow, [&] { return NearLine(lon.values(), lat.values(), lines, options); });
  upcall.Rethrow();
  return ValueOrRaise(std::move(found));
}

nb::object NearLineOf(nb::handle lon, nb::handle lat, nb::handle line_lon, nb::handle line_lat,
                      nb::handle within, nb::handle cap, nb::handle missing_position,
                      nb::handle ellipsoid, nb::handle threads) {
  LinePoints near = Near(lon, lat, line_lon, line_lat, {},
                         NearOptions(within, cap, missing_position, ellipsoid, threads));
  return nb::make_tuple(TakeVector(std::move(near.row)), TakeVector(std::move(near.distance_m)),
                        TakeVector(std::move(near.along_m)), TakeVector(std::move(near.offset_m)));
}

nb::object NearLinesOf(nb::handle lon, nb::handle lat, nb::handle line_lon, nb::handle line_lat,
                       nb::handle offsets_arg, nb::handle within, nb::handle cap,
                       nb::handle missing_position, nb::handle ellipsoid, nb::handle threads) {
  const ArrayArg<int64_t> offsets(offsets_arg, "offsets");
  if (offsets.size() == 0) RaiseValue("offsets is empty: one more than there are lines is wanted");
  LinePoints near = Near(lon, lat, line_lon, line_lat, offsets.values(),
                         NearOptions(within, cap, missing_position, ellipsoid, threads));
  return nb::make_tuple(TakeVector(std::move(near.row)), TakeVector(std::move(near.line)),
                        TakeVector(std::move(near.distance_m)), TakeVector(std::move(near.along_m)),
                        TakeVector(std::move(near.offset_m)));
}

// The polygons of geometries, one after the other, and whose each is.
struct PolygonsArg {
  std::vector<double> lon, lat;
  std::vector<int64_t> rings{0}, polygons{0}, owner;

  explicit PolygonsArg(nb::handle object) {
    const nb::object wkbs = nb::module_::import_("coincide._polygons").attr("to_wkbs")(object);
    int64_t count = 0;
    for (nb::handle wkb : wkbs) Add(wkb, count++);
  }

  PolygonsView view() const { return {{lon, lat, rings}, polygons}; }

 private:
  void Add(nb::handle wkb, int64_t index) {
    char* data = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(wkb.ptr(), &data, &size) < 0) throw nb::python_error();
    Geometry geometry;
    geometry.Clear();
    RaiseIfError(
        ReadWkb({reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(size)}, &geometry));
    for (const Geometry::Part& part : geometry.parts()) {
      if (part.kind != PartKind::kPolygon) {
        RaiseValue("polygons[" + std::to_string(index) +
                   "] holds points or lines: polygons are "
                   "wanted");
      }
      const RingsView view = geometry.Rings(part);
      for (size_t r = 0; r < view.size(); ++r) {
        const LineView ring = view.ring(r);
        lon.insert(lon.end(), ring.lon.begin(), ring.lon.end());
        lat.insert(lat.end(), ring.lat.begin(), ring.lat.end());
        rings.push_back(static_cast<int64_t>(lon.size()));
      }
      polygons.push_back(static_cast<int64_t>(rings.size()) - 1);
      owner.push_back(index);
    }
  }
};

nb::object InPolygonsOf(nb::handle lon_arg, nb::handle lat_arg, nb::handle polygons_arg,
                        nb::handle edges, nb::handle missing_position, nb::handle ellipsoid,
                        nb::handle threads) {
  InPolygonsOptions options;
  options.edges = ChoiceArg(edges, "edges", {"geodesic", "great_circle"}) == 0
                      ? Edges::kGeodesic
                      : Edges::kGreatCircle;
  options.invalid_position = MissingPositionArg(missing_position);
  options.ellipsoid = EllipsoidArg(ellipsoid);
  options.threads = ThreadsArg(threads);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  BroadcastArgs({&lon, &lat});
  const PolygonsArg polygons(polygons_arg);
  Upcall upcall;
  options.keep_going = upcall.Signals();
  auto found = WithoutGil(
      kSlow, [&] { return InPolygons(lon.values(), lat.values(), polygons.view(), options); });
  upcall.Rethrow();
  PolygonPoints inside = ValueOrRaise(std::move(found));
  // A sample in two parts of one geometry is in it once; owners ascend.
  size_t kept = 0;
  for (size_t k = 0; k < inside.row.size(); ++k) {
    const int64_t row = inside.row[k];
    const int64_t owner = polygons.owner[static_cast<size_t>(inside.polygon[k])];
    if (kept > 0 && inside.row[kept - 1] == row && inside.polygon[kept - 1] == owner) continue;
    inside.row[kept] = row;
    inside.polygon[kept++] = owner;
  }
  inside.row.resize(kept);
  inside.polygon.resize(kept);
  return nb::make_tuple(TakeVector(std::move(inside.row)), TakeVector(std::move(inside.polygon)));
}

nb::object AggregatePairsOf(nb::handle i_arg, nb::handle j_arg, nb::handle values_arg,
                            nb::handle how, nb::handle distance_arg) {
  constexpr Statistic kChoices[] = {
      Statistic::kCount, Statistic::kMean, Statistic::kMedian, Statistic::kStd,
      Statistic::kMad,   Statistic::kMin,  Statistic::kMax,    Statistic::kDistanceWeightedMean};
  const Statistic statistic = kChoices[ChoiceArg(
      how, "how",
      {"count", "mean", "median", "std", "mad", "min", "max", "distance_weighted_mean"})];
  const ArrayArg<int64_t> i(i_arg, "i"), j(j_arg, "j");
  const ArrayArg<double> values(values_arg, "values");
  std::optional<ArrayArg<double>> distance_m;
  if (!distance_arg.is_none()) distance_m.emplace(distance_arg, "distance_m");
  PairGroups groups = ValueOrRaise(WithoutGil(i.size(), [&] { return GroupPairs(i.values()); }));
  std::vector<double> result = ValueOrRaise(WithoutGil(i.size(), [&] {
    return Aggregate(groups, j.values(), values.values(), statistic,
                     distance_m ? distance_m->values() : std::span<const double>{});
  }));
  return nb::make_tuple(TakeVector(std::move(groups.row)), TakeVector(std::move(result)));
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
  const auto lon = nb::arg("lon").none(), lat = nb::arg("lat").none();
  const auto line_lon = nb::arg("line_lon").none(), line_lat = nb::arg("line_lat").none();
  const auto within = nb::arg("within").none();
  const auto cap = nb::arg("cap").none() = "round";
  const auto missing_position = nb::arg("missing_position").none() = "raise";
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  m.def("near_line", &NearLineOf, lon, lat, line_lon, line_lat, within, kw, cap, missing_position,
        ellipsoid, none("threads"), nb::sig(kNearLineSig), kNearLineDoc);
  m.def("near_lines", &NearLinesOf, lon, lat, line_lon, line_lat, nb::arg("offsets").none(), within,
        kw, cap, missing_position, ellipsoid, none("threads"), nb::sig(kNearLinesSig),
        kNearLinesDoc);
  m.def("in_polygons", &InPolygonsOf, lon, lat, nb::arg("polygons").none(), kw,
        nb::arg("edges").none() = "geodesic", missing_position, ellipsoid, none("threads"),
        nb::sig(kInPolygonsSig), kInPolygonsDoc);
  m.def("aggregate_pairs", &AggregatePairsOf, nb::arg("i").none(), nb::arg("j").none(),
        nb::arg("values").none(), nb::arg("how").none(), kw, none("distance_m"),
        nb::sig(kAggregatePairsSig), kAggregatePairsDoc);
  m.def("rank_pairs", &RankPairsOf, nb::arg("i").none(), nb::arg("j").none(), nb::arg("by").none(),
        nb::sig(kRankPairsSig), kRankPairsDoc);
}

}  // namespace coincide::python
