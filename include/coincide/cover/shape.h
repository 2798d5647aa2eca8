// File: shape.h
//
// Views of lines and polygons over columns of degrees, and what lies between
// their vertices. Nothing is copied: the columns must outlive the view.

#ifndef COINCIDE_COVER_SHAPE_H_
#define COINCIDE_COVER_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace coincide {

// What an edge between two vertices is.
enum class Edges {
  kGeodesic,     // The shortest path on the ellipsoid.
  kGreatCircle,  // The shorter great circle of the authalic sphere.
  kLonLat,       // Straight in degrees, the shorter way round: GeoJSON's edges.
  kPlanar,       // Straight in the plane of CoverOptions::projector.
};

// Which side of a ring is its interior.
enum class Orientation {
  kSmaller,           // The smaller part, whatever the winding.
  kCounterClockwise,  // The part on the left of the shell, of any size; holes by the smaller part.
};

// A line through n vertices. REQUIRES: lon.size() == lat.size().
struct LineView {
  std::span<const double> lon;
  std::span<const double> lat;

  size_t size() const { return lon.size(); }
};

// Rings: of one polygon with holes, or of several polygons; ring r has the
// vertices offsets[r] .. offsets[r + 1] - 1, in Arrow list layout. The last
// vertex of a ring is joined to its first, and may repeat it.
//
// REQUIRES: offsets ascend, from 0 to lon.size() or within.
struct RingsView {
  std::span<const double> lon;
  std::span<const double> lat;
  std::span<const int64_t> offsets;

  size_t size() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  LineView ring(size_t r) const {
    const auto begin = static_cast<size_t>(offsets[r]);
    const size_t count = static_cast<size_t>(offsets[r + 1]) - begin;
    return {lon.subspan(begin, count), lat.subspan(begin, count)};
  }
};

}  // namespace coincide

#endif  // COINCIDE_COVER_SHAPE_H_
