// Seeded geometries by family, for tests of covers: what random polygons hardly
// ever are, and where a grid has its seams.

#ifndef COINCIDE_TESTS_SUPPORT_RANDOM_SHAPES_H_
#define COINCIDE_TESTS_SUPPORT_RANDOM_SHAPES_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "tests/support/cover_checker.h"

namespace coincide::testing {

enum class Family {
  // Polygons, rings round a place: simple stars, one in three crossing itself.
  kUniform,         // anywhere
  kPoles,           // round, beside, or with a vertex at a pole
  kTwoThirds,       // on the parallels where the caps begin
  kThreeCorners,    // where three base cells meet
  kAntimeridian,    // on longitude 180
  kPolarSeams,      // on the meridians where the caps' charts meet
  kEquatorCorners,  // where four base cells meet on the equator
  kCellCorners,     // vertices exactly on corners of cells
  // Polygons of a kind.
  kRoundBoxes,   // sides on round longitudes and latitudes
  kThinBoxes,    // 0.05 to 1 degree high, 5 to 40 wide
  kSlivers,      // far narrower than a cell
  kSpirals,      // a band that winds several times
  kStars,        // spikes, up to 2,000 vertices
  kHoles,        // many holes, some with islands
  kParts,        // several polygons
  kHemispheres,  // larger than half the sphere, left side inside
  kRepeats,      // repeated and collinear vertices, spikes out and back
  // Lines.
  kTracks,     // random walks
  kPoleLines,  // over or close by a pole
  kTinyLines,  // about 1 cm
  kLongLines,  // up to 20,000 km
  kSideLines,  // along sides of cells and through their corners
  kSeamLines,  // along base-cell sides, meridians and parallels of seams
  kPoints,     // lines of one vertex, or of equal ones
};

inline constexpr int kFamilies = static_cast<int>(Family::kPoints) + 1;

std::string_view NameOf(Family family);

// The shape of a family and a seed: the same on every machine. Edge models
// geodesic, great circle and lonlat take turns by seed. No neighbours are
// opposite (0.1 degree), nor 180 degrees of longitude apart where edges are
// lonlat; but for kHemispheres, insides are the smaller side.
Shape RandomShape(Family family, uint64_t seed);

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_RANDOM_SHAPES_H_
