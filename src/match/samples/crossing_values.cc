#include "coincide/match/samples/crossing_values.h"

#include <cmath>
#include <limits>
#include <string>

#include "coincide/geodesy/geodesic.h"
#include "src/internal/absl_text.h"

namespace coincide {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

size_t At(int64_t i) { return static_cast<size_t>(i); }

class Interpolator {
 public:
  Interpolator(const TrackSamples& samples, const CrossingSide& side,
               std::span<const double> values, std::span<const double> sigma, ValueMethod method,
               const Geodesics& geodesics)
      : samples_(samples),
        side_(side),
        values_(values),
        sigma_(sigma),
        method_(method),
        geodesics_(geodesics) {}

  CrossingValues Run() {
    const size_t n = side_.seg.size();
    result_.value.assign(n, kNan);
    if (!sigma_.empty()) result_.sigma.assign(n, kNan);
    result_.flags.assign(n, 0);
    for (size_t row = 0; row < n; ++row) One(row);
    return std::move(result_);
  }

 private:
  // A sample of the leg, and its distance from the crossing.
  struct Sample {
    int64_t row = -1;
    double distance_m = 0;
    bool ok() const { return row >= 0; }
  };

  void One(size_t row) {
    const int64_t i = side_.seg[row];
    const double f = side_.frac[row];
    const bool first = !std::isnan(values_[At(i)]), second = !std::isnan(values_[At(i + 1)]);
    if (method_ == ValueMethod::kNearest) {
      const int64_t nearer = f <= 0.5 ? i : i + 1;
      if (!std::isnan(values_[At(nearer)])) return Set(row, nearer, nearer, 0, 0);
      const Sample before = Search(row, i, -1), after = Search(row, i + 1, 1);
      if (!before.ok() && !after.ok()) return Missing(row);
      const bool take_before =
          before.ok() && (!after.ok() || before.distance_m <= after.distance_m);
      const int64_t taken = take_before ? before.row : after.row;
      return Set(row, taken, taken, 0, kValueExtended);
    }
    // At a sample that is valid the other end does not matter.
    if (f == 0 && first) return Set(row, i, i, 0, 0);
    if (f == 1 && second) return Set(row, i + 1, i + 1, 0, 0);
    if (first && second) return Set(row, i, i + 1, f, 0);
    const Sample before = Search(row, i, -1), after = Search(row, i + 1, 1);
    if (!before.ok() || !after.ok()) return Missing(row);
    const double sum = before.distance_m + after.distance_m;
    Set(row, before.row, after.row, sum > 0 ? before.distance_m / sum : 0, kValueExtended);
  }

  // The first valid sample from `from` on, in steps of -1 or 1, in reach.
  Sample Search(size_t row, int64_t from, int64_t step) const {
    const LonLat crossing{side_.lon[row], side_.lat[row]};
    for (int64_t i = from; i >= side_.leg_begin[row] && i < side_.leg_end[row]; i += step) {
      if (std::isnan(values_[At(i)])) continue;
      const double distance_m =
          geodesics_.Distance(crossing, {samples_.lon[At(i)], samples_.lat[At(i)]});
      if (!(distance_m <= side_.max_gap_m[row])) return {};
      return {i, distance_m};
    }
    return {};
  }

  void Set(size_t row, int64_t i, int64_t j, double f, int64_t flags) {
    const auto mix = [&](double a, double b) { return f == 0 ? a : (1 - f) * a + f * b; };
    result_.value[row] = mix(values_[At(i)], values_[At(j)]);
    if (!sigma_.empty()) {
      const double a = (1 - f) * sigma_[At(i)], b = f == 0 ? 0 : f * sigma_[At(j)];
      result_.sigma[row] = std::sqrt(a * a + b * b);
    }
    result_.flags[row] = flags;
  }
  void Missing(size_t row) { result_.flags[row] = kValueMissing; }

  const TrackSamples& samples_;
  const CrossingSide& side_;
  std::span<const double> values_, sigma_;
  const ValueMethod method_;
  const Geodesics& geodesics_;
  CrossingValues result_;
};

}  // namespace

CrossingSide SideA(const CrossingRows& rows) {
  return {rows.lon,         rows.lat,       rows.seg_a,    rows.frac_a,
          rows.leg_begin_a, rows.leg_end_a, rows.max_gap_a};
}

CrossingSide SideB(const CrossingRows& rows) {
  return {rows.lon,         rows.lat,       rows.seg_b,    rows.frac_b,
          rows.leg_begin_b, rows.leg_end_b, rows.max_gap_b};
}

absl::StatusOr<CrossingValues> ValuesAtCrossings(const TrackSamples& samples,
                                                 const CrossingSide& side,
                                                 std::span<const double> values,
                                                 std::span<const double> sigma, ValueMethod method,
                                                 const Ellipsoid& ellipsoid) {
  const size_t n = samples.lon.size(), rows = side.seg.size();
  const auto lengths = [](size_t wanted, const char* name, size_t other) {
    return internal::InvalidArgument(std::string(name) + " has " + std::to_string(other) +
                                     " values: " + std::to_string(wanted) + " are wanted");
  };
  if (samples.lat.size() != n) return lengths(n, "lat", samples.lat.size());
  if (values.size() != n) return lengths(n, "values", values.size());
  if (!sigma.empty() && sigma.size() != n) return lengths(n, "sigma", sigma.size());
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
  return Interpolator(samples, side, values, sigma, method, Geodesics::Of(ellipsoid)).Run();
}

}  // namespace coincide
