#include "coincide/capi/base.h"

#include <string>

#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

int32_t coincide_abi_version(void) { return COINCIDE_ABI_VERSION; }

const char* coincide_version(void) { return COINCIDE_VERSION; }

const char* coincide_last_error(void) { return LastError(); }

int32_t coincide_release(coincide_handle handle) {
  return Call([&] {
    Arguments args;
    if (!ReleaseHandle(handle)) args.NotLive(handle);
    return args.status();
  });
}

int32_t coincide_kind(coincide_handle handle) { return static_cast<int32_t>(KindOf(handle)); }

uint64_t coincide_live_handles(void) { return LiveHandles(); }

int32_t coincide_ellipsoid_from_name(const char* name, size_t length, coincide_ellipsoid* out) {
  return Call([&] {
    Arguments args;
    const auto text = args.Text(name, length, "name");
    args.Pointer(out, "out");
    if (!args.ok()) return args.status();
    const auto ellipsoid = Ellipsoid::FromName(text);
    if (!ellipsoid) {
      return internal::InvalidArgument("name is \"" + std::string(text) +
                                       "\": WGS84, GRS80 and sphere are known");
    }
    *out = EllipsoidOut(*ellipsoid);
    return absl::OkStatus();
  });
}
