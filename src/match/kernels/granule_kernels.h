// The loops of stage one, for the instruction set at hand.

#ifndef COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "coincide/geodesy/vector3.h"
#include "src/match/granules/authalic_vectors.h"
#include "src/match/granules/piece_grid.h"
#include "src/match/granules/strips.h"

namespace coincide::internal {

// ScanBounds may write this many indices beyond those it returns.
inline constexpr size_t kScanSlack = 64;

// Which of the columns [begin, end) can come within `reach` of a piece with bounds `a`:
// those whose balls do, and that neither slab rules out: with c, n, d the centre, normal and
// along of one and r, w its radius and breadth, all of it is beyond the other's slab, of normal m
// and height h, if |m.c| (1 - r^2 / 2) > h + reach + r |m.d| + w, since its points p have
// p.c >= 1 - r^2 / 2, |p.d| <= r and |p.(c x d)| <= w. Their times must meet those of `a`, which
// has the window added. Writes their indices,
// ascending, to `out` and returns how many they are.
// REQUIRES: room for end - begin + kScanSlack indices.
size_t ScanBounds(const BoundsColumns& columns, uint32_t begin, uint32_t end, const Bounds& a,
                  float reach, uint32_t* out);

// The corners of a convex quadrilateral as a ladder has them (v0, v1, v3, v2 goes
// round with the inside on the left), and of the side that begins at each the great
// circle's normal, which points inside, and its length squared.
struct QuadSides {
  explicit QuadSides(const Vector3* v);

  std::array<double, 4> x, y, z;
  std::array<double, 4> nx, ny, nz, length2;
};

enum class QuadTest : uint8_t {
  kApart,    // One is beyond a side of the other by more than `apart`.
  kOverlap,  // Each reaches inside all sides of the other by more than `inside`.
  kOpen,
};

// How a quadrilateral and the one of the ladder vertices b[0..3] lie to each other; both
// angles are small and >= 0. The same answer on every instruction set.
QuadTest CompareQuads(const QuadSides& a, const Vector3* b, double apart, double inside);

// Of each of up to 64 places: a bit for each side of the quadrilateral that the place is beyond
// by more than `apart`; or all bits if it is inside all sides by more than `inside`.
inline constexpr uint8_t kInsideAll = 0xff;
void PlacesByQuad(const QuadSides& a, const Vector3* places, size_t n, double apart, double inside,
                  uint8_t* out);

// AuthalicVectors::Of for many places, to the bit.
void AuthalicOfMany(const AuthalicVectors& vectors, const double* lon, const double* lat, size_t n,
                    Vector3* out);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_GRANULE_KERNELS_H_
