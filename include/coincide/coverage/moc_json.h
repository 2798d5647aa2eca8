// File: moc_json.h
//
// The JSON form of MOC 2.0 (its appendix): {"3":[1,4,5,6],"5":[7],"10":[]}, and
// of space and time [{"t":{"61":[1,3]},"s":{"3":[1,2,3]}}, ..].

#ifndef COINCIDE_COVERAGE_MOC_JSON_H_
#define COINCIDE_COVERAGE_MOC_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"

namespace coincide {

// Reads the JSON form. Positions in messages are bytes from 0. An element may
// be one object with "t" and "s" or, as the standard lists it too, one of each.
//
//   without_prefix  kSpace or kTime: what an object of orders alone is, without
//                   "s" or "t" around it
//
// Repaired: what ReadMocText repairs of cells and elements; an order given
// twice; a comma before a closing bracket; numbers in quotes; "s" before "t";
// an element without a list around it; a byte order mark.
//
// Errors (kDataLoss): other JSON, or none; a frequency MOC, which it says; an
// order or a cell that does not exist; anything after the end. A text cut short
// anywhere is an error.
absl::StatusOr<MocRead> ReadMocJson(std::string_view text, MocRules rules,
                                    MocDimension without_prefix = MocDimension::kSpace);

// The canonical text, on one line without spaces: well-formed cells by order,
// the order with an empty list if no cell has it; of an ST-MOC the orders in a
// last element with empty lists. "s" and "t" only in an ST-MOC, since other
// readers take none elsewhere.
//
// Errors (kInvalidArgument): those of CheckMoc.
absl::StatusOr<std::string> WriteMocJson(const Moc& moc);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MOC_JSON_H_
