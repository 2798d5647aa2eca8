#include "coincide/adapters/geos.h"

#include <geos_c.h>

#include <string>
#include <vector>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::InvalidArgument;

class Reader {
 public:
  Reader(GEOSContextHandle_t context, Geometry* out) : context_(context), out_(out) {}

  absl::Status Read(const GEOSGeometry* source) {
    const int kind = GEOSGeomTypeId_r(context_, source);
    if (kind < 0) return InvalidArgument("GEOS geometry: GEOS cannot tell its kind");
    if (GEOSisEmpty_r(context_, source) != 0) return absl::OkStatus();
    switch (kind) {
      case GEOS_POINT:
        out_->BeginPoints();
        return Vertices(source);
      case GEOS_LINESTRING:
      case GEOS_LINEARRING:
        out_->BeginLine();
        return Vertices(source);
      case GEOS_POLYGON:
        return Polygon(source);
      case GEOS_MULTIPOINT:
        out_->BeginPoints();
        return Parts(source, [&](const GEOSGeometry* point) {
          return GEOSisEmpty_r(context_, point) != 0 ? absl::OkStatus() : Vertices(point);
        });
      case GEOS_MULTILINESTRING:
      case GEOS_MULTIPOLYGON:
      case GEOS_GEOMETRYCOLLECTION:
        return Parts(source, [&](const GEOSGeometry* part) { return Read(part); });
      default:
        return InvalidArgument("GEOS geometry: kind " + std::to_string(kind) +
                               " is not one of points, lines, polygons and their collections");
    }
  }

 private:
  template <class Take>
  absl::Status Parts(const GEOSGeometry* source, const Take& take) {
    const int count = GEOSGetNumGeometries_r(context_, source);
    for (int i = 0; i < count; ++i) {
      const GEOSGeometry* part = GEOSGetGeometryN_r(context_, source, i);
      if (part == nullptr) return Refused("part", i);
      COINCIDE_RETURN_IF_ERROR(take(part));
    }
    return count < 0 ? Refused("part", 0) : absl::OkStatus();
  }

  absl::Status Polygon(const GEOSGeometry* source) {
    out_->BeginPolygon();
    const GEOSGeometry* shell = GEOSGetExteriorRing_r(context_, source);
    const int holes = GEOSGetNumInteriorRings_r(context_, source);
    if (shell == nullptr || holes < 0) return Refused("ring", 0);
    for (int i = 0; i <= holes; ++i) {
      const GEOSGeometry* ring = i == 0 ? shell : GEOSGetInteriorRingN_r(context_, source, i - 1);
      if (ring == nullptr) return Refused("ring", i);
      if (GEOSisEmpty_r(context_, ring) != 0) continue;
      out_->BeginRing();
      COINCIDE_RETURN_IF_ERROR(Vertices(ring));
    }
    return absl::OkStatus();
  }

  absl::Status Vertices(const GEOSGeometry* source) {
    const GEOSCoordSequence* vertices = GEOSGeom_getCoordSeq_r(context_, source);
    unsigned count = 0;
    if (vertices == nullptr || GEOSCoordSeq_getSize_r(context_, vertices, &count) == 0) {
      return Refused("vertex", 0);
    }
    lon_.resize(count);
    lat_.resize(count);
    if (GEOSCoordSeq_copyToArrays_r(context_, vertices, lon_.data(), lat_.data(), nullptr,
                                    nullptr) == 0) {
      return Refused("vertex", 0);
    }
    for (unsigned i = 0; i < count; ++i) out_->AddVertex(lon_[i], lat_[i]);
    return absl::OkStatus();
  }

  static absl::Status Refused(const char* what, int i) {
    return InvalidArgument("GEOS geometry: GEOS does not give " + std::string(what) + " " +
                           std::to_string(i));
  }

  GEOSContextHandle_t context_;
  Geometry* out_;
  std::vector<double> lon_, lat_;
};

}  // namespace

absl::Status ReadGeos(GEOSContextHandle_HS* context, const GEOSGeom_t* source, Geometry* geometry) {
  if (source == nullptr) return InvalidArgument("GEOS geometry: it is null");
  return Reader(context, geometry).Read(source);
}

}  // namespace coincide
