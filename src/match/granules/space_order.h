// Rows of a table in an order in which neighbours in space follow each other.

#ifndef COINCIDE_MATCH_GRANULES_SPACE_ORDER_H_
#define COINCIDE_MATCH_GRANULES_SPACE_ORDER_H_

#include <cstdint>
#include <vector>

#include "coincide/match/granules/granule_table.h"

namespace coincide::internal {

// Rows [begin, end) as they are best taken: what one meets is still at hand for the next.
std::vector<uint32_t> OrderInSpace(const GranuleTable& table, uint32_t begin, uint32_t end);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_SPACE_ORDER_H_
