// File: run.h
//
// Runs the tasks of a plan: reads granules through two sources while the ones read
// before are worked on, keeps those that will be needed again as long as memory
// allows, and goes on where a granule cannot be read.

#ifndef COINCIDE_PIPELINE_RUN_H_
#define COINCIDE_PIPELINE_RUN_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"
#include "coincide/pipeline/plan.h"
#include "coincide/pipeline/sample_source.h"

namespace coincide {

// Which of the two catalogs.
enum class Side : uint8_t { kA, kB };

// A granule that could not be read, and why.
struct GranuleError {
  Side side;
  size_t granule;
  std::string message;
};

// How far a run is.
struct RunProgress {
  size_t tasks = 0;  // Done, of all.
  size_t all_tasks = 0;
  size_t pairs = 0;  // Of granules, done, of all.
  size_t all_pairs = 0;
  size_t granules_read = 0;  // Opened: more than there are if memory was short.
  size_t samples_read = 0;
  size_t peak_bytes = 0;  // Of samples held at once.
};

struct RunOptions {
  // Samples held at once, in bytes. Exceeded only where one pair of granules
  // alone needs more.
  size_t memory_bytes = size_t{4} << 30;
  // false: the first granule that cannot be read ends the run with its error.
  bool skip_bad_granules = true;
};

// What a run calls, all on the thread that called it, in the order of the plan.
struct RunCallbacks {
  // The samples of one pair: task.a and task.b[i].
  std::function<absl::Status(const MatchTask& task, size_t i, const Samples& a, const Samples& b)>
      pair;
  // After the last pair of a task; `complete` is false if one of its granules could
  // not be read.
  std::function<absl::Status(size_t task, bool complete)> task_done;
  // Before each pair; false stops the run with a Cancelled error. May be empty.
  std::function<bool(const RunProgress&)> keep_going;
  // Where in a granule to look, or null for all of it: the union over its pairs that
  // are to come, as a granule is read once for all of them. May be empty.
  std::function<const Coverage*(Side side, size_t granule)> where;
};

struct RunResult {
  RunProgress progress;
  std::vector<GranuleError> errors;  // In the order in which they were met.
};

// Runs tasks `first` .. plan.tasks.size() - 1 of a plan.
//
// Errors: what a callback returned; Cancelled; with skip_bad_granules == false, the
// first granule's. What was delivered before stays delivered.
// The calls and their order do not depend on timing, threads or memory.
absl::StatusOr<RunResult> RunTasks(const Plan& plan, SampleSource& a, SampleSource& b,
                                   const RunOptions& options, const RunCallbacks& callbacks,
                                   size_t first = 0);

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_RUN_H_
