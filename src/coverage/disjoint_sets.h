// Numbers in sets that grow together.

#ifndef COINCIDE_COVERAGE_DISJOINT_SETS_H_
#define COINCIDE_COVERAGE_DISJOINT_SETS_H_

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace coincide::internal {

// Each number below n in a set of its own at first; the least of a set is its name.
class DisjointSets {
 public:
  explicit DisjointSets(size_t n) : parents_(n) { std::iota(parents_.begin(), parents_.end(), 0u); }

  size_t size() const { return parents_.size(); }
  uint32_t Find(uint32_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void Join(uint32_t i, uint32_t j) {
    i = Find(i);
    j = Find(j);
    if (i < j) {
      parents_[j] = i;
    } else {
      parents_[i] = j;
    }
  }

 private:
  std::vector<uint32_t> parents_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_DISJOINT_SETS_H_
