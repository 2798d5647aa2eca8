#include "coincide/match/samples/match_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "coincide/healpix/projection.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/huge_pages.h"
#include "src/internal/interrupt.h"
#include "src/internal/parallel.h"
#include "src/internal/radix_sort.h"
#include "src/internal/status_macros.h"
#include "src/match/samples/block_run.h"
#include "src/match/samples/match_side.h"
#include "src/match/samples/pair_search.h"
#include "src/match/samples/point_tree.h"
#include "src/match/samples/positions.h"
#include "src/match/samples/scatter.h"
#include "src/match/samples/time_slabs.h"
#include "src/match/samples/time_span.h"

namespace coincide {
namespace {

using internal::BlockRun;
using internal::Hit;
using internal::Interrupt;
using internal::InvalidArgument;
using internal::MatchSide;
using internal::PairCriterion;
using internal::PairSearch;
using internal::PointTree;
using internal::Stopped;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// "NAME is VALUEWHAT".
absl::Status Refused(std::string_view name, const std::string& value, std::string_view what) {
  return InvalidArgument(std::string(name).append(" is ").append(value).append(what));
}

absl::Status CheckOptions(const MatchPointsOptions& options) {
  if (options.within_m && !(*options.within_m >= 0)) {
    return Refused("within", internal::NumberText(*options.within_m),
                   ": 0 or more metres is allowed");
  }
  if (options.time_window_ns && *options.time_window_ns < 0) {
    return Refused("time_window", std::to_string(*options.time_window_ns),
                   " ns: 0 or more is allowed");
  }
  if (options.nearest < 1) {
    return Refused("keep", std::to_string(options.nearest), ": 1 or more is allowed");
  }
  const bool by_distance = options.metric == PairMetric::kDistance;
  const bool needs_all = options.keep == Keep::kAll || options.keep == Keep::kUnique;
  if (!options.within_m && (needs_all || !by_distance)) {
    return InvalidArgument(
        "within is not given: only the nearest by distance are searched without a radius");
  }
  if (options.metric == PairMetric::kBoth &&
      (!options.time_window_ns || *options.within_m == kInfinity)) {
    return InvalidArgument("metric 'both' needs a finite within and a time_window");
  }
  return absl::OkStatus();
}

// The error of the first invalid position, of a before b; there must be one.
absl::Status InvalidPositionIn(const MatchSide& x, const MatchSide& y, int threads) {
  const bool x_first = x.name() < y.name();
  COINCIDE_RETURN_IF_ERROR((x_first ? x : y).CheckPositions(threads));
  return (x_first ? y : x).CheckPositions(threads);
}

struct Found {
  std::vector<std::vector<Hit>> blocks;
  bool sorted = true;  // By row.
};

absl::Status TooMany(const MatchPointsOptions& options) {
  return absl::ResourceExhaustedError(
      internal::ToAbsl(std::string("more than ")
                           .append(std::to_string(options.max_pairs))
                           .append(" pairs (max_pairs): narrow within or time_window, or keep "
                                   "the nearest")));
}

// Whether so many samples are near in space, and so few of them in time, that it pays
// to cut both sides into slabs of time: by a count in a few blocks of samples.
bool IsNarrowInTime(const SamplePoints& s, std::span<const uint64_t> order, const SamplePoints& t,
                    const PointTree& tree, const Ellipsoid& ellipsoid, PairCriterion criterion,
                    Interrupt* interrupt) {
  // Tests of a pair that making slabs and a tree for each costs, a sample.
  constexpr double kCost = 16;
  constexpr size_t kSamples = 4, kMost = size_t{1} << 24;
  if (!criterion.timed || criterion.within_m == kInfinity) return false;
  if (s.lon.size() < 4 * internal::TimeSlabs::kLeast) return false;
  const internal::TimeSpan a = internal::SpanOf(s.time_ns), b = internal::SpanOf(t.time_ns);
  if (a.missing || b.missing) return false;
  if (TimeBetween(a.first, a.last) / 16 < criterion.window_ns) return false;
  criterion.timed = false;
  criterion.nearest = 0;
  const PairSearch search(s, order, t, tree, ellipsoid, criterion, 1);
  double pairs = 0;
  for (size_t k = 0; k < kSamples; ++k) {
    size_t count = 0;
    // What is invalid is found again.
    if (!search.CountBlock(k * search.blocks() / kSamples, kMost, interrupt, &count)) return false;
    pairs += static_cast<double>(count);
  }
  const double each = pairs / static_cast<double>(kSamples * internal::BlockDescent::kBlock);
  const auto n = static_cast<double>(s.lon.size());
  return each * n > kCost * (n + static_cast<double>(t.lon.size()));
}

// All hits of `streamed` against a tree over `indexed`; nothing if the sides should be
// cut into slabs of time, which `may_cut` allows. An invalid position is reported as
// one of `whole_s` or `whole_t`. REQUIRES: both have rows.
absl::StatusOr<std::optional<Found>> Search(const MatchSide& streamed, const MatchSide& indexed,
                                            const PairCriterion& criterion,
                                            const MatchPointsOptions& options,
                                            const MatchSide& whole_s, const MatchSide& whole_t,
                                            bool may_cut, Interrupt* interrupt) {
  const Ellipsoid& ellipsoid = options.ellipsoid;
  const SamplePoints &s = streamed.points(), &t = indexed.points();
  std::vector<uint64_t> order = internal::CurveOrder(t.lon, t.lat, ellipsoid, options.threads);
  if (order.empty()) return InvalidPositionIn(whole_s, whole_t, options.threads);
  if (!interrupt->KeepGoing()) return Stopped();
  const PointTree tree(t.lon, t.lat, ellipsoid, order, options.threads);
  order = {};
  if (IsScattered(s, tree, ellipsoid, criterion.within_m)) {
    order = internal::CurveOrder(s.lon, s.lat, ellipsoid, options.threads);
    if (order.empty()) return InvalidPositionIn(whole_s, whole_t, options.threads);
  }
  if (!interrupt->KeepGoing()) return Stopped();
  if (may_cut && IsNarrowInTime(s, order, t, tree, ellipsoid, criterion, interrupt)) {
    return std::nullopt;
  }
  const PairSearch search(s, order, t, tree, ellipsoid, criterion, options.threads);
  Found found{std::vector<std::vector<Hit>>(search.blocks()), order.empty()};
  BlockRun run(search, options.max_pairs, options.threads, interrupt, &found.blocks);
  if (run.Run()) return found;
  if (!run.valid()) return InvalidPositionIn(whole_s, whole_t, options.threads);
  if (interrupt->stopped()) return Stopped();
  return TooMany(options);
}

// The same, slab after slab of time.
absl::StatusOr<Found> SearchSlabs(const MatchSide& streamed, const MatchSide& indexed,
                                  const PairCriterion& criterion, const MatchPointsOptions& options,
                                  Interrupt* interrupt) {
  const internal::TimeSlabs slabs(streamed.points().time_ns, indexed.points().time_ns,
                                  criterion.window_ns);
  Found found{{}, false};
  MatchPointsOptions left = options;
  for (size_t k = 0; k < slabs.size(); ++k) {
    const std::vector<uint32_t> rows_s = slabs.StreamedRows(k), rows_t = slabs.IndexedRows(k);
    if (rows_t.empty()) continue;
    const MatchSide part_s(streamed, rows_s), part_t(indexed, rows_t);
    absl::StatusOr<std::optional<Found>> part =
        Search(part_s, part_t, criterion, left, streamed, indexed, false, interrupt);
    if (!part.ok()) {
      const bool full = part.status().code() == absl::StatusCode::kResourceExhausted;
      return full ? TooMany(options) : part.status();
    }
    for (std::vector<Hit>& block : (*part)->blocks) {
      if (block.empty()) continue;
      for (Hit& hit : block) {
        hit.row = rows_s[hit.row];
        hit.other = rows_t[hit.other];
      }
      left.max_pairs -= static_cast<int64_t>(block.size());
      found.blocks.push_back(std::move(block));
    }
  }
  return found;
}

// Hits as pairs of the callers' rows, ascending.
PointPairs Assemble(Found found, const MatchSide& streamed, const MatchSide& indexed,
                    bool tree_is_a, int threads) {
  std::vector<size_t> starts{0};
  for (const auto& block : found.blocks) starts.push_back(starts.back() + block.size());
  const size_t n = starts.back();
  PointPairs pairs;
  const auto allocate = [n](auto* column) {
    column->reserve(n);
    internal::AdviseHugePages(column->data(), n * sizeof((*column)[0]));
    column->resize(n);
  };
  allocate(&pairs.i);
  allocate(&pairs.j);
  allocate(&pairs.distance_m);
  const auto write = [&](size_t at, const Hit& hit) {
    pairs.i[at] = tree_is_a ? indexed.Row(hit.other) : streamed.Row(hit.row);
    pairs.j[at] = tree_is_a ? streamed.Row(hit.row) : indexed.Row(hit.other);
    pairs.distance_m[at] = hit.distance_m;
  };
  if (found.sorted && !tree_is_a) {
    internal::ParallelFor(found.blocks.size(), 8, threads, [&](size_t begin, size_t end) {
      for (size_t b = begin; b < end; ++b) {
        for (size_t k = 0; k < found.blocks[b].size(); ++k) {
          write(starts[b] + k, found.blocks[b][k]);
        }
        found.blocks[b] = {};
      }
    });
    return pairs;
  }
  std::vector<Hit> hits;
  hits.reserve(n);
  for (auto& block : found.blocks) {
    hits.insert(hits.end(), block.begin(), block.end());
    block = {};
  }
  // Rows of a side ascend as the callers' do.
  internal::RadixSortBy(&hits, [&](const Hit& hit) {
    return tree_is_a ? uint64_t{hit.other} << 32 | hit.row : hit.key();
  });
  for (size_t k = 0; k < n; ++k) write(k, hits[k]);
  return pairs;
}

absl::StatusOr<PointPairs> Run(const MatchSide& a, const MatchSide& b, bool tree_is_a,
                               PairCriterion criterion, const MatchPointsOptions& options) {
  const MatchSide &streamed = tree_is_a ? b : a, &indexed = tree_is_a ? a : b;
  criterion.tree_is_a = tree_is_a;
  Interrupt interrupt(options.keep_going);
  COINCIDE_ASSIGN_OR_RETURN(
      std::optional<Found> found,
      Search(streamed, indexed, criterion, options, streamed, indexed, true, &interrupt));
  if (!found.has_value()) {
    // Each has its window's whole reach in its slab, so the nearest are too.
    COINCIDE_RETURN_IF_ERROR(streamed.CheckPositions(options.threads));
    COINCIDE_ASSIGN_OR_RETURN(found,
                              SearchSlabs(streamed, indexed, criterion, options, &interrupt));
  }
  return Assemble(*std::move(found), streamed, indexed, tree_is_a, options.threads);
}

// The pairs in both lists.
PointPairs InBoth(const PointPairs& x, const PointPairs& y) {
  PointPairs both;
  for (size_t p = 0, q = 0; p < x.i.size() && q < y.i.size();) {
    const auto left = std::pair(x.i[p], x.j[p]), right = std::pair(y.i[q], y.j[q]);
    if (left == right) {
      both.i.push_back(x.i[p]);
      both.j.push_back(x.j[p]);
      both.distance_m.push_back(x.distance_m[p]);
    }
    p += left <= right ? 1 : 0;
    q += right <= left ? 1 : 0;
  }
  return both;
}

absl::StatusOr<PointPairs> Choose(const MatchSide& a, const MatchSide& b, PairCriterion criterion,
                                  const MatchPointsOptions& options) {
  if (a.size() == 0 || b.size() == 0) {
    COINCIDE_RETURN_IF_ERROR(InvalidPositionIn(a, b, options.threads));
    return PointPairs{};
  }
  if (options.keep == Keep::kAll || options.keep == Keep::kUnique) {
    COINCIDE_ASSIGN_OR_RETURN(PointPairs pairs, Run(a, b, a.size() < b.size(), criterion, options));
    return pairs;
  }
  criterion.nearest = static_cast<size_t>(options.nearest);
  if (options.keep == Keep::kNearestA) return Run(a, b, false, criterion, options);
  if (options.keep == Keep::kNearestB) return Run(a, b, true, criterion, options);
  criterion.nearest = 1;
  COINCIDE_ASSIGN_OR_RETURN(const PointPairs of_a, Run(a, b, false, criterion, options));
  COINCIDE_ASSIGN_OR_RETURN(const PointPairs of_b, Run(a, b, true, criterion, options));
  return InBoth(of_a, of_b);
}

// Of all pairs those that are one to one; times are the callers'.
PointPairs KeepUnique(PointPairs pairs, const SamplePoints& a, const SamplePoints& b,
                      const MatchPointsOptions& options) {
  std::vector<uint64_t> keys = DistanceKeys(pairs.distance_m);
  if (options.metric != PairMetric::kDistance) {
    for (size_t p = 0; p < keys.size(); ++p) {
      const int64_t s = a.time_ns[static_cast<size_t>(pairs.i[p])];
      const int64_t t = b.time_ns[static_cast<size_t>(pairs.j[p])];
      keys[p] =
          options.metric == PairMetric::kTime
              ? TimeKey(s, t)
              : BothKey(pairs.distance_m[p], *options.within_m, s, t, *options.time_window_ns);
    }
  }
  const std::vector<size_t> kept = KeepPairs(Keep::kUnique, 1, pairs.i, pairs.j, keys);
  for (size_t k = 0; k < kept.size(); ++k) {
    pairs.i[k] = pairs.i[kept[k]];
    pairs.j[k] = pairs.j[kept[k]];
    pairs.distance_m[k] = pairs.distance_m[kept[k]];
  }
  pairs.i.resize(kept.size());
  pairs.j.resize(kept.size());
  pairs.distance_m.resize(kept.size());
  return pairs;
}

}  // namespace

absl::StatusOr<PointPairs> MatchPoints(const SamplePoints& points_a, const SamplePoints& points_b,
                                       const MatchPointsOptions& options) {
  COINCIDE_RETURN_IF_ERROR(CheckOptions(options));
  const bool timed = options.time_window_ns || options.metric != PairMetric::kDistance;
  MatchSide a(points_a, "_a"), b(points_b, "_b");
  for (MatchSide* side : {&a, &b}) {
    COINCIDE_RETURN_IF_ERROR(side->CheckSizes(timed));
    const bool drop_positions = options.invalid_position == InvalidPosition::kDrop;
    const bool drop_times = timed && options.missing_time == MissingTime::kDrop;
    if (drop_positions || drop_times) side->Drop(drop_positions, drop_times);
    if (timed && options.missing_time == MissingTime::kRaise) {
      COINCIDE_RETURN_IF_ERROR(side->CheckTimes(options.threads));
    }
  }
  PairCriterion criterion{.within_m = options.within_m.value_or(kInfinity),
                          .timed = options.time_window_ns.has_value(),
                          .window_ns = static_cast<uint64_t>(options.time_window_ns.value_or(0)),
                          .metric = options.metric};
  COINCIDE_ASSIGN_OR_RETURN(PointPairs pairs, Choose(a, b, criterion, options));
  if (options.keep == Keep::kUnique) {
    pairs = KeepUnique(std::move(pairs), points_a, points_b, options);
  }
  pairs.invalid_positions_a = a.invalid_positions;
  pairs.invalid_positions_b = b.invalid_positions;
  pairs.missing_times_a = a.missing_times;
  pairs.missing_times_b = b.missing_times;
  return pairs;
}

}  // namespace coincide
