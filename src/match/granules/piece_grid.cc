#include "src/match/granules/piece_grid.h"

#include <array>

namespace coincide::internal {
namespace {

// Classes of radius by factors of 2 from that of the whole sphere down; the last
// holds all that is smaller than 2 m.
constexpr int kClasses = 22;

int ClassOf(float radius) {
  int k = 0;
  for (float limit = 1; k + 1 < kClasses && radius <= limit; limit /= 2) ++k;
  return k;
}

}  // namespace

PieceGrid::Level PieceGrid::MakeLevel(float radius, size_t pieces) {
  Level level;
  level.radius = radius;
  level.pieces = pieces;
  // About one cell a piece where they are small: the sphere's area is 4 pi.
  const double by_density = std::sqrt(4 * std::numbers::pi / static_cast<double>(pieces + 1));
  level.side = std::clamp(std::max(static_cast<double>(radius), by_density), 1e-4, 1.0);
  level.rows = static_cast<size_t>(std::ceil(std::numbers::sqrt2 / level.side + 1e-6)) + 1;
  level.first_cell.reserve(2 * level.rows + 1);
  uint32_t cells = 0;
  for (size_t r = 0; r < 2 * level.rows; ++r) {
    level.first_cell.push_back(cells);
    const double middle = (static_cast<double>(r % level.rows) + 0.5) * level.side;
    const double around = 2 * std::numbers::pi * AxisDistance(std::min(middle, 1.9)) / level.side;
    cells += static_cast<uint32_t>(std::max(1.0, around));
  }
  level.first_cell.push_back(cells);
  return level;
}

size_t PieceGrid::CellOf(const Level& level, const float* centre) {
  const double x = centre[0], y = centre[1], z = centre[2];
  const size_t hemisphere = z >= 0 ? 0 : 1;
  const double chord = PoleChord(std::sqrt(x * x + y * y), std::abs(z));
  const size_t row = std::min(static_cast<size_t>(chord / level.side), level.rows - 1);
  const size_t r = hemisphere * level.rows + row;
  const size_t begin = level.first_cell[r], count = level.first_cell[r + 1] - begin;
  const double turn = Longitude(y, x) / (2 * std::numbers::pi);
  return begin + std::min(static_cast<size_t>(turn * static_cast<double>(count)), count - 1);
}

PieceGrid PieceGrid::Build(std::span<const Bounds> bounds, std::span<const uint32_t> ids) {
  PieceGrid grid;
  const size_t n = bounds.size();
  std::array<size_t, kClasses> count{};
  std::array<float, kClasses> largest{};
  for (const Bounds& b : bounds) {
    const auto k = static_cast<size_t>(ClassOf(b.radius));
    ++count[k];
    largest[k] = std::max(largest[k], b.radius);
  }
  // A class of few pieces costs more as a grid of its own than among larger ones.
  std::array<size_t, kClasses> level_of{};
  size_t open = 0, held = 0;
  std::vector<size_t> pieces;
  std::vector<float> radius;
  for (size_t k = 0; k < kClasses; ++k) {
    if (count[k] == 0) continue;
    const bool join = !pieces.empty() && (held < 64 || count[k] < 64);
    if (!join) {
      open = pieces.size();
      held = 0;
      pieces.push_back(0);
      radius.push_back(0);
    }
    held += count[k];
    pieces[open] += count[k];
    radius[open] = std::max(radius[open], largest[k]);
    level_of[k] = open;
  }
  std::vector<uint32_t> level_cells;
  uint32_t cells = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    grid.levels_.push_back(MakeLevel(radius[i], pieces[i]));
    for (uint32_t& first : grid.levels_.back().first_cell) first += cells;
    cells = grid.levels_.back().first_cell.back();
  }
  grid.item_begin_.assign(cells + 1, 0);
  std::vector<uint32_t> cell(n);
  for (size_t i = 0; i < n; ++i) {
    const Level& level = grid.levels_[level_of[static_cast<size_t>(ClassOf(bounds[i].radius))]];
    cell[i] = static_cast<uint32_t>(CellOf(level, bounds[i].centre));
    ++grid.item_begin_[cell[i]];
  }
  uint32_t sum = 0;
  for (uint32_t& begin : grid.item_begin_) {
    const uint32_t c = begin;
    begin = sum;
    sum += c;
  }
  BoundsColumns& to = grid.columns_;
  for (auto* column : {&to.x, &to.y, &to.z, &to.radius, &to.nx, &to.ny, &to.nz, &to.height, &to.ax,
                       &to.ay, &to.az, &to.length, &to.first, &to.last}) {
    column->resize(n + BoundsColumns::kColumnSlack);
  }
  to.id.resize(n);
  std::vector<uint32_t> next(grid.item_begin_.begin(), grid.item_begin_.end());
  for (size_t i = 0; i < n; ++i) {
    const size_t at = next[cell[i]]++;
    const Bounds& b = bounds[i];
    to.x[at] = b.centre[0];
    to.y[at] = b.centre[1];
    to.z[at] = b.centre[2];
    to.radius[at] = b.radius;
    to.nx[at] = b.normal[0];
    to.ny[at] = b.normal[1];
    to.nz[at] = b.normal[2];
    to.height[at] = b.height;
    to.ax[at] = b.along[0];
    to.ay[at] = b.along[1];
    to.az[at] = b.along[2];
    to.length[at] = b.length;
    to.first[at] = b.first;
    to.last[at] = b.last;
    to.id[at] = ids[i];
  }
  return grid;
}

}  // namespace coincide::internal
