// Whether a long call should go on: asked of the caller, on the caller's thread.

#ifndef COINCIDE_INTERNAL_INTERRUPT_H_
#define COINCIDE_INTERNAL_INTERRUPT_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "absl/status/status.h"

namespace coincide::internal {

// The thread that makes one asks `keep_going` at most every 50 ms, whatever asks it;
// other threads see what came of it. An empty function is never asked.
class Interrupt {
 public:
  explicit Interrupt(const std::function<bool()>& keep_going)
      : keep_going_(keep_going),
        caller_(std::this_thread::get_id()),
        next_(Clock::now() + kPause) {}
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // False once the answer was false. Costs a clock at most: ask every 100 us or so.
  bool KeepGoing() {
    if (stopped()) return false;
    if (!keep_going_ || std::this_thread::get_id() != caller_) return true;
    const Clock::time_point now = Clock::now();
    if (now < next_) return true;
    if (!keep_going_()) stopped_.store(true, std::memory_order_relaxed);
    next_ = Clock::now() + kPause;
    return !stopped();
  }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPause{50};

  const std::function<bool()>& keep_going_;
  const std::thread::id caller_;
  Clock::time_point next_;  // Of the caller alone.
  std::atomic<bool> stopped_ = false;
};

// What a call returns that was stopped.
inline absl::Status Stopped() { return absl::CancelledError("the call was stopped"); }

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_INTERRUPT_H_
