#include "src/cover/curve_pieces.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include "coincide/cell/cell_ids.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/neighbors.h"
#include "src/healpix/cell_sides.h"

namespace coincide::internal {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr int kMostPieces = 1 << 20;  // Of one edge.

int Steps(double steps) {
  return static_cast<int>(std::clamp(std::ceil(steps), 1.0, static_cast<double>(kMostPieces)));
}

// Points of an edge after its first one, and its last.
template <typename PointAt>
void AppendEdge(int steps, const Vector3& from, const Vector3& to, const PointAt& at,
                std::vector<CurvePiece>* pieces) {
  Vector3 last = from;
  for (int k = 1; k <= steps; ++k) {
    const Vector3 next = k == steps ? to : at(static_cast<double>(k) / steps);
    pieces->push_back({last, next});
    last = next;
  }
}

// How many chords of an arc of `length` whose curvature in space is at most
// 1 / `radius`: each strays by its length squared / (8 radius).
int ArcSteps(double length, double radius, double deviation_m) {
  return Steps(length / std::sqrt(8 * radius * deviation_m));
}

void AppendGeodesic(LonLat from, LonLat to, const Ellipsoid& ellipsoid, double deviation_m,
                    std::vector<CurvePiece>* pieces) {
  const Vector3 a = InSpace(from, ellipsoid), b = InSpace(to, ellipsoid);
  // The curvature of a geodesic is that of the surface along it.
  const double radius = 0.99 * ellipsoid.b() * ellipsoid.b() / ellipsoid.a();
  if (SquaredChord(a, b) <= 8 * radius * deviation_m * 0.99) {
    pieces->push_back({a, b});
    return;
  }
  const GeodesicLine line = Geodesics::Of(ellipsoid).Line(from, to);
  const int steps = ArcSteps(line.length_m(), radius, deviation_m);
  AppendEdge(
      steps, a, b, [&](double t) { return InSpace(line.Interpolate(t), ellipsoid); }, pieces);
}

void AppendGreatCircle(LonLat from, LonLat to, const Ellipsoid& ellipsoid, double deviation_m,
                       std::vector<CurvePiece>* pieces) {
  const Vector3 a = InSpace(from, ellipsoid), b = InSpace(to, ellipsoid);
  const Vector3 u = UnitVectorOf(from.lon, AuthalicLatitude(from.lat, ellipsoid));
  const Vector3 v = UnitVectorOf(to.lon, AuthalicLatitude(to.lat, ellipsoid));
  const double angle = AngleBetween(u, v);
  // The map from the authalic sphere changes lengths and curvatures by a few
  // flattenings, 1 / 150 at most each.
  const double radius = 0.9 * ellipsoid.b();
  const int steps = ArcSteps(1.02 * angle * ellipsoid.a(), radius, deviation_m);
  const double sine = std::sin(angle);
  AppendEdge(
      steps, a, b,
      [&](double t) {
        const Vector3 p = (std::sin((1 - t) * angle) / sine) * u + (std::sin(t * angle) / sine) * v;
        const double authalic = std::atan2(p.z, std::hypot(p.x, p.y)) / kDegree;
        return InSpace({std::atan2(p.y, p.x) / kDegree, GeodeticLatitude(authalic, ellipsoid)},
                       ellipsoid);
      },
      pieces);
}

void AppendLonLat(LonLat from, LonLat to, const Ellipsoid& ellipsoid, double deviation_m,
                  std::vector<CurvePiece>* pieces) {
  const double d_lon = std::remainder(to.lon - from.lon, 360.0), d_lat = to.lat - from.lat;
  // The second derivative by the fraction is at most a (|d_lon| + |d_lat|)^2, the
  // curvature along meridians being 1 / 0.99 a at most.
  const double turn = (std::abs(d_lon) + std::abs(d_lat)) * kDegree;
  const int steps = Steps(turn * std::sqrt(1.05 * ellipsoid.a() / (8 * deviation_m)));
  AppendEdge(
      steps, InSpace(from, ellipsoid), InSpace(to, ellipsoid),
      [&](double t) {
        return InSpace({from.lon + t * d_lon, from.lat + t * d_lat}, ellipsoid);
      },
      pieces);
}

// Sides in the order SW, NW, NE, SE: the neighbour there, and the side's ends as
// corners of the unit square.
struct SideOf {
  Direction neighbour;
  std::array<double, 4> ends;   // x0, y0, x1, y1
  std::array<int, 2> children;  // Of the four in Z-order, along it.
};
constexpr SideOf kSides[4] = {
    {Direction::kSw, {0, 0, 0, 1}, {0, 2}},
    {Direction::kNw, {0, 1, 1, 1}, {2, 3}},
    {Direction::kNe, {1, 0, 1, 1}, {1, 3}},
    {Direction::kSe, {0, 0, 1, 0}, {0, 1}},
};

class Outliner {
 public:
  Outliner(const Coverage& coverage, double deviation_m)
      : coverage_(coverage), deviation_m_(deviation_m) {}

  // The parts of one side of a cell of the coverage beyond which is nothing of it.
  void Add(Cell cell, const SideOf& side) {
    const Cell beyond = Neighbors(cell)[static_cast<size_t>(side.neighbour)];
    if (coverage_.Contains(beyond)) return;
    if (coverage_.Intersects(beyond)) {
      const int order = cell.order() + 1;
      for (const int child : side.children) {
        Add(Cell::FromNested(order, 4 * cell.nested() + static_cast<uint64_t>(child)), side);
      }
      return;
    }
    const UnitSquare square(cell);
    Split({square.base_cell, square.x + side.ends[0] * square.width,
           square.y + side.ends[1] * square.width, square.x + side.ends[2] * square.width,
           square.y + side.ends[3] * square.width});
  }

  std::vector<SidePart> Take() { return std::move(parts_); }

 private:
  void Split(const SidePart& part) {
    if (part.Deviation(coverage_.ellipsoid()) <= deviation_m_ || part.width() < 1e-8) {
      parts_.push_back(part);
      return;
    }
    Split(part.First());
    Split(part.Second());
  }

  const Coverage& coverage_;
  double deviation_m_;
  std::vector<SidePart> parts_;
};

}  // namespace

LonLat LonLatOf(const Vector3& p, const Ellipsoid& ellipsoid) {
  // tan(lat) = z / (r (1 - e^2)) on the surface.
  const double r = std::hypot(p.x, p.y) * (1 - ellipsoid.e2());
  return {r == 0 ? 0 : std::atan2(p.y, p.x) / kDegree, std::atan2(p.z, r) / kDegree};
}

void AppendLine(LineView line, bool closed, Edges edges, const Ellipsoid& ellipsoid,
                double deviation_m, std::vector<CurvePiece>* pieces) {
  const size_t n = line.size();
  if (n == 0) return;
  const size_t before = pieces->size();
  const size_t count = closed && n > 1 ? n : n - 1;
  for (size_t i = 0; i < count; ++i) {
    const size_t j = i + 1 < n ? i + 1 : 0;
    const LonLat from = {line.lon[i], line.lat[i]}, to = {line.lon[j], line.lat[j]};
    if (from == to) continue;
    switch (edges) {
      case Edges::kGeodesic:
        AppendGeodesic(from, to, ellipsoid, deviation_m, pieces);
        break;
      case Edges::kGreatCircle:
        AppendGreatCircle(from, to, ellipsoid, deviation_m, pieces);
        break;
      case Edges::kLonLat:
        AppendLonLat(from, to, ellipsoid, deviation_m, pieces);
        break;
      case Edges::kPlanar:
        assert(false && "planar edges are made arcs before");
        break;
    }
  }
  if (pieces->size() == before) {
    const Vector3 p = InSpace({line.lon[0], line.lat[0]}, ellipsoid);
    pieces->push_back({p, p});
  }
}

std::vector<CurvePiece> PiecesOf(const Geometry& geometry, const CoverOptions& options,
                                 double deviation_m) {
  std::vector<CurvePiece> pieces;
  for (const Geometry::Part& part : geometry.parts()) {
    for (size_t run = part.first_run; run < part.end_run; ++run) {
      const LineView line = geometry.Run(run);
      if (part.kind == PartKind::kPoints) {
        for (size_t i = 0; i < line.size(); ++i) {
          const Vector3 p = InSpace({line.lon[i], line.lat[i]}, options.ellipsoid);
          pieces.push_back({p, p});
        }
        continue;
      }
      AppendLine(line, part.kind == PartKind::kPolygon, options.edges, options.ellipsoid,
                 deviation_m, &pieces);
    }
  }
  return pieces;
}

double SidePart::width() const { return std::max(x1 - x0, y1 - y0); }

LonLat SidePart::At(double t, const Projection& projection) const {
  return projection.PointAt(base_cell, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
}

double SidePart::Deviation(const Ellipsoid& ellipsoid) const {
  const UnitSquare square{base_cell, x0, y0, width()};
  const double bend = SideBend(square, x0, y0, x1, y1);
  return ellipsoid.a() * bend * width() * width() / 8 + kRounding;
}

std::vector<SidePart> OutlineOf(const Coverage& coverage, double deviation_m) {
  Outliner outliner(coverage, std::max(deviation_m, 2 * kRounding));
  for (const Cell cell : MaximalCells(coverage)) {
    for (const SideOf& side : kSides) outliner.Add(cell, side);
  }
  return outliner.Take();
}

std::vector<CurvePiece> PiecesOf(std::span<const SidePart> outline, const Projection& projection) {
  std::vector<CurvePiece> pieces;
  pieces.reserve(outline.size());
  for (const SidePart& part : outline) {
    pieces.push_back({InSpace(part.At(0, projection), projection.ellipsoid()),
                      InSpace(part.At(1, projection), projection.ellipsoid())});
  }
  return pieces;
}

}  // namespace coincide::internal
