// File: moc_text.h
//
// The ASCII form of MOC 2.0: "3/1 4-6 5/7 10/" are cell 1 and 4 to 6 of order 3
// and cell 7 of order 5, of a MOC of order 10; "t61/1 3 s3/1-3 t61/5 s4/25" is
// one of space and time.

#ifndef COINCIDE_COVERAGE_MOC_TEXT_H_
#define COINCIDE_COVERAGE_MOC_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"

namespace coincide {

// Reads the ASCII form. Positions in messages are bytes from 0.
//
//   without_prefix  kSpace or kTime: what a text without "s" or "t" is; most
//                   T-MOC texts have none
//
// Repaired: commas and tabs between cells, capital S or T, cells out of order,
// one inside another, siblings in place of their parent, an order that stands
// in the middle or is less than that of a cell, elements of an ST-MOC that have
// no times or no cells, overlap or are not merged. Not an error, though the
// grammar of the standard has it not: no cells at all ("8/"; "t61/ s29/" as the
// last element of an ST-MOC), which is how other software gives the orders.
//
// Errors (kDataLoss): no text; a frequency MOC, which it says; another
// character; a number above 2^64; an order or a cell that does not exist; a run
// that ends before it begins; a cell before any order; space before time.
//
// The form has no end mark: a text cut short between two cells, or within a
// number, reads as a MOC of what is left. JSON and FITS tell.
absl::StatusOr<MocRead> ReadMocText(std::string_view text, MocRules rules,
                                    MocDimension without_prefix = MocDimension::kSpace);

// The canonical text: well-formed cells by order, runs as "4-6", one space
// between, the order at the end if no cell has it (of an ST-MOC: both orders, in
// its last element); a prefix only in an ST-MOC,
// since other readers take none elsewhere.
//
// Errors (kInvalidArgument): those of CheckMoc.
absl::StatusOr<std::string> WriteMocText(const Moc& moc);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MOC_TEXT_H_
