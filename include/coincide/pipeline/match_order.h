// File: match_order.h
//
// Rows of match tables by the samples that they are of: their order in a table, and how
// near each is among those of its sample. The columns of a table that is larger than the
// memory are looked at a part at a time; match_run.h has tables that are not.

#ifndef COINCIDE_PIPELINE_MATCH_ORDER_H_
#define COINCIDE_PIPELINE_MATCH_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace coincide {

// The samples of one side, a row each: they are told apart by all three, as rows of a
// granule may count within each of its tracks.
struct SampleColumns {
  std::span<const int64_t> granule;
  std::span<const int32_t> track;
  std::span<const int64_t> idx;
};

// The rows in the order of a table: by cell, then (granule, track, idx) of a, then of b.
//
// COST: about 100 ns a row.
// REQUIRES: the seven columns have equal size.
std::vector<size_t> TableOrder(std::span<const uint64_t> cell, const SampleColumns& a,
                               const SampleColumns& b);

// The rank of each row among the rows of the same sample of `of`, from 1: by key, then
// (granule, track, idx) of `other`.
//
// COST: about 80 ns a row.
// REQUIRES: the seven columns have equal size; idx >= 0; no row twice.
std::vector<int64_t> RankRows(const SampleColumns& of, const SampleColumns& other,
                              std::span<const uint64_t> key);

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_MATCH_ORDER_H_
