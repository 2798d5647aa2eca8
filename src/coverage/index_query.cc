#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "src/coverage/index_segment.h"
#include "src/coverage/row_set.h"
#include "src/coverage/unit_ranges.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

using internal::RowSet;
using internal::UnitRange;

// Leaves of a batch that one task searches together.
constexpr size_t kLeavesAtOnce = 8192;

struct Hit {
  uint32_t query;  // in the order of the sorted leaves
  uint32_t row;
};

}  // namespace

absl::StatusOr<std::vector<uint32_t>> CoverageIndex::QueryLeaf(uint64_t leaf) const {
  if (leaf >= kLeafCount) {
    return internal::InvalidArgument("leaf " + std::to_string(leaf) + ": must be less than " +
                                     std::to_string(kLeafCount));
  }
  return QueryRange({leaf, leaf + 1});
}

absl::StatusOr<std::vector<uint32_t>> CoverageIndex::QueryCell(Cell cell) const {
  if (!Cell::IsValidWord(cell.word())) {
    return internal::InvalidArgument("word " + std::to_string(cell.word()) +
                                     ": must be a cell or a point");
  }
  return QueryRange(cell.leaves());
}

absl::StatusOr<std::vector<uint32_t>> CoverageIndex::QueryRange(LeafRange range) const {
  return QueryRanges({&range, 1});
}

absl::StatusOr<std::vector<uint32_t>> CoverageIndex::QueryRanges(
    std::span<const LeafRange> ranges) const {
  if (absl::Status status = internal::CheckQuery(ranges); !status.ok()) return status;
  RowSet found(rows_);
  std::vector<UnitRange> units;
  for (const auto& segment : segments_) {
    internal::ToUnits(ranges, segment->shift(), &units);
    const auto first_row = static_cast<uint32_t>(segment->first_row());
    absl::Status status = segment->Scan(
        units, [&](uint32_t row, size_t, uint64_t, uint64_t) { found.Add(first_row + row); });
    if (!status.ok()) return status;
  }
  std::vector<uint32_t> rows;
  found.Take(&rows);
  return rows;
}

absl::StatusOr<std::vector<uint32_t>> CoverageIndex::QueryCoverage(const Coverage& coverage) const {
  if (coverage.ellipsoid() != ellipsoid_) {
    return internal::InvalidArgument("the ellipsoids differ: the index has " + ellipsoid_.name() +
                                     ", the coverage " + coverage.ellipsoid().name());
  }
  return QueryRanges(coverage.ranges());
}

absl::StatusOr<RowLists> CoverageIndex::QueryPoints(std::span<const uint64_t> words,
                                                    int threads) const {
  std::vector<uint64_t> leaves(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    const auto cell = Cell::FromWord(words[i]);
    if (!cell.has_value() || cell->order() != Cell::kMaxOrder) {
      return internal::InvalidArgument("words[" + std::to_string(i) +
                                       "] = " + std::to_string(words[i]) +
                                       ": must be a point or a cell of order 29");
    }
    leaves[i] = cell->nested();
  }
  return QueryLeaves(leaves, threads);
}

absl::StatusOr<RowLists> CoverageIndex::QueryLeaves(std::span<const uint64_t> leaves,
                                                    int threads) const {
  const size_t n = leaves.size();
  if (n > 0xFFFFFFFF) {
    return internal::InvalidArgument(std::to_string(n) + " leaves: at most 2^32 - 1 in a call");
  }
  for (size_t i = 0; i < n; ++i) {
    if (leaves[i] >= kLeafCount) {
      return internal::InvalidArgument("leaves[" + std::to_string(i) +
                                       "] = " + std::to_string(leaves[i]) + ": must be less than " +
                                       std::to_string(kLeafCount));
    }
  }
  // Sorted along the curve, neighbours share blocks: each is decoded once.
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), uint32_t{0});
  const auto by_leaf = [&](uint32_t i, uint32_t j) {
    return leaves[i] != leaves[j] ? leaves[i] < leaves[j] : i < j;
  };
  if (!std::is_sorted(order.begin(), order.end(), by_leaf)) {
    std::sort(order.begin(), order.end(), by_leaf);
  }
  const size_t tasks = (n + kLeavesAtOnce - 1) / kLeavesAtOnce;
  std::vector<std::vector<Hit>> hits(tasks);
  std::vector<absl::Status> faults(tasks);
  internal::ParallelFor(tasks, 1, threads, [&](size_t begin, size_t end) {
    std::vector<UnitRange> units;
    for (size_t task = begin; task < end; ++task) {
      const size_t from = task * kLeavesAtOnce, to = std::min(n, from + kLeavesAtOnce);
      for (const auto& segment : segments_) {
        units.clear();
        for (size_t i = from; i < to; ++i) {
          const uint64_t unit = leaves[order[i]] >> segment->shift();
          units.push_back({unit, unit + 1});
        }
        const auto first_row = static_cast<uint32_t>(segment->first_row());
        // A range holds a run of the sorted leaves.
        faults[task] =
            segment->Scan(units, [&](uint32_t row, size_t at, uint64_t, uint64_t range_end) {
              for (; at < units.size() && units[at].begin < range_end; ++at) {
                hits[task].push_back({static_cast<uint32_t>(from + at), first_row + row});
              }
            });
        if (!faults[task].ok()) break;
      }
    }
  });
  for (absl::Status& fault : faults) {
    if (!fault.ok()) return std::move(fault);
  }
  RowLists lists;
  lists.offsets.assign(n + 1, 0);
  for (const auto& task_hits : hits) {
    for (const Hit hit : task_hits) ++lists.offsets[order[hit.query] + 1];
  }
  for (size_t i = 0; i < n; ++i) lists.offsets[i + 1] += lists.offsets[i];
  lists.rows.resize(static_cast<size_t>(lists.offsets[n]));
  std::vector<int64_t> next(lists.offsets.begin(), lists.offsets.end() - 1);
  for (const auto& task_hits : hits) {
    for (const Hit hit : task_hits) {
      lists.rows[static_cast<size_t>(next[order[hit.query]]++)] = hit.row;
    }
  }
  // A leaf is in one range of a row at most, so no row comes twice.
  internal::ParallelFor(n, kLeavesAtOnce, threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      std::sort(lists.rows.begin() + lists.offsets[i], lists.rows.begin() + lists.offsets[i + 1]);
    }
  });
  return lists;
}

}  // namespace coincide
