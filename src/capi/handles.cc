#include "src/capi/handles.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <mutex>
#include <new>
#include <vector>

namespace coincide::capi {
namespace {

constexpr uint64_t kLive = uint64_t{1} << 31;
constexpr uint64_t kPins = kLive - 1;
constexpr uint64_t kGenerations = uint64_t{1} << 28;

// Chunk k has 1024 << k slots, from 1024 * (2^k - 1) on.
constexpr int kFirstBits = 10;
constexpr size_t kChunks = 22;

// What every call reads, apart from the table, which has a guard: these need none.
constinit std::array<std::atomic<Slot*>, kChunks> chunks{};

struct Table {
  std::atomic<uint64_t> live = 0;
  std::mutex mutex;                // Guards what follows.
  uint64_t used = 0;               // Slots that were ever given out.
  std::vector<uint32_t> returned;  // Slots to give out again.
};

// Never destroyed: threads may release handles while the process ends.
Table& TheTable() {
  static auto* const table = new Table;
  return *table;
}

struct Place {
  size_t chunk;
  size_t index;
};
Place PlaceOf(uint64_t slot) {
  const uint64_t shifted = slot + (uint64_t{1} << kFirstBits);
  const auto chunk = static_cast<size_t>(std::bit_width(shifted) - 1 - kFirstBits);
  return {chunk, static_cast<size_t>(shifted - (uint64_t{1} << (kFirstBits + chunk)))};
}

Slot* SlotOf(uint64_t slot) noexcept {
  const auto [chunk, index] = PlaceOf(slot);
  if (chunk >= kChunks) return nullptr;
  Slot* const slots = chunks[chunk].load(std::memory_order_acquire);
  return slots == nullptr ? nullptr : slots + index;
}

// Of an id or a state.
uint64_t GenerationOf(uint64_t id) { return id >> 32 & (kGenerations - 1); }
Kind KindIn(coincide_handle handle) { return static_cast<Kind>(handle >> 60); }
uint64_t SlotNumber(coincide_handle handle) { return handle & 0xFFFFFFFF; }

bool IsLive(uint64_t state, coincide_handle handle) {
  return state >> 32 == handle >> 32 && (state & kLive) != 0;
}

// Replaces the state of a live slot by change(state). Null if `handle` is not live;
// else its slot, with the state that it had in `before`.
template <typename Change>
Slot* ChangeLive(coincide_handle handle, uint64_t* before, const Change& change) noexcept {
  Slot* const slot = SlotOf(SlotNumber(handle));
  if (slot == nullptr) return nullptr;
  *before = slot->state.load(std::memory_order_acquire);
  do {
    if (!IsLive(*before, handle)) return nullptr;
  } while (!slot->state.compare_exchange_weak(*before, change(*before), std::memory_order_acq_rel,
                                              std::memory_order_acquire));
  return slot;
}

// REQUIRES: the slot is not live and has no pins: it is this thread's alone.
void Recycle(Slot* slot, uint64_t number) noexcept {
  slot->object.reset();
  Table& table = TheTable();
  table.live.fetch_sub(1, std::memory_order_relaxed);
  const uint64_t next = GenerationOf(slot->state.load(std::memory_order_relaxed)) + 1;
  if (next == kGenerations) return;  // Worn out.
  slot->state.store(next << 32, std::memory_order_release);
  const std::lock_guard lock(table.mutex);
  // NewHandle keeps room for every slot, so this does not allocate.
  table.returned.push_back(static_cast<uint32_t>(number));
}

uint64_t TakeSlot() {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  if (!table.returned.empty()) {
    const uint32_t slot = table.returned.back();
    table.returned.pop_back();
    return slot;
  }
  const uint64_t slot = table.used;
  const auto [chunk, index] = PlaceOf(slot);
  if (chunk >= kChunks) throw std::bad_alloc();
  if (index == 0) {
    const size_t count = size_t{1} << (kFirstBits + chunk);
    std::unique_ptr<Slot[]> slots(new Slot[count]);
    table.returned.reserve(static_cast<size_t>(slot) + count);
    chunks[chunk].store(slots.release(), std::memory_order_release);
  }
  ++table.used;
  return slot;
}

}  // namespace

const char* KindName(Kind kind) {
  switch (kind) {
    case Kind::kBuffer:
      return "buffer";
    case Kind::kCoverage:
      return "coverage";
    case Kind::kColumn:
      return "column";
    case Kind::kIndex:
      return "index";
    case Kind::kTable:
      return "table";
    case Kind::kGranules:
      return "set of granules";
    case Kind::kNone:
      break;
  }
  return "no live handle";
}

coincide_handle NewHandle(Kind kind, std::unique_ptr<Object> object) {
  const uint64_t number = TakeSlot();
  Slot* const slot = SlotOf(number);
  slot->object = std::move(object);
  const uint64_t generation = GenerationOf(slot->state.load(std::memory_order_relaxed));
  const uint64_t front = static_cast<uint64_t>(kind) << 60 | generation << 32;
  TheTable().live.fetch_add(1, std::memory_order_relaxed);
  slot->state.store(front | kLive, std::memory_order_release);
  return front | number;
}

bool ReleaseHandle(coincide_handle handle) noexcept {
  uint64_t before = 0;
  Slot* const slot = ChangeLive(handle, &before, [](uint64_t state) { return state & ~kLive; });
  if (slot == nullptr) return false;
  if ((before & kPins) == 0) Recycle(slot, SlotNumber(handle));
  return true;
}

Kind KindOf(coincide_handle handle) noexcept {
  const Slot* const slot = SlotOf(SlotNumber(handle));
  if (slot == nullptr || !IsLive(slot->state.load(std::memory_order_acquire), handle)) {
    return Kind::kNone;
  }
  return KindIn(handle);
}

uint64_t LiveHandles() noexcept { return TheTable().live.load(std::memory_order_relaxed); }

Slot* PinHandle(coincide_handle handle, Kind kind) noexcept {
  if (KindIn(handle) != kind) return nullptr;
  uint64_t before = 0;
  return ChangeLive(handle, &before, [](uint64_t state) { return state + 1; });
}

void UnpinSlot(Slot* slot, coincide_handle handle) noexcept {
  const uint64_t before = slot->state.fetch_sub(1, std::memory_order_acq_rel);
  if ((before & kPins) == 1 && (before & kLive) == 0) Recycle(slot, SlotNumber(handle));
}

}  // namespace coincide::capi
