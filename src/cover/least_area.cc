#include "src/cover/least_area.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace coincide::internal {
namespace {

constexpr uint64_t kImpossible = std::numeric_limits<uint64_t>::max();

// Costs[k]: the least leaves of a choice of exactly k cells, kImpossible if there is
// none. From 0 to the most cells that make sense.
using Costs = std::vector<uint64_t>;

class Chooser {
 public:
  Chooser(const CoverTree& tree, const CellBudget& budget) : tree_(tree), budget_(budget) {}

  std::vector<CoveredCell> Choose() {
    const std::vector<CoveredCell> roots = tree_.Roots();
    if (roots.empty()) return {};
    const Sum all = SumOf(roots);
    const auto least = std::min_element(all.costs.begin(), all.costs.end());
    Take(all, static_cast<size_t>(least - all.costs.begin()));
    return std::move(chosen_);
  }

 private:
  // A cell that is taken or split. `split`: which sum, if it may be split.
  struct Node {
    CoveredCell cell;
    bool whole;  // May be taken as it is.
    size_t split = 0;
    Costs costs;
  };
  // Several nodes together, and for each step and count how many cells the last has.
  struct Sum {
    std::vector<size_t> nodes;
    std::vector<std::vector<uint32_t>> shares;
    Costs costs;
  };

  size_t Visit(const CoveredCell& cell) {
    Node node{cell, cell.order >= budget_.min_order, 0, {}};
    const bool full = cell.covered == cell.size();
    if (!node.whole || (!full && cell.order < budget_.max_order)) {
      const CoveredChildren children = tree_.ChildrenOf(cell);
      Sum sum = SumOf(children);
      node.costs = sum.costs;
      node.split = sums_.size() + 1;
      sums_.push_back(std::move(sum));
    }
    if (node.whole) {
      // An only child is never larger than its parent, so it goes first where both fit.
      if (node.costs.size() < 2) node.costs.resize(2, kImpossible);
      if (node.costs[1] == kImpossible) {
        node.costs[1] = cell.size();
      } else {
        node.whole = false;
      }
    }
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
  }

  template <typename Cells>
  Sum SumOf(const Cells& cells) {
    Sum sum;
    sum.costs = {0};
    for (const CoveredCell& cell : cells) {
      const size_t index = Visit(cell);
      sum.nodes.push_back(index);
      Add(nodes_[index].costs, &sum);
    }
    return sum;
  }

  // Counts beyond the budget are kept only as long as there is none within it.
  void Add(const Costs& more, Sum* sum) const {
    const Costs& before = sum->costs;
    size_t most = before.size() + more.size() - 2;
    size_t fewest = 0;
    while (before[fewest] == kImpossible) ++fewest;
    size_t fewest_more = 0;
    while (more[fewest_more] == kImpossible) ++fewest_more;
    most = std::min(most, std::max(budget_.max_cells, fewest + fewest_more));
    Costs costs(most + 1, kImpossible);
    std::vector<uint32_t> shares(most + 1, 0);
    for (size_t i = fewest; i < before.size(); ++i) {
      if (before[i] == kImpossible) continue;
      for (size_t j = fewest_more; j < more.size() && i + j <= most; ++j) {
        if (more[j] == kImpossible || before[i] + more[j] >= costs[i + j]) continue;
        costs[i + j] = before[i] + more[j];
        shares[i + j] = static_cast<uint32_t>(j);
      }
    }
    sum->costs = std::move(costs);
    sum->shares.push_back(std::move(shares));
  }

  void Take(const Sum& sum, size_t count) {
    for (size_t step = sum.nodes.size(); step-- > 0;) {
      const size_t share = sum.shares[step][count];
      TakeNode(nodes_[sum.nodes[step]], share);
      count -= share;
    }
  }

  void TakeNode(const Node& node, size_t count) {
    if (count == 1 && node.whole) {
      chosen_.push_back(node.cell);
    } else {
      Take(sums_[node.split - 1], count);
    }
  }

  const CoverTree& tree_;
  const CellBudget& budget_;
  std::vector<Node> nodes_;
  std::vector<Sum> sums_;
  std::vector<CoveredCell> chosen_;
};

}  // namespace

std::vector<CoveredCell> LeastArea(const CoverTree& tree, const CellBudget& budget) {
  return Chooser(tree, budget).Choose();
}

}  // namespace coincide::internal
