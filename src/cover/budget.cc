#include "coincide/cover/budget.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <queue>
#include <utility>
#include <vector>

#include "coincide/coverage/canonical.h"
#include "coincide/coverage/coverage_cells.h"

namespace coincide {
namespace {

// A cell as its first leaf and order, with how many of its leaves are covered.
struct Node {
  uint64_t begin;
  int order;
  uint64_t covered;

  uint64_t size() const { return uint64_t{1} << (2 * (Cell::kMaxOrder - order)); }
};

// What the split of a node would do.
struct Split {
  Node node;
  std::array<Node, 4> children;
  int count;    // Children that hold anything.
  double gain;  // Leaves that it may shed for each cell added.

  // Larger gains first, then the place on the curve: a total order.
  bool operator<(const Split& other) const {
    if (gain != other.gain) return gain < other.gain;
    return node.begin > other.node.begin;
  }
};

class Tree {
 public:
  explicit Tree(std::span<const LeafRange> ranges) : ranges_(ranges), before_(ranges.size() + 1) {
    for (size_t i = 0; i < ranges.size(); ++i) before_[i + 1] = before_[i] + ranges[i].size();
  }

  // Leaves of the coverage below `leaf`.
  uint64_t Below(uint64_t leaf) const {
    const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), leaf,
                                        [](uint64_t l, const LeafRange& r) { return l < r.begin; });
    const auto i = static_cast<size_t>(after - ranges_.begin());
    if (i == 0) return 0;
    return before_[i - 1] + (std::min(leaf, ranges_[i - 1].end) - ranges_[i - 1].begin);
  }

  Node At(uint64_t begin, int order) const {
    Node node{begin, order, 0};
    node.covered = Below(begin + node.size()) - Below(begin);
    return node;
  }

  // REQUIRES: node.order < 29.
  Split SplitOf(const Node& node) const {
    Split split{node, {}, 0, 0};
    const uint64_t quarter = node.size() / 4;
    for (uint64_t k = 0; k < 4; ++k) {
      const Node child = At(node.begin + k * quarter, node.order + 1);
      if (child.covered > 0) split.children[static_cast<size_t>(split.count++)] = child;
    }
    // What the cell holds too much, all of which its descendants may shed; what
    // its children shed at once would starve a cell that is touched all over.
    const auto waste = static_cast<double>(node.size() - node.covered);
    split.gain = split.count == 1 ? 1e300 : waste / (split.count - 1);
    return split;
  }

 private:
  std::span<const LeafRange> ranges_;
  std::vector<uint64_t> before_;
};

Coverage FromNodes(std::vector<Node>* nodes, const Ellipsoid& ellipsoid) {
  std::sort(nodes->begin(), nodes->end(),
            [](const Node& a, const Node& b) { return a.begin < b.begin; });
  RangeBuffer ranges;
  int order = 0;
  for (const Node& node : *nodes) {
    order = std::max(order, node.order);
    if (!ranges.empty() && ranges.back().end == node.begin) {
      ranges.back().end += node.size();
    } else {
      ranges.push_back({node.begin, node.begin + node.size()});
    }
  }
  return Coverage::FromCanonical(std::move(ranges), order, ellipsoid);
}

}  // namespace

Coverage CoarsenOuter(const Coverage& fine, const CellBudget& budget) {
  assert(0 <= budget.min_order && budget.min_order <= budget.max_order &&
         budget.max_order <= Cell::kMaxOrder);
  const Tree tree(fine.ranges());
  std::vector<Node> done;
  std::priority_queue<Split> open;
  const auto add = [&](const Node& node) {
    if (node.covered == node.size() || node.order >= budget.max_order) {
      if (node.order >= budget.min_order) {
        done.push_back(node);
        return;
      }
    }
    open.push(tree.SplitOf(node));
  };
  // Splits that shed nothing go on: a later one inside may. Those down to
  // min_order are taken whatever they cost.
  std::vector<Node> forced;
  for (uint64_t base = 0; base < 12; ++base) {
    const Node node = tree.At(base << 58, 0);
    if (node.covered > 0) forced.push_back(node);
  }
  while (!forced.empty()) {
    const Node node = forced.back();
    forced.pop_back();
    if (node.order >= budget.min_order) {
      add(node);
      continue;
    }
    const Split split = tree.SplitOf(node);
    for (int k = 0; k < split.count; ++k) forced.push_back(split.children[static_cast<size_t>(k)]);
  }
  size_t cells = done.size() + open.size();
  while (!open.empty()) {
    const Split split = open.top();
    open.pop();
    const size_t after = cells + static_cast<size_t>(split.count) - 1;
    if (after > budget.max_cells) {
      done.push_back(split.node);
      continue;
    }
    cells = after;
    for (int k = 0; k < split.count; ++k) add(split.children[static_cast<size_t>(k)]);
  }
  return FromNodes(&done, fine.ellipsoid());
}

Coverage CoarsenInner(const Coverage& fine, const CellBudget& budget) {
  assert(0 <= budget.min_order && budget.min_order <= budget.max_order &&
         budget.max_order <= Cell::kMaxOrder);
  // Maximal cells by order, largest first, in curve order within one.
  std::vector<std::vector<uint64_t>> by_order(Cell::kMaxOrder + 1);
  for (const LeafRange& range : fine.ranges()) {
    uint64_t at = range.begin;
    while (at < range.end) {
      int order = budget.max_order;
      bool any = false;
      for (int k = budget.min_order; k <= budget.max_order; ++k) {
        const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - k));
        if (at % size == 0 && at + size <= range.end) {
          order = k;
          any = true;
          break;
        }
      }
      const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - order));
      if (any) {
        by_order[static_cast<size_t>(order)].push_back(at);
        at += size;
      } else {
        at = (at / size + 1) * size;
      }
    }
  }
  std::vector<Node> nodes;
  for (int order = 0; order <= Cell::kMaxOrder; ++order) {
    for (const uint64_t begin : by_order[static_cast<size_t>(order)]) {
      if (nodes.size() >= budget.max_cells) break;
      nodes.push_back({begin, order, 0});
    }
  }
  return FromNodes(&nodes, fine.ellipsoid());
}

}  // namespace coincide
