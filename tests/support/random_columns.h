// Random columns of coverages in the shapes that break an index, and the plain
// loops that say what the answer is.

#ifndef COINCIDE_TESTS_SUPPORT_RANDOM_COLUMNS_H_
#define COINCIDE_TESTS_SUPPORT_RANDOM_COLUMNS_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/coverage_column.h"

namespace coincide::testing {

// A row, or null.
struct ColumnRow {
  std::vector<LeafRange> ranges;
  bool null = false;
};

inline std::vector<LeafRange> Merged(std::vector<LeafRange> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<LeafRange> merged;
  for (const LeafRange range : ranges) {
    if (!merged.empty() && range.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

// What a random column is made of.
struct ColumnShape {
  size_t rows = 100;
  int order = 10;
  size_t max_ranges = 20;   // of a row
  double scale_spread = 0;  // 0: lengths of a few cells; 1: of all scales
  uint64_t places = 50;     // how many centres the rows share; few overlap deeply
  double special = 0.1;     // part of empty, null, full, one-leaf, copied rows
};

inline std::vector<ColumnRow> RandomRows(std::mt19937_64& rng, const ColumnShape& shape) {
  const auto below = [&](uint64_t n) { return rng() % n; };
  const auto chance = [&](double p) { return static_cast<double>(rng() >> 11) * 0x1p-53 < p; };
  const int shift = 2 * (Cell::kMaxOrder - shape.order);
  const uint64_t cells = Cell::Count(shape.order);
  std::vector<uint64_t> places(shape.places);
  for (uint64_t& place : places) place = below(cells);
  std::vector<ColumnRow> rows;
  while (rows.size() < shape.rows) {
    ColumnRow row;
    if (chance(shape.special)) {
      switch (below(6)) {
        case 0:
          break;  // Empty.
        case 1:
          row.null = true;
          break;
        case 2:
          row.ranges = {{0, kLeafCount}};
          break;
        case 3:
          row.ranges = {{(cells - 1) << shift, kLeafCount}};
          break;
        case 4:
          row.ranges = {{0, uint64_t{1} << shift}};
          break;
        default:
          if (!rows.empty()) row = rows[below(rows.size())];
      }
      rows.push_back(row);
      continue;
    }
    const uint64_t centre = places[below(places.size())];
    const size_t count = 1 + below(shape.max_ranges);
    for (size_t i = 0; i < count; ++i) {
      const int bits = chance(shape.scale_spread)
                           ? static_cast<int>(below(static_cast<uint64_t>(2 * shape.order + 4)))
                           : 3;
      const uint64_t length = 1 + below(uint64_t{1} << bits);
      const uint64_t begin = std::min(centre + below(40 * count), cells - 1);
      row.ranges.push_back({begin << shift, std::min(begin + length, cells) << shift});
    }
    row.ranges = Merged(row.ranges);
    rows.push_back(row);
  }
  return rows;
}

// The column of the rows; a null row's offsets enclose what its ranges say.
inline CoverageColumn MakeColumn(std::span<const ColumnRow> rows, int order,
                                 const Ellipsoid& ellipsoid = {}) {
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  std::vector<uint8_t> validity((rows.size() + 7) / 8);
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const LeafRange range : rows[i].ranges) {
      leaves.push_back(range.begin);
      leaves.push_back(range.end);
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
    if (!rows[i].null) validity[i / 8] = static_cast<uint8_t>(validity[i / 8] | 1u << (i % 8));
  }
  return CoverageColumn::FromBuffers(offsets, leaves, validity, order, ellipsoid).value();
}

inline bool Meet(std::span<const LeafRange> a, std::span<const LeafRange> b) {
  for (const LeafRange p : a) {
    for (const LeafRange q : b) {
      if (p.begin < q.end && q.begin < p.end) return true;
    }
  }
  return false;
}

inline std::vector<uint32_t> RowsThatMeet(std::span<const ColumnRow> rows,
                                          std::span<const LeafRange> query) {
  std::vector<uint32_t> met;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].null && Meet(rows[i].ranges, query)) met.push_back(static_cast<uint32_t>(i));
  }
  return met;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_RANDOM_COLUMNS_H_
