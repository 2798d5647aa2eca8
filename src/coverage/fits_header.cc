#include "src/coverage/fits_header.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

// The value of a card, from what follows "KEYWORD = ".
FitsHeader::Card ParseValue(std::string_view text) {
  FitsHeader::Card card;
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return card;
  if (text[begin] != '\'') {
    card.value = Trimmed(text.substr(0, text.find('/')));
    return card;
  }
  card.quoted = true;
  for (size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] != '\'') {
      card.value += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '\'') {
      card.value += text[i++];
    } else {
      break;
    }
  }
  // Leading spaces count, trailing ones do not.
  card.value.resize(card.value.find_last_not_of(' ') + 1);
  return card;
}

// A number from all of `text`, with or without a plus sign.
template <class Number>
bool Parse(std::string_view text, Number* number) {
  text = Trimmed(text);
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

std::string Quoted(std::string_view keyword, std::string_view value) {
  return std::string(keyword) + " is '" + std::string(value) + "'";
}

}  // namespace

absl::StatusOr<FitsHeader> FitsHeader::Read(std::span<const uint8_t> bytes, size_t begin,
                                            MocLog* log) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  FitsHeader header;
  header.begin_ = begin;
  for (size_t at = begin;; at += kFitsCard) {
    if (text.size() < at + kFitsCard) {
      return log->Error(text.size(), "ends within a header (no END card)");
    }
    const std::string_view card = text.substr(at, kFitsCard);
    const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
    if (!std::all_of(card.begin(), card.end(), printable)) {
      return log->Error(at, "header card with characters other than printable ASCII");
    }
    const std::string_view keyword = Trimmed(card.substr(0, 8));
    if (keyword == "END") {
      const size_t blocks = (at + kFitsCard - begin + kFitsBlock - 1) / kFitsBlock;
      header.data_begin_ = begin + blocks * kFitsBlock;
      if (header.data_begin_ > bytes.size()) return log->Error(text.size(), "ends within a header");
      return header;
    }
    if (keyword.empty() || card.substr(8, 2) != "= ") continue;  // Commentary.
    Card parsed = ParseValue(card.substr(10));
    parsed.byte = at;
    const auto [place, fresh] = header.cards_.try_emplace(std::string(keyword), std::move(parsed));
    if (!fresh && place->second.value != ParseValue(card.substr(10)).value) {
      COINCIDE_RETURN_IF_ERROR(
          log->Repair(at, std::string(keyword) + " given twice, with two values"));
    }
  }
}

const FitsHeader::Card* FitsHeader::Find(std::string_view keyword) const {
  const auto found = cards_.find(keyword);
  if (found == cards_.end() || (found->second.value.empty() && !found->second.quoted)) {
    return nullptr;
  }
  return &found->second;
}

std::optional<std::string> FitsHeader::Text(std::string_view keyword) const {
  const Card* card = Find(keyword);
  if (card == nullptr) return std::nullopt;
  return std::string(Trimmed(card->value));
}

absl::StatusOr<std::optional<int64_t>> FitsHeader::Integer(std::string_view keyword,
                                                           MocLog* log) const {
  const Card* card = Find(keyword);
  if (card == nullptr) return std::optional<int64_t>();
  int64_t number = 0;
  if (!Parse(card->value, &number)) {
    return log->Error(card->byte, Quoted(keyword, card->value) + ", not a whole number");
  }
  if (card->quoted) {
    COINCIDE_RETURN_IF_ERROR(log->Repair(card->byte, std::string(keyword) + " in quotes"));
  }
  return std::optional<int64_t>(number);
}

absl::StatusOr<uint64_t> FitsHeader::Count(std::string_view keyword, MocLog* log) const {
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int64_t> number, Integer(keyword, log));
  if (!number) return log->Error(begin_, std::string(keyword) + " is missing from this header");
  if (*number < 0) {
    return log->Error(Find(keyword)->byte, Quoted(keyword, Find(keyword)->value) + ", below 0");
  }
  return static_cast<uint64_t>(*number);
}

absl::StatusOr<std::optional<double>> FitsHeader::Real(std::string_view keyword,
                                                       MocLog* log) const {
  const Card* card = Find(keyword);
  if (card == nullptr) return std::optional<double>();
  double number = 0;
  if (card->quoted || !Parse(card->value, &number)) {
    return log->Error(card->byte, Quoted(keyword, card->value) + ", not a number");
  }
  return std::optional<double>(number);
}

absl::StatusOr<uint64_t> FitsHeader::DataSize(MocLog* log) const {
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int64_t> bitpix, Integer("BITPIX", log));
  COINCIDE_ASSIGN_OR_RETURN(const uint64_t axes, Count("NAXIS", log));
  if (!bitpix || (*bitpix != 8 && *bitpix != 16 && *bitpix != 32 && *bitpix != 64 &&
                  *bitpix != -32 && *bitpix != -64)) {
    return log->Error(begin_, "BITPIX is missing from this header or not one of FITS");
  }
  if (axes > 999) return log->Error(begin_, "NAXIS above 999");
  if (axes == 0) return 0;
  constexpr uint64_t kMax = uint64_t{1} << 62;
  uint64_t size = 1;
  const auto multiply = [&size](uint64_t by) {
    size = by != 0 && size > kMax / by ? kMax + 1 : size * by;
    return size <= kMax;
  };
  const auto too_large = [&] { return log->Error(begin_, "data of more than 2^62 bytes"); };
  for (uint64_t axis = 1; axis <= axes; ++axis) {
    COINCIDE_ASSIGN_OR_RETURN(const uint64_t length, Count("NAXIS" + std::to_string(axis), log));
    if (!multiply(length)) return too_large();
  }
  // Both may be missing from the first part.
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int64_t> heap, Integer("PCOUNT", log));
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int64_t> groups, Integer("GCOUNT", log));
  if (heap.value_or(0) < 0 || groups.value_or(1) < 0) {
    return log->Error(begin_, "PCOUNT or GCOUNT below 0");
  }
  size += static_cast<uint64_t>(heap.value_or(0));
  if (size > kMax || !multiply(static_cast<uint64_t>(groups.value_or(1))) ||
      !multiply(static_cast<uint64_t>(*bitpix < 0 ? -*bitpix : *bitpix) / 8)) {
    return too_large();
  }
  return size;
}

}  // namespace coincide::internal
