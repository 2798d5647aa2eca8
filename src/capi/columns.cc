// Columns of coverages.

#include "coincide/capi/columns.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/column_arrow.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/coverage_column.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// A side of an operation: a column, or one coverage for all rows.
class Side {
 public:
  Side(coincide_handle handle, const char* name, Arguments* args) {
    if (KindOf(handle) == Kind::kCoverage) {
      coverage_.emplace(args->Get<HeldCoverage>(handle, name));
    } else {
      column_.emplace(args->Get<HeldColumn>(handle, name));
    }
  }
  // REQUIRES: the arguments are ok.
  ColumnOperand operand() const {
    if (coverage_) return **coverage_;
    return **column_;
  }

 private:
  std::optional<Pinned<HeldCoverage>> coverage_;
  std::optional<Pinned<HeldColumn>> column_;
};

// compute(which, a, b) -> StatusOr of what goes behind `out`.
template <typename Compute>
int32_t OfSides(int32_t choice, int choices, const char* name, coincide_handle a, coincide_handle b,
                coincide_handle* out, const Compute& compute) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const int which = args.Choice(choice, choices, name);
    const Side first(a, "a", &args);
    const Side second(b, "b", &args);
    if (!args.ok()) return args.status();
    return GiveResult(compute(which, first.operand(), second.operand()), out);
  });
}

template <typename T, typename Ask>
int32_t AskColumn(coincide_handle column, T* out, const char* name, const Ask& ask) {
  return Call([&] {
    Arguments args;
    args.Pointer(out, name);
    const auto value = args.Get<HeldColumn>(column, "column");
    if (!args.ok()) return args.status();
    *out = ask(*value);
    return absl::OkStatus();
  });
}

template <typename Make>
int32_t FromColumn(coincide_handle column, coincide_handle* out, const Make& make) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldColumn>(column, "column");
    if (!args.ok()) return args.status();
    Give(make(*value), out);
    return absl::OkStatus();
  });
}

}  // namespace

int32_t coincide_column_from_coverages(const coincide_handle* coverages, size_t n,
                                       coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto all = args.GetAll<HeldCoverage>(coverages, n, "coverages");
    if (!args.ok()) return args.status();
    return GiveResult(ColumnOf(all), out);
  });
}

int32_t coincide_column_from_buffers(const int64_t* offsets, const uint64_t* leaves,
                                     size_t n_leaves, const uint8_t* validity, size_t n_rows,
                                     int32_t order, const coincide_ellipsoid* ellipsoid,
                                     coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto ends = args.Offsets(offsets, n_rows, n_leaves, "offsets");
    const auto in = args.Array(leaves, n_leaves, "leaves");
    const int cell_order = args.Order(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    std::vector<uint8_t> valid;
    if (validity != nullptr) valid.assign(validity, validity + (n_rows + 7) / 8);
    return GiveResult(
        CoverageColumn::FromBuffers({ends.begin(), ends.end()}, {in.begin(), in.end()},
                                    std::move(valid), cell_order, earth),
        out);
  });
}

int32_t coincide_column_import(struct ArrowArray* array, struct ArrowSchema* schema,
                               coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    args.Pointer(array, "array");
    args.Pointer(schema, "schema");
    if (args.ok() && array->release == nullptr) args.Fault("array is released");
    if (args.ok() && schema->release == nullptr) args.Fault("schema is released");
    if (!args.ok()) return args.status();
    return GiveResult(ImportCoverageColumn(array, schema), out);
  });
}

int32_t coincide_column_export(coincide_handle column, struct ArrowArray* array,
                               struct ArrowSchema* schema) {
  return Call([&] {
    Arguments args;
    args.Pointer(array, "array");
    args.Pointer(schema, "schema");
    const auto value = args.Get<HeldColumn>(column, "column");
    if (!args.ok()) return args.status();
    ExportCoverageColumn(*value, array, schema);
    return absl::OkStatus();
  });
}

int32_t coincide_column_size(coincide_handle column, size_t* rows) {
  return AskColumn(column, rows, "rows", [](const CoverageColumn& value) { return value.size(); });
}

int32_t coincide_column_order(coincide_handle column, int32_t* order) {
  return AskColumn(column, order, "order",
                   [](const CoverageColumn& value) { return value.order(); });
}

int32_t coincide_column_ellipsoid(coincide_handle column, coincide_ellipsoid* out) {
  return AskColumn(column, out, "out",
                   [](const CoverageColumn& value) { return EllipsoidOut(value.ellipsoid()); });
}

int32_t coincide_column_row(coincide_handle column, size_t row, coincide_handle* out,
                            int32_t* is_null) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    args.Pointer(is_null, "is_null");
    const auto value = args.Get<HeldColumn>(column, "column");
    if (args.ok() && row >= value->size()) {
      args.Fault("row is " + std::to_string(row) + ": the column has " +
                 std::to_string(value->size()));
    }
    if (!args.ok()) return args.status();
    *is_null = value->is_null(row) ? 1 : 0;
    Give(CoverageAt(*value, row), out);
    return absl::OkStatus();
  });
}

int32_t coincide_column_slice(coincide_handle column, size_t begin, size_t count,
                              coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldColumn>(column, "column");
    if (args.ok() && (begin > value->size() || count > value->size() - begin)) {
      args.Fault("rows from " + std::to_string(begin) + ", " + std::to_string(count) +
                 " of them: the column has " + std::to_string(value->size()));
    }
    if (!args.ok()) return args.status();
    Give(value->Slice(begin, count), out);
    return absl::OkStatus();
  });
}

int32_t coincide_column_concatenate(const coincide_handle* columns, size_t n,
                                    coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto all = args.GetAll<HeldColumn>(columns, n, "columns");
    if (!args.ok()) return args.status();
    return GiveResult(ConcatenateColumns(all), out);
  });
}

int32_t coincide_column_test(int32_t predicate, coincide_handle a, coincide_handle b,
                             int32_t threads, coincide_handle* out) {
  return OfSides(predicate, 4, "predicate", a, b, out,
                 [&](int which, const ColumnOperand& x, const ColumnOperand& y) {
                   constexpr RowPredicate kPredicates[] = {
                       RowPredicate::kIntersects, RowPredicate::kContains, RowPredicate::kWithin,
                       RowPredicate::kSamePlace};
                   return EvaluateRows(kPredicates[which], x, y, threads);
                 });
}

int32_t coincide_column_combine(int32_t operation, coincide_handle a, coincide_handle b,
                                int32_t threads, coincide_handle* out) {
  return OfSides(operation, 4, "operation", a, b, out,
                 [&](int which, const ColumnOperand& x, const ColumnOperand& y) {
                   constexpr RowOperation kOperations[] = {
                       RowOperation::kUnion, RowOperation::kIntersection, RowOperation::kDifference,
                       RowOperation::kSymmetricDifference};
                   return CombineRows(kOperations[which], x, y, threads);
                 });
}

int32_t coincide_column_measure(int32_t measure, coincide_handle a, coincide_handle b,
                                int32_t threads, coincide_handle* out) {
  return OfSides(
      measure, 2, "measure", a, b, out,
      [&](int which, const ColumnOperand& x, const ColumnOperand& y) {
        constexpr RowMeasure kMeasures[] = {RowMeasure::kOverlapM2, RowMeasure::kJaccard};
        return MeasureRows(kMeasures[which], x, y, threads);
      });
}

int32_t coincide_column_areas_m2(coincide_handle column, int32_t threads, coincide_handle* out) {
  return FromColumn(column, out,
                    [&](const CoverageColumn& value) { return RowAreasM2(value, threads); });
}

int32_t coincide_column_union(coincide_handle column, int32_t threads, coincide_handle* out) {
  return FromColumn(column, out,
                    [&](const CoverageColumn& value) { return UnionOfRows(value, threads); });
}
