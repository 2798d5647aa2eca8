#include "coincide/cover/outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "coincide/cell/cell_ids.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/healpix/cell_geometry.h"
#include "src/cover/check_shape.h"
#include "src/cover/outline_rings.h"
#include "src/cover/plane_mesh.h"
#include "src/internal/absl_text.h"

namespace coincide {
namespace {

using internal::Heading;
using internal::OutlineSide;
using internal::PlaneMesh;

constexpr double kDegree = std::numbers::pi / 180;

bool IsStraight(Heading heading) { return (static_cast<int>(heading) & 1) == 0; }

// Puts edges along the sides of rings, few enough and near enough.
class Sampler {
 public:
  Sampler(const PlaneMesh& mesh, const Ellipsoid& ellipsoid, double tolerance_m,
          int points_per_side)
      : mesh_(mesh),
        metres_per_degree_(ellipsoid.a() * kDegree),
        tolerance_m_(tolerance_m),
        points_per_side_(points_per_side) {}

  // Appends the ring of these sides, its first vertex at the end again.
  void AppendRing(std::span<const OutlineSide> sides, Outline* out) const {
    const size_t begin = out->lon.size();
    // A ring has corners that must stay: where the heading changes, and where the
    // map has a kink.
    size_t first = 0;
    while (!IsCorner(sides, first)) ++first;
    Append(sides[first].from, out);
    for (size_t i = 0; i < sides.size();) {
      const OutlineSide& side = sides[(first + i) % sides.size()];
      PlaneMesh::Key to = side.to;
      for (++i; i < sides.size() && !IsCorner(sides, (first + i) % sides.size()); ++i) {
        to = sides[(first + i) % sides.size()].to;
      }
      AppendLine(side.from, to, side.heading, out);
    }
    // The same bits, whatever way they were come by.
    out->lon.back() = out->lon[begin];
    out->lat.back() = out->lat[begin];
    out->ring_offsets.push_back(static_cast<int64_t>(out->lon.size()));
  }

 private:
  bool IsCorner(std::span<const OutlineSide> sides, size_t i) const {
    const OutlineSide& before = sides[i == 0 ? sides.size() - 1 : i - 1];
    if (points_per_side_ > 0 || before.heading != sides[i].heading) return true;
    if (sides[i].forks) return true;  // Another ring touches this one here.
    if (IsStraight(before.heading)) return false;
    const int64_t level = PlaneMesh::LevelOf(before.to);
    return level == mesh_.n() || level == 3 * mesh_.n();
  }

  void Append(PlaneMesh::Key key, Outline* out) const { Append(mesh_.PlaceOf(key), out); }
  static void Append(const LonLat& place, Outline* out) {
    out->lon.push_back(place.lon);
    out->lat.push_back(place.lat);
  }

  // Appends the line without its beginning.
  void AppendLine(PlaneMesh::Key from, PlaneMesh::Key to, Heading heading, Outline* out) const {
    const LonLat a = mesh_.PlaceOf(from), b = mesh_.PlaceOf(to);
    const int pieces = std::max(1, points_per_side_);
    if (IsStraight(heading)) {
      for (int k = 1; k < pieces; ++k) {
        const double t = static_cast<double>(k) / pieces;
        Append({a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)}, out);
      }
      Append(b, out);
      return;
    }
    const PlaneMesh::Line line(mesh_, from, to);
    const auto begin = static_cast<double>(PlaneMesh::LevelOf(from));
    const auto end = static_cast<double>(PlaneMesh::LevelOf(to));
    Point previous = {begin, a};
    const auto reach = [&](double level, LonLat place) {
      Halve(line, previous, {level, place}, out);
      previous = {level, place};
    };
    const auto point = [&](double level) { return LonLat{line.LonAt(level), mesh_.LatOf(level)}; };
    // The latitude bends the other way beyond the equator.
    const auto equator = static_cast<double>(2 * mesh_.n());
    for (int k = 1; k <= pieces; ++k) {
      const double level = k == pieces ? end : begin + (end - begin) * k / pieces;
      if ((previous.level - equator) * (level - equator) < 0) reach(equator, point(equator));
      reach(level, k == pieces ? b : point(level));
    }
  }

  struct Point {
    double level;
    LonLat place;
  };

  // Appends edges from `a`, which is there already, to `b`.
  void Halve(const PlaneMesh::Line& line, const Point& a, const Point& b, Outline* out) const {
    double middle = (a.level + b.level) / 2;
    // Rather a corner of the mesh, if one is near.
    const double corner = std::floor(middle);
    if (corner > std::min(a.level, b.level)) middle = corner;
    const LonLat m = {line.LonAt(middle), mesh_.LatOf(middle)};
    // How far the edge is from the line along the parallel of m, in degrees. As it
    // bends one way only, at no other parallel is it farther than in proportion:
    // a concave function is below its own chords' continuations.
    const double t = (m.lat - a.place.lat) / (b.place.lat - a.place.lat);
    const double away = std::abs(a.place.lon + t * (b.place.lon - a.place.lon) - m.lon);
    const double most = away / std::min(t, 1 - t);
    const double spacing = std::min(line.SpacingAt(a.level), line.SpacingAt(b.level));
    const double shrink =
        std::cos(kDegree * (a.place.lat * b.place.lat <= 0
                                ? 0
                                : std::min(std::abs(a.place.lat), std::abs(b.place.lat))));
    const bool near = most * shrink * metres_per_degree_ <= tolerance_m_ && most <= spacing / 8;
    if (near || !(t > 0 && t < 1)) {
      Append(b.place, out);
      return;
    }
    Halve(line, a, {middle, m}, out);
    Halve(line, {middle, m}, b, out);
  }

  const PlaneMesh& mesh_;
  double metres_per_degree_;
  double tolerance_m_;
  int points_per_side_;
};

// Twice the area on the left of a closed ring, in square degrees.
double TwiceArea(LineView ring) {
  double sum = 0;
  const double lon = ring.lon[0], lat = ring.lat[0];
  for (size_t i = 1; i + 1 < ring.size(); ++i) {
    sum += (ring.lon[i] - lon) * (ring.lat[i + 1] - lat) -
           (ring.lon[i + 1] - lon) * (ring.lat[i] - lat);
  }
  return sum;
}

}  // namespace

absl::StatusOr<Outline> OutlineOf(const Coverage& coverage, const OutlineOptions& options) {
  if (options.tolerance_m && !(*options.tolerance_m > 0)) {
    return internal::InvalidArgument(
        "tolerance_m is " + internal::NumberText(*options.tolerance_m) + ": above 0 is wanted");
  }
  if (options.points_per_side < 0) {
    return internal::InvalidArgument(
        "points_per_side is " + std::to_string(options.points_per_side) + ": 0 or more is wanted");
  }
  const Ellipsoid& ellipsoid = coverage.ellipsoid();
  const int order = internal::FinestOrder(coverage);
  const PlaneMesh mesh(order, Projection::Of(ellipsoid));
  const internal::OutlineRings rings = internal::RingsOf(coverage, mesh);
  const double width = std::sqrt(CellArea(order, ellipsoid));
  const Sampler sampler(mesh, ellipsoid,
                        std::max(1e-6, options.tolerance_m.value_or(std::min(width / 100, 1000.0))),
                        options.points_per_side);

  Outline outline;
  Outline part;  // The rings of one part as they come; its shell goes first.
  for (size_t r = 0; r + 1 < rings.offsets.size(); ++r) {
    const auto sides =
        std::span(rings.sides).subspan(rings.offsets[r], rings.offsets[r + 1] - rings.offsets[r]);
    sampler.AppendRing(sides, &part);
    if (outline.lon.size() + part.lon.size() > options.max_vertices) {
      return internal::InvalidArgument(
          "the outline has more vertices than max_vertices, which is " +
          std::to_string(options.max_vertices));
    }
    const bool last = r + 2 == rings.offsets.size() ||
                      rings.sides[rings.offsets[r + 1]].part != sides.front().part;
    if (!last) continue;
    const auto add = [&](size_t i) {
      const LineView ring = part.ring(i);
      outline.lon.insert(outline.lon.end(), ring.lon.begin(), ring.lon.end());
      outline.lat.insert(outline.lat.end(), ring.lat.begin(), ring.lat.end());
      outline.ring_offsets.push_back(static_cast<int64_t>(outline.lon.size()));
    };
    size_t shell = 0;
    for (size_t i = 0; i < part.ring_count(); ++i) {
      if (TwiceArea(part.ring(i)) > 0) shell = i;
    }
    add(shell);
    for (size_t i = 0; i < part.ring_count(); ++i) {
      if (i != shell) add(i);
    }
    outline.polygon_offsets.push_back(static_cast<int64_t>(outline.ring_count()));
    part = Outline();
  }
  return outline;
}

std::optional<LonLatBox> BoundsOf(const Coverage& coverage) {
  if (coverage.is_empty()) return std::nullopt;
  const PlaneMesh mesh(internal::FinestOrder(coverage), Projection::Of(coverage.ellipsoid()));
  int64_t top = 4 * mesh.n(), bottom = 0;
  struct Interval {
    double west, east;
  };
  std::vector<Interval> intervals;
  for (const Cell cell : MaximalCells(coverage)) {
    const CellXy place = PlaceOf(cell);
    const int64_t size = mesh.n() >> place.order;
    const int64_t x = place.x * size, y = place.y * size;
    const bool crossed = place.base_cell == 6 && x == y;
    const bool eastern = place.base_cell != 6 || x > y;
    const PlaneMesh::Key north = mesh.At(place.base_cell, x + size, y + size, eastern);
    top = std::min(top, PlaneMesh::LevelOf(north));
    bottom = std::max(bottom, PlaneMesh::LevelOf(mesh.At(place.base_cell, x, y, eastern)));
    const double west =
        mesh.PlaceOf(mesh.At(place.base_cell, x, y + size, eastern && !crossed)).lon;
    const double east = mesh.PlaceOf(mesh.At(place.base_cell, x + size, y, eastern || crossed)).lon;
    if (crossed) {
      intervals.push_back({west, 180});
      intervals.push_back({-180, east});
    } else {
      intervals.push_back({west, east});
    }
  }
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.west < b.west; });
  // The widest gap is what the box leaves out.
  double end = intervals[0].east;
  double west = intervals[0].west, east = 0, widest = 0;
  for (const Interval& interval : intervals) {
    if (interval.west - end > widest) {
      widest = interval.west - end;
      west = interval.west;
      east = end;
    }
    end = std::max(end, interval.east);
  }
  // The gap across the antimeridian.
  if (intervals[0].west + 360 - end >= widest) {
    west = intervals[0].west;
    east = end;
  }
  return LonLatBox{west, mesh.LatOf(static_cast<double>(bottom)), east,
                   mesh.LatOf(static_cast<double>(top))};
}

}  // namespace coincide
