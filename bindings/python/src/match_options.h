// The criterion of a match, as coincide/_match.py gives it.

#ifndef COINCIDE_PYTHON_MATCH_OPTIONS_H_
#define COINCIDE_PYTHON_MATCH_OPTIONS_H_

#include <nanobind/nanobind.h>

#include "coincide/match/samples/match_points.h"

namespace coincide::python {

// From within_m, window_ns, missing_time, keep, nearest, ellipsoid and threads.
MatchPointsOptions MatchOptions(const nanobind::dict& given);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_MATCH_OPTIONS_H_
