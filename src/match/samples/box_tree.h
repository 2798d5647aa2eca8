// Boxes, eight to a group, and the boxes of groups, of eight groups, and so on
// to the root: what the searches of this folder descend. Boxes are in the
// earth-centred frame, so poles and the antimeridian are no special cases.

#ifndef COINCIDE_MATCH_SAMPLES_BOX_TREE_H_
#define COINCIDE_MATCH_SAMPLES_BOX_TREE_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coincide/healpix/ellipsoid.h"
#include "src/match/kernels/point_kernels.h"

namespace coincide::internal {

// What rounding to floats may cost a box, and as much again.
inline double BoxSlack(const Ellipsoid& ellipsoid) { return ellipsoid.a() * 0x1p-22; }

inline constexpr Box kNoBox = {{3e38f, 3e38f, 3e38f}, {-3e38f, -3e38f, -3e38f}};

// The box that holds the boxes of a group.
Box Hull(const BoxGroup& group);

// Negative if the box holds nothing.
inline float LongestSide(const Box& box) {
  return std::max({box.hi[0] - box.lo[0], box.hi[1] - box.lo[1], box.hi[2] - box.lo[2]});
}

// The squared distance between two boxes, 0 if they meet.
inline float Gap2(const Box& a, const Box& b) {
  float sum = 0;
  for (size_t i = 0; i < 3; ++i) {
    const float gap = std::max({a.lo[i] - b.hi[i], b.lo[i] - a.hi[i], 0.0f});
    sum += gap * gap;
  }
  return sum;
}

inline Box Grown(Box box, float by) {
  for (size_t i = 0; i < 3; ++i) {
    box.lo[i] -= by;
    box.hi[i] += by;
  }
  return box;
}

inline Box BoxAt(const BoxGroup& group, size_t k) {
  return {{group.lo[0][k], group.lo[1][k], group.lo[2][k]},
          {group.hi[0][k], group.hi[1][k], group.hi[2][k]}};
}

inline void SetBox(BoxGroup* group, size_t k, const Box& box) {
  for (size_t i = 0; i < 3; ++i) {
    group->lo[i][k] = box.lo[i];
    group->hi[i][k] = box.hi[i];
  }
}

inline constexpr BoxGroup kNoBoxes = [] {
  BoxGroup group{};
  for (size_t k = 0; k < kGroup; ++k) {
    for (size_t i = 0; i < 3; ++i) {
      group.lo[i][k] = kNoBox.lo[i];
      group.hi[i][k] = kNoBox.hi[i];
    }
  }
  return group;
}();

// One box of a BoxTree. At level 0 it is that of item `index`, above that of
// group `index` of the level below.
struct BoxRef {
  uint32_t level;
  uint32_t index;
};

class BoxTree {
 public:
  // The boxes of items, unused ones kNoBox. REQUIRES: at least one group.
  explicit BoxTree(std::vector<BoxGroup> items);
  // The same of one box an item. REQUIRES: at least one box.
  static BoxTree Of(const std::vector<Box>& items);

  // The top level has one group.
  size_t levels() const { return levels_.size(); }
  const BoxGroup& boxes(size_t level, size_t group) const { return levels_[level][group]; }
  Box box(BoxRef ref) const {
    return BoxAt(levels_[ref.level][ref.index / kGroup], ref.index % kGroup);
  }

  // Calls visit(item) for each item whose box meets `box`.
  template <typename Visit>
  void ForEachMeeting(const Box& box, const Visit& visit) const {
    ForEachMeeting(ActivePointKernels(), levels() - 1, 0, box, visit);
  }

 private:
  template <typename Visit>
  void ForEachMeeting(const PointKernels& kernels, size_t level, size_t group, const Box& box,
                      const Visit& visit) const {
    for (uint32_t bits = kernels.boxes_meeting(levels_[level][group], box); bits != 0;
         bits &= bits - 1) {
      const size_t at = group * kGroup + static_cast<size_t>(std::countr_zero(bits));
      if (level == 0) {
        visit(at);
      } else {
        ForEachMeeting(kernels, level - 1, at, box, visit);
      }
    }
  }

  std::vector<std::vector<BoxGroup>> levels_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_BOX_TREE_H_
