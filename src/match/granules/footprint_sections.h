// The sections of an index of footprints in a file, and how numbers are kept in them:
// docs/specification.md, section "Footprint index".

#ifndef COINCIDE_MATCH_GRANULES_FOOTPRINT_SECTIONS_H_
#define COINCIDE_MATCH_GRANULES_FOOTPRINT_SECTIONS_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/match/granules/piece_grid.h"
#include "src/match/granules/strips.h"

namespace coincide::internal {

enum FootprintSection : uint32_t {
  kRows,  // The row of each place.
  kEdges,
  kHalfWidth,
  kError,
  kTimeStart,
  kTimeEnd,
  kVertexCount,
  kVertexKind,
  kVertexData,
  kPieceCount,
  kAnchorCount,
  kAnchor,
  kLevelRadius,
  kLevelPieces,
  kItemBegin,
  kPieceId,
  kPieceFirst,
  kPieceShapes,
  kPieceKind,
  kPieceStray,
  kPieceWidth,
  kHollowCount,
  kHollowPlace,
  kHollowKind,
  kHollowBounds,
  kHollowWidened,  // With the reach of their row, and its times.
  kHollowRings,
  kRingFirst,
  kRingCount,
  kColumn,                // And the 10 after it.
  kSlack = kColumn + 11,  // Columns are read beyond their ends, as whole vectors.
  kSections,
};

inline constexpr uint8_t kGreatCirclePiece = 16;  // Beside the kind of a piece.

// All columns but the normals, which are square to the two others.
template <typename Columns>
auto FloatColumns(Columns& c) {
  return std::array{&c.x,  &c.y,      &c.z,      &c.radius, &c.ax,  &c.ay,
                    &c.az, &c.length, &c.height, &c.first,  &c.last};
}
// Those that say how far something reaches are kept in two bytes, rounded up.
constexpr bool IsReach(uint32_t column) { return column == 3 || column == 7 || column == 8; }
inline uint16_t RoundedUp(float reach) {
  return static_cast<uint16_t>((std::bit_cast<uint32_t>(reach) + 0xFFFF) >> 16);
}
inline float FromRounded(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

// The bounds of a grid by the ids of its items.
inline void BoundsByItem(const PieceGrid& grid, std::vector<Bounds>* bounds) {
  const BoundsColumns& c = grid.columns();
  bounds->resize(c.size());
  for (size_t i = 0; i < c.size(); ++i) {
    (*bounds)[c.id[i]] = {{c.x[i], c.y[i], c.z[i]},
                          c.radius[i],
                          {c.ax[i], c.ay[i], c.az[i]},
                          c.length[i],
                          {c.nx[i], c.ny[i], c.nz[i]},
                          c.height[i],
                          c.first[i],
                          c.last[i]};
  }
}

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_FOOTPRINT_SECTIONS_H_
