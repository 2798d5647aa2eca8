// File: moc_fits.h
//
// The FITS form of MOC 2.0: a binary table of one column. NUNIQ packing lists
// cells (space alone), RANGE packing boundaries of ranges, times with their
// highest bit set where a MOC has both.

#ifndef COINCIDE_COVERAGE_MOC_FITS_H_
#define COINCIDE_COVERAGE_MOC_FITS_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"

namespace coincide {

// Reads the first binary table of a FITS file, with the keywords of MOC 1.1
// (no MOCVERS) or 2.0. Positions in messages are rows of the table from 0, or
// bytes of the file for its headers.
//
// Repaired, beside what moc_text.h says of cells and elements: rows of zeros;
// ranges empty, out of order, overlapping or touching; cells or ranges finer
// than the order declared, which is then raised; an order in quotes, missing,
// or given twice with two values; MOCDIM, ORDERING, COORDSYS or TIMESYS missing
// where another card tells; COORDSYS 'ICRS', 'CEL', 'EQ' or 'EQUATORIAL'; the
// forms from before the standard: ORDERING 'RANGE29', TIMESYS 'JD', orders in
// TORDER or MOCORD_1, times negated instead of marked; several values in a row; no padding, or
// bytes after the last table.
//
// Errors (kDataLoss): no FITS, no table, a table of several columns or of other
// numbers; a frequency MOC or a version after 2.0, naming version and
// dimension; another COORDSYS, TIMESYS or ORDERING; a value that is no cell; a
// range that ends before it begins or beyond the last index; a file cut short.
//
// An order coarser than declared is as the standard has it, also where the
// column could not hold cells of the declared order.
absl::StatusOr<MocRead> ReadMocFits(std::span<const uint8_t> bytes, MocRules rules);

enum class MocPacking {
  kStandard,  // NUNIQ for space alone, as the standard advises; else RANGE
  kRange,     // RANGE for all
};

// The canonical file: cards of MOC 2.0, MOCORDER too under NUNIQ, for readers
// of 1.1; 32-bit rows up to order 13 under NUNIQ, else 64-bit. COORDSYS is 'C',
// as the standard wants it of every MOC. The ellipsoid, if known, is in cards
// of our own, ELLIPS_A (semi-major axis, metres) and ELLIPSRF (inverse
// flattening, 0 for a sphere).
//
// Errors (kInvalidArgument): those of CheckMoc.
absl::StatusOr<std::string> WriteMocFits(const Moc& moc,
                                         MocPacking packing = MocPacking::kStandard);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MOC_FITS_H_
