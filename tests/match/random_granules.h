// Seeded footprints of every kind, crowded so that many meet and many nearly do.

#ifndef COINCIDE_TESTS_MATCH_RANDOM_GRANULES_H_
#define COINCIDE_TESTS_MATCH_RANDOM_GRANULES_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include "tests/match/granule_oracle.h"

namespace coincide::testing {

enum class Place {
  kOverPole,      // within 300 km of the south pole
  kTurn88,        // on the circle of 88 S
  kAntimeridian,  // on longitude 180
  kMidLatitude,
  kEquator,
  kGlobal,  // everywhere
};
inline constexpr Place kPlaces[] = {Place::kOverPole,    Place::kTurn88,  Place::kAntimeridian,
                                    Place::kMidLatitude, Place::kEquator, Place::kGlobal};
std::string_view NameOf(Place place);

// n granules of all kinds and sizes from 10 m to 3,000 km; edges as given, or each
// as it falls.
std::vector<TestGranule> RandomGranules(Place place, size_t n, std::mt19937_64& rng,
                                        std::optional<Edges> edges = std::nullopt);

// Their table.
GranuleTable TableOf(const std::vector<TestGranule>& granules);

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_MATCH_RANDOM_GRANULES_H_
