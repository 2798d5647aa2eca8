// How values are taken to crossings, as Python says it.

#ifndef COINCIDE_PYTHON_VALUE_RULES_H_
#define COINCIDE_PYTHON_VALUE_RULES_H_

#include <nanobind/nanobind.h>

#include <cstdint>
#include <limits>

#include "arguments.h"
#include "coincide/match/samples/crossing_values.h"

namespace coincide::python {

// (method, spline_points, median_within).
inline ValueRules ValueRulesArg(const nb::tuple& given) {
  constexpr ValueMethod kMethods[] = {
      ValueMethod::kLinear, ValueMethod::kNearest, ValueMethod::kCubic,     ValueMethod::kAkima,
      ValueMethod::kSlope,  ValueMethod::kMedian,  ValueMethod::kDirection, ValueMethod::kBitOr};
  ValueRules rules;
  rules.method = kMethods[ChoiceArg(
      given[0], "method",
      {"linear", "nearest", "cubic", "akima", "slope", "median", "direction", "bit_or"})];
  rules.points = IntegerArg(given[1], "spline_points", 0, std::numeric_limits<int64_t>::max());
  rules.within_m = DoubleArg(given[2], "median_within");
  return rules;
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_VALUE_RULES_H_
