#include "src/match/samples/box_tree.h"

#include <utility>

namespace coincide::internal {

Box Hull(const BoxGroup& group) {
  Box box;
  for (size_t i = 0; i < 3; ++i) {
    box.lo[i] = *std::min_element(group.lo[i], group.lo[i] + kGroup);
    box.hi[i] = *std::max_element(group.hi[i], group.hi[i] + kGroup);
  }
  return box;
}

BoxTree::BoxTree(std::vector<BoxGroup> items) {
  levels_.push_back(std::move(items));
  while (levels_.back().size() > 1) {
    const std::vector<BoxGroup>& below = levels_.back();
    std::vector<BoxGroup> level((below.size() + kGroup - 1) / kGroup, kNoBoxes);
    for (size_t k = 0; k < below.size(); ++k) {
      SetBox(&level[k / kGroup], k % kGroup, Hull(below[k]));
    }
    levels_.push_back(std::move(level));
  }
}

BoxTree BoxTree::Of(const std::vector<Box>& items) {
  std::vector<BoxGroup> groups((items.size() + kGroup - 1) / kGroup, kNoBoxes);
  for (size_t k = 0; k < items.size(); ++k) SetBox(&groups[k / kGroup], k % kGroup, items[k]);
  return BoxTree(std::move(groups));
}

}  // namespace coincide::internal
