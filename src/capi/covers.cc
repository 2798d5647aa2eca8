// Geometry to coverage.

#include "coincide/capi/covers.h"

#include <string>
#include <utility>
#include <vector>

#include "coincide/adapters/wkb.h"
#include "coincide/capi/coverage.h"
#include "coincide/cover/cover_box.h"
#include "coincide/cover/cover_geometry.h"
#include "coincide/cover/cover_line.h"
#include "coincide/cover/cover_points.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/cover/line_cells.h"
#include "src/capi/call.h"
#include "src/capi/cover_arguments.h"
#include "src/capi/table_value.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

CellBudget BudgetOf(size_t max_cells, int32_t min_order, int32_t max_order, Arguments* args) {
  CellBudget budget;
  budget.max_cells = max_cells;
  budget.min_order = args->Order(min_order, "min_order");
  budget.max_order = args->Order(max_order, "max_order");
  if (max_cells == 0) args->Fault("max_cells is 0: 1 or more are allowed");
  if (min_order > max_order) {
    args->Fault("min_order is " + std::to_string(min_order) + " and max_order " +
                std::to_string(max_order) + ": it may not be larger");
  }
  return budget;
}

}  // namespace

int32_t coincide_cover_points(const double* lon, const double* lat, size_t n, int32_t order,
                              const coincide_ellipsoid* ellipsoid, coincide_handle* outer) {
  return Call([&] {
    Arguments args;
    args.Output(outer, "outer");
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const int cell_order = args.Order(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    return GiveResult(CoverPoints(lons, lats, cell_order, earth), outer);
  });
}

int32_t coincide_cover_lines(const double* lon, const double* lat, size_t n, const int64_t* offsets,
                             size_t n_lines, int32_t order, int32_t edges,
                             const coincide_ellipsoid* ellipsoid, coincide_handle* outer) {
  return Call([&] {
    Arguments args;
    args.Output(outer, "outer");
    const RingsView lines = {args.Array(lon, n, "lon"), args.Array(lat, n, "lat"),
                             args.Offsets(offsets, n_lines, n, "offsets")};
    const int cell_order = args.Order(order);
    const CoverOptions options = OptionsOf(edges, COINCIDE_SMALLER, ellipsoid, &args);
    if (!args.ok()) return args.status();
    return GiveResult(CoverLines(lines, cell_order, options), outer);
  });
}

int32_t coincide_cover_polygon(const double* lon, const double* lat, size_t n,
                               const int64_t* offsets, size_t n_rings, int32_t order, int32_t edges,
                               int32_t orientation, const coincide_ellipsoid* ellipsoid,
                               coincide_handle* outer, coincide_handle* inner) {
  return CoverBoth(
      order, outer, inner, [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
        const RingsView rings = {args->Array(lon, n, "lon"), args->Array(lat, n, "lat"),
                                 args->Offsets(offsets, n_rings, n, "offsets")};
        const CoverOptions options = OptionsOf(edges, orientation, ellipsoid, args);
        if (!args->ok()) return args->status();
        return CoverPolygon(rings, cell_order, options);
      });
}

int32_t coincide_cover_box(double west, double south, double east, double north, int32_t order,
                           const coincide_ellipsoid* ellipsoid, coincide_handle* outer,
                           coincide_handle* inner) {
  return CoverBoth(order, outer, inner,
                   [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
                     const Ellipsoid earth = args->Earth(ellipsoid);
                     if (!args->ok()) return args->status();
                     return CoverBox({west, south, east, north}, cell_order, earth);
                   });
}

int32_t coincide_cover_wkb(const uint8_t* wkb, size_t length, int32_t order, int32_t edges,
                           int32_t orientation, const coincide_ellipsoid* ellipsoid,
                           coincide_handle* outer, coincide_handle* inner) {
  return CoverBoth(order, outer, inner,
                   [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
                     const auto bytes = args->Array(wkb, length, "wkb");
                     const CoverOptions options = OptionsOf(edges, orientation, ellipsoid, args);
                     if (!args->ok()) return args->status();
                     COINCIDE_ASSIGN_OR_RETURN(const Geometry geometry, GeometryOf(bytes));
                     return CoverGeometry(geometry, cell_order, options);
                   });
}

int32_t coincide_cover_wkb_within(const uint8_t* wkb, size_t length, size_t max_cells,
                                  int32_t min_order, int32_t max_order, int32_t kind, int32_t edges,
                                  int32_t orientation, const coincide_ellipsoid* ellipsoid,
                                  coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto bytes = args.Array(wkb, length, "wkb");
    const CellBudget budget = BudgetOf(max_cells, min_order, max_order, &args);
    const CoverKind cover = args.Cover(kind);
    const CoverOptions options = OptionsOf(edges, orientation, ellipsoid, &args);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(const Geometry geometry, GeometryOf(bytes));
    return GiveResult(CoverWithin(geometry, budget, cover, options), out);
  });
}

int32_t coincide_cover_wkb_column(const uint8_t* wkb, size_t length, const int64_t* offsets,
                                  const uint8_t* validity, size_t n_rows, int32_t order,
                                  size_t max_cells, int32_t kind, int32_t edges,
                                  int32_t orientation, const coincide_ellipsoid* ellipsoid,
                                  int32_t threads, coincide_handle* column) {
  return Call([&] {
    Arguments args;
    args.Output(column, "column");
    const auto bytes = args.Array(wkb, length, "wkb");
    const auto ends = args.Offsets(offsets, n_rows, length, "offsets");
    ColumnOptions options;
    options.order = args.OptionalOrder(order);
    if (!options.order) options.budget = BudgetOf(max_cells, 0, Cell::kMaxOrder, &args);
    options.kind = args.Cover(kind);
    options.cover = OptionsOf(edges, orientation, ellipsoid, &args);
    options.threads = threads;
    if (!args.ok()) return args.status();
    const auto source = [&](size_t row, Geometry* geometry) -> absl::StatusOr<bool> {
      if (validity != nullptr && (validity[row / 8] >> (row % 8) & 1) == 0) return false;
      const auto begin = static_cast<size_t>(ends[row]);
      const size_t size = static_cast<size_t>(ends[row + 1]) - begin;
      COINCIDE_RETURN_IF_ERROR(ReadWkb(bytes.subspan(begin, size), geometry));
      return true;
    };
    return GiveResult(CoverColumn(n_rows, source, options), column);
  });
}

int32_t coincide_line_cells(const double* lon, const double* lat, size_t n, int32_t order,
                            int32_t edges, const coincide_ellipsoid* ellipsoid,
                            coincide_handle* table) {
  return Call([&] {
    Arguments args;
    args.Output(table, "table");
    const LineView line = {args.Array(lon, n, "lon"), args.Array(lat, n, "lat")};
    const int cell_order = args.Order(order);
    const CoverOptions options = OptionsOf(edges, COINCIDE_SMALLER, ellipsoid, &args);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(LineCells cells, CellsAlong(line, cell_order, options));
    std::vector<uint64_t> words;
    words.reserve(cells.cells.size());
    for (const Cell cell : cells.cells) words.push_back(cell.word());
    Table result;
    result.Add("cell", std::move(words));
    result.Add("enter_m", std::move(cells.enter_m));
    result.Add("exit_m", std::move(cells.exit_m));
    GiveTable(std::move(result), table);
    return absl::OkStatus();
  });
}
