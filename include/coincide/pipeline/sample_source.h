// File: sample_source.h
//
// What stage two reads samples through: one granule at a time, whole or the part
// that lies in a coverage. File formats are readers behind this interface.

#ifndef COINCIDE_PIPELINE_SAMPLE_SOURCE_H_
#define COINCIDE_PIPELINE_SAMPLE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/coverage/coverage.h"

namespace coincide {

// Samples of one granule in columns of equal length, in along-track order.
struct Samples {
  std::vector<double> lon;       // Degrees; a NaN marks a sample without a position.
  std::vector<double> lat;       // Degrees, geodetic.
  std::vector<int64_t> time_ns;  // Since 1970 UTC, kMissingTime where missing; empty: no times.
  std::vector<int64_t> row;      // The row in the granule's variables; empty: 0, 1, 2 ..
  std::vector<int32_t> track;    // Which of track_names; empty: one track.
  std::vector<std::string> track_names;
  std::vector<std::vector<double>> values;  // One column for each value asked for.
  // For each of `values`, whether it holds integers or flags, which are not
  // interpolated; empty: none does.
  std::vector<uint8_t> integer;

  size_t size() const { return lon.size(); }
  // Memory of the columns.
  size_t bytes() const {
    return 8 * (lon.size() + lat.size() + time_ns.size() + row.size()) + 4 * track.size() +
           8 * values.size() * lon.size();
  }
};

// Reads the granules of one catalog by their row in it.
class SampleSource {
 public:
  virtual ~SampleSource() = default;

  // The samples of a granule; with `where`, at least those that lie in it (a source
  // that cannot seek gives all). An error means that this granule cannot be read:
  // others can. Called from one thread at a time, not always the same.
  virtual absl::StatusOr<Samples> Read(size_t granule, const Coverage* where) = 0;

  // About how much memory Read will need, 0 if that is not known before.
  virtual size_t EstimatedBytes(size_t /*granule*/) const { return 0; }
};

}  // namespace coincide

#endif  // COINCIDE_PIPELINE_SAMPLE_SOURCE_H_
