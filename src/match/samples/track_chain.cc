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

Vector3 ArcNormal(const Vector3& p, const Vector3& q) {
  const Vector3 cross = Cross(p, q - p);
  const double norm = Norm(cross);
  // An arc near half a circle has no plane worth the name.
  return norm > 1e-12 && Chord(p, q) < 1.9 ? (1 / norm) * cross : Vector3{};
}

double WidthOver(const double* x, const double* y, const double* z, size_t n, const Vector3& p,
                 const Vector3& q, const Vector3& normal) {
  if (normal == Vector3{}) {
    double off = 0;
    for (size_t i = 0; i < n; ++i) off = std::max(off, Chord(p, {x[i], y[i], z[i]}));
    return off;
  }
  const Vector3 d = q - p;
  const double length = Norm(d);
  const Spread spread = SpreadOf(x, y, z, n, p, normal, (1 / length) * d);
  const double beyond = std::max({0.0, -spread.along_min, spread.along_max - length});
  const double off = spread.off + beyond;
  // off^2: the distance to the arc against that to its plane.
  return off > 0.3 || length > 1 ? 2 : 1.0000001 * off + off * off;
}

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

// The k-th smallest of `values`, which are moved about.
double Nth(std::vector<double>* values, size_t k, size_t n) {
  std::nth_element(values->begin(), values->begin() + static_cast<ptrdiff_t>(k),
                   values->begin() + static_cast<ptrdiff_t>(n));
  return (*values)[k];
}

// The median of the positive ones of values[0 .. n); 0 if there are none. A
// guess from a sample narrows the field: most values are only compared.
double MedianOfPositive(const std::vector<double>& values, size_t n, std::vector<double>* between) {
  constexpr double kHuge = std::numeric_limits<double>::max();
  if (between->size() < n + 16) between->resize(n + 16);
  double low = 0x1p-1074, high = kHuge;
  constexpr size_t kSample = 256;
  if (n >= 16 * kSample) {
    double sample[kSample];
    for (size_t i = 0; i < kSample; ++i) sample[i] = values[i * (n / kSample)];
    std::sort(sample, sample + kSample);
    if (sample[0] > 0 && sample[kSample - 1] < kInfinity) {
      low = sample[kSample / 2 - 20];
      high = sample[kSample / 2 + 20];
    }
  }
  Between found = CollectBetween(values.data(), n, low, high, between->data());
  const size_t total = found.positive;
  if (total == 0) return 0;
  const size_t upper = total / 2, lower = (total - 1) / 2;
  if (lower < found.below || upper >= found.below + found.kept) {
    found = CollectBetween(values.data(), n, 0x1p-1074, kHuge, between->data());
  }
  const double b = Nth(between, upper - found.below, found.kept);
  if (lower == upper) return b;
  // nth_element left the smaller ones before it.
  const auto end = between->begin() + static_cast<ptrdiff_t>(upper - found.below);
  return 0.5 * (*std::max_element(between->begin(), end) + b);
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
    all_valid_ = AllValid(lon, lat, n);
    UnitVectors(lon, lat, n, s_.x.data(), s_.y.data(), s_.z.data());
    if (!all_valid_) {
      s_.valid.resize(n);
      for (size_t i = 0; i < n; ++i) {
        s_.valid[i] = IsValidLonLat(lon[i], lat[i]);
        chain_.invalid += !s_.valid[i];
      }
    }
    if (n < 2) return;
    longest_ =
        StepLengths(s_.x.data(), s_.y.data(), s_.z.data(), n - 1, ellipsoid_, s_.step_m.data());
    if (longest_ > kStepLimit_m) {
      for (size_t i = 0; i + 1 < n; ++i) {
        if (s_.step_m[i] > kStepLimit_m) s_.step_m[i] = LongStep(static_cast<int64_t>(i));
      }
      longest_ = LargestOf(s_.step_m.data(), n - 1);
    }
    if (all_valid_) return;
    for (size_t i = 0; i + 1 < n; ++i) {
      if (!s_.valid[i] || !s_.valid[i + 1]) s_.step_m[i] = kInfinity;
    }
  }

  double LongStep(int64_t i) const {
    return LongStepLength(PointAt(i), PointAt(i + 1), ellipsoid_);
  }

  double DefaultGap() {
    if (n_ < 2) return kInfinity;
    const double median = MedianOfPositive(s_.step_m, At(n_ - 1), &s_.between);
    return median > 0 ? 5 * median : kInfinity;
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
        const bool neighbours = last_valid + 1 == i;
        chain_.long_steps +=
            neighbours && step > LegRules::kLongestStep_m && step <= chain_.max_gap_m;
        along +=
            neighbours ? step : Geodesics::Of(ellipsoid_).Distance(PointAt(last_valid), PointAt(i));
      }
      int64_t end = i + 1;
      if (all_valid_ && samples_.time.empty() && longest_ <= longest) end = n_;
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
      tree.first_node = static_cast<uint32_t>(chain_.nodes.size());
      tree.first_mark = static_cast<uint32_t>(chain_.marks_m.size());
    }
    for (int64_t i = begin; i + 1 < end; i += TrackChain::kMarkSteps) {
      if (with_trees_) chain_.marks_m.push_back(along);
      along += SumOf(i, std::min(i + TrackChain::kMarkSteps, end - 1));
    }
    if (tree.leaves > 0) {
      chain_.nodes.reserve(chain_.nodes.size() + 2 * tree.leaves + 32);
      s_.ends.clear();
      s_.widths.clear();
      for (int64_t i = begin; i + 1 < end; i += TrackChain::kLeafSteps) {
        AddLeaf(i, std::min(i + TrackChain::kLeafSteps, end - 1));
      }
      s_.ends.push_back(VectorAt(end - 1));
      AddLevels(tree);
    }
    chain_.legs.push_back(tree);
    return along;
  }

  // In four lanes, so that additions need not wait for one another.
  double SumOf(int64_t begin, int64_t end) const {
    double sum[4] = {};
    int64_t i = begin;
    for (; i + 4 <= end; i += 4) {
      for (int64_t k = 0; k < 4; ++k) sum[k] += s_.step_m[At(i + k)];
    }
    for (; i < end; ++i) sum[0] += s_.step_m[At(i)];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
  }

  // The leaf of samples first .. last.
  void AddLeaf(int64_t first, int64_t last) {
    const Vector3 p = VectorAt(first), q = VectorAt(last);
    s_.ends.push_back(p);
    const size_t n = At(last - first + 1);
    const double chord = LargestOf(s_.step_m.data() + first, n - 1) / kRadius_m;
    const Vector3 normal = ArcNormal(p, q);
    const double off =
        WidthOver(s_.x.data() + first, s_.y.data() + first, s_.z.data() + first, n, p, q, normal);
    double width = 2;
    if (chord <= 0.5 && off < 2) {
      // Inside a step the path may be farther from the arc than at its ends: the
      // sine of the distance is a sine along a great circle, and the geodesic
      // strays from that. 1.04 covers steps of up to 30 degrees.
      const double bulge = chord > 1e-3 ? 1.04 : 1 + 1e-6;
      width = bulge * off + StrayOf(chord) + kTolerance_m / kRadius_m;
    }
    AddNode(p, q, normal, width);
    // Rounded up.
    chain_.nodes.back().stray = static_cast<float>(StrayOf(chord) * (1 + 1e-6) + 1e-30);
  }

  void AddNode(const Vector3& p, const Vector3& q, const Vector3& normal, double width) {
    width = std::min(width, 2.0);
    s_.widths.push_back(width);
    const double length = Chord(p, q);
    const Vector3 middle = 0.5 * (p + q), half = 0.5 * (q - p);
    ArcNode& node = chain_.nodes.emplace_back();
    const auto set = [](float* to, const Vector3& v) {
      to[0] = static_cast<float>(v.x);
      to[1] = static_cast<float>(v.y);
      to[2] = static_cast<float>(v.z);
    };
    set(node.middle, middle);
    set(node.half, half);
    set(node.normal, normal);
    node.width = static_cast<float>(width) + kFloatSlack / 2;
    // Over a degree the arc's middle may be farther from the chord's than its ends.
    node.radius = static_cast<float>(0.5 * length + (length > 1 ? 1 : 0) + width) + kFloatSlack / 2;
  }

  void AddLevels(const LegTree& tree) {
    uint32_t below = 0;
    for (uint32_t level = 1; LevelSize(tree, level - 1) > 1; ++level) {
      const uint32_t size = LevelSize(tree, level), size_below = LevelSize(tree, level - 1);
      for (uint32_t i = 0; i < size; ++i) {
        const uint32_t first = i << level, mid = std::min(first + (1u << (level - 1)), tree.leaves);
        const uint32_t last = std::min((i + 1) << level, tree.leaves);
        const Vector3 &p = s_.ends[first], &q = s_.ends[last], &m = s_.ends[mid];
        const Vector3 normal = ArcNormal(p, q);
        double width = s_.widths[below + 2 * i];
        if (2 * i + 1 < size_below) {
          const double split = WidthOver(&m.x, &m.y, &m.z, 1, p, q, normal);
          width = std::max(width, s_.widths[below + 2 * i + 1]) + split;
          // Longer halves may bulge out beyond their middle point.
          if (Chord(p, m) > 1 || Chord(m, q) > 1) width = 2;
        }
        AddNode(p, q, normal, width);
      }
      below += size_below;
    }
  }

  const TrackSamples& samples_;
  const LegRules& rules_;
  const Ellipsoid& ellipsoid_;
  const bool with_trees_;
  ChainScratch& s_;
  const int64_t track_, first_, n_;
  bool all_valid_ = true;
  double longest_ = 0;
  TrackChain chain_;
};

}  // namespace

TrackChain BuildChain(const TrackSamples& samples, size_t track, const LegRules& rules,
                      const Ellipsoid& ellipsoid, bool with_trees, ChainScratch* scratch) {
  return Builder(samples, track, rules, ellipsoid, with_trees, scratch).Build();
}

std::vector<TrackChain> BuildChains(const TrackSamples& samples, const LegRules& rules,
                                    const Ellipsoid& ellipsoid, bool with_trees, int threads,
                                    Interrupt* interrupt) {
  std::vector<TrackChain> chains(samples.tracks());
  const size_t rows = samples.lon.size();
  const size_t grain = rows < 20000 ? chains.size() : 1 + 20000 * chains.size() / (rows + 1);
  ParallelFor(chains.size(), std::max<size_t>(grain, 1), threads, [&](size_t begin, size_t end) {
    ChainScratch scratch;
    for (size_t t = begin; t < end; ++t) {
      if (interrupt != nullptr && !interrupt->KeepGoing()) return;
      chains[t] = BuildChain(samples, t, rules, ellipsoid, with_trees, &scratch);
    }
  });
  return chains;
}

// The mark at or before a row, and how many steps it is before it.
struct MarkBefore {
  MarkBefore(const LegTree& tree, int64_t of_row) {
    const int64_t last = (tree.leg.end - tree.leg.begin - 2) / TrackChain::kMarkSteps;
    index = std::min((of_row - tree.leg.begin) / TrackChain::kMarkSteps, last);
    row = tree.leg.begin + index * TrackChain::kMarkSteps;
    steps = static_cast<size_t>(of_row - row);
  }
  int64_t index, row;
  size_t steps;
};

double AlongTrack(const TrackChain& chain, const LegTree& tree, const TrackSamples& samples,
                  const Ellipsoid& ellipsoid, int64_t row, const double* x, const double* y,
                  const double* z) {
  const MarkBefore mark(tree, row);
  double along = chain.marks_m[tree.first_mark + static_cast<size_t>(mark.index)];
  if (mark.steps == 0) return along;
  double step[TrackChain::kMarkSteps];
  const double longest = StepLengths(x, y, z, mark.steps, ellipsoid, step);
  for (size_t i = 0; i < mark.steps; ++i) {
    if (longest > kStepLimit_m && step[i] > kStepLimit_m) {
      const size_t at = static_cast<size_t>(mark.row) + i;
      step[i] = LongStepLength({samples.lon[at], samples.lat[at]},
                               {samples.lon[at + 1], samples.lat[at + 1]}, ellipsoid);
    }
    along += step[i];
  }
  return along;
}

double AlongTrack(const TrackChain& chain, const LegTree& tree, const TrackSamples& samples,
                  const Ellipsoid& ellipsoid, int64_t row) {
  if (tree.leaves == 0) return tree.leg.start_m;
  const MarkBefore mark(tree, row);
  const size_t first = static_cast<size_t>(mark.row);
  double x[TrackChain::kMarkSteps + 1], y[TrackChain::kMarkSteps + 1];
  double z[TrackChain::kMarkSteps + 1];
  UnitVectors(samples.lon.data() + first, samples.lat.data() + first, mark.steps + 1, x, y, z);
  return AlongTrack(chain, tree, samples, ellipsoid, row, x, y, z);
}

}  // namespace coincide::internal
