// The corners of cells of one order in the plane of lon and lat, cut along the
// antimeridian, and the lines between them.
//
// The corners lie on 4 n + 1 levels, n = 2^order, parallels counted from the
// north pole; s = level / n is what the projection calls the distance from the
// pole (0 to 4). A side of a cell of this order goes from one level to the next.
//
//   cap, level l < n (and its mirror image): 4 l + 1 corners, at 90 q / l degrees
//     from -180; from the first of a quadrant on, i = 0 .. l and j = l - i. Sides
//     keep i or j, so that the longitude along them is i / s or 1 - j / s of the
//     quadrant.
//   belt: 4 n + 1 corners or, on every other level, 4 n, 90 / n degrees apart. The
//     longitude along a side is linear in s.
//
// Between two levels the sides form a zigzag: both their upper and their lower
// ends are in the order of the sides. So straight edges between corners do not
// cross. Nor do edges of which each lies between its side and the straight edge
// for it: of two sides with a common end, those that part upward are farther
// apart than their straight edges or as far, those that part downward nearer
// (i / s is convex in the latitude, 1 - j / s concave; in the belt s is concave
// from the equator on); either way, whichever is nearer does not cross. Two
// lines of sides that share no corner are one interval of the level or more
// apart, on every parallel; so edges that stay within an eighth of an interval of
// such lines do not cross either (Outline needs that, where it leaves corners out).

#ifndef COINCIDE_COVER_PLANE_MESH_H_
#define COINCIDE_COVER_PLANE_MESH_H_

#include <cstdint>

#include "coincide/healpix/projection.h"

namespace coincide::internal {

class PlaneMesh {
 public:
  PlaneMesh(int order, const Projection& projection)
      : n_(int64_t{1} << order), projection_(projection) {}

  // Cells along a base cell.
  int64_t n() const { return n_; }

  // A corner as a number: its level and its place on it, from west to east.
  using Key = uint64_t;
  static constexpr Key Make(int64_t level, int64_t index) {
    return static_cast<uint64_t>(level) << 32 | static_cast<uint64_t>(index);
  }
  static constexpr int64_t LevelOf(Key key) { return static_cast<int64_t>(key >> 32); }
  static constexpr int64_t IndexOf(Key key) { return static_cast<int64_t>(key & 0xffffffff); }

  // The corner (x, y) of a base cell, 0 <= x, y <= n. On the antimeridian and at a
  // pole it is several corners of the plane: that of the eastern or western part
  // of the cells beside it, where a cell across the antimeridian has two parts.
  Key At(int base_cell, int64_t x, int64_t y, bool eastern) const {
    const int row = base_cell >> 2;
    const int64_t k = ((base_cell & 3) + 2) & 3;  // Quadrant, from -180.
    const int64_t level = (2 + row) * n_ - (x + y);
    if (level == 0 || level == 4 * n_) return Make(level, k + (eastern ? 1 : 0));
    if (level < n_) return Make(level, k * level + n_ - y);
    if (level > 3 * n_) return Make(level, k * (4 * n_ - level) + x);
    // Twice as fine: 45 / n degrees.
    int64_t place = (row == 1 ? 2 * k : 2 * k + 1) * n_ + x - y;
    if (base_cell == 6 && !eastern) place += 8 * n_;
    return Make(level, place >> 1);
  }

  double LatOf(double level) const {
    const double s = level / static_cast<double>(n_);
    const double half = (s <= 2 ? 2 - s : 4 - s) / 2;
    return projection_.PointAt(s <= 2 ? 0 : 8, half, half).lat;
  }
  LonLat PlaceOf(Key key) const {
    const int64_t level = LevelOf(key), index = IndexOf(key);
    const double lat = LatOf(static_cast<double>(level));
    if (level == 0 || level == 4 * n_) return {static_cast<double>(index) * 90 - 180, lat};
    if (const int64_t around = level < 2 * n_ ? level : 4 * n_ - level; around < n_) {
      const int64_t quarter = index / around;
      const auto part = static_cast<double>(index % around) / static_cast<double>(around);
      return {static_cast<double>(quarter) * 90 + part * 90 - 180, lat};
    }
    const auto place = static_cast<double>(2 * index + ((level - n_) & 1));
    return {place / static_cast<double>(n_) * 45 - 180, lat};
  }

  // A line of sides between two corners, within a cap or within the belt, not
  // along a meridian.
  class Line {
   public:
    Line(const PlaneMesh& mesh, Key from, Key to) : n_(static_cast<double>(mesh.n_)) {
      const int64_t a = LevelOf(from), b = LevelOf(to);
      if (a + b > 2 * mesh.n_ && a + b < 6 * mesh.n_) {
        belt_ = true;
        lon_ = mesh.PlaceOf(from).lon;
        level_ = static_cast<double>(a);
        slope_ = (mesh.PlaceOf(to).lon - lon_) / static_cast<double>(b - a);
        return;
      }
      south_ = a > 2 * mesh.n_;
      const int64_t l = south_ ? 4 * mesh.n_ - a : a, m = south_ ? 4 * mesh.n_ - b : b;
      const int64_t quadrant = (IndexOf(from) + IndexOf(to)) / (l + m);
      const int64_t i = IndexOf(from) - quadrant * l;
      const bool keeps_i = i == IndexOf(to) - quadrant * m;
      lon_ = static_cast<double>(quadrant + (keeps_i ? 0 : 1)) * 90 - 180;
      slope_ = keeps_i ? static_cast<double>(i) * 90 : static_cast<double>(i - l) * 90;
    }
    double LonAt(double level) const {
      if (belt_) return lon_ + (level - level_) * slope_;
      return lon_ + slope_ / (south_ ? 4 * n_ - level : level);
    }
    // The interval between corners of a level, in degrees.
    double SpacingAt(double level) const {
      return 90 / (belt_ ? n_ : (south_ ? 4 * n_ - level : level));
    }

   private:
    double n_;
    bool belt_ = false, south_ = false;
    double lon_, slope_;
    double level_ = 0;
  };

 private:
  int64_t n_;
  const Projection& projection_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_PLANE_MESH_H_
