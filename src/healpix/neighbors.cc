#include "coincide/healpix/neighbors.h"

#include <cassert>

#include "coincide/cell/interleave.h"
#include "src/healpix/base_cell_sides.h"
#include "src/internal/first_bad.h"
#include "src/internal/word_fields.h"

namespace coincide {
namespace {

constexpr size_t kGrain = 8192;

// Step in x and y of each Direction.
constexpr int kStepX[kDirections] = {-1, -1, 0, 1, 1, 1, 0, -1};
constexpr int kStepY[kDirections] = {0, 1, 1, 1, 0, -1, -1, -1};

// How to step on a number that holds the bits of x and y in turns, x first.
// Adding 1 to x alone is adding its lowest bit with all bits that are not x's set,
// so that carries run over them (Schrack 1992, CVGIP 55, 221).
struct Turns {
  uint64_t x_mask, y_mask;
  uint64_t x_unit;  // lowest bit of x; that of y is the next one
};

// The path bits [low, high), high even.
constexpr Turns MakeTurns(int low, int high) {
  const uint64_t path = (uint64_t{1} << high) - (uint64_t{1} << low);
  return {path & kEvenBits, path & (kEvenBits << 1), uint64_t{1} << low};
}

// By suffix: on the word itself up to order 27, whose digits are bits 59 .. 6; on
// the first leaf above, since there the suffix holds the last digits in a form of
// its own.
constexpr auto kTurns = [] {
  std::array<Turns, internal::kSuffixes> table{};
  for (int suffix = 0; suffix < internal::kSuffixes; ++suffix) {
    table[static_cast<size_t>(suffix)] =
        suffix <= Cell::kPathDigits
            ? MakeTurns(60 - 2 * suffix, 60)
            : MakeTurns(2 * (Cell::kMaxOrder - internal::kSuffixOrder[static_cast<size_t>(suffix)]),
                        58);
  }
  return table;
}();

// Stores the 8 neighbours of v inside its base cell, each through `finish`. False
// if v is at a side of its base cell, where some of them are wrong.
template <typename Finish>
inline bool StepAll(uint64_t v, const Turns& turns, uint64_t* out, const Finish& finish) {
  const auto [x_mask, y_mask, x_unit] = turns;
  const uint64_t x = v & x_mask, y = v & y_mask, rest = v ^ x ^ y;
  const uint64_t x_more = ((v | ~x_mask) + x_unit) & x_mask, x_less = (x - x_unit) & x_mask;
  const uint64_t y_more = ((v | ~y_mask) + 2 * x_unit) & y_mask;
  const uint64_t y_less = (y - 2 * x_unit) & y_mask;
  const uint64_t less = rest | x_less, same = rest | x, more = rest | x_more;
  out[0] = finish(less | y);
  out[1] = finish(less | y_more);
  out[2] = finish(same | y_more);
  out[3] = finish(more | y_more);
  out[4] = finish(more | y);
  out[5] = finish(more | y_less);
  out[6] = finish(same | y_less);
  out[7] = finish(less | y_less);
  return x != 0 && y != 0 && x_more != 0 && y_more != 0;
}

// Replaces the neighbours that lie in another base cell.
[[gnu::noinline]] void CorrectSides(uint64_t word, uint64_t* out) {
  const Cell cell = Cell::FromWordUnchecked(word);
  const int order = cell.order();
  const int64_t n = int64_t{1} << order;
  const uint64_t index = cell.nested() & ((uint64_t{1} << (2 * order)) - 1);
  const int64_t x = CompressBits(index), y = CompressBits(index >> 1);
  for (int d = 0; d < kDirections; ++d) {
    internal::Place place{cell.base_cell(), x + kStepX[d], y + kStepY[d]};
    if (internal::Beyond(place.x, n) == 1 && internal::Beyond(place.y, n) == 1) continue;
    if (!internal::EnterBaseCell(&place, n)) {
      out[d] = 0;
      continue;
    }
    const uint64_t nested =
        static_cast<uint64_t>(place.base_cell) << (2 * order) |
        Interleave(static_cast<uint32_t>(place.x), static_cast<uint32_t>(place.y));
    out[d] = (cell.is_point() ? Cell::FromPoint(nested) : Cell::FromNested(order, nested)).word();
  }
}

// By kind of suffix (order 28, order 29, point) and last four bits of a leaf.
constexpr auto kLastSuffix = [] {
  std::array<std::array<uint8_t, 16>, 3> table{};
  for (uint64_t tail = 0; tail < 16; ++tail) {
    table[0][tail] = Cell::FromNested(28, tail >> 2).word() & 63;
    table[1][tail] = Cell::FromNested(29, tail).word() & 63;
    table[2][tail] = Cell::FromPoint(tail).word() & 63;
  }
  return table;
}();

// Orders 28 and 29, and words that are none.
[[gnu::noinline]] bool NeighborsOfDeep(uint64_t word, uint64_t* out) {
  const internal::WordFields fields = internal::ReadWord(word);
  if (!fields.valid) {
    for (int d = 0; d < kDirections; ++d) out[d] = 0;
    return false;
  }
  const uint64_t suffix = word & 63;
  const auto& last = kLastSuffix[suffix >= 48 ? 2 : fields.order == 29 ? 1 : 0];
  // The first leaf with base cell + 1 in front.
  const uint64_t leaf = fields.first + (uint64_t{1} << 58);
  if (!StepAll(leaf, kTurns[suffix], out,
               [&](uint64_t v) { return (v & ~uint64_t{15}) << 2 | last[v & 15]; })) {
    CorrectSides(word, out);
  }
  return true;
}

inline bool NeighborsOf(uint64_t word, uint64_t* out) {
  const uint64_t suffix = word & 63;
  const Turns& turns = kTurns[suffix];
  // A valid word: base cell + 1 is 1 .. 12, no digit is set below the order.
  const uint64_t stray = word & ~(turns.x_mask | turns.y_mask) & (((uint64_t{1} << 54) - 1) << 6);
  const bool front = (word >> 60) - 1 < 12;
  if (suffix > Cell::kPathDigits || !front || stray != 0) [[unlikely]] {
    return NeighborsOfDeep(word, out);
  }
  if (!StepAll(word, turns, out, [](uint64_t v) { return v; })) [[unlikely]] {
    CorrectSides(word, out);
  }
  return true;
}

}  // namespace

std::array<Cell, kDirections> Neighbors(Cell cell) {
  assert(!cell.is_null());
  uint64_t words[kDirections];
  NeighborsOf(cell.word(), words);
  std::array<Cell, kDirections> cells;
  for (int d = 0; d < kDirections; ++d) cells[d] = Cell::FromWordUnchecked(words[d]);
  return cells;
}

size_t Neighbors(std::span<const uint64_t> words, std::span<uint64_t> out, int threads) {
  assert(out.size() == kDirections * words.size());
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    return NeighborsOf(words[i], out.data() + kDirections * i);
  });
}

}  // namespace coincide
