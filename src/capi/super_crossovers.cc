// Places that both sides sampled several times.

#include "coincide/capi/super_crossovers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "coincide/match/samples/super_crossovers.h"
#include "src/capi/call.h"
#include "src/capi/options.h"
#include "src/capi/table_value.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

coincide_super_crossover_options DefaultSuper() {
  const SuperCrossoverOptions defaults;
  coincide_super_crossover_options options = {};
  options.size = sizeof options;
  options.radius_m = defaults.radius_m;
  options.min_passes_a = defaults.min_passes_a;
  options.min_passes_b = defaults.min_passes_b;
  options.min_revisit_ns = defaults.min_revisit_ns;
  options.ellipsoid = EllipsoidOut({});
  return options;
}

CrossingPoints PointsOf(const coincide_crossing_points* points, Arguments* args) {
  CrossingPoints rows;
  if (!args->Pointer(points, "points")) return rows;
  rows.lon = args->Array(points->lon, points->n, "lon");
  rows.lat = args->Array(points->lat, points->n, "lat");
  rows.track_a = args->Array(points->track_a, points->n, "track_a");
  rows.track_b = args->Array(points->track_b, points->n, "track_b");
  if (points->time_a != nullptr || points->time_b != nullptr) {
    rows.time_a = args->Array(points->time_a, points->n, "time_a");
    rows.time_b = args->Array(points->time_b, points->n, "time_b");
  }
  return rows;
}

Table SitesOf(const SuperCrossovers& sites, bool has_times) {
  std::vector<int64_t> members;
  members.reserve(sites.size());
  for (size_t s = 0; s < sites.size(); ++s) {
    members.push_back(sites.offsets[s + 1] - sites.offsets[s]);
  }
  Table table;
  table.Add("lon", sites.lon);
  table.Add("lat", sites.lat);
  table.Add("cell", sites.cell);
  table.Add("radius_m", sites.radius_m);
  table.Add("n_x", std::move(members));
  table.Add("n_tracks_a", sites.tracks_a);
  table.Add("n_tracks_b", sites.tracks_b);
  table.Add("n_passes_a", sites.passes_a);
  table.Add("n_passes_b", sites.passes_b);
  if (has_times) {
    table.AddTimes("time_first", sites.time_first);
    table.AddTimes("time_last", sites.time_last);
  }
  return table;
}

Table MembersOf(SuperCrossovers sites) {
  std::vector<int64_t> site;
  site.reserve(sites.member.size());
  for (size_t s = 0; s < sites.size(); ++s) {
    site.resize(static_cast<size_t>(sites.offsets[s + 1]), static_cast<int64_t>(s));
  }
  Table table;
  table.Add("site", std::move(site));
  table.Add("row", std::move(sites.member));
  table.Add("pass_a", std::move(sites.pass_a));
  table.Add("pass_b", std::move(sites.pass_b));
  return table;
}

}  // namespace

int32_t coincide_super_crossover_options_init(coincide_super_crossover_options* options) {
  return InitOptions(options, DefaultSuper);
}

int32_t coincide_super_crossovers(const coincide_crossing_points* points,
                                  const coincide_super_crossover_options* options,
                                  coincide_handle* table, coincide_handle* members) {
  return Call([&] {
    Arguments args;
    args.Output(table, "table");
    args.OptionalOutput(members, "members");
    const coincide_super_crossover_options wanted = ReadOptions(options, DefaultSuper(), &args);
    const CrossingPoints rows = PointsOf(points, &args);
    SuperCrossoverOptions search;
    search.radius_m = wanted.radius_m;
    search.min_passes_a = wanted.min_passes_a;
    search.min_passes_b = wanted.min_passes_b;
    search.min_revisit_ns = wanted.min_revisit_ns;
    search.ellipsoid = args.Earth(&wanted.ellipsoid);
    search.threads = std::max(wanted.threads, 0);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(SuperCrossovers sites, FindSuperCrossovers(rows, search));
    Table first = SitesOf(sites, !rows.time_a.empty());
    if (members == nullptr) {
      GiveTable(std::move(first), table);
    } else {
      GiveTables(std::move(first), table, MembersOf(std::move(sites)), members);
    }
    return absl::OkStatus();
  });
}
