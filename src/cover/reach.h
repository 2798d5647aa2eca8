// The cells within reach of something: every one of a region that is told by a test
// of disks, found by a visit of the cell tree.

#ifndef COINCIDE_COVER_REACH_H_
#define COINCIDE_COVER_REACH_H_

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/cover/cover_options.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/projection.h"
#include "src/cover/piece_tree.h"

namespace coincide::internal {

// What a region is to a disk: apart from it, all round it, or neither for certain.
enum class Verdict { kOut, kIn, kMixed };

// A disk on the ellipsoid: a cell's centre, and a radius that holds the cell.
struct Disk {
  LonLat centre;
  Vector3 place;  // Of the centre, in space.
  double radius_m;
};

// Called once a node of the tree: as cheap as it can be.
using DiskTest = std::function<Verdict(const Disk&)>;

// Cells of `order`: `outer` holds every one that meets the region; `inner` only ones
// that lie in it. Both are found with cells of `extra` orders more.
//
// ENSURES: with a test that is right, and mixed only where a disk's rim meets the
// region's: a cell of `outer` has a place within 2^-extra of the enclosing cap's radius
// (cell_geometry.h) of the region.
// Errors (InvalidArgument): more than kMostBoundaryCells undecided cells.
absl::StatusOr<OuterInner> CoverReach(const DiskTest& test, int order, int extra,
                                      const Ellipsoid& ellipsoid);

// From this order on, the disk round a cell has a radius of this many semi-major axes
// over 2^order; tests/cover/reach_test.cc finds them above those of all cells of two
// orders, and of cells round the poles and along the seams of all orders. The first one
// where the centre is within 40 degrees of the equator.
inline constexpr int kUniformOrder = 6;
inline constexpr double kBeltRadius = 0.93;
inline constexpr double kCapRadius = 1.10;

inline constexpr uint64_t kMostBoundaryCells = uint64_t{1} << 25;

// Bounds of the geodesic distance from a place to pieces that stray by at most
// `deviation_m` from what they stand for.
class ReachBounds {
 public:
  ReachBounds(const PieceTree& tree, double deviation_m, const Ellipsoid& ellipsoid);

  // Whether the disk is apart from, or within, what is at most `reach_m` away.
  Verdict Compare(const Disk& disk, double reach_m) const;
  // Distance from one place, if it may be below `most_m`. Off by the deviation,
  // and by 1e-16 of the cube of the distance in metres up to 200 km; by half a
  // percent of the length of a piece beyond.
  std::optional<DistanceBounds> Bounds(const LonLat& centre, const Vector3& place,
                                       double most_m) const;

 private:
  DistanceBounds Refined(const LonLat& centre, const Vector3& place,
                         const PieceTree::Hit& hit) const;

  const PieceTree& tree_;
  double deviation_m_;
  Ellipsoid ellipsoid_;
};

// The cells within `reach_m` of pieces.
// Errors: as CoverReach, found out before any work where the reach alone says so.
absl::StatusOr<OuterInner> CoverWithinReach(const PieceTree& tree, double deviation_m,
                                            double reach_m, int order, const Ellipsoid& ellipsoid);

// The side of a square of the area of a cell of `order`.
double CellWidth(int order, const Ellipsoid& ellipsoid);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_REACH_H_
