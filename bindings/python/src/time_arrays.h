// Times as arguments and results: datetime64[ns] outside, TimeRange inside.

#ifndef COINCIDE_PYTHON_TIME_ARRAYS_H_
#define COINCIDE_PYTHON_TIME_ARRAYS_H_

#include <nanobind/nanobind.h>

#include <span>
#include <vector>

#include "coincide/coverage/time_range.h"

namespace coincide::python {

namespace nb = nanobind;

// An int64 array of nanoseconds of whatever says when: coincide._times.to_ns.
// ValueError or TypeError that names the argument.
nb::object NanosecondsOf(nb::handle times, const char* name);

// One time, or the ranges of an array of shape (n, 2); errors as above, and for
// another shape. The ranges are valid; a single time may be NaT.
int64_t TimeArg(nb::handle time, const char* name);
std::vector<TimeRange> TimeRangesArg(nb::handle times, const char* name);

// datetime64[ns] of shape (n, 2), fresh.
nb::object DatetimeArray(std::span<const TimeRange> ranges);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_TIME_ARRAYS_H_
