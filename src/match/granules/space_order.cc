#include "src/match/granules/space_order.h"

#include <algorithm>
#include <utility>

#include "coincide/healpix/projection.h"

namespace coincide::internal {

std::vector<uint32_t> OrderInSpace(const GranuleTable& table, uint32_t begin, uint32_t end) {
  const Projection& projection = Projection::Of(table.ellipsoid());
  constexpr int kOrder = 6;
  std::vector<std::pair<uint64_t, uint32_t>> keys;
  keys.reserve(end - begin);
  for (uint32_t row = begin; row < end; ++row) {
    uint64_t leaf = 0;
    if (!table.parts(row).empty()) {
      const LineView run = table.Run(table.parts(row)[0].first_run);
      leaf = projection.LeafOf(run.lon[0], run.lat[0]);
    } else if (!table.cover(row).empty()) {
      leaf = table.cover(row)[0].begin;
    }
    keys.emplace_back(leaf >> (2 * (Cell::kMaxOrder - kOrder)), row);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<uint32_t> order;
  order.reserve(keys.size());
  for (const auto& key : keys) order.push_back(key.second);
  return order;
}

}  // namespace coincide::internal
