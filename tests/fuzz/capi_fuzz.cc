// Cells, coverages, covers, columns and indexes through the C interface: capi_program.h.

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
        return Cells();
      case 1:
        return Make();
      case 2:
        return Combine();
      case 3:
        return Ask();
      case 4:
        return Cover();
      case 5:
        return Columns();
      case 6:
        return Indexes();
      default:
        return ReleaseAny();
    }
  }

  void Cells() {
    const auto words = Words();
    const size_t n = words.size();
    std::vector<uint64_t> out(8 * n + 8);
    std::vector<uint8_t> small(n + 1);
    size_t bad = 0;
    for (const uint64_t word : words) {
      const uint64_t parent = coincide_cell_parent(word, Small(29));
      Require(parent == 0 || coincide_cell_contains(parent, word) == 1);
      const uint64_t next = coincide_cell_next(word);
      Require(next == 0 || coincide_cell_previous(next) == word);
    }
    Check(coincide_cells_neighbors(words.data(), n, 1, out.data(), &bad));
    Check(coincide_cells_orders(words.data(), n, 1, small.data(), nullptr));
    Check(coincide_cells_to_ring(words.data(), n, 1, small.data(), out.data(), &bad));
    Check(coincide_cells_from_ring(small.data(), n, out.data(), n, 1, out.data() + n, &bad));
    char text[COINCIDE_CELL_TEXT_SIZE];
    if (n > 0) Check(coincide_cell_to_text(words[0], Small(1), text, &bad));
    const auto chars = Array<char>();
    Check(coincide_cell_from_text(chars.data(), chars.size(), Small(1), out.data()));
    coincide_handle* const offsets = &handles_[0];
    coincide_handle* const disk = &handles_[1];
    Release(offsets);
    Release(disk);
    CheckMade(coincide_cells_disk(words.data(), n, Byte() % 4, Value<uint16_t>(), 1, offsets, disk),
              offsets, disk);
  }

  void Make() {
    coincide_handle* const out = Slot();
    const coincide_ellipsoid sphere = {6371000, 0};
    const coincide_ellipsoid* const earth = Byte() % 8 == 0 ? &sphere : nullptr;
    switch (Byte() % 4) {
      case 0: {
        const auto words = Words();
        return CheckMade(
            coincide_coverage_from_cells(words.data(), words.size(), Small(29), earth, out), out);
      }
      case 1: {
        std::vector<coincide_range> ranges(Byte() % 8);
        for (coincide_range& range : ranges) {
          range = coincide_cell_leaves(coincide_cell_from_nested(Byte() % 30, Value<uint32_t>()));
          if (Byte() % 16 == 0) range.end = Value<uint64_t>();
        }
        return CheckMade(
            coincide_coverage_from_ranges(ranges.data(), ranges.size(), Small(29), earth, out),
            out);
      }
      case 2: {
        const auto bytes = Array<uint8_t>();
        return CheckMade(
            coincide_coverage_from_moc(bytes.data(), bytes.size(), Small(1), earth, out, nullptr),
            out);
      }
      default:
        return CheckMade(coincide_coverage_full(Small(29), earth, out), out);
    }
  }

  void Combine() {
    const coincide_handle a = Handle(), b = Handle();
    coincide_handle* const out = Slot();
    switch (Byte() % 6) {
      case 0:
        return CheckMade(coincide_coverage_combine(Small(3), a, b, out), out);
      case 1:
        return CheckMade(coincide_coverage_complement(a, out), out);
      case 2:
        return CheckMade(coincide_coverage_at_order(a, Small(29), Small(1), out), out);
      case 3:
        return CheckMade(coincide_coverage_expand(a, Small(3), Small(1), 10000, out), out);
      case 4:
        return CheckMade(coincide_coverage_border(a, Small(1), Small(1), 10000, out), out);
      default:
        return CheckMade(coincide_coverage_combine_all(Small(1), handles_.data(), Byte() % 4, out),
                         out);
    }
  }

  void Ask() {
    const coincide_handle a = Handle(), b = Handle();
    int32_t answer = 0, type = 0;
    uint64_t count = 0;
    double number = 0;
    size_t n = 0;
    const coincide_range* ranges = nullptr;
    const void* data = nullptr;
    Check(coincide_coverage_equal(a, b, &answer));
    Check(coincide_coverage_contains(a, b, &answer));
    Check(coincide_coverage_compare(a, b, &answer));
    Check(coincide_coverage_jaccard(a, b, &number));
    Check(coincide_coverage_leaf_count(a, &count));
    if (coincide_coverage_ranges(a, &ranges, &n) == COINCIDE_OK) Require(ranges != nullptr);
    if (coincide_buffer_view(b, &type, &data, &n) == COINCIDE_OK) Require(data != nullptr);
    Check(coincide_table_column(b, "cell", 4, &type, &data, &n));
    const auto lon = Degrees(Byte() % 8, 400), lat = Degrees(lon.size(), 91);
    std::vector<uint8_t> inside(lon.size());
    Check(coincide_coverage_contains_points(a, lon.data(), lat.data(), lon.size(), 1, inside.data(),
                                            &n));
    coincide_handle* const out = Slot();
    CheckMade(coincide_coverage_cells(a, Small(29), 1000, out), out);
    coincide_handle* const bytes = Slot();
    CheckMade(Byte() % 2 == 0 ? coincide_coverage_to_moc(a, Small(2), bytes)
                              : coincide_coverage_to_bytes(a, bytes),
              bytes);
  }

  void Cover() {
    const auto lon = Degrees(Byte() % 12, 400), lat = Degrees(lon.size(), 91);
    const size_t n = lon.size();
    const auto offsets = Offsets(n);
    const int32_t order = Byte() % 8 == 0 ? Small(29) : Byte() % 7, edges = Small(2);
    coincide_handle* const out = Slot();
    switch (Byte() % 5) {
      case 0:
        return CheckMade(
            coincide_cover_polygon(lon.data(), lat.data(), n, offsets.data(), 2, std::min(order, 7),
                                   edges, Small(1), nullptr, out, nullptr),
            out);
      case 1:
        return CheckMade(coincide_cover_lines(lon.data(), lat.data(), n, offsets.data(), 2,
                                              std::min(order, 7), edges, nullptr, out),
                         out);
      case 2:
        return CheckMade(coincide_cover_points(lon.data(), lat.data(), n, order, nullptr, out),
                         out);
      case 3:
        return CheckMade(
            coincide_line_cells(lon.data(), lat.data(), n, std::min(order, 7), edges, nullptr, out),
            out);
      default: {
        const auto wkb = Array<uint8_t>();
        return CheckMade(coincide_cover_wkb(wkb.data(), wkb.size(), std::min(order, 5), edges,
                                            Small(1), nullptr, out, nullptr),
                         out);
      }
    }
  }

  void Columns() {
    const coincide_handle a = Handle(), b = Handle();
    coincide_handle* const out = Slot();
    size_t rows = 0;
    int32_t null = 0;
    Check(coincide_column_size(a, &rows));
    switch (Byte() % 6) {
      case 0:
        return CheckMade(coincide_column_from_coverages(handles_.data(), Byte() % 4, out), out);
      case 1:
        return CheckMade(coincide_column_combine(Small(3), a, b, 1, out), out);
      case 2:
        return CheckMade(coincide_column_test(Small(3), a, b, 1, out), out);
      case 3:
        return CheckMade(coincide_column_row(a, Byte() % 5, out, &null), out);
      case 4: {
        // There and back through Arrow.
        ArrowArray array;
        ArrowSchema schema;
        if (coincide_column_export(a, &array, &schema) != COINCIDE_OK) return;
        Require(coincide_column_import(&array, &schema, out) == COINCIDE_OK);
        return;
      }
      default:
        return CheckMade(coincide_coverage_components(a, Small(1), out), out);
    }
  }

  void Indexes() {
    const coincide_handle a = Handle(), b = Handle();
    coincide_handle* const out = Slot();
    switch (Byte() % 5) {
      case 0:
        return CheckMade(coincide_index_build(a, 1, out), out);
      case 1:
        return CheckMade(coincide_index_query(a, b, out), out);
      case 2:
        return CheckMade(coincide_index_append(a, b, 1, out), out);
      case 3:
        return CheckMade(coincide_index_to_bytes(a, out), out);
      default: {
        const auto bytes = Array<uint8_t>();
        return CheckMade(coincide_index_from_bytes(bytes.data(), bytes.size(), out), out);
      }
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Program({data, size}).Run();
  return 0;
}
