// Loops over a batch that report the lowest index at fault.

#ifndef COINCIDE_INTERNAL_FIRST_BAD_H_
#define COINCIDE_INTERNAL_FIRST_BAD_H_

#include <atomic>
#include <cstddef>

#include "src/internal/parallel.h"

namespace coincide::internal {

// Calls item(i), which says whether i is good, for each i in [0, n). Returns the
// lowest i that is not, n if all are, whatever the threads do.
template <typename Item>
size_t FirstBad(size_t n, size_t grain, int threads, const Item& item) {
  std::atomic<size_t> first_bad = n;
  ParallelFor(n, grain, threads, [&](size_t begin, size_t end) {
    size_t bad = n;
    for (size_t i = begin; i < end; ++i) {
      if (!item(i) && bad == n) bad = i;
    }
    size_t seen = first_bad.load(std::memory_order_relaxed);
    while (bad < seen && !first_bad.compare_exchange_weak(seen, bad)) {
    }
  });
  return first_bad.load();
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_FIRST_BAD_H_
