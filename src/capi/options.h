// Structures of options, which grow from release to release.

#ifndef COINCIDE_SRC_CAPI_OPTIONS_H_
#define COINCIDE_SRC_CAPI_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "src/capi/call.h"

namespace coincide::capi {

template <typename Options>
int32_t InitOptions(Options* options, Options (*defaults)()) {
  return Call([&] {
    Arguments args;
    if (args.Pointer(options, "options")) *options = defaults();
    return args.status();
  });
}

// Reads as much as the caller's structure has; the rest keeps its default.
template <typename Options>
Options ReadOptions(const Options* options, const Options& defaults, Arguments* args) {
  Options read = defaults;
  if (!args->Pointer(options, "options")) return read;
  if (options->size < sizeof(size_t) || options->size > sizeof read) {
    args->Fault("options.size is " + std::to_string(options->size) + ": up to " +
                std::to_string(sizeof read) +
                " are known; fill the structure with its init function");
    return read;
  }
  std::memcpy(&read, options, options->size);
  return read;
}

inline std::optional<int64_t> UnlessAny(int64_t value, const char* name, Arguments* args) {
  if (value < -1) {
    args->Fault(std::string(name) + " is " + std::to_string(value) + ": 0 or more, or -1");
  }
  return value == -1 ? std::nullopt : std::optional(value);
}

}  // namespace coincide::capi

#endif  // COINCIDE_SRC_CAPI_OPTIONS_H_
