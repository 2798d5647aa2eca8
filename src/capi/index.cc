// The index of a column.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "coincide/capi/columns.h"
#include "coincide/cell/cell.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/healpix/encode.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// body(index, &args) -> Status.
template <typename Body>
int32_t WithIndex(coincide_handle index, const Body& body) {
  return Call([&] {
    Arguments args;
    const auto value = args.Get<HeldIndex>(index, "index");
    if (!args.ok()) return args.status();
    return body(*value, &args);
  });
}

template <typename T, typename Ask>
int32_t AskIndex(coincide_handle index, T* out, const char* name, const Ask& ask) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    if (args->Pointer(out, name)) *out = ask(value);
    return args->status();
  });
}

absl::Status GivePairs(absl::StatusOr<RowPairs> pairs, coincide_handle* a, coincide_handle* b) {
  if (!pairs.ok()) return std::move(pairs).status();
  GiveBoth(std::move(pairs->a), a, std::move(pairs->b), b);
  return absl::OkStatus();
}

}  // namespace

int32_t coincide_index_build(coincide_handle column, int32_t threads, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldColumn>(column, "column");
    if (!args.ok()) return args.status();
    return GiveResult(CoverageIndex::Build(*value, threads), out);
  });
}

int32_t coincide_index_open(const char* path, size_t length, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto text = args.Path(path, length);
    if (!args.ok()) return args.status();
    return GiveResult(CoverageIndex::Open(text), out);
  });
}

int32_t coincide_index_from_bytes(const uint8_t* bytes, size_t length, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto in = args.Array(bytes, length, "bytes");
    if (!args.ok()) return args.status();
    return GiveResult(CoverageIndex::FromBytes({in.begin(), in.end()}), out);
  });
}

int32_t coincide_index_save(coincide_handle index, const char* path, size_t length) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    const auto text = args->Path(path, length);
    if (!args->ok()) return args->status();
    return value.Save(text);
  });
}

int32_t coincide_index_to_bytes(coincide_handle index, coincide_handle* out) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(out, "out");
    if (args->ok()) Give(value.ToBytes(), out);
    return args->status();
  });
}

int32_t coincide_index_append(coincide_handle index, coincide_handle column, int32_t threads,
                              coincide_handle* out) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(out, "out");
    const auto rows = args->Get<HeldColumn>(column, "column");
    if (!args->ok()) return args->status();
    return GiveResult(value.Append(*rows, threads), out);
  });
}

int32_t coincide_index_compact(coincide_handle index, int32_t threads, coincide_handle* out) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(out, "out");
    if (!args->ok()) return args->status();
    return GiveResult(value.Compact(threads), out);
  });
}

int32_t coincide_index_verify(coincide_handle index, int32_t threads) {
  return WithIndex(index,
                   [&](const CoverageIndex& value, Arguments*) { return value.Verify(threads); });
}

int32_t coincide_index_size(coincide_handle index, size_t* rows) {
  return AskIndex(index, rows, "rows", [](const CoverageIndex& value) { return value.size(); });
}

int32_t coincide_index_order(coincide_handle index, int32_t* order) {
  return AskIndex(index, order, "order", [](const CoverageIndex& value) { return value.order(); });
}

int32_t coincide_index_ellipsoid(coincide_handle index, coincide_ellipsoid* out) {
  return AskIndex(index, out, "out",
                  [](const CoverageIndex& value) { return EllipsoidOut(value.ellipsoid()); });
}

int32_t coincide_index_query(coincide_handle index, coincide_handle coverage,
                             coincide_handle* rows) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(rows, "rows");
    const auto place = args->Get<HeldCoverage>(coverage, "coverage");
    if (!args->ok()) return args->status();
    return GiveResult(value.QueryCoverage(*place), rows);
  });
}

int32_t coincide_index_query_cell(coincide_handle index, uint64_t word, coincide_handle* rows) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(rows, "rows");
    const auto cell = Cell::FromWord(word);
    if (!cell) args->Fault(BadWord({&word, 1}, 0));
    if (!args->ok()) return args->status();
    return GiveResult(value.QueryCell(*cell), rows);
  });
}

int32_t coincide_index_query_points(coincide_handle index, const double* lon, const double* lat,
                                    size_t n, int32_t threads, coincide_handle* offsets,
                                    coincide_handle* rows) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(offsets, "offsets");
    args->Output(rows, "rows");
    const auto lons = args->Array(lon, n, "lon");
    const auto lats = args->Array(lat, n, "lat");
    if (!args->ok()) return args->status();
    std::vector<uint64_t> words(n);
    if (EncodePoints(lons, lats, value.ellipsoid(), words, threads) > 0) {
      const auto at = std::find(words.begin(), words.end(), 0u) - words.begin();
      return internal::InvalidArgument(BadPosition(lons, lats, static_cast<size_t>(at)));
    }
    COINCIDE_ASSIGN_OR_RETURN(RowLists lists, value.QueryPoints(words, threads));
    GiveBoth(std::move(lists.offsets), offsets, std::move(lists.rows), rows);
    return absl::OkStatus();
  });
}

int32_t coincide_index_join(coincide_handle index, coincide_handle other, int32_t threads,
                            coincide_handle* rows_a, coincide_handle* rows_b) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(rows_a, "rows_a");
    args->Output(rows_b, "rows_b");
    const auto second = args->Get<HeldIndex>(other, "other");
    if (!args->ok()) return args->status();
    return GivePairs(value.Join(*second, threads), rows_a, rows_b);
  });
}

int32_t coincide_index_query_column(coincide_handle index, coincide_handle column, int32_t threads,
                                    coincide_handle* rows_column, coincide_handle* rows_index) {
  return WithIndex(index, [&](const CoverageIndex& value, Arguments* args) {
    args->Output(rows_column, "rows_column");
    args->Output(rows_index, "rows_index");
    const auto queries = args->Get<HeldColumn>(column, "column");
    if (!args->ok()) return args->status();
    return GivePairs(value.QueryColumn(*queries, threads), rows_column, rows_index);
  });
}
