// Any bytes as a cell's text and as a zone id: refused, or printed back the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "coincide/cell/cell_ogc.h"
#include "coincide/cell/cell_text.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace coincide;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t fault = 0;
  if (const auto cell = CellFromText(text, &fault)) {
    Require(cell->is_null() ? size == 0 : Cell::IsValidWord(cell->word()));
    Require(CellToText(*cell) == text);
  } else {
    Require(fault <= size);
  }
  if (const auto cell = CellFromOgc(text, &fault)) {
    Require(Cell::IsValidWord(cell->word()));
    Require(CellToOgc(*cell) == text);
  } else {
    Require(fault <= size);
  }
  return 0;
}
