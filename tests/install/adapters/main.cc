// A square round the south pole in each adapter's form.

#include <geos_c.h>

#include <boost/geometry/geometries/geometries.hpp>

#include "coincide/adapters/boost.h"
#include "coincide/adapters/geos.h"
#include "coincide/adapters/proj_crs.h"
#include "coincide/cover/cover_geometry.h"

int main() {
  const auto crs = coincide::ProjCrs::Create("EPSG:3031");
  if (!crs.ok()) return 1;
  coincide::CoverOptions options;
  options.edges = coincide::Edges::kPlanar;
  options.projector = crs->projector();

  namespace bg = boost::geometry;
  using Point = bg::model::point<double, 2, bg::cs::geographic<bg::degree>>;
  const bg::model::ring<Point> ring = {{45, -80}, {135, -80}, {-135, -80}, {-45, -80}, {45, -80}};
  const auto a = coincide::CoverGeometry(coincide::GeometryOf(ring), 5, options);

  GEOSContextHandle_t context = GEOS_init_r();
  GEOSWKTReader* reader = GEOSWKTReader_create_r(context);
  GEOSGeometry* polygon = GEOSWKTReader_read_r(
      context, reader, "POLYGON ((45 -80, 135 -80, -135 -80, -45 -80, 45 -80))");
  coincide::Geometry geometry;
  const bool read = coincide::ReadGeos(context, polygon, &geometry).ok();
  GEOSGeom_destroy_r(context, polygon);
  GEOSWKTReader_destroy_r(context, reader);
  GEOS_finish_r(context);
  const auto b = coincide::CoverGeometry(geometry, 5, options);
  return read && a.ok() && b.ok() && a->outer == b->outer && !a->inner.is_empty() ? 0 : 1;
}
