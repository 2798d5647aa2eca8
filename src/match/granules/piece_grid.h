// Bounds of pieces sorted into a grid over the sphere, for one question: which of
// them come within a radius of a place. One grid for each class of size, so that
// points and long edges can be in one catalog.

#ifndef COINCIDE_MATCH_GRANULES_PIECE_GRID_H_
#define COINCIDE_MATCH_GRANULES_PIECE_GRID_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "src/match/granules/strips.h"

namespace coincide::internal {

// Numbers that are its own, or lie in a file that is mapped for longer than it lives.
class FloatColumn {
 public:
  FloatColumn() = default;
  FloatColumn(FloatColumn&&) = default;
  FloatColumn& operator=(FloatColumn&&) = default;

  void resize(size_t n) {
    own_.resize(n);
    data_ = own_.data();
  }
  void View(const float* data) { data_ = data; }
  const float* data() const { return data_; }
  float operator[](size_t i) const { return data_[i]; }
  // REQUIRES: resize was called, and no View since.
  float& operator[](size_t i) { return own_[i]; }

 private:
  std::vector<float> own_;
  const float* data_ = nullptr;
};

// Columns of bounds in the order of the grid; `id` is what Build was given. The others go on for
// kColumnSlack entries of no meaning, so that the last can be read as a whole vector.
struct BoundsColumns {
  static constexpr size_t kColumnSlack = 64;
  FloatColumn x, y, z, radius, nx, ny, nz, height, ax, ay, az, length, first, last;
  std::vector<uint32_t> id;

  size_t size() const { return id.size(); }
};

// Rows are rings round a pole by chord to it, a hemisphere each; columns divide a
// row evenly by longitude. Cells are as wide as the largest radius of the class, or
// wider where there are few pieces.
class PieceGrid {
 public:
  // Item i has bounds[i] and the id ids[i].
  static PieceGrid Build(std::span<const Bounds> bounds, std::span<const uint32_t> ids);

  const BoundsColumns& columns() const { return columns_; }

  // Calls visit(begin, end) with runs of columns() that hold every piece whose ball
  // comes within `reach` (a chord) of `centre`; others are among them.
  template <typename Visit>
  void ForEachRun(const float* centre, float reach, const Visit& visit) const;

 private:
  friend class FootprintFile;  // Keeps it in a file.

  struct Level {
    float radius = 0;   // The largest of its pieces.
    size_t pieces = 0;  // How many they are.
    double side = 0;
    // Cells of the rows of both hemispheres: row r has first[r] .. first[r + 1] - 1.
    std::vector<uint32_t> first_cell;
    size_t rows = 0;  // Of one hemisphere.
  };
  static Level MakeLevel(float radius, size_t pieces);
  static size_t CellOf(const Level& level, const float* centre);
  static double Longitude(double y, double x) { return std::atan2(y, x) + std::numbers::pi; }
  // To the north pole; with -z, to the south pole.
  static double PoleChord(double axis, double z) {
    return std::sqrt(axis * axis + (1 - z) * (1 - z));
  }
  // The distance from the axis at the chord `s` to the pole.
  static double AxisDistance(double s) { return s * std::sqrt(std::max(0.0, 1 - s * s / 4)); }

  std::vector<Level> levels_;
  // Of all levels, one after the other: cell c of a level has the items
  // item_begin_[c] .. item_begin_[c + 1] - 1.
  std::vector<uint32_t> item_begin_;
  BoundsColumns columns_;
};

//----------------------- Implementation details follow -----------------------

template <typename Visit>
void PieceGrid::ForEachRun(const float* centre, float reach, const Visit& visit) const {
  const double x = centre[0], y = centre[1], z = centre[2];
  const double axis = std::sqrt(x * x + y * y);
  const double longitude = Longitude(y, x);
  for (const Level& level : levels_) {
    // Rounding of what was sorted in, in single precision.
    const double near = static_cast<double>(reach) + static_cast<double>(level.radius) + 1e-6;
    for (size_t hemisphere = 0; hemisphere < 2; ++hemisphere) {
      const double chord = PoleChord(axis, hemisphere == 0 ? z : -z);
      const double low = std::max(0.0, chord - near) / level.side;
      const double high = (chord + near) / level.side;
      if (low >= static_cast<double>(level.rows)) continue;
      const auto last_row =
          static_cast<size_t>(std::min(high, static_cast<double>(level.rows - 1)));
      for (auto row = static_cast<size_t>(low); row <= last_row; ++row) {
        const size_t r = hemisphere * level.rows + row;
        const size_t begin = level.first_cell[r], count = level.first_cell[r + 1] - begin;
        const auto run = [&](size_t from, size_t to) {
          const uint32_t b = item_begin_[begin + from], e = item_begin_[begin + to];
          if (b < e) visit(b, e);
        };
        // Two places d1 and d2 from the axis and L apart in longitude are at least
        // 2 sqrt(d1 d2) sin(L / 2) apart.
        const double inner = AxisDistance(static_cast<double>(row) * level.side);
        const double sine2 = near * near * 1.001 / (4 * axis * inner);
        if (!(sine2 < 0.98) || count == 1) {
          run(0, count);
          continue;
        }
        const double half = 2 * std::asin(std::sqrt(sine2)) + 1e-6;
        const double scale = static_cast<double>(count) / (2 * std::numbers::pi);
        const auto from = static_cast<int64_t>(std::floor((longitude - half) * scale));
        const auto to = static_cast<int64_t>(std::floor((longitude + half) * scale)) + 1;
        const auto n = static_cast<int64_t>(count);
        if (to - from >= n) {
          run(0, count);
        } else if (from < 0) {
          run(0, static_cast<size_t>(std::min(to, n)));
          run(static_cast<size_t>(from + n), count);
        } else if (to > n) {
          run(static_cast<size_t>(from), count);
          run(0, static_cast<size_t>(to - n));
        } else {
          run(static_cast<size_t>(from), static_cast<size_t>(to));
        }
      }
    }
  }
}

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_PIECE_GRID_H_
