#include "src/match/granules/join_tables.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <string>

#include "coincide/coverage/coverage.h"
#include "src/internal/absl_text.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"
#include "src/match/granules/times.h"

namespace coincide::internal {
namespace {

// Rows of a that one task takes: long enough for its set-up, short enough that a
// cancelled match ends soon.
constexpr size_t kChunk = 64;

absl::Status CheckTimes(const GranuleTable& table, const char* side,
                        const std::function<bool(size_t)>& has_footprint) {
  for (size_t row = 0; row < table.size(); ++row) {
    if (!HasTimes(table.facts(row)) && has_footprint(row)) {
      return InvalidArgument(std::string(side) + ", row " + std::to_string(row) +
                             ": no time, but a time window is given; missing_time match or drop "
                             "says what such granules do");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMatch(const GranuleTable& a, const GranuleTable& b,
                        const GranuleCriterion& criterion,
                        const std::function<bool(size_t)>& b_has_footprint) {
  if (!(criterion.within_m >= 0) || !std::isfinite(criterion.within_m)) {
    return InvalidArgument("within is " + std::to_string(criterion.within_m) +
                           ": a finite number of metres >= 0 is wanted");
  }
  if (criterion.time_window_ns.has_value() && *criterion.time_window_ns < 0) {
    return InvalidArgument("time_window is " + std::to_string(*criterion.time_window_ns) +
                           " ns: >= 0 is wanted");
  }
  COINCIDE_RETURN_IF_ERROR(
      CheckSameEllipsoid(Coverage::Empty(0, a.ellipsoid()), Coverage::Empty(0, b.ellipsoid())));
  if (criterion.self && a.size() != b.size()) {
    return InvalidArgument("a table matched with itself has " + std::to_string(a.size()) + " and " +
                           std::to_string(b.size()) + " rows");
  }
  if (criterion.time_window_ns.has_value() && criterion.missing_time == MissingTime::kRaise) {
    COINCIDE_RETURN_IF_ERROR(CheckTimes(a, "a", [&](size_t row) { return a.has_footprint(row); }));
    COINCIDE_RETURN_IF_ERROR(CheckTimes(b, "b", b_has_footprint));
  }
  return absl::OkStatus();
}

// Chunk c has the rows order[kChunk c] and on.
absl::Status JoinAll(const GranuleTable& a, std::span<const uint32_t> order,
                     const GranuleIndex& index, const GranuleCriterion& criterion, size_t part,
                     size_t parts, std::vector<Chunk>* chunks) {
  chunks->resize((a.size() + kChunk - 1) / kChunk);
  std::mutex mutex;
  size_t first_bad = a.size(), pairs = 0, done = 0;
  std::atomic<bool> stop = false;
  absl::Status bad;
  ParallelFor(chunks->size(), 1, criterion.threads, [&](size_t begin, size_t end) {
    GranuleJoin join(a, index, criterion);
    std::vector<GranuleHit> hits;
    for (size_t c = begin; c < end && !stop; ++c) {
      Chunk& chunk = (*chunks)[c];
      const size_t last = std::min((c + 1) * kChunk, a.size());
      // The lowest row at fault, whatever the order.
      absl::Status chunk_bad;
      size_t bad_row = a.size();
      for (size_t i = c * kChunk; i < last; ++i) {
        const absl::Status status = join.Row(order[i], &hits);
        if (!status.ok() && order[i] < bad_row) {
          bad_row = order[i];
          chunk_bad = status;
        }
        chunk.hits.insert(chunk.hits.end(), hits.begin(), hits.end());
        chunk.ends.push_back(static_cast<uint32_t>(chunk.hits.size()));
      }
      const std::lock_guard lock(mutex);
      if (bad_row < first_bad) {
        first_bad = bad_row;
        bad = chunk_bad;
      }
      pairs += chunk.hits.size();
      done += last - c * kChunk;
      if (criterion.progress && !stop &&
          !criterion.progress({(part * a.size() + done) / parts, a.size(), pairs})) {
        stop = true;
      }
    }
  });
  if (stop) return absl::CancelledError("the match was cancelled");
  return bad;
}

GranulePairs PairsOfChunks(std::span<const uint32_t> order,
                           const std::vector<std::vector<Chunk>>& chunks) {
  GranulePairs pairs;
  const size_t parts = chunks.size();
  size_t total = 0;
  for (const auto& of_part : chunks) {
    for (const Chunk& chunk : of_part) total += chunk.hits.size();
  }
  pairs.a.reserve(total);
  pairs.b.reserve(total);
  pairs.distance_lower_m.reserve(total);
  pairs.distance_upper_m.reserve(total);
  pairs.exact.reserve(total);
  std::vector<uint32_t> place(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (uint32_t row = 0; row < order.size(); ++row) {
    const size_t c = place[row] / kChunk, i = place[row] % kChunk;
    for (size_t part = 0; part < parts; ++part) {
      const Chunk& chunk = chunks[part][c];
      for (uint32_t k = i == 0 ? 0 : chunk.ends[i - 1]; k < chunk.ends[i]; ++k) {
        const GranuleHit& hit = chunk.hits[k];
        pairs.a.push_back(row);
        pairs.b.push_back(hit.b);
        pairs.distance_lower_m.push_back(hit.lower_m);
        pairs.distance_upper_m.push_back(hit.upper_m);
        pairs.exact.push_back(hit.exact ? 1 : 0);
      }
    }
  }
  return pairs;
}

}  // namespace coincide::internal
