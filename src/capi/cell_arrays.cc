// Arrays of positions and of cells: encoding, hierarchy, neighbourhood.

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "coincide/capi/cells.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/cell_batch.h"
#include "coincide/healpix/disk.h"
#include "coincide/healpix/encode.h"
#include "coincide/healpix/neighbors.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// A function of words that says the lowest index without an answer, through Call.
template <typename Out, typename Batch>
int32_t MapWords(const uint64_t* words, size_t n, Out* out, size_t times, size_t* first_bad,
                 const std::string& otherwise, const Batch& batch) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto answers = args.Array(out, n, "out", times);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t at = batch(in, answers);
    return Answer(at, n, first_bad, [&](size_t i) { return BadWord(in, i, "words", otherwise); });
  });
}

// The same of two sides of n words, or of one that meets all of the other.
template <typename Batch>
int32_t MapPairs(const uint64_t* a, size_t n_a, const uint64_t* b, size_t n_b, uint8_t* out,
                 size_t* first_bad, const Batch& batch) {
  return Call([&] {
    Arguments args;
    // None on one side is none at all, whatever the other has.
    const size_t n = n_a == 0 || n_b == 0 ? 0 : std::max(n_a, n_b);
    const auto in_a = args.Array(a, n_a, "a");
    const auto in_b = args.Array(b, n_b, "b");
    const auto answers = args.Array(out, n, "out");
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if ((n_a != n && n_a != 1) || (n_b != n && n_b != 1)) {
      args.Fault("a has " + std::to_string(n_a) + " words and b " + std::to_string(n_b) +
                 ": equal numbers, or one of them 1, are allowed");
    }
    if (!args.ok()) return args.status();
    const size_t at = n == 0 ? 0 : batch(in_a, in_b, answers);
    return Answer(at, n, first_bad, [&](size_t i) {
      const size_t i_a = n_a == 1 ? 0 : i, i_b = n_b == 1 ? 0 : i;
      return Cell::IsValidWord(in_a[i_a]) ? BadWord(in_b, i_b, "b") : BadWord(in_a, i_a, "a");
    });
  });
}

int32_t Disk(const uint64_t* words, size_t n, uint64_t steps, uint64_t budget,
             coincide_handle* offsets, coincide_handle* out,
             size_t (*disks)(std::span<const uint64_t>, uint64_t, std::vector<int64_t>*,
                             std::vector<uint64_t>*, int),
             int32_t threads) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    args.Output(offsets, "offsets");
    args.Output(out, "out");
    if (!args.ok()) return args.status();
    uint64_t limit = 0;
    for (size_t i = 0; i < n; ++i) {
      const auto cell = Cell::FromWord(in[i]);
      if (!cell) return internal::InvalidArgument(BadWord(in, i));
      limit += DiskSizeLimit(cell->order(), steps);
      if (limit > BudgetOr(budget)) {
        const std::string message = "the disks of words[0] to words[" + std::to_string(i) +
                                    "] may have " + std::to_string(limit) +
                                    " cells: the budget is " + std::to_string(BudgetOr(budget));
        return absl::ResourceExhaustedError(internal::ToAbsl(message));
      }
    }
    std::vector<int64_t> list_offsets;
    std::vector<uint64_t> cells;
    disks(in, steps, &list_offsets, &cells, threads);
    GiveBoth(std::move(list_offsets), offsets, std::move(cells), out);
    return absl::OkStatus();
  });
}

}  // namespace

int32_t coincide_encode(const double* lon, const double* lat, size_t n, int32_t order,
                        const coincide_ellipsoid* ellipsoid, int32_t threads, uint64_t* words,
                        size_t* n_invalid) {
  return Call([&] {
    Arguments args;
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const auto out = args.Array(words, n, "words");
    const auto cell_order = args.OptionalOrder(order);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (n_invalid != nullptr) args.Pointer(n_invalid, "n_invalid");
    if (!args.ok()) return args.status();
    const size_t invalid = cell_order ? EncodeCells(lons, lats, *cell_order, earth, out, threads)
                                      : EncodePoints(lons, lats, earth, out, threads);
    if (n_invalid != nullptr) {
      *n_invalid = invalid;
    } else if (invalid > 0) {
      const auto at = static_cast<size_t>(std::find(out.begin(), out.end(), 0u) - out.begin());
      return internal::InvalidArgument(BadPosition(lons, lats, at));
    }
    return absl::OkStatus();
  });
}

int32_t coincide_decode(const uint64_t* words, size_t n, const coincide_ellipsoid* ellipsoid,
                        int32_t threads, double* lon, double* lat, size_t* first_bad) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    const auto lons = args.Array(lon, n, "lon");
    const auto lats = args.Array(lat, n, "lat");
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (first_bad != nullptr) args.Pointer(first_bad, "first_bad");
    if (!args.ok()) return args.status();
    const size_t invalid = DecodeCentres(in, earth, lons, lats, threads);
    const size_t at = invalid == 0 ? n : FirstInvalid(in, threads);
    return Answer(at, n, first_bad, [&](size_t i) { return BadWord(in, i); });
  });
}

int32_t coincide_cells_are_valid(const uint64_t* words, size_t n, int32_t threads, uint8_t* out) {
  size_t none = 0;
  return MapWords(words, n, out, 1, &none, "", [&](auto in, auto answers) {
    AreValid(in, answers, threads);
    return n;
  });
}

int32_t coincide_cells_orders(const uint64_t* words, size_t n, int32_t threads, uint8_t* out,
                              size_t* first_bad) {
  return MapWords(words, n, out, 1, first_bad, "",
                  [&](auto in, auto answers) { return OrdersOf(in, answers, threads); });
}

int32_t coincide_cells_are_points(const uint64_t* words, size_t n, int32_t threads, uint8_t* out,
                                  size_t* first_bad) {
  return MapWords(words, n, out, 1, first_bad, "",
                  [&](auto in, auto answers) { return ArePoints(in, answers, threads); });
}

int32_t coincide_cells_leaves(const uint64_t* words, size_t n, int32_t threads, coincide_range* out,
                              size_t* first_bad) {
  static_assert(sizeof(LeafRange) == sizeof(coincide_range));
  return MapWords(words, n, reinterpret_cast<LeafRange*>(out), 1, first_bad, "",
                  [&](auto in, auto answers) { return LeavesOf(in, answers, threads); });
}

int32_t coincide_cells_parents(const uint64_t* words, size_t n, int32_t order, int32_t threads,
                               uint64_t* out, size_t* first_bad) {
  return MapWords(words, n, out, 1, first_bad, "has no ancestor of order " + std::to_string(order),
                  [&](auto in, auto answers) { return ParentsOf(in, order, answers, threads); });
}

int32_t coincide_cells_children(const uint64_t* words, size_t n, int32_t levels, int32_t threads,
                                uint64_t* out, size_t* first_bad) {
  if (levels < 0 || levels > Cell::kMaxOrder) {
    return Fail(
        internal::InvalidArgument("levels is " + std::to_string(levels) + ": 0 to 29 are allowed"));
  }
  return MapWords(words, n, out, size_t{1} << (2 * levels), first_bad,
                  "has no cells " + std::to_string(levels) + " orders below",
                  [&](auto in, auto answers) { return ChildrenOf(in, levels, answers, threads); });
}

int32_t coincide_cells_contain(const uint64_t* a, size_t n_a, const uint64_t* b, size_t n_b,
                               int32_t threads, uint8_t* out, size_t* first_bad) {
  return MapPairs(a, n_a, b, n_b, out, first_bad, [&](auto in_a, auto in_b, auto answers) {
    return AreContained(in_a, in_b, answers, threads);
  });
}

int32_t coincide_cells_intersect(const uint64_t* a, size_t n_a, const uint64_t* b, size_t n_b,
                                 int32_t threads, uint8_t* out, size_t* first_bad) {
  return MapPairs(a, n_a, b, n_b, out, first_bad, [&](auto in_a, auto in_b, auto answers) {
    return AreIntersecting(in_a, in_b, answers, threads);
  });
}

int32_t coincide_cells_common_ancestor(const uint64_t* words, size_t n, uint64_t* ancestor) {
  return Call([&] {
    Arguments args;
    const auto in = args.Array(words, n, "words");
    args.Pointer(ancestor, "ancestor");
    if (!args.ok()) return args.status();
    Cell cell;
    const size_t at = CommonAncestorOf(in, &cell);
    *ancestor = at < n ? 0 : cell.word();
    return Answer(at, n, nullptr, [&](size_t i) { return BadWord(in, i); });
  });
}

int32_t coincide_cells_neighbors(const uint64_t* words, size_t n, int32_t threads, uint64_t* out,
                                 size_t* first_bad) {
  return MapWords(words, n, out, kDirections, first_bad, "",
                  [&](auto in, auto answers) { return Neighbors(in, answers, threads); });
}

int32_t coincide_cells_disk(const uint64_t* words, size_t n, uint64_t steps, uint64_t budget,
                            int32_t threads, coincide_handle* offsets, coincide_handle* out) {
  return Disk(words, n, steps, budget, offsets, out, Disks, threads);
}

int32_t coincide_cells_ring(const uint64_t* words, size_t n, uint64_t steps, uint64_t budget,
                            int32_t threads, coincide_handle* offsets, coincide_handle* out) {
  return Disk(words, n, steps, budget, offsets, out, Rings, threads);
}
