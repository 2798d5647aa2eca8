// Coverages: making them, algebra, questions.

#include "coincide/coverage/coverage.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coincide/capi/coverage.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/coverage_shape.h"
#include "coincide/healpix/encode.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// make(coverage) -> StatusOr of what goes behind `out`.
template <typename Make>
int32_t FromOne(coincide_handle coverage, coincide_handle* out, const Make& make) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    return GiveResult(make(*value, &args), out);
  });
}

template <typename T, typename Ask>
int32_t AskOne(coincide_handle coverage, T* out, const char* name, const Ask& ask) {
  return Call([&] {
    Arguments args;
    args.Pointer(out, name);
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    *out = static_cast<T>(ask(*value));
    return absl::OkStatus();
  });
}

// `on_one_ellipsoid`: whether the question makes sense on one ellipsoid alone.
template <typename T, typename Ask>
int32_t AskTwo(coincide_handle a, coincide_handle b, T* out, bool on_one_ellipsoid,
               const Ask& ask) {
  return Call([&] {
    Arguments args;
    args.Pointer(out, "out");
    const auto first = args.Get<HeldCoverage>(a, "a");
    const auto second = args.Get<HeldCoverage>(b, "b");
    if (!args.ok()) return args.status();
    if (on_one_ellipsoid) COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(*first, *second));
    *out = static_cast<T>(ask(*first, *second));
    return absl::OkStatus();
  });
}

Connectivity ConnectivityOf(int32_t value, Arguments* args) {
  return args->Choice(value, 2, "connectivity") == COINCIDE_SIDES ? Connectivity::kSides
                                                                  : Connectivity::kCorners;
}

int32_t OfOrder(int32_t order, const coincide_ellipsoid* ellipsoid, coincide_handle* out,
                Coverage (*make)(int, const Ellipsoid&)) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const int cell_order = args.Order(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    Give(make(cell_order, earth), out);
    return absl::OkStatus();
  });
}

}  // namespace

int32_t coincide_coverage_empty(int32_t order, const coincide_ellipsoid* ellipsoid,
                                coincide_handle* out) {
  return OfOrder(order, ellipsoid, out, Coverage::Empty);
}

int32_t coincide_coverage_full(int32_t order, const coincide_ellipsoid* ellipsoid,
                               coincide_handle* out) {
  return OfOrder(order, ellipsoid, out, Coverage::Full);
}

int32_t coincide_coverage_from_ranges(const coincide_range* ranges, size_t n, int32_t order,
                                      const coincide_ellipsoid* ellipsoid, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto in = args.Ranges(ranges, n, "ranges");
    const int cell_order = args.Order(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    return GiveResult(Coverage::FromRanges(in, cell_order, earth), out);
  });
}

int32_t coincide_coverage_from_cells(const uint64_t* words, size_t n, int32_t order,
                                     const coincide_ellipsoid* ellipsoid, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto in = args.Array(words, n, "words");
    const auto cell_order = args.OptionalOrder(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    return GiveResult(Coverage::FromCells(in, cell_order, earth), out);
  });
}

//--------------------------------- Algebra ----------------------------------

int32_t coincide_coverage_combine(int32_t operation, coincide_handle a, coincide_handle b,
                                  coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const int which = args.Choice(operation, 4, "operation");
    const auto first = args.Get<HeldCoverage>(a, "a");
    const auto second = args.Get<HeldCoverage>(b, "b");
    if (!args.ok()) return args.status();
    switch (which) {
      case COINCIDE_UNION:
        return GiveResult(Union(*first, *second), out);
      case COINCIDE_INTERSECTION:
        return GiveResult(Intersection(*first, *second), out);
      case COINCIDE_DIFFERENCE:
        return GiveResult(Difference(*first, *second), out);
      default:
        return GiveResult(SymmetricDifference(*first, *second), out);
    }
  });
}

int32_t coincide_coverage_combine_all(int32_t operation, const coincide_handle* coverages, size_t n,
                                      coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const bool unite = args.Choice(operation, 2, "operation") == COINCIDE_UNION;
    const auto all = args.GetAll<HeldCoverage>(coverages, n, "coverages");
    if (!args.ok()) return args.status();
    return GiveResult(unite ? UnionOf(all) : IntersectionOf(all), out);
  });
}

int32_t coincide_coverage_complement(coincide_handle coverage, coincide_handle* out) {
  return FromOne(coverage, out, [](const Coverage& value, Arguments*) -> absl::StatusOr<Coverage> {
    return ~value;
  });
}

int32_t coincide_coverage_at_order(coincide_handle coverage, int32_t order, int32_t kind,
                                   coincide_handle* out) {
  return FromOne(coverage, out,
                 [&](const Coverage& value, Arguments* args) -> absl::StatusOr<Coverage> {
                   const int cell_order = args->Order(order);
                   const CoverKind cover = args->Cover(kind);
                   if (!args->ok()) return args->status();
                   return value.AtOrder(cell_order, cover);
                 });
}

int32_t coincide_coverage_expand(coincide_handle coverage, int64_t cells, int32_t connectivity,
                                 uint64_t budget, coincide_handle* out) {
  return FromOne(coverage, out,
                 [&](const Coverage& value, Arguments* args) -> absl::StatusOr<Coverage> {
                   const Connectivity by = ConnectivityOf(connectivity, args);
                   if (!args->ok()) return args->status();
                   return Expand(value, cells, by, BudgetOr(budget));
                 });
}

int32_t coincide_coverage_border(coincide_handle coverage, int32_t side, int32_t connectivity,
                                 uint64_t budget, coincide_handle* out) {
  return FromOne(
      coverage, out, [&](const Coverage& value, Arguments* args) -> absl::StatusOr<Coverage> {
        const bool outer = args->Choice(side, 2, "side") == COINCIDE_OUTER;
        const Connectivity by = ConnectivityOf(connectivity, args);
        if (!args->ok()) return args->status();
        return Border(value, outer ? BorderSide::kOuter : BorderSide::kInner, by, BudgetOr(budget));
      });
}

int32_t coincide_coverage_fill_holes(coincide_handle coverage, double max_area_m2,
                                     int32_t connectivity, coincide_handle* out) {
  return FromOne(
      coverage, out, [&](const Coverage& value, Arguments* args) -> absl::StatusOr<Coverage> {
        const Connectivity by = ConnectivityOf(connectivity, args);
        if (!(max_area_m2 >= 0)) {
          args->Fault("max_area_m2 is " + std::to_string(max_area_m2) + ": 0 or more is allowed");
        }
        if (!args->ok()) return args->status();
        return FillHoles(value, max_area_m2, by);
      });
}

int32_t coincide_coverage_components(coincide_handle coverage, int32_t connectivity,
                                     coincide_handle* column) {
  return FromOne(coverage, column,
                 [&](const Coverage& value, Arguments* args) -> absl::StatusOr<CoverageColumn> {
                   const Connectivity by = ConnectivityOf(connectivity, args);
                   if (!args->ok()) return args->status();
                   if (value.is_empty()) {
                     return CoverageColumn::FromBuffers({0}, {}, {}, value.order(),
                                                        value.ellipsoid());
                   }
                   return ColumnOf(Components(value, by));
                 });
}

//-------------------------------- Questions ---------------------------------

int32_t coincide_coverage_order(coincide_handle coverage, int32_t* order) {
  return AskOne(coverage, order, "order", [](const Coverage& value) { return value.order(); });
}

int32_t coincide_coverage_ellipsoid(coincide_handle coverage, coincide_ellipsoid* out) {
  return AskOne(coverage, out, "out",
                [](const Coverage& value) { return EllipsoidOut(value.ellipsoid()); });
}

int32_t coincide_coverage_ranges(coincide_handle coverage, const coincide_range** ranges,
                                 size_t* n) {
  return Call([&] {
    Arguments args;
    args.Pointer(ranges, "ranges");
    args.Pointer(n, "n");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    static_assert(sizeof(LeafRange) == sizeof(coincide_range));
    static constexpr coincide_range kNoRange = {0, 0};
    const auto all = value->ranges();
    // Not null, even where there is nothing: callers make slices of it.
    *ranges = all.empty() ? &kNoRange : reinterpret_cast<const coincide_range*>(all.data());
    *n = all.size();
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_leaf_count(coincide_handle coverage, uint64_t* out) {
  return AskOne(coverage, out, "out", [](const Coverage& value) { return value.leaf_count(); });
}

int32_t coincide_coverage_area_m2(coincide_handle coverage, double* out) {
  return AskOne(coverage, out, "out", [](const Coverage& value) { return value.area_m2(); });
}

int32_t coincide_coverage_fraction(coincide_handle coverage, double* out) {
  return AskOne(coverage, out, "out", [](const Coverage& value) { return value.fraction(); });
}

int32_t coincide_coverage_hash(coincide_handle coverage, uint64_t* out) {
  return AskOne(coverage, out, "out", [](const Coverage& value) { return value.Hash(); });
}

int32_t coincide_coverage_equal(coincide_handle a, coincide_handle b, int32_t* out) {
  return AskTwo(a, b, out, false, [](const Coverage& x, const Coverage& y) { return x == y; });
}

int32_t coincide_coverage_same_place(coincide_handle a, coincide_handle b, int32_t* out) {
  return AskTwo(a, b, out, false,
                [](const Coverage& x, const Coverage& y) { return x.SamePlace(y); });
}

int32_t coincide_coverage_contains(coincide_handle a, coincide_handle b, int32_t* out) {
  return AskTwo(a, b, out, true,
                [](const Coverage& x, const Coverage& y) { return x.Contains(y); });
}

int32_t coincide_coverage_intersects(coincide_handle a, coincide_handle b, int32_t* out) {
  return AskTwo(a, b, out, true,
                [](const Coverage& x, const Coverage& y) { return x.Intersects(y); });
}

int32_t coincide_coverage_compare(coincide_handle a, coincide_handle b, int32_t* out) {
  return AskTwo(a, b, out, false, [](const Coverage& x, const Coverage& y) {
    const auto order = x.CompareForSorting(y);
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
  });
}

int32_t coincide_coverage_overlap_m2(coincide_handle a, coincide_handle b, double* out) {
  return AskTwo(a, b, out, true,
                [](const Coverage& x, const Coverage& y) { return x.OverlapM2(y); });
}

int32_t coincide_coverage_jaccard(coincide_handle a, coincide_handle b, double* out) {
  return AskTwo(a, b, out, true, [](const Coverage& x, const Coverage& y) { return x.Jaccard(y); });
}

int32_t coincide_coverage_contains_cell(coincide_handle coverage, uint64_t word, int32_t* inside) {
  return AskOne(coverage, inside, "inside", [&](const Coverage& value) {
    const auto cell = Cell::FromWord(word);
    return cell && value.Contains(*cell);
  });
}

int32_t coincide_coverage_contains_cells(coincide_handle coverage, const uint64_t* words, size_t n,
                                         uint8_t* inside, size_t* count) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto out = args.Array(inside, n, "inside");
    if (count != nullptr) args.Pointer(count, "count");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    const size_t found = value->ContainsCells(in, out);
    if (count != nullptr) *count = found;
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_contains_points(coincide_handle coverage, const double* lon,
                                          const double* lat, size_t n, int32_t threads,
                                          uint8_t* inside, size_t* count) {
  return Call([&] {
    Arguments args;
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const auto out = args.Array(inside, n, "inside");
    if (count != nullptr) args.Pointer(count, "count");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    std::vector<uint64_t> words(n);
    EncodePoints(lons, lats, value->ellipsoid(), words, threads);
    const size_t found = value->ContainsCells(words, out);
    if (count != nullptr) *count = found;
    return absl::OkStatus();
  });
}
