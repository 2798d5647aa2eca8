// The join of a whole table with indexes: in chunks, on several threads, with progress.

#ifndef COINCIDE_MATCH_GRANULES_JOIN_TABLES_H_
#define COINCIDE_MATCH_GRANULES_JOIN_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/granules/match_granules.h"
#include "src/match/granules/granule_join.h"

namespace coincide::internal {

// What MatchGranules says of bad input. `b_has_footprint` tells which rows of b are asked
// for their times.
absl::Status CheckMatch(const GranuleTable& a, const GranuleTable& b,
                        const GranuleCriterion& criterion,
                        const std::function<bool(size_t)>& b_has_footprint);

// Hits of rows of a that follow each other in OrderInSpace.
struct Chunk {
  std::vector<uint32_t> ends;  // Of each row in `hits`.
  std::vector<GranuleHit> hits;
};

// Joins all of a, taken in `order`, with the index of one of several parts of b.
// Errors: as GranuleJoin::Row; Cancelled.
absl::Status JoinAll(const GranuleTable& a, std::span<const uint32_t> order,
                     const GranuleIndex& index, const GranuleCriterion& criterion, size_t part,
                     size_t parts, std::vector<Chunk>* chunks);

// The hits by row: those of all parts, which ascend, one after the other.
GranulePairs PairsOfChunks(std::span<const uint32_t> order,
                           const std::vector<std::vector<Chunk>>& chunks);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_JOIN_TABLES_H_
