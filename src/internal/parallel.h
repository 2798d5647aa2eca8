// Splitting a batch over oneTBB's threads; over plain ones under ThreadSanitizer.

#ifndef COINCIDE_INTERNAL_PARALLEL_H_
#define COINCIDE_INTERNAL_PARALLEL_H_

#include <cstddef>
#include <cstdlib>

// GCC's mark, then Clang's.
#if defined(__SANITIZE_THREAD__)
#define COINCIDE_PLAIN_THREADS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define COINCIDE_PLAIN_THREADS 1
#endif
#endif

#if defined(COINCIDE_PLAIN_THREADS)
#include <algorithm>
#include <exception>
#include <thread>
#include <vector>
#else
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace coincide::internal {

// How many threads a call may use: `threads` if positive, else the environment
// variable COINCIDE_THREADS if it is, else every core.
inline int ThreadCount(int threads) {
  if (threads > 0) return threads;
  if (const char* text = std::getenv("COINCIDE_THREADS")) {
    const int from_environment = std::atoi(text);
    if (from_environment > 0) return from_environment;
  }
#if defined(COINCIDE_PLAIN_THREADS)
  // Two even where there is one core: a race needs them.
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
#else
  return oneapi::tbb::this_task_arena::max_concurrency();
#endif
}

// Calls body(begin, end) on disjoint pieces that make up [0, n), each of at
// least `grain` items but for the last ones; at once, on the caller's thread,
// if one piece or one thread is enough. The pieces depend on timing, so body
// must give each item the same result whatever piece it is in. What a body
// throws is thrown here.
//
// A oneTBB that is not built for ThreadSanitizer hides from it what orders its
// threads. There, each loop of more than one item, however small, is one piece a
// thread, on threads made for it: all that is ordered is their start and end.
#if defined(COINCIDE_PLAIN_THREADS)
template <typename Body>
void ParallelFor(size_t n, size_t /*grain*/, int threads, const Body& body) {
  if (n == 0) return;
  const size_t count = n == 1 ? 1 : std::min(n, static_cast<size_t>(ThreadCount(threads)));
  std::vector<std::exception_ptr> thrown(count);
  const auto run = [&](size_t piece) {
    try {
      body(n * piece / count, n * (piece + 1) / count);
    } catch (...) {
      thrown[piece] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (size_t piece = 1; piece < count; ++piece) others.emplace_back(run, piece);
  run(0);
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& exception : thrown) {
    if (exception) std::rethrow_exception(exception);
  }
}
#else
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
#endif

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_PARALLEL_H_
