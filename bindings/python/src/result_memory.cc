#include "result_memory.h"

#include <cstdlib>
#include <list>
#include <mutex>
#include <new>
#include <unordered_map>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "src/internal/huge_pages.h"

namespace coincide::python {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

size_t KeptAtMost() {
#if defined(__SANITIZE_ADDRESS__)
  return 0;
#else
  constexpr size_t kMegabyte = size_t{1} << 20;
  if (const char* text = std::getenv("COINCIDE_KEEP_MB")) {
    return static_cast<size_t>(std::strtoul(text, nullptr, 10)) * kMegabyte;
  }
  return 256 * kMegabyte;
#endif
}

struct Block {
  void* data;
  size_t size;
};

class ResultMemory {
 public:
  void* Take(size_t bytes) {
    const size_t size = (bytes + kHugePage - 1) / kHugePage * kHugePage;
    const std::lock_guard lock(mutex_);
    // The one freed last among those that waste at most a quarter of what is wanted:
    // its pages are the likeliest to be there still.
    for (auto block = kept_.begin(); block != kept_.end(); ++block) {
      if (block->size < size || block->size - size > size / 4) continue;
      places_.emplace(block->data, block);
      kept_bytes_ -= block->size;
      used_.splice(used_.begin(), kept_, block);
      return block->data;
    }
    // Places first: what throws leaves nothing behind.
    used_.push_front({nullptr, size});
    const auto block = used_.begin();
    if (posix_memalign(&block->data, kHugePage, size) != 0 || !Remember(block)) {
      std::free(block->data);
      used_.pop_front();
      return nullptr;
    }
    internal::AdviseHugePages(block->data, size);
    return block->data;
  }

  void Give(const void* data) {
    const std::lock_guard lock(mutex_);
    const auto place = places_.find(data);
    if (place == places_.end()) return;
    const auto block = place->second;
    places_.erase(place);
    if (block->size > kept_at_most_) {
      std::free(block->data);
      used_.erase(block);
      return;
    }
#if defined(__linux__)
    madvise(block->data, block->size, MADV_FREE);
#endif
    kept_bytes_ += block->size;
    kept_.splice(kept_.begin(), used_, block);
    while (kept_bytes_ > kept_at_most_) {
      kept_bytes_ -= kept_.back().size;
      std::free(kept_.back().data);
      kept_.pop_back();
    }
  }

  size_t SizeOf(const void* data) {
    const std::lock_guard lock(mutex_);
    const auto place = places_.find(data);
    return place == places_.end() ? 0 : place->second->size;
  }

 private:
  using Blocks = std::list<Block>;

  bool Remember(Blocks::iterator block) {
    try {
      places_.emplace(block->data, block);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  const size_t kept_at_most_ = KeptAtMost();
  std::mutex mutex_;    // Guards what follows.
  Blocks used_, kept_;  // Of kept_, the one freed last stands first.
  size_t kept_bytes_ = 0;
  std::unordered_map<const void*, Blocks::iterator> places_;  // Of used_.
};

// Never destroyed: arrays are freed for as long as the process lives.
ResultMemory& Memory() {
  static ResultMemory* const memory = new ResultMemory;
  return *memory;
}

}  // namespace

void* TakeResultMemory(size_t bytes) noexcept {
  try {
    return Memory().Take(bytes);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void GiveResultMemory(void* data) noexcept { Memory().Give(data); }

size_t ResultMemorySize(const void* data) noexcept { return Memory().SizeOf(data); }

}  // namespace coincide::python
