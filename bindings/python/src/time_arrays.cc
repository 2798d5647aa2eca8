#include "time_arrays.h"

#include <algorithm>
#include <string>

#include "arguments.h"
#include "numpy_arrays.h"

namespace coincide::python {

nb::object NanosecondsOf(nb::handle times, const char* name) {
  return nb::module_::import_("coincide._times").attr("to_ns")(times, name);
}

int64_t TimeArg(nb::handle time_arg, const char* name) {
  const ArrayArg<int64_t> time(NanosecondsOf(time_arg, name), name);
  if (!time.is_scalar()) {
    RaiseValue(std::string(name) + " has shape " + ShapeText(time.shape()) + ": one is wanted");
  }
  return time[0];
}

std::vector<TimeRange> TimeRangesArg(nb::handle times_arg, const char* name) {
  const ArrayArg<int64_t> times(NanosecondsOf(times_arg, name), name);
  const Shape& shape = times.shape();
  const bool none = shape.size() == 1 && shape[0] == 0;
  if (!none && (shape.size() != 2 || shape[1] != 2)) {
    RaiseValue(std::string(name) + " has shape " + ShapeText(shape) +
               ": (n, 2) is wanted, begin and end");
  }
  std::vector<TimeRange> ranges(times.size() / 2);
  for (size_t i = 0; i < ranges.size(); ++i) {
    ranges[i] = {times[2 * i], times[2 * i + 1]};
    if (ranges[i].valid()) continue;
    const bool missing = std::min(ranges[i].begin, ranges[i].end) < kTimeBegin;
    RaiseValue(std::string(name) + "[" + std::to_string(i) + "] is " +
               (missing ? "not a time (NaT)" : "empty: its end is not after its begin"));
  }
  return ranges;
}

nb::object DatetimeArray(std::span<const TimeRange> ranges) {
  ArrayOut<int64_t> out({static_cast<Py_ssize_t>(ranges.size()), 2});
  for (size_t i = 0; i < ranges.size(); ++i) {
    out.values()[2 * i] = ranges[i].begin;
    out.values()[2 * i + 1] = ranges[i].end;
  }
  return out.Take().attr("view")("datetime64[ns]");
}

}  // namespace coincide::python
