// The ellipsoids that vector files name by their numbers.

#ifndef COINCIDE_TESTS_HEALPIX_VECTOR_ELLIPSOID_H_
#define COINCIDE_TESTS_HEALPIX_VECTOR_ELLIPSOID_H_

#include <nlohmann/json.hpp>

#include "coincide/healpix/ellipsoid.h"
#include "tests/support/vectors.h"

namespace coincide::testing {

// The ellipsoid of {"a": text, "inverse_flattening": text}.
inline Ellipsoid EllipsoidOf(const nlohmann::json& numbers) {
  return Ellipsoid::Create(ParseDouble(numbers.at("a")),
                           ParseDouble(numbers.at("inverse_flattening")))
      .value();
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_HEALPIX_VECTOR_ELLIPSOID_H_
