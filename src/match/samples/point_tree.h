// The places of one side in the order of the cells along the curve, eight to a
// group, with a BoxTree over the groups. The order makes groups compact whatever
// the density, so there is no cell size to choose.

#ifndef COINCIDE_MATCH_SAMPLES_POINT_TREE_H_
#define COINCIDE_MATCH_SAMPLES_POINT_TREE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "coincide/healpix/ellipsoid.h"
#include "src/match/kernels/point_kernels.h"
#include "src/match/samples/block_descent.h"
#include "src/match/samples/box_tree.h"

namespace coincide::internal {

// The rows of points along the curve of cells, those of one leaf in their
// order: the low 32 bits of each item (the high ones are part of a key). Empty
// if a point is invalid.
//
// COST: about 30 ns a point; memory 16 bytes a point.
// REQUIRES: lon.size() == lat.size() < 2^32.
std::vector<uint64_t> CurveOrder(std::span<const double> lon, std::span<const double> lat,
                                 const Ellipsoid& ellipsoid, int threads);

class PointTree {
 public:
  // `order` from CurveOrder on the same points. REQUIRES: at least one point.
  PointTree(std::span<const double> lon, std::span<const double> lat, const Ellipsoid& ellipsoid,
            std::span<const uint64_t> order, int threads);

  size_t size() const { return size_; }
  // Slots are places in the order: slot s is place s % kGroup of group s / kGroup.
  uint32_t row(size_t slot) const { return rows_[slot]; }
  const PointGroup& points(size_t group) const { return points_[group]; }
  size_t groups() const { return (size_ + kGroup - 1) / kGroup; }

  // Its items are the groups.
  const BoxTree& tree() const { return tree_; }

 private:
  // Places and rows; returns the boxes of groups.
  std::vector<BoxGroup> Fill(std::span<const double> lon, std::span<const double> lat,
                             const Ellipsoid& ellipsoid, std::span<const uint64_t> order,
                             int threads);

  size_t size_;
  std::unique_ptr<PointGroup[]> points_;
  std::vector<uint32_t> rows_;
  BoxTree tree_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_POINT_TREE_H_
