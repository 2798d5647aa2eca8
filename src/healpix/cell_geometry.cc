#include "coincide/healpix/cell_geometry.h"

#include <cassert>
#include <limits>
#include <optional>

#include "src/healpix/cell_sides.h"
#include "src/internal/first_bad.h"

namespace coincide {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kGrain = 1024;

// Point j of a boundary of 4 n points.
LonLat BoundaryPoint(const internal::UnitSquare& square, int j, int n,
                     const Projection& projection) {
  const int side = j / n, next = (side + 1) % 4;
  const double t = static_cast<double>(j % n) / n;
  const double dx =
      internal::kCornerX[side] + t * (internal::kCornerX[next] - internal::kCornerX[side]);
  const double dy =
      internal::kCornerY[side] + t * (internal::kCornerY[next] - internal::kCornerY[side]);
  return projection.PointAt(square.base_cell, square.x + dx * square.width,
                            square.y + dy * square.width);
}

}  // namespace

double CellArea(int order, const Ellipsoid& ellipsoid) {
  assert(order >= 0 && order <= Cell::kMaxOrder);
  return ellipsoid.area_m2() / static_cast<double>(Cell::Count(order));
}

std::array<LonLat, 4> Vertices(Cell cell, const Ellipsoid& ellipsoid) {
  assert(!cell.is_null());
  const internal::UnitSquare square(cell);
  const Projection& projection = Projection::Of(ellipsoid);
  std::array<LonLat, 4> vertices;
  for (int i = 0; i < 4; ++i) {
    vertices[static_cast<size_t>(i)] = BoundaryPoint(square, i, 1, projection);
  }
  return vertices;
}

void AppendBoundary(Cell cell, int points_per_side, const Ellipsoid& ellipsoid,
                    std::vector<LonLat>* points) {
  assert(!cell.is_null() && points_per_side >= 1);
  const internal::UnitSquare square(cell);
  const Projection& projection = Projection::Of(ellipsoid);
  for (int j = 0; j < 4 * points_per_side; ++j) {
    points->push_back(BoundaryPoint(square, j, points_per_side, projection));
  }
}

Cap EnclosingCap(Cell cell, const Ellipsoid& ellipsoid) {
  assert(!cell.is_null());
  const Projection& projection = Projection::Of(ellipsoid);
  const LonLat centre = projection.Centre(cell);
  const internal::Outline outline(cell, projection);
  const double chord = internal::ChordRadius(internal::ToSpace(centre, ellipsoid), outline);
  return {centre, internal::MostGeodesic(chord, ellipsoid)};
}

size_t VerticesOf(std::span<const uint64_t> words, const Ellipsoid& ellipsoid,
                  std::span<double> lon, std::span<double> lat, int threads) {
  return BoundariesOf(words, 1, ellipsoid, lon, lat, threads);
}

size_t BoundariesOf(std::span<const uint64_t> words, int points_per_side,
                    const Ellipsoid& ellipsoid, std::span<double> lon, std::span<double> lat,
                    int threads) {
  const size_t each = 4 * static_cast<size_t>(points_per_side);
  assert(points_per_side >= 1);
  assert(lon.size() == each * words.size() && lat.size() == lon.size());
  const Projection& projection = Projection::Of(ellipsoid);
  const size_t grain = std::max<size_t>(1, 4 * kGrain / each);
  return internal::FirstBad(words.size(), grain, threads, [&](size_t i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    if (!cell) {
      std::fill_n(lon.begin() + static_cast<ptrdiff_t>(i * each), each, kNan);
      std::fill_n(lat.begin() + static_cast<ptrdiff_t>(i * each), each, kNan);
      return false;
    }
    const internal::UnitSquare square(*cell);
    for (size_t j = 0; j < each; ++j) {
      const LonLat at = BoundaryPoint(square, static_cast<int>(j), points_per_side, projection);
      lon[i * each + j] = at.lon;
      lat[i * each + j] = at.lat;
    }
    return true;
  });
}

size_t CapsOf(std::span<const uint64_t> words, const Ellipsoid& ellipsoid, std::span<double> lon,
              std::span<double> lat, std::span<double> radius_m, int threads) {
  assert(lon.size() == words.size() && lat.size() == words.size());
  assert(radius_m.size() == words.size());
  return internal::FirstBad(words.size(), kGrain, threads, [&](size_t i) {
    const std::optional<Cell> cell = Cell::FromWord(words[i]);
    const Cap cap = cell ? EnclosingCap(*cell, ellipsoid) : Cap{{kNan, kNan}, kNan};
    lon[i] = cap.centre.lon;
    lat[i] = cap.centre.lat;
    radius_m[i] = cap.radius_m;
    return cell.has_value();
  });
}

}  // namespace coincide
