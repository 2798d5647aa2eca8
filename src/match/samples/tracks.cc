#include "coincide/match/samples/tracks.h"

#include <string>

#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"
#include "src/match/samples/track_chain.h"

namespace coincide {

using internal::InvalidArgument;

absl::Status CheckTracks(const TrackSamples& samples, const LegRules& rules) {
  const size_t n = samples.lon.size();
  const auto lengths = [&](const char* name, size_t other) {
    return InvalidArgument("lon has " + std::to_string(n) + " samples, " + name + " has " +
                           std::to_string(other));
  };
  if (samples.lat.size() != n) return lengths("lat", samples.lat.size());
  if (!samples.time.empty() && samples.time.size() != n) {
    return lengths("time", samples.time.size());
  }
  if (!samples.offsets.empty()) {
    int64_t last = 0;
    for (size_t i = 0; i < samples.offsets.size(); ++i) {
      const int64_t offset = samples.offsets[i];
      if ((i == 0 && offset != 0) || offset < last || offset > static_cast<int64_t>(n)) {
        return InvalidArgument("offsets[" + std::to_string(i) + "] is " + std::to_string(offset) +
                               ": offsets ascend from 0 to the number of samples, " +
                               std::to_string(n));
      }
      last = offset;
    }
    if (last != static_cast<int64_t>(n)) {
      return InvalidArgument("offsets end at " + std::to_string(last) + ", not at the number of " +
                             "samples, " + std::to_string(n));
    }
  }
  if (rules.max_gap_m && !(*rules.max_gap_m >= 0)) {
    return InvalidArgument("max_gap is " + internal::NumberText(*rules.max_gap_m) +
                           ": 0 m or more is allowed");
  }
  if (rules.max_gap_time && *rules.max_gap_time < 0) {
    return InvalidArgument("max_gap_time is " + std::to_string(*rules.max_gap_time) +
                           " ns: 0 or more is allowed");
  }
  return absl::OkStatus();
}

absl::StatusOr<TrackLegs> CutLegs(const TrackSamples& samples, const LegRules& rules,
                                  const Ellipsoid& ellipsoid, int threads) {
  COINCIDE_RETURN_IF_ERROR(CheckTracks(samples, rules));
  TrackLegs result;
  for (const internal::TrackChain& chain :
       internal::BuildChains(samples, rules, ellipsoid, false, threads)) {
    for (const internal::LegTree& tree : chain.legs) result.legs.push_back(tree.leg);
    result.max_gap_m.push_back(chain.max_gap_m);
    result.invalid += chain.invalid;
    result.long_steps += chain.long_steps;
  }
  return result;
}

}  // namespace coincide
