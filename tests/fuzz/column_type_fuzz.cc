// Text as the metadata of the Arrow extension type: a type that is read is
// written and read again as itself.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "coincide/coverage/column_arrow.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto type = coincide::CoverageTypeFromJson(text);
  if (!type.ok()) return 0;
  const auto again = coincide::CoverageTypeFromJson(coincide::CoverageTypeToJson(*type));
  if (!again.ok() || *again != *type) std::abort();
  return 0;
}
