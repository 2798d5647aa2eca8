// File: cover_cone.h
//
// Coverages of cones and ellipses: what is within a distance of a place, the same all
// round or by azimuth.
//
//   CoverCone({10.0, 70.0}, 50e3, 12)

#ifndef COINCIDE_COVER_COVER_CONE_H_
#define COINCIDE_COVER_COVER_CONE_H_

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/healpix/projection.h"

namespace coincide {

// The outer and inner coverage of a cone: of the places whose geodesic distance from
// `centre` is at most `radius_m`. 0 is the point; more than 20,038 km everything.
//
// Up to 19,900 km both are as tight as those of a polygon (OuterInner). Beyond, where
// the rim folds round the opposite place, `outer` is right but may hold cells 0.6
// widths off, and `inner` may lack cells as near.
//
// Errors (InvalidArgument): order outside 0..29; a centre that is no place; a radius
// that is negative or not finite; a rim of more than 2^25 cells.
// COST: about 40 ns a boundary cell and 10 us; three times that where the rim comes
// near a pole.
absl::StatusOr<OuterInner> CoverCone(LonLat centre, double radius_m, int order,
                                     const Ellipsoid& ellipsoid = Ellipsoid::Wgs84());

// An ellipse on the ground: along the azimuth A from its centre it reaches
// a b / sqrt((b cos(A - azimuth))^2 + (a sin(A - azimuth))^2), measured by geodesic, with
// a and b the two semi-axes. Where a = b it is a cone.
struct GroundEllipse {
  LonLat centre;
  double semi_a_m = 0;  // Along the azimuth.
  double semi_b_m = 0;  // Across; either may be the larger.
  double azimuth = 0;   // Of the first semi-axis, degrees clockwise from north.
};

// The outer and inner coverage of an ellipse, as CoverCone.
// Errors: as CoverCone; a semi-axis of more than 19,900 km, an azimuth that is not finite.
absl::StatusOr<OuterInner> CoverEllipse(const GroundEllipse& ellipse, int order,
                                        const Ellipsoid& ellipsoid = Ellipsoid::Wgs84());

}  // namespace coincide

#endif  // COINCIDE_COVER_COVER_CONE_H_
