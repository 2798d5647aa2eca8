// Buffers: arrays that the library made.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/capi/call.h"

namespace coincide::capi {
namespace {

template <typename Values>
BufferValue Own(int32_t type, Values values) {
  // Not null, even where there is nothing: callers make slices of it.
  if (values.empty()) values.reserve(1);
  auto owner = std::make_shared<const Values>(std::move(values));
  const void* const data = owner->data();
  return {type, data, owner->size(), std::move(owner)};
}

}  // namespace

BufferValue BufferOf(std::string text) { return Own(COINCIDE_U8, std::move(text)); }
BufferValue BufferOf(std::vector<uint8_t> values) { return Own(COINCIDE_U8, std::move(values)); }
BufferValue BufferOf(std::vector<uint32_t> values) { return Own(COINCIDE_U32, std::move(values)); }
BufferValue BufferOf(std::vector<uint64_t> values) { return Own(COINCIDE_U64, std::move(values)); }
BufferValue BufferOf(std::vector<int64_t> values) { return Own(COINCIDE_I64, std::move(values)); }
BufferValue BufferOf(std::vector<double> values) { return Own(COINCIDE_F64, std::move(values)); }

}  // namespace coincide::capi

using namespace coincide::capi;

int32_t coincide_buffer_view(coincide_handle buffer, int32_t* type, const void** data,
                             size_t* length) {
  return Call([&] {
    Arguments args;
    args.Pointer(type, "type");
    args.Pointer(data, "data");
    args.Pointer(length, "length");
    const auto pinned = args.Get<HeldBuffer>(buffer, "buffer");
    if (!args.ok()) return args.status();
    *type = pinned->type;
    *data = pinned->data;
    *length = pinned->length;
    return absl::OkStatus();
  });
}
