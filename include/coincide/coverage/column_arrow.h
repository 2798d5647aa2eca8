// File: column_arrow.h
//
// Columns of coverages to and from other libraries through the Arrow C data
// interface, without a copy.
//
// The extension type is `coincide.coverage`: storage list<uint64> or
// large_list<uint64>, metadata in JSON: docs/specification.md, section "Coverage
// columns".

#ifndef COINCIDE_COVERAGE_COLUMN_ARROW_H_
#define COINCIDE_COVERAGE_COLUMN_ARROW_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "coincide/coverage/arrow_abi.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

inline constexpr std::string_view kCoverageExtensionName = "coincide.coverage";

// The parameters of the extension type.
struct CoverageType {
  int order = 0;
  Ellipsoid ellipsoid;
  friend bool operator==(const CoverageType&, const CoverageType&) = default;
};

// {"order":10,"ellipsoid":"WGS84"}, or for an ellipsoid without a name
// {"order":10,"ellipsoid":{"a":6378388,"inverse_flattening":297}}.
std::string CoverageTypeToJson(const CoverageType& type);
// Errors (InvalidArgument, naming the byte): not JSON, a key twice, no order or
// ellipsoid, an order outside 0..29, an unknown ellipsoid. Other keys are
// skipped: later versions may add them.
absl::StatusOr<CoverageType> CoverageTypeFromJson(std::string_view json);

// A column over the buffers of an array, which it keeps alive. Buffers that are
// not aligned to their type, which some files have, are copied once.
//
//   array, schema  of type list<uint64> or large_list<uint64>; moved from on
//                  success (release is null), left to the caller on error
//   plain          the type to take where the schema names no extension type;
//                  nothing: such a schema is an error
//
// The ranges are checked, as by ValidateCoverageBuffers.
// Errors (InvalidArgument): another type, naming its format; another extension;
// bad metadata; impossible lengths; a null leaf; the first bad row.
absl::StatusOr<CoverageColumn> ImportCoverageColumn(ArrowArray* array, ArrowSchema* schema,
                                                    std::optional<CoverageType> plain = {},
                                                    int threads = 0);

// Writes the column and its type to two structures that the caller gives, and
// must release. They share the column's buffers: list<uint64>, or
// large_list<uint64> where the column has 64-bit offsets.
void ExportCoverageColumn(const CoverageColumn& column, ArrowArray* array, ArrowSchema* schema);
// The type alone, as list<uint64> (large: large_list<uint64>).
void ExportCoverageType(const CoverageType& type, bool large, ArrowSchema* schema);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_COLUMN_ARROW_H_
