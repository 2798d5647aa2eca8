#include "coincide/match/samples/crossing_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "coincide/geodesy/geodesic.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/interrupt.h"
#include "src/internal/status_macros.h"
#include "src/match/samples/splines.h"

namespace coincide {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kMostSplinePoints = 32;
constexpr double kLargestBits = 0x1p53;

size_t At(int64_t i) { return static_cast<size_t>(i); }

// a + f (b - a) the shorter way round the circle.
double MixDirections(double a, double b, double f) {
  const double turned = a + f * std::remainder(b - a, 360.0);
  const double low = a < 0 || b < 0 ? -180 : 0;
  const double wrapped = turned - 360 * std::floor((turned - low) / 360);
  return wrapped >= low + 360 ? low : wrapped;
}

double Median(std::vector<double>* values) {
  const auto middle = values->begin() + static_cast<std::ptrdiff_t>(values->size() / 2);
  std::nth_element(values->begin(), middle, values->end());
  if (values->size() % 2 == 1) return *middle;
  return 0.5 * (*std::max_element(values->begin(), middle) + *middle);
}

class Interpolator {
 public:
  Interpolator(const TrackSamples& samples, const CrossingSide& side, const SampleValues& columns,
               const ValueRules& rules, const Geodesics& geodesics)
      : samples_(samples),
        side_(side),
        values_(columns.values),
        sigma_(columns.sigma),
        slope_(columns.slope),
        rules_(rules),
        geodesics_(geodesics) {}

  absl::StatusOr<CrossingValues> Run(internal::Interrupt* interrupt) {
    const size_t n = side_.seg.size();
    result_.value.assign(n, kNan);
    if (!sigma_.empty()) result_.sigma.assign(n, kNan);
    result_.flags.assign(n, 0);
    // A median may be of many samples.
    const size_t rows_between = rules_.method == ValueMethod::kMedian ? 1 : 64;
    for (size_t row = 0; row < n; ++row) {
      if (row % rows_between == 0 && !interrupt->KeepGoing()) return internal::Stopped();
      switch (rules_.method) {
        case ValueMethod::kNearest:
        case ValueMethod::kSlope:
          OfNearest(row);
          break;
        case ValueMethod::kMedian:
          OfMedian(row);
          break;
        case ValueMethod::kBitOr:
          OfBits(row);
          break;
        default:
          Between(row);
      }
    }
    return std::move(result_);
  }

 private:
  // A sample of the leg, and its distance from the crossing.
  struct Sample {
    int64_t row = -1;
    double distance_m = 0;
    bool ok() const { return row >= 0; }
  };

  bool IsSpline() const {
    return rules_.method == ValueMethod::kCubic || rules_.method == ValueMethod::kAkima;
  }
  bool IsValid(int64_t i) const {
    return !std::isnan(values_[At(i)]) &&
           (rules_.method != ValueMethod::kSlope || !std::isnan(slope_[At(i)]));
  }
  LonLat PointAt(int64_t i) const { return {samples_.lon[At(i)], samples_.lat[At(i)]}; }
  LonLat Crossing(size_t row) const { return {side_.lon[row], side_.lat[row]}; }

  void Between(size_t row) {
    const int64_t i = side_.seg[row];
    const double f = side_.frac[row];
    const bool first = IsValid(i), second = IsValid(i + 1);
    // At a sample that is valid the other end does not matter.
    if (f == 0 && first) return Set(row, i, i, 0, 0);
    if (f == 1 && second) return Set(row, i + 1, i + 1, 0, 0);
    if (first && second && !IsSpline()) return Set(row, i, i + 1, f, 0);
    const Sample before = Search(row, i, -1), after = Search(row, i + 1, 1);
    if (!before.ok() || !after.ok()) return Missing(row);
    const int64_t extended = first && second ? 0 : kValueExtended;
    if (IsSpline() && OfSpline(row, before, after, extended)) return;
    const int64_t flags = extended | (IsSpline() ? kSplineShort : 0);
    if (first && second) return Set(row, i, i + 1, f, flags);
    const double sum = before.distance_m + after.distance_m;
    Set(row, before.row, after.row, sum > 0 ? before.distance_m / sum : 0, flags);
  }

  void OfNearest(size_t row) {
    const int64_t i = side_.seg[row];
    const double f = side_.frac[row];
    const int64_t nearer = f <= 0.5 ? i : i + 1;
    const bool has_slope = rules_.method == ValueMethod::kSlope;
    if (IsValid(nearer)) {
      if (!has_slope) return Set(row, nearer, nearer, 0, 0);
      const double away = geodesics_.Distance(Crossing(row), PointAt(nearer));
      return SetSloped(row, nearer, nearer == i ? away : -away, 0);
    }
    const Sample before = Search(row, i, -1), after = Search(row, i + 1, 1);
    if (!before.ok() && !after.ok()) return Missing(row);
    const bool take_before = before.ok() && (!after.ok() || before.distance_m <= after.distance_m);
    const Sample& taken = take_before ? before : after;
    if (!has_slope) return Set(row, taken.row, taken.row, 0, kValueExtended);
    SetSloped(row, taken.row, take_before ? taken.distance_m : -taken.distance_m, kValueExtended);
  }

  // `away_m` is the way from the sample to the crossing along the track.
  void SetSloped(size_t row, int64_t i, double away_m, int64_t flags) {
    Set(row, i, i, 0, flags);
    result_.value[row] += slope_[At(i)] * away_m;
  }

  void OfMedian(size_t row) {
    taken_.clear();
    double sum = 0;
    const auto take = [&](int64_t from, int64_t step) {
      for (int64_t i = from; i >= side_.leg_begin[row] && i < side_.leg_end[row]; i += step) {
        if (!(geodesics_.Distance(Crossing(row), PointAt(i)) <= rules_.within_m)) return;
        if (!IsValid(i)) continue;
        taken_.push_back(values_[At(i)]);
        if (!sigma_.empty()) sum += sigma_[At(i)] * sigma_[At(i)];
      }
    };
    take(side_.seg[row], -1);
    take(side_.seg[row] + 1, 1);
    const auto n = static_cast<double>(taken_.size());
    if (n == 0) return Missing(row);
    result_.value[row] = Median(&taken_);
    constexpr double kOfMean = 1.2533141373155001;  // sqrt(pi / 2)
    if (!sigma_.empty()) result_.sigma[row] = (n >= 3 ? kOfMean : 1) * std::sqrt(sum) / n;
  }

  void OfBits(size_t row) {
    const int64_t i = side_.seg[row];
    const double f = side_.frac[row];
    const bool first = IsValid(i), second = IsValid(i + 1);
    const auto bits = [&](int64_t k) { return static_cast<uint64_t>(values_[At(k)]); };
    const auto set = [&](uint64_t value) { result_.value[row] = static_cast<double>(value); };
    if (f == 0 && first) return set(bits(i));
    if (f == 1 && second) return set(bits(i + 1));
    const Sample before = Search(row, i, -1), after = Search(row, i + 1, 1);
    if (!before.ok() && !after.ok()) return Missing(row);
    set((before.ok() ? bits(before.row) : 0) | (after.ok() ? bits(after.row) : 0));
    if (!first || !second) result_.flags[row] = kValueExtended;
  }

  // The first valid sample from `from` on, in steps of -1 or 1, in reach.
  Sample Search(size_t row, int64_t from, int64_t step) const {
    for (int64_t i = from; i >= side_.leg_begin[row] && i < side_.leg_end[row]; i += step) {
      if (!IsValid(i)) continue;
      const double distance_m = geodesics_.Distance(Crossing(row), PointAt(i));
      if (!(distance_m <= side_.max_gap_m[row])) return {};
      return {i, distance_m};
    }
    return {};
  }

  // False if there are too few samples.
  bool OfSpline(size_t row, Sample before, Sample after, int64_t flags) {
    const auto points = static_cast<size_t>(rules_.points);
    std::array<int64_t, 2 * kMostSplinePoints> rows;
    std::array<double, 2 * kMostSplinePoints> x, y, weights;
    // Places on the track from the crossing on, outwards.
    const auto gather = [&](Sample at, int64_t step) {
      for (size_t k = 0;; ++k) {
        const size_t place = step < 0 ? points - 1 - k : points + k;
        rows[place] = at.row;
        x[place] = static_cast<double>(step) * at.distance_m;
        y[place] = values_[At(at.row)];
        if (k + 1 == points) return true;
        at = Next(row, at, step);
        if (!at.ok()) return false;
      }
    };
    if (!gather(before, -1) || !gather(after, 1)) return false;
    if (!(x[points - 1] < x[points])) return false;
    const size_t n = 2 * points;
    if (rules_.method == ValueMethod::kAkima) {
      const double f = -x[points - 1] / (x[points] - x[points - 1]);
      Set(row, before.row, after.row, f, flags);
      result_.value[row] = internal::AkimaSpline({x.data(), n}, {y.data(), n}, 0);
      return true;
    }
    internal::NaturalSplineWeights({x.data(), n}, 0, {weights.data(), n});
    // Weights add up to 1: what is far from 0 loses nothing.
    const double middle = y[points - 1];
    double value = 0, squares = 0;
    for (size_t k = 0; k < n; ++k) {
      value += weights[k] * (y[k] - middle);
      if (sigma_.empty()) continue;
      const double error = weights[k] * sigma_[At(rows[k])];
      squares += error * error;
    }
    result_.value[row] = middle + value;
    if (!sigma_.empty()) result_.sigma[row] = std::sqrt(squares);
    result_.flags[row] = flags;
    return true;
  }

  // The next valid sample of the leg after `at`, at most max_gap_m on, which is not
  // where `at` is; its distance along the track.
  Sample Next(size_t row, Sample at, int64_t step) const {
    double way_m = 0;
    int64_t last = at.row;
    for (int64_t i = last + step; i >= side_.leg_begin[row] && i < side_.leg_end[row]; i += step) {
      way_m += geodesics_.Distance(PointAt(last), PointAt(i));
      last = i;
      if (way_m > side_.max_gap_m[row]) return {};
      if (way_m > 0 && IsValid(i)) return {i, at.distance_m + way_m};
    }
    return {};
  }

  void Set(size_t row, int64_t i, int64_t j, double f, int64_t flags) {
    const double a = values_[At(i)], b = values_[At(j)];
    if (f == 0) {
      result_.value[row] = a;
    } else {
      result_.value[row] =
          rules_.method == ValueMethod::kDirection ? MixDirections(a, b, f) : (1 - f) * a + f * b;
    }
    if (!sigma_.empty()) {
      const double s = (1 - f) * sigma_[At(i)], t = f == 0 ? 0 : f * sigma_[At(j)];
      result_.sigma[row] = std::sqrt(s * s + t * t);
    }
    result_.flags[row] = flags;
  }
  void Missing(size_t row) { result_.flags[row] = kValueMissing; }

  const TrackSamples& samples_;
  const CrossingSide& side_;
  std::span<const double> values_, sigma_, slope_;
  const ValueRules rules_;
  const Geodesics& geodesics_;
  std::vector<double> taken_;
  CrossingValues result_;
};

absl::Status CheckRules(const SampleValues& columns, const ValueRules& rules) {
  const bool spline = rules.method == ValueMethod::kCubic || rules.method == ValueMethod::kAkima;
  if (spline && !(rules.points >= 2 && rules.points <= kMostSplinePoints)) {
    return internal::InvalidArgument("spline_points is " + std::to_string(rules.points) +
                                     ": 2 to 32 samples a side are allowed");
  }
  if (rules.method == ValueMethod::kMedian && !(rules.within_m >= 0)) {
    return internal::InvalidArgument("median_within is " + internal::NumberText(rules.within_m) +
                                     ": 0 m or more is allowed");
  }
  if (rules.method == ValueMethod::kSlope && columns.slope.size() != columns.values.size()) {
    return internal::InvalidArgument("slope has " + std::to_string(columns.slope.size()) +
                                     " values: " + std::to_string(columns.values.size()) +
                                     " are wanted");
  }
  if (rules.method != ValueMethod::kBitOr) return absl::OkStatus();
  for (size_t i = 0; i < columns.values.size(); ++i) {
    const double v = columns.values[i];
    if (!std::isnan(v) && !(v >= 0 && v <= kLargestBits && v == std::floor(v))) {
      return internal::InvalidArgument("values[" + std::to_string(i) + "] is " +
                                       internal::NumberText(v) +
                                       ": integers from 0 to 2^53 are joined by bits");
    }
  }
  return absl::OkStatus();
}

}  // namespace

CrossingSide SideA(const CrossingRows& rows) {
  return {rows.lon,         rows.lat,       rows.seg_a,    rows.frac_a,
          rows.leg_begin_a, rows.leg_end_a, rows.max_gap_a};
}

CrossingSide SideB(const CrossingRows& rows) {
  return {rows.lon,         rows.lat,       rows.seg_b,    rows.frac_b,
          rows.leg_begin_b, rows.leg_end_b, rows.max_gap_b};
}

absl::StatusOr<CrossingValues> ValuesAtCrossings(
    const TrackSamples& samples, const CrossingSide& side, const SampleValues& columns,
    const ValueRules& rules, const Ellipsoid& ellipsoid, const std::function<bool()>& keep_going) {
  const size_t n = samples.lon.size(), rows = side.seg.size();
  const auto lengths = [](size_t wanted, const char* name, size_t other) {
    return internal::InvalidArgument(std::string(name) + " has " + std::to_string(other) +
                                     " values: " + std::to_string(wanted) + " are wanted");
  };
  if (samples.lat.size() != n) return lengths(n, "lat", samples.lat.size());
  if (columns.values.size() != n) return lengths(n, "values", columns.values.size());
  if (!columns.sigma.empty() && columns.sigma.size() != n) {
    return lengths(n, "sigma", columns.sigma.size());
  }
  COINCIDE_RETURN_IF_ERROR(CheckRules(columns, rules));
  for (const size_t size : {side.lon.size(), side.lat.size(), side.frac.size(),
                            side.leg_begin.size(), side.leg_end.size(), side.max_gap_m.size()}) {
    if (size != rows) return lengths(rows, "a column of the crossings", size);
  }
  for (size_t i = 0; i < rows; ++i) {
    const int64_t seg = side.seg[i];
    if (side.leg_begin[i] < 0 || seg < side.leg_begin[i] || seg + 1 >= side.leg_end[i] ||
        side.leg_end[i] > static_cast<int64_t>(n)) {
      return internal::InvalidArgument("crossing " + std::to_string(i) + " is in segment " +
                                       std::to_string(seg) + ": not one of these " +
                                       std::to_string(n) + " samples");
    }
  }
  internal::Interrupt interrupt(keep_going);
  return Interpolator(samples, side, columns, rules, Geodesics::Of(ellipsoid)).Run(&interrupt);
}

}  // namespace coincide
