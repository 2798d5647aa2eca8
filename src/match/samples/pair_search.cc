#include "src/match/samples/pair_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

#include "coincide/geodesy/ecef.h"

namespace coincide::internal {
namespace {

// Places are off by rounding, 3e-9 m each on WGS84.
constexpr double kPlaceError = 0x1p-50;  // Times the semi-major axis: 6e-9 m.

// Above this many groups for 16 samples, the nearest are looked for one sample
// at a time.
constexpr size_t kManyGroups = 64;

}  // namespace

double LongestChord(double distance_m, const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a(), b = ellipsoid.b();
  const double angle = distance_m / (2 * b);
  if (angle >= std::numbers::pi / 2) return 2 * a;
  return std::min(distance_m, 2 * a * std::sin(angle) * (1 + 1e-14));
}

// A candidate for the nearest of one sample.
struct PairSearch::Candidate {
  double distance_m;
  uint32_t other;
  uint32_t slot;
  bool operator<(const Candidate& o) const {
    return distance_m != o.distance_m ? distance_m < o.distance_m : other < o.other;
  }
};

struct PairSearch::Scratch {
  BlockDescent block;
  std::vector<Hit> hits;

  // Of the sample that is looked for.
  size_t row = 0;
  Vector3 place;
  std::array<float, 3> place_f;
  double bound_m = 0;  // Nothing farther is wanted.
  double bound2 = 0;   // Squared chords above this are too far.
  std::vector<Candidate> nearest, before;
};

PairSearch::PairSearch(const SamplePoints& streamed, std::span<const uint64_t> order,
                       const SamplePoints& indexed, const PointTree& tree,
                       const Ellipsoid& ellipsoid, const PairCriterion& criterion)
    : streamed_(streamed),
      indexed_(indexed),
      order_(order),
      tree_(tree),
      geodesics_(Geodesics::Of(ellipsoid)),
      ellipsoid_(ellipsoid),
      criterion_(criterion),
      kernels_(ActivePointKernels()) {
  const double chord =
      LongestChord(criterion.within_m, ellipsoid) * (1 + 1e-12) + 4 * kPlaceError * ellipsoid.a();
  chord2_ = chord * chord;
  reach_ = static_cast<float>(chord * (1 + 1e-6) + BoxSlack(ellipsoid));
}

bool PairSearch::TimesMeet(size_t row, size_t other) const {
  if (!criterion_.timed) return true;
  const int64_t s = streamed_.time_ns[row], t = indexed_.time_ns[other];
  if (s == kMissingTime || t == kMissingTime) return true;
  return TimeBetween(s, t) <= criterion_.window_ns;
}

double PairSearch::Distance(size_t row, size_t other, const Vector3& p, const Vector3& q,
                            double chord2) const {
  if (chord2 <= kChordSeriesLimit_m * kChordSeriesLimit_m) {
    return GeodesicFromChord(p, q, ellipsoid_);
  }
  const LonLat s{streamed_.lon[row], streamed_.lat[row]};
  const LonLat t{indexed_.lon[other], indexed_.lat[other]};
  return criterion_.tree_is_a ? geodesics_.Distance(t, s) : geodesics_.Distance(s, t);
}

uint64_t PairSearch::KeyOf(const Hit& hit) const {
  if (criterion_.metric == PairMetric::kDistance) return DistanceKey(hit.distance_m);
  const int64_t s = streamed_.time_ns[hit.row], t = indexed_.time_ns[hit.other];
  if (criterion_.metric == PairMetric::kTime) return TimeKey(s, t);
  return BothKey(hit.distance_m, criterion_.within_m, s, t,
                 static_cast<int64_t>(criterion_.window_ns));
}

// The pairs of 16 samples with the groups that their box meets.
void PairSearch::Leaf(size_t chunk, std::span<const BoxRef> groups, Scratch* s) const {
  const BlockDescent& block = s->block;
  const size_t at = chunk * kChunk, used = std::min(kChunk, block.size() - at);
  std::vector<Hit>& hits = s->hits;
  if (criterion_.nearest > 0 && criterion_.metric == PairMetric::kDistance &&
      groups.size() > kManyGroups + 8 * criterion_.nearest) {
    for (size_t k = 0; k < used; ++k) NearestOf(at + k, s);
    return;
  }
  const Box grown = Grown(block.chunk_box(chunk), reach_);
  const size_t begin = hits.size();
  const uint32_t valid = (uint32_t{1} << used) - 1;
  for (const BoxRef ref : groups) {
    const PointGroup& group = tree_.points(ref.index);
    for (uint32_t places = kernels_.points_in_box(group, grown); places != 0;
         places &= places - 1) {
      const auto place = static_cast<size_t>(std::countr_zero(places));
      const Vector3 q{group.x[place], group.y[place], group.z[place]};
      uint32_t near = kernels_.chunk_within(block.x() + at, block.y() + at, block.z() + at, q.x,
                                            q.y, q.z, chord2_) &
                      valid;
      if (near == 0) continue;
      const uint32_t other = tree_.row(ref.index * kGroup + place);
      for (; near != 0; near &= near - 1) {
        const size_t k = at + static_cast<size_t>(std::countr_zero(near));
        const uint32_t row = block.row(k);
        if (!TimesMeet(row, other)) continue;
        const Vector3 p = block.place(k);
        const double distance_m = Distance(row, other, p, q, SquaredChord(p, q));
        if (distance_m <= criterion_.within_m) hits.push_back({row, other, distance_m});
      }
    }
  }
  std::sort(hits.begin() + static_cast<std::ptrdiff_t>(begin), hits.end(),
            [](const Hit& a, const Hit& b) { return a.key() < b.key(); });
  if (criterion_.nearest > 0) KeepNearest(&hits, begin);
}

// Of the hits from `begin` on, sorted, the nearest of each row.
void PairSearch::KeepNearest(std::vector<Hit>* hits, size_t begin) const {
  const size_t n = hits->size();
  size_t to = begin;
  for (size_t from = begin; from < n;) {
    size_t end = from + 1;
    while (end < n && (*hits)[end].row == (*hits)[from].row) ++end;
    size_t kept = end - from;
    const auto at = [&](size_t k) { return hits->begin() + static_cast<std::ptrdiff_t>(k); };
    if (kept > criterion_.nearest) {
      kept = criterion_.nearest;
      // Stable order by (key, other).
      std::nth_element(at(from), at(from + kept - 1), at(end), [&](const Hit& a, const Hit& b) {
        const uint64_t x = KeyOf(a), y = KeyOf(b);
        return x != y ? x < y : a.other < b.other;
      });
      std::sort(at(from), at(from + kept),
                [](const Hit& a, const Hit& b) { return a.other < b.other; });
    }
    std::copy(at(from), at(from + kept), at(to));
    to += kept;
    from = end;
  }
  hits->resize(to);
}

// The nearest of one sample, from the root down; what the sample before found
// bounds the search from the start.
void PairSearch::NearestOf(size_t at, Scratch* s) const {
  s->row = s->block.row(at);
  s->place = s->block.place(at);
  s->place_f = {static_cast<float>(s->place.x), static_cast<float>(s->place.y),
                static_cast<float>(s->place.z)};
  const auto set_bound = [&](double bound_m) {
    s->bound_m = bound_m;
    const double chord =
        LongestChord(bound_m, ellipsoid_) * (1 + 1e-12) + 4 * kPlaceError * ellipsoid_.a();
    s->bound2 = chord * chord;
  };
  set_bound(criterion_.within_m);
  s->nearest.clear();
  if (s->before.size() >= criterion_.nearest) {
    size_t meet = 0;
    double farthest = 0;
    for (const Candidate& candidate : s->before) {
      if (!TimesMeet(s->row, candidate.other)) continue;
      const PointGroup& group = tree_.points(candidate.slot / kGroup);
      const size_t k = candidate.slot % kGroup;
      const Vector3 q{group.x[k], group.y[k], group.z[k]};
      farthest = std::max(
          farthest, Distance(s->row, candidate.other, s->place, q, SquaredChord(s->place, q)));
      ++meet;
    }
    if (meet >= criterion_.nearest && farthest < s->bound_m) set_bound(farthest);
  }
  Visit(tree_.tree().levels() - 1, 0, s);
  std::sort(s->nearest.begin(), s->nearest.end(),
            [](const Candidate& a, const Candidate& b) { return a.other < b.other; });
  for (const Candidate& found : s->nearest) {
    s->hits.push_back({static_cast<uint32_t>(s->row), found.other, found.distance_m});
  }
  std::swap(s->nearest, s->before);
}

void PairSearch::Visit(size_t level, size_t group, Scratch* s) const {
  float gaps2[kGroup];
  kernels_.box_gaps2(tree_.tree().boxes(level, group), s->place_f.data(), gaps2);
  // Boxes are grown by more than the place is rounded; sums of squares by less
  // than 1e-6.
  for (size_t visited = 0; visited < kGroup; ++visited) {
    const auto k = static_cast<size_t>(std::min_element(gaps2, gaps2 + kGroup) - gaps2);
    if (static_cast<double>(gaps2[k]) > s->bound2 * (1 + 1e-6)) return;
    gaps2[k] = std::numeric_limits<float>::infinity();
    if (level == 0) {
      Scan(group * kGroup + k, s);
    } else {
      Visit(level - 1, group * kGroup + k, s);
    }
  }
}

void PairSearch::Scan(size_t group, Scratch* s) const {
  const PointGroup& places = tree_.points(group);
  double chords2[kGroup];
  kernels_.group_chords2(places, s->place.x, s->place.y, s->place.z, chords2);
  for (size_t k = 0; k < kGroup; ++k) {
    if (chords2[k] > s->bound2) continue;
    const auto slot = static_cast<uint32_t>(group * kGroup + k);
    const uint32_t other = tree_.row(slot);
    if (!TimesMeet(s->row, other)) continue;
    const Candidate found{
        Distance(s->row, other, s->place, {places.x[k], places.y[k], places.z[k]}, chords2[k]),
        other, slot};
    if (found.distance_m > s->bound_m) continue;
    if (s->nearest.size() == criterion_.nearest) {
      if (!(found < s->nearest.front())) continue;
      std::pop_heap(s->nearest.begin(), s->nearest.end());
      s->nearest.pop_back();
    }
    s->nearest.push_back(found);
    std::push_heap(s->nearest.begin(), s->nearest.end());
    if (s->nearest.size() == criterion_.nearest && s->nearest.front().distance_m < s->bound_m) {
      s->bound_m = s->nearest.front().distance_m;
      const double chord =
          LongestChord(s->bound_m, ellipsoid_) * (1 + 1e-12) + 4 * kPlaceError * ellipsoid_.a();
      s->bound2 = chord * chord;
    }
  }
}

bool PairSearch::FindBlock(size_t block, size_t most, std::vector<Hit>* hits) const {
  // Once a thread.
  static thread_local std::unique_ptr<Scratch> scratch;
  if (scratch == nullptr) scratch = std::make_unique<Scratch>();
  Scratch* s = scratch.get();
  if (!s->block.Load(streamed_.lon, streamed_.lat, order_, block, ellipsoid_)) return false;
  s->hits.clear();
  s->nearest.clear();
  s->before.clear();
  if (criterion_.nearest > 0 && criterion_.within_m == std::numeric_limits<double>::infinity() &&
      criterion_.metric == PairMetric::kDistance) {
    for (size_t k = 0; k < s->block.size() && s->hits.size() <= most; ++k) NearestOf(k, s);
  } else {
    s->block.Run(tree_.tree(), reach_, [&](size_t chunk, std::span<const BoxRef> groups) {
      Leaf(chunk, groups, s);
      return s->hits.size() <= most;
    });
  }
  *hits = s->hits;
  return true;
}

}  // namespace coincide::internal
