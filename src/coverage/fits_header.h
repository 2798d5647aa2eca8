// The header of one part (HDU) of a FITS file: as much of FITS 4.0 as finding
// and reading a binary table takes.

#ifndef COINCIDE_COVERAGE_FITS_HEADER_H_
#define COINCIDE_COVERAGE_FITS_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "src/coverage/moc_log.h"

namespace coincide::internal {

inline constexpr size_t kFitsBlock = 2880;
inline constexpr size_t kFitsCard = 80;

class FitsHeader {
 public:
  struct Card {
    std::string value;  // without quotes, comment and trailing spaces
    bool quoted = false;
    uint64_t byte = 0;  // where the card stands
  };

  // Reads the header at `begin`. Of a keyword given twice the first counts; two
  // values are a repair.
  static absl::StatusOr<FitsHeader> Read(std::span<const uint8_t> bytes, size_t begin, MocLog* log);

  // The card, or null if there is none, or one without a value.
  const Card* Find(std::string_view keyword) const;
  // The text of a card, quoted or not; nothing without the card.
  std::optional<std::string> Text(std::string_view keyword) const;
  // A whole number. Repairs: in quotes. Errors: not one.
  absl::StatusOr<std::optional<int64_t>> Integer(std::string_view keyword, MocLog* log) const;
  // The same of a card that must be there and at least 0.
  absl::StatusOr<uint64_t> Count(std::string_view keyword, MocLog* log) const;
  absl::StatusOr<std::optional<double>> Real(std::string_view keyword, MocLog* log) const;

  // Where the data of this part begin, and how many bytes they are without
  // padding. Errors: a size above 2^62 bytes.
  size_t data_begin() const { return data_begin_; }
  absl::StatusOr<uint64_t> DataSize(MocLog* log) const;

 private:
  std::map<std::string, Card, std::less<>> cards_;
  size_t begin_ = 0;
  size_t data_begin_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_FITS_HEADER_H_
