#include "coincide/cell/cell_ogc.h"

#include <cassert>

#include "coincide/cell/cell_ids.h"

namespace coincide {
namespace {

struct Zone {
  int level;
  uint64_t root;
  uint64_t index;
};

// Columns of roots begin at longitude -180, those of base cells at 0.
constexpr uint64_t TurnColumn(uint64_t base_or_root) { return base_or_root ^ 2; }

// REQUIRES: cell.order() <= kMaxOgcOrder.
Zone ZoneOf(Cell cell) {
  const CellXy place = PlaceOf(cell);
  const uint64_t last = (uint64_t{1} << place.order) - 1;
  return {place.order, TurnColumn(static_cast<uint64_t>(place.base_cell)),
          (last - place.y) << place.order | place.x};
}

std::optional<Cell> CellOf(const Zone& zone) {
  if (zone.level > kMaxOgcOrder || zone.root > 11 || (zone.index >> (2 * zone.level)) != 0) {
    return std::nullopt;
  }
  const uint64_t last = (uint64_t{1} << zone.level) - 1;
  return CellFromXy(zone.level, static_cast<int64_t>(TurnColumn(zone.root)), zone.index & last,
                    last - (zone.index >> zone.level));
}

constexpr std::string_view kHex = "0123456789ABCDEF";

}  // namespace

std::optional<std::string> CellToOgc(Cell cell) {
  assert(!cell.is_null());
  if (cell.order() > kMaxOgcTextOrder) return std::nullopt;
  const Zone zone = ZoneOf(cell);
  std::string text = {static_cast<char>('A' + zone.level), kHex[zone.root], '-'};
  int shift = 0;
  while ((zone.index >> shift) > 15) shift += 4;
  for (; shift >= 0; shift -= 4) text += kHex[zone.index >> shift & 15];
  return text;
}

std::optional<uint64_t> CellToOgcNumber(Cell cell) {
  assert(!cell.is_null());
  if (cell.order() > kMaxOgcOrder) return std::nullopt;
  const Zone zone = ZoneOf(cell);
  return static_cast<uint64_t>(zone.level) << 56 | zone.root << 52 | zone.index;
}

std::optional<Cell> CellFromOgc(std::string_view text, size_t* fault) {
  size_t unused;
  size_t& at = fault != nullptr ? *fault : unused;
  at = 0;
  if (text.empty() || text[0] < 'A' || text[0] > 'Z') return std::nullopt;
  Zone zone{text[0] - 'A', 0, 0};
  at = 1;
  if (text.size() < 2) return std::nullopt;
  zone.root = kHex.find(text[1]);
  if (zone.root > 11) return std::nullopt;
  at = 2;
  if (text.size() < 3 || text[2] != '-') return std::nullopt;
  for (at = 3; at < text.size(); ++at) {
    const uint64_t digit = kHex.find(text[at]);
    if (digit > 15) return std::nullopt;
    if (at > 3 && zone.index == 0) {  // a leading zero
      at = 3;
      return std::nullopt;
    }
    zone.index = zone.index << 4 | digit;
    if ((zone.index >> (2 * zone.level)) != 0) return std::nullopt;
  }
  if (at == 3) return std::nullopt;
  return CellOf(zone);
}

std::optional<Cell> CellFromOgcNumber(uint64_t number) {
  return CellOf(
      {static_cast<int>(number >> 56), number >> 52 & 15, number & ((uint64_t{1} << 52) - 1)});
}

size_t CellsToOgc(std::span<const uint64_t> words, std::vector<int64_t>* offsets,
                  std::string* chars) {
  const size_t n = words.size();
  size_t first_bad = n;
  offsets->assign(n + 1, 0);
  chars->clear();
  for (size_t i = 0; i < n; ++i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    const std::optional<std::string> text = cell ? CellToOgc(*cell) : std::nullopt;
    if (text) {
      *chars += *text;
    } else if (first_bad == n) {
      first_bad = i;
    }
    (*offsets)[i + 1] = static_cast<int64_t>(chars->size());
  }
  return first_bad;
}

size_t CellsFromOgc(std::span<const int64_t> offsets, std::string_view chars,
                    std::span<uint64_t> words) {
  assert(offsets.size() == words.size() + 1);
  const size_t n = words.size();
  size_t first_bad = n;
  for (size_t i = 0; i < n; ++i) {
    const auto begin = static_cast<size_t>(offsets[i]), end = static_cast<size_t>(offsets[i + 1]);
    assert(begin <= end && end <= chars.size());
    const std::optional<Cell> cell = CellFromOgc(chars.substr(begin, end - begin));
    words[i] = cell.value_or(Cell()).word();
    if (!cell && first_bad == n) first_bad = i;
  }
  return first_bad;
}

size_t CellsToOgcNumbers(std::span<const uint64_t> words, std::span<uint64_t> numbers) {
  assert(words.size() == numbers.size());
  const size_t n = words.size();
  size_t first_bad = n;
  for (size_t i = 0; i < n; ++i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    const std::optional<uint64_t> number = cell ? CellToOgcNumber(*cell) : std::nullopt;
    numbers[i] = number.value_or(0);
    if (!number && first_bad == n) first_bad = i;
  }
  return first_bad;
}

size_t CellsFromOgcNumbers(std::span<const uint64_t> numbers, std::span<uint64_t> words) {
  assert(words.size() == numbers.size());
  const size_t n = words.size();
  size_t first_bad = n;
  for (size_t i = 0; i < n; ++i) {
    const std::optional<Cell> cell = CellFromOgcNumber(numbers[i]);
    words[i] = cell.value_or(Cell()).word();
    if (!cell && first_bad == n) first_bad = i;
  }
  return first_bad;
}

}  // namespace coincide
