// File: aggregate.h
//
// What the samples of b say, for each sample of a that they were paired with:
// means, medians, spreads and counts over a list of pairs.
//
//   const PairGroups groups = GroupPairs(pairs.i);
//   auto mean = Aggregate(groups, pairs.j, values_b, Statistic::kMean);
//   // mean[g] belongs to the sample groups.row[g] of a.

#ifndef COINCIDE_MATCH_SAMPLES_AGGREGATE_H_
#define COINCIDE_MATCH_SAMPLES_AGGREGATE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace coincide {

// NaN is a missing value: it counts in none of these. Of no values all are NaN,
// but kCount, which is 0.
enum class Statistic {
  kCount,
  kMean,
  kMedian,  // Of an even number, the mean of the two in the middle.
  kStd,     // Square root of the sum of squares over n - 1; NaN for one value.
  kMad,     // Median of the distances to the median, not scaled.
  kMin,
  kMax,
  // Weights 1 / distance; where some distances are 0, the mean of those alone.
  kDistanceWeightedMean,
};

// The runs of equal rows in an ascending list: run g, of row[g], has the places
// offsets[g] .. offsets[g + 1] - 1.
struct PairGroups {
  std::vector<int64_t> row;
  std::vector<size_t> offsets = {0};
};

// Errors (InvalidArgument): the first place where rows descend.
absl::StatusOr<PairGroups> GroupPairs(std::span<const int64_t> i);

// One number for each group, over values[j[p]] of its pairs p.
//
//   j           [n] rows of b, as many as there are pairs
//   values      a value of each row of b
//   distance_m  [n] of the pairs; only kDistanceWeightedMean needs it
//
// Errors (InvalidArgument): sizes that do not fit; the first j that is no row of
// values; the first distance that is negative or NaN where distances are needed.
//
// Sums go through the pairs in their order, so the same list gives the same
// bits. COST: 2 to 10 ns a pair.
absl::StatusOr<std::vector<double>> Aggregate(const PairGroups& groups, std::span<const int64_t> j,
                                              std::span<const double> values, Statistic statistic,
                                              std::span<const double> distance_m = {});

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_AGGREGATE_H_
