// File: raster_window.h
//
// The pixels of a grid that a path passes through, and how far it runs in each.
//
//   // x in columns, y in rows, along_m from the start of the path.
//   const PixelVisits visits = PixelsAlong(x, y, along_m, rows, cols);
//
// The path is in the coordinates of the grid already; what takes it there knows
// the grid's CRS, this layer does not.

#ifndef COINCIDE_MATCH_SAMPLES_RASTER_WINDOW_H_
#define COINCIDE_MATCH_SAMPLES_RASTER_WINDOW_H_

#include <cstdint>
#include <span>
#include <vector>

namespace coincide {

// A row each time that the path is in a pixel, in the order of travel.
struct PixelVisits {
  std::vector<int64_t> row, col;
  std::vector<double> enter_m, exit_m;  // Along the path; enter_m < exit_m.

  size_t size() const { return row.size(); }
};

// Walks a path of straight pieces over a grid.
//
//   x, y        [n]  places of the path: pixel (r, c) is c <= x <= c + 1, r <= y
//                    <= r + 1. A piece with an end that is not finite is skipped.
//   along_m     [n]  ascending; between two places it grows evenly
//   rows, cols       of the grid, 0 or more
//
// A pixel is visited if the path runs in it for a positive length; one that the
// path touches at a corner alone is not. A stretch that runs along a side between
// two pixels is in the one of the higher row or column, if there is one.
// REQUIRES: the spans have equal size.
// COST: about 10 ns a pixel and a piece.
PixelVisits PixelsAlong(std::span<const double> x, std::span<const double> y,
                        std::span<const double> along_m, int64_t rows, int64_t cols);

struct LineVisits {
  std::vector<int64_t> line;  // Of each visit, ascending.
  PixelVisits visits;
};

// The same of many paths: path k has the places offsets[k] .. offsets[k + 1] - 1. The
// result does not depend on `threads`; 0 means COINCIDE_THREADS, else all cores.
// REQUIRES: offsets ascend, from 0 to x.size() or within.
LineVisits PixelsAlong(std::span<const double> x, std::span<const double> y,
                       std::span<const double> along_m, std::span<const int64_t> offsets,
                       int64_t rows, int64_t cols, int threads);

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_RASTER_WINDOW_H_
