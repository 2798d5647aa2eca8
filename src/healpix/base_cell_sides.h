// What lies beyond the sides and corners of the 12 base cells.

#ifndef COINCIDE_HEALPIX_BASE_CELL_SIDES_H_
#define COINCIDE_HEALPIX_BASE_CELL_SIDES_H_

#include <cstdint>

namespace coincide::internal {

// A place on the grid of an order: base cell, and x, y in it, which may be up to
// one base cell outside of it.
struct Place {
  int base_cell = 0;
  int64_t x = 0;
  int64_t y = 0;
};

// How coordinates change over a side or corner. kShift: x and y go on, less or
// plus n. kFold: round a pole; a coordinate that left by e cells is e cells
// inside the same side, and if only one left, the two change places.
enum class Crossing : uint8_t { kNone, kShift, kFold };

struct BeyondSide {
  int8_t row;     // of the base cell beyond: 0 north, 1 equator, 2 south
  int8_t column;  // to add, modulo 4
  Crossing crossing;
};

// By row of base cells and by where (x, y) left: 3 (y) + (x), each 0 below, 1
// inside, 2 above.
//
// In the belt |z| <= 2/3 the base cells form a plane staircase: base cell (row,
// column) covers x from n column (+ n in row 0), y from -n column (- n in row 2).
// So the equator's cells have north neighbours of their own column at NE, one
// less at NW, and so on, without turning. Round the north pole, (1, y) of column
// c and (y, 1) of column c + 1 are one point: longitude 90 (c + 1) at the same
// distance from the pole; the south is its mirror image. Corners where three base
// cells meet have nothing beyond them: W and E of rows 0 and 2, N and S of row 1.
inline constexpr BeyondSide kBeyondSide[3][9] = {{{2, 0, Crossing::kShift},    // S
                                                  {1, 1, Crossing::kShift},    // SE
                                                  {0, 0, Crossing::kNone},     // E
                                                  {1, 0, Crossing::kShift},    // SW
                                                  {0, 0, Crossing::kShift},    // inside
                                                  {0, 1, Crossing::kFold},     // NE
                                                  {0, 0, Crossing::kNone},     // W
                                                  {0, -1, Crossing::kFold},    // NW
                                                  {0, 2, Crossing::kFold}},    // N: over the pole
                                                 {{0, 0, Crossing::kNone},     // S
                                                  {2, 0, Crossing::kShift},    // SE
                                                  {1, 1, Crossing::kShift},    // E
                                                  {2, -1, Crossing::kShift},   // SW
                                                  {1, 0, Crossing::kShift},    // inside
                                                  {0, 0, Crossing::kShift},    // NE
                                                  {1, -1, Crossing::kShift},   // W
                                                  {0, -1, Crossing::kShift},   // NW
                                                  {0, 0, Crossing::kNone}},    // N
                                                 {{2, 2, Crossing::kFold},     // S: over the pole
                                                  {2, 1, Crossing::kFold},     // SE
                                                  {0, 0, Crossing::kNone},     // E
                                                  {2, -1, Crossing::kFold},    // SW
                                                  {2, 0, Crossing::kShift},    // inside
                                                  {1, 1, Crossing::kShift},    // NE
                                                  {0, 0, Crossing::kNone},     // W
                                                  {1, 0, Crossing::kShift},    // NW
                                                  {0, 0, Crossing::kShift}}};  // N

constexpr int Beyond(int64_t v, int64_t n) { return v < 0 ? 0 : v >= n ? 2 : 1; }

// What is beyond where `place` left its base cell, n cells wide.
constexpr BeyondSide SideAt(const Place& place, int64_t n) {
  return kBeyondSide[place.base_cell >> 2][3 * Beyond(place.y, n) + Beyond(place.x, n)];
}

// Moves a place that left its base cell, by less than n cells each way, into the
// base cell where it lies. False if there is nothing in that direction.
constexpr bool EnterBaseCell(Place* place, int64_t n) {
  const BeyondSide side = SideAt(*place, n);
  if (side.crossing == Crossing::kNone) return false;
  const int along_x = Beyond(place->x, n), along_y = Beyond(place->y, n);
  place->base_cell = 4 * side.row + ((place->base_cell + side.column) & 3);
  if (side.crossing == Crossing::kShift) {
    place->x += (1 - along_x) * n;
    place->y += (1 - along_y) * n;
    return true;
  }
  if (along_x != 1) place->x = (along_x == 0 ? -1 : 2 * n - 1) - place->x;
  if (along_y != 1) place->y = (along_y == 0 ? -1 : 2 * n - 1) - place->y;
  if (along_x == 1 || along_y == 1) {
    const int64_t x = place->x;
    place->x = place->y;
    place->y = x;
  }
  return true;
}

}  // namespace coincide::internal

#endif  // COINCIDE_HEALPIX_BASE_CELL_SIDES_H_
