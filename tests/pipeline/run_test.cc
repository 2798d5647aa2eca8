#include "coincide/pipeline/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "coincide/pipeline/plan.h"

namespace coincide {
namespace {

// A catalog of made-up granules: granule g has `size[g]` samples, all at longitude g.
class MadeUp : public SampleSource {
 public:
  explicit MadeUp(std::vector<size_t> sizes) : sizes_(std::move(sizes)) {}

  absl::StatusOr<Samples> Read(size_t granule, const Coverage*) override {
    ++reads[granule];
    if (bad.contains(granule)) {
      return absl::DataLossError("file " + std::to_string(granule) + " is cut off");
    }
    Samples samples;
    samples.lon.assign(sizes_[granule], static_cast<double>(granule));
    samples.lat.assign(sizes_[granule], 0.0);
    return samples;
  }
  size_t EstimatedBytes(size_t granule) const override {
    return estimates ? 16 * sizes_[granule] : 0;
  }

  std::map<size_t, int> reads;
  std::set<size_t> bad;
  bool estimates = true;

 private:
  std::vector<size_t> sizes_;
};

using Seen = std::vector<std::tuple<size_t, size_t, double, double, size_t>>;

struct Outcome {
  Seen seen;  // a, b, and what the samples say they are.
  std::vector<std::pair<size_t, bool>> done;
  absl::StatusOr<RunResult> result = absl::UnknownError("");
};

Outcome RunAll(const Plan& plan, MadeUp& a, MadeUp& b, const RunOptions& options,
               size_t stop = ~size_t{0}) {
  Outcome outcome;
  RunCallbacks callbacks;
  callbacks.pair = [&](const MatchTask& task, size_t i, const Samples& pa, const Samples& pb) {
    outcome.seen.emplace_back(task.a, task.b[i], pa.lon.at(0), pb.lon.at(0), task.pairs[i]);
    return absl::OkStatus();
  };
  callbacks.task_done = [&](size_t task, bool complete) {
    outcome.done.emplace_back(task, complete);
    return absl::OkStatus();
  };
  callbacks.keep_going = [&](const RunProgress& progress) { return progress.pairs < stop; };
  outcome.result = RunTasks(plan, a, b, options, callbacks);
  return outcome;
}

struct RandomPairs {
  explicit RandomPairs(unsigned seed, size_t n_a = 30, size_t n_b = 40, double share = 0.3) {
    std::mt19937 random(seed);
    std::printf("seed %u\n", seed);
    std::uniform_real_distribution<double> unit(0, 1);
    for (size_t i = 0; i < n_a; ++i) {
      for (size_t j = 0; j < n_b; ++j) {
        if (unit(random) < share) {
          a.push_back(i);
          b.push_back(j);
        }
      }
    }
    for (size_t i = 0; i < n_a; ++i) {
      keys.push_back(random() % 10);
      size_a.push_back(1 + random() % 1000);
    }
    for (size_t j = 0; j < n_b; ++j) size_b.push_back(1 + random() % 1000);
  }
  std::vector<size_t> a, b, size_a, size_b;
  std::vector<uint64_t> keys;
};

TEST(Plan, HoldsEveryPairOnceInOrder) {
  const RandomPairs pairs(1);
  const Plan plan = MakePlan(pairs.a, pairs.b, pairs.keys);
  std::set<size_t> seen;
  std::vector<std::pair<uint64_t, size_t>> order;
  for (const MatchTask& task : plan.tasks) {
    order.emplace_back(pairs.keys[task.a], task.a);
    EXPECT_TRUE(std::is_sorted(task.b.begin(), task.b.end()));
    ASSERT_EQ(task.b.size(), task.pairs.size());
    for (size_t i = 0; i < task.b.size(); ++i) {
      EXPECT_EQ(pairs.a[task.pairs[i]], task.a);
      EXPECT_EQ(pairs.b[task.pairs[i]], task.b[i]);
      EXPECT_TRUE(seen.insert(task.pairs[i]).second);
    }
  }
  EXPECT_EQ(seen.size(), pairs.a.size());
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_TRUE(MakePlan({}, {}).tasks.empty());
}

TEST(Run, EachGranuleIsOpenedOnceWhereMemoryAllows) {
  const RandomPairs pairs(2);
  MadeUp a(pairs.size_a), b(pairs.size_b);
  const Plan plan = MakePlan(pairs.a, pairs.b, pairs.keys);
  const Outcome outcome = RunAll(plan, a, b, {});
  ASSERT_TRUE(outcome.result.ok()) << outcome.result.status();
  for (const auto& [granule, reads] : a.reads) EXPECT_EQ(reads, 1) << granule;
  for (const auto& [granule, reads] : b.reads) EXPECT_EQ(reads, 1) << granule;
  EXPECT_EQ(outcome.seen.size(), pairs.a.size());
  EXPECT_EQ(outcome.done.size(), plan.tasks.size());
  EXPECT_EQ(outcome.result->progress.pairs, pairs.a.size());
  for (const auto& [pa, pb, la, lb, pair] : outcome.seen) {
    EXPECT_EQ(la, static_cast<double>(pa));
    EXPECT_EQ(lb, static_cast<double>(pb));
    EXPECT_EQ(pairs.a[pair], pa);
    EXPECT_EQ(pairs.b[pair], pb);
  }
}

TEST(Run, SameCallsWhateverTheMemoryWhichIsKept) {
  const RandomPairs pairs(3);
  const Plan plan = MakePlan(pairs.a, pairs.b, pairs.keys);
  MadeUp all_a(pairs.size_a), all_b(pairs.size_b);
  const Outcome want = RunAll(plan, all_a, all_b, {});
  for (const bool estimates : {true, false}) {
    for (const size_t memory : {size_t{1}, size_t{40'000}, size_t{100'000}, size_t{300'000}}) {
      MadeUp a(pairs.size_a), b(pairs.size_b);
      a.estimates = b.estimates = estimates;
      RunOptions options;
      options.memory_bytes = memory;
      const Outcome got = RunAll(plan, a, b, options);
      ASSERT_TRUE(got.result.ok());
      EXPECT_EQ(got.seen, want.seen);
      EXPECT_EQ(got.done, want.done);
      // Without estimates the granule that is being read comes on top.
      const size_t most = std::max(memory, size_t{2 * 16'000}) + (estimates ? 0 : 16'000);
      EXPECT_LE(got.result->progress.peak_bytes, most) << memory;
      // However fast the two threads are: what is dropped depends on the order alone.
      MadeUp again_a(pairs.size_a), again_b(pairs.size_b);
      again_a.estimates = again_b.estimates = estimates;
      const Outcome again = RunAll(plan, again_a, again_b, options);
      EXPECT_EQ(again.result->progress.granules_read, got.result->progress.granules_read);
      // At worst one granule of b a pair, and every a once.
      EXPECT_LE(got.result->progress.granules_read, pairs.a.size() + plan.tasks.size());
      if (memory >= 100'000) {
        EXPECT_LT(got.result->progress.granules_read, pairs.a.size() * 9 / 10);
      }
    }
  }
}

TEST(Run, BadGranulesAreReportedAndTheRestGoesOn) {
  const RandomPairs pairs(4);
  const Plan plan = MakePlan(pairs.a, pairs.b, pairs.keys);
  MadeUp a(pairs.size_a), b(pairs.size_b);
  a.bad = {3};
  b.bad = {0, 7};
  const Outcome outcome = RunAll(plan, a, b, {});
  ASSERT_TRUE(outcome.result.ok());
  EXPECT_EQ(outcome.result->errors.size(), 3u);
  EXPECT_EQ(a.reads[3], 1);
  EXPECT_EQ(b.reads[7], 1);
  size_t good = 0;
  for (size_t i = 0; i < pairs.a.size(); ++i) {
    good += !a.bad.contains(pairs.a[i]) && !b.bad.contains(pairs.b[i]);
  }
  EXPECT_EQ(outcome.seen.size(), good);
  for (const auto& [task, complete] : outcome.done) {
    const MatchTask& t = plan.tasks[task];
    const bool bad = a.bad.contains(t.a) || std::any_of(t.b.begin(), t.b.end(), [&](size_t g) {
                       return b.bad.contains(g);
                     });
    EXPECT_EQ(complete, !bad) << task;
  }
  RunOptions strict;
  strict.skip_bad_granules = false;
  MadeUp again_a(pairs.size_a), again_b(pairs.size_b);
  again_b.bad = {7};
  const Outcome refused = RunAll(plan, again_a, again_b, strict);
  EXPECT_THAT(std::string(refused.result.status().message()),
              testing::HasSubstr("file 7 is cut off"));
}

TEST(Run, StopsWhenAsked) {
  const RandomPairs pairs(5);
  MadeUp a(pairs.size_a), b(pairs.size_b);
  const Outcome outcome = RunAll(MakePlan(pairs.a, pairs.b), a, b, {}, 17);
  EXPECT_TRUE(absl::IsCancelled(outcome.result.status()));
  EXPECT_EQ(outcome.seen.size(), 17u);
}

TEST(Run, GoesOnFromATask) {
  const RandomPairs pairs(6);
  const Plan plan = MakePlan(pairs.a, pairs.b);
  MadeUp a(pairs.size_a), b(pairs.size_b);
  std::vector<size_t> done;
  RunCallbacks callbacks;
  callbacks.pair = [](const MatchTask&, size_t, const Samples&, const Samples&) {
    return absl::OkStatus();
  };
  callbacks.task_done = [&](size_t task, bool) {
    done.push_back(task);
    return absl::OkStatus();
  };
  const auto result = RunTasks(plan, a, b, {}, callbacks, 20);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(done.front(), 20u);
  EXPECT_EQ(done.size(), plan.tasks.size() - 20);
  EXPECT_FALSE(a.reads.contains(plan.tasks[0].a));
}

TEST(Run, NothingToDo) {
  MadeUp a({}), b({});
  const Outcome outcome = RunAll({}, a, b, {});
  ASSERT_TRUE(outcome.result.ok());
  EXPECT_TRUE(outcome.done.empty());
}

TEST(Run, ErrorOfACallbackEndsIt) {
  const RandomPairs pairs(7);
  MadeUp a(pairs.size_a), b(pairs.size_b);
  RunCallbacks callbacks;
  callbacks.pair = [](const MatchTask&, size_t, const Samples&, const Samples&) {
    return absl::ResourceExhaustedError("disk full");
  };
  callbacks.task_done = [](size_t, bool) { return absl::OkStatus(); };
  EXPECT_EQ(RunTasks(MakePlan(pairs.a, pairs.b), a, b, {}, callbacks).status().message(),
            "disk full");
}

}  // namespace
}  // namespace coincide
