// A catalog's samples, read by a Python function, as a SampleSource.

#ifndef COINCIDE_PYTHON_PYTHON_SOURCE_H_
#define COINCIDE_PYTHON_PYTHON_SOURCE_H_

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "coincide/pipeline/sample_source.h"
#include "numpy_arrays.h"

namespace coincide::python {

// `read(row)` gives (lon, lat, time_ns or None, row or None, track or None, track
// names, list of value columns, for each whether it holds integers); `bytes[row]` is about
// how much memory that needs.
// What read raises is the granule's error, in words.
class PythonSource : public SampleSource {
 public:
  // The GIL is held here, and free while the source is used.
  PythonSource(nb::object read, std::vector<int64_t> bytes, const char* side)
      : read_(std::move(read)), bytes_(std::move(bytes)), side_(side) {}

  size_t EstimatedBytes(size_t granule) const override {
    return granule < bytes_.size() ? static_cast<size_t>(bytes_[granule]) : 0;
  }

  absl::StatusOr<Samples> Read(size_t granule, const Coverage* /*where*/) override {
    const nb::gil_scoped_acquire gil;
    try {
      return ReadWithGil(granule);
    } catch (const nb::python_error& error) {
      return absl::DataLossError(WordsOf(error));
    } catch (const std::exception& error) {
      return absl::DataLossError(error.what());
    }
  }

 private:
  static std::string WordsOf(const nb::python_error& error) {
    const std::string type = nb::cast<std::string>(error.type().attr("__name__"));
    const std::string text = nb::cast<std::string>(nb::str(error.value()));
    // The errors of files and formats say which file already.
    return type == "FormatError" || type == "FileNotFoundError" ? text : type + ": " + text;
  }

  template <typename T>
  std::vector<T> Column(nb::handle object, const char* name) const {
    if (object.is_none()) return {};
    const ArrayArg<T> array(object, name);
    return {array.values().begin(), array.values().end()};
  }

  absl::StatusOr<Samples> ReadWithGil(size_t granule) {
    const auto parts = nb::cast<nb::tuple>(read_(granule));
    Samples samples;
    samples.lon = Column<double>(parts[0], "lon");
    samples.lat = Column<double>(parts[1], "lat");
    samples.time_ns = Column<int64_t>(parts[2], "time");
    samples.row = Column<int64_t>(parts[3], "row");
    for (const int64_t track : Column<int64_t>(parts[4], "track")) {
      samples.track.push_back(static_cast<int32_t>(track));
    }
    samples.track_names = nb::cast<std::vector<std::string>>(parts[5]);
    for (nb::handle column : nb::cast<nb::list>(parts[6])) {
      samples.values.push_back(Column<double>(column, "values"));
    }
    for (nb::handle integer : nb::cast<nb::list>(parts[7])) {
      samples.integer.push_back(nb::cast<bool>(integer));
    }
    return Checked(std::move(samples));
  }

  // Later steps index by these without a look.
  absl::StatusOr<Samples> Checked(Samples samples) const {
    const size_t n = samples.lon.size();
    const auto wrong = [&](const std::string& what) {
      return absl::InvalidArgumentError(std::string(side_) + ": " + what);
    };
    bool equal = samples.lat.size() == n &&
                 (samples.time_ns.empty() || samples.time_ns.size() == n) &&
                 (samples.row.empty() || samples.row.size() == n) &&
                 (samples.track.empty() || samples.track.size() == n);
    for (const auto& column : samples.values) equal = equal && column.size() == n;
    equal = equal && samples.integer.size() == samples.values.size();
    if (!equal) return wrong("columns of unequal length");
    const auto names = static_cast<int32_t>(samples.track_names.size());
    for (const int32_t track : samples.track) {
      if (track < 0 || track >= names) {
        return wrong("track " + std::to_string(track) + " of " + std::to_string(names));
      }
    }
    return samples;
  }

  nb::object read_;
  std::vector<int64_t> bytes_;
  const char* side_;
};

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_PYTHON_SOURCE_H_
