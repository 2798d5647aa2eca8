// File: geos.h
//
// Geometries of GEOS, through its C interface. Target coincide::geos; nothing else
// of the library needs it, and this header does not include GEOS.

#ifndef COINCIDE_ADAPTERS_GEOS_H_
#define COINCIDE_ADAPTERS_GEOS_H_

#include "absl/status/status.h"
#include "coincide/cover/geometry.h"

// As geos_c.h names them: GEOSGeometry, GEOSContextHandle_t.
struct GEOSGeom_t;
struct GEOSContextHandle_HS;

namespace coincide {

// Adds a geometry of GEOS to `*geometry`: points, lines, rings, polygons, multi
// forms and collections; coordinates are lon, lat, z is dropped. Empty ones add
// nothing.
//
// REQUIRES: `context` is a handle of this thread that `source` may be read with.
// Errors (InvalidArgument): null; a kind that is not one of these (curves); what
// GEOS refuses.
absl::Status ReadGeos(GEOSContextHandle_HS* context, const GEOSGeom_t* source, Geometry* geometry);

}  // namespace coincide

#endif  // COINCIDE_ADAPTERS_GEOS_H_
