// File: cover_box.h
//
// Coverages of boxes and zones: regions bounded by meridians and parallels.

#ifndef COINCIDE_COVER_COVER_BOX_H_
#define COINCIDE_COVER_COVER_BOX_H_

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"

namespace coincide {

// Degrees. From the meridian `west` eastward to `east`: west > east crosses the
// antimeridian; east - west of 360 or more is a zone all round the Earth.
struct LonLatBox {
  double west = 0;
  double south = 0;
  double east = 0;
  double north = 0;
};

// The outer and inner coverage of a box. Its sides are exactly meridians and
// parallels; south = north or west = east gives the line, both the point.
//
// Errors (InvalidArgument): order outside 0..29; a bound that is not finite, a
// latitude outside -90..90, south above north; sides that run through more than 2^26
// cells of the order.
absl::StatusOr<OuterInner> CoverBox(const LonLatBox& box, int order,
                                    const Ellipsoid& ellipsoid = Ellipsoid::Wgs84());

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_BOX_H_
