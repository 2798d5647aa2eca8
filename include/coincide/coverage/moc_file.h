// File: moc_file.h
//
// MOC files of any form: what they begin with tells which.

#ifndef COINCIDE_COVERAGE_MOC_FILE_H_
#define COINCIDE_COVERAGE_MOC_FILE_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "coincide/coverage/moc.h"

namespace coincide {

// Reads FITS ("SIMPLE" in front), JSON (a bracket in front) or else ASCII. See
// moc_fits.h, moc_json.h and moc_text.h, also for `without_prefix`.
absl::StatusOr<MocRead> ReadMoc(std::span<const uint8_t> bytes, MocRules rules,
                                MocDimension without_prefix = MocDimension::kSpace);

// The same of a file. Every error begins with its path; kNotFound if it cannot
// be read.
absl::StatusOr<MocRead> ReadMocFile(const std::string& path, MocRules rules,
                                    MocDimension without_prefix = MocDimension::kSpace);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MOC_FILE_H_
