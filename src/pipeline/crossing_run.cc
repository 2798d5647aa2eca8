#include "coincide/pipeline/crossing_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "coincide/match/missing_time.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

// Samples of a granule, track after track, with a sample that has no position
// wherever two were not neighbours.
struct Arranged {
  std::vector<double> lon, lat;
  std::vector<int64_t> time_ns;     // Empty if the granule has none.
  std::vector<int64_t> offsets{0};  // Of its tracks.
  std::vector<int64_t> track;       // Which of Samples::track_names each of them is.
  std::vector<size_t> sample;       // Where each came from; kNone for what is put between.

  static constexpr size_t kNone = std::numeric_limits<size_t>::max();

  TrackSamples view() const { return {lon, lat, offsets, time_ns}; }
  // A column of the granule in this arrangement.
  std::vector<double> Column(const std::vector<double>& values) const {
    std::vector<double> column(sample.size(), std::nan(""));
    for (size_t k = 0; k < sample.size(); ++k) {
      if (sample[k] != kNone) column[k] = values[sample[k]];
    }
    return column;
  }
};

Arranged Arrange(const Samples& samples) {
  const size_t n = samples.size();
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  const auto track = [&](size_t k) { return samples.track.empty() ? 0 : samples.track[k]; };
  const auto row = [&](size_t k) {
    return samples.row.empty() ? static_cast<int64_t>(k) : samples.row[k];
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t p, size_t q) { return track(p) < track(q); });
  Arranged arranged;
  const bool times = !samples.time_ns.empty();
  const auto put = [&](double lon, double lat, int64_t time, size_t from) {
    arranged.lon.push_back(lon);
    arranged.lat.push_back(lat);
    if (times) arranged.time_ns.push_back(time);
    arranged.sample.push_back(from);
  };
  for (size_t k = 0; k < n; ++k) {
    const size_t at = order[k];
    if (k > 0 && track(at) != track(order[k - 1])) {
      arranged.offsets.push_back(static_cast<int64_t>(arranged.lon.size()));
    } else if (k > 0 && row(at) != row(order[k - 1]) + 1) {
      put(std::nan(""), std::nan(""), kMissingTime, Arranged::kNone);
    }
    if (arranged.track.size() < arranged.offsets.size()) arranged.track.push_back(track(at));
    put(samples.lon[at], samples.lat[at], times ? samples.time_ns[at] : kMissingTime, at);
  }
  arranged.offsets.push_back(static_cast<int64_t>(arranged.lon.size()));
  return arranged;
}

constexpr std::array kDoubles = {
    &CrossingRows::lon,    &CrossingRows::lat,       &CrossingRows::frac_a,
    &CrossingRows::frac_b, &CrossingRows::s_a,       &CrossingRows::s_b,
    &CrossingRows::gap_a,  &CrossingRows::gap_b,     &CrossingRows::near_a,
    &CrossingRows::near_b, &CrossingRows::azimuth_a, &CrossingRows::azimuth_b,
    &CrossingRows::angle,  &CrossingRows::max_gap_a, &CrossingRows::max_gap_b};
constexpr std::array kIntegers = {
    &CrossingRows::track_a,   &CrossingRows::track_b,     &CrossingRows::seg_a,
    &CrossingRows::seg_b,     &CrossingRows::time_a,      &CrossingRows::time_b,
    &CrossingRows::dt,        &CrossingRows::flags,       &CrossingRows::leg_begin_a,
    &CrossingRows::leg_end_a, &CrossingRows::leg_begin_b, &CrossingRows::leg_end_b};

constexpr std::array kOverlapDoubles = {
    &OverlapRows::frac_a,     &OverlapRows::frac_b,  &OverlapRows::end_frac_a,
    &OverlapRows::end_frac_b, &OverlapRows::lon,     &OverlapRows::lat,
    &OverlapRows::end_lon,    &OverlapRows::end_lat, &OverlapRows::length_m};
constexpr std::array kOverlapIntegers = {
    &OverlapRows::track_a,    &OverlapRows::track_b,   &OverlapRows::seg_a,  &OverlapRows::seg_b,
    &OverlapRows::end_seg_a,  &OverlapRows::end_seg_b, &OverlapRows::time_a, &OverlapRows::time_b,
    &OverlapRows::end_time_a, &OverlapRows::end_time_b};

template <typename T>
void Take(std::vector<T>* column, std::span<const size_t> rows) {
  std::vector<T> taken(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) taken[k] = (*column)[rows[k]];
  *column = std::move(taken);
}

void Select(std::span<const size_t> kept, CrossingRows* rows) {
  for (const auto member : kDoubles) Take(&(rows->*member), kept);
  for (const auto member : kIntegers) Take(&(rows->*member), kept);
  Take(&rows->cell, kept);
}

void Select(std::span<const size_t> kept, OverlapRows* rows) {
  for (const auto member : kOverlapDoubles) Take(&(rows->*member), kept);
  for (const auto member : kOverlapIntegers) Take(&(rows->*member), kept);
}

template <typename T>
void Put(std::vector<T>* column, const std::vector<T>& more) {
  column->insert(column->end(), more.begin(), more.end());
}

// Times of all rows, missing where a side has none.
void FillTimes(CrossingRows* rows) {
  const size_t n = rows->size();
  for (auto* column : {&rows->time_a, &rows->time_b, &rows->dt}) {
    if (column->size() != n) column->assign(n, kMissingTime);
  }
}
void FillTimes(OverlapRows* rows) {
  const size_t n = rows->size();
  for (auto* column : {&rows->time_a, &rows->time_b, &rows->end_time_a, &rows->end_time_b}) {
    if (column->size() != n) column->assign(n, kMissingTime);
  }
}

// A side's values and their errors in columns, and what their making says in `flags`.
absl::Status AddValues(const Samples& samples, const Arranged& arranged, const CrossingSide& side,
                       std::span<const CrossoverValue> values, const Ellipsoid& ellipsoid,
                       const std::function<bool()>& keep_going, std::vector<int64_t>* flags,
                       std::vector<std::vector<double>>* columns,
                       std::vector<std::vector<double>>* errors) {
  if (flags->empty()) return absl::OkStatus();
  const auto column = [&](std::optional<size_t> at) {
    return at ? arranged.Column(samples.values[*at]) : std::vector<double>{};
  };
  for (size_t v = 0; v < values.size(); ++v) {
    ValueRules rules = values[v].rules;
    if (!samples.integer.empty() && samples.integer[values[v].column] != 0 &&
        rules.method != ValueMethod::kBitOr) {
      rules.method = ValueMethod::kNearest;
    }
    const std::vector<double> of = column(values[v].column), sigma = column(values[v].sigma),
                              slope = column(values[v].slope);
    COINCIDE_ASSIGN_OR_RETURN(
        CrossingValues found,
        ValuesAtCrossings(arranged.view(), side, {of, sigma, slope}, rules, ellipsoid, keep_going));
    if (found.sigma.empty()) found.sigma.assign(flags->size(), std::nan(""));
    Put(&(*columns)[v], found.value);
    Put(&(*errors)[v], found.sigma);
    for (size_t r = 0; r < flags->size(); ++r) (*flags)[r] |= found.flags[r];
  }
  return absl::OkStatus();
}

// Adds to the kinds of values what a granule has.
void AddKinds(const Samples& samples, std::span<const CrossoverValue> values,
              std::vector<ValueKind>* kinds) {
  for (size_t v = 0; v < values.size(); ++v) {
    const bool integers = !samples.integer.empty() && samples.integer[values[v].column] != 0;
    (*kinds)[v] = std::max((*kinds)[v], integers ? ValueKind::kIntegers : ValueKind::kNumbers);
  }
}

// Segments by the granule's own rows.
void NameSegments(const Samples& samples, const Arranged& arranged, std::vector<int64_t>* seg) {
  for (int64_t& at : *seg) {
    const size_t from = arranged.sample[static_cast<size_t>(at)];
    at = samples.row.empty() ? static_cast<int64_t>(from) : samples.row[from];
  }
}

}  // namespace

int32_t CrossingCollector::NameCode(const Samples& samples, int64_t track) {
  if (samples.track_names.empty()) return -1;
  const std::string& name = samples.track_names[static_cast<size_t>(track)];
  const auto [known, fresh] =
      codes_.try_emplace(name, static_cast<int32_t>(rows_.track_names.size()));
  if (fresh) rows_.track_names.push_back(name);
  return known->second;
}

absl::StatusOr<bool> CrossingCollector::InWindow(int64_t time_a, int64_t time_b, double lon,
                                                 double lat) const {
  if (!options_.time_window_ns.has_value()) return true;
  if (time_a == kMissingTime || time_b == kMissingTime) {
    if (options_.missing_time != MissingTime::kRaise) {
      return options_.missing_time == MissingTime::kMatch;
    }
    return absl::InvalidArgumentError(
        "a crossing at lon " + std::to_string(lon) + ", lat " + std::to_string(lat) +
        " has no time on " + (time_a == kMissingTime ? "a" : "b") + ", and a window is given");
  }
  return TimeBetween(time_a, time_b) <= static_cast<uint64_t>(*options_.time_window_ns);
}

absl::Status CrossingCollector::AddPair(size_t granule_a, size_t granule_b, const Samples& a,
                                        const Samples& b) {
  const Arranged side_a = Arrange(a), side_b = Arrange(b);
  CrossingOptions options = options_.crossings;
  options.mode = CrossingMode::kExternal;
  COINCIDE_ASSIGN_OR_RETURN(Crossings found, FindCrossings(side_a.view(), side_b.view(), options));
  CrossingRows& rows = found.rows;
  OverlapRows& overlaps = found.overlaps;
  rows_.long_steps += found.long_steps_a + found.long_steps_b;
  FillTimes(&rows);
  FillTimes(&overlaps);
  std::vector<size_t> kept;
  for (size_t r = 0; r < rows.size(); ++r) {
    COINCIDE_ASSIGN_OR_RETURN(const bool in,
                              InWindow(rows.time_a[r], rows.time_b[r], rows.lon[r], rows.lat[r]));
    if (in) kept.push_back(r);
  }
  Select(kept, &rows);
  kept.clear();
  for (size_t r = 0; r < overlaps.size(); ++r) {
    COINCIDE_ASSIGN_OR_RETURN(const bool at_start, InWindow(overlaps.time_a[r], overlaps.time_b[r],
                                                            overlaps.lon[r], overlaps.lat[r]));
    COINCIDE_ASSIGN_OR_RETURN(const bool at_end,
                              InWindow(overlaps.end_time_a[r], overlaps.end_time_b[r],
                                       overlaps.end_lon[r], overlaps.end_lat[r]));
    if (at_start || at_end) kept.push_back(r);
  }
  Select(kept, &overlaps);
  AddKinds(a, options_.values_a, &rows_.kinds_a);
  AddKinds(b, options_.values_b, &rows_.kinds_b);
  const Ellipsoid& ellipsoid = options.ellipsoid;
  COINCIDE_RETURN_IF_ERROR(AddValues(a, side_a, SideA(rows), options_.values_a, ellipsoid,
                                     options.keep_going, &rows.flags, &rows_.values_a,
                                     &rows_.sigmas_a));
  COINCIDE_RETURN_IF_ERROR(AddValues(b, side_b, SideB(rows), options_.values_b, ellipsoid,
                                     options.keep_going, &rows.flags, &rows_.values_b,
                                     &rows_.sigmas_b));
  const auto name_tracks = [&](const auto& of, auto* name_a, auto* name_b) {
    for (size_t r = 0; r < of.size(); ++r) {
      name_a->push_back(NameCode(a, side_a.track[static_cast<size_t>(of.track_a[r])]));
      name_b->push_back(NameCode(b, side_b.track[static_cast<size_t>(of.track_b[r])]));
    }
  };
  name_tracks(rows, &rows_.name_a, &rows_.name_b);
  name_tracks(overlaps, &rows_.overlap_name_a, &rows_.overlap_name_b);
  for (auto* seg : {&rows.seg_a, &overlaps.seg_a, &overlaps.end_seg_a})
    NameSegments(a, side_a, seg);
  for (auto* seg : {&rows.seg_b, &overlaps.seg_b, &overlaps.end_seg_b})
    NameSegments(b, side_b, seg);
  const auto name_granules = [&](size_t more, auto* of_a, auto* of_b) {
    of_a->resize(of_a->size() + more, static_cast<int64_t>(granule_a));
    of_b->resize(of_b->size() + more, static_cast<int64_t>(granule_b));
  };
  name_granules(rows.size(), &rows_.granule_a, &rows_.granule_b);
  name_granules(overlaps.size(), &rows_.overlap_granule_a, &rows_.overlap_granule_b);
  for (const auto member : kDoubles) Put(&(rows_.rows.*member), rows.*member);
  for (const auto member : kIntegers) Put(&(rows_.rows.*member), rows.*member);
  Put(&rows_.rows.cell, rows.cell);
  for (const auto member : kOverlapDoubles) Put(&(rows_.overlaps.*member), overlaps.*member);
  for (const auto member : kOverlapIntegers) Put(&(rows_.overlaps.*member), overlaps.*member);
  return absl::OkStatus();
}

absl::Status CrossingCollector::Add(const MatchTask& task, size_t i, const Samples& a,
                                    const Samples& b) {
  const absl::Status status = AddPair(task.a, task.b[i], a, b);
  if (status.ok()) return status;
  return absl::Status(status.code(), internal::ToAbsl("granules " + std::to_string(task.a) +
                                                      " of a and " + std::to_string(task.b[i]) +
                                                      " of b: " + std::string(status.message())));
}

CrossoverRows CrossingCollector::TakeTask() {
  CrossoverRows rows = std::move(rows_);
  Start();
  return rows;
}

void CrossingCollector::Start() {
  rows_ = {};
  codes_.clear();
  for (auto* columns : {&rows_.values_a, &rows_.sigmas_a}) {
    columns->resize(options_.values_a.size());
  }
  for (auto* columns : {&rows_.values_b, &rows_.sigmas_b}) {
    columns->resize(options_.values_b.size());
  }
  rows_.kinds_a.resize(options_.values_a.size());
  rows_.kinds_b.resize(options_.values_b.size());
}

}  // namespace coincide
