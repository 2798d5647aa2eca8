#include "coincide/cell/cell_text.h"

#include <cassert>

#include "src/internal/word_fields.h"

namespace coincide {
namespace {

// Writes the text of a valid word; returns its end.
char* Print(uint64_t word, char* out) {
  const internal::WordFields fields = internal::ReadWord(word);
  const auto base = static_cast<int>(fields.first >> 58);
  if (base >= 6) *out++ = '-';
  *out++ = static_cast<char>('1' + base % 6);
  for (int order = 1; order <= fields.order; ++order) {
    *out++ = static_cast<char>('1' + (fields.first >> (2 * (Cell::kMaxOrder - order)) & 3));
  }
  if ((word & 48) == 48) *out++ = 'p';
  return out;
}

}  // namespace

std::string CellToText(Cell cell) {
  char buffer[kMaxCellText];
  return std::string(buffer, WriteCellText(cell, buffer));
}

size_t WriteCellText(Cell cell, std::span<char, kMaxCellText> out) {
  return cell.is_null() ? 0 : static_cast<size_t>(Print(cell.word(), out.data()) - out.data());
}

std::optional<Cell> CellFromText(std::string_view text, size_t* fault) {
  size_t unused;
  size_t& at = fault != nullptr ? *fault : unused;
  at = 0;
  if (text.empty()) return Cell();
  const bool minus = text[0] == '-';
  if (minus) ++at;
  if (at == text.size() || text[at] < '1' || text[at] > '6') return std::nullopt;
  auto nested = static_cast<uint64_t>(text[at] - '1' + (minus ? 6 : 0));
  ++at;
  int order = 0;
  for (; at < text.size() && text[at] >= '1' && text[at] <= '4'; ++at) {
    if (order == Cell::kMaxOrder) return std::nullopt;
    nested = nested << 2 | static_cast<uint64_t>(text[at] - '1');
    ++order;
  }
  if (at == text.size()) return Cell::FromNested(order, nested);
  if (text[at] != 'p' || order != Cell::kMaxOrder) return std::nullopt;
  ++at;
  if (at != text.size()) return std::nullopt;
  return Cell::FromPoint(nested);
}

size_t CellsToTexts(std::span<const uint64_t> words, std::vector<int64_t>* offsets,
                    std::string* chars) {
  const size_t n = words.size();
  size_t first_bad = n;
  offsets->assign(n + 1, 0);
  chars->clear();
  chars->reserve(n * 20);
  for (size_t i = 0; i < n; ++i) {
    if (internal::ReadWord(words[i]).valid) {
      char buffer[kMaxCellText];
      chars->append(buffer, Print(words[i], buffer));
    } else if (words[i] != 0 && first_bad == n) {
      first_bad = i;
    }
    (*offsets)[i + 1] = static_cast<int64_t>(chars->size());
  }
  return first_bad;
}

size_t CellsFromTexts(std::span<const int64_t> offsets, std::string_view chars,
                      std::span<uint64_t> words) {
  assert(offsets.size() == words.size() + 1);
  const size_t n = words.size();
  size_t first_bad = n;
  for (size_t i = 0; i < n; ++i) {
    const auto begin = static_cast<size_t>(offsets[i]), end = static_cast<size_t>(offsets[i + 1]);
    assert(begin <= end && end <= chars.size());
    const std::optional<Cell> cell = CellFromText(chars.substr(begin, end - begin));
    words[i] = cell.value_or(Cell()).word();
    if (!cell && first_bad == n) first_bad = i;
  }
  return first_bad;
}

}  // namespace coincide
