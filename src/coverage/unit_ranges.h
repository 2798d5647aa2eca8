// Queries of an index: checked, and in the units of a segment.

#ifndef COINCIDE_COVERAGE_UNIT_RANGES_H_
#define COINCIDE_COVERAGE_UNIT_RANGES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "coincide/cell/leaf_range.h"
#include "src/coverage/index_segment.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {

// OK if the ranges exist, are sorted and are disjoint (touching is allowed).
inline absl::Status CheckQuery(std::span<const LeafRange> ranges) {
  uint64_t least = 0;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const LeafRange range = ranges[i];
    if (!range.valid() || range.begin < least) {
      const std::string text =
          "ranges[" + std::to_string(i) + "] = [" + std::to_string(range.begin) + ", " +
          std::to_string(range.end) + "): must begin at " + std::to_string(least) +
          " or later and end beyond its begin, at most at " + std::to_string(kLeafCount);
      return InvalidArgument(text);
    }
    least = range.end;
  }
  return absl::OkStatus();
}

// The units that the ranges touch, those that grow together merged. A range of
// the index has whole units, so it meets a range of leaves if and only if it
// meets the units that these touch.
inline void ToUnits(std::span<const LeafRange> ranges, uint32_t shift,
                    std::vector<UnitRange>* units) {
  units->clear();
  for (const LeafRange range : ranges) {
    const UnitRange unit = {range.begin >> shift, ((range.end - 1) >> shift) + 1};
    if (!units->empty() && unit.begin <= units->back().end) {
      units->back().end = unit.end;
    } else {
      units->push_back(unit);
    }
  }
}

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_UNIT_RANGES_H_
