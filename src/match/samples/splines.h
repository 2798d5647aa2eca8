// Splines through a few points, evaluated between the two in the middle.

#ifndef COINCIDE_MATCH_SAMPLES_SPLINES_H_
#define COINCIDE_MATCH_SAMPLES_SPLINES_H_

#include <cstddef>
#include <span>
#include <vector>

namespace coincide::internal {

// The weights that the natural cubic spline through the points at x gives their
// ordinates at `at`: they add up to 1.
//
// REQUIRES: x ascends strictly; x.size() is even and at least 4; `at` lies between
// the two in the middle; weights.size() == x.size().
// COST: O(n). Source: de Boor 1978, A Practical Guide to Splines, IV: the system of
// second derivatives is symmetric, so one solution gives the weights.
void NaturalSplineWeights(std::span<const double> x, double at, std::span<double> weights);

// Akima's spline at `at`. REQUIRES: as above; y.size() == x.size().
// Source: Akima 1970, J. ACM 17, 589. Slopes beyond the ends as there; where both
// weights of a slope are 0, the mean of its neighbours.
double AkimaSpline(std::span<const double> x, std::span<const double> y, double at);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_SPLINES_H_
