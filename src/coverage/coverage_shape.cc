#include "coincide/coverage/coverage_shape.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>
#include <utility>

#include "coincide/coverage/difference.h"
#include "src/coverage/connected_parts.h"
#include "src/coverage/growth.h"

namespace coincide {
namespace {

using internal::ConnectedParts;

}  // namespace

std::vector<Coverage> Components(const Coverage& coverage, Connectivity connectivity) {
  const ConnectedParts parts(coverage.ranges(), connectivity == Connectivity::kCorners);
  // The ranges of each part, in the order of the curve, then part by part.
  RangeBuffer runs;
  std::vector<uint32_t> part_of_run;
  std::vector<size_t> last_run(parts.count(), SIZE_MAX), offsets(parts.count() + size_t{1});
  parts.ForEachRun([&](uint32_t part, LeafRange run) {
    size_t& last = last_run[part];
    if (last != SIZE_MAX && runs[last].end == run.begin) {
      runs[last].end = run.end;
      return;
    }
    last = runs.size();
    runs.push_back(run);
    part_of_run.push_back(part);
    ++offsets[part + size_t{1}];
  });
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  RangeBuffer ranges;
  LeafRange* const data = ranges.Prepare(runs.size());
  std::vector<size_t> next(offsets.begin(), offsets.end() - 1);
  for (size_t i = 0; i < runs.size(); ++i) data[next[part_of_run[i]]++] = runs[i];
  ranges.Commit(data + runs.size());
  return Coverage::FromCanonicalParts(std::move(ranges), offsets, coverage.order(),
                                      coverage.ellipsoid());
}

size_t CountComponents(const Coverage& coverage, Connectivity connectivity) {
  return ConnectedParts(coverage.ranges(), connectivity == Connectivity::kCorners).count();
}

Coverage FillHoles(const Coverage& coverage, double max_area_m2, Connectivity connectivity) {
  assert(max_area_m2 >= 0);
  const Coverage rest = ~coverage;
  const ConnectedParts parts(rest.ranges(), connectivity != Connectivity::kCorners);
  std::vector<uint64_t> leaves(parts.count());
  parts.ForEachRun([&](uint32_t part, LeafRange run) { leaves[part] += run.size(); });
  const double leaf_m2 = coverage.ellipsoid().area_m2() / static_cast<double>(kLeafCount);
  RangeBuffer holes = parts.Ranges(
      [&](uint32_t part) { return static_cast<double>(leaves[part]) * leaf_m2 <= max_area_m2; });
  return coverage |
         Coverage::FromCanonical(std::move(holes), coverage.order(), coverage.ellipsoid());
}

absl::StatusOr<Coverage> Border(const Coverage& coverage, BorderSide side,
                                Connectivity connectivity, uint64_t budget) {
  const auto growth =
      side == BorderSide::kOuter ? internal::Growth::kOutside : internal::Growth::kInside;
  absl::StatusOr<RangeBuffer> ranges = internal::Grow(
      coverage.ranges(), coverage.order(), connectivity == Connectivity::kCorners, growth, budget);
  if (!ranges.ok()) return ranges.status();
  return Coverage::FromCanonical(*std::move(ranges), coverage.order(), coverage.ellipsoid());
}

absl::StatusOr<Coverage> Expand(const Coverage& coverage, int64_t cells, Connectivity connectivity,
                                uint64_t budget) {
  const bool corners = connectivity == Connectivity::kCorners;
  const auto growth = cells > 0 ? internal::Growth::kAll : internal::Growth::kInside;
  std::span<const LeafRange> ranges = coverage.ranges();
  RangeBuffer result;
  bool changed = false;
  for (int64_t left = cells; left != 0; left += left > 0 ? -1 : 1) {
    absl::StatusOr<RangeBuffer> found =
        internal::Grow(ranges, coverage.order(), corners, growth, budget);
    if (!found.ok()) return found.status();
    RangeBuffer next = *std::move(found);
    if (cells < 0) {
      const RangeBuffer border = std::exchange(next, {});
      AppendDifference(ranges, border.span(), &next);
    }
    if (std::equal(next.begin(), next.end(), ranges.begin(), ranges.end())) break;
    result = std::move(next);
    ranges = result.span();
    changed = true;
  }
  if (!changed) return coverage;
  return Coverage::FromCanonical(std::move(result), coverage.order(), coverage.ellipsoid());
}

}  // namespace coincide
