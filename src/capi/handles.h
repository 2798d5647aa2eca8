// Ids for what the C ABI owns: checked, never used twice, safe to use while
// another thread releases them.

#ifndef COINCIDE_SRC_CAPI_HANDLES_H_
#define COINCIDE_SRC_CAPI_HANDLES_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "coincide/capi/base.h"

namespace coincide::capi {

enum class Kind : uint8_t {
  kNone = 0,
  kBuffer = COINCIDE_BUFFER,
  kCoverage = COINCIDE_COVERAGE,
  kColumn = COINCIDE_COLUMN,
  kIndex = COINCIDE_INDEX,
  kTable = COINCIDE_TABLE,
  kGranules = COINCIDE_GRANULES,
};

// "coverage", "buffer", ..
const char* KindName(Kind kind);

// What stands behind a handle.
class Object {
 public:
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;
};

template <Kind kKind, typename T>
struct Held final : Object {
  static constexpr Kind kind = kKind;
  explicit Held(T held) : value(std::move(held)) {}
  const T value;
};

//   id    = [ kind : 4 | generation : 28 | slot : 32 ]
//   state = [ kind : 4 | generation : 28 | live : 1 | pins : 31 ]   of a slot
//
// An id is live if its upper half is that of its slot's state, and the slot is.
// Pinning raises the pins of a live slot; releasing takes `live` away. Then nobody
// can pin it any more, so exactly one of the two, the release or the last
// unpinning, finds no pins left and frees the object. A slot whose generations are
// used up is not used again, so no id ever means two things.
//
// Slots are never freed: pinning reads them without a lock.

// Takes an object over and gives its id. Throws std::bad_alloc.
coincide_handle NewHandle(Kind kind, std::unique_ptr<Object> object);
// False if `handle` is not live.
bool ReleaseHandle(coincide_handle handle) noexcept;
// kNone if it is not live.
Kind KindOf(coincide_handle handle) noexcept;
uint64_t LiveHandles() noexcept;

struct Slot {
  std::atomic<uint64_t> state = 0;
  std::unique_ptr<Object> object;
};

// The slot, whose object is kept until Unpin; null if the handle is not live or of
// another kind.
Slot* PinHandle(coincide_handle handle, Kind kind) noexcept;
void UnpinSlot(Slot* slot, coincide_handle handle) noexcept;

// The value behind a handle for the time of a call.
template <typename H>
class Pinned {
 public:
  Pinned() = default;
  explicit Pinned(coincide_handle handle) : handle_(handle), slot_(PinHandle(handle, H::kind)) {}
  Pinned(Pinned&& other) noexcept
      : handle_(other.handle_), slot_(std::exchange(other.slot_, nullptr)) {}
  Pinned& operator=(Pinned&&) = delete;
  ~Pinned() {
    if (slot_ != nullptr) UnpinSlot(slot_, handle_);
  }

  explicit operator bool() const { return slot_ != nullptr; }
  const auto& operator*() const { return static_cast<const H*>(slot_->object.get())->value; }
  const auto* operator->() const { return &**this; }

 private:
  coincide_handle handle_ = 0;
  Slot* slot_ = nullptr;
};

}  // namespace coincide::capi

#endif  // COINCIDE_SRC_CAPI_HANDLES_H_
