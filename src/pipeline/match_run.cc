#include "coincide/pipeline/match_run.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "coincide/healpix/encode.h"
#include "coincide/match/samples/point_index.h"
#include "coincide/match/samples/policies.h"
#include "coincide/pipeline/match_order.h"
#include "src/internal/absl_text.h"
#include "src/pipeline/azimuths.h"

namespace coincide {
namespace {

template <typename T>
void Take(std::vector<T>* column, std::span<const size_t> rows) {
  if (column->empty()) return;
  std::vector<T> taken(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) taken[k] = (*column)[rows[k]];
  *column = std::move(taken);
}

template <typename T>
void Put(std::vector<T>* column, const std::vector<T>& more) {
  column->insert(column->end(), more.begin(), more.end());
}

void Take(MatchSide* side, std::span<const size_t> rows) {
  Take(&side->granule, rows);
  Take(&side->idx, rows);
  Take(&side->track, rows);
  Take(&side->time_ns, rows);
  Take(&side->lon, rows);
  Take(&side->lat, rows);
  for (auto& column : side->values) Take(&column, rows);
}

void Put(MatchSide* side, const MatchSide& more, std::span<const int32_t> codes) {
  Put(&side->granule, more.granule);
  Put(&side->idx, more.idx);
  for (const int32_t code : more.track) {
    side->track.push_back(code < 0 ? -1 : codes[static_cast<size_t>(code)]);
  }
  Put(&side->time_ns, more.time_ns);
  Put(&side->lon, more.lon);
  Put(&side->lat, more.lat);
  if (side->values.size() < more.values.size()) side->values.resize(more.values.size());
  for (size_t v = 0; v < more.values.size(); ++v) Put(&side->values[v], more.values[v]);
}

// Puts the rows `rows` of `from` behind `column`; a constant where there is no column.
template <typename T>
void PutRows(std::vector<T>* column, const std::vector<T>& from, std::span<const int64_t> rows,
             T otherwise = {}) {
  const size_t n = column->size();
  column->resize(n + rows.size(), otherwise);
  if (from.empty()) return;
  for (size_t k = 0; k < rows.size(); ++k) (*column)[n + k] = from[static_cast<size_t>(rows[k])];
}

void Gather(MatchSide* side, const Samples& samples, size_t granule,
            const std::vector<int64_t>& rows) {
  side->granule.resize(side->granule.size() + rows.size(), static_cast<int64_t>(granule));
  if (samples.row.empty()) {
    Put(&side->idx, rows);
  } else {
    PutRows(&side->idx, samples.row, rows);
  }
  PutRows(&side->time_ns, samples.time_ns, rows, kMissingTime);
  PutRows(&side->lon, samples.lon, rows);
  PutRows(&side->lat, samples.lat, rows);
  if (side->values.size() < samples.values.size()) side->values.resize(samples.values.size());
  for (size_t v = 0; v < samples.values.size(); ++v) {
    PutRows(&side->values[v], samples.values[v], rows);
  }
}

std::vector<size_t> SortedBy(size_t n, const auto& place) {
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t p, size_t q) { return place(p) < place(q); });
  return order;
}

auto PlaceIn(const MatchRows& rows) {
  return [&rows](size_t r) {
    return std::tuple(rows.a.granule[r], rows.a.track[r], rows.a.idx[r], rows.b.granule[r],
                      rows.b.track[r], rows.b.idx[r]);
  };
}

// Puts the names of tracks in alphabetical order, so that no result depends on which
// was met first.
void SortTrackNames(MatchRows* rows) {
  const std::vector<std::string> names = rows->track_names;
  const std::vector<size_t> order = SortedBy(names.size(), [&names](size_t k) { return names[k]; });
  std::vector<int32_t> place(names.size());
  for (size_t k = 0; k < order.size(); ++k) {
    place[order[k]] = static_cast<int32_t>(k);
    rows->track_names[k] = names[order[k]];
  }
  for (MatchSide* side : {&rows->a, &rows->b}) {
    for (int32_t& track : side->track) {
      if (track >= 0) track = place[static_cast<size_t>(track)];
    }
  }
}

// Numbers the samples of a side from 0 by (granule, track, idx): rows of a granule may
// count within each track.
std::vector<int64_t> NumberSamples(const MatchSide& side) {
  const size_t n = side.granule.size();
  const auto place = [&side](size_t r) {
    return std::tuple(side.granule[r], side.track[r], side.idx[r]);
  };
  const std::vector<size_t> order = SortedBy(n, place);
  std::vector<int64_t> number(n);
  int64_t next = -1;
  for (size_t k = 0; k < n; ++k) {
    if (k == 0 || place(order[k]) != place(order[k - 1])) ++next;
    number[order[k]] = next;
  }
  return number;
}

SampleColumns ColumnsOf(const MatchSide& side) { return {side.granule, side.track, side.idx}; }

uint64_t KeyOf(const MatchPointsOptions& options, double distance_m, int64_t time_a,
               int64_t time_b) {
  switch (options.metric) {
    case PairMetric::kTime:
      return TimeKey(time_a, time_b);
    case PairMetric::kBoth:
      return BothKey(distance_m, options.within_m.value_or(0), time_a, time_b,
                     options.time_window_ns.value_or(0));
    case PairMetric::kDistance:
      break;
  }
  return DistanceKey(distance_m);
}

std::vector<uint64_t> KeysOf(const MatchPointsOptions& options, const MatchRows& rows) {
  std::vector<uint64_t> keys(rows.size());
  for (size_t r = 0; r < rows.size(); ++r) {
    keys[r] = KeyOf(options, rows.distance_m[r], rows.a.time_ns[r], rows.b.time_ns[r]);
  }
  return keys;
}

}  // namespace

void MatchRows::Select(std::span<const size_t> rows) {
  Take(&a, rows);
  Take(&b, rows);
  Take(&distance_m, rows);
  Take(&azimuth, rows);
  Take(&cell, rows);
  Take(&rank_a, rows);
  Take(&rank_b, rows);
}

void MatchRows::Append(const MatchRows& other) {
  std::vector<int32_t> codes;
  for (const std::string& name : other.track_names) {
    auto known = std::find(track_names.begin(), track_names.end(), name);
    codes.push_back(static_cast<int32_t>(known - track_names.begin()));
    if (known == track_names.end()) track_names.push_back(name);
  }
  Put(&a, other.a, codes);
  Put(&b, other.b, codes);
  Put(&distance_m, other.distance_m);
  Put(&azimuth, other.azimuth);
  Put(&cell, other.cell);
  Put(&rank_a, other.rank_a);
  Put(&rank_b, other.rank_b);
}

// A sample's nearest over all granules is its nearest in one of them.
void MatchCollector::KeepNearestOfEither(const Samples& a, const Samples& b,
                                         PointPairs* pairs) const {
  const size_t n = pairs->i.size();
  std::vector<uint64_t> keys(n);
  for (size_t p = 0; p < n; ++p) {
    const auto time = [](const Samples& samples, int64_t row) {
      return samples.time_ns.empty() ? kMissingTime : samples.time_ns[static_cast<size_t>(row)];
    };
    keys[p] = KeyOf(options_, pairs->distance_m[p], time(a, pairs->i[p]), time(b, pairs->j[p]));
  }
  const PairRanks ranks = RankPairs(pairs->i, pairs->j, keys);
  std::vector<size_t> kept;
  for (size_t p = 0; p < n; ++p) {
    if (ranks.a[p] == 1 || ranks.b[p] == 1) kept.push_back(p);
  }
  Take(&pairs->i, kept);
  Take(&pairs->j, kept);
  Take(&pairs->distance_m, kept);
}

void MatchCollector::PutTracks(MatchSide* side, const Samples& samples,
                               const std::vector<int64_t>& rows) {
  // Codes of this granule's tracks, given when one is met.
  std::vector<int32_t> codes(samples.track_names.size(), -1);
  for (const int64_t row : rows) {
    if (codes.empty()) {
      side->track.push_back(-1);
      continue;
    }
    const int32_t track = samples.track.empty() ? 0 : samples.track[static_cast<size_t>(row)];
    int32_t& code = codes[static_cast<size_t>(track)];
    if (code < 0) {
      const std::string& name = samples.track_names[static_cast<size_t>(track)];
      const auto [known, fresh] =
          codes_.try_emplace(name, static_cast<int32_t>(rows_.track_names.size()));
      if (fresh) rows_.track_names.push_back(name);
      code = known->second;
    }
    side->track.push_back(code);
  }
}

const SampleBoxes* MatchCollector::BoxesOf(size_t granule, const SamplePoints& b) {
  constexpr size_t kMostBytes = size_t{16} << 20;
  Boxes& known = boxes_[granule];
  if (known.of != b.lon.data() || known.size != b.lon.size()) {
    known = {b.lon.data(), b.lon.size(), std::nullopt};
    return nullptr;
  }
  if (known.boxes) return &*known.boxes;
  SampleBoxes boxes(b, options_.ellipsoid);
  boxes_bytes_ += boxes.bytes();
  if (boxes_bytes_ > kMostBytes) {
    boxes_.clear();
    boxes_bytes_ = boxes.bytes();
  }
  Boxes& kept = boxes_[granule] = {b.lon.data(), b.lon.size(), std::move(boxes)};
  return &*kept.boxes;
}

absl::Status MatchCollector::Add(const MatchTask& task, size_t i, const Samples& a,
                                 const Samples& b) {
  MatchPointsOptions options = options_;
  options.invalid_position = InvalidPosition::kDrop;
  // Ranks among all pairs, as both sides' policies compare with pairs that they drop.
  if (options.keep == Keep::kUnique || options.keep == Keep::kMutual) options.keep = Keep::kAll;
  // A granule without times has samples whose times are missing.
  const bool times = options.time_window_ns.has_value() || options.metric != PairMetric::kDistance;
  std::vector<int64_t> none_a, none_b;
  if (times && a.time_ns.empty()) none_a.assign(a.size(), kMissingTime);
  if (times && b.time_ns.empty()) none_b.assign(b.size(), kMissingTime);
  const SamplePoints of_a = {a.lon, a.lat, a.time_ns.empty() ? none_a : a.time_ns};
  const SamplePoints of_b = {b.lon, b.lat, b.time_ns.empty() ? none_b : b.time_ns};
  // The columns of a are the same in all pairs of a task but for times made up here.
  if (i == 0 || index_of_ != a.lon.data() || !none_a.empty()) index_.reset();
  if (!index_) index_.emplace(of_a);
  index_of_ = none_a.empty() ? a.lon.data() : nullptr;
  absl::StatusOr<PointPairs> pairs = index_->Match(of_b, options, BoxesOf(task.b[i], of_b));
  if (!pairs.ok()) {
    return absl::Status(pairs.status().code(),
                        internal::ToAbsl("granules " + std::to_string(task.a) + " of a and " +
                                         std::to_string(task.b[i]) +
                                         " of b: " + std::string(pairs.status().message())));
  }
  invalid_positions_ += pairs->invalid_positions_a + pairs->invalid_positions_b;
  if (options_.keep == Keep::kMutual) KeepNearestOfEither(a, b, &*pairs);
  const size_t first = rows_.size();
  Gather(&rows_.a, a, task.a, pairs->i);
  Gather(&rows_.b, b, task.b[i], pairs->j);
  PutTracks(&rows_.a, a, pairs->i);
  PutTracks(&rows_.b, b, pairs->j);
  rows_.distance_m.insert(rows_.distance_m.end(), pairs->distance_m.begin(),
                          pairs->distance_m.end());
  const size_t added = rows_.size() - first;
  const auto last = [added](auto& column) { return std::span(column).last(added); };
  rows_.azimuth.resize(rows_.size());
  internal::Azimuths(last(rows_.a.lon), last(rows_.a.lat), last(rows_.b.lon), last(rows_.b.lat),
                     last(rows_.distance_m), options.ellipsoid, last(rows_.azimuth));
  rows_.cell.resize(rows_.size());
  EncodePoints(last(rows_.a.lon), last(rows_.a.lat), options.ellipsoid, last(rows_.cell), 1);
  return absl::OkStatus();
}

MatchRows MatchCollector::TakeTask() {
  MatchRows rows = std::move(rows_);
  rows_ = {};
  codes_.clear();
  index_.reset();
  // All pairs of a sample of a are in one task.
  if (options_.keep == Keep::kNearestA) {
    SortTrackNames(&rows);
    rows.Select(KeepRows(options_, rows));
  }
  return rows;
}

// Policies want rows of (sample of a, sample of b) in ascending order.
std::vector<size_t> KeepRows(const MatchPointsOptions& options, const MatchRows& rows) {
  const std::vector<size_t> order = SortedBy(rows.size(), PlaceIn(rows));
  std::vector<int64_t> i = NumberSamples(rows.a), j = NumberSamples(rows.b);
  std::vector<uint64_t> keys = KeysOf(options, rows);
  Take(&i, order);
  Take(&j, order);
  Take(&keys, order);
  std::vector<size_t> kept = KeepPairs(options.keep, options.nearest, i, j, keys);
  for (size_t& row : kept) row = order[row];
  return kept;
}

void FinishMatches(const MatchPointsOptions& options, MatchRows* rows) {
  SortTrackNames(rows);
  if (options.keep != Keep::kAll) rows->Select(KeepRows(options, *rows));
  const std::vector<uint64_t> keys = KeysOf(options, *rows);
  const SampleColumns a = ColumnsOf(rows->a), b = ColumnsOf(rows->b);
  rows->rank_a = RankRows(a, b, keys);
  rows->rank_b = RankRows(b, a, keys);
  rows->Select(TableOrder(rows->cell, a, b));
}

}  // namespace coincide
