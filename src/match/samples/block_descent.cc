#include "src/match/samples/block_descent.h"

#include <algorithm>
#include <bit>

#include "coincide/geodesy/ecef_batch.h"

namespace coincide::internal {
namespace {

// Replaces boxes whose longest side exceeds `limit` by those of their parts that
// meet `box`, until none is left but at level 0.
void Refine(const BoxTree& tree, const Box& box, float limit, std::vector<BoxRef>* refs) {
  const PointKernels& kernels = ActivePointKernels();
  for (size_t at = 0; at < refs->size();) {
    const BoxRef ref = (*refs)[at];
    if (ref.level == 0 || LongestSide(tree.box(ref)) <= limit) {
      ++at;
      continue;
    }
    (*refs)[at] = refs->back();
    refs->pop_back();
    for (uint32_t bits = kernels.boxes_meeting(tree.boxes(ref.level - 1, ref.index), box);
         bits != 0; bits &= bits - 1) {
      const auto k = static_cast<uint32_t>(std::countr_zero(bits));
      refs->push_back({ref.level - 1, static_cast<uint32_t>(ref.index * kGroup) + k});
    }
  }
}

}  // namespace

bool BlockDescent::Load(std::span<const double> lon, std::span<const double> lat,
                        std::span<const uint64_t> order, size_t block, const Ellipsoid& ellipsoid) {
  const size_t begin = block * kBlock;
  const size_t n = n_ = std::min(kBlock, lon.size() - begin);
  std::span<const double> x = lon.subspan(begin, n), y = lat.subspan(begin, n);
  if (order.empty()) {
    for (size_t k = 0; k < n; ++k) rows_[k] = static_cast<uint32_t>(begin + k);
  } else {
    for (size_t k = 0; k < n; ++k) {
      const size_t row = RowOf(order[begin + k]);
      rows_[k] = static_cast<uint32_t>(row);
      lon_[k] = lon[row];
      lat_[k] = lat[row];
    }
    x = std::span(lon_).first(n);
    y = std::span(lat_).first(n);
  }
  if (EcefOf(x, y, ellipsoid, std::span(x_).first(n), std::span(y_).first(n),
             std::span(z_).first(n)) > 0) {
    return false;
  }
  const size_t chunks = (n + kChunk - 1) / kChunk;
  for (size_t k = n; k < chunks * kChunk; ++k) {
    x_[k] = x_[n - 1];
    y_[k] = y_[n - 1];
    z_[k] = z_[n - 1];
  }
  for (auto& level : boxes_) level.fill(kNoBoxes);
  ActivePointKernels().chunk_boxes(x_.data(), y_.data(), z_.data(), chunks, BoxSlack(ellipsoid),
                                   boxes_[0].data());
  size_t groups = (chunks + kGroup - 1) / kGroup;
  for (size_t level = 1; level < kLevels; ++level) {
    for (size_t k = 0; k < groups; ++k) {
      SetBox(&boxes_[level][k / kGroup], k % kGroup, Hull(boxes_[level - 1][k]));
    }
    groups = (groups + kGroup - 1) / kGroup;
  }
  return true;
}

void BlockDescent::Run(const BoxTree& tree, float reach, Leaf leaf) {
  const auto top = static_cast<uint32_t>(tree.levels() - 1);
  const Box grown = Grown(Hull(boxes_[kLevels - 1][0]), reach);
  root_.clear();
  for (uint32_t bits = ActivePointKernels().boxes_meeting(tree.boxes(top, 0), grown); bits != 0;
       bits &= bits - 1) {
    root_.push_back({top, static_cast<uint32_t>(std::countr_zero(bits))});
  }
  Refine(tree, grown, LongestSide(grown), &root_);
  Descend(tree, reach, kLevels - 1, 0, leaf);
}

// The parts of box `node` of level + 1, each with what it meets.
bool BlockDescent::Descend(const BoxTree& tree, float reach, size_t level, size_t node, Leaf leaf) {
  const PointKernels& kernels = ActivePointKernels();
  const BoxGroup& parts = boxes_[level][node];
  const std::vector<BoxRef>& met = level + 1 == kLevels ? root_ : lists_[level + 1][node % kGroup];
  auto& lists = lists_[level];
  for (auto& list : lists) list.clear();
  for (const BoxRef ref : met) {
    for (uint32_t bits = kernels.boxes_meeting(parts, Grown(tree.box(ref), reach)); bits != 0;
         bits &= bits - 1) {
      lists[static_cast<size_t>(std::countr_zero(bits))].push_back(ref);
    }
  }
  for (size_t k = 0; k < kGroup; ++k) {
    if (lists[k].empty()) continue;
    const Box grown = Grown(BoxAt(parts, k), reach);
    Refine(tree, grown, level == 0 ? -1 : LongestSide(grown), &lists[k]);
    if (lists[k].empty()) continue;
    const size_t part = node * kGroup + k;
    if (!(level == 0 ? leaf(part, lists[k]) : Descend(tree, reach, level - 1, part, leaf))) {
      return false;
    }
  }
  return true;
}

}  // namespace coincide::internal
