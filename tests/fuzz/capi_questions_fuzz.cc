// Arrays of cells, measures of columns, look-ups in indexes, covers of reach and outlines
// through the C interface, with pointers and lengths of any value: capi_program.h.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "coincide/capi/coincide.h"
#include "tests/fuzz/capi_program.h"

namespace {

using coincide::fuzz::CapiProgram;
using coincide::fuzz::Require;

class Program final : public CapiProgram {
 public:
  using CapiProgram::CapiProgram;

 private:
  void Step(uint8_t op) override {
    switch (op % 8) {
      case 0:
        return Numbers();
      case 1:
        return Geometry();
      case 2:
        return Make();
      case 3:
        return Columns();
      case 4:
        return Indexes();
      case 5:
        return Reach();
      case 6:
        return Coverages();
      default:
        return ReleaseAny();
    }
  }

  double Metres() {
    const uint8_t which = Byte();
    if (which % 16 == 1) return std::numeric_limits<double>::quiet_NaN();
    if (which % 16 == 2) return Value<double>();
    return (which - 16) * 1000.0;
  }

  // Two words of any kind through the functions of one cell.
  void OneCell(uint64_t a, uint64_t b) {
    int32_t base = 0;
    uint32_t x = 0, y = 0;
    uint64_t near[8];
    const int32_t status = coincide_cell_xy(a, &base, &x, &y);
    Check(status);
    if (status == COINCIDE_OK && coincide_cell_is_point(a) == 0) {
      Require(coincide_cell_from_xy(coincide_cell_order(a), base, x, y) == a);
      Require(coincide_cell_base(a) == base);
    }
    Check(coincide_cell_neighbors(a, Byte() == 1 ? nullptr : near));
    const uint64_t child = coincide_cell_child(a, Small(3));
    Require(child == 0 || coincide_cell_contains(a, child) == 1);
    const uint64_t above = coincide_cell_common_ancestor(a, b);
    Require(above == 0 ||
            (coincide_cell_contains(above, a) == 1 && coincide_cell_contains(above, b) == 1));
    Require(coincide_cell_intersects(a, b) == coincide_cell_intersects(b, a));
    const double area = coincide_cell_area(Small(29), nullptr);
    Require(!(area < 0));
    const auto places = Degrees(2, 91);
    const uint64_t at = coincide_cell_at(places[0], places[1], Small(29), nullptr);
    Require(at == 0 || coincide_cell_is_valid(at) == 1);
    coincide_ellipsoid earth;
    const auto name = Array<char>();
    Check(coincide_ellipsoid_from_name(Pointer(name), Length(name.size()), &earth));
  }

  void Numbers() {
    const auto words = Words();
    const size_t n = words.size();
    std::vector<uint64_t> out(64 * n + 2);
    std::vector<uint8_t> small(n + 1);
    std::vector<coincide_range> leaves(n + 1);
    size_t bad = 0;
    size_t* const where = Byte() % 2 == 0 ? &bad : nullptr;
    for (const uint64_t word : words) {
      if (coincide_cell_is_valid(word) == 0) {
        Require(coincide_cell_order(word) == -1 && coincide_cell_nuniq(word) == UINT64_MAX);
        continue;
      }
      Require(coincide_cell_from_leaves(coincide_cell_leaves(word)) != 0);
      if (coincide_cell_is_point(word) == 1) continue;
      const int32_t order = coincide_cell_order(word);
      Require(coincide_cell_from_nested(order, coincide_cell_nested(word)) == word);
      Require(coincide_cell_from_ring(order, coincide_cell_ring(word)) == word);
      Require(coincide_cell_from_nuniq(coincide_cell_nuniq(word)) == word);
      Require(coincide_cell_from_zuniq(coincide_cell_zuniq(word)) == word);
    }
    OneCell(words.empty() ? 0 : words[0], words.empty() ? 0 : words.back());
    const uint64_t number = Value<uint64_t>();
    for (const uint64_t made :
         {coincide_cell_from_nuniq(number), coincide_cell_from_zuniq(number),
          coincide_cell_from_ring(Small(29), number >> 20), coincide_point_from_leaf(number)}) {
      Require(made == 0 || coincide_cell_is_valid(made) == 1);
    }
    Check(coincide_cells_are_valid(Pointer(words), Length(n), 1, small.data()));
    Check(coincide_cells_are_points(Pointer(words), n, 1, small.data(), where));
    Check(coincide_cells_leaves(Pointer(words), Length(n), 1, leaves.data(), where));
    Check(coincide_cells_parents(Pointer(words), Length(n), Small(29), 1, out.data(), where));
    Check(coincide_cells_children(Pointer(words), n, std::min(Small(3), 3), 1, out.data(), where));
    Check(coincide_cells_contain(words.data(), n, words.data(), n > 0 ? 1 : 0, 1, small.data(),
                                 where));
    Check(coincide_cells_common_ancestor(Pointer(words), Length(n), out.data()));
    Check(coincide_cells_to_nested(Pointer(words), Length(n), 1, small.data(), out.data(), where));
    Check(coincide_cells_from_nested(small.data(), Byte() % 2 == 0 ? n : 1, words.data(), n, 1,
                                     out.data(), where));
    Check(coincide_cells_to_nuniq(Pointer(words), Length(n), 1, out.data(), where));
    Check(coincide_cells_from_nuniq(Pointer(words), Length(n), 1, out.data(), where));
    Check(coincide_cells_to_zuniq(Pointer(words), Length(n), 1, out.data(), where));
    Check(coincide_cells_intersect(words.data(), n > 0 ? 1 : 0, words.data(), n, 1, small.data(),
                                   where));
    Check(coincide_cells_from_zuniq(Pointer(words), Length(n), 1, out.data(), where));
    coincide_handle *const offsets = &handles_[0], *const chars = &handles_[1];
    Release(offsets);
    Release(chars);
    CheckMade(
        coincide_cells_ring(words.data(), n, Byte() % 4, Value<uint16_t>(), 1, offsets, chars),
        offsets, chars);
    Release(offsets);
    Release(chars);
    CheckMade(coincide_cells_to_text(Pointer(words), Length(n), Small(1), offsets, chars, where),
              offsets, chars);
    const auto text = Array<char>();
    const auto cuts = Offsets(text.size());
    Check(coincide_cells_from_text(Pointer(cuts), 2, Pointer(text), text.size(), Small(1),
                                   out.data(), where));
  }

  void Geometry() {
    const auto words = Words();
    const size_t n = words.size();
    const auto lon = Degrees(n, 400), lat = Degrees(n, 91);
    std::vector<double> x(16 * n + 1), y(16 * n + 1), z(16 * n + 1);
    std::vector<uint64_t> cells(4 * n + 1);
    size_t bad = 0;
    size_t* const where = Byte() % 2 == 0 ? &bad : nullptr;
    const coincide_ellipsoid odd = {Value<double>(), Value<double>()};
    const coincide_ellipsoid* const earth = Byte() % 8 == 1 ? &odd : nullptr;
    if (n > 0) Check(coincide_cell_centre(words[0], earth, x.data(), y.data()));
    Check(coincide_encode(Pointer(lon), Pointer(lat), Length(n), Small(29), earth, 1, cells.data(),
                          where));
    Check(coincide_decode(Pointer(words), Length(n), earth, 1, x.data(), y.data(), where));
    Check(coincide_cells_vertices(Pointer(words), n, earth, 1, x.data(), y.data(), where));
    Check(coincide_cells_boundaries(Pointer(words), n, std::min(Small(4), 4), earth, 1, x.data(),
                                    y.data(), where));
    Check(coincide_cells_caps(Pointer(words), n, earth, 1, x.data(), y.data(), z.data(), where));
    Check(coincide_cells_distance_to_points(words.data(), n, lon.data(), lat.data(), n, earth, 1,
                                            x.data(), y.data(), where));
    Check(coincide_cells_distance_to_cells(words.data(), n, words.data(), n > 0 ? 1 : 0, earth, 1,
                                           x.data(), y.data(), where));
    Check(coincide_interpolation(Pointer(lon), Pointer(lat), n, Small(29), earth, 1, cells.data(),
                                 z.data(), where));
  }

  void Make() {
    coincide_handle* const out = Slot();
    switch (Byte() % 4) {
      case 0: {
        const auto words = Words();
        return CheckMade(coincide_coverage_from_cells(Pointer(words), Length(words.size()),
                                                      Small(29), nullptr, out),
                         out);
      }
      case 1: {
        const auto bytes = Array<uint8_t>();
        return CheckMade(coincide_coverage_from_bytes(Pointer(bytes), Length(bytes.size()), out),
                         out);
      }
      case 2:
        return CheckMade(coincide_column_from_coverages(handles_.data(), Byte() % 4, out), out);
      default: {
        std::vector<uint64_t> leaves;
        for (const uint64_t word : Words()) {
          const coincide_range range = coincide_cell_leaves(word);
          leaves.push_back(range.begin);
          leaves.push_back(range.end);
        }
        const auto offsets = Offsets(leaves.size());
        const uint8_t validity = Byte();
        return CheckMade(
            coincide_column_from_buffers(Pointer(offsets), Pointer(leaves), leaves.size(),
                                         &validity, 2, Small(29), nullptr, out),
            out);
      }
    }
  }

  void Columns() {
    const coincide_handle a = Handle(), b = Handle();
    int32_t order = 0;
    coincide_ellipsoid earth;
    Check(coincide_column_order(a, &order));
    Check(coincide_column_ellipsoid(a, &earth));
    coincide_handle* const out = Slot();
    switch (Byte() % 6) {
      case 0:
        return CheckMade(coincide_column_measure(Small(1), a, b, 1, out), out);
      case 1:
        return CheckMade(coincide_column_areas_m2(a, 1, out), out);
      case 2:
        return CheckMade(coincide_column_union(a, 1, out), out);
      case 3:
        return CheckMade(coincide_column_slice(a, Length(Byte() % 4), Length(Byte() % 4), out),
                         out);
      case 4:
        return CheckMade(coincide_coverage_empty(Small(29), nullptr, out), out);
      default:
        return CheckMade(coincide_column_concatenate(handles_.data(), Byte() % 4, out), out);
    }
  }

  void Indexes() {
    const coincide_handle a = Handle(), b = Handle();
    size_t rows = 0;
    Check(coincide_index_size(a, &rows));
    int32_t order = 0;
    coincide_ellipsoid earth;
    Check(coincide_index_order(a, &order));
    Check(coincide_index_ellipsoid(a, &earth));
    Check(coincide_granules_size(b, &rows));
    Check(coincide_index_verify(a, 1));
    coincide_handle *const first = &handles_[2], *const second = &handles_[3];
    Release(first);
    Release(second);
    switch (Byte() % 6) {
      case 0:
        return CheckMade(coincide_index_build(a, 1, first), first);
      case 1:
        return CheckMade(coincide_index_query_cell(a, Value<uint64_t>(), first), first);
      case 2:
        return CheckMade(coincide_index_compact(a, 1, first), first);
      case 3:
        return CheckMade(coincide_index_join(a, b, 1, first, second), first, second);
      case 4:
        return CheckMade(coincide_index_query_column(a, b, 1, first, second), first, second);
      default: {
        const auto lon = Degrees(Byte() % 8, 400), lat = Degrees(lon.size(), 91);
        return CheckMade(coincide_index_query_points(a, Pointer(lon), Pointer(lat),
                                                     Length(lon.size()), 1, first, second),
                         first, second);
      }
    }
  }

  void Reach() {
    const auto lon = Degrees(2 + Byte() % 6, 400), lat = Degrees(lon.size(), 91);
    const int32_t order = Byte() % 8 == 0 ? std::min(Small(29), 6) : Byte() % 6;
    coincide_handle *const outer = &handles_[4], *const inner = &handles_[5];
    Release(outer);
    Release(inner);
    coincide_handle* const wanted = Byte() % 4 == 0 ? nullptr : inner;
    switch (Byte() % 7) {
      case 5: {
        const auto wkb = Array<uint8_t>();
        return CheckMade(
            coincide_cover_wkb_within(Pointer(wkb), Length(wkb.size()), Byte() % 40, Small(5),
                                      Small(8), Small(1), Small(2), Small(1), nullptr, outer),
            outer);
      }
      case 6: {
        const auto wkb = Array<uint8_t>();
        const auto offsets = Offsets(wkb.size());
        const uint8_t validity = Byte();
        return CheckMade(
            coincide_cover_wkb_column(Pointer(wkb), wkb.size(), Pointer(offsets), &validity, 2,
                                      Byte() % 2 == 0 ? -1 : order, Byte() % 40, Small(1), Small(2),
                                      Small(1), nullptr, 1, outer),
            outer);
      }
      case 0:
        return CheckMade(
            coincide_cover_cone(lon[0], lat[0], Metres(), order, nullptr, outer, wanted), outer,
            wanted);
      case 1:
        return CheckMade(coincide_cover_ellipse(lon[0], lat[0], Metres(), Metres(), Metres(), order,
                                                nullptr, outer, wanted),
                         outer, wanted);
      case 2:
        return CheckMade(
            coincide_cover_corridor(Pointer(lon), Pointer(lat), Length(lon.size()), Metres(),
                                    Metres(), Small(1), order, Small(2), nullptr, outer, wanted),
            outer, wanted);
      case 3:
        return CheckMade(
            coincide_cover_box(lon[0], lat[0], lon[1], lat[1], order, nullptr, outer, wanted),
            outer, wanted);
      default: {
        const auto wkb = Array<uint8_t>();
        return CheckMade(
            coincide_cover_wkb_buffered(Pointer(wkb), Length(wkb.size()), Metres(), order, Small(2),
                                        Small(1), nullptr, outer, wanted),
            outer, wanted);
      }
    }
  }

  void Coverages() {
    const coincide_handle a = Handle(), b = Handle();
    double number = 0, bounds[4];
    int32_t answer = 0;
    uint64_t hash = 0;
    coincide_ellipsoid earth;
    Check(coincide_coverage_order(a, &answer));
    Check(coincide_coverage_ellipsoid(a, &earth));
    Check(coincide_coverage_area_m2(a, &number));
    Check(coincide_coverage_fraction(a, Byte() == 1 ? nullptr : &number));
    Check(coincide_coverage_hash(a, &hash));
    Check(coincide_coverage_intersects(a, b, &answer));
    Check(coincide_coverage_same_place(a, b, &answer));
    Check(coincide_coverage_overlap_m2(a, b, &number));
    Check(coincide_coverage_contains_cell(a, Value<uint64_t>(), &answer));
    Check(coincide_coverage_bounds(a, bounds));
    const auto words = Words();
    std::vector<uint8_t> inside(words.size() + 1);
    size_t count = 0;
    Check(coincide_coverage_contains_cells(a, Pointer(words), Length(words.size()), inside.data(),
                                           &count));
    coincide_handle* const out = Slot();
    switch (Byte() % 4) {
      case 0:
        return CheckMade(coincide_coverage_sort_key(a, out), out);
      case 1: {
        // Not grown far in small cells: that is much to do, not a fault.
        const int32_t order = std::min(Small(29), 5);
        return CheckMade(coincide_coverage_buffer(a, std::min(Metres(), 3e5), order, out), out);
      }
      case 2:
        return CheckMade(coincide_coverage_fill_holes(a, Metres() * 1e6, Small(1), out), out);
      default: {
        coincide_outline_options options;
        Check(coincide_outline_options_init(&options));
        options.tolerance_m = Metres();
        options.points_per_side = Small(3);
        options.max_vertices = 5000;
        return CheckMade(coincide_coverage_outline(a, Small(2), &options, out), out);
      }
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Program({data, size}).Run();
  return 0;
}
