#include "coincide/match/samples/point_index.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "src/internal/interrupt.h"
#include "src/internal/radix_sort.h"
#include "src/match/samples/block_run.h"
#include "src/match/samples/pair_search.h"
#include "src/match/samples/point_tree.h"
#include "src/match/samples/scatter.h"
#include "src/match/samples/time_slabs.h"

namespace coincide {
namespace {

using internal::Hit;

// Fewer rows than this are searched sooner than threads are woken.
constexpr size_t kFew = size_t{1} << 17;

bool HaveTimes(const SamplePoints& points) {
  return points.time_ns.size() == points.lon.size() &&
         std::find(points.time_ns.begin(), points.time_ns.end(), kMissingTime) ==
             points.time_ns.end();
}

}  // namespace

struct PointIndex::State {
  SamplePoints points;
  Ellipsoid ellipsoid = Ellipsoid::Wgs84();  // Of the tree.
  std::optional<internal::PointTree> tree;
  bool tried = false;
  std::optional<bool> timed = {};  // Whether all times are known, once that was asked.

  // The tree, or null where a position is invalid.
  const internal::PointTree* Tree(const MatchPointsOptions& options) {
    if (!tried || ellipsoid != options.ellipsoid) {
      tried = true;
      ellipsoid = options.ellipsoid;
      tree.reset();
      const int threads = points.lon.size() < kFew ? 1 : options.threads;
      const std::vector<uint64_t> order =
          internal::CurveOrder(points.lon, points.lat, ellipsoid, threads);
      if (!order.empty()) tree.emplace(points.lon, points.lat, ellipsoid, order, threads);
    }
    return tree.has_value() ? &*tree : nullptr;
  }

  bool Suits(const SamplePoints& b, const MatchPointsOptions& options) {
    constexpr size_t kMost = size_t{1} << 31;
    if (options.keep != Keep::kAll || options.metric != PairMetric::kDistance) return false;
    if (!options.within_m || !(*options.within_m >= 0) || std::isinf(*options.within_m)) {
      return false;
    }
    const size_t n = points.lon.size(), m = b.lon.size();
    if (points.lat.size() != n || b.lat.size() != m) return false;
    if (n == 0 || m == 0 || n > kMost || m > kMost) return false;
    for (const SamplePoints* side : {&std::as_const(points), &b}) {
      if (!side->time_ns.empty() && side->time_ns.size() != side->lon.size()) return false;
    }
    if (!options.time_window_ns) return true;
    // Many samples and a window: slabs of time may be what is quick.
    if (*options.time_window_ns < 0 || m >= 4 * internal::TimeSlabs::kLeast) return false;
    if (!timed) timed = HaveTimes(points);
    return *timed && HaveTimes(b);
  }
};

PointIndex::PointIndex(const SamplePoints& points) : state_(std::make_unique<State>()) {
  state_->points = points;
}
PointIndex::~PointIndex() = default;
PointIndex::PointIndex(PointIndex&&) noexcept = default;
PointIndex& PointIndex::operator=(PointIndex&&) noexcept = default;

absl::StatusOr<PointPairs> PointIndex::Match(const SamplePoints& b,
                                             const MatchPointsOptions& options) {
  const SamplePoints& a = state_->points;
  if (!state_->Suits(b, options)) return MatchPoints(a, b, options);
  const internal::PointTree* tree = state_->Tree(options);
  if (tree == nullptr || internal::IsScattered(b, *tree, options.ellipsoid, *options.within_m)) {
    return MatchPoints(a, b, options);
  }
  const internal::PairCriterion criterion{
      .within_m = *options.within_m,
      .timed = options.time_window_ns.has_value(),
      .window_ns = static_cast<uint64_t>(options.time_window_ns.value_or(0)),
      .tree_is_a = true};
  internal::Interrupt interrupt(options.keep_going);
  const int threads = b.lon.size() < kFew ? 1 : options.threads;
  const internal::PairSearch search(b, {}, a, *tree, options.ellipsoid, criterion, threads);
  std::vector<std::vector<Hit>> blocks(search.blocks());
  internal::BlockRun run(search, options.max_pairs, threads, &interrupt, &blocks);
  if (!run.Run()) {
    if (interrupt.stopped()) return absl::CancelledError("the search was stopped");
    return MatchPoints(a, b, options);  // Which says what is wrong, or drops it.
  }
  std::vector<Hit> hits;
  if (blocks.size() == 1) {
    hits = std::move(blocks[0]);
  } else {
    for (std::vector<Hit>& block : blocks) {
      hits.insert(hits.end(), block.begin(), block.end());
      block = {};
    }
  }
  internal::RadixSortBy(&hits, [](const Hit& hit) { return uint64_t{hit.other} << 32 | hit.row; });
  PointPairs pairs;
  pairs.i.resize(hits.size());
  pairs.j.resize(hits.size());
  pairs.distance_m.resize(hits.size());
  for (size_t k = 0; k < hits.size(); ++k) {
    pairs.i[k] = static_cast<int64_t>(hits[k].other);
    pairs.j[k] = static_cast<int64_t>(hits[k].row);
    pairs.distance_m[k] = hits[k].distance_m;
  }
  return pairs;
}

}  // namespace coincide
