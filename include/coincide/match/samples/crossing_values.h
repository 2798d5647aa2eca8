// File: crossing_values.h
//
// Values of samples, such as heights, at the places where their track is
// crossed.

#ifndef COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_
#define COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/tracks.h"

namespace coincide {

enum class ValueMethod {
  kLinear,   // Linear in the distance between the two valid samples round it.
  kNearest,  // Of the nearest valid sample of the leg.
};

// One side of CrossingRows, and where the crossings are.
//
//   lon, lat, seg, frac, leg_begin, leg_end, max_gap_m  [rows]
struct CrossingSide {
  std::span<const double> lon, lat;
  std::span<const int64_t> seg;
  std::span<const double> frac;
  std::span<const int64_t> leg_begin, leg_end;
  std::span<const double> max_gap_m;
};
CrossingSide SideA(const CrossingRows& rows);
CrossingSide SideB(const CrossingRows& rows);

struct CrossingValues {
  std::vector<double> value;   // NaN where kValueMissing.
  std::vector<double> sigma;   // Empty if there was none.
  std::vector<int64_t> flags;  // kValueExtended, kValueMissing or 0.
};

// The value of a column of samples at each crossing.
//
//   values  [n]  of the samples; NaN is missing
//   sigma   [n]  their standard errors, or empty; NaN where unknown
//
// With f the fraction between samples i and i + 1, (1 - f) v_i + f v_{i+1}, and
// errors that are not correlated: sigma^2 = (1 - f)^2 s_i^2 + f^2 s_{i+1}^2.
// Where one of the two is missing the next valid sample of the leg on its side
// takes its place, if it is within max_gap_m of the crossing, and f is that of
// the distances to the two; else the value is missing.
//
// ERRORS: columns of unequal length; a row whose seg, leg_begin and leg_end do
// not fit the samples, as those of another set.
absl::StatusOr<CrossingValues> ValuesAtCrossings(const TrackSamples& samples,
                                                 const CrossingSide& side,
                                                 std::span<const double> values,
                                                 std::span<const double> sigma, ValueMethod method,
                                                 const Ellipsoid& ellipsoid = Ellipsoid::Wgs84());

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_
