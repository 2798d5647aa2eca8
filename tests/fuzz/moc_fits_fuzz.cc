// Any bytes as the FITS form of a MOC: refused, or written back and read as the same.

#include <cstddef>
#include <cstdint>

#include "coincide/coverage/moc_fits.h"
#include "moc_round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace coincide;
  fuzz::RequireRoundTrip([&](MocRules rules) { return ReadMocFits({data, size}, rules); });
  return 0;
}
