// File: plan.h
//
// Pairs of granules to ordered tasks: what to open, and in which order, so that
// each granule is opened once where memory allows. A plan knows nothing of files
// or threads: the same list can be given to a cluster.
//
//   const Plan plan = MakePlan(pairs_a, pairs_b, curve_keys);

#ifndef COINCIDE_PIPELINE_PLAN_H_
#define COINCIDE_PIPELINE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace coincide {

// One granule of a with every granule of b that it is paired with: what can be
// decided about a sample of a ("the nearest") is decided within one task.
struct MatchTask {
  size_t a = 0;               // Row of catalog a.
  std::vector<size_t> b;      // Rows of catalog b, ascending.
  std::vector<size_t> pairs;  // The row in the pair table of each.
};

struct Plan {
  std::vector<MatchTask> tasks;  // By the key of a, then by its row.
};

// The tasks of a pair table.
//
//   a, b  [n]  rows of the two catalogs, one pair each, every pair once
//   keys       of the granules of a: where each lies on the curve (the first leaf of
//              its coverage); neighbours on the curve share granules of b. Empty:
//              by row.
//
// REQUIRES: a.size() == b.size(); every a[i] < keys.size() unless keys is empty.
// COST: O(n log n).
Plan MakePlan(std::span<const size_t> a, std::span<const size_t> b,
              std::span<const uint64_t> keys = {});

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_PLAN_H_
