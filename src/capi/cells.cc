// One cell.

#include "coincide/capi/cells.h"

#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "coincide/cell/cell.h"
#include "coincide/cell/cell_ids.h"
#include "coincide/cell/cell_ogc.h"
#include "coincide/cell/cell_text.h"
#include "coincide/healpix/cell_geometry.h"
#include "coincide/healpix/encode.h"
#include "coincide/healpix/neighbors.h"
#include "coincide/healpix/projection.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// Words that are no cell or point give `none`; other cells what function(cell) does.
template <typename T, typename Function>
T OfCell(uint64_t word, T none, const Function& function) {
  const auto cell = Cell::FromWord(word);
  return cell ? static_cast<T>(function(*cell)) : none;
}

uint64_t WordOr0(const std::optional<Cell>& cell) { return cell ? cell->word() : 0; }

constexpr uint64_t kNone = std::numeric_limits<uint64_t>::max();

}  // namespace

int32_t coincide_cell_is_valid(uint64_t word) { return Cell::IsValidWord(word) ? 1 : 0; }

int32_t coincide_cell_is_point(uint64_t word) {
  return OfCell(word, 0, [](Cell cell) { return cell.is_point(); });
}

int32_t coincide_cell_order(uint64_t word) {
  return OfCell(word, -1, [](Cell cell) { return cell.order(); });
}

int32_t coincide_cell_base(uint64_t word) {
  return OfCell(word, -1, [](Cell cell) { return cell.base_cell(); });
}

uint64_t coincide_cell_nested(uint64_t word) {
  return OfCell(word, kNone, [](Cell cell) { return cell.nested(); });
}

uint64_t coincide_cell_ring(uint64_t word) { return OfCell(word, kNone, RingIndex); }

uint64_t coincide_cell_nuniq(uint64_t word) { return OfCell(word, kNone, Nuniq); }

uint64_t coincide_cell_zuniq(uint64_t word) { return OfCell(word, kNone, Zuniq); }

coincide_range coincide_cell_leaves(uint64_t word) {
  const LeafRange leaves = OfCell(word, LeafRange{0, 0}, [](Cell cell) { return cell.leaves(); });
  return {leaves.begin, leaves.end};
}

int32_t coincide_cell_xy(uint64_t word, int32_t* base_cell, uint32_t* x, uint32_t* y) {
  return Call([&] {
    Arguments args;
    args.Pointer(base_cell, "base_cell");
    args.Pointer(x, "x");
    args.Pointer(y, "y");
    if (!args.ok()) return args.status();
    const auto cell = Cell::FromWord(word);
    if (!cell) return internal::InvalidArgument(BadWord({&word, 1}, 0));
    const CellXy place = PlaceOf(*cell);
    *base_cell = place.base_cell;
    *x = place.x;
    *y = place.y;
    return absl::OkStatus();
  });
}

uint64_t coincide_cell_from_nested(int32_t order, uint64_t nested) {
  return WordOr0(CellFromNested(order, nested));
}

uint64_t coincide_cell_from_ring(int32_t order, uint64_t ring) {
  return WordOr0(CellFromRing(order, ring));
}

uint64_t coincide_cell_from_nuniq(uint64_t nuniq) { return WordOr0(CellFromNuniq(nuniq)); }

uint64_t coincide_cell_from_zuniq(uint64_t zuniq) { return WordOr0(CellFromZuniq(zuniq)); }

uint64_t coincide_cell_from_leaves(coincide_range leaves) {
  return WordOr0(CellFromLeaves({leaves.begin, leaves.end}));
}

uint64_t coincide_cell_from_xy(int32_t order, int32_t base_cell, uint32_t x, uint32_t y) {
  return WordOr0(CellFromXy(order, base_cell, x, y));
}

uint64_t coincide_point_from_leaf(uint64_t leaf) {
  return leaf < kLeafCount ? Cell::FromPoint(leaf).word() : 0;
}

uint64_t coincide_cell_at(double lon, double lat, int32_t order,
                          const coincide_ellipsoid* ellipsoid) {
  uint64_t word = 0;
  Ellipsoid earth;
  if (ellipsoid != nullptr) {
    const auto made = Ellipsoid::Create(ellipsoid->a, ellipsoid->inverse_flattening);
    if (!made) return 0;
    earth = *made;
  }
  if (order == -1) {
    EncodePoints({&lon, 1}, {&lat, 1}, earth, {&word, 1}, 1);
  } else if (IsValidOrder(order)) {
    EncodeCells({&lon, 1}, {&lat, 1}, order, earth, {&word, 1}, 1);
  }
  return word;
}

uint64_t coincide_cell_parent(uint64_t word, int32_t order) {
  return OfCell(word, uint64_t{0}, [&](Cell cell) {
    return order >= 0 && order <= cell.order() ? cell.Parent(order).word() : 0;
  });
}

uint64_t coincide_cell_child(uint64_t word, int32_t i) {
  return OfCell(word, uint64_t{0}, [&](Cell cell) {
    return cell.order() < Cell::kMaxOrder && i >= 0 && i < 4 ? cell.Child(i).word() : 0;
  });
}

uint64_t coincide_cell_next(uint64_t word) {
  return OfCell(word, uint64_t{0}, [](Cell cell) { return cell.Next().word(); });
}

uint64_t coincide_cell_previous(uint64_t word) {
  return OfCell(word, uint64_t{0}, [](Cell cell) { return cell.Previous().word(); });
}

uint64_t coincide_cell_common_ancestor(uint64_t a, uint64_t b) {
  return OfCell(a, uint64_t{0}, [&](Cell cell) {
    return OfCell(b, uint64_t{0}, [&](Cell other) { return CommonAncestor(cell, other).word(); });
  });
}

int32_t coincide_cell_contains(uint64_t a, uint64_t b) {
  return OfCell(a, 0, [&](Cell cell) {
    return OfCell(b, 0, [&](Cell other) { return cell.Contains(other); });
  });
}

int32_t coincide_cell_intersects(uint64_t a, uint64_t b) {
  return OfCell(a, 0, [&](Cell cell) {
    return OfCell(b, 0, [&](Cell other) { return cell.Intersects(other); });
  });
}

int32_t coincide_cell_neighbors(uint64_t word, uint64_t* out) {
  return Call([&] {
    Arguments args;
    const auto eight = args.Array(out, kDirections, "out");
    if (!args.ok()) return args.status();
    const auto cell = Cell::FromWord(word);
    if (!cell) return internal::InvalidArgument(BadWord({&word, 1}, 0));
    const auto near = Neighbors(*cell);
    for (size_t i = 0; i < near.size(); ++i) eight[i] = near[i].word();
    return absl::OkStatus();
  });
}

int32_t coincide_cell_centre(uint64_t word, const coincide_ellipsoid* ellipsoid, double* lon,
                             double* lat) {
  return Call([&] {
    Arguments args;
    args.Pointer(lon, "lon");
    args.Pointer(lat, "lat");
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    const auto cell = Cell::FromWord(word);
    if (!cell) return internal::InvalidArgument(BadWord({&word, 1}, 0));
    const LonLat centre = Projection::Of(earth).Centre(*cell);
    *lon = centre.lon;
    *lat = centre.lat;
    return absl::OkStatus();
  });
}

int32_t coincide_cell_to_text(uint64_t word, int32_t scheme, char* text, size_t* length) {
  return Call([&] {
    Arguments args;
    const bool ogc = args.Choice(scheme, 2, "scheme") == COINCIDE_OGC;
    args.Array(text, COINCIDE_CELL_TEXT_SIZE, "text");
    if (length != nullptr) args.Pointer(length, "length");
    if (!args.ok()) return args.status();
    const bool null_text = word == 0 && !ogc;
    const auto cell = null_text ? Cell() : Cell::FromWord(word);
    if (!cell) return internal::InvalidArgument(BadWord({&word, 1}, 0));
    static_assert(COINCIDE_CELL_TEXT_SIZE == kMaxCellText + 1);
    size_t size = 0;
    if (!ogc) {
      size = WriteCellText(*cell, std::span<char, kMaxCellText>(text, kMaxCellText));
    } else if (const auto zone = CellToOgc(*cell)) {
      size = zone->copy(text, kMaxCellText);
    } else {
      return internal::InvalidArgument(
          BadWord({&word, 1}, 0, "words",
                  "orders to 25 have zone ids, this is one of " + std::to_string(cell->order())));
    }
    text[size] = 0;
    if (length != nullptr) *length = size;
    return absl::OkStatus();
  });
}

int32_t coincide_cell_from_text(const char* text, size_t length, int32_t scheme, uint64_t* word) {
  return Call([&] {
    Arguments args;
    const bool ogc = args.Choice(scheme, 2, "scheme") == COINCIDE_OGC;
    const auto chars = args.Text(text, length, "text");
    args.Pointer(word, "word");
    if (!args.ok()) return args.status();
    *word = 0;
    size_t fault = 0;
    const auto cell = ogc ? CellFromOgc(chars, &fault) : CellFromText(chars, &fault);
    if (!cell) {
      return internal::InvalidArgument("text is no cell from byte " + std::to_string(fault) +
                                       " on: \"" + std::string(chars.substr(0, 40)) + "\"");
    }
    *word = cell->word();
    return absl::OkStatus();
  });
}

double coincide_cell_area(int32_t order, const coincide_ellipsoid* ellipsoid) {
  Arguments args;
  const Ellipsoid earth = args.Earth(ellipsoid);
  if (!args.ok() || !IsValidOrder(order)) return std::numeric_limits<double>::quiet_NaN();
  return CellArea(order, earth);
}
