// What calls cost in C++: the twins, by name, of bindings/rust/bench/benches/calls.rs and of
// the Python calls of bench/compare/calls.py, which tells what a binding adds.
//
// "one": a single value, in nanoseconds. "million": 1,000,000 values into memory that is
// there already, on one thread.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/cell_ids.h"
#include "coincide/cell/cell_text.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/healpix/cell_geometry.h"
#include "coincide/healpix/encode.h"
#include "coincide/healpix/neighbors.h"
#include "coincide/healpix/projection.h"

using namespace coincide;

namespace {

constexpr size_t kFew = 1024, kMany = 1'000'000;

// Longitudes and latitudes all over the Earth, no two neighbours near each other.
struct Places {
  explicit Places(size_t n) : lon(n), lat(n), words(n) {
    for (size_t i = 0; i < n; ++i) {
      const double turns = static_cast<double>(i) * 0.618'033'988'749'894'9;
      const double z = static_cast<double>(2 * i + 1) / static_cast<double>(n) - 1;
      lon[i] = (turns - std::floor(turns)) * 360 - 180;
      lat[i] = std::asin(z) * 180 / std::numbers::pi;
    }
    EncodeCells(lon, lat, 20, Ellipsoid(), words);
  }
  Cell cell(size_t i) const { return Cell::FromWordUnchecked(words[i]); }

  std::vector<double> lon, lat;
  std::vector<uint64_t> words;
};

// The cells i of order 6 with i % 5 < 2: about 10,000 ranges.
Coverage Striped() {
  std::vector<uint64_t> words;
  for (uint64_t i = 0; i < 12 * 4096; ++i) {
    if (i % 5 < 2) words.push_back(Cell::FromNested(6, i).word());
  }
  return *Coverage::FromCells(words, 6);
}
Coverage Few(uint64_t first) {
  const uint64_t words[] = {Cell::FromNested(3, first).word(),
                            Cell::FromNested(3, first + 2).word(),
                            Cell::FromNested(3, first + 3).word()};
  return *Coverage::FromCells(words, 10);
}

// ask(places, i) -> the answer for place i.
template <typename Ask>
void One(const std::string& name, const Ask& ask) {
  benchmark::RegisterBenchmark(("one/" + name).c_str(), [ask](benchmark::State& state) {
    const Places places(kFew);
    size_t next = 0;
    for (auto _ : state) {
      next = (next + 1) % kFew;
      benchmark::DoNotOptimize(next);
      auto answer = ask(places, next);
      benchmark::DoNotOptimize(answer);
    }
  });
}

template <typename Run>
void Million(const std::string& name, const Run& run) {
  benchmark::RegisterBenchmark(("million/" + name).c_str(), [run](benchmark::State& state) {
    static const Places& places = *new Places(kMany);
    run(places);  // Memory is there from here on.
    for (auto _ : state) run(places);
  })->Unit(benchmark::kMicrosecond);
}

void RegisterCells() {
  One("Cell::at", [](const Places& p, size_t i) {
    return Cell::FromPoint(Projection::Of(Ellipsoid()).LeafOf(p.lon[i], p.lat[i])).Parent(20);
  });
  One("Cell::from_word", [](const Places& p, size_t i) { return Cell::FromWord(p.words[i]); });
  One("Cell::order", [](const Places& p, size_t i) { return p.cell(i).order(); });
  One("Cell::nested", [](const Places& p, size_t i) { return p.cell(i).nested(); });
  One("Cell::ring", [](const Places& p, size_t i) { return RingIndex(p.cell(i)); });
  One("Cell::nuniq", [](const Places& p, size_t i) { return Nuniq(p.cell(i)); });
  One("Cell::leaves", [](const Places& p, size_t i) { return p.cell(i).leaves(); });
  One("Cell::parent", [](const Places& p, size_t i) { return p.cell(i).Parent(5); });
  One("Cell::next", [](const Places& p, size_t i) { return p.cell(i).Next(); });
  One("Cell::contains",
      [](const Places& p, size_t i) { return p.cell(i).Contains(p.cell((i + 1) % kFew)); });
  One("Cell::neighbors", [](const Places& p, size_t i) { return Neighbors(p.cell(i)); });
  One("Cell::centre",
      [](const Places& p, size_t i) { return Projection::Of(Ellipsoid()).Centre(p.cell(i)); });
  One("Cell::area_m2",
      [](const Places&, size_t i) { return CellArea(static_cast<int>(i % 30), Ellipsoid()); });
  One("Cell::to_string", [](const Places& p, size_t i) { return CellToText(p.cell(i)); });
  One("Cell::from_str", [](const Places& p, size_t i) {
    static const std::vector<std::string>& texts = *[&p] {
      auto* made = new std::vector<std::string>;
      for (size_t k = 0; k < kFew; ++k) made->push_back(CellToText(p.cell(k)));
      return made;
    }();
    return CellFromText(texts[i]);
  });
}

void RegisterCoverages() {
  static const Coverage& some = *new Coverage(Few(1));
  static const Coverage& other = *new Coverage(Few(2));
  static const Coverage& striped = *new Coverage(Striped());
  One("Coverage::contains_cell",
      [](const Places& p, size_t i) { return some.Contains(p.cell(i)); });
  One("Coverage::contains_cell of 10,000 ranges",
      [](const Places& p, size_t i) { return striped.Contains(p.cell(i)); });
  One("Coverage::order", [](const Places&, size_t) { return some.order(); });
  One("Coverage::is_empty", [](const Places&, size_t) { return some.ranges().empty(); });
  One("Coverage::leaf_count", [](const Places&, size_t) { return some.leaf_count(); });
  One("Coverage::area_m2", [](const Places&, size_t) { return some.area_m2(); });
  One("Coverage::contains", [](const Places&, size_t) { return some.Contains(other); });
  One("Coverage::intersects", [](const Places&, size_t) { return some.Intersects(other); });
  One("Coverage::overlap_m2", [](const Places&, size_t) { return some.OverlapM2(other); });
  One("Coverage::jaccard", [](const Places&, size_t) { return some.Jaccard(other); });
  One("Coverage::eq", [](const Places&, size_t) { return some == other; });
  One("Coverage::cmp", [](const Places&, size_t) { return some.CompareForSorting(other); });
  One("Coverage::clone", [](const Places&, size_t) { return Coverage(some); });
  One("Coverage::union", [](const Places&, size_t) { return some | other; });
  static const CoverageIndex& index =
      *new CoverageIndex(*CoverageIndex::Build(*ColumnOf(std::vector{some, other})));
  One("CoverageIndex::query_cell",
      [](const Places& p, size_t i) { return *index.QueryCell(p.cell(i)); });
}

void RegisterBatches() {
  static std::vector<uint64_t>& words = *new std::vector<uint64_t>(8 * kMany);
  static std::vector<double>& lon = *new std::vector<double>(kMany);
  static std::vector<double>& lat = *new std::vector<double>(kMany);
  static std::vector<uint8_t>& inside = *new std::vector<uint8_t>(kMany);
  static const Coverage& striped = *new Coverage(Striped());
  Million("encode", [](const Places& p) {
    EncodeCells(p.lon, p.lat, 20, Ellipsoid(), {words.data(), kMany}, 1);
  });
  Million("decode", [](const Places& p) { DecodeCentres(p.words, Ellipsoid(), lon, lat, 1); });
  Million("neighbors", [](const Places& p) { Neighbors(p.words, words, 1); });
  Million("contains_cells", [](const Places& p) { striped.ContainsCells(p.words, inside); });
}

}  // namespace

int main(int argc, char** argv) {
  RegisterCells();
  RegisterCoverages();
  RegisterBatches();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
