// Memory of large results, kept for the next one when an array is freed.
//
// The kernel clears each page of fresh memory before its first use, which costs
// more than many of our loops that fill it. A program that calls in a loop, and
// drops one result before or soon after it makes the next, need not pay that twice.
//
// What is kept: the blocks freed last, at most 256 MB of them, or COINCIDE_KEEP_MB
// (0: none). On Linux the kernel may take their pages back whenever memory is
// short (MADV_FREE), so that a program loses nothing by it but figures of its
// resident size. Nothing is kept where AddressSanitizer looks for uses after free.

#ifndef COINCIDE_PYTHON_RESULT_MEMORY_H_
#define COINCIDE_PYTHON_RESULT_MEMORY_H_

#include <cstddef>

namespace coincide::python {

// Results smaller than this come from NumPy's own allocator, as any array's.
inline constexpr size_t kLargeResult = size_t{4} << 20;

// Uninitialised memory for `bytes` bytes, aligned to 2 MB; null if there is none.
// Any thread may call these.
void* TakeResultMemory(size_t bytes) noexcept;
// Gives back what TakeResultMemory gave; null is nothing.
void GiveResultMemory(void* data) noexcept;
// How many bytes the block at `data`, which TakeResultMemory gave, has.
size_t ResultMemorySize(const void* data) noexcept;

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_RESULT_MEMORY_H_
