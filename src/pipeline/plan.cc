#include "coincide/pipeline/plan.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace coincide {

Plan MakePlan(std::span<const size_t> a, std::span<const size_t> b,
              std::span<const uint64_t> keys) {
  assert(a.size() == b.size());
  std::vector<size_t> order(a.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto place = [&](size_t pair) {
    return std::tuple(keys.empty() ? 0 : keys[a[pair]], a[pair], b[pair], pair);
  };
  std::sort(order.begin(), order.end(), [&](size_t p, size_t q) { return place(p) < place(q); });
  Plan plan;
  for (const size_t pair : order) {
    if (plan.tasks.empty() || plan.tasks.back().a != a[pair])
      plan.tasks.push_back({a[pair], {}, {}});
    plan.tasks.back().b.push_back(b[pair]);
    plan.tasks.back().pairs.push_back(pair);
  }
  return plan;
}

}  // namespace coincide
