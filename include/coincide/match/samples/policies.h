// File: policies.h
//
// Which of all pairs to keep: ranks of each pair among those of its sample of a
// and of its sample of b, and the one-to-one choices that follow from them. A
// policy is a filter on a list of pairs, never a second search.
//
//   const PairRanks ranks = RankPairs(i, j, DistanceKeys(distance_m));
//   // ranks.a[p] == 1: no pair of i[p] is nearer.

#ifndef COINCIDE_MATCH_SAMPLES_POLICIES_H_
#define COINCIDE_MATCH_SAMPLES_POLICIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/match/missing_time.h"

namespace coincide {

enum class Keep {
  kAll,
  kNearestA,  // For each sample of a the nearest of b.
  kNearestB,  // For each sample of b the nearest of a.
  kMutual,    // Each is the other's nearest.
  kUnique,    // One to one: nearest pair first, as long as both are free.
};

// What "nearest" compares; equal values are told apart by the row of the other
// side, the lower first.
enum class PairMetric {
  kDistance,
  kTime,  // |time_b - time_a|
  kBoth,  // sqrt((distance / within)^2 + (dt / window)^2)
};

// |b - a| in nanoseconds. REQUIRES: neither is missing.
constexpr uint64_t TimeBetween(int64_t a, int64_t b) {
  const auto x = static_cast<uint64_t>(a), y = static_cast<uint64_t>(b);
  return b >= a ? y - x : x - y;
}

// A metric as an integer that sorts the same way: keys compare exactly, also
// times that a double does not tell apart. The last key is that of a missing time.
inline constexpr uint64_t kMissingKey = ~uint64_t{0};
uint64_t DistanceKey(double distance_m);
uint64_t TimeKey(int64_t time_a, int64_t time_b);
// A length or window of 0 adds nothing, as all pairs have 0 of it.
uint64_t BothKey(double distance_m, double within_m, int64_t time_a, int64_t time_b,
                 int64_t window_ns);

std::vector<uint64_t> DistanceKeys(std::span<const double> distance_m);

// Ranks from 1, one to a pair.
struct PairRanks {
  std::vector<int64_t> a;  // Among the pairs of the same i, by (key, j).
  std::vector<int64_t> b;  // Among the pairs of the same j, by (key, i).
};

// COST: O(n log m), m pairs a sample at most.
// REQUIRES: equal sizes; pairs ascend by (i, j), none twice; rows >= 0.
PairRanks RankPairs(std::span<const int64_t> i, std::span<const int64_t> j,
                    std::span<const uint64_t> key);

// The pairs that a policy keeps, as ascending indices into the list. `nearest`
// is how many of them kNearestA and kNearestB keep for a sample.
//
// kUnique: pairs in the order of (key, i, j), each kept if neither of its
// samples is in a pair kept before.
// REQUIRES: as RankPairs; nearest >= 1.
std::vector<size_t> KeepPairs(Keep keep, int64_t nearest, std::span<const int64_t> i,
                              std::span<const int64_t> j, std::span<const uint64_t> key);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_POLICIES_H_
