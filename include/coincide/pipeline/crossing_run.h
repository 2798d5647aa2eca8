// File: crossing_run.h
//
// Crossovers of two catalogs: what RunTasks (run.h) calls to cross the tracks of each
// pair of granules, and the rows that come of it.
//
//   CrossingCollector collector(options);
//   callbacks.pair = [&](const MatchTask& task, size_t i, const Samples& a, const Samples& b) {
//     return collector.Add(task, i, a, b);
//   };
//   callbacks.task_done = [&](size_t, bool) { Write(collector.TakeTask()); ... };

#ifndef COINCIDE_PIPELINE_CROSSING_RUN_H_
#define COINCIDE_PIPELINE_CROSSING_RUN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/match/samples/crossing_values.h"
#include "coincide/match/samples/crossings.h"
#include "coincide/match/samples/match_points.h"
#include "coincide/pipeline/plan.h"
#include "coincide/pipeline/sample_source.h"

namespace coincide {

// One value of one side: its columns in Samples::values, and how it is taken to
// crossings. Columns of integers are taken by kNearest unless by kBitOr.
struct CrossoverValue {
  size_t column = 0;
  std::optional<size_t> sigma = {};  // Of its standard errors.
  std::optional<size_t> slope = {};  // For kSlope.
  ValueRules rules = {};
};

struct CrossingRunOptions {
  CrossingOptions crossings;  // The mode is kExternal: granules with granules.
  // The same number of values on each side.
  std::vector<CrossoverValue> values_a, values_b;
  // Largest |dt| in nanoseconds, of an overlap at its start or its end; nothing: any.
  std::optional<int64_t> time_window_ns;
  // What a crossing does whose time is not known on a side, where there is a window.
  MissingTime missing_time = MissingTime::kRaise;
};

// What a column of values held on the granules that were crossed.
enum class ValueKind : uint8_t { kUnknown = 0, kIntegers = 1, kNumbers = 2 };

// Rows of a crossover table. Of `rows`, seg_* are Samples::row of the sample before the
// crossing; track_*, leg_* and cell are as below or as in crossings.h.
struct CrossoverRows {
  std::vector<int64_t> granule_a, granule_b;  // Rows of the catalogs.
  std::vector<int32_t> name_a, name_b;        // Of track_names; -1: the granule names none.
  CrossingRows rows;                          // time_* and dt always, kMissingTime if unknown.
  std::vector<std::vector<double>> values_a, values_b;  // One column for each value.
  std::vector<std::vector<double>> sigmas_a, sigmas_b;  // Likewise; NaN where there is none.
  // For each value: kIntegers if every granule that was crossed, also without a row, has
  // integers (Samples::integer), which are all whole then; kUnknown if none was crossed.
  std::vector<ValueKind> kinds_a, kinds_b;
  std::vector<std::string> track_names;

  // Stretches where two tracks run along one another, with granules and names as
  // above; times always.
  std::vector<int64_t> overlap_granule_a, overlap_granule_b;
  std::vector<int32_t> overlap_name_a, overlap_name_b;
  OverlapRows overlaps;
  // Steps of a granule that are no segments as they are too long (crossings.h), as
  // often as the granule was crossed.
  int64_t long_steps = 0;

  size_t size() const { return rows.size(); }
};

// Crosses pair after pair of granules.
class CrossingCollector {
 public:
  explicit CrossingCollector(const CrossingRunOptions& options) : options_(options) { Start(); }

  // Adds the crossings of one pair of granules. Samples of one track whose
  // Samples::row are not one apart were not neighbours: the track has a gap there.
  // Granules must be read whole: along-track distances count from the first sample, and
  // max_gap is found from all of them.
  // Errors: of FindCrossings; a missing time; with the numbers of the two granules.
  absl::Status Add(const MatchTask& task, size_t i, const Samples& a, const Samples& b);

  // The rows added since the last call: by pair, then as FindCrossings has them.
  CrossoverRows TakeTask();

 private:
  void Start();
  absl::Status AddPair(size_t granule_a, size_t granule_b, const Samples& a, const Samples& b);
  // Whether rows with the times a and b are within the window; where one is missing, as
  // missing_time says.
  absl::StatusOr<bool> InWindow(int64_t time_a, int64_t time_b, double lon, double lat) const;
  int32_t NameCode(const Samples& samples, int64_t track);

  CrossingRunOptions options_;
  CrossoverRows rows_;
  std::unordered_map<std::string, int32_t> codes_;
};

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_CROSSING_RUN_H_
