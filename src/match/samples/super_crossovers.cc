#include "coincide/match/samples/super_crossovers.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/encode.h"
#include "coincide/match/samples/match_points.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/interrupt.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::InvalidArgument;

size_t At(int64_t i) { return static_cast<size_t>(i); }

// A cluster before it is asked for its passes.
struct Cluster {
  LonLat centre;
  double radius_m = 0;
  std::vector<int64_t> members;
};

class Clusterer {
 public:
  Clusterer(const CrossingPoints& points, const SuperCrossoverOptions& options,
            const PointPairs& pairs)
      : points_(points), options_(options), pairs_(pairs) {
    const size_t n = points.lon.size();
    first_.assign(n + 1, 0);
    for (const int64_t i : pairs.i) ++first_[At(i) + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    cells_.resize(n);
    EncodePoints(points.lon, points.lat, options.ellipsoid, cells_, options.threads);
    // Rows of one position stand together, and claim the same.
    order_.resize(n);
    std::iota(order_.begin(), order_.end(), int64_t{0});
    std::sort(order_.begin(), order_.end(), [&](int64_t p, int64_t q) { return Key(p) < Key(q); });
    rank_.resize(n);
    for (size_t r = 0; r < n; ++r) rank_[At(order_[r])] = static_cast<int64_t>(r);
  }

  // Not all, if stopped.
  std::vector<Cluster> Run(internal::Interrupt* interrupt) {
    std::vector<Cluster> clusters;
    taken_.assign(order_.size(), false);
    std::vector<int64_t> left = order_;
    while (!left.empty()) {
      for (const int64_t seed : left) {
        if (taken_[At(seed)]) continue;
        if (!interrupt->KeepGoing()) return clusters;
        clusters.push_back(Claim(seed));
      }
      std::erase_if(left, [&](int64_t i) { return taken_[At(i)]; });
    }
    return clusters;
  }

 private:
  std::tuple<int64_t, uint64_t, double, double, int64_t> Key(int64_t i) const {
    const auto neighbours = static_cast<int64_t>(first_[At(i) + 1] - first_[At(i)]);
    return {-neighbours, cells_[At(i)], points_.lat[At(i)], points_.lon[At(i)], i};
  }

  LonLat PointAt(int64_t i) const { return {points_.lon[At(i)], points_.lat[At(i)]}; }

  Cluster Claim(int64_t seed) {
    // The seed first: on an ellipsoid of absurd size no distance may be known, even from
    // a place to itself.
    std::vector<int64_t> claimed = {seed};
    for (size_t k = first_[At(seed)]; k < first_[At(seed) + 1]; ++k) {
      const int64_t near = pairs_.j[k];
      if (near != seed && !taken_[At(near)]) claimed.push_back(near);
    }
    // The mean is summed in an order that does not depend on the rows'.
    std::sort(claimed.begin(), claimed.end(),
              [&](int64_t p, int64_t q) { return rank_[At(p)] < rank_[At(q)]; });
    Vector3 sum;
    for (const int64_t i : claimed) {
      const LonLat p = PointAt(i);
      sum = sum + UnitVectorOf(p.lon, p.lat);
    }
    constexpr double kDegrees = 180 / std::numbers::pi;
    Cluster cluster;
    const double lon = std::atan2(sum.y, sum.x) * kDegrees;
    cluster.centre = {lon >= 180 ? -180 : lon,
                      std::atan2(sum.z, std::hypot(sum.x, sum.y)) * kDegrees};
    const Geodesics& geodesics = Geodesics::Of(options_.ellipsoid);
    for (const int64_t i : claimed) {
      const double distance_m = geodesics.Distance(cluster.centre, PointAt(i));
      // The seed stays whatever rounding does, so that each claim takes a row.
      if (!(distance_m <= options_.radius_m) && i != seed) continue;
      taken_[At(i)] = true;
      cluster.members.push_back(i);
      cluster.radius_m = std::max(cluster.radius_m, distance_m);
    }
    std::sort(cluster.members.begin(), cluster.members.end());
    return cluster;
  }

  const CrossingPoints& points_;
  const SuperCrossoverOptions& options_;
  const PointPairs& pairs_;
  std::vector<size_t> first_;  // Of each row in `pairs_`.
  std::vector<uint64_t> cells_;
  std::vector<int64_t> order_, rank_;
  std::vector<bool> taken_;
};

// Numbers the passes of one side; returns how many tracks and passes there are.
std::pair<int64_t, int64_t> NumberPasses(const std::vector<int64_t>& members,
                                         std::span<const int64_t> track,
                                         std::span<const int64_t> time, int64_t min_revisit_ns,
                                         std::vector<int64_t>* pass) {
  std::vector<size_t> order(members.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto time_of = [&](size_t k) { return time.empty() ? kMissingTime : time[At(members[k])]; };
  std::sort(order.begin(), order.end(), [&](size_t p, size_t q) {
    return std::make_tuple(track[At(members[p])], time_of(p), p) <
           std::make_tuple(track[At(members[q])], time_of(q), q);
  });
  const size_t start = pass->size();
  pass->resize(start + members.size());
  int64_t tracks = 0, passes = 0;
  for (size_t k = 0; k < order.size(); ++k) {
    const bool new_track =
        k == 0 || track[At(members[order[k]])] != track[At(members[order[k - 1]])];
    bool new_pass = new_track;
    if (!new_track) {
      // Missing times sort first, and are of the same pass as what follows.
      const int64_t before = time_of(order[k - 1]), now = time_of(order[k]);
      new_pass = before != kMissingTime &&
                 static_cast<uint64_t>(now) - static_cast<uint64_t>(before) >=
                     static_cast<uint64_t>(min_revisit_ns) &&
                 now != before;
    }
    tracks += new_track;
    passes += new_pass;
    (*pass)[start + order[k]] = passes - 1;
  }
  return {tracks, passes};
}

absl::Status Check(const CrossingPoints& points, const SuperCrossoverOptions& options) {
  const size_t n = points.lon.size();
  const auto check = [&](const char* name, size_t size, bool optional) {
    if (size == n || (optional && size == 0)) return absl::OkStatus();
    return InvalidArgument("lon has " + std::to_string(n) + " rows, " + name + " has " +
                           std::to_string(size));
  };
  COINCIDE_RETURN_IF_ERROR(check("lat", points.lat.size(), false));
  COINCIDE_RETURN_IF_ERROR(check("track_a", points.track_a.size(), false));
  COINCIDE_RETURN_IF_ERROR(check("track_b", points.track_b.size(), false));
  COINCIDE_RETURN_IF_ERROR(check("time_a", points.time_a.size(), true));
  COINCIDE_RETURN_IF_ERROR(check("time_b", points.time_b.size(), true));
  for (size_t i = 0; i < n; ++i) {
    if (IsValidLonLat(points.lon[i], points.lat[i])) continue;
    return InvalidArgument("row " + std::to_string(i) + " is at lon " +
                           internal::NumberText(points.lon[i]) + ", lat " +
                           internal::NumberText(points.lat[i]) + ": not a position");
  }
  if (!(options.radius_m > 0 && options.radius_m <= 1e6)) {
    return InvalidArgument("radius is " + internal::NumberText(options.radius_m) +
                           ": more than 0 and at most 1,000,000 m is allowed");
  }
  if (const int64_t least = std::min(options.min_passes_a, options.min_passes_b); least < 1) {
    return InvalidArgument("min_passes is " + std::to_string(least) + ": 1 or more is allowed");
  }
  if (options.min_revisit_ns < 0) {
    return InvalidArgument("min_revisit is " + std::to_string(options.min_revisit_ns) +
                           " ns: 0 or more is allowed");
  }
  return absl::OkStatus();
}

// Appends a site, if its passes are enough.
void AddSite(const CrossingPoints& points, const SuperCrossoverOptions& options,
             const Cluster& cluster, SuperCrossovers* sites) {
  const size_t start = sites->member.size();
  const auto [tracks_a, passes_a] = NumberPasses(cluster.members, points.track_a, points.time_a,
                                                 options.min_revisit_ns, &sites->pass_a);
  const auto [tracks_b, passes_b] = NumberPasses(cluster.members, points.track_b, points.time_b,
                                                 options.min_revisit_ns, &sites->pass_b);
  if (passes_a < options.min_passes_a || passes_b < options.min_passes_b) {
    sites->pass_a.resize(start);
    sites->pass_b.resize(start);
    return;
  }
  int64_t first = kMissingTime, last = kMissingTime;
  for (const int64_t i : cluster.members) {
    for (const auto& time : {points.time_a, points.time_b}) {
      if (time.empty() || time[At(i)] == kMissingTime) continue;
      first = first == kMissingTime ? time[At(i)] : std::min(first, time[At(i)]);
      last = std::max(last, time[At(i)]);
    }
  }
  sites->lon.push_back(cluster.centre.lon);
  sites->lat.push_back(cluster.centre.lat);
  sites->radius_m.push_back(cluster.radius_m);
  sites->tracks_a.push_back(tracks_a);
  sites->tracks_b.push_back(tracks_b);
  sites->passes_a.push_back(passes_a);
  sites->passes_b.push_back(passes_b);
  sites->time_first.push_back(first);
  sites->time_last.push_back(last);
  sites->member.insert(sites->member.end(), cluster.members.begin(), cluster.members.end());
  sites->offsets.push_back(static_cast<int64_t>(sites->member.size()));
}

}  // namespace

absl::StatusOr<SuperCrossovers> FindSuperCrossovers(const CrossingPoints& points,
                                                    const SuperCrossoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(Check(points, options));
  SuperCrossovers sites;
  sites.offsets = {0};
  if (points.lon.empty()) return sites;
  MatchPointsOptions near;
  near.within_m = options.radius_m;
  near.ellipsoid = options.ellipsoid;
  near.threads = options.threads;
  near.keep_going = options.keep_going;
  near.max_pairs = options.max_pairs;
  const SamplePoints places{points.lon, points.lat};
  COINCIDE_ASSIGN_OR_RETURN(const PointPairs pairs, MatchPoints(places, places, near));
  internal::Interrupt interrupt(options.keep_going);
  std::vector<Cluster> clusters = Clusterer(points, options, pairs).Run(&interrupt);
  if (interrupt.stopped()) return internal::Stopped();

  std::vector<double> lon, lat;
  for (const Cluster& cluster : clusters) {
    lon.push_back(cluster.centre.lon);
    lat.push_back(cluster.centre.lat);
  }
  std::vector<uint64_t> cells(clusters.size());
  EncodePoints(lon, lat, options.ellipsoid, cells, options.threads);
  std::vector<size_t> order(clusters.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t p, size_t q) {
    return std::make_tuple(cells[p], lat[p], lon[p], p) <
           std::make_tuple(cells[q], lat[q], lon[q], q);
  });
  for (const size_t k : order) {
    const size_t before = sites.size();
    AddSite(points, options, clusters[k], &sites);
    if (sites.size() > before) sites.cell.push_back(cells[k]);
  }
  return sites;
}

}  // namespace coincide
