// Arrays of cells in other numberings and as text.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "coincide/capi/cells.h"
#include "coincide/cell/cell_id_batch.h"
#include "coincide/cell/cell_ogc.h"
#include "coincide/cell/cell_text.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

using Words = std::span<const uint64_t>;

// Words to numbers with their orders.
int32_t ToOrdered(const uint64_t* words, size_t n, uint8_t* orders, uint64_t* numbers,
                  const char* name, size_t* first_bad, int32_t threads,
                  size_t (*batch)(Words, std::span<uint8_t>, std::span<uint64_t>, int)) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto out_orders = args.Array(orders, n, "orders");
    const auto out = args.Array(numbers, n, name);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = batch(in, out_orders, out, threads);
    return Answer(at, n, first_bad, [&](size_t i) { return BadWord(in, i); });
  });
}

// Numbers to numbers of the same kind.
template <typename Describe>
int32_t MapNumbers(const uint64_t* in, const char* in_name, uint64_t* out, const char* out_name,
                   size_t n, size_t* first_bad, int32_t threads,
                   size_t (*batch)(Words, std::span<uint64_t>, int), const Describe& describe) {
  return Call([&] {
    Arguments args;
    const auto from = args.Array(in, n, in_name);
    const auto to = args.Array(out, n, out_name);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = batch(from, to, threads);
    return Answer(at, n, first_bad, [&](size_t i) { return describe(from, i); });
  });
}

std::string NoCell(const char* name, size_t i, uint64_t number) {
  return std::string(name) + "[" + std::to_string(i) + "] is " + std::to_string(number) +
         ": there is no such cell";
}

// One order for all or one each.
int32_t FromOrdered(const uint8_t* orders, size_t n_orders, const uint64_t* numbers,
                    const char* name, size_t n, uint64_t* words, size_t* first_bad, int32_t threads,
                    size_t (*batch)(std::span<const uint8_t>, Words, std::span<uint64_t>, int),
                    size_t (*one_order)(int, Words, std::span<uint64_t>, int)) {
  return Call([&] {
    Arguments args;
    const auto in_orders = args.Array(orders, n_orders, "orders");
    const auto in = args.Array(numbers, n, name);
    const auto out = args.Array(words, n, "words");
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (n_orders != n && n_orders != 1) {
      args.Fault("n_orders is " + std::to_string(n_orders) + ": 1 or n, " + std::to_string(n) +
                 ", are allowed");
    }
    if (!args.ok()) return args.status();
    const size_t at = n_orders == n ? batch(in_orders, in, out, threads)
                                    : one_order(in_orders[0], in, out, threads);
    return Answer(at, n, first_bad, [&](size_t i) {
      return NoCell(name, i, in[i]) + " of order " +
             std::to_string(in_orders[n_orders == 1 ? 0 : i]);
    });
  });
}

}  // namespace

int32_t coincide_cells_to_nested(const uint64_t* words, size_t n, int32_t threads, uint8_t* orders,
                                 uint64_t* nested, size_t* first_bad) {
  return ToOrdered(words, n, orders, nested, "nested", first_bad, threads, NestedOf);
}

int32_t coincide_cells_from_nested(const uint8_t* orders, size_t n_orders, const uint64_t* nested,
                                   size_t n, int32_t threads, uint64_t* words, size_t* first_bad) {
  return FromOrdered(orders, n_orders, nested, "nested", n, words, first_bad, threads,
                     CellsFromNested, CellsFromNested);
}

int32_t coincide_cells_to_ring(const uint64_t* words, size_t n, int32_t threads, uint8_t* orders,
                               uint64_t* ring, size_t* first_bad) {
  return ToOrdered(words, n, orders, ring, "ring", first_bad, threads, RingOf);
}

int32_t coincide_cells_from_ring(const uint8_t* orders, size_t n_orders, const uint64_t* ring,
                                 size_t n, int32_t threads, uint64_t* words, size_t* first_bad) {
  return FromOrdered(orders, n_orders, ring, "ring", n, words, first_bad, threads, CellsFromRing,
                     CellsFromRing);
}

int32_t coincide_cells_to_nuniq(const uint64_t* words, size_t n, int32_t threads, uint64_t* nuniq,
                                size_t* first_bad) {
  return MapNumbers(words, "words", nuniq, "nuniq", n, first_bad, threads, NuniqOf,
                    [](Words in, size_t i) { return BadWord(in, i); });
}

int32_t coincide_cells_from_nuniq(const uint64_t* nuniq, size_t n, int32_t threads, uint64_t* words,
                                  size_t* first_bad) {
  return MapNumbers(nuniq, "nuniq", words, "words", n, first_bad, threads, CellsFromNuniq,
                    [](Words in, size_t i) { return NoCell("nuniq", i, in[i]); });
}

int32_t coincide_cells_to_zuniq(const uint64_t* words, size_t n, int32_t threads, uint64_t* zuniq,
                                size_t* first_bad) {
  return MapNumbers(words, "words", zuniq, "zuniq", n, first_bad, threads, ZuniqOf,
                    [](Words in, size_t i) { return BadWord(in, i); });
}

int32_t coincide_cells_from_zuniq(const uint64_t* zuniq, size_t n, int32_t threads, uint64_t* words,
                                  size_t* first_bad) {
  return MapNumbers(zuniq, "zuniq", words, "words", n, first_bad, threads, CellsFromZuniq,
                    [](Words in, size_t i) { return NoCell("zuniq", i, in[i]); });
}

int32_t coincide_cells_to_text(const uint64_t* words, size_t n, int32_t scheme,
                               coincide_handle* offsets, coincide_handle* chars,
                               size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const bool ogc = args.Choice(scheme, 2, "scheme") == COINCIDE_OGC;
    args.Output(offsets, "offsets");
    args.Output(chars, "chars");
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    std::vector<int64_t> ends;
    std::string text;
    const size_t at = ogc ? CellsToOgc(in, &ends, &text) : CellsToTexts(in, &ends, &text);
    absl::Status status = Answer(at, n, first_bad, [&](size_t i) {
      return BadWord(in, i, "words", "orders above 25 have no zone id");
    });
    if (status.ok()) GiveBoth(std::move(ends), offsets, std::move(text), chars);
    return status;
  });
}

int32_t coincide_cells_from_text(const int64_t* offsets, size_t n, const char* chars, size_t length,
                                 int32_t scheme, uint64_t* words, size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const bool ogc = args.Choice(scheme, 2, "scheme") == COINCIDE_OGC;
    const auto text = args.Text(chars, length, "chars");
    const auto ends = args.Offsets(offsets, n, length, "offsets");
    const auto out = args.Array(words, n, "words");
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = ogc ? CellsFromOgc(ends, text, out) : CellsFromTexts(ends, text, out);
    return Answer(at, n, first_bad, [&](size_t i) {
      const auto begin = static_cast<size_t>(ends[i]);
      const size_t size = static_cast<size_t>(ends[i + 1]) - begin;
      return "text " + std::to_string(i) + " is no cell: \"" +
             std::string(text.substr(begin, std::min<size_t>(size, 40))) + "\"";
    });
  });
}
