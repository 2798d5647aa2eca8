// File: cell_text.h
//
// The text form of cells and points:
//
//   cell  = base *29digit        area cell, as many digits as its order
//   point = base 29digit "p"
//   base  = ["-"] %x31-36        base cells 0 .. 5; with "-", 6 .. 11
//   digit = %x31-34              child 0 .. 3, from order 1 on
//
//   CellToText(Cell::FromNested(6, 19456));   // "5411111"
//   CellFromText("-6134p"); // nothing: only leaves are points
//
// Null is the empty string. Each word has one text and each text one word, the
// same that mortie 1.x prints, with "p" for points.

#ifndef COINCIDE_CELL_CELL_TEXT_H_
#define COINCIDE_CELL_CELL_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "coincide/cell/cell.h"

namespace coincide {

// "-", base, 29 digits, "p".
inline constexpr size_t kMaxCellText = 32;

// "" for null.
std::string CellToText(Cell cell);
// The same into memory that is there; returns how many characters it has.
size_t WriteCellText(Cell cell, std::span<char, kMaxCellText> out);

// The cell of a text; null, which is an answer, for "". Nothing if the text is not
// one; then *fault, if given, is the byte where it stops being one (its length, if
// it stops short).
std::optional<Cell> CellFromText(std::string_view text, size_t* fault = nullptr);

// Many, in Arrow's layout: text i is chars[offsets[i] .. offsets[i + 1]).
//
// Returns the lowest index of a word that is invalid, whose text is empty; n if
// there is none. Null words are empty texts and no fault.
// `offsets` becomes n + 1 numbers, `chars` what they point into.
size_t CellsToTexts(std::span<const uint64_t> words, std::vector<int64_t>* offsets,
                    std::string* chars);

// Returns the lowest index of a text that is not one, whose word is 0; n if there is
// none. Empty texts are null words and no fault.
// REQUIRES: offsets.size() == words.size() + 1, ascending, within chars.
size_t CellsFromTexts(std::span<const int64_t> offsets, std::string_view chars,
                      std::span<uint64_t> words);

}  // namespace coincide

#endif  // COINCIDE_CELL_CELL_TEXT_H_
