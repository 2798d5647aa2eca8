#include "coincide/match/granules/shared_places.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "coincide/cover/buffer.h"
#include "coincide/geodesy/geodesic.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"
#include "src/match/granules/granule_join.h"

namespace coincide {
namespace {

constexpr double kLeastCellM = 50;
constexpr double kCellsAlong = 64;

Geometry GeometryOf(const GranuleTable& table, size_t row) {
  Geometry geometry;
  for (const Geometry::Part& part : table.parts(row)) {
    if (part.kind == PartKind::kPolygon) geometry.BeginPolygon();
    for (size_t r = part.first_run; r < part.end_run; ++r) {
      if (part.kind == PartKind::kPolygon) geometry.BeginRing();
      if (part.kind == PartKind::kLine) geometry.BeginLine();
      if (part.kind == PartKind::kPoints) geometry.BeginPoints();
      const LineView run = table.Run(r);
      for (size_t i = 0; i < run.size(); ++i) geometry.AddVertex(run.lon[i], run.lat[i]);
    }
  }
  return geometry;
}

// A length that cells are measured by: that of the longest run of the footprint.
double LengthOf(const Geometry& geometry, const Geodesics& geodesics) {
  double longest = 0;
  for (const Geometry::Part& part : geometry.parts()) {
    for (size_t r = part.first_run; r < part.end_run; ++r) {
      const LineView run = geometry.Run(r);
      double length = 0;
      if (part.kind == PartKind::kPoints) continue;
      for (size_t i = 1; i < run.size(); ++i) {
        length += geodesics.Distance({run.lon[i - 1], run.lat[i - 1]}, {run.lon[i], run.lat[i]});
      }
      longest = std::max(longest, length);
    }
  }
  return longest;
}

// The coverages of the rows that occur, twice: with their reach, and with within_m
// more.
struct Grown {
  std::vector<Coverage> own, wide;
};

absl::StatusOr<Grown> Grow(const GranuleTable& table, std::span<const int64_t> rows,
                           double within_m, const char* side, int threads) {
  std::vector<bool> occurs(table.size());
  std::vector<size_t> wanted;
  for (const int64_t row : rows) {
    if (occurs[static_cast<size_t>(row)]) continue;
    occurs[static_cast<size_t>(row)] = true;
    wanted.push_back(static_cast<size_t>(row));
  }
  std::sort(wanted.begin(), wanted.end());
  Grown grown;
  grown.own.resize(table.size());
  grown.wide.resize(table.size());
  std::vector<absl::Status> status(wanted.size());
  const Geodesics& geodesics = Geodesics::Of(table.ellipsoid());
  const auto grow = [&](size_t row) -> absl::Status {
    const GranuleFacts& facts = table.facts(row);
    const double reach = internal::ReachOf(facts);
    if (!table.cover(row).empty()) {
      COINCIDE_ASSIGN_OR_RETURN(
          const Coverage cover,
          Coverage::FromRanges(table.cover(row), Cell::kMaxOrder, table.ellipsoid()));
      // Leaves do not say which cells they came in: the order is that of the least.
      int order = 0;
      while (!cover.AtOrder(order).SamePlace(cover)) ++order;
      COINCIDE_ASSIGN_OR_RETURN(grown.own[row], Buffer(cover, reach, order));
      COINCIDE_ASSIGN_OR_RETURN(grown.wide[row], Buffer(cover, reach + within_m, order));
      return absl::OkStatus();
    }
    const Geometry geometry = GeometryOf(table, row);
    const CoverOptions options = {.edges = facts.edges, .ellipsoid = table.ellipsoid()};
    const auto cover = [&](double metres) -> absl::StatusOr<Coverage> {
      const double cell =
          std::max({LengthOf(geometry, geodesics) / kCellsAlong, metres / 2, kLeastCellM});
      COINCIDE_ASSIGN_OR_RETURN(
          OuterInner covers,
          CoverBuffered(geometry, metres, OrderForTolerance(cell, table.ellipsoid()), options));
      return std::move(covers.outer);
    };
    COINCIDE_ASSIGN_OR_RETURN(grown.own[row], cover(reach));
    COINCIDE_ASSIGN_OR_RETURN(grown.wide[row], cover(reach + within_m));
    return absl::OkStatus();
  };
  internal::ParallelFor(wanted.size(), 1, threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) status[i] = grow(wanted[i]);
  });
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (!status[i].ok()) {
      return internal::InvalidArgument(std::string(side) + ", row " + std::to_string(wanted[i]) +
                                       ": " + std::string(internal::ToStd(status[i].message())));
    }
  }
  return grown;
}

CoverageColumn ColumnOf(const std::vector<Coverage>& rows, const Ellipsoid& ellipsoid) {
  std::vector<int64_t> offsets = {0};
  std::vector<uint64_t> leaves;
  int order = 0;
  for (const Coverage& row : rows) {
    for (const LeafRange range : row.ranges()) {
      leaves.push_back(range.begin);
      leaves.push_back(range.end);
    }
    offsets.push_back(static_cast<int64_t>(leaves.size()));
    order = std::max(order, row.order());
  }
  return CoverageColumn::FromBuffersUnchecked(std::move(offsets), std::move(leaves), {}, order,
                                              ellipsoid);
}

}  // namespace

absl::StatusOr<SharedPlaces> FindSharedPlaces(const GranuleTable& a, const GranuleTable& b,
                                              std::span<const int64_t> row_a,
                                              std::span<const int64_t> row_b, double within_m,
                                              int threads) {
  COINCIDE_ASSIGN_OR_RETURN(const Grown of_a, Grow(a, row_a, within_m, "a", threads));
  COINCIDE_ASSIGN_OR_RETURN(const Grown of_b, Grow(b, row_b, within_m, "b", threads));
  const size_t n = row_a.size();
  std::vector<Coverage> shared_a(n), shared_b(n);
  SharedPlaces places;
  places.overlap_m2.resize(n);
  internal::ParallelFor(n, 256, threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const auto ra = static_cast<size_t>(row_a[i]), rb = static_cast<size_t>(row_b[i]);
      shared_a[i] = of_a.own[ra] & of_b.wide[rb];
      shared_b[i] = of_b.own[rb] & of_a.wide[ra];
      places.overlap_m2[i] = of_a.own[ra].OverlapM2(of_b.own[rb]);
    }
  });
  places.a = ColumnOf(shared_a, a.ellipsoid());
  places.b = ColumnOf(shared_b, b.ellipsoid());
  return places;
}

}  // namespace coincide
