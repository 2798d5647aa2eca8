// The first look at the edges of a long line: the cells of their ends, how much they bend, and
// which of them may leave their cell. Most do not.

#ifndef COINCIDE_COVER_KERNELS_EDGE_BLOCK_H_
#define COINCIDE_COVER_KERNELS_EDGE_BLOCK_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "src/cover/edge_bounds.h"

namespace coincide::internal {

// Places of a line one after the other, and its edges, edge k from place k to k + 1.
struct EdgeBlock {
  static constexpr size_t kEdges = 256;  // All columns stay in the first cache.
  static constexpr size_t kPlaces = kEdges + 1;
  // As Kernels::to_plane gives them, in cells.
  std::array<double, kPlaces> x, y;
  std::array<uint64_t, kPlaces> chart;
  // The cell of each place, kept on the base cells: a place on the far side of a seam or in a
  // corner where three base cells meet belongs to a gap.
  std::array<int64_t, kPlaces> i, j;
  // How far a great circle or a geodesic may stray from its chord, in cells; infinite where
  // that is not known, as between two charts.
  std::array<double, kEdges> stray;
  // The edges that may leave the cell of their ends, ascending.
  std::array<uint32_t, kEdges> moved;
  size_t moved_size;
};

struct EdgeScale {
  double n;          // 2^order
  double rounding;   // Of places, in cells.
  double tolerance;  // Where the first bound of the stray is above this a closer one is found.
  double geodesic;   // Stray of a geodesic from the great circle, in cells over L^2.
};

// Fills i, j of so many places, stray and moved of the edges between them.
// REQUIRES: 1 <= places <= kPlaces; x, y and chart are set.
void LookAtEdges(size_t places, const EdgeScale& scale, EdgeBlock* block);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_KERNELS_EDGE_BLOCK_H_
