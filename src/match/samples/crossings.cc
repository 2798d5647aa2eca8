#include "coincide/match/samples/crossings.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>

#include "coincide/healpix/encode.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/interrupt.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"
#include "src/match/samples/crossing_events.h"
#include "src/match/samples/crossing_join.h"

namespace coincide {
namespace {

using internal::ChainSet;
using internal::Contact;
using internal::Contacts;
using internal::InvalidArgument;
using internal::JoinResult;
using internal::LegTree;
using internal::RawCrossing;
using internal::Segment;
using internal::TrackChain;
using internal::TrackPlace;

constexpr double kParallelAngle = 1;

double WrapLon(double lon) {
  if (lon >= -180 && lon < 180) return lon;
  const double wrapped = std::remainder(lon, 360.0);
  return wrapped == 180 ? -180 : wrapped;
}

// A crossing on its way to the columns.
struct Found {
  internal::LegPair legs;
  TrackPlace a, b;
  LonLat point;
  double azimuth_a = 0, azimuth_b = 0;
  double angle = 0;
  double s_a = 0, s_b = 0;
  double gap_a = 0, gap_b = 0;
  bool touch = false;
};

double AcuteAngle(double azimuth_a, double azimuth_b) {
  return std::abs(std::remainder(azimuth_a - azimuth_b, 180.0));
}

// The time at a fraction of a step, to the nearest nanosecond of the product in
// double; kMissingTime if one end has none.
int64_t TimeAt(std::span<const int64_t> time, TrackPlace place) {
  const int64_t from = time[static_cast<size_t>(place.row)];
  if (from == kMissingTime) return kMissingTime;
  if (place.fraction == 0) return from;
  const int64_t to = time[static_cast<size_t>(place.row + 1)];
  if (to == kMissingTime) return kMissingTime;
  const double step = static_cast<double>(static_cast<uint64_t>(to) - static_cast<uint64_t>(from));
  return static_cast<int64_t>(static_cast<uint64_t>(from) +
                              static_cast<uint64_t>(std::nearbyint(place.fraction * step)));
}

class Finder {
 public:
  Finder(const TrackSamples& a, const TrackSamples& b, const CrossingOptions& options)
      : options_(options),
        external_(options.mode == CrossingMode::kExternal),
        geodesics_(Geodesics::Of(options.ellipsoid)),
        interrupt_(options.keep_going) {
    a_.samples = a;
    a_.chains = Chains(a, options.legs_a);
    if (external_) {
      b_.samples = b;
      b_.chains = Chains(b, options.legs_b);
    }
  }

  absl::StatusOr<Crossings> Find() {
    const JoinResult join = internal::JoinSegments(a_, SideB(), options_.mode, geodesics_,
                                                   options_.threads, &interrupt_);
    const Contacts contacts = internal::ResolveContacts(a_, SideB(), join.close, &interrupt_);
    if (interrupt_.stopped()) return internal::Stopped();
    std::vector<Found> found;
    found.reserve(join.crossings.size());
    for (const RawCrossing& raw : join.crossings) found.push_back(FromRaw(raw));
    for (const Contact& contact : contacts.contacts) {
      if (!contact.touch || options_.touches) found.push_back(FromContact(contact));
    }
    for (Found& f : found) f.angle = AcuteAngle(f.azimuth_a, f.azimuth_b);
    std::erase_if(found, [&](const Found& f) { return !Wanted(f); });
    std::sort(found.begin(), found.end(), [](const Found& f, const Found& g) {
      return std::tie(f.a.row, f.a.fraction, f.b.row, f.b.fraction) <
             std::tie(g.a.row, g.a.fraction, g.b.row, g.b.fraction);
    });
    Crossings result;
    FillRows(found, &result.rows);
    FillOverlaps(contacts.overlaps, &result.overlaps);
    for (const TrackChain& chain : a_.chains) {
      result.invalid_a += chain.invalid;
      result.long_steps_a += chain.long_steps;
    }
    for (const TrackChain& chain : SideB().chains) {
      result.invalid_b += chain.invalid;
      result.long_steps_b += chain.long_steps;
    }
    return result;
  }

 private:
  const ChainSet& SideB() const { return external_ ? b_ : a_; }

  std::vector<TrackChain> Chains(const TrackSamples& samples, const LegRules& rules) {
    return internal::BuildChains(samples, rules, options_.ellipsoid, true, options_.threads,
                                 &interrupt_);
  }

  Found FromRaw(const RawCrossing& raw) const {
    Found found;
    found.legs = raw.legs;
    found.a = {raw.row_a, raw.meeting.fraction_a};
    found.b = {raw.row_b, raw.meeting.fraction_b};
    found.point = raw.meeting.point;
    found.azimuth_a = raw.meeting.azimuth_a;
    found.azimuth_b = raw.meeting.azimuth_b;
    found.gap_a = raw.gap_a;
    found.gap_b = raw.gap_b;
    found.s_a = raw.start_a + raw.meeting.fraction_a * raw.gap_a;
    found.s_b = raw.start_b + raw.meeting.fraction_b * raw.gap_b;
    return found;
  }

  Found FromContact(const Contact& contact) const {
    const Segment a = a_.SegmentAt(contact.a.row), b = SideB().SegmentAt(contact.b.row);
    Found found;
    found.legs = contact.legs;
    found.a = contact.a;
    found.b = contact.b;
    found.point = {WrapLon(contact.point.lon), contact.point.lat};
    found.azimuth_a = internal::AzimuthAt(geodesics_, a, contact.a.fraction);
    found.azimuth_b = internal::AzimuthAt(geodesics_, b, contact.b.fraction);
    found.gap_a = internal::LengthOf(geodesics_, a);
    found.gap_b = internal::LengthOf(geodesics_, b);
    found.touch = contact.touch;
    found.s_a = Along(a_, contact.legs.track_a, contact.legs.leg_a, contact.a.row) +
                contact.a.fraction * found.gap_a;
    found.s_b = Along(SideB(), contact.legs.track_b, contact.legs.leg_b, contact.b.row) +
                contact.b.fraction * found.gap_b;
    return found;
  }

  double Along(const ChainSet& set, uint32_t track, uint32_t leg, int64_t row) const {
    const TrackChain& chain = set.chains[track];
    return internal::AlongTrack(chain, chain.legs[leg], set.samples, options_.ellipsoid, row);
  }

  bool Wanted(const Found& f) const {
    if (options_.min_angle && f.angle < *options_.min_angle) return false;
    return options_.mode != CrossingMode::kSelf ||
           std::abs(f.s_b - f.s_a) >= options_.min_separation_m;
  }

  void FillRows(const std::vector<Found>& found, CrossingRows* rows) const {
    const size_t n = found.size();
    const auto fill = [&](auto* column, const auto& value) {
      column->resize(n);
      for (size_t i = 0; i < n; ++i) (*column)[i] = value(found[i]);
    };
    const auto leg_a = [&](const Found& f) -> const Leg& {
      return a_.chains[f.legs.track_a].legs[f.legs.leg_a].leg;
    };
    const auto leg_b = [&](const Found& f) -> const Leg& {
      return SideB().chains[f.legs.track_b].legs[f.legs.leg_b].leg;
    };
    const auto max_gap_a = [&](const Found& f) { return a_.chains[f.legs.track_a].max_gap_m; };
    const auto max_gap_b = [&](const Found& f) { return SideB().chains[f.legs.track_b].max_gap_m; };
    const auto near = [](TrackPlace p, double gap) {
      return std::min(p.fraction, 1 - p.fraction) * gap;
    };
    fill(&rows->lon, [](const Found& f) { return f.point.lon; });
    fill(&rows->lat, [](const Found& f) { return f.point.lat; });
    fill(&rows->track_a, [](const Found& f) { return int64_t{f.legs.track_a}; });
    fill(&rows->track_b, [](const Found& f) { return int64_t{f.legs.track_b}; });
    fill(&rows->seg_a, [](const Found& f) { return f.a.row; });
    fill(&rows->seg_b, [](const Found& f) { return f.b.row; });
    fill(&rows->frac_a, [](const Found& f) { return f.a.fraction; });
    fill(&rows->frac_b, [](const Found& f) { return f.b.fraction; });
    fill(&rows->s_a, [](const Found& f) { return f.s_a; });
    fill(&rows->s_b, [](const Found& f) { return f.s_b; });
    fill(&rows->gap_a, [](const Found& f) { return f.gap_a; });
    fill(&rows->gap_b, [](const Found& f) { return f.gap_b; });
    fill(&rows->near_a, [&](const Found& f) { return near(f.a, f.gap_a); });
    fill(&rows->near_b, [&](const Found& f) { return near(f.b, f.gap_b); });
    fill(&rows->azimuth_a, [](const Found& f) { return f.azimuth_a; });
    fill(&rows->azimuth_b, [](const Found& f) { return f.azimuth_b; });
    fill(&rows->angle, [](const Found& f) { return f.angle; });
    fill(&rows->max_gap_a, max_gap_a);
    fill(&rows->max_gap_b, max_gap_b);
    fill(&rows->leg_begin_a, [&](const Found& f) { return leg_a(f).begin; });
    fill(&rows->leg_end_a, [&](const Found& f) { return leg_a(f).end; });
    fill(&rows->leg_begin_b, [&](const Found& f) { return leg_b(f).begin; });
    fill(&rows->leg_end_b, [&](const Found& f) { return leg_b(f).end; });
    fill(&rows->flags, [&](const Found& f) {
      int64_t flags = 0;
      if (f.angle < kParallelAngle) flags |= kParallel;
      if (f.touch) flags |= kTouch;
      if (options_.mode == CrossingMode::kSelf) flags |= kSelfCrossing;
      if (f.gap_a > 0.5 * max_gap_a(f) || f.gap_b > 0.5 * max_gap_b(f)) flags |= kNearGapLimit;
      return flags;
    });
    FillTimes(found, rows);
    rows->cell.resize(n);
    EncodePoints(rows->lon, rows->lat, options_.ellipsoid, rows->cell, options_.threads);
  }

  void FillTimes(const std::vector<Found>& found, CrossingRows* rows) const {
    const auto side = [&](const TrackSamples& samples, bool of_a, std::vector<int64_t>* column) {
      if (samples.time.empty()) return;
      for (const Found& f : found) column->push_back(TimeAt(samples.time, of_a ? f.a : f.b));
    };
    side(a_.samples, true, &rows->time_a);
    side(SideB().samples, false, &rows->time_b);
    if (rows->time_a.size() != found.size() || rows->time_b.size() != found.size()) return;
    for (size_t i = 0; i < found.size(); ++i) {
      const int64_t a = rows->time_a[i], b = rows->time_b[i];
      rows->dt.push_back(
          a == kMissingTime || b == kMissingTime
              ? kMissingTime
              : static_cast<int64_t>(static_cast<uint64_t>(b) - static_cast<uint64_t>(a)));
    }
  }

  void FillOverlaps(const std::vector<internal::Overlap>& overlaps, OverlapRows* rows) const {
    std::vector<size_t> order(overlaps.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t i, size_t j) {
      const internal::Overlap &p = overlaps[i], &q = overlaps[j];
      return std::tie(p.a.row, p.a.fraction, p.b.row, p.b.fraction, p.legs) <
             std::tie(q.a.row, q.a.fraction, q.b.row, q.b.fraction, q.legs);
    });
    for (const size_t i : order) {
      const internal::Overlap& o = overlaps[i];
      const auto s = [&](TrackPlace p) {
        return Along(a_, o.legs.track_a, o.legs.leg_a, p.row) +
               p.fraction * internal::LengthOf(geodesics_, a_.SegmentAt(p.row));
      };
      rows->track_a.push_back(o.legs.track_a);
      rows->track_b.push_back(o.legs.track_b);
      rows->seg_a.push_back(o.a.row);
      rows->seg_b.push_back(o.b.row);
      rows->end_seg_a.push_back(o.end_a.row);
      rows->end_seg_b.push_back(o.end_b.row);
      rows->frac_a.push_back(o.a.fraction);
      rows->frac_b.push_back(o.b.fraction);
      rows->end_frac_a.push_back(o.end_a.fraction);
      rows->end_frac_b.push_back(o.end_b.fraction);
      rows->lon.push_back(WrapLon(o.point.lon));
      rows->lat.push_back(o.point.lat);
      rows->end_lon.push_back(WrapLon(o.end_point.lon));
      rows->end_lat.push_back(o.end_point.lat);
      rows->length_m.push_back(s(o.end_a) - s(o.a));
      if (const std::span<const int64_t> time = a_.samples.time; !time.empty()) {
        rows->time_a.push_back(TimeAt(time, o.a));
        rows->end_time_a.push_back(TimeAt(time, o.end_a));
      }
      if (const std::span<const int64_t> time = SideB().samples.time; !time.empty()) {
        rows->time_b.push_back(TimeAt(time, o.b));
        rows->end_time_b.push_back(TimeAt(time, o.end_b));
      }
    }
  }

  const CrossingOptions& options_;
  const bool external_;
  const Geodesics& geodesics_;
  internal::Interrupt interrupt_;
  ChainSet a_, b_;
};

}  // namespace

absl::StatusOr<Crossings> FindCrossings(const TrackSamples& a, const TrackSamples& b,
                                        const CrossingOptions& options) {
  COINCIDE_RETURN_IF_ERROR(CheckTracks(a, options.legs_a));
  if (options.mode == CrossingMode::kExternal) {
    COINCIDE_RETURN_IF_ERROR(CheckTracks(b, options.legs_b));
  }
  if (options.min_angle && !(*options.min_angle >= 0 && *options.min_angle <= 90)) {
    return InvalidArgument("min_angle is " + internal::NumberText(*options.min_angle) +
                           ": 0 to 90 degrees is allowed");
  }
  if (!(options.min_separation_m >= 0)) {
    return InvalidArgument("min_separation is " + internal::NumberText(options.min_separation_m) +
                           ": 0 m or more is allowed");
  }
  return Finder(a, b, options).Find();
}

}  // namespace coincide
