// File: coverage_bytes.h
//
// A coverage as bytes and back: what pickle and hashing use. Files for other
// programs are MOC files: moc_fits.h, moc_json.h, moc_text.h.
//
//   offset  size  field, little-endian
//        0     8  "coincov" and a zero byte
//        8     4  format version, 1
//       12     4  order, 0..29
//       16     8  semi-major axis in metres, IEEE 754 double
//       24     8  inverse flattening, IEEE 754 double, 0 for a sphere
//       32     8  n, the number of ranges
//       40  16 n  begin and end of each range
//  40 + 16 n   8  XXH64, seed 0, of everything before it

#ifndef COINCIDE_COVERAGE_COVERAGE_BYTES_H_
#define COINCIDE_COVERAGE_COVERAGE_BYTES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"

namespace coincide {

// Equal coverages have equal bytes, and only they.
std::string CoverageToBytes(const Coverage& coverage);

// Errors (InvalidArgument, naming what is wrong and where): too short, too long,
// another magic, a newer version, a field out of range, ranges that are not
// canonical or not of the order, a checksum that does not match.
absl::StatusOr<Coverage> CoverageFromBytes(std::string_view bytes);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COVERAGE_BYTES_H_
