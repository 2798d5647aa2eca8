// Splitting a batch over oneTBB's threads.

#ifndef COINCIDE_INTERNAL_PARALLEL_H_
#define COINCIDE_INTERNAL_PARALLEL_H_

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>
#include <cstdlib>

namespace coincide::internal {

// How many threads a call may use: `threads` if positive, else the environment
// variable COINCIDE_THREADS if it is, else every core.
inline int ThreadCount(int threads) {
  if (threads > 0) return threads;
  if (const char* text = std::getenv("COINCIDE_THREADS")) {
    const int from_environment = std::atoi(text);
    if (from_environment > 0) return from_environment;
  }
  return oneapi::tbb::this_task_arena::max_concurrency();
}

// Calls body(begin, end) on disjoint pieces that make up [0, n), each of at
// least `grain` items but for the last ones; at once, on the caller's thread,
// if one piece or one thread is enough. The pieces depend on timing, so body
// must give each item the same result whatever piece it is in.
template <typename Body>
void ParallelFor(size_t n, size_t grain, int threads, const Body& body) {
  if (n == 0) return;
  const int count = n <= grain ? 1 : ThreadCount(threads);
  if (count <= 1) {
    body(size_t{0}, n);
    return;
  }
  oneapi::tbb::task_arena arena(count);
  arena.execute([&] {
    oneapi::tbb::parallel_for(
        oneapi::tbb::blocked_range<size_t>(0, n, grain),
        [&](const oneapi::tbb::blocked_range<size_t>& piece) { body(piece.begin(), piece.end()); });
  });
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_PARALLEL_H_
