// File: wkb.h
//
// Geometries from well-known binary: ISO and PostGIS (EWKB) forms, either byte
// order, with z and m read and dropped.

#ifndef COINCIDE_ADAPTERS_WKB_H_
#define COINCIDE_ADAPTERS_WKB_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/status/status.h"
#include "coincide/cover/geometry.h"

namespace coincide {

// Adds the geometry in `bytes` to `*geometry`: points, lines, polygons, multi
// forms and collections; coordinates are lon, lat. Empty ones add nothing.
//
// Errors (InvalidArgument, naming the byte): the bytes end early or go on after
// the geometry; a byte order other than 0 and 1; a kind that is not one of these
// seven (curves, surfaces, TINs); a count that the bytes left cannot hold; a ring
// of fewer than four vertices or whose last differs from its first; nesting
// deeper than 32.
absl::Status ReadWkb(std::span<const uint8_t> bytes, Geometry* geometry);

}  // namespace coincide

#endif  // COINCIDE_ADAPTERS_WKB_H_
