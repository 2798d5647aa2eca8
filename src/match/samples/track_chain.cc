#include "src/match/samples/track_chain.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"
#include "src/internal/parallel.h"
#include "src/match/kernels/track_kernels.h"

namespace coincide::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// The smallest sphere with the ellipsoids' radii of curvature; a tolerance in
// radians is too large rather than too small.
constexpr double kRadius_m = 6.3e6;

// What StepLengths cannot measure.
double LongStepLength(LonLat p, LonLat q, const Ellipsoid& ellipsoid) {
  const Vector3 u = EcefOf(p.lon, p.lat, 0, ellipsoid), v = EcefOf(q.lon, q.lat, 0, ellipsoid);
  if (Chord(u, v) < kChordSeriesLimit_m) return GeodesicFromChord(u, v, ellipsoid);
  return Geodesics::Of(ellipsoid).Distance(p, q);
}

// The k-th smallest of values[0 .. n), which are moved about. A guess from a
// sample narrows the field first: most values are only compared.
double Select(std::vector<double>* values, size_t k) {
  const size_t n = values->size();
  const auto nth = [](std::vector<double>* v, size_t at) {
    std::nth_element(v->begin(), v->begin() + static_cast<ptrdiff_t>(at), v->end());
    return (*v)[at];
  };
  constexpr size_t kSample = 256;
  if (n < 16 * kSample) return nth(values, k);
  std::vector<double> sample(kSample);
  for (size_t i = 0; i < kSample; ++i) sample[i] = (*values)[i * (n / kSample)];
  std::sort(sample.begin(), sample.end());
  const double share = static_cast<double>(k) / static_cast<double>(n) * kSample;
  const double low = sample[static_cast<size_t>(std::max(0.0, share - 25))];
  const double high = sample[static_cast<size_t>(std::min(kSample - 1.0, share + 25))];
  size_t below = 0, kept = 0;
  std::vector<double> between(n);
  for (size_t i = 0; i < n; ++i) {
    const double value = (*values)[i];
    below += value < low;
    between[kept] = value;
    kept += value >= low && value <= high;
  }
  if (k < below || k >= below + kept) return nth(values, k);
  between.resize(kept);
  return nth(&between, k - below);
}

double Median(std::vector<double>* values) {
  const size_t n = values->size();
  const double upper = Select(values, n / 2);
  if (n % 2 == 1) return upper;
  // The largest of the lower half: values equal to `upper` may be in it.
  size_t below = 0;
  double largest = -kInfinity;
  for (const double value : *values) {
    if (value >= upper) continue;
    ++below;
    largest = std::max(largest, value);
  }
  return below >= n / 2 ? 0.5 * (largest + upper) : upper;
}

class Builder {
 public:
  Builder(const TrackSamples& samples, size_t track, const LegRules& rules,
          const Ellipsoid& ellipsoid, bool with_trees, ChainScratch* s)
      : samples_(samples),
        rules_(rules),
        ellipsoid_(ellipsoid),
        with_trees_(with_trees),
        s_(*s),
        track_(static_cast<int64_t>(track)),
        first_(samples.first_row(track)),
        n_(samples.end_row(track) - first_) {}

  TrackChain Build() {
    Measure();
    chain_.max_gap_m = rules_.max_gap_m ? *rules_.max_gap_m : DefaultGap();
    Cut();
    return std::move(chain_);
  }

 private:
  size_t At(int64_t i) const { return static_cast<size_t>(i); }
  Vector3 VectorAt(int64_t i) const { return {s_.x[At(i)], s_.y[At(i)], s_.z[At(i)]}; }
  LonLat PointAt(int64_t i) const {
    return {samples_.lon[At(first_ + i)], samples_.lat[At(first_ + i)]};
  }

  // Unit vectors, and for each step its length; infinity beside invalid samples.
  void Measure() {
    const size_t n = At(n_);
    for (auto* column : {&s_.x, &s_.y, &s_.z, &s_.step_m}) {
      if (column->size() < n) column->resize(n);
    }
    const double *lon = samples_.lon.data() + first_, *lat = samples_.lat.data() + first_;
    all_valid_ = true;
    for (size_t i = 0; i < n; ++i) all_valid_ &= IsValidLonLat(lon[i], lat[i]);
    UnitVectors(lon, lat, n, s_.x.data(), s_.y.data(), s_.z.data());
    if (n < 2) {
      chain_.invalid = all_valid_ ? 0 : n_;
      return;
    }
    StepLengths(s_.x.data(), s_.y.data(), s_.z.data(), n - 1, ellipsoid_, s_.step_m.data());
    for (size_t i = 0; i + 1 < n; ++i) {
      if (s_.step_m[i] > kStepLimit_m) s_.step_m[i] = LongStep(static_cast<int64_t>(i));
    }
    if (all_valid_) return;
    s_.valid.resize(n);
    for (size_t i = 0; i < n; ++i) {
      s_.valid[i] = IsValidLonLat(lon[i], lat[i]);
      chain_.invalid += !s_.valid[i];
    }
    for (size_t i = 0; i + 1 < n; ++i) {
      if (!s_.valid[i] || !s_.valid[i + 1]) s_.step_m[i] = kInfinity;
    }
  }

  double LongStep(int64_t i) const {
    return LongStepLength(PointAt(i), PointAt(i + 1), ellipsoid_);
  }

  double DefaultGap() {
    if (n_ < 2) return kInfinity;
    s_.select.resize(At(n_ - 1));
    size_t kept = 0;
    for (size_t i = 0; i + 1 < At(n_); ++i) {
      const double step = s_.step_m[i];
      s_.select[kept] = step;
      kept += step > 0 && step < kInfinity;
    }
    s_.select.resize(kept);
    return kept == 0 ? kInfinity : 5 * Median(&s_.select);
  }

  bool BreaksInTime(int64_t i) const {
    const int64_t t = samples_.time[At(first_ + i)], next = samples_.time[At(first_ + i + 1)];
    if (t == kMissingTime || next == kMissingTime) return false;
    if (next < t) return true;
    // As unsigned numbers the difference cannot overflow.
    return rules_.max_gap_time && static_cast<uint64_t>(next) - static_cast<uint64_t>(t) >
                                      static_cast<uint64_t>(*rules_.max_gap_time);
  }

  void Cut() {
    const double longest = std::min(chain_.max_gap_m, LegRules::kLongestStep_m);
    double along = 0;
    int64_t last_valid = -1;
    for (int64_t i = 0; i < n_;) {
      if (!all_valid_ && !s_.valid[At(i)]) {
        ++i;
        continue;
      }
      // From the last sample of the leg before: over a gap, or over invalid ones.
      if (last_valid >= 0) {
        const double step = s_.step_m[At(last_valid)];
        along += last_valid + 1 == i
                     ? step
                     : Geodesics::Of(ellipsoid_).Distance(PointAt(last_valid), PointAt(i));
      }
      int64_t end = i + 1;
      while (end < n_ && s_.step_m[At(end - 1)] <= longest &&
             (samples_.time.empty() || !BreaksInTime(end - 1))) {
        ++end;
      }
      along = AddLeg(i, end, along);
      last_valid = end - 1;
      i = end;
    }
  }

  // Returns the distance along the track at the leg's end.
  double AddLeg(int64_t begin, int64_t end, double along) {
    LegTree tree;
    tree.leg = {track_, first_ + begin, first_ + end, along};
    const int64_t steps = end - begin - 1;
    if (with_trees_ && steps > 0) {
      tree.leaves =
          static_cast<uint32_t>((steps + TrackChain::kLeafSteps - 1) / TrackChain::kLeafSteps);
      tree.first_end = static_cast<uint32_t>(chain_.ends.size());
      tree.first_node = static_cast<uint32_t>(chain_.nodes.size());
      tree.first_mark = static_cast<uint32_t>(chain_.marks_m.size());
    }
    for (int64_t i = begin; i + 1 < end; ++i) {
      if (with_trees_ && (i - begin) % TrackChain::kMarkSteps == 0) chain_.marks_m.push_back(along);
      along += s_.step_m[At(i)];
    }
    if (tree.leaves > 0) {
      for (int64_t i = begin; i + 1 < end; i += TrackChain::kLeafSteps) {
        AddLeaf(i, std::min(i + TrackChain::kLeafSteps, end - 1));
      }
      chain_.ends.push_back(VectorAt(end - 1));
      AddLevels(tree);
    }
    chain_.legs.push_back(tree);
    return along;
  }

  // The leaf of samples first .. last.
  void AddLeaf(int64_t first, int64_t last) {
    const Vector3 p = VectorAt(first), q = VectorAt(last);
    chain_.ends.push_back(p);
    double longest = 0;
    for (int64_t i = first; i < last; ++i) longest = std::max(longest, s_.step_m[At(i)]);
    chain_.nodes.push_back(NodeOver(p, q));
    ArcNode& node = chain_.nodes.back();
    const Vector3 d = q - p;
    const double length = Norm(d);
    const Vector3 along = length > 0 ? (1 / length) * d : Vector3{};
    double off;
    const double* x = s_.x.data() + first;
    const double* y = s_.y.data() + first;
    const double* z = s_.z.data() + first;
    const size_t n = At(last - first + 1);
    if (node.normal == Vector3{}) {
      off = 0;
      for (int64_t i = first; i <= last; ++i) off = std::max(off, Chord(p, VectorAt(i)));
    } else {
      const Spread spread = SpreadOf(x, y, z, n, p, node.normal, along);
      const double beyond = std::max({0.0, -spread.along_min, spread.along_max - length});
      off = spread.off + beyond;
    }
    // Inside a step the path may be farther from the arc than at its ends: the
    // sine of the distance is a sine along a great circle, and the geodesic
    // strays from that. 1.03 covers steps of up to 30 degrees.
    const double chord = longest / kRadius_m;
    node.stray = StrayOf(chord);
    if (chord > 0.5 || off > 0.3 || length > 1) {
      node.width = 2;
    } else {
      const double bulge = chord > 1e-3 ? 1.04 : 1 + 1e-6;
      // off^2: the distance to the arc against that to its plane.
      node.width = bulge * off + off * off + node.stray + kTolerance_m / kRadius_m;
    }
    node.radius += node.width;
  }

  // Radius is that of the bare arc.
  static ArcNode NodeOver(const Vector3& p, const Vector3& q) {
    ArcNode node;
    const Vector3 cross = Cross(p, q - p);
    const double norm = Norm(cross), length = Chord(p, q);
    // An arc near half a circle has no plane worth the name.
    if (norm > 1e-12 && length < 1.9) node.normal = (1 / norm) * cross;
    node.radius = 0.5 * length + (length > 1 ? 1 : 0);
    return node;
  }

  void AddLevels(const LegTree& tree) {
    uint32_t below = tree.first_node;
    for (uint32_t level = 1; LevelSize(tree, level - 1) > 1; ++level) {
      const uint32_t size = LevelSize(tree, level), size_below = LevelSize(tree, level - 1);
      for (uint32_t i = 0; i < size; ++i) {
        const uint32_t first = i << level, mid = std::min(first + (1u << (level - 1)), tree.leaves);
        const uint32_t last = std::min((i + 1) << level, tree.leaves);
        const Vector3 p = chain_.ends[tree.first_end + first];
        const Vector3 q = chain_.ends[tree.first_end + last];
        const ArcNode& left = chain_.nodes[below + 2 * i];
        ArcNode node = NodeOver(p, q);
        double width = left.width;
        if (2 * i + 1 < size_below) {
          const Vector3 m = chain_.ends[tree.first_end + mid];
          const double split = DistanceToNode(m, p, q, node.normal);
          width = std::max(width, chain_.nodes[below + 2 * i + 1].width) + split;
          // Longer halves may bulge out beyond their middle point.
          if (Chord(p, m) > 1 || Chord(m, q) > 1 || split > 0.3) width = 2;
        }
        node.width = std::min(width, 2.0);
        node.radius += node.width;
        chain_.nodes.push_back(node);
      }
      below += size_below;
    }
  }

  // At least the chord from m to the nearest point of the arc pq.
  static double DistanceToNode(const Vector3& m, const Vector3& p, const Vector3& q,
                               const Vector3& normal) {
    if (normal == Vector3{}) return Chord(m, p);
    const Vector3 d = q - p;
    const double length = Norm(d), t = Dot(m - p, d) / length;
    const double off = std::abs(Dot(normal, m - p));
    const double beyond = std::max({0.0, -t, t - length});
    return 1.0000001 * off + off * off + beyond;
  }

  const TrackSamples& samples_;
  const LegRules& rules_;
  const Ellipsoid& ellipsoid_;
  const bool with_trees_;
  ChainScratch& s_;
  const int64_t track_, first_, n_;
  bool all_valid_ = true;
  TrackChain chain_;
};

}  // namespace

TrackChain BuildChain(const TrackSamples& samples, size_t track, const LegRules& rules,
                      const Ellipsoid& ellipsoid, bool with_trees, ChainScratch* scratch) {
  return Builder(samples, track, rules, ellipsoid, with_trees, scratch).Build();
}

std::vector<TrackChain> BuildChains(const TrackSamples& samples, const LegRules& rules,
                                    const Ellipsoid& ellipsoid, bool with_trees, int threads) {
  std::vector<TrackChain> chains(samples.tracks());
  const size_t rows = samples.lon.size();
  const size_t grain = rows < 20000 ? chains.size() : 1 + 20000 * chains.size() / (rows + 1);
  ParallelFor(chains.size(), std::max<size_t>(grain, 1), threads, [&](size_t begin, size_t end) {
    ChainScratch scratch;
    for (size_t t = begin; t < end; ++t) {
      chains[t] = BuildChain(samples, t, rules, ellipsoid, with_trees, &scratch);
    }
  });
  return chains;
}

double AlongTrack(const TrackChain& chain, const LegTree& tree, const TrackSamples& samples,
                  const Ellipsoid& ellipsoid, int64_t row) {
  if (tree.leaves == 0) return tree.leg.start_m;
  const int64_t last_mark = (tree.leg.end - tree.leg.begin - 2) / TrackChain::kMarkSteps;
  const int64_t mark = std::min((row - tree.leg.begin) / TrackChain::kMarkSteps, last_mark);
  const int64_t from = tree.leg.begin + mark * TrackChain::kMarkSteps;
  double along = chain.marks_m[tree.first_mark + static_cast<size_t>(mark)];
  if (row == from) return along;
  const size_t first = static_cast<size_t>(from), n = static_cast<size_t>(row - from + 1);
  double x[TrackChain::kMarkSteps + 1], y[TrackChain::kMarkSteps + 1];
  double z[TrackChain::kMarkSteps + 1], step[TrackChain::kMarkSteps];
  UnitVectors(samples.lon.data() + first, samples.lat.data() + first, n, x, y, z);
  StepLengths(x, y, z, n - 1, ellipsoid, step);
  for (size_t i = 0; i + 1 < n; ++i) {
    if (step[i] > kStepLimit_m) {
      const LonLat p{samples.lon[first + i], samples.lat[first + i]};
      const LonLat q{samples.lon[first + i + 1], samples.lat[first + i + 1]};
      step[i] = LongStepLength(p, q, ellipsoid);
    }
    along += step[i];
  }
  return along;
}

}  // namespace coincide::internal
