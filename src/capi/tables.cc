#include "coincide/capi/tables.h"

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/capi/table_value.h"

namespace coincide::capi {
namespace {

// An Arrow structure that is released with its last owner.
template <typename Structure>
std::shared_ptr<Structure> Owned() {
  return std::shared_ptr<Structure>(new Structure{}, [](Structure* structure) {
    if (structure->release != nullptr) structure->release(structure);
    delete structure;
  });
}

// The type of an Arrow format whose second buffer is an array of one value a row.
int32_t TypeOf(std::string_view format, bool has_dictionary) {
  if (has_dictionary) return COINCIDE_OTHER;
  if (format == "C") return COINCIDE_U8;
  if (format == "L") return COINCIDE_U64;
  if (format == "i") return COINCIDE_I32;
  if (format == "l") return COINCIDE_I64;
  if (format == "g") return COINCIDE_F64;
  if (format == "tsn:UTC") return COINCIDE_TIME;
  return COINCIDE_OTHER;
}

std::vector<uint8_t> UnpackBits(const uint8_t* bits, size_t n) {
  std::vector<uint8_t> bytes(n);
  for (size_t i = 0; i < n; ++i) bytes[i] = bits[i / 8] >> (i % 8) & 1;
  return bytes;
}

TableValue ValueOf(Table table) {
  TableValue value;
  const auto stream = Owned<ArrowArrayStream>();
  const auto schema = Owned<ArrowSchema>();
  const auto array = Owned<ArrowArray>();
  table.Export(stream.get());
  // A stream of our own from memory: it has one batch and does not fail.
  stream->get_schema(stream.get(), schema.get());
  stream->get_next(stream.get(), array.get());
  static constexpr uint64_t kNoValue = 0;
  for (int64_t c = 0; c < schema->n_children; ++c) {
    const ArrowSchema& type = *schema->children[c];
    const ArrowArray& column = *array->children[c];
    ColumnView view = {type.name, TypeOf(type.format, type.dictionary != nullptr), nullptr};
    if (std::string_view(type.format) == "b") {
      auto bytes = std::make_shared<const std::vector<uint8_t>>(UnpackBits(
          static_cast<const uint8_t*>(column.buffers[1]), static_cast<size_t>(column.length)));
      view.type = COINCIDE_U8;
      view.data = bytes->data();
      value.owners.push_back(std::move(bytes));
    } else if (view.type != COINCIDE_OTHER) {
      view.data = column.buffers[1];
    }
    // Not null, even where there is nothing: callers make slices of it.
    if (view.data == nullptr && view.type != COINCIDE_OTHER) view.data = &kNoValue;
    value.columns.push_back(std::move(view));
  }
  value.owners.push_back(array);
  value.table = std::move(table);
  return value;
}

}  // namespace

void GiveTable(Table table, coincide_handle* out) {
  *out = NewHandleOf<HeldTable>(ValueOf(std::move(table)));
}

void GiveTables(Table a, coincide_handle* out_a, Table b, coincide_handle* out_b) {
  GiveTable(std::move(a), out_a);
  try {
    GiveTable(std::move(b), out_b);
  } catch (...) {
    ReleaseHandle(std::exchange(*out_a, 0));
    throw;
  }
}

}  // namespace coincide::capi

using namespace coincide;
using namespace coincide::capi;

int32_t coincide_table_shape(coincide_handle table, size_t* rows, size_t* columns) {
  return Call([&] {
    Arguments args;
    args.Pointer(rows, "rows");
    args.Pointer(columns, "columns");
    const auto value = args.Get<HeldTable>(table, "table");
    if (!args.ok()) return args.status();
    *rows = value->table.rows();
    *columns = value->columns.size();
    return absl::OkStatus();
  });
}

int32_t coincide_table_name(coincide_handle table, size_t column, const char** name) {
  return Call([&] {
    Arguments args;
    args.Pointer(name, "name");
    const auto value = args.Get<HeldTable>(table, "table");
    if (args.ok() && column >= value->columns.size()) {
      args.Fault("column is " + std::to_string(column) + ": the table has " +
                 std::to_string(value->columns.size()));
    }
    if (!args.ok()) return args.status();
    *name = value->columns[column].name.c_str();
    return absl::OkStatus();
  });
}

int32_t coincide_table_column(coincide_handle table, const char* name, size_t length, int32_t* type,
                              const void** data, size_t* rows) {
  return Call([&] {
    Arguments args;
    args.Pointer(type, "type");
    args.Pointer(data, "data");
    args.Pointer(rows, "rows");
    const auto wanted = args.Text(name, length, "name");
    const auto value = args.Get<HeldTable>(table, "table");
    if (!args.ok()) return args.status();
    for (const ColumnView& view : value->columns) {
      if (view.name != wanted) continue;
      *type = view.type;
      *data = view.data;
      *rows = value->table.rows();
      return absl::OkStatus();
    }
    std::string names;
    for (const ColumnView& view : value->columns) names += (names.empty() ? "" : ", ") + view.name;
    const std::string message =
        "there is no column \"" + std::string(wanted) + "\": the table has " + names;
    return absl::NotFoundError(internal::ToAbsl(message));
  });
}

int32_t coincide_table_export(coincide_handle table, struct ArrowArrayStream* stream) {
  return Call([&] {
    Arguments args;
    args.Pointer(stream, "stream");
    const auto value = args.Get<HeldTable>(table, "table");
    if (!args.ok()) return args.status();
    value->table.Export(stream);
    return absl::OkStatus();
  });
}
