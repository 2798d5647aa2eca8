#include "coincide/match/table.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <optional>

#include "coincide/coverage/column_arrow.h"

namespace coincide {
namespace {

//------------------------------- The C structures -----------------------------

using Metadata = std::map<std::string, std::string>;

std::string EncodeMetadata(const Metadata& pairs) {
  std::string bytes;
  const auto number = [&](size_t n) {
    const auto value = static_cast<int32_t>(n);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  if (pairs.empty()) return bytes;
  number(pairs.size());
  for (const auto& [key, value] : pairs) {
    number(key.size());
    bytes += key;
    number(value.size());
    bytes += value;
  }
  return bytes;
}

// What an exported structure owns. Children are separate allocations, as a
// consumer may move one out and release the rest.
struct SchemaParts {
  std::string name, format, metadata;
  std::vector<std::unique_ptr<ArrowSchema>> owned;
  std::vector<ArrowSchema*> children;
  std::unique_ptr<ArrowSchema> dictionary;
};
struct ArrayParts {
  std::shared_ptr<const void> owner;
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<ArrowArray>> owned;
  std::vector<ArrowArray*> children;
  std::unique_ptr<ArrowArray> dictionary;
};

template <typename Structure, typename Parts>
void Release(Structure* structure) {
  auto* parts = static_cast<Parts*>(structure->private_data);
  for (Structure* child : parts->children) {
    if (child->release != nullptr) child->release(child);
  }
  if (parts->dictionary && parts->dictionary->release != nullptr) {
    parts->dictionary->release(parts->dictionary.get());
  }
  delete parts;
  structure->release = nullptr;
}

void Finish(SchemaParts* parts, ArrowSchema* schema) {
  for (const auto& child : parts->owned) parts->children.push_back(child.get());
  *schema = ArrowSchema{};
  schema->format = parts->format.c_str();
  schema->name = parts->name.c_str();
  schema->metadata = parts->metadata.empty() ? nullptr : parts->metadata.data();
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->n_children = static_cast<int64_t>(parts->children.size());
  schema->children = parts->children.data();
  schema->dictionary = parts->dictionary.get();
  schema->release = Release<ArrowSchema, SchemaParts>;
  schema->private_data = parts;
}

void Finish(ArrayParts* parts, size_t rows, int64_t null_count, ArrowArray* array) {
  for (const auto& child : parts->owned) parts->children.push_back(child.get());
  *array = ArrowArray{};
  array->length = static_cast<int64_t>(rows);
  array->null_count = null_count;
  array->n_buffers = static_cast<int64_t>(parts->buffers.size());
  array->buffers = parts->buffers.data();
  array->n_children = static_cast<int64_t>(parts->children.size());
  array->children = parts->children.data();
  array->dictionary = parts->dictionary.get();
  array->release = Release<ArrowArray, ArrayParts>;
  array->private_data = parts;
}

// One bit a row, set where `keep(row)`; the number of rows without.
template <typename Keep>
std::vector<uint8_t> Bitmap(size_t rows, int64_t* cleared, const Keep& keep) {
  std::vector<uint8_t> bits((rows + 7) / 8);
  *cleared = 0;
  for (size_t row = 0; row < rows; ++row) {
    if (keep(row)) {
      bits[row / 8] = static_cast<uint8_t>(bits[row / 8] | 1u << (row % 8));
    } else {
      ++*cleared;
    }
  }
  return bits;
}

// Keeps `made` alive beside what `owner` keeps.
template <typename T>
std::shared_ptr<const T> Keep(T made, std::shared_ptr<const void>* owner) {
  struct Both {
    T made;
    std::shared_ptr<const void> before;
  };
  auto both = std::make_shared<Both>(Both{std::move(made), std::move(*owner)});
  *owner = both;
  return {both, &both->made};
}

template <typename T>
TableColumn Own(TableColumn::Type type, std::vector<T> values) {
  const auto owned = std::make_shared<const std::vector<T>>(std::move(values));
  return TableColumn::Of(type, owned->data(), owned->size(), owned);
}

constexpr std::string_view kWkb = "geoarrow.wkb";

}  // namespace

//------------------------------------ Columns ---------------------------------

TableColumn TableColumn::Of(Type type, const void* data, size_t rows,
                            std::shared_ptr<const void> owner) {
  TableColumn column;
  column.rows_ = rows;
  column.owner_ = std::move(owner);
  const void* validity = nullptr;
  switch (type) {
    case Type::kBool: {
      const auto* flags = static_cast<const uint8_t*>(data);
      int64_t cleared;
      column.owner_.reset();
      data = Keep(Bitmap(rows, &cleared, [flags](size_t row) { return flags[row] != 0; }),
                  &column.owner_)
                 ->data();
      column.format_ = "b";
      break;
    }
    case Type::kUint8:
      column.format_ = "C";
      break;
    case Type::kInt32:
      column.format_ = "i";
      break;
    case Type::kInt64:
      column.format_ = "l";
      break;
    case Type::kUint64:
      column.format_ = "L";
      break;
    case Type::kFloat64:
      column.format_ = "g";
      break;
    case Type::kTime: {
      const std::span ns(static_cast<const int64_t*>(data), rows);
      if (std::find(ns.begin(), ns.end(), kMissingTime) != ns.end()) {
        validity = Keep(Bitmap(rows, &column.null_count_,
                               [ns](size_t row) { return ns[row] != kMissingTime; }),
                        &column.owner_)
                       ->data();
      }
      column.format_ = "tsn:UTC";
      break;
    }
  }
  column.buffers_ = {validity, data};
  return column;
}

TableColumn TableColumn::Text(std::span<const int32_t> codes, std::vector<std::string> values,
                              std::shared_ptr<const void> owner) {
  TableColumn dictionary;
  std::vector<int32_t> offsets = {0};
  std::string bytes;
  for (const std::string& value : values) {
    bytes += value;
    offsets.push_back(static_cast<int32_t>(bytes.size()));
  }
  dictionary.rows_ = values.size();
  dictionary.format_ = "u";
  const void* at = Keep(std::move(offsets), &dictionary.owner_)->data();
  dictionary.buffers_ = {nullptr, at, nullptr};
  dictionary.buffers_[2] = Keep(std::move(bytes), &dictionary.owner_)->data();

  TableColumn column;
  column.rows_ = codes.size();
  column.format_ = "i";
  column.owner_ = std::move(owner);
  const void* validity = nullptr;
  if (std::any_of(codes.begin(), codes.end(), [](int32_t code) { return code < 0; })) {
    validity = Keep(Bitmap(codes.size(), &column.null_count_,
                           [codes](size_t row) { return codes[row] >= 0; }),
                    &column.owner_)
                   ->data();
  }
  column.buffers_ = {validity, codes.data()};
  column.dictionary_ = std::make_shared<const TableColumn>(std::move(dictionary));
  return column;
}

TableColumn TableColumn::Bytes(std::vector<int64_t> offsets, std::string bytes,
                               std::vector<uint8_t> valid, std::string extension,
                               std::string metadata) {
  assert(!offsets.empty());
  assert(valid.empty() || valid.size() + 1 == offsets.size());
  TableColumn column;
  column.rows_ = offsets.size() - 1;
  column.format_ = "Z";
  column.extension_ = std::move(extension);
  column.metadata_ = std::move(metadata);
  const void* validity = nullptr;
  if (std::find(valid.begin(), valid.end(), 0) != valid.end()) {
    validity = Keep(Bitmap(valid.size(), &column.null_count_,
                           [&valid](size_t row) { return valid[row] != 0; }),
                    &column.owner_)
                   ->data();
  }
  const void* at = Keep(std::move(offsets), &column.owner_)->data();
  column.buffers_ = {validity, at, nullptr};
  column.buffers_[2] = Keep(std::move(bytes), &column.owner_)->data();
  return column;
}

TableColumn TableColumn::Points(std::span<const double> lon, std::span<const double> lat) {
  assert(lon.size() == lat.size());
  constexpr size_t kSize = 21;  // Byte order, type, x, y.
  constexpr char kHead[5] = {1, 1, 0, 0, 0};
  std::string bytes(kSize * lon.size(), '\0');
  std::vector<int64_t> offsets(lon.size() + 1);
  for (size_t i = 0; i < lon.size(); ++i) {
    char* at = bytes.data() + kSize * i;
    std::memcpy(at, kHead, sizeof kHead);
    std::memcpy(at + 5, &lon[i], sizeof lon[i]);
    std::memcpy(at + 13, &lat[i], sizeof lat[i]);
    offsets[i + 1] = static_cast<int64_t>(kSize * (i + 1));
  }
  return Bytes(std::move(offsets), std::move(bytes), {}, std::string(kWkb),
               R"({"crs":"OGC:CRS84"})");
}

TableColumn TableColumn::Coverages(CoverageColumn coverages) {
  TableColumn column;
  column.rows_ = coverages.size();
  column.coverages_ = std::make_shared<const CoverageColumn>(std::move(coverages));
  return column;
}

TableColumn TableColumn::Lists(std::vector<int64_t> offsets, TableColumn items) {
  assert(!offsets.empty() && static_cast<size_t>(offsets.back()) == items.rows());
  TableColumn column;
  column.rows_ = offsets.size() - 1;
  column.format_ = "+L";
  const void* at = Keep(std::move(offsets), &column.owner_)->data();
  column.buffers_ = {nullptr, at};
  column.child_ = std::make_shared<const TableColumn>(std::move(items));
  return column;
}

void TableColumn::Export(std::string_view name, ArrowArray* array, ArrowSchema* schema) const {
  auto schema_parts = std::make_unique<SchemaParts>();
  schema_parts->name = std::string(name);
  if (coverages_) {
    // Under a name: the column's own export has none.
    ExportCoverageColumn(*coverages_, array, schema);
    struct Named {
      ArrowSchema inner;
      std::string name;
    };
    auto* named = new Named{*schema, std::string(name)};
    schema->name = named->name.c_str();
    schema->private_data = named;
    schema->release = [](ArrowSchema* s) {
      auto* held = static_cast<Named*>(s->private_data);
      held->inner.release(&held->inner);
      delete held;
      s->release = nullptr;
    };
    return;
  }
  auto array_parts = std::make_unique<ArrayParts>();
  array_parts->owner = owner_;
  array_parts->buffers = buffers_;
  schema_parts->format = format_;
  if (!extension_.empty()) {
    schema_parts->metadata = EncodeMetadata(
        {{"ARROW:extension:name", extension_}, {"ARROW:extension:metadata", metadata_}});
  }
  if (child_) {
    auto child_array = std::make_unique<ArrowArray>();
    auto child_schema = std::make_unique<ArrowSchema>();
    child_->Export("item", child_array.get(), child_schema.get());
    array_parts->owned.push_back(std::move(child_array));
    schema_parts->owned.push_back(std::move(child_schema));
  }
  if (dictionary_) {
    array_parts->dictionary = std::make_unique<ArrowArray>();
    schema_parts->dictionary = std::make_unique<ArrowSchema>();
    dictionary_->Export("", array_parts->dictionary.get(), schema_parts->dictionary.get());
  }
  Finish(array_parts.release(), rows_, null_count_, array);
  Finish(schema_parts.release(), schema);
}

//------------------------------------- Tables ---------------------------------

void Table::Add(std::string name, TableColumn column) {
  assert(columns_.empty() || column.rows() == rows());
  assert(std::none_of(columns_.begin(), columns_.end(),
                      [&](const auto& known) { return known.first == name; }));
  columns_.emplace_back(std::move(name), std::move(column));
}

void Table::Add(std::string name, std::vector<double> values) {
  Add(std::move(name), Own(TableColumn::Type::kFloat64, std::move(values)));
}
void Table::Add(std::string name, std::vector<int32_t> values) {
  Add(std::move(name), Own(TableColumn::Type::kInt32, std::move(values)));
}
void Table::Add(std::string name, std::vector<int64_t> values) {
  Add(std::move(name), Own(TableColumn::Type::kInt64, std::move(values)));
}
void Table::Add(std::string name, std::vector<uint64_t> values) {
  Add(std::move(name), Own(TableColumn::Type::kUint64, std::move(values)));
}
void Table::Add(std::string name, std::vector<uint8_t> values) {
  Add(std::move(name), Own(TableColumn::Type::kUint8, std::move(values)));
}
void Table::AddFlags(std::string name, std::vector<uint8_t> zeros_and_ones) {
  Add(std::move(name), Own(TableColumn::Type::kBool, std::move(zeros_and_ones)));
}
void Table::AddTimes(std::string name, std::vector<int64_t> ns) {
  Add(std::move(name), Own(TableColumn::Type::kTime, std::move(ns)));
}
void Table::AddText(std::string name, std::vector<int32_t> codes, std::vector<std::string> values) {
  const auto owned = std::make_shared<const std::vector<int32_t>>(std::move(codes));
  Add(std::move(name), TableColumn::Text(*owned, std::move(values), owned));
}

void Table::SetMetadata(std::string key, std::string value) {
  metadata_[std::move(key)] = std::move(value);
}

void Table::Export(ArrowArrayStream* stream) const {
  struct State {
    std::vector<std::pair<std::string, TableColumn>> columns;
    std::map<std::string, std::string> metadata;
    size_t rows;
    bool done = false;

    void Make(ArrowArray* array, ArrowSchema* schema) const {
      auto array_parts = std::make_unique<ArrayParts>();
      auto schema_parts = std::make_unique<SchemaParts>();
      array_parts->buffers = {nullptr};
      schema_parts->format = "+s";
      schema_parts->metadata = EncodeMetadata(metadata);
      for (const auto& [name, column] : columns) {
        auto child_array = std::make_unique<ArrowArray>();
        auto child_schema = std::make_unique<ArrowSchema>();
        column.Export(name, child_array.get(), child_schema.get());
        array_parts->owned.push_back(std::move(child_array));
        schema_parts->owned.push_back(std::move(child_schema));
      }
      Finish(array_parts.release(), rows, 0, array);
      Finish(schema_parts.release(), schema);
      schema->flags = 0;
    }
  };
  *stream = ArrowArrayStream{};
  stream->private_data = new State{columns_, metadata_, rows()};
  stream->get_schema = [](ArrowArrayStream* s, ArrowSchema* schema) {
    ArrowArray array;
    static_cast<State*>(s->private_data)->Make(&array, schema);
    array.release(&array);
    return 0;
  };
  stream->get_next = [](ArrowArrayStream* s, ArrowArray* array) {
    auto* state = static_cast<State*>(s->private_data);
    *array = ArrowArray{};
    if (state->done) return 0;
    state->done = true;
    ArrowSchema schema;
    state->Make(array, &schema);
    schema.release(&schema);
    return 0;
  };
  stream->get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream->release = [](ArrowArrayStream* s) {
    delete static_cast<State*>(s->private_data);
    s->release = nullptr;
  };
}

}  // namespace coincide
