// Any 64 bits as a word and as an id of each numbering: refused, or a cell that
// every form gives back.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "coincide/cell/cell_batch.h"
#include "coincide/cell/cell_id_batch.h"
#include "coincide/cell/cell_ids.h"
#include "coincide/cell/cell_ogc.h"
#include "coincide/cell/cell_text.h"
#include "coincide/healpix/disk.h"
#include "coincide/healpix/neighbors.h"

namespace {

using namespace coincide;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckCell(Cell cell) {
  Require(Cell::IsValidWord(cell.word()));
  const Cell area = cell.Parent(cell.order());
  Require(cell.is_point() ? Cell::FromPoint(cell.nested()) == cell : area == cell);
  Require(CellFromText(CellToText(cell)) == cell);
  Require(CellFromNested(cell.order(), cell.nested()) == area);
  Require(CellFromRing(cell.order(), RingIndex(cell)) == area);
  Require(CellFromNuniq(Nuniq(cell)) == area);
  Require(CellFromZuniq(Zuniq(cell)) == area);
  Require(CellFromLeaves(cell.leaves()) == area);
  Require(CellFromXy(PlaceOf(cell)) == area);
  if (const auto text = CellToOgc(cell)) Require(CellFromOgc(*text) == area);
  if (const auto number = CellToOgcNumber(cell)) Require(CellFromOgcNumber(*number) == area);
  if (cell.order() > 0) Require(cell.Parent(cell.order() - 1).Contains(cell));
  for (const Cell near : Neighbors(cell)) {
    if (near.is_null()) continue;
    Require(Cell::IsValidWord(near.word()) && near.order() == cell.order());
    Require(!near.Intersects(cell));
  }
  std::vector<uint64_t> disk;
  AppendDisk(cell, cell.word() % 5, &disk);
  Require(!disk.empty() && disk.size() <= DiskSizeLimit(cell.order(), cell.word() % 5));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<uint64_t> numbers(size / 8);
  if (numbers.empty()) return 0;
  std::memcpy(numbers.data(), data, 8 * numbers.size());
  for (const uint64_t number : numbers) {
    if (const auto cell = Cell::FromWord(number)) CheckCell(*cell);
    if (const auto cell = CellFromNuniq(number)) {
      Require(Nuniq(*cell) == number);
      CheckCell(*cell);
    }
    if (const auto cell = CellFromZuniq(number)) {
      Require(Zuniq(*cell) == number);
      CheckCell(*cell);
    }
    if (const auto cell = CellFromOgcNumber(number)) {
      Require(CellToOgcNumber(*cell) == number);
      CheckCell(*cell);
    }
    const auto order = static_cast<int64_t>(number % 34) - 2;
    if (const auto cell = CellFromRing(order, number / 34)) CheckCell(*cell);
  }
  // The batches say what the single forms do, for any words.
  std::vector<uint64_t> out(8 * numbers.size()), one(numbers.size());
  std::vector<uint8_t> orders(numbers.size());
  const size_t bad = FirstInvalid(numbers, 1);
  Require(Neighbors(numbers, out, 1) == bad && OrdersOf(numbers, orders, 1) == bad);
  Require(ZuniqOf(numbers, one, 1) == bad && RingOf(numbers, orders, one, 1) == bad);
  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto cell = Cell::FromWord(numbers[i]);
    Require(one[i] == (cell ? RingIndex(*cell) : 0));
    for (size_t d = 0; d < 8; ++d) {
      Require(out[8 * i + d] == (cell ? Neighbors(*cell)[d].word() : 0));
    }
  }
  return 0;
}
