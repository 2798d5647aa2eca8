// A block of samples as they come, with boxes as a BoxTree has, over 16 samples,
// 128, 1,024 and 8,192, and the descent of both together: a box of the block
// passes to its eight parts the boxes of the tree that it meets when grown by
// the radius, and those larger than the part are replaced by their own parts
// that it meets. What is left for 16 samples are items of the tree.

#ifndef COINCIDE_MATCH_SAMPLES_BLOCK_DESCENT_H_
#define COINCIDE_MATCH_SAMPLES_BLOCK_DESCENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/ellipsoid.h"
#include "src/match/samples/box_tree.h"

namespace coincide::internal {

// The row of an item of CurveOrder (point_tree.h).
inline size_t RowOf(uint64_t item) { return static_cast<uint32_t>(item); }

// The places of a block. 350 KB: keep it for more than one block.
class BlockDescent {
 public:
  static constexpr size_t kBlock = 8192;

  // Called with a chunk of kChunk samples, which begins at chunk * kChunk and
  // may end early, and the items that its box meets when grown, in no order.
  // False ends the descent.
  using Leaf = absl::FunctionRef<bool(size_t chunk, std::span<const BoxRef> items)>;

  static size_t CountOf(size_t samples) { return (samples + kBlock - 1) / kBlock; }

  // Takes the samples of block `block`: those rows, or those at these places of
  // `order`. False if a position is invalid.
  bool Load(std::span<const double> lon, std::span<const double> lat,
            std::span<const uint64_t> order, size_t block, const Ellipsoid& ellipsoid);

  // Calls leaf for the chunks that meet anything, in their order.
  void Run(const BoxTree& tree, float reach, Leaf leaf);

  size_t size() const { return n_; }
  uint32_t row(size_t k) const { return rows_[k]; }
  Vector3 place(size_t k) const { return {x_[k], y_[k], z_[k]}; }
  const double* x() const { return x_.data(); }
  const double* y() const { return y_.data(); }
  const double* z() const { return z_.data(); }
  Box chunk_box(size_t chunk) const { return BoxAt(boxes_[0][chunk / kGroup], chunk % kGroup); }

 private:
  static constexpr size_t kLevels = 3;
  static constexpr size_t kChunks = kBlock / kChunk;

  bool Descend(const BoxTree& tree, float reach, size_t level, size_t node, Leaf leaf);

  // Level 0 has the boxes of chunks, the last one group.
  std::array<std::array<BoxGroup, kChunks / kGroup>, kLevels> boxes_;
  std::array<double, kBlock> lon_, lat_, x_, y_, z_;
  std::array<uint32_t, kBlock> rows_;
  size_t n_ = 0;
  // Of each level and part of a box: what it meets.
  std::array<std::array<std::vector<BoxRef>, kGroup>, kLevels> lists_;
  std::vector<BoxRef> root_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_BLOCK_DESCENT_H_
