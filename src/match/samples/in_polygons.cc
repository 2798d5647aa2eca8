#include "coincide/match/samples/in_polygons.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "coincide/cell/cell.h"
#include "coincide/cover/cover_polygon.h"
#include "coincide/coverage/difference.h"
#include "coincide/geodesy/ecef.h"
#include "coincide/healpix/encode.h"
#include "src/coverage/bucket_search.h"
#include "src/internal/absl_text.h"
#include "src/internal/interrupt.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"
#include "src/internal/word_fields.h"
#include "src/match/samples/polygon_edges.h"
#include "src/match/samples/positions.h"

namespace coincide {
namespace {

using internal::BucketSearch;
using internal::InvalidArgument;
using internal::PolygonEdges;

// What a stretch of leaves is to a polygon.
struct Label {
  uint32_t polygon;
  bool interior;  // Else a boundary runs through its cells.
};

// The order at which there are about as many boundary cells as edges, within
// reason: finer cells cost more to find than they save.
int OrderFor(const RingsView& rings, const Ellipsoid& ellipsoid) {
  double perimeter_m = 0;
  size_t edges = 0;
  for (size_t r = 0; r < rings.size(); ++r) {
    const LineView ring = rings.ring(r);
    for (size_t k = 0; k < ring.size(); ++k) {
      const size_t next = k + 1 == ring.size() ? 0 : k + 1;
      perimeter_m += Chord(EcefOf(ring.lon[k], ring.lat[k], 0, ellipsoid),
                           EcefOf(ring.lon[next], ring.lat[next], 0, ellipsoid));
      ++edges;
    }
  }
  const double wanted = std::clamp(static_cast<double>(edges), 1024.0, 1048576.0);
  const double width_m = perimeter_m / wanted;
  const double base_m = 1.0233 * ellipsoid.a();
  if (!(width_m > 0)) return 24;
  return static_cast<int>(std::clamp(std::round(std::log2(base_m / width_m)), 3.0, 24.0));
}

class Polygons {
 public:
  static absl::StatusOr<Polygons> Of(const PolygonsView& view, const InPolygonsOptions& options,
                                     internal::Interrupt* interrupt) {
    std::vector<std::optional<absl::StatusOr<Made>>> made(view.size());
    internal::ParallelFor(view.size(), 1, options.threads, [&](size_t begin, size_t end) {
      for (size_t p = begin; p < end; ++p) {
        if (!interrupt->KeepGoing()) return;
        made[p].emplace(Make(view.polygon(p), static_cast<uint32_t>(p), options));
      }
    });
    if (interrupt->stopped()) return internal::Stopped();
    Polygons polygons;
    std::vector<Event> events;
    for (size_t p = 0; p < made.size(); ++p) {
      if (const absl::Status& status = made[p]->status(); !status.ok()) {
        std::string message = "polygon ";
        message.append(std::to_string(p)).append(": ").append(internal::ToStd(status.message()));
        return absl::Status(status.code(), internal::ToAbsl(message));
      }
      Made& one = **made[p];
      polygons.edges_.push_back(std::move(one.edges));
      events.insert(events.end(), one.events.begin(), one.events.end());
      made[p].reset();
    }
    polygons.Cut(std::move(events));
    return polygons;
  }

  bool empty() const { return labels_.empty(); }
  size_t size() const { return edges_.size(); }
  const PolygonEdges& edges(size_t p) const { return edges_[p]; }

  std::span<const Label> LabelsOf(uint64_t leaf) const {
    if (leaf < search_[0]) return {};
    const size_t at = search_.Find(leaf);
    return std::span(labels_).subspan(starts_[at], starts_[at + 1] - starts_[at]);
  }

 private:
  struct Event {
    uint64_t leaf;
    Label label;
    bool begins;
  };

  // What one polygon brings.
  struct Made {
    PolygonEdges edges;
    std::vector<Event> events;
  };

  static absl::StatusOr<Made> Make(const RingsView& rings, uint32_t polygon,
                                   const InPolygonsOptions& options) {
    const CoverOptions cover{.edges = options.edges, .ellipsoid = options.ellipsoid};
    COINCIDE_ASSIGN_OR_RETURN(const OuterInner covers,
                              CoverPolygon(rings, OrderFor(rings, options.ellipsoid), cover));
    COINCIDE_ASSIGN_OR_RETURN(PolygonEdges edges,
                              PolygonEdges::Of(rings, options.edges, options.ellipsoid));
    Made made{std::move(edges), {}};
    RangeBuffer boundary;
    AppendDifference(covers.outer.ranges(), covers.inner.ranges(), &boundary);
    const auto add = [&](std::span<const LeafRange> ranges, bool interior) {
      for (const LeafRange range : ranges) {
        made.events.push_back({range.begin, {polygon, interior}, true});
        made.events.push_back({range.end, {polygon, interior}, false});
      }
    };
    add(covers.inner.ranges(), true);
    add(boundary, false);
    return made;
  }

  // Stretches of leaves that have the same labels.
  void Cut(std::vector<Event> events) {
    std::sort(events.begin(), events.end(),
              [](const Event& x, const Event& y) { return x.leaf < y.leaf; });
    std::vector<uint64_t> leaves;
    std::vector<Label> active;  // By polygon.
    for (size_t k = 0; k < events.size();) {
      const uint64_t leaf = events[k].leaf;
      const size_t first = k;
      for (; k < events.size() && events[k].leaf == leaf; ++k) {
      }
      // What ends here ends before what begins.
      for (const bool begins : {false, true}) {
        for (size_t e = first; e < k; ++e) {
          if (events[e].begins != begins) continue;
          const auto at = std::lower_bound(
              active.begin(), active.end(), events[e].label,
              [](const Label& x, const Label& y) { return x.polygon < y.polygon; });
          if (begins) {
            active.insert(at, events[e].label);
          } else {
            active.erase(at);
          }
        }
      }
      leaves.push_back(leaf);
      starts_.push_back(labels_.size());
      labels_.insert(labels_.end(), active.begin(), active.end());
    }
    starts_.push_back(labels_.size());
    if (!leaves.empty()) search_ = BucketSearch(std::move(leaves));
  }

  std::vector<PolygonEdges> edges_;
  BucketSearch search_;
  std::vector<size_t> starts_;  // Of the labels of each stretch.
  std::vector<Label> labels_;
};

// The samples of one block, one after the other. Each is tied to the one before,
// whose side of every polygon is known, if that is nearer than the point that
// the polygon knows: neighbours along a track are.
class BlockWalk {
 public:
  BlockWalk(const Polygons& polygons, const internal::ValidRows& samples)
      : polygons_(polygons), samples_(samples), states_(polygons.size()) {}

  void Run(size_t begin, size_t end, const Ellipsoid& ellipsoid, PolygonPoints* out) {
    words_.resize(end - begin);
    EncodePoints(samples_.lon().subspan(begin, end - begin),
                 samples_.lat().subspan(begin, end - begin), ellipsoid, words_, 1);
    std::fill(states_.begin(), states_.end(), State{});
    for (size_t k = begin; k < end; ++k) {
      const uint64_t leaf = internal::ReadWord(words_[k - begin]).first;
      for (const Label label : polygons_.LabelsOf(leaf)) {
        State& state = states_[label.polygon];
        if (label.interior) {
          state = {k, true, true};
        } else if (!Test(k, k > begin, label.polygon, state)) {
          continue;
        }
        out->row.push_back(samples_.row(k));
        out->polygon.push_back(label.polygon);
      }
    }
  }

 private:
  // The last sample in a cell of the polygon's cover, and its side of the arcs.
  struct State {
    size_t sample = std::numeric_limits<size_t>::max();
    bool inside_arcs = false;
    bool interior = false;
  };

  LonLat PointOf(size_t k) const { return {samples_.lon()[k], samples_.lat()[k]}; }

  bool Test(size_t k, bool has_previous, uint32_t polygon, State& state) {
    const PolygonEdges& edges = polygons_.edges(polygon);
    const Vector3 place = edges.PlaceOf(PointOf(k));
    bool inside_arcs = edges.known_inside();
    Vector3 from = edges.known();
    if (has_previous) {
      const Vector3 before = edges.PlaceOf(PointOf(k - 1));
      // In an interior cell it is inside, outside the cover outside: of the arcs
      // too, if none is near.
      const bool tested = state.sample == k - 1 && !state.interior;
      if (SquaredChord(before, place) < SquaredChord(from, place) &&
          (tested || edges.IsClear(before))) {
        from = before;
        inside_arcs = state.sample == k - 1 && state.inside_arcs;
      }
    }
    inside_arcs ^= edges.Crosses(from, place);
    state = {k, inside_arcs, false};
    return edges.Contains(PointOf(k), place, inside_arcs);
  }

  const Polygons& polygons_;
  const internal::ValidRows& samples_;
  std::vector<State> states_;
  std::vector<uint64_t> words_;
};

}  // namespace

absl::StatusOr<PolygonPoints> InPolygons(std::span<const double> lon, std::span<const double> lat,
                                         const PolygonsView& view,
                                         const InPolygonsOptions& options) {
  if (options.edges == Edges::kLonLat || options.edges == Edges::kPlanar) {
    return InvalidArgument("edges is '" +
                           std::string(options.edges == Edges::kLonLat ? "lonlat" : "planar") +
                           "': 'geodesic' or 'great_circle' is allowed");
  }
  COINCIDE_ASSIGN_OR_RETURN(
      const internal::ValidRows samples,
      internal::ValidRows::Of(lon, lat, options.invalid_position, options.threads));
  internal::Interrupt interrupt(options.keep_going);
  COINCIDE_ASSIGN_OR_RETURN(const Polygons polygons, Polygons::Of(view, options, &interrupt));
  PolygonPoints found;
  found.invalid_positions = samples.dropped();
  if (polygons.empty() || samples.size() == 0) return found;
  constexpr size_t kBlock = 8192;
  std::vector<PolygonPoints> blocks((samples.size() + kBlock - 1) / kBlock);
  internal::ParallelFor(blocks.size(), 1, options.threads, [&](size_t begin, size_t end) {
    BlockWalk walk(polygons, samples);
    for (size_t b = begin; b < end && interrupt.KeepGoing(); ++b) {
      walk.Run(b * kBlock, std::min((b + 1) * kBlock, samples.size()), options.ellipsoid,
               &blocks[b]);
    }
  });
  if (interrupt.stopped()) return internal::Stopped();
  for (PolygonPoints& block : blocks) {
    found.row.insert(found.row.end(), block.row.begin(), block.row.end());
    found.polygon.insert(found.polygon.end(), block.polygon.begin(), block.polygon.end());
    block = {};
  }
  return found;
}

}  // namespace coincide
