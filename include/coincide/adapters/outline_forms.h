// File: outline_forms.h
//
// Outlines of coverages in the forms that other software reads. Each is one
// multipolygon, whatever the number of parts; an empty outline has none.

#ifndef COINCIDE_ADAPTERS_OUTLINE_FORMS_H_
#define COINCIDE_ADAPTERS_OUTLINE_FORMS_H_

#include <string>

#include "coincide/cover/outline.h"

namespace coincide {

// Well-known binary (ISO), little-endian.
std::string OutlineToWkb(const Outline& outline);

// Well-known text. Numbers, here and below, are the shortest that read back equal.
std::string OutlineToWkt(const Outline& outline);

// A GeoJSON geometry (RFC 7946), on one line without spaces.
std::string OutlineToGeoJson(const Outline& outline);

}  // namespace coincide

#endif  // COINCIDE_ADAPTERS_OUTLINE_FORMS_H_
