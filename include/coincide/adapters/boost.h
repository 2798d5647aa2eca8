// File: boost.h
//
// Models of Boost.Geometry's concepts, users' own types included, where a geometry
// is wanted. Target coincide::boost (header only); the only includer of Boost in
// the library.
//
//   namespace bg = boost::geometry;
//   bg::model::polygon<bg::model::d2::point_xy<double>> polygon = ...;
//   CoverGeometry(GeometryOf(polygon), 12);

#ifndef COINCIDE_ADAPTERS_BOOST_H_
#define COINCIDE_ADAPTERS_BOOST_H_

#include <boost/geometry/core/access.hpp>
#include <boost/geometry/core/coordinate_system.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/core/exterior_ring.hpp>
#include <boost/geometry/core/interior_rings.hpp>
#include <boost/geometry/core/point_type.hpp>
#include <boost/geometry/core/tag.hpp>
#include <boost/geometry/core/tags.hpp>
#include <boost/range/begin.hpp>
#include <boost/range/end.hpp>
#include <numbers>
#include <type_traits>

#include "coincide/cover/geometry.h"

namespace coincide {
namespace internal {

template <class System>
inline constexpr double kDegreesOfUnit = 1;
template <template <class> class System>
inline constexpr double kDegreesOfUnit<System<boost::geometry::radian>> = 180 / std::numbers::pi;

template <class Point>
void AddBoostVertex(const Point& point, Geometry* out) {
  constexpr double kDegrees =
      kDegreesOfUnit<typename boost::geometry::coordinate_system<Point>::type>;
  out->AddVertex(static_cast<double>(boost::geometry::get<0>(point)) * kDegrees,
                 static_cast<double>(boost::geometry::get<1>(point)) * kDegrees);
}

template <class Range>
void AddBoostVertices(const Range& range, Geometry* out) {
  for (auto i = boost::begin(range); i != boost::end(range); ++i) AddBoostVertex(*i, out);
}

template <class Ring>
void AddBoostRing(const Ring& ring, Geometry* out) {
  if (boost::begin(ring) == boost::end(ring)) return;
  out->BeginRing();
  AddBoostVertices(ring, out);
}

template <class>
inline constexpr bool kIsTaken = false;

}  // namespace internal

// Adds a model to `*out`: point, segment, linestring, ring, polygon, and multi
// forms of them. Coordinate 0 is the longitude and 1 the latitude, in degrees, or
// in radians where the coordinate system says so; others are dropped. Rings may be
// open or closed, of either winding. Empty ones add nothing.
template <class Model>
void AddBoost(const Model& model, Geometry* out) {
  namespace bg = boost::geometry;
  using Tag = typename bg::tag<Model>::type;
  if constexpr (std::is_same_v<Tag, bg::point_tag>) {
    out->BeginPoints();
    internal::AddBoostVertex(model, out);
  } else if constexpr (std::is_same_v<Tag, bg::segment_tag>) {
    constexpr double kDegrees =
        internal::kDegreesOfUnit<typename bg::coordinate_system<Model>::type>;
    out->BeginLine();
    out->AddVertex(static_cast<double>(bg::get<0, 0>(model)) * kDegrees,
                   static_cast<double>(bg::get<0, 1>(model)) * kDegrees);
    out->AddVertex(static_cast<double>(bg::get<1, 0>(model)) * kDegrees,
                   static_cast<double>(bg::get<1, 1>(model)) * kDegrees);
  } else if constexpr (std::is_same_v<Tag, bg::linestring_tag>) {
    if (boost::begin(model) == boost::end(model)) return;
    out->BeginLine();
    internal::AddBoostVertices(model, out);
  } else if constexpr (std::is_same_v<Tag, bg::ring_tag>) {
    if (boost::begin(model) == boost::end(model)) return;
    out->BeginPolygon();
    internal::AddBoostRing(model, out);
  } else if constexpr (std::is_same_v<Tag, bg::polygon_tag>) {
    const auto& shell = bg::exterior_ring(model);
    if (boost::begin(shell) == boost::end(shell)) return;
    out->BeginPolygon();
    internal::AddBoostRing(shell, out);
    const auto& holes = bg::interior_rings(model);
    for (auto i = boost::begin(holes); i != boost::end(holes); ++i) internal::AddBoostRing(*i, out);
  } else if constexpr (std::is_same_v<Tag, bg::multi_point_tag>) {
    if (boost::begin(model) == boost::end(model)) return;
    out->BeginPoints();
    internal::AddBoostVertices(model, out);
  } else if constexpr (std::is_same_v<Tag, bg::multi_linestring_tag> ||
                       std::is_same_v<Tag, bg::multi_polygon_tag>) {
    for (auto i = boost::begin(model); i != boost::end(model); ++i) AddBoost(*i, out);
  } else {
    // A box is bounded by parallels: CoverBox.
    static_assert(internal::kIsTaken<Model>,
                  "not a point, segment, linestring, ring, polygon or multi form of these");
  }
}

template <class Model>
Geometry GeometryOf(const Model& model) {
  Geometry geometry;
  AddBoost(model, &geometry);
  return geometry;
}

}  // namespace coincide

#endif  // COINCIDE_ADAPTERS_BOOST_H_
