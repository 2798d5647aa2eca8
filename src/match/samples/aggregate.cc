#include "coincide/match/samples/aggregate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"

namespace coincide {
namespace {

using internal::InvalidArgument;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double Mean(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

// Reorders the values. REQUIRES: not empty, no NaN.
double Median(std::span<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  // Not their sum, which may overflow.
  return below + (*middle - below) / 2;
}

double Std(std::span<const double> values) {
  if (values.size() < 2) return kNan;
  const double mean = Mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double Mad(std::span<double> values) {
  const double median = Median(values);
  for (double& v : values) v = std::abs(v - median);
  return Median(values);
}

double WeightedMean(std::span<const double> values, std::span<const double> distance_m) {
  const bool exact = std::find(distance_m.begin(), distance_m.end(), 0.0) != distance_m.end();
  double sum = 0, weights = 0;
  for (size_t k = 0; k < values.size(); ++k) {
    if (exact && distance_m[k] != 0) continue;
    const double weight = exact ? 1 : 1 / distance_m[k];
    sum += weight * values[k];
    weights += weight;
  }
  return sum / weights;
}

// "NAME[at] is VALUEWHAT".
absl::Status Refused(std::string_view name, size_t at, const std::string& value,
                     std::string_view what) {
  return InvalidArgument(std::string(name)
                             .append("[")
                             .append(std::to_string(at))
                             .append("] is ")
                             .append(value)
                             .append(what));
}

}  // namespace

absl::StatusOr<PairGroups> GroupPairs(std::span<const int64_t> i) {
  PairGroups groups;
  for (size_t p = 0; p < i.size(); ++p) {
    if (p > 0 && i[p] == i[p - 1]) {
      ++groups.offsets.back();
      continue;
    }
    if (p > 0 && i[p] < i[p - 1]) {
      return Refused("i", p, std::to_string(i[p]),
                     std::string(" after ")
                         .append(std::to_string(i[p - 1]))
                         .append(": ascending rows are wanted"));
    }
    groups.row.push_back(i[p]);
    groups.offsets.push_back(groups.offsets.back() + 1);
  }
  return groups;
}

absl::StatusOr<std::vector<double>> Aggregate(const PairGroups& groups, std::span<const int64_t> j,
                                              std::span<const double> values, Statistic statistic,
                                              std::span<const double> distance_m) {
  const bool weighted = statistic == Statistic::kDistanceWeightedMean;
  const size_t n = groups.offsets.back();
  if (j.size() != n || (weighted && distance_m.size() != n)) {
    return InvalidArgument(std::string("i has ")
                               .append(std::to_string(n))
                               .append(" pairs, j ")
                               .append(std::to_string(j.size()))
                               .append(", distance_m ")
                               .append(std::to_string(distance_m.size()))
                               .append(": as many are wanted"));
  }
  for (size_t p = 0; p < n; ++p) {
    if (j[p] < 0 || static_cast<size_t>(j[p]) >= values.size()) {
      return Refused("j", p, std::to_string(j[p]),
                     std::string(": a row of the ")
                         .append(std::to_string(values.size()))
                         .append(" values is wanted"));
    }
    if (weighted && !(distance_m[p] >= 0)) {
      return Refused("distance_m", p, internal::NumberText(distance_m[p]),
                     ": 0 or more is allowed");
    }
  }
  std::vector<double> results(groups.row.size(), kNan), known, distances;
  for (size_t g = 0; g < groups.row.size(); ++g) {
    known.clear();
    distances.clear();
    for (size_t p = groups.offsets[g]; p < groups.offsets[g + 1]; ++p) {
      const double value = values[static_cast<size_t>(j[p])];
      if (std::isnan(value)) continue;
      known.push_back(value);
      if (weighted) distances.push_back(distance_m[p]);
    }
    double& result = results[g];
    if (statistic == Statistic::kCount) result = static_cast<double>(known.size());
    if (known.empty()) continue;
    switch (statistic) {
      case Statistic::kCount:
        break;
      case Statistic::kMean:
        result = Mean(known);
        break;
      case Statistic::kMedian:
        result = Median(known);
        break;
      case Statistic::kStd:
        result = Std(known);
        break;
      case Statistic::kMad:
        result = Mad(known);
        break;
      case Statistic::kMin:
        result = *std::min_element(known.begin(), known.end());
        break;
      case Statistic::kMax:
        result = *std::max_element(known.begin(), known.end());
        break;
      case Statistic::kDistanceWeightedMean:
        result = WeightedMean(known, distances);
        break;
    }
  }
  return results;
}

}  // namespace coincide
