// Any bytes as the JSON form of a MOC: refused, or written back and read as the same.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "coincide/coverage/moc_json.h"
#include "moc_round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace coincide;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto without_prefix : {MocDimension::kSpace, MocDimension::kTime}) {
    fuzz::RequireRoundTrip(
        [&](MocRules rules) { return ReadMocJson(text, rules, without_prefix); });
  }
  return 0;
}
