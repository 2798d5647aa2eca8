// What the header of a MOC in FITS says.

#ifndef COINCIDE_COVERAGE_MOC_FITS_HEADER_H_
#define COINCIDE_COVERAGE_MOC_FITS_HEADER_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"
#include "coincide/healpix/ellipsoid.h"
#include "src/coverage/fits_header.h"
#include "src/coverage/moc_log.h"

namespace coincide::internal {

// How a MOC is packed that is being read.
enum class MocPackingRead { kNuniq, kRange, kRange29 };

struct MocHeader {
  bool version2 = false;
  MocDimension dimension = MocDimension::kSpace;
  MocPackingRead packing = MocPackingRead::kNuniq;
  std::optional<int> space_order;
  std::optional<int> time_order;
  uint64_t width = 0;   // bytes of a value: 4 or 8
  uint64_t repeat = 1;  // values in a row
  uint64_t values = 0;  // in all rows
  std::optional<Ellipsoid> ellipsoid;

  bool space() const { return dimension != MocDimension::kTime; }
  bool time() const { return dimension != MocDimension::kSpace; }
};

// Repairs and errors as ReadMocFits says. ENSURES: values <= file_bytes.
absl::StatusOr<MocHeader> ReadMocHeader(const FitsHeader& header, uint64_t file_bytes, MocLog* log);

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_MOC_FITS_HEADER_H_
