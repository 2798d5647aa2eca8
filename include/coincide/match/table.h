// File: table.h
//
// A table of named columns that leaves the library as an Arrow C stream: what the
// results of both stages become for frames, Parquet and other languages.
//
//   Table table;
//   table.Add("distance_m", std::move(distance_m));
//   table.AddText("granule_a", std::move(codes), names);
//   ArrowArrayStream stream;
//   table.Export(&stream);

#ifndef COINCIDE_MATCH_TABLE_H_
#define COINCIDE_MATCH_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coincide/coverage/arrow_abi.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/match/missing_time.h"

namespace coincide {

// One column: its type, what it is called, and memory that it keeps alive.
class TableColumn {
 public:
  // The types, and what they are in Arrow.
  enum class Type {
    kBool,     // bool, from bytes of 0 and 1
    kUint8,    // uint8
    kInt32,    // int32
    kInt64,    // int64
    kUint64,   // uint64: words, leaves
    kFloat64,  // double; NaN stays NaN
    kTime,     // timestamp[ns, UTC]; kMissingTime is null
  };

  // `rows` values of `type` at `data`, which `owner` keeps alive.
  static TableColumn Of(Type type, const void* data, size_t rows,
                        std::shared_ptr<const void> owner);
  // dictionary<int32, utf8>: row r is values[codes[r]], null where codes[r] < 0.
  // REQUIRES: codes[r] < values.size().
  static TableColumn Text(std::span<const int32_t> codes, std::vector<std::string> values,
                          std::shared_ptr<const void> owner);
  // large_binary: row r is bytes[offsets[r]] .. bytes[offsets[r + 1] - 1]. A row with
  // valid[r] == 0 is null; no `valid`, no nulls. With `extension` ("geoarrow.wkb")
  // and its `metadata`, an extension type.
  static TableColumn Bytes(std::vector<int64_t> offsets, std::string bytes,
                           std::vector<uint8_t> valid, std::string extension = {},
                           std::string metadata = {});
  // geoarrow.wkb points in (lon, lat) of WGS84 (OGC:CRS84).
  // REQUIRES: lon.size() == lat.size().
  static TableColumn Points(std::span<const double> lon, std::span<const double> lat);
  // The extension type coincide.coverage (column_arrow.h).
  static TableColumn Coverages(CoverageColumn column);
  // large_list: row r is items offsets[r] .. offsets[r + 1] - 1 of `items`.
  // REQUIRES: offsets ascend from 0 to items.rows().
  static TableColumn Lists(std::vector<int64_t> offsets, TableColumn items);

  size_t rows() const { return rows_; }

  // Fills both, which the caller must release; they share this column's memory.
  void Export(std::string_view name, ArrowArray* array, ArrowSchema* schema) const;

 private:
  TableColumn() = default;

  size_t rows_ = 0;
  int64_t null_count_ = 0;
  std::string format_;
  std::string extension_, metadata_;
  std::vector<const void*> buffers_;
  std::shared_ptr<const void> owner_;
  std::shared_ptr<const TableColumn> child_, dictionary_;
  std::shared_ptr<const CoverageColumn> coverages_;
};

// Named columns of equal length, in order, with metadata for the whole. Copying is
// cheap: columns share their memory.
class Table {
 public:
  // Each adds a column. REQUIRES: its rows are as many as those of the columns
  // before it, and its name is new.
  void Add(std::string name, TableColumn column);
  void Add(std::string name, std::vector<double> values);
  void Add(std::string name, std::vector<int32_t> values);
  void Add(std::string name, std::vector<int64_t> values);
  void Add(std::string name, std::vector<uint64_t> values);
  void Add(std::string name, std::vector<uint8_t> values);
  void AddFlags(std::string name, std::vector<uint8_t> zeros_and_ones);
  void AddTimes(std::string name, std::vector<int64_t> ns);
  void AddText(std::string name, std::vector<int32_t> codes, std::vector<std::string> values);

  // Of the schema: what made the table.
  void SetMetadata(std::string key, std::string value);

  size_t rows() const { return columns_.empty() ? 0 : columns_.front().second.rows(); }
  size_t columns() const { return columns_.size(); }

  // A stream of one record batch, which shares the memory of the columns. The
  // caller must release it.
  void Export(ArrowArrayStream* stream) const;

 private:
  std::vector<std::pair<std::string, TableColumn>> columns_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace coincide

#endif  // COINCIDE_MATCH_TABLE_H_
