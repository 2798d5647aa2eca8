// File: match_run.h
//
// Match-ups of two catalogs: what RunTasks (run.h) calls to match the samples of
// each pair of granules, and the rows that come of it.
//
//   MatchCollector collector(options);
//   callbacks.pair = [&](const MatchTask& task, size_t i, const Samples& a, const Samples& b) {
//     return collector.Add(task, i, a, b);
//   };
//   callbacks.task_done = [&](size_t, bool) { Write(collector.TakeTask()); ... };
//   // After the last task, over the rows of all: ranks, and policies of both sides.
//   FinishMatches(options, &rows);

#ifndef COINCIDE_PIPELINE_MATCH_RUN_H_
#define COINCIDE_PIPELINE_MATCH_RUN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "coincide/match/samples/match_points.h"
#include "coincide/match/samples/point_index.h"
#include "coincide/match/table.h"
#include "coincide/pipeline/plan.h"
#include "coincide/pipeline/sample_source.h"

namespace coincide {

// One side of the rows of a match table, in columns of equal length.
struct MatchSide {
  std::vector<int64_t> granule;  // Row of the catalog.
  std::vector<int64_t> idx;      // Row of the sample in its granule (Samples::row).
  std::vector<int32_t> track;    // Of MatchRows::track_names; -1: the granule names none.
  std::vector<int64_t> time_ns;  // kMissingTime where the granule has none.
  std::vector<double> lon, lat;
  std::vector<std::vector<double>> values;  // One column for each value asked for.
};

// Rows of a match table, each a pair of samples.
struct MatchRows {
  MatchSide a, b;
  std::vector<double> distance_m;
  std::vector<double> azimuth;           // From a to b, degrees clockwise from north.
  std::vector<uint64_t> cell;            // The word of a's position: who owns the row.
  std::vector<int64_t> rank_a, rank_b;   // After FinishMatches.
  std::vector<std::string> track_names;  // In the order in which they were met.

  size_t size() const { return distance_m.size(); }
  // Keeps the rows `rows`, in that order.
  void Select(std::span<const size_t> rows);
  // Puts `other` behind, whose track names are given codes of this one.
  void Append(const MatchRows& other);
};

// Matches pair after pair of granules.
class MatchCollector {
 public:
  // `options` as for MatchPoints; a radius is required. Samples without a position
  // are left out and counted.
  explicit MatchCollector(const MatchPointsOptions& options) : options_(options) {}

  // Adds the matches of one pair of granules. `a` must stay as it is until the last pair of
  // its task: it is prepared for all of them once.
  //
  // Keeps what no policy can do without: with kNearestA, kNearestB and kMutual
  // what is nearest within the pair of granules, else all.
  // Errors: of MatchPoints, with the numbers of the two granules.
  absl::Status Add(const MatchTask& task, size_t i, const Samples& a, const Samples& b);

  // The rows added since the last call, those of one task. With kNearestA they are those of
  // the result, as all pairs of a sample of a are in one task.
  MatchRows TakeTask();

  size_t invalid_positions() const { return invalid_positions_; }

 private:
  // Of samples of b that were met before: of a granule that is met once they do not pay.
  const SampleBoxes* BoxesOf(size_t granule, const SamplePoints& b);
  void KeepNearestOfEither(const Samples& a, const Samples& b, PointPairs* pairs) const;
  void PutTracks(MatchSide* side, const Samples& samples, const std::vector<int64_t>& rows);

  MatchPointsOptions options_;
  MatchRows rows_;
  std::unordered_map<std::string, int32_t> codes_;
  std::optional<PointIndex> index_;   // Of the samples of a.
  const double* index_of_ = nullptr;  // Their column.
  struct Boxes {
    const double* of = nullptr;  // The column.
    size_t size = 0;
    std::optional<SampleBoxes> boxes;
  };
  std::unordered_map<size_t, Boxes> boxes_;  // By granule of b.
  size_t boxes_bytes_ = 0;
  size_t invalid_positions_ = 0;
};

// Applies the policy to the rows of all tasks, fills in the ranks of those that are
// left, among themselves, and sorts them by cell, then (granule, track, idx) of a, then
// of b: the order of the curve. A sample is told from others by those three. Names of
// tracks are put in alphabetical order. The result does not depend on the order of the
// rows.
void FinishMatches(const MatchPointsOptions& options, MatchRows* rows);

// The rows that the policy keeps among those of all tasks, as FinishMatches does.
// REQUIRES: names of tracks in alphabetical order. Needs no columns but those of samples,
// distances and, where the metric wants them, times.
std::vector<size_t> KeepRows(const MatchPointsOptions& options, const MatchRows& rows);

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_MATCH_RUN_H_
