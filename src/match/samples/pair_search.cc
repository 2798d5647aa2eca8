#include "src/match/samples/pair_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "src/internal/parallel.h"

namespace coincide::internal {
namespace {

// Places are off by rounding, 3e-9 m each on WGS84.
constexpr double kPlaceError = 0x1p-50;  // Times the semi-major axis: 6e-9 m.

// With more groups for 16 samples the nearest are looked for from the root down.
constexpr size_t kManyGroups = 64;

// Pairs that are decided together: their places stay in the cache.
constexpr size_t kBatch = 2048;
// Of a chunk's pairs only the nearest are kept when there are so many.
constexpr size_t kManyHits = size_t{1} << 20;
// Places that are looked at between two questions whether to go on, some 100 us.
constexpr size_t kWork = size_t{1} << 16;

}  // namespace

double LongestChord(double distance_m, const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a(), radius = a * a / ellipsoid.b();
  const double angle = distance_m / (2 * radius);
  if (angle >= std::numbers::pi / 2) return 2 * a;
  return std::min(2 * a, 2 * radius * std::sin(angle) * (1 + 1e-14));
}

double ShortestChord(double distance_m, const Ellipsoid& ellipsoid) {
  const double a = ellipsoid.a(), b = ellipsoid.b(), radius = b * b / a;
  const double angle = std::min(distance_m / (2 * radius), 0.499 * std::numbers::pi);
  return 2 * radius * std::sin(angle) * (1 - 1e-14);
}

namespace {

// The same of places that are rounded.
double RoundedChord(double distance_m, const Ellipsoid& ellipsoid) {
  return LongestChord(distance_m, ellipsoid) * (1 + 1e-12) + 4 * kPlaceError * ellipsoid.a();
}

}  // namespace

float BoxReach(double distance_m, const Ellipsoid& ellipsoid) {
  return static_cast<float>(RoundedChord(distance_m, ellipsoid) * (1 + 1e-6) + BoxSlack(ellipsoid));
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
  // Whether hits stay, or are counted after each chunk of samples.
  bool store = true;
  size_t counted = 0;
  size_t most = 0;
  Interrupt* interrupt = nullptr;
  size_t work = 0;  // Since the interrupt was asked.

  // After a look at `more` places: false if the call was stopped.
  bool Poll(size_t more) {
    work += more;
    if (work < kWork) return true;
    work = 0;
    return interrupt->KeepGoing();
  }
  // Whether to go on with the block.
  bool GoOn(size_t more) { return Poll(more) && counted + hits.size() <= most; }

  // Pairs of one chunk whose chords are short enough: rows, places, geodesics.
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  std::array<std::vector<double>, 6> places;
  std::vector<double> distances;

  void AddPair(uint32_t row_of_pair, uint32_t other, const Vector3& a, const Vector3& b) {
    pairs.emplace_back(row_of_pair, other);
    const double values[6] = {a.x, a.y, a.z, b.x, b.y, b.z};
    for (size_t i = 0; i < 6; ++i) places[i].push_back(values[i]);
  }

  // Of the sample that is looked for.
  size_t row = 0;
  Vector3 place;
  std::array<float, 3> place_f;
  double bound_m = 0;  // Nothing farther is wanted.
  double bound2 = 0;   // Squared chords above this are too far.
  std::vector<Candidate> nearest, before;
  std::vector<size_t> groups;
  std::vector<BoxRef> in_time;
};

PairSearch::PairSearch(const SamplePoints& streamed, std::span<const uint64_t> order,
                       const SamplePoints& indexed, const PointTree& tree,
                       const Ellipsoid& ellipsoid, const PairCriterion& criterion, int threads)
    : streamed_(streamed),
      indexed_(indexed),
      order_(order),
      tree_(tree),
      geodesics_(Geodesics::Of(ellipsoid)),
      ellipsoid_(ellipsoid),
      criterion_(criterion),
      kernels_(ActivePointKernels()) {
  const double chord = RoundedChord(criterion.within_m, ellipsoid);
  chord2_ = chord * chord;
  const double surely =
      ShortestChord(criterion.within_m, ellipsoid) * (1 - 1e-12) - 4 * kPlaceError * ellipsoid.a();
  surely2_ = surely > 0 ? surely * surely : -1;
  reach_ = BoxReach(criterion.within_m, ellipsoid);
  if (criterion.timed) FindGroupTimes(threads);
}

void PairSearch::FindGroupTimes(int threads) {
  group_times_.resize(tree_.groups());
  ParallelFor(tree_.groups(), 4096, threads, [&](size_t begin, size_t end) {
    for (size_t slot = begin * kGroup; slot < std::min(end * kGroup, tree_.size()); ++slot) {
      group_times_[slot / kGroup].Add(indexed_.time_ns[tree_.row(slot)]);
    }
  });
}

// The groups whose times are near those of the chunk, of those that its box meets.
void PairSearch::KeepInTime(size_t chunk, std::span<const BoxRef> groups, Scratch* s) const {
  const size_t at = chunk * kChunk, end = std::min(at + kChunk, s->block.size());
  TimeSpan times;
  for (size_t k = at; k < end; ++k) times.Add(streamed_.time_ns[s->block.row(k)]);
  s->in_time.clear();
  for (const BoxRef group : groups) {
    if (MayMeet(times, group_times_[group.index], criterion_.window_ns))
      s->in_time.push_back(group);
  }
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
    NearestOfChunk(chunk, s);
    return;
  }
  const Box grown = Grown(block.chunk_box(chunk), reach_);
  const size_t begin = hits.size();
  const auto sort_and_keep = [&] {
    std::sort(hits.begin() + static_cast<std::ptrdiff_t>(begin), hits.end(),
              [](const Hit& a, const Hit& b) { return a.key() < b.key(); });
    if (criterion_.nearest > 0) KeepNearest(&hits, begin);
  };
  const bool count_only = !s->store && criterion_.nearest == 0;
  const double limit2 = count_only ? surely2_ : chord2_;
  const uint32_t valid = (uint32_t{1} << used) - 1;
  for (const BoxRef ref : groups) {
    const PointGroup& group = tree_.points(ref.index);
    for (uint32_t places = kernels_.points_in_box(group, grown); places != 0;
         places &= places - 1) {
      const auto place = static_cast<size_t>(std::countr_zero(places));
      const Vector3 q{group.x[place], group.y[place], group.z[place]};
      uint32_t near = kernels_.chunk_within(block.x() + at, block.y() + at, block.z() + at, q.x,
                                            q.y, q.z, limit2) &
                      valid;
      if (near == 0) continue;
      const uint32_t other = tree_.row(ref.index * kGroup + place);
      if (count_only) {
        if (!criterion_.timed) {
          s->counted += static_cast<size_t>(std::popcount(near));
        } else {
          for (; near != 0; near &= near - 1) {
            const size_t k = at + static_cast<size_t>(std::countr_zero(near));
            s->counted += TimesMeet(block.row(k), other);
          }
        }
        if (!s->GoOn(kGroup)) return;
        continue;
      }
      for (; near != 0; near &= near - 1) {
        const size_t k = at + static_cast<size_t>(std::countr_zero(near));
        const uint32_t row = block.row(k);
        if (!TimesMeet(row, other)) continue;
        s->AddPair(row, other, block.place(k), q);
      }
      if (s->pairs.size() < kBatch) continue;
      Decide(s);
      if (criterion_.nearest > 0) {
        if (hits.size() - begin > kManyHits) sort_and_keep();
        if (!s->Poll(kBatch)) return;
      } else if (!s->GoOn(kBatch)) {
        return;
      }
    }
  }
  Decide(s);
  sort_and_keep();
  if (!s->store) Count(s);  // The nearest.
}

void PairSearch::Count(Scratch* s) {
  s->counted += s->hits.size();
  s->hits.clear();
}

// The pairs of the chunk that are near enough.
void PairSearch::Decide(Scratch* s) const {
  const size_t n = s->pairs.size();
  s->distances.resize(n);
  const auto& p = s->places;
  kernels_.geodesics({p[0].data(), p[1].data(), p[2].data(), p[3].data(), p[4].data(), p[5].data()},
                     n, 1 / (ellipsoid_.a() * ellipsoid_.a()),
                     1 / (ellipsoid_.b() * ellipsoid_.b()), s->distances.data());
  for (size_t k = 0; k < n; ++k) {
    const auto [row, other] = s->pairs[k];
    double distance_m = s->distances[k];
    // As Geodesics::Distances: longer ones by Karney, antipodes too, where the series is NaN.
    if (!(distance_m <= 0.9 * kChordSeriesLimit_m)) {
      const Vector3 a{p[0][k], p[1][k], p[2][k]}, b{p[3][k], p[4][k], p[5][k]};
      distance_m = Distance(row, other, a, b, SquaredChord(a, b));
    }
    if (distance_m <= criterion_.within_m) s->hits.push_back({row, other, distance_m});
  }
  s->pairs.clear();
  for (auto& column : s->places) column.clear();
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

void PairSearch::SetBound(double bound_m, Scratch* s) const {
  s->bound_m = bound_m;
  const double chord = RoundedChord(bound_m, ellipsoid_);
  s->bound2 = chord * chord;
}

// The sample to look for; what the one before found bounds it from the start.
void PairSearch::Begin(size_t at, Scratch* s) const {
  s->row = s->block.row(at);
  s->place = s->block.place(at);
  SetBound(criterion_.within_m, s);
  s->nearest.clear();
  if (s->before.size() < criterion_.nearest) return;
  size_t meet = 0;
  double farthest = 0;
  for (const Candidate& candidate : s->before) {
    if (!TimesMeet(s->row, candidate.other)) continue;
    const PointGroup& group = tree_.points(candidate.slot / kGroup);
    const size_t k = candidate.slot % kGroup;
    const Vector3 q{group.x[k], group.y[k], group.z[k]};
    farthest = std::max(farthest,
                        Distance(s->row, candidate.other, s->place, q, SquaredChord(s->place, q)));
    ++meet;
  }
  if (meet >= criterion_.nearest && farthest < s->bound_m) SetBound(farthest, s);
}

// Keeps what was found, for the next sample too.
void PairSearch::Finish(Scratch* s) {
  std::sort(s->nearest.begin(), s->nearest.end(),
            [](const Candidate& a, const Candidate& b) { return a.other < b.other; });
  for (const Candidate& found : s->nearest) {
    s->hits.push_back({static_cast<uint32_t>(s->row), found.other, found.distance_m});
  }
  std::swap(s->nearest, s->before);
}

// The nearest of one sample, from the root down.
void PairSearch::NearestOf(size_t at, Scratch* s) const {
  Begin(at, s);
  s->place_f = {static_cast<float>(s->place.x), static_cast<float>(s->place.y),
                static_cast<float>(s->place.z)};
  Visit(tree_.tree().levels() - 1, 0, s);
  Finish(s);
}

// The nearest of 16 samples. Those of one of them are no farther from another
// than the way to it and on: so groups that far from the chunk's box hold the
// nearest of all. One by one where that may not be so (times), or where the
// samples are far apart.
void PairSearch::NearestOfChunk(size_t chunk, Scratch* s) const {
  const BlockDescent& block = s->block;
  const size_t at = chunk * kChunk, used = std::min(kChunk, block.size() - at);
  const auto one_by_one = [&] {
    for (size_t k = 0; k < used; ++k) NearestOf(at + k, s);
  };
  if (criterion_.timed || used < kChunk) return one_by_one();
  const size_t middle = at + used / 2, begin = s->hits.size();
  NearestOf(middle, s);
  double reach_m = 0;
  for (size_t k = begin; k < s->hits.size(); ++k) {
    reach_m = std::max(reach_m, s->hits[k].distance_m);
  }
  const bool enough = s->hits.size() - begin == criterion_.nearest;
  s->hits.resize(begin);
  if (!enough) return one_by_one();
  double away_m = 0;
  for (size_t k = at; k < at + used; ++k) {
    const Vector3 p = block.place(middle), q = block.place(k);
    const double chord2 = SquaredChord(p, q);
    if (chord2 > kChordSeriesLimit_m * kChordSeriesLimit_m) return one_by_one();
    away_m = std::max(away_m, GeodesicFromChord(p, q, ellipsoid_));
  }
  reach_m += away_m + 1e-6;
  const auto chord_m =
      static_cast<float>(LongestChord(reach_m, ellipsoid_) * (1 + 1e-6) + BoxSlack(ellipsoid_));
  const Box box = block.chunk_box(chunk);
  s->groups.clear();
  tree_.tree().ForEachMeeting(Grown(box, chord_m), [&](size_t group) {
    // Not in a corner of the grown box only.
    const Box other = tree_.tree().box({0, static_cast<uint32_t>(group)});
    if (Gap2(box, other) <= chord_m * chord_m) s->groups.push_back(group);
  });
  if (s->groups.size() > kManyGroups) return one_by_one();
  for (size_t k = 0; k < used; ++k) {
    Begin(at + k, s);
    for (const size_t group : s->groups) Scan(group, s);
    Finish(s);
  }
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
      SetBound(s->nearest.front().distance_m, s);
    }
  }
}

PairSearch::Scratch* PairSearch::ScratchOfThread() {
  static thread_local std::unique_ptr<Scratch> scratch;
  if (scratch == nullptr) scratch = std::make_unique<Scratch>();
  return scratch.get();
}

bool PairSearch::FindBlock(size_t block, size_t most, Interrupt* interrupt,
                           std::vector<Hit>* hits) const {
  Scratch* s = ScratchOfThread();
  s->store = true;
  s->most = most;
  s->interrupt = interrupt;
  if (!Search(block, s)) return false;
  *hits = s->hits;
  return true;
}

bool PairSearch::CountBlock(size_t block, size_t most, Interrupt* interrupt, size_t* count) const {
  Scratch* s = ScratchOfThread();
  s->store = false;
  s->most = most;
  s->interrupt = interrupt;
  if (!Search(block, s)) return false;
  Count(s);
  *count = s->counted;
  return true;
}

bool PairSearch::Search(size_t block, Scratch* s) const {
  if (!s->block.Load(streamed_.lon, streamed_.lat, order_, block, ellipsoid_)) return false;
  s->hits.clear();
  s->nearest.clear();
  s->before.clear();
  s->pairs.clear();
  for (auto& column : s->places) column.clear();
  s->counted = 0;
  if (criterion_.nearest > 0 && criterion_.within_m == std::numeric_limits<double>::infinity() &&
      criterion_.metric == PairMetric::kDistance) {
    for (size_t chunk = 0; chunk * kChunk < s->block.size(); ++chunk) {
      NearestOfChunk(chunk, s);
      if (!s->store) Count(s);
      if (!s->GoOn(kChunk * kManyGroups * criterion_.nearest)) break;
    }
  } else {
    s->block.Run(tree_.tree(), reach_, [&](size_t chunk, std::span<const BoxRef> groups) {
      if (!criterion_.timed) {
        Leaf(chunk, groups, s);
      } else {
        KeepInTime(chunk, groups, s);
        if (!s->in_time.empty()) Leaf(chunk, s->in_time, s);
      }
      return s->GoOn(kGroup * groups.size());
    });
  }
  return true;
}

}  // namespace coincide::internal
