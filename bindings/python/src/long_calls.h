// Calls that may take long, or hold much: Ctrl-C, and how many pairs fit in memory.

#ifndef COINCIDE_PYTHON_LONG_CALLS_H_
#define COINCIDE_PYTHON_LONG_CALLS_H_

#include <nanobind/nanobind.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>

#include "absl/status/status.h"

namespace coincide::python {

// Calls Python from C++ that holds no GIL; what it raises ends the call and is
// raised again by Rethrow.
class Upcall {
 public:
  template <typename Call>
  absl::Status operator()(const Call& call) {
    const nanobind::gil_scoped_acquire gil;
    try {
      call();
      return absl::OkStatus();
    } catch (...) {
      raised_ = std::current_exception();
      return absl::CancelledError("raised in Python");
    }
  }
  void Rethrow() const {
    if (raised_) std::rethrow_exception(raised_);
  }

  // Runs what handles the signals that have come: false if it raised, as Ctrl-C does.
  std::function<bool()> Signals() {
    return [this] {
      return (*this)([] {
               if (PyErr_CheckSignals() != 0) throw nanobind::python_error();
             })
          .ok();
    };
  }

 private:
  std::exception_ptr raised_;
};

// Pairs of samples, of 40 bytes, that this machine can hold.
inline int64_t MostPairs() {
  constexpr int64_t kMost = int64_t{1} << 32;
  const int64_t pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && bytes > 0 ? std::min(kMost, pages / 40 * bytes) : kMost;
}

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_LONG_CALLS_H_
