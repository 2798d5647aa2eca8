#include "coincide/match/samples/point_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "coincide/geodesy/ecef_batch.h"
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

// Rows of a box of SampleBoxes.
constexpr size_t kStretch = 512;

internal::Box BoxOf(std::span<const double> lon, std::span<const double> lat,
                    const Ellipsoid& ellipsoid) {
  // Nearer than unused boxes of a tree are: nothing meets those.
  constexpr float kFar = 1e38f;
  std::array<std::array<double, kStretch>, 3> at;
  const size_t n = lon.size();
  if (EcefOf(lon, lat, ellipsoid, std::span(at[0]).first(n), std::span(at[1]).first(n),
             std::span(at[2]).first(n)) > 0) {
    // It is everywhere, so that an invalid position is never passed over.
    return {{-kFar, -kFar, -kFar}, {kFar, kFar, kFar}};
  }
  internal::Box box;
  for (size_t i = 0; i < 3; ++i) {
    const auto [low, high] =
        std::minmax_element(at[i].begin(), at[i].begin() + static_cast<std::ptrdiff_t>(n));
    box.lo[i] = static_cast<float>(*low - internal::BoxSlack(ellipsoid));
    box.hi[i] = static_cast<float>(*high + internal::BoxSlack(ellipsoid));
  }
  return box;
}

}  // namespace

struct SampleBoxes::State {
  std::vector<internal::Box> boxes;

  // The rows, of n, from the first to the last box that meets the tree.
  std::pair<size_t, size_t> Near(const internal::PointTree& tree, float reach, size_t n) const {
    const auto meets = [&](const internal::Box& box) {
      bool any = false;
      tree.tree().ForEachMeeting(internal::Grown(box, reach), [&any](size_t) { any = true; });
      return any;
    };
    const auto first = std::find_if(boxes.begin(), boxes.end(), meets);
    if (first == boxes.end()) return {0, 0};
    const auto last = std::find_if(boxes.rbegin(), boxes.rend(), meets);
    return {static_cast<size_t>(first - boxes.begin()) * kStretch,
            std::min(static_cast<size_t>(boxes.rend() - last) * kStretch, n)};
  }
};

SampleBoxes::SampleBoxes(const SamplePoints& points, const Ellipsoid& ellipsoid)
    : state_(std::make_unique<State>()) {
  const size_t n = std::min(points.lon.size(), points.lat.size());
  for (size_t row = 0; row < n; row += kStretch) {
    const size_t some = std::min(kStretch, n - row);
    state_->boxes.push_back(
        BoxOf(points.lon.subspan(row, some), points.lat.subspan(row, some), ellipsoid));
  }
}
SampleBoxes::~SampleBoxes() = default;
SampleBoxes::SampleBoxes(SampleBoxes&&) noexcept = default;
SampleBoxes& SampleBoxes::operator=(SampleBoxes&&) noexcept = default;

size_t SampleBoxes::bytes() const { return state_->boxes.size() * sizeof(internal::Box); }

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
                                             const MatchPointsOptions& options,
                                             const SampleBoxes* boxes) {
  const SamplePoints& a = state_->points;
  if (!state_->Suits(b, options)) return MatchPoints(a, b, options);
  const internal::PointTree* tree = state_->Tree(options);
  if (tree == nullptr || internal::IsScattered(b, *tree, options.ellipsoid, *options.within_m)) {
    return MatchPoints(a, b, options);
  }
  size_t begin = 0, end = b.lon.size();
  if (boxes != nullptr) {
    const float reach = internal::BoxReach(*options.within_m, options.ellipsoid);
    std::tie(begin, end) = boxes->state_->Near(*tree, reach, end);
    if (begin == end) return PointPairs{};
  }
  SamplePoints near = {b.lon.subspan(begin, end - begin), b.lat.subspan(begin, end - begin), {}};
  if (!b.time_ns.empty()) near.time_ns = b.time_ns.subspan(begin, end - begin);
  const internal::PairCriterion criterion{
      .within_m = *options.within_m,
      .timed = options.time_window_ns.has_value(),
      .window_ns = static_cast<uint64_t>(options.time_window_ns.value_or(0)),
      .tree_is_a = true};
  internal::Interrupt interrupt(options.keep_going);
  const int threads = near.lon.size() < kFew ? 1 : options.threads;
  const internal::PairSearch search(near, {}, a, *tree, options.ellipsoid, criterion, threads);
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
    pairs.j[k] = static_cast<int64_t>(begin + hits[k].row);
    pairs.distance_m[k] = hits[k].distance_m;
  }
  return pairs;
}

}  // namespace coincide
