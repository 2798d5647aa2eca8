// Matching on arrays.

#include "coincide/capi/match.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/match_points.h"
#include "coincide/match/samples/tracks.h"
#include "src/capi/call.h"
#include "src/capi/options.h"
#include "src/capi/table_value.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

coincide_match_options DefaultMatch() {
  coincide_match_options options = {};
  options.size = sizeof options;
  options.within_m = kNone;
  options.time_window_ns = -1;
  options.nearest = 1;
  options.max_pairs = MatchPointsOptions().max_pairs;
  options.ellipsoid = EllipsoidOut({});
  return options;
}

coincide_crossing_options DefaultCrossings() {
  coincide_crossing_options options = {};
  options.size = sizeof options;
  options.max_gap_m_a = options.max_gap_m_b = options.min_angle = kNone;
  options.max_gap_ns_a = options.max_gap_ns_b = -1;
  options.ellipsoid = EllipsoidOut({});
  return options;
}

std::optional<double> Unless(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

template <typename Side>
bool CheckSide(const Side* side, const char* name, Arguments* args) {
  return args->Pointer(side, name);
}

std::span<const int64_t> Times(const int64_t* times, size_t n, const char* name, Arguments* args) {
  if (times == nullptr) return {};
  return args->Array(times, n, name);
}

SamplePoints PointsOf(const coincide_samples* side, const std::string& name, Arguments* args) {
  if (!CheckSide(side, name.c_str(), args)) return {};
  return {args->Array(side->lon, side->n, ("lon_" + name).c_str()),
          args->Array(side->lat, side->n, ("lat_" + name).c_str()),
          Times(side->time_ns, side->n, ("time_" + name).c_str(), args)};
}

TrackSamples TracksOf(const coincide_tracks* side, const std::string& name, Arguments* args) {
  TrackSamples samples;
  if (!CheckSide(side, name.c_str(), args)) return samples;
  samples.lon = args->Array(side->lon, side->n, ("lon_" + name).c_str());
  samples.lat = args->Array(side->lat, side->n, ("lat_" + name).c_str());
  samples.time = Times(side->time_ns, side->n, ("time_" + name).c_str(), args);
  if (side->offsets != nullptr) {
    samples.offsets =
        args->Offsets(side->offsets, side->n_tracks, side->n, ("offsets_" + name).c_str());
  }
  return samples;
}

Table TableOf(CrossingRows rows) {
  Table table;
  table.Add("lon", std::move(rows.lon));
  table.Add("lat", std::move(rows.lat));
  table.Add("track_a", std::move(rows.track_a));
  table.Add("track_b", std::move(rows.track_b));
  table.Add("seg_a", std::move(rows.seg_a));
  table.Add("seg_b", std::move(rows.seg_b));
  table.Add("frac_a", std::move(rows.frac_a));
  table.Add("frac_b", std::move(rows.frac_b));
  table.Add("s_a", std::move(rows.s_a));
  table.Add("s_b", std::move(rows.s_b));
  table.Add("gap_a", std::move(rows.gap_a));
  table.Add("gap_b", std::move(rows.gap_b));
  table.Add("near_a", std::move(rows.near_a));
  table.Add("near_b", std::move(rows.near_b));
  table.Add("azimuth_a", std::move(rows.azimuth_a));
  table.Add("azimuth_b", std::move(rows.azimuth_b));
  table.Add("angle", std::move(rows.angle));
  table.Add("max_gap_a", std::move(rows.max_gap_a));
  table.Add("max_gap_b", std::move(rows.max_gap_b));
  const size_t n = table.rows();
  if (rows.time_a.size() == n && rows.time_b.size() == n && n > 0) {
    table.AddTimes("time_a", std::move(rows.time_a));
    table.AddTimes("time_b", std::move(rows.time_b));
  }
  table.Add("flags", std::move(rows.flags));
  table.Add("cell", std::move(rows.cell));
  return table;
}

Table TableOf(OverlapRows rows) {
  Table table;
  table.Add("track_a", std::move(rows.track_a));
  table.Add("track_b", std::move(rows.track_b));
  table.Add("seg_a", std::move(rows.seg_a));
  table.Add("seg_b", std::move(rows.seg_b));
  table.Add("frac_a", std::move(rows.frac_a));
  table.Add("frac_b", std::move(rows.frac_b));
  table.Add("end_seg_a", std::move(rows.end_seg_a));
  table.Add("end_seg_b", std::move(rows.end_seg_b));
  table.Add("end_frac_a", std::move(rows.end_frac_a));
  table.Add("end_frac_b", std::move(rows.end_frac_b));
  table.Add("lon", std::move(rows.lon));
  table.Add("lat", std::move(rows.lat));
  table.Add("end_lon", std::move(rows.end_lon));
  table.Add("end_lat", std::move(rows.end_lat));
  table.Add("length_m", std::move(rows.length_m));
  return table;
}

}  // namespace

int32_t coincide_match_options_init(coincide_match_options* options) {
  return InitOptions(options, DefaultMatch);
}

int32_t coincide_match_points(const coincide_samples* a, const coincide_samples* b,
                              const coincide_match_options* options, coincide_handle* table) {
  return Call([&] {
    Arguments args;
    args.Output(table, "table");
    const coincide_match_options wanted = ReadOptions(options, DefaultMatch(), &args);
    const SamplePoints first = PointsOf(a, "a", &args), second = PointsOf(b, "b", &args);
    constexpr MissingTime kTimes[] = {MissingTime::kRaise, MissingTime::kDrop, MissingTime::kMatch};
    constexpr InvalidPosition kPositions[] = {InvalidPosition::kRaise, InvalidPosition::kDrop};
    constexpr Keep kKeeps[] = {Keep::kAll, Keep::kNearestA, Keep::kNearestB, Keep::kMutual,
                               Keep::kUnique};
    constexpr PairMetric kMetrics[] = {PairMetric::kDistance, PairMetric::kTime, PairMetric::kBoth};
    MatchPointsOptions search;
    search.within_m = Unless(wanted.within_m);
    search.time_window_ns = UnlessAny(wanted.time_window_ns, "time_window_ns", &args);
    search.missing_time = kTimes[args.Choice(wanted.missing_time, 3, "missing_time")];
    search.invalid_position =
        kPositions[args.Choice(wanted.invalid_position, 2, "invalid_position")];
    search.keep = kKeeps[args.Choice(wanted.keep, 5, "keep")];
    search.metric = kMetrics[args.Choice(wanted.metric, 3, "metric")];
    search.nearest = wanted.nearest;
    search.max_pairs = wanted.max_pairs;
    if (wanted.nearest < 1) {
      args.Fault("nearest is " + std::to_string(wanted.nearest) + ": 1 or more are allowed");
    }
    if (wanted.max_pairs < 0) {
      args.Fault("max_pairs is " + std::to_string(wanted.max_pairs) + ": 0 or more are allowed");
    }
    search.ellipsoid = args.Earth(&wanted.ellipsoid);
    search.threads = std::max(wanted.threads, 0);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(PointPairs pairs, MatchPoints(first, second, search));
    Table result;
    result.Add("i", std::move(pairs.i));
    result.Add("j", std::move(pairs.j));
    result.Add("distance_m", std::move(pairs.distance_m));
    GiveTable(std::move(result), table);
    return absl::OkStatus();
  });
}

int32_t coincide_crossing_options_init(coincide_crossing_options* options) {
  return InitOptions(options, DefaultCrossings);
}

int32_t coincide_crossings(const coincide_tracks* a, const coincide_tracks* b,
                           const coincide_crossing_options* options, coincide_handle* table,
                           coincide_handle* overlaps) {
  return Call([&] {
    Arguments args;
    args.Output(table, "table");
    args.OptionalOutput(overlaps, "overlaps");
    const coincide_crossing_options wanted = ReadOptions(options, DefaultCrossings(), &args);
    constexpr CrossingMode kModes[] = {CrossingMode::kExternal, CrossingMode::kSelf,
                                       CrossingMode::kWithin};
    CrossingOptions search;
    search.mode = kModes[args.Choice(wanted.mode, 3, "mode")];
    const TrackSamples first = TracksOf(a, "a", &args);
    const bool two_sides = search.mode == CrossingMode::kExternal;
    const TrackSamples second = two_sides ? TracksOf(b, "b", &args) : TrackSamples{};
    search.legs_a.max_gap_m = Unless(wanted.max_gap_m_a);
    search.legs_b.max_gap_m = Unless(wanted.max_gap_m_b);
    search.legs_a.max_gap_time = UnlessAny(wanted.max_gap_ns_a, "max_gap_ns_a", &args);
    search.legs_b.max_gap_time = UnlessAny(wanted.max_gap_ns_b, "max_gap_ns_b", &args);
    search.min_angle = Unless(wanted.min_angle);
    search.touches = args.Choice(wanted.touches, 2, "touches") == 1;
    search.min_separation_m = wanted.min_separation_m;
    search.ellipsoid = args.Earth(&wanted.ellipsoid);
    search.threads = std::max(wanted.threads, 0);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(Crossings found, FindCrossings(first, second, search));
    Table rows = TableOf(std::move(found.rows));
    if (overlaps == nullptr) {
      GiveTable(std::move(rows), table);
    } else {
      GiveTables(std::move(rows), table, TableOf(std::move(found.overlaps)), overlaps);
    }
    return absl::OkStatus();
  });
}
