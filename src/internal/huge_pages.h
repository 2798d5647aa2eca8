// Large pages for large results.

#ifndef COINCIDE_INTERNAL_HUGE_PAGES_H_
#define COINCIDE_INTERNAL_HUGE_PAGES_H_

#include <cstddef>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace coincide::internal {

// Asks that fresh memory be given in pages of 2 MB where it covers any. The first
// write to each page of 4 KB otherwise costs more than an operation that fills it.
inline void AdviseHugePages([[maybe_unused]] void* data, [[maybe_unused]] size_t bytes) {
#if defined(__linux__)
  constexpr uintptr_t kPage = uintptr_t{2} << 20;
  const auto address = reinterpret_cast<uintptr_t>(data);
  const uintptr_t begin = (address + kPage - 1) & ~(kPage - 1);
  const uintptr_t end = (address + bytes) & ~(kPage - 1);
  // Advice: without it everything works, slower.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address inside the memory that was given.
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_HUGE_PAGES_H_
