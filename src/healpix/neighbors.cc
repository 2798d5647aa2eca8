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

// Below: a number with the bits of x and y in turns from bit `low` up, x first.
// Adding 1 to x alone is adding the lowest bit with all bits that are not x's set,
// so that carries run over them (Morton 1966; Schrack 1992, CVGIP 55, 221).
struct Turns {
  uint64_t x_mask, y_mask, unit;

  static Turns Of(int low, uint64_t path_mask) {
    const uint64_t unit = uint64_t{1} << low;
    const uint64_t path = path_mask & (0 - unit);
    return {path & kEvenBits, path & (kEvenBits << 1), unit};
  }
  bool OnSide(uint64_t v) const {
    const uint64_t x = v & x_mask, y = v & y_mask;
    return x == 0 || y == 0 || x == x_mask || y == y_mask;
  }
  // The 8 neighbours of v inside its base cell; wrong beyond a side.
  template <typename Store>
  void All(uint64_t v, const Store& store) const {
    const uint64_t rest = v & ~(x_mask | y_mask), x = v & x_mask, y = v & y_mask;
    const uint64_t x_more = ((v | ~x_mask) + unit) & x_mask, x_less = (x - unit) & x_mask;
    const uint64_t y_more = ((v | ~y_mask) + 2 * unit) & y_mask;
    const uint64_t y_less = (y - 2 * unit) & y_mask;
    const uint64_t less = rest | x_less, same = rest | x, more = rest | x_more;
    store(0, less | y);
    store(1, less | y_more);
    store(2, same | y_more);
    store(3, more | y_more);
    store(4, more | y);
    store(5, more | y_less);
    store(6, same | y_less);
    store(7, less | y_less);
  }
};

// Replaces the neighbours that lie in another base cell.
void CorrectSides(uint64_t word, uint64_t* out) {
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

bool NeighborsOf(uint64_t word, uint64_t* out) {
  const internal::WordFields fields = internal::ReadWord(word);
  if (!fields.valid) {
    for (int d = 0; d < kDirections; ++d) out[d] = 0;
    return false;
  }
  const auto suffix = static_cast<int>(word & 63);
  bool on_side;
  if (suffix <= Cell::kPathDigits) {
    // On the word itself: its digits are bits 59 .. 6.
    const Turns turns = Turns::Of(60 - 2 * suffix, (uint64_t{1} << 60) - 1);
    turns.All(word, [&](int d, uint64_t v) { out[d] = v; });
    on_side = turns.OnSide(word);
  } else {
    // On leaves, since the suffix holds the last digits in a form of its own.
    const Turns turns = Turns::Of(fields.shift, (uint64_t{1} << 58) - 1);
    const bool point = suffix >= 48;
    turns.All(fields.first, [&](int d, uint64_t v) {
      const uint64_t tail = v & 15;
      const uint64_t last = point                ? 48 + tail
                            : fields.order == 28 ? 28 + 5 * (tail >> 2)
                                                 : 29 + 5 * (tail >> 2) + (tail & 3);
      out[d] = ((v >> 4 << 6) | last) + (uint64_t{1} << 60);
    });
    on_side = turns.OnSide(fields.first);
  }
  if (on_side) [[unlikely]] {
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
