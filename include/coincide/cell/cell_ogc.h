// File: cell_ogc.h
//
// Zone ids of the OGC's HEALPix reference system
// (https://www.opengis.net/def/dggrs/OGC/1.0/HEALPix), as OGC API - DGGS servers
// give and take them. As text:
//
//   zone = level root "-" index
//   level = %x41-5A        "A" is order 0, .. "Z" is order 25
//   root  = %x30-39 / A / B    hexadecimal, see below
//   index = 1*HEXDIG       row * 2^order + column; upper case, no leading zeros
//
//   CellToOgc(Cell::FromNested(1, 27));   // "B4-1"
//
// Roots are numbered in rows of four from the north, in each row eastward from
// longitude -180: root 4 is the base cell round longitude 180 on the equator.
// Columns grow toward the north-east (x), rows toward the south-east from the side
// that faces north-west (2^order - 1 - y).
//
// As 64 bits: level << 56 | root << 52 | index, which orders up to 26 fit. The
// system has no ids for finer cells, and none for points, which go as the cell
// around them.
//
// Source: the DGGRS definition of that name in the repository of OGC 21-038r1
// (core/schemas/dggrs-definition/examples/HEALPix.json); checked against the
// authors' implementation, dggal 0.0.7: tests/oracle/ogc.py.

#ifndef COINCIDE_CELL_CELL_OGC_H_
#define COINCIDE_CELL_CELL_OGC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "coincide/cell/cell.h"

namespace coincide {

inline constexpr int kMaxOgcTextOrder = 25;
inline constexpr int kMaxOgcOrder = 26;

// Nothing if the order is above kMaxOgcTextOrder (kMaxOgcOrder).
// REQUIRES: !cell.is_null().
std::optional<std::string> CellToOgc(Cell cell);
std::optional<uint64_t> CellToOgcNumber(Cell cell);

// Nothing if it is not the id of a zone; then *fault, if given, is the byte where it
// stops being one.
std::optional<Cell> CellFromOgc(std::string_view text, size_t* fault = nullptr);
std::optional<Cell> CellFromOgcNumber(uint64_t number);

// Many texts in Arrow's layout, as in cell_text.h: the lowest index without an
// answer is returned, n if there is none. Null, as everywhere but in cell_text.h,
// has no answer. Offsets and chars as there.
size_t CellsToOgc(std::span<const uint64_t> words, std::vector<int64_t>* offsets,
                  std::string* chars);
size_t CellsFromOgc(std::span<const int64_t> offsets, std::string_view chars,
                    std::span<uint64_t> words);

// Many numbers. REQUIRES: equal sizes.
size_t CellsToOgcNumbers(std::span<const uint64_t> words, std::span<uint64_t> numbers);
size_t CellsFromOgcNumbers(std::span<const uint64_t> numbers, std::span<uint64_t> words);

}  // namespace coincide

#endif  // COINCIDE_CELL_CELL_OGC_H_
