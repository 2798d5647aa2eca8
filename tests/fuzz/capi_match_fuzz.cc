// Samples, tracks, granules, super-crossovers and tables through the C interface, with
// options of any value: capi_program.h.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "coincide/capi/coincide.h"
#include "tests/fuzz/capi_program.h"

namespace {

using coincide::fuzz::CapiProgram;
using coincide::fuzz::Require;

class Program final : public CapiProgram {
 public:
  using CapiProgram::CapiProgram;

 private:
  void Step(uint8_t op) override {
    switch (op % 7) {
      case 0:
        return Points();
      case 1:
        return Crossings();
      case 2:
        return SuperCrossovers();
      case 3:
        return MakeGranules();
      case 4:
        return MatchGranules();
      case 5:
        return Tables();
      default:
        return ReleaseAny();
    }
  }

  // Metres: none, few, many, or no number at all.
  double Metres() {
    const uint8_t which = Byte();
    if (which % 16 == 1) return std::numeric_limits<double>::quiet_NaN();
    if (which % 16 == 2) return Value<double>();
    return which * 100.0 * (which % 4);
  }
  int64_t Window() {
    const uint8_t which = Byte();
    return which % 8 == 1 ? Value<int64_t>() : static_cast<int64_t>(which % 8) * 10 - 1;
  }
  std::vector<int64_t> Times(size_t n) {
    std::vector<int64_t> times(n);
    for (int64_t& time : times) {
      const uint8_t which = Byte();
      time = which == 0   ? COINCIDE_NO_TIME
             : which == 1 ? std::numeric_limits<int64_t>::max()
             : which == 2 ? Value<int64_t>()
                          : which;
    }
    return times;
  }
  std::vector<double> Lengths(size_t n) {
    std::vector<double> values(n);
    for (double& value : values) value = Metres();
    return values;
  }
  coincide_ellipsoid Earth() {
    const uint8_t which = Byte();
    if (which % 16 == 1) return {Value<double>(), Value<double>()};
    return which % 16 == 2 ? coincide_ellipsoid{6371000, 0}
                           : coincide_ellipsoid{6378137, 298.257223563};
  }
  // A size that a caller could have written over.
  void Spoil(size_t* size) {
    const uint8_t which = Byte();
    if (which == 1) *size = Value<uint16_t>();
    if (which == 2) *size -= Byte() % *size;
  }

  void Points() {
    const auto lon_a = Degrees(Byte() % 24, 400), lat_a = Degrees(lon_a.size(), 91);
    const auto lon_b = Degrees(Byte() % 24, 400), lat_b = Degrees(lon_b.size(), 91);
    const auto time_a = Times(lon_a.size()), time_b = Times(lon_b.size());
    const bool timed = Byte() % 2 == 0;
    const coincide_samples a = {Pointer(lon_a), Pointer(lat_a), timed ? Pointer(time_a) : nullptr,
                                Length(lon_a.size())};
    const coincide_samples b = {lon_b.data(), lat_b.data(), timed ? time_b.data() : nullptr,
                                lon_b.size()};
    coincide_match_options options;
    Check(coincide_match_options_init(&options));
    options.within_m = Metres();
    options.time_window_ns = Window();
    options.missing_time = Small(2);
    options.invalid_position = Small(2);
    options.keep = Small(4);
    options.metric = Small(2);
    options.nearest = Byte() % 8 == 0 ? Value<int64_t>() : Small(5);
    options.max_pairs = Byte() % 8 == 0 ? Value<int64_t>() : 1000;
    options.ellipsoid = Earth();
    options.threads = 1;
    Spoil(&options.size);
    coincide_handle* const out = Slot();
    CheckMade(coincide_match_points(&a, Byte() == 1 ? nullptr : &b, &options, out), out);
  }

  coincide_tracks Tracks(const std::vector<double>& lon, const std::vector<double>& lat,
                         const std::vector<int64_t>& times, const std::vector<int64_t>& offsets) {
    const bool timed = Byte() % 2 == 0, split = Byte() % 2 == 0;
    return {Pointer(lon),
            Pointer(lat),
            timed ? Pointer(times) : nullptr,
            Length(lon.size()),
            split ? Pointer(offsets) : nullptr,
            split ? offsets.size() - 1 : size_t{1}};
  }
  void Crossings() {
    const auto lon_a = Degrees(Byte() % 24, 400), lat_a = Degrees(lon_a.size(), 91);
    const auto lon_b = Degrees(Byte() % 24, 400), lat_b = Degrees(lon_b.size(), 91);
    const auto time_a = Times(lon_a.size()), time_b = Times(lon_b.size());
    const auto offsets_a = Offsets(lon_a.size()), offsets_b = Offsets(lon_b.size());
    const coincide_tracks a = Tracks(lon_a, lat_a, time_a, offsets_a);
    const coincide_tracks b = Tracks(lon_b, lat_b, time_b, offsets_b);
    coincide_crossing_options options;
    Check(coincide_crossing_options_init(&options));
    options.mode = Small(2);
    options.touches = Small(1);
    options.max_gap_m_a = Metres() * 1000;
    options.max_gap_m_b = Metres() * 1000;
    options.max_gap_ns_a = Window();
    options.max_gap_ns_b = Window();
    options.min_angle = Metres();
    options.min_separation_m = Metres();
    options.ellipsoid = Earth();
    options.threads = 1;
    Spoil(&options.size);
    coincide_handle* const out = &handles_[0];
    coincide_handle* const overlaps = Byte() % 2 == 0 ? &handles_[1] : nullptr;
    Release(out);
    if (overlaps != nullptr) Release(overlaps);
    CheckMade(coincide_crossings(&a, Byte() % 16 == 1 ? nullptr : &b, &options, out, overlaps), out,
              overlaps);
  }

  void SuperCrossovers() {
    const auto lon = Degrees(Byte() % 32, 400), lat = Degrees(lon.size(), 91);
    std::vector<int64_t> track_a(lon.size()), track_b(lon.size());
    for (size_t i = 0; i < lon.size(); ++i) {
      track_a[i] = Byte() % 4;
      track_b[i] = Byte() % 16 == 0 ? Value<int64_t>() : Byte() % 4;
    }
    const auto time_a = Times(lon.size()), time_b = Times(lon.size());
    const bool timed = Byte() % 2 == 0;
    const coincide_crossing_points points = {Pointer(lon),
                                             Pointer(lat),
                                             Pointer(track_a),
                                             Pointer(track_b),
                                             timed ? Pointer(time_a) : nullptr,
                                             timed ? Pointer(time_b) : nullptr,
                                             Length(lon.size())};
    coincide_super_crossover_options options;
    Check(coincide_super_crossover_options_init(&options));
    options.radius_m = Metres() * 100;
    options.min_passes_a = Small(3);
    options.min_passes_b = Small(3);
    options.min_revisit_ns = Window();
    options.ellipsoid = Earth();
    options.threads = 1;
    Spoil(&options.size);
    coincide_handle* const out = &handles_[2];
    coincide_handle* const members = Byte() % 2 == 0 ? &handles_[3] : nullptr;
    Release(out);
    if (members != nullptr) Release(members);
    CheckMade(coincide_super_crossovers(&points, &options, out, members), out, members);
  }

  // Line strings of little-endian WKB, one after the other, some bytes changed.
  std::vector<uint8_t> Lines(size_t n, std::vector<int64_t>* offsets) {
    std::vector<uint8_t> wkb;
    const auto append = [&wkb](const auto& value) {
      const auto* const bytes = reinterpret_cast<const uint8_t*>(&value);
      wkb.insert(wkb.end(), bytes, bytes + sizeof value);
    };
    offsets->assign(1, 0);
    for (size_t i = 0; i < n; ++i) {
      const uint32_t points = Byte() % 6;
      wkb.push_back(1);
      append(uint32_t{2});
      append(points);
      for (uint32_t k = 0; k < points; ++k) {
        append(Degrees(1, 180)[0]);
        append(Degrees(1, 90)[0]);
      }
      offsets->push_back(static_cast<int64_t>(wkb.size()));
    }
    if (!wkb.empty() && Byte() % 8 == 0) wkb[Value<uint16_t>() % wkb.size()] ^= Byte();
    if (Byte() % 16 == 1) offsets->at(Byte() % offsets->size()) = Value<int64_t>();
    return wkb;
  }
  void MakeGranules() {
    const size_t n = Byte() % 6;
    std::vector<int64_t> offsets;
    const auto wkb = Lines(n, &offsets);
    const auto widths = Lengths(n), errors = Lengths(n);
    const auto starts = Times(n), ends = Times(n);
    const uint8_t known = Byte();
    const coincide_granule_facts facts = {
        (known & 1) != 0 ? Pointer(widths) : nullptr, (known & 2) != 0 ? Pointer(errors) : nullptr,
        (known & 4) != 0 ? starts.data() : nullptr, (known & 8) != 0 ? ends.data() : nullptr};
    const coincide_ellipsoid earth = Earth();
    coincide_handle* const out = Slot();
    if (Byte() % 4 == 0) {
      const coincide_handle column = Handle();
      size_t rows = 0;
      // Facts are arrays of as many as there are rows.
      const bool fit = coincide_column_size(column, &rows) != COINCIDE_OK || rows <= n;
      return CheckMade(coincide_granules_from_column(column, fit ? &facts : nullptr, out), out);
    }
    CheckMade(coincide_granules_from_wkb(Pointer(wkb), wkb.size(), Pointer(offsets), n, Small(2),
                                         Byte() % 2 == 0 ? &facts : nullptr, &earth, out),
              out);
  }

  static int32_t Progress(void* context, uint64_t, uint64_t, uint64_t) {
    return *static_cast<int32_t*>(context);
  }
  void MatchGranules() {
    coincide_granule_options options;
    Check(coincide_granule_options_init(&options));
    options.within_m = Metres();
    options.time_window_ns = Window();
    options.missing_time = Small(2);
    options.exact = Small(1);
    options.self = Small(1);
    options.threads = 1;
    int32_t goes_on = Byte() % 4 != 0;
    options.progress = Byte() % 2 == 0 ? Progress : nullptr;
    options.context = &goes_on;
    Spoil(&options.size);
    const coincide_handle a = Handle(), b = Handle();
    coincide_handle* const out = Slot();
    CheckMade(coincide_match_granules(a, b, &options, out), out);
  }

  // Walks a table by its names, and once as a stream.
  void Tables() {
    const coincide_handle table = Handle();
    size_t rows = 0, columns = 0, n = 0;
    Check(coincide_table_shape(table, &rows, &columns));
    const size_t any = Byte();
    for (size_t i = 0; i < columns + 1; ++i) {
      const char* name = nullptr;
      const int32_t status = coincide_table_name(table, i == columns ? any : i, &name);
      Check(status);
      if (status != COINCIDE_OK) continue;
      int32_t type = 0;
      const void* data = nullptr;
      Check(coincide_table_column(table, name, std::strlen(name), &type, &data, &n));
    }
    const auto name = Array<char>();
    int32_t type = 0;
    const void* data = nullptr;
    Check(coincide_table_column(table, Pointer(name), Length(name.size()), &type, &data, &n));
    ArrowArrayStream stream;
    const int32_t status = coincide_table_export(table, &stream);
    Check(status);
    if (status != COINCIDE_OK) return;
    ArrowSchema schema;
    ArrowArray array;
    Require(stream.get_schema(&stream, &schema) == 0 && schema.n_children >= 0);
    schema.release(&schema);
    for (;;) {
      Require(stream.get_next(&stream, &array) == 0);
      if (array.release == nullptr) break;
      Require(static_cast<size_t>(array.length) == rows);
      array.release(&array);
    }
    stream.release(&stream);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Program({data, size}).Run();
  return 0;
}
