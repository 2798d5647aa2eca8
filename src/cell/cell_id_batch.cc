#include "coincide/cell/cell_id_batch.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "coincide/cell/cell.h"
#include "coincide/cell/cell_ids.h"
#include "coincide/cell/interleave.h"
#include "src/internal/first_bad.h"
#include "src/internal/word_fields.h"

namespace coincide {
namespace {

using internal::ReadWord;
using internal::WordFields;

constexpr size_t kGrain = 65536;

// One number a word.
template <typename Number>
size_t ToNumbers(std::span<const uint64_t> words, std::span<uint64_t> out, int threads,
                 const Number& number) {
  assert(words.size() == out.size());
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    out[i] = fields.valid ? number(fields) : 0;
    return fields.valid;
  });
}

// An order and a number a word.
template <typename Number>
size_t ToOrderAndNumber(std::span<const uint64_t> words, std::span<uint8_t> orders,
                        std::span<uint64_t> out, int threads, const Number& number) {
  assert(words.size() == orders.size() && words.size() == out.size());
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    orders[i] = fields.valid ? static_cast<uint8_t>(fields.order) : uint8_t{0};
    out[i] = fields.valid ? number(fields) : 0;
    return fields.valid;
  });
}

// cell(i) is std::optional<Cell>.
template <typename MakeCell>
size_t ToWords(std::span<uint64_t> words, int threads, const MakeCell& cell) {
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    const std::optional<Cell> made = cell(i);
    words[i] = made ? made->word() : 0;
    return made.has_value();
  });
}

}  // namespace

size_t NestedOf(std::span<const uint64_t> words, std::span<uint8_t> orders,
                std::span<uint64_t> nested, int threads) {
  return ToOrderAndNumber(words, orders, nested, threads,
                          [](const WordFields& fields) { return fields.nested(); });
}

size_t RingOf(std::span<const uint64_t> words, std::span<uint8_t> orders, std::span<uint64_t> ring,
              int threads) {
  return ToOrderAndNumber(words, orders, ring, threads, [](const WordFields& fields) {
    return RingFromNested(fields.order, fields.nested());
  });
}

size_t NuniqOf(std::span<const uint64_t> words, std::span<uint64_t> nuniq, int threads) {
  return ToNumbers(words, nuniq, threads, [](const WordFields& fields) {
    return (uint64_t{4} << (2 * fields.order)) + fields.nested();
  });
}

size_t ZuniqOf(std::span<const uint64_t> words, std::span<uint64_t> zuniq, int threads) {
  return ToNumbers(words, zuniq, threads, [](const WordFields& fields) {
    return 2 * fields.first + (uint64_t{1} << fields.shift);
  });
}

size_t XyOf(std::span<const uint64_t> words, std::span<uint8_t> orders,
            std::span<uint8_t> base_cells, std::span<uint32_t> x, std::span<uint32_t> y,
            int threads) {
  assert(words.size() == orders.size() && words.size() == base_cells.size());
  assert(words.size() == x.size() && words.size() == y.size());
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    const uint64_t place =
        fields.valid ? fields.nested() & ((uint64_t{1} << (2 * fields.order)) - 1) : 0;
    orders[i] = fields.valid ? static_cast<uint8_t>(fields.order) : uint8_t{0};
    base_cells[i] = fields.valid ? static_cast<uint8_t>(fields.first >> 58) : uint8_t{0};
    x[i] = CompressBits(place);
    y[i] = CompressBits(place >> 1);
    return fields.valid;
  });
}

size_t CellsFromNested(std::span<const uint8_t> orders, std::span<const uint64_t> nested,
                       std::span<uint64_t> words, int threads) {
  assert(words.size() == orders.size() && words.size() == nested.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromNested(orders[i], nested[i]); });
}

size_t CellsFromNested(int order, std::span<const uint64_t> nested, std::span<uint64_t> words,
                       int threads) {
  assert(words.size() == nested.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromNested(order, nested[i]); });
}

size_t CellsFromRing(std::span<const uint8_t> orders, std::span<const uint64_t> ring,
                     std::span<uint64_t> words, int threads) {
  assert(words.size() == orders.size() && words.size() == ring.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromRing(orders[i], ring[i]); });
}

size_t CellsFromRing(int order, std::span<const uint64_t> ring, std::span<uint64_t> words,
                     int threads) {
  assert(words.size() == ring.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromRing(order, ring[i]); });
}

size_t PointsFromLeaves(std::span<const uint64_t> leaves, std::span<uint64_t> words, int threads) {
  assert(words.size() == leaves.size());
  return ToWords(words, threads, [&](size_t i) -> std::optional<Cell> {
    if (leaves[i] >= kLeafCount) return std::nullopt;
    return Cell::FromPoint(leaves[i]);
  });
}

size_t CellsFromNuniq(std::span<const uint64_t> nuniq, std::span<uint64_t> words, int threads) {
  assert(words.size() == nuniq.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromNuniq(nuniq[i]); });
}

size_t CellsFromZuniq(std::span<const uint64_t> zuniq, std::span<uint64_t> words, int threads) {
  assert(words.size() == zuniq.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromZuniq(zuniq[i]); });
}

size_t CellsFromLeaves(std::span<const LeafRange> leaves, std::span<uint64_t> words, int threads) {
  assert(words.size() == leaves.size());
  return ToWords(words, threads, [&](size_t i) { return CellFromLeaves(leaves[i]); });
}

size_t CellsFromXy(std::span<const uint8_t> orders, std::span<const uint8_t> base_cells,
                   std::span<const uint32_t> x, std::span<const uint32_t> y,
                   std::span<uint64_t> words, int threads) {
  assert(words.size() == orders.size() && words.size() == base_cells.size());
  assert(words.size() == x.size() && words.size() == y.size());
  return ToWords(words, threads,
                 [&](size_t i) { return CellFromXy(orders[i], base_cells[i], x[i], y[i]); });
}

}  // namespace coincide
