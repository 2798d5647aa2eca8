// File: crossing_values.h
//
// Values of samples, such as heights, at the places where their track is
// crossed.

#ifndef COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_
#define COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/tracks.h"

namespace coincide {

enum class ValueMethod {
  kLinear,     // Linear in the distance between the two valid samples round it.
  kNearest,    // Of the nearest valid sample of the leg.
  kCubic,      // Natural cubic spline through ValueRules::points samples a side.
  kAkima,      // Akima's spline through as many.
  kSlope,      // Of the nearest sample, and its slope times the way from there.
  kMedian,     // Median of the samples round it, up to the first beyond ValueRules::within_m.
  kDirection,  // Degrees; linear along the shorter way round the circle.
  kBitOr,      // Integers >= 0: all bits of the two samples round it.
};

struct ValueRules {
  ValueMethod method = ValueMethod::kLinear;
  int64_t points = 3;   // For splines: valid samples on each side, 2 to 32.
  double within_m = 0;  // For kMedian: geodesic distance from the crossing.
};

// Columns of the samples of one side.
//
//   values  [n]  NaN is missing
//   sigma   [n]  their standard errors, or empty; NaN where unknown
//   slope   [n]  for kSlope: change of the value a metre along the track
struct SampleValues {
  std::span<const double> values;
  std::span<const double> sigma = {};
  std::span<const double> slope = {};
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
  std::vector<int64_t> flags;  // kValueExtended, kValueMissing, kSplineShort or 0.
};

// The value of a column of samples at each crossing.
//
// With f the fraction between samples i and i + 1, kLinear is (1 - f) v_i + f v_{i+1}.
// Where one of the two is missing the next valid sample of the leg on its side
// takes its place, if it is within max_gap_m of the crossing, and f is that of
// the distances to the two; else the value is missing.
//
// Splines go by distance along the track through the valid samples that follow
// one another at most max_gap_m apart, the first of each side as for kLinear.
// Where a side has fewer than `points` the value is linear, with kSplineShort.
// kDirection is in [0, 360), or in [-180, 180) where a sample is negative. kBitOr
// does without one of the two samples if only the other is found.
//
// Errors of samples are taken as not correlated. sigma is the root of the sum of
// (w s)^2 over the samples of weights w; of kAkima, whose weights depend on the
// values, that of kLinear; of kMedian the error of the mean, from three samples on
// times sqrt(pi / 2); of kSlope that of the sample; of kBitOr NaN.
//
// ERRORS: columns of unequal length; rules out of range; kSlope without slopes; a
// value of kBitOr that is no integer from 0 to 2^53; a row whose seg, leg_begin and
// leg_end do not fit the samples, as those of another set. Cancelled: by keep_going, which
// is asked some 20 times a second on the thread of the call and may be empty.
// ACCURACY: 1e-12 of the values of SciPy's splines: tests/match/crossing_values_test.cc.
// COST: about 0.1 us a crossing, 0.5 us with splines.
absl::StatusOr<CrossingValues> ValuesAtCrossings(const TrackSamples& samples,
                                                 const CrossingSide& side,
                                                 const SampleValues& columns,
                                                 const ValueRules& rules,
                                                 const Ellipsoid& ellipsoid = Ellipsoid::Wgs84(),
                                                 const std::function<bool()>& keep_going = {});

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_CROSSING_VALUES_H_
