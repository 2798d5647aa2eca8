#include "coincide/pipeline/run.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>

namespace coincide {
namespace {

// A pair is a step; steps are numbered through the tasks.
struct Step {
  size_t task;
  size_t i;  // Of the task's pairs.
};

// What is in memory, counted while anybody holds it.
struct Held {
  std::mutex mutex;
  std::condition_variable changed;
  size_t bytes = 0;
  size_t peak = 0;
};

using SamplesPtr = std::shared_ptr<const Samples>;

SamplesPtr Count(Samples samples, const std::shared_ptr<Held>& held) {
  const size_t bytes = samples.bytes();
  {
    const std::lock_guard lock(held->mutex);
    held->bytes += bytes;
    held->peak = std::max(held->peak, held->bytes);
  }
  return {new Samples(std::move(samples)), [held, bytes](const Samples* p) {
            delete p;
            {
              const std::lock_guard lock(held->mutex);
              held->bytes -= bytes;
            }
            held->changed.notify_all();
          }};
}

// Reads granules in the order of the steps on a thread of its own, ahead of the
// thread that works on them.
class Loader {
 public:
  struct Loaded {
    Step step;
    SamplesPtr a, b;  // Null where a granule cannot be read.
  };

  Loader(const Plan& plan, SampleSource& a, SampleSource& b, const RunOptions& options,
         const RunCallbacks& callbacks, size_t first)
      : plan_(plan), sources_{&a, &b}, options_(options), callbacks_(callbacks) {
    for (size_t t = first; t < plan.tasks.size(); ++t) {
      for (size_t i = 0; i < plan.tasks[t].b.size(); ++i) {
        uses_[0][plan.tasks[t].a].steps.push_back(steps_.size());
        uses_[1][plan.tasks[t].b[i]].steps.push_back(steps_.size());
        steps_.push_back({t, i});
      }
    }
    thread_ = std::thread([this] { Run(); });
  }
  ~Loader() {
    {
      const std::lock_guard lock(held_->mutex);
      stop_ = true;
    }
    held_->changed.notify_all();
    thread_.join();
  }
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  size_t steps() const { return steps_.size(); }

  // The next step, or nothing after the last. The one before must be let go first.
  std::optional<Loaded> Next() {
    std::unique_lock lock(held_->mutex);
    idle_ = true;
    held_->changed.notify_all();
    held_->changed.wait(lock, [this] { return !queue_.empty() || finished_; });
    if (queue_.empty()) return std::nullopt;
    Loaded loaded = std::move(queue_.front());
    queue_.pop_front();
    idle_ = false;
    lock.unlock();
    held_->changed.notify_all();
    return loaded;
  }

  // What has been read and what could not be, up to now; the errors belong to the
  // caller only after the last step.
  void Fill(RunProgress* progress) {
    const std::lock_guard lock(held_->mutex);
    progress->granules_read = granules_read_;
    progress->samples_read = samples_read_;
    progress->peak_bytes = held_->peak;
  }
  std::vector<GranuleError> Errors() {
    const std::lock_guard lock(held_->mutex);
    return errors_;
  }

 private:
  // Steps that the queue holds at most: reading farther ahead gains nothing.
  static constexpr size_t kAhead = 64;

  struct Uses {
    std::vector<size_t> steps;
    size_t at = 0;       // The first of `steps` that is not before the current one.
    SamplesPtr samples;  // While it is kept.
    bool bad = false;
  };

  void Run() {
    for (now_ = 0; now_ < steps_.size(); ++now_) {
      const Step step = steps_[now_];
      const MatchTask& task = plan_.tasks[step.task];
      Loaded loaded{step, Get(Side::kA, task.a), nullptr};
      // A granule whose partner is bad is not opened for it.
      if (loaded.a != nullptr) loaded.b = Get(Side::kB, task.b[step.i]);
      LetGo(Side::kA, task.a);
      LetGo(Side::kB, task.b[step.i]);
      std::unique_lock lock(held_->mutex);
      held_->changed.wait(lock, [this] { return stop_ || queue_.size() < kAhead; });
      if (stop_) return;
      queue_.push_back(std::move(loaded));
      lock.unlock();
      held_->changed.notify_all();
    }
    {
      const std::lock_guard lock(held_->mutex);
      finished_ = true;
    }
    held_->changed.notify_all();
  }

  Uses& UsesOf(Side side, size_t granule) { return uses_[static_cast<size_t>(side)].at(granule); }

  SamplesPtr Get(Side side, size_t granule) {
    Uses& uses = UsesOf(side, granule);
    if (uses.samples != nullptr || uses.bad) return uses.samples;
    SampleSource& source = *sources_[static_cast<size_t>(side)];
    MakeRoom(source.EstimatedBytes(granule));
    if (Stopped()) return nullptr;
    const Coverage* where = callbacks_.where ? callbacks_.where(side, granule) : nullptr;
    absl::StatusOr<Samples> samples = source.Read(granule, where);
    if (!samples.ok()) {
      uses.bad = true;
      const std::lock_guard lock(held_->mutex);
      errors_.push_back({side, granule, std::string(samples.status().message())});
      return nullptr;
    }
    const size_t size = samples->size();
    uses.samples = Count(*std::move(samples), held_);
    kept_bytes_ += uses.samples->bytes();
    kept_[static_cast<size_t>(side)].insert(granule);
    {
      const std::lock_guard lock(held_->mutex);
      ++granules_read_;
      samples_read_ += size;
    }
    SamplesPtr result = uses.samples;
    MakeRoom(0);  // What was estimated may have been too little.
    return result;
  }

  bool Stopped() {
    const std::lock_guard lock(held_->mutex);
    return stop_;
  }

  // Drops a granule that no later step needs.
  void LetGo(Side side, size_t granule) {
    Uses& uses = UsesOf(side, granule);
    if (NextUse(uses) == steps_.size()) Drop(side, granule);
  }

  // The first step after this one that needs it.
  size_t NextUse(Uses& uses) const {
    while (uses.at < uses.steps.size() && uses.steps[uses.at] <= now_) ++uses.at;
    return uses.at < uses.steps.size() ? uses.steps[uses.at] : steps_.size();
  }

  void Drop(Side side, size_t granule) {
    SamplesPtr& samples = UsesOf(side, granule).samples;
    if (samples == nullptr) return;
    kept_bytes_ -= samples->bytes();
    samples.reset();
    kept_[static_cast<size_t>(side)].erase(granule);
  }

  // Drops what is needed last (Belady 1966: no other choice reads less) until
  // `bytes` more fit beside what is kept, and waits for the other thread to let go of
  // the rest. What is dropped does not depend on how far that thread is.
  void MakeRoom(size_t bytes) {
    while (kept_bytes_ + bytes > options_.memory_bytes) {
      size_t farthest = now_;
      std::optional<std::pair<Side, size_t>> victim;
      for (const Side side : {Side::kA, Side::kB}) {
        for (const size_t granule : kept_[static_cast<size_t>(side)]) {
          Uses& uses = UsesOf(side, granule);
          // What this very step needs stays.
          if (std::binary_search(uses.steps.begin(), uses.steps.end(), now_)) continue;
          const size_t next = NextUse(uses);
          if (next > farthest) {
            farthest = next;
            victim = {side, granule};
          }
        }
      }
      if (!victim.has_value()) break;
      Drop(victim->first, victim->second);
    }
    std::unique_lock lock(held_->mutex);
    // Nothing is queued and nobody works: what is left is this step's own.
    held_->changed.wait(lock, [&] {
      return held_->bytes + bytes <= options_.memory_bytes || stop_ || (queue_.empty() && idle_);
    });
  }

  const Plan& plan_;
  SampleSource* sources_[2];
  const RunOptions& options_;
  const RunCallbacks& callbacks_;

  std::vector<Step> steps_;
  // Of the loading thread alone.
  std::unordered_map<size_t, Uses> uses_[2];
  std::set<size_t> kept_[2];
  size_t kept_bytes_ = 0;
  size_t now_ = 0;

  // Shared, under its mutex.
  std::shared_ptr<Held> held_ = std::make_shared<Held>();
  std::deque<Loaded> queue_;
  std::vector<GranuleError> errors_;
  size_t granules_read_ = 0;
  size_t samples_read_ = 0;
  bool idle_ = true;  // The working thread waits for the next step.
  bool finished_ = false;
  bool stop_ = false;

  std::thread thread_;
};

std::string_view Name(Side side) { return side == Side::kA ? "a" : "b"; }

}  // namespace

absl::StatusOr<RunResult> RunTasks(const Plan& plan, SampleSource& a, SampleSource& b,
                                   const RunOptions& options, const RunCallbacks& callbacks,
                                   size_t first) {
  RunResult result;
  Loader loader(plan, a, b, options, callbacks, first);
  RunProgress& progress = result.progress;
  progress.all_tasks = plan.tasks.size() - std::min(first, plan.tasks.size());
  progress.all_pairs = loader.steps();
  bool complete = true;
  while (true) {
    std::optional<Loader::Loaded> loaded = loader.Next();
    if (!loaded.has_value()) break;
    const MatchTask& task = plan.tasks[loaded->step.task];
    loader.Fill(&progress);
    if (callbacks.keep_going && !callbacks.keep_going(progress)) {
      return absl::CancelledError("the run was stopped");
    }
    if (loaded->a == nullptr || loaded->b == nullptr) {
      if (!options.skip_bad_granules) {
        const GranuleError error = loader.Errors().front();
        return absl::InvalidArgumentError(std::string(Name(error.side)) + ": granule " +
                                          std::to_string(error.granule) + ": " + error.message);
      }
      complete = false;
    } else if (absl::Status status = callbacks.pair(task, loaded->step.i, *loaded->a, *loaded->b);
               !status.ok()) {
      return status;
    }
    ++progress.pairs;
    const size_t number = loaded->step.task;
    const bool last = loaded->step.i + 1 == task.b.size();
    loaded.reset();
    if (!last) continue;
    if (absl::Status status = callbacks.task_done(number, complete); !status.ok()) return status;
    ++progress.tasks;
    complete = true;
  }
  loader.Fill(&progress);
  result.errors = loader.Errors();
  return result;
}

}  // namespace coincide
