#include "coincide/coverage/column_arrow.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

constexpr std::string_view kNameKey = "ARROW:extension:name";
constexpr std::string_view kMetadataKey = "ARROW:extension:metadata";

absl::Status Invalid(const std::string& what) {
  return internal::InvalidArgument("Arrow: " + what);
}

//------------------------------- Metadata ------------------------------------

void AppendText(std::string* bytes, std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  bytes->append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes->append(text);
}

std::string EncodeMetadata(const CoverageType& type) {
  const int32_t pairs = 2;
  std::string bytes(reinterpret_cast<const char*>(&pairs), sizeof pairs);
  AppendText(&bytes, kNameKey);
  AppendText(&bytes, kCoverageExtensionName);
  AppendText(&bytes, kMetadataKey);
  AppendText(&bytes, CoverageTypeToJson(type));
  return bytes;
}

// The values of the two extension keys. The lengths are the producer's word:
// the interface gives no size to check them by, only that none is negative.
absl::Status ReadMetadata(const char* at, std::optional<std::string>* name, std::string* json) {
  if (at == nullptr) return absl::OkStatus();
  const auto number = [&at](int32_t* value) {
    std::memcpy(value, at, sizeof *value);
    at += sizeof *value;
    return *value >= 0;
  };
  const auto text = [&](std::string_view* value) {
    int32_t size;
    if (!number(&size)) return false;
    *value = {at, static_cast<size_t>(size)};
    at += size;
    return true;
  };
  int32_t pairs;
  if (!number(&pairs)) return Invalid("schema metadata: negative length");
  for (int32_t i = 0; i < pairs; ++i) {
    std::string_view key, value;
    if (!text(&key) || !text(&value)) return Invalid("schema metadata: negative length");
    if (key == kNameKey) *name = std::string(value);
    if (key == kMetadataKey) *json = std::string(value);
  }
  return absl::OkStatus();
}

absl::StatusOr<CoverageType> TypeOf(const ArrowSchema& schema,
                                    const std::optional<CoverageType>& plain) {
  std::optional<std::string> name;
  std::string json;
  COINCIDE_RETURN_IF_ERROR(ReadMetadata(schema.metadata, &name, &json));
  if (!name.has_value()) {
    if (plain.has_value()) return *plain;
    return Invalid("the type is not the extension coincide.coverage: give order and ellipsoid");
  }
  if (*name != kCoverageExtensionName) {
    return Invalid("extension type \"" + *name + "\": must be \"coincide.coverage\"");
  }
  return CoverageTypeFromJson(json);
}

//-------------------------------- Import -------------------------------------

absl::Status CheckSchema(const ArrowSchema& schema) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (format != "+l" && format != "+L") {
    return Invalid("format \"" + std::string(format) +
                   "\": must be \"+l\" (list) or \"+L\" (large_list)");
  }
  if (schema.n_children != 1 || schema.children == nullptr || schema.children[0] == nullptr) {
    return Invalid("a list type must have one child");
  }
  const char* child = schema.children[0]->format;
  if (child == nullptr || std::string_view(child) != "L") {
    return Invalid("child format \"" + std::string(child == nullptr ? "" : child) +
                   "\": must be \"L\" (uint64)");
  }
  if (schema.dictionary != nullptr || schema.children[0]->dictionary != nullptr) {
    return Invalid("a dictionary: must be a plain list");
  }
  return absl::OkStatus();
}

absl::Status CheckLengths(const ArrowArray& array) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / 16;
  if (array.n_children != 1 || array.children == nullptr || array.children[0] == nullptr) {
    return Invalid("a list array must have one child");
  }
  if (array.n_buffers != 2 || array.children[0]->n_buffers != 2) {
    return Invalid("a list array and its child must have 2 buffers each");
  }
  for (const ArrowArray* part : {&array, static_cast<const ArrowArray*>(array.children[0])}) {
    if (part->length < 0 || part->offset < 0 || part->length > kMost || part->offset > kMost) {
      return Invalid("length " + std::to_string(part->length) + ", offset " +
                     std::to_string(part->offset) + ": must not be negative");
    }
    if (part->buffers == nullptr) return Invalid("an array without buffers");
  }
  if (array.length > 0 && array.buffers[1] == nullptr) return Invalid("no offsets buffer");
  const ArrowArray& child = *array.children[0];
  if (child.length > 0 && child.buffers[1] == nullptr) return Invalid("no leaves buffer");
  if (child.null_count != 0 && child.buffers[0] != nullptr) {
    const auto* bits = static_cast<const uint8_t*>(child.buffers[0]);
    for (int64_t i = child.offset; i < child.offset + child.length; ++i) {
      if ((bits[i / 8] >> (i % 8) & 1) == 0) {
        return Invalid("leaf " + std::to_string(i - child.offset) + " is null");
      }
    }
  }
  return absl::OkStatus();
}

template <typename T>
bool IsAligned(const void* at) {
  return reinterpret_cast<uintptr_t>(at) % alignof(T) == 0;
}

// Owns a moved array, and copies of the buffers that were not aligned.
struct ImportedArray {
  ArrowArray array{};
  std::vector<int64_t> offsets;
  std::vector<uint64_t> leaves;

  ImportedArray() = default;
  ImportedArray(const ImportedArray&) = delete;
  ImportedArray& operator=(const ImportedArray&) = delete;
  ~ImportedArray() {
    if (array.release != nullptr) array.release(&array);
  }
};

template <typename T>
int64_t OffsetOf(const void* offsets, size_t row) {
  T value;
  std::memcpy(&value, static_cast<const uint8_t*>(offsets) + row * sizeof value, sizeof value);
  return value;
}

// Fills the buffers' pointers, copying to `imported` what is not aligned.
template <typename T>
absl::Status SetBuffers(const ArrowArray& array, CoverageBuffers* buffers,
                        ImportedArray* imported) {
  const ArrowArray& child = *array.children[0];
  buffers->length = static_cast<size_t>(array.length);
  buffers->validity = static_cast<const uint8_t*>(array.buffers[0]);
  buffers->offset = static_cast<size_t>(array.offset);
  if (array.length == 0) return absl::OkStatus();
  const void* offsets = array.buffers[1];
  const size_t last_row = buffers->offset + buffers->length;
  // Checked row by row later; the child's length is known only here.
  if (const int64_t end = OffsetOf<T>(offsets, last_row); end > child.length) {
    return Invalid("the last offset is " + std::to_string(end) + ", the child has " +
                   std::to_string(child.length) + " leaves");
  }
  if (!IsAligned<T>(offsets)) {
    imported->offsets.resize(last_row + 1);
    for (size_t row = 0; row <= last_row; ++row) {
      imported->offsets[row] = OffsetOf<T>(offsets, row);
    }
    buffers->offsets64 = imported->offsets.data();
  } else if constexpr (sizeof(T) == 4) {
    buffers->offsets32 = static_cast<const T*>(offsets);
  } else {
    buffers->offsets64 = static_cast<const T*>(offsets);
  }
  if (child.length == 0) return absl::OkStatus();
  const auto* leaves = static_cast<const uint8_t*>(child.buffers[1]) + 8 * child.offset;
  if (IsAligned<uint64_t>(leaves)) {
    buffers->leaves = reinterpret_cast<const uint64_t*>(leaves);
  } else {
    imported->leaves.resize(static_cast<size_t>(child.length));
    std::memcpy(imported->leaves.data(), leaves, 8 * imported->leaves.size());
    buffers->leaves = imported->leaves.data();
  }
  return absl::OkStatus();
}

//-------------------------------- Export -------------------------------------

// What an exported schema or array owns. Each part of the tree has one of its
// own, as a consumer may move a child out and release the rest.
struct ExportedSchema {
  std::string metadata;
  ArrowSchema child{};
  std::array<ArrowSchema*, 1> children{};
};
struct ExportedArray {
  CoverageColumn column;
  std::array<const void*, 2> buffers{};
  ArrowArray child{};
  std::array<ArrowArray*, 1> children{};
};

template <typename Structure, typename Private>
void Release(Structure* structure) {
  for (int64_t i = 0; i < structure->n_children; ++i) {
    Structure* child = structure->children[i];
    if (child->release != nullptr) child->release(child);
  }
  delete static_cast<Private*>(structure->private_data);
  structure->release = nullptr;
}

// A list array without rows still has one offset.
constexpr int32_t kNoRows[1] = {0};

}  // namespace

absl::StatusOr<CoverageColumn> ImportCoverageColumn(ArrowArray* array, ArrowSchema* schema,
                                                    std::optional<CoverageType> plain,
                                                    int threads) {
  if (array->release == nullptr || schema->release == nullptr) {
    return Invalid("the array or the schema has been released");
  }
  COINCIDE_RETURN_IF_ERROR(CheckSchema(*schema));
  COINCIDE_ASSIGN_OR_RETURN(const CoverageType type, TypeOf(*schema, plain));
  COINCIDE_RETURN_IF_ERROR(CheckLengths(*array));
  auto imported = std::make_shared<ImportedArray>();
  CoverageBuffers buffers;
  COINCIDE_RETURN_IF_ERROR(schema->format[1] == 'l'
                               ? SetBuffers<int32_t>(*array, &buffers, imported.get())
                               : SetBuffers<int64_t>(*array, &buffers, imported.get()));
  COINCIDE_ASSIGN_OR_RETURN(
      CoverageColumn column,
      CoverageColumn::Borrow(buffers, imported, type.order, type.ellipsoid, threads));
  // Only now is it certain that the caller does not keep them.
  imported->array = *array;
  array->release = nullptr;
  schema->release(schema);
  schema->release = nullptr;
  return column;
}

void ExportCoverageType(const CoverageType& type, bool large, ArrowSchema* schema) {
  auto* parts = new ExportedSchema;
  parts->metadata = EncodeMetadata(type);
  parts->child.format = "L";
  parts->child.name = "item";
  // Readers of Parquet give every list's item as nullable: the same here, so
  // that a column is of the type it was written with.
  parts->child.flags = ARROW_FLAG_NULLABLE;
  parts->child.release = Release<ArrowSchema, ExportedSchema>;
  parts->child.private_data = nullptr;
  parts->children[0] = &parts->child;
  *schema = ArrowSchema{};
  schema->format = large ? "+L" : "+l";
  schema->name = "";
  schema->metadata = parts->metadata.data();
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->n_children = 1;
  schema->children = parts->children.data();
  schema->release = Release<ArrowSchema, ExportedSchema>;
  schema->private_data = parts;
}

void ExportCoverageColumn(const CoverageColumn& column, ArrowArray* array, ArrowSchema* schema) {
  const CoverageBuffers& buffers = column.buffers();
  const bool large = buffers.offsets64 != nullptr;
  ExportCoverageType({column.order(), column.ellipsoid()}, large, schema);

  auto* values = new ExportedArray;
  values->column = column;
  values->buffers = {nullptr, buffers.leaves};
  auto* parts = new ExportedArray;
  parts->column = column;
  parts->buffers = {buffers.validity, large ? static_cast<const void*>(buffers.offsets64)
                                            : static_cast<const void*>(buffers.offsets32)};
  if (parts->buffers[1] == nullptr) parts->buffers[1] = kNoRows;
  const size_t last_row = buffers.offset + buffers.length;
  parts->child.length = large                          ? buffers.offsets64[last_row]
                        : buffers.offsets32 != nullptr ? buffers.offsets32[last_row]
                                                       : 0;
  parts->child.n_buffers = 2;
  parts->child.buffers = values->buffers.data();
  parts->child.release = Release<ArrowArray, ExportedArray>;
  parts->child.private_data = values;
  parts->children[0] = &parts->child;
  *array = ArrowArray{};
  array->length = static_cast<int64_t>(buffers.length);
  array->null_count = static_cast<int64_t>(column.null_count());
  array->offset = static_cast<int64_t>(buffers.offset);
  array->n_buffers = 2;
  array->n_children = 1;
  array->buffers = parts->buffers.data();
  array->children = parts->children.data();
  array->release = Release<ArrowArray, ExportedArray>;
  array->private_data = parts;
}

}  // namespace coincide
