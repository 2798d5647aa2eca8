// File: geodesic_segment.h
//
// Segments of geodesics: the nearest point of one to a point, and where two of
// them cross. A segment is a GeodesicLine from 0 to length_m().
//
// Method: Newton's iteration on the sphere with measured distances and
// azimuths, in the manner of Karney 2023, "Geodesic intersections", J.
// Surveying Eng. 150: each step solves the spherical triangle that the
// ellipsoid's deviates from by its flattening only.

#ifndef COINCIDE_GEODESY_GEODESIC_SEGMENT_H_
#define COINCIDE_GEODESY_GEODESIC_SEGMENT_H_

#include <optional>

#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"

namespace coincide {

// The nearest point of a segment.
struct FootPoint {
  LonLat point;
  double along_m = 0;     // From the start of the segment, 0 to its length.
  double distance_m = 0;  // From the point asked about, >= 0.
  // distance_m with a sign: positive to the right of the direction of travel.
  // Where the foot is an end, the side is that of the path continued.
  double offset_m = 0;
  // The foot is an end of the segment, and the path continued comes nearer.
  bool beyond_end = false;
};

// The point of `segment` that is nearest to `point`; of several that are
// equally near, any. A segment of length 0 is its start, with beyond_end true
// unless the distance is 0.
//
// COST: 2 to 6 us. ERROR: distance 2e-8 m; along_m 1e-7 m where the point is
// within 1,000 km, growing to 1e-4 m at 9,000 km, since the distance is flat
// there: tests/geodesy/geodesic_segment_test.cc, which measures both by search.
// REQUIRES: valid point (geodesic.h); for points nearly opposite to the segment
// (more than 19,000 km off) the distance may be too large by 0.1 %.
FootPoint NearestOnSegment(const Geodesics& geodesics, const GeodesicLine& segment, LonLat point);

// Where two segments meet in one point.
struct SegmentCrossing {
  LonLat point;
  double along_a_m = 0;  // 0 to the length of a
  double along_b_m = 0;  // 0 to the length of b
  double azimuth_a = 0;  // Of travel there, degrees, -180 to 180.
  double azimuth_b = 0;
  double angle = 0;  // Between the two paths, degrees, 0 to 90.
};

// The point that both segments hold, or nothing. Segments that miss each other
// by less than 1e-7 m at an end count as meeting there. Segments that overlap
// on one path have no single point: nothing is returned; so too for segments of
// length 0. If they meet twice (both over 10,000 km), the meeting nearest to
// their middles is returned.
//
// COST: 2 to 4 us. ERROR: 1e-7 m at angles above 10 degrees; it grows as
// 3e-8 m / sin(angle): tests/geodesy/geodesic_segment_test.cc, on paths that
// were laid through a known point.
std::optional<SegmentCrossing> CrossSegments(const Geodesics& geodesics, const GeodesicLine& a,
                                             const GeodesicLine& b);

}  // namespace coincide

#endif  // COINCIDE_GEODESY_GEODESIC_SEGMENT_H_
