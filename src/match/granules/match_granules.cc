#include "coincide/match/granules/match_granules.h"

#include <limits>
#include <vector>

#include "src/internal/status_macros.h"
#include "src/match/granules/granule_join.h"
#include "src/match/granules/join_tables.h"
#include "src/match/granules/space_order.h"
#include "src/match/granules/times.h"

namespace coincide {
namespace {

using internal::GranuleIndex;

// Where the rows of b are cut so that the index of a part takes about `bytes`.
std::vector<uint32_t> PartsOf(const GranuleTable& table, size_t bytes) {
  std::vector<uint32_t> cuts = {0};
  size_t held = 0;
  for (uint32_t row = 0; row < table.size(); ++row) {
    size_t need = 64 + 100 * table.cover(row).size();
    for (const Geometry::Part& part : table.parts(row)) {
      const RingsView rings = table.Rings(part);
      const auto vertices = static_cast<size_t>(rings.offsets.back() - rings.offsets.front());
      // A vector a vertex, and at most a piece with its bounds.
      need += 100 * vertices;
    }
    if (held > 0 && held + need > bytes) {
      cuts.push_back(row);
      held = 0;
    }
    held += need;
  }
  cuts.push_back(static_cast<uint32_t>(table.size()));
  return cuts;
}

}  // namespace

double LagSeconds(const GranuleFacts& a, const GranuleFacts& b) {
  if (!internal::HasTimes(a) || !internal::HasTimes(b)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const int64_t last_a = internal::LastTime(a), last_b = internal::LastTime(b);
  if (b.time_start > last_a) {
    return static_cast<double>(internal::Difference(b.time_start, last_a)) * 1e-9;
  }
  if (a.time_start > last_b) {
    return -static_cast<double>(internal::Difference(a.time_start, last_b)) * 1e-9;
  }
  return 0;
}

absl::StatusOr<GranulePairs> MatchGranules(const GranuleTable& a, const GranuleTable& b,
                                           const GranuleCriterion& criterion) {
  COINCIDE_RETURN_IF_ERROR(
      internal::CheckMatch(a, b, criterion, [&](size_t row) { return b.has_footprint(row); }));
  if (a.size() == 0 || b.size() == 0) return GranulePairs();
  const std::vector<uint32_t> cuts = PartsOf(b, criterion.index_bytes);
  const size_t parts = cuts.size() - 1;
  const std::vector<uint32_t> order = internal::OrderInSpace(a, 0, static_cast<uint32_t>(a.size()));
  // By part of b; a row's hits are those of all parts, one after the other.
  std::vector<std::vector<internal::Chunk>> chunks(parts);
  for (size_t part = 0; part < parts; ++part) {
    COINCIDE_ASSIGN_OR_RETURN(const auto index, GranuleIndex::Build(b, cuts[part], cuts[part + 1]));
    COINCIDE_RETURN_IF_ERROR(
        internal::JoinAll(a, order, *index, criterion, part, parts, &chunks[part]));
  }
  return internal::PairsOfChunks(order, chunks);
}

}  // namespace coincide
